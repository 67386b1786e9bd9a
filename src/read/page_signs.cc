// Prints the signs of what pages offer, for tools/train_body and tools/train_choice.
//
//     page_signs body|dates|titles FILE...   a line "page NAME" a page, then a line a candidate:
//         body: place, 1 when a heading, signs by number, text; dates: signs, day; titles: signs,
//         text
//     page_signs body|dates|titles           the names of the signs, in order

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "read/body_container.h"
#include "read/body_features.h"
#include "read/body_finder.h"
#include "read/charset.h"
#include "read/headline.h"
#include "read/page_dates.h"

namespace {

using namespace chappe;

template <typename Signs>
void print_signs(const Signs& signs) {
    for (const auto sign : signs) std::printf("%u ", static_cast<unsigned>(sign));
}

void print_body(const HtmlDocument& document, const PageScan& scan, const PageMetadata& page,
                const Headline& headline) {
    const BodyContainer container =
        find_container(document, scan, page, headline.text, headline.node);
    visit_candidates(document, scan, page, container,
                     [&](std::size_t i, std::span<const Feature> features) {
                         const PageBlock& block = scan.blocks[i];
                         std::printf("%zu\t%d\t", i, block.kind == Block::Kind::heading);
                         print_signs(features);
                         std::printf("\t%s\n", std::string(block.text).c_str());
                     });
}

void print_page(const std::string& what, const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(in), {}};
    const Decoded decoded = decode(bytes, "text/html");
    const HtmlDocument document = parse_html(decoded.text);
    const PageScan scan = scan_page(document);
    const PageMetadata page = read_metadata(document, scan, {});
    std::printf("page %s\n", path.stem().c_str());
    if (what == "titles") {
        for (const TitleCandidate& candidate : title_candidates(document, scan, page)) {
            print_signs(candidate.signs);
            std::printf("\t%s\n", candidate.text.c_str());
        }
        return;
    }
    const Headline headline = headline_of(document, scan, page);
    if (what == "body") return print_body(document, scan, page, headline);
    PageParts parts;
    parts.title = headline.node;
    parts.blocks = find_body(document, scan, page, headline.text, headline.node).blocks;
    for (const DateCandidate& candidate : find_page_dates(document, scan, page, parts).candidates) {
        print_signs(candidate.signs);
        std::printf("\t%s\n", to_string(candidate.day).c_str());
    }
}

}  // namespace

int main(int argc, char** argv) {
    const std::string what = argc > 1 ? argv[1] : "";
    for (int i = 2; i < argc; ++i) print_page(what, argv[i]);
    if (argc > 2) return 0;
    const std::size_t count = what == "body"    ? count_of_features()
                              : what == "dates" ? count_of_date_signs()
                                                : count_of_title_signs();
    for (std::size_t i = 0; i < count; ++i) {
        const std::string name = what == "body"    ? name_of_feature(static_cast<Feature>(i))
                                 : what == "dates" ? name_of_date_sign(i)
                                                   : name_of_title_sign(i);
        std::printf("%s\n", name.c_str());
    }
}
