#include "understand/layout.h"

#include <algorithm>
#include <unordered_map>

#include "base/text.h"

namespace chappe {
namespace {

constexpr NodeIndex longest_label = 5;      // "SEN. JOHN Q. PUBLIC" is 4
constexpr NodeIndex longest_signature = 8;  // "Ann Lee, New York, N.Y."

std::vector<NodeRange> lines_of(const NodeText& text) {
    std::vector<NodeRange> lines;
    for (NodeIndex at = 0; at < text.size(); ++at) {
        const std::uint32_t before = at == 0 ? 0 : text[at - 1].span.end;
        const bool fresh =
            at == 0 ||
            Span{before, text[at].span.begin}.in(text.text()).find('\n') != std::string_view::npos;
        if (fresh) lines.push_back({at, at});
        lines.back().end = at + 1;
    }
    return lines;
}

bool is_in_capitals(std::string_view form) {
    bool letters = false;
    for (std::size_t at = 0; at < form.size(); ++at) {
        if (form[at] >= 'a' && form[at] <= 'z') return false;
        letters = letters || (form[at] >= 'A' && form[at] <= 'Z');
    }
    return letters;
}

/// The words in capitals before the colon that a line begins with; empty: none.
NodeRange label_of(const NodeText& text, NodeRange line) {
    NodeIndex begin = line.begin;
    if (text[begin].mark == NodeMark::open_quote) ++begin;
    NodeIndex end = begin;
    while (end < std::min(line.end, begin + longest_label) && is_in_capitals(text.form(end))) ++end;
    const bool labels = end > begin && end + 1 < line.end && text.form(end) == ":";
    return labels ? NodeRange{begin, end} : NodeRange{};
}

std::uint32_t name_hash(const NodeText& text, NodeRange words) {
    return text[words.end - 1].lower;
}

Attribution spoken(NodeRange source, NodeIndex sign, NodeRange content) {
    Attribution one;
    one.source = source;
    one.cue = {sign, sign + 1};
    one.head = sign;
    one.content.push_back(content);
    one.confidence = 0.8F;
    return one;
}

/// Two labels that come back make a transcript; "RELATED:" alone does not.
std::vector<Attribution> transcript(const NodeText& text, const std::vector<NodeRange>& lines) {
    std::unordered_map<std::uint32_t, int> times;
    for (const NodeRange line : lines) {
        const NodeRange label = label_of(text, line);
        if (!label.empty()) ++times[name_hash(text, label)];
    }
    const auto returning =
        std::ranges::count_if(times, [](const auto& one) { return one.second > 1; });
    std::vector<Attribution> found;
    if (returning < 2) return found;
    for (const NodeRange line : lines) {
        const NodeRange label = label_of(text, line);
        if (label.empty()) continue;
        NodeRange content{label.end + 1, line.end};
        while (content.size() > 1 && text[content.end - 1].mark == NodeMark::stop) --content.end;
        found.push_back(spoken(label, label.end, content));
    }
    return found;
}

/// “C” ― N, to the end of a line.
bool take_signed(const NodeText& text, NodeRange line, std::vector<Attribution>& found) {
    if (text[line.begin].mark != NodeMark::open_quote && !text[line.begin].quoted) return false;
    NodeIndex end = line.end;
    while (end > line.begin && text[end - 1].mark == NodeMark::stop) --end;
    const NodeIndex far =
        end - line.begin > longest_signature ? end - longest_signature : line.begin;
    for (NodeIndex sign = end; sign-- > far + 1;) {
        if (text[sign].mark != NodeMark::dash) continue;
        const bool closes = text[sign - 1].mark == NodeMark::close_quote || text[sign - 1].quoted;
        if (!closes || text[sign].quoted || sign + 1 >= end || !text[sign + 1].capital)
            return false;
        found.push_back(spoken({sign + 1, end}, sign, {line.begin, sign}));
        return true;
    }
    return false;
}

}  // namespace

std::vector<Attribution> layout_statements(const NodeText& text) {
    const std::vector<NodeRange> lines = lines_of(text);
    std::vector<Attribution> found = transcript(text, lines);
    if (!found.empty()) return found;
    for (const NodeRange line : lines) take_signed(text, line, found);
    return found;
}

}  // namespace chappe
