// Any bytes, as a page or inside of an element, give a tree that keeps its promises: links agree,
// no element deeper than 512, every text in the input or the arena. The first byte chooses the
// element. Seeds: tests/documents, tests/html_trees.

#include <array>
#include <cstdio>
#include <cstdlib>

#include "read/html5/tree.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace chappe;
    if (size == 0) return 0;
    static const std::array<FragmentContext, 15> contexts = {
        {{"div", Namespace::html},
         {"td", Namespace::html},
         {"tr", Namespace::html},
         {"table", Namespace::html},
         {"caption", Namespace::html},
         {"colgroup", Namespace::html},
         {"select", Namespace::html},
         {"template", Namespace::html},
         {"frameset", Namespace::html},
         {"html", Namespace::html},
         {"form", Namespace::html},
         {"svg", Namespace::svg},
         {"desc", Namespace::svg},
         {"mi", Namespace::mathml},
         {"annotation-xml", Namespace::mathml}}};
    ParseOptions options;
    if (const std::size_t which = data[0] % 32; which < contexts.size())
        options.fragment = contexts[which];
    if ((data[0] & 32) != 0) options.unclosed = Unclosed::is_empty;
    const HtmlTree tree = parse_tree({reinterpret_cast<const char*>(data) + 1, size - 1}, options);
    const std::string broken = broken_tree(tree);
    if (broken.empty()) return 0;
    std::fprintf(stderr, "broken promise: %s\n", broken.c_str());
    std::abort();
}
