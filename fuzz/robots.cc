// robots.txt on any bytes: the first line is a path, the rest the file. What is asked twice is
// answered the same, a site that is shut stays shut, and nothing takes long.

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "ingest/robots.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace chappe;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const std::size_t end = text.find('\n');
    const std::string_view path = text.substr(0, end);
    const std::string_view file = end == text.npos ? std::string_view() : text.substr(end + 1);

    const RobotsRules robots = RobotsRules::parse(file, "chappe");
    if (robots.allows(path) != robots.allows(path)) std::abort();
    if (!robots.allows("/robots.txt")) std::abort();
    if (robots.delay().count() < 0 || robots.delay().count() > 60) std::abort();
    if (robots.sitemaps().size() > 100) std::abort();
    if (RobotsRules::shut().allows("/") || !RobotsRules::open().allows(path)) std::abort();
    return 0;
}
