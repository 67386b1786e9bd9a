#include "read/page_blocks.h"

#include <algorithm>

#include "read/html5/character_reference.h"
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

std::string with_references_resolved(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('&'), text.size());
        out += text.substr(0, end);
        text.remove_prefix(end);
        if (text.empty()) break;
        const CharacterReference found = read_character_reference(text, ReferencePlace::text);
        out += found.taken > 0 ? found.characters() : text.substr(0, 1);
        text.remove_prefix(std::max<std::size_t>(found.taken, 1));
    }
    return out;
}

}  // namespace

std::vector<Paragraph> paragraphs_of_fragment(std::string_view markup) {
    // No markup at all: a blank line parts paragraphs, as in text.
    if (markup.find('<') == markup.npos && markup.find('&') == markup.npos)
        return paragraphs_of_text(markup);
    std::vector<Paragraph> paragraphs;
    const HtmlDocument document = parse_html(markup);
    const PageScan scan = scan_page(document);
    auto mark = scan.marks.begin();
    NodeId hidden_until = 0;
    for (const PageBlock& block : scan.blocks) {
        for (; mark != scan.marks.end() && mark->node <= block.first; ++mark)
            if (mark->hidden) hidden_until = std::max(hidden_until, document.nodes[mark->node].end);
        if (block.first >= hidden_until)
            paragraphs.push_back({block.kind, std::string(block.text)});
    }
    return paragraphs;
}

std::string plain_text_of(std::string_view markup) {
    if (markup.find('<') == markup.npos)
        return markup.find('&') == markup.npos ? fold_paragraph(markup)
                                               : fold_paragraph(with_references_resolved(markup));
    const HtmlDocument document = parse_html(markup);
    return document.nodes.empty() ? std::string{} : document.text_of(0);
}

}  // namespace chappe
