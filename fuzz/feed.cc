// Any bytes as a feed give a reading that keeps its promises: as JSON when they open with a brace,
// else as XML. Seeds: tests/documents.

#include <cstdio>
#include <cstdlib>

#include "read/check_reading.h"
#include "read/feed.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const chappe::Text text = chappe::Text::repair(bytes);
    chappe::Arrival arrival;
    arrival.url = "https://wire.example/feed";
    arrival.source = "fuzz";
    chappe::Reading reading = bytes.starts_with('{') ? chappe::read_json_feed(text, arrival)
                                                     : chappe::read_xml_feed(text, arrival);
    if (reading.dispatches.empty()) reading.notes.emplace_back("may be empty here");
    const std::string broken = chappe::broken_promise(reading);
    if (broken.empty()) return 0;
    std::fprintf(stderr, "broken promise: %s\n", broken.c_str());
    std::abort();
}
