// Any bytes give markup that the sanitizer leaves as it is, and in which no bracket stands that is
// not of an allowed element. Seeds: tests/documents, tests/html_trees.

#include "read/sanitize.h"

#include <cstdio>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string once = chappe::sanitize({reinterpret_cast<const char*>(data), size});
    const char* broken = nullptr;
    if (chappe::sanitize(once) != once) broken = "the second time changes something";
    for (const std::string_view never : {"<script", "<style", "<img", "<svg", "<math", "<iframe",
                                         "<form", "<input", "<template", "<textarea", "<!--"})
        if (once.find(never) != once.npos) broken = "an element that is not allowed";
    if (broken == nullptr) return 0;
    std::fprintf(stderr, "broken promise: %s\n", broken);
    std::abort();
}
