#include "read/page_blocks.h"

#include <algorithm>

#include "read/page_scan.h"
#include "read/words.h"

namespace chappe {
namespace {

std::vector<Paragraph> paragraphs_of_text(std::string_view text) {
    std::vector<Paragraph> paragraphs;
    std::string part;
    for (const std::string_view line : split(text, '\n')) {
        if (trim(line).empty()) {
            if (!part.empty()) paragraphs.push_back({Block::Kind::paragraph, part});
            part.clear();
        } else {
            if (!part.empty()) part += ' ';
            part += fold_paragraph(line);
        }
    }
    if (!part.empty()) paragraphs.push_back({Block::Kind::paragraph, part});
    return paragraphs;
}

}  // namespace

std::vector<Paragraph> paragraphs_of_fragment(std::string_view markup) {
    // No markup at all: a blank line parts paragraphs, as in text.
    if (markup.find('<') == markup.npos && markup.find('&') == markup.npos)
        return paragraphs_of_text(markup);
    std::vector<Paragraph> paragraphs;
    const HtmlDocument document = parse_html(markup);
    const PageScan scan = scan_page(document);
    for (const PageBlock& block : scan.blocks) {
        const bool hidden =
            std::any_of(scan.marks.begin(), scan.marks.end(), [&](const Mark& mark) {
                return mark.hidden && document.is_inside(block.first, mark.node);
            });
        if (!hidden) paragraphs.push_back({block.kind, std::string(block.text)});
    }
    return paragraphs;
}

std::string plain_text_of(std::string_view markup) {
    if (markup.find('<') == markup.npos && markup.find('&') == markup.npos)
        return fold_paragraph(markup);
    const HtmlDocument document = parse_html(markup);
    return document.nodes.empty() ? std::string{} : document.text_of(0);
}

}  // namespace chappe
