// Any text as ninjs gives a reading that keeps its promises. Seeds: tests/documents.

#include <cstdio>
#include <cstdlib>

#include "read/check_reading.h"
#include "read/ninjs.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    chappe::Arrival arrival;
    arrival.source = "fuzz";
    chappe::Reading reading = chappe::read_ninjs(chappe::Text::repair(bytes), arrival);
    if (reading.dispatches.empty()) reading.notes.emplace_back("may be none");
    const std::string broken = chappe::broken_promise(reading);
    if (broken.empty()) return 0;
    std::fprintf(stderr, "broken promise: %s\n", broken.c_str());
    std::abort();
}
