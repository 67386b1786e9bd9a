// Lines become paragraphs; lines that an editor wrapped are joined again. The first short line is
// the title; small print is taken from the head (before the first paragraph of prose) and from the
// tail, never from between paragraphs. Linear.

#include "read/plain_text.h"

#include <algorithm>

#include "read/small_print.h"
#include "read/words.h"

namespace chappe {
namespace {

constexpr std::size_t longest_headline = 200;  // code points; longer first lines are prose
constexpr std::size_t longest_wrapped = 110;   // code points; editors wrap at 65..100
constexpr std::size_t shortest_wrapped = 45;
constexpr std::size_t head_lines = 12;  // small print stands in the first lines or nowhere

struct Line {
    std::string text;            // folded; empty for a blank line
    std::size_t width = 0;       // code points
    std::size_t first_word = 0;  // code points of its first word
};

std::vector<Line> lines_of(std::string_view text) {
    std::vector<Line> lines;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find_first_of("\n\r\f"), text.size());
        Line line;
        line.text = fold_paragraph(text.substr(0, end));
        line.width = code_points_before(line.text, line.text.size());
        line.first_word = code_points_before(line.text, line.text.find(' '));
        lines.push_back(std::move(line));
        const bool crlf = text.substr(end, 2) == "\r\n";
        text.remove_prefix(std::min(text.size(), end + (crlf ? 2 : 1)));
    }
    return lines;
}

/// Most lines inside groups of lines reach about the same width, and none is longer.
std::size_t wrap_width(const std::vector<Line>& lines) {
    std::size_t widest = 0, inner = 0, full = 0;
    for (const Line& line : lines) widest = std::max(widest, line.width);
    if (widest > longest_wrapped || widest < shortest_wrapped) return 0;
    for (std::size_t i = 0; i + 1 < lines.size(); ++i) {
        if (lines[i].text.empty() || lines[i + 1].text.empty()) continue;
        ++inner;
        full += lines[i].width + 1 + lines[i + 1].first_word > widest;
    }
    return inner >= 2 && full * 10 >= inner * 6 ? widest : 0;
}

/// One string a paragraph; a blank line leaves an empty one, so that heads can be told from bodies.
std::vector<std::string> paragraphs_of(std::string_view text) {
    std::vector<Line> lines = lines_of(text);
    const std::size_t width = wrap_width(lines);
    std::vector<std::string> paragraphs;
    bool goes_on = false;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (goes_on)
            (paragraphs.back() += ' ') += lines[i].text;
        else
            paragraphs.push_back(std::move(lines[i].text));
        goes_on = width > 0 && lines[i].width > 0 && i + 1 < lines.size() &&
                  !lines[i + 1].text.empty() &&
                  lines[i].width + 1 + lines[i + 1].first_word > width;
    }
    return paragraphs;
}

void take_small_print(Dispatch& dispatch, const SmallPrint& print) {
    if (print.published && !dispatch.published) dispatch.published = print.published;
    if (print.modified && !dispatch.modified) dispatch.modified = print.modified;
    if (print.reads && !dispatch.reads) dispatch.reads = print.reads;
}

bool could_be_title(const std::vector<std::string>& lines) {
    const std::string& first = lines.front();
    if (code_points_before(first, first.size()) > longest_headline) return false;
    if (lines.size() < 2) return false;
    // A sentence with a full stop is prose, unless the page repeats it as its title.
    if (!first.ends_with('.') && !first.ends_with("。")) return true;
    return std::find(
               lines.begin() + 1,
               lines.begin() + static_cast<std::ptrdiff_t>(std::min(lines.size(), head_lines)),
               first) !=
           lines.begin() + static_cast<std::ptrdiff_t>(std::min(lines.size(), head_lines));
}

/// Takes title, date and counter off the head; gives the index of the first line of the body.
std::size_t read_head(std::vector<std::string>& lines, Dispatch& dispatch) {
    std::size_t at = 0;
    const auto take_print = [&] {
        const SmallPrint print = read_small_print(lines[at], "");
        if (!is_small_print(print)) return false;
        take_small_print(dispatch, print);
        ++at;
        return true;
    };
    while (at < lines.size() && at < head_lines && take_print()) {
    }
    if (at >= lines.size()) return at;
    const std::vector<std::string> rest(lines.begin() + static_cast<std::ptrdiff_t>(at),
                                        lines.end());
    if (!could_be_title(rest)) return at;
    const std::string title = lines[at++];
    dispatch.title = Text::repair(title);
    while (at < lines.size() && at < head_lines) {
        if (lines[at] == title)
            ++at;
        else if (!take_print())
            break;
    }
    return at;
}

/// Where the body ends: at a tags label, a heading of other news, or small print at the very end.
std::size_t read_tail(const std::vector<std::string>& lines, std::size_t begin,
                      Dispatch& dispatch) {
    std::size_t end = lines.size();
    for (std::size_t i = begin + 1; i < lines.size(); ++i) {
        if (is_side_feed_heading(lines[i])) {
            end = i;
            break;
        }
    }
    std::size_t body_end = end;
    for (std::size_t i = end; i-- > begin + 1;) {
        if (const auto tags = find_tags(lines[i])) {
            dispatch.tags.emplace();
            for (const std::string& tag : *tags) dispatch.tags->push_back(Text::repair(tag));
            body_end = i;
        } else if (const SmallPrint print = read_small_print(lines[i], ""); is_small_print(print)) {
            take_small_print(dispatch, print);
            body_end = i;
        } else if (i + 3 < end) {
            break;
        }
    }
    return body_end;
}

}  // namespace

Draft read_plain_text(std::string_view text) {
    Draft draft;
    std::vector<std::string> lines = paragraphs_of(text);
    std::erase_if(lines, [](const std::string& line) { return line.empty(); });
    if (lines.empty()) return draft;

    const std::size_t begin = read_head(lines, draft.dispatch);
    const std::size_t end = begin < lines.size() ? read_tail(lines, begin, draft.dispatch) : begin;
    for (std::size_t i = begin; i < end; ++i)
        draft.paragraphs.push_back({Block::Kind::paragraph, std::move(lines[i])});
    if (draft.dispatch.title.empty() && !draft.paragraphs.empty())
        draft.dispatch.title = Text::repair(title_from(draft.paragraphs.front().text));
    return draft;
}

}  // namespace chappe
