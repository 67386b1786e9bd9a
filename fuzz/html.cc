// Any bytes as a page give a reading that keeps its promises. Seeds: tests/documents.

#include <cstdio>
#include <cstdlib>

#include "read/check_reading.h"
#include "read/read.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    chappe::Arrival arrival;
    arrival.bytes.assign(reinterpret_cast<const char*>(data), size);
    arrival.media_type = "text/html; charset=utf-8";
    arrival.url = "https://wire.example/a/b";
    arrival.source = "fuzz";
    const std::string broken = chappe::broken_promise(chappe::read(arrival));
    if (broken.empty()) return 0;
    std::fprintf(stderr, "broken promise: %s\n", broken.c_str());
    std::abort();
}
