// Any text as NewsML-G2 or NITF gives a reading that keeps its promises; and what is repaired is
// well-formed, which nothing else would notice. Seeds: tests/documents.

#include <cstdio>
#include <cstdlib>

#include "read/check_reading.h"
#include "read/newsml.h"
#include "read/nitf.h"
#include "read/xml_repair.h"

namespace {

void check(const std::string& broken) {
    if (broken.empty()) return;
    std::fprintf(stderr, "broken promise: %s\n", broken.c_str());
    std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const chappe::Text text = chappe::Text::repair(bytes);
    chappe::Arrival arrival;
    arrival.source = "fuzz";
    const chappe::XmlDocument xml = chappe::parse_xml(text);
    for (const auto reader : {chappe::read_newsml, chappe::read_nitf}) {
        chappe::Reading reading = reader(xml, arrival);
        if (reading.dispatches.empty()) reading.notes.emplace_back("may be none");
        check(chappe::broken_promise(reading));
    }
    const std::string repaired = chappe::repair_xml(text);
    if (repaired.size() > 4 * text.size() + 4096) check("repaired XML is too long");
    pugi::xml_document document;
    if (!repaired.empty() && !document.load_buffer(repaired.data(), repaired.size()))
        check("repaired XML is not well-formed: " + repaired);
    return 0;
}
