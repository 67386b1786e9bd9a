#include "read/mail_text.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "read/words.h"

namespace chappe {
namespace {

// Columns. RFC 5322, 2.1.1 asks for lines of at most 78; programs wrap from 60 on, and what is
// longer than 100 was not wrapped at all.
constexpr std::size_t narrowest_wrap = 50;
constexpr std::size_t widest_wrap = 100;

/// Letters and signs of scripts without spaces: a line may end behind any of them.
bool is_unspaced(char32_t c) {
    return is_wide_script(c) || (c >= 0x3000 && c <= 0x303F) || (c >= 0xFF00 && c <= 0xFF60);
}

/// Two columns of a terminal (Unicode TR 11, "wide"): Han, kana, Hangul, and their punctuation.
bool is_two_columns(char32_t c) {
    const bool thai = c >= 0xE00 && c <= 0xEFF;
    return (is_unspaced(c) && !thai) || (c >= 0x1100 && c <= 0x115F) ||
           (c >= 0xAC00 && c <= 0xD7A3);
}

std::size_t columns_of(std::string_view text) {
    std::size_t columns = 0;
    for (std::size_t at = 0; at < text.size();) {
        const CodePoint c = code_point_at(text, at);
        columns += is_two_columns(c.value) ? 2 : 1;
        at += c.size;
    }
    return columns;
}

bool begins_unspaced(std::string_view text) {
    return !text.empty() && is_unspaced(code_point_at(text, 0).value);
}

bool ends_unspaced(std::string_view text) {
    return !text.empty() &&
           is_unspaced(code_point_at(text, character_start(text, text.size() - 1)).value);
}

/// Of what cannot be parted at the beginning: a word, or one letter of a script without spaces.
std::size_t first_columns(std::string_view text) {
    if (begins_unspaced(text)) return 2;
    return columns_of(text.substr(0, text.find(' ')));
}

struct Line {
    std::string_view text;  // without quote marks, stuffing and space at the end
    std::size_t quotes = 0;
    bool soft = false;  // flowed: goes on in the next line
    std::size_t width = 0;
};

Line line_of(std::string_view text, Flow flow) {
    Line line;
    if (text.ends_with('\r')) text.remove_suffix(1);
    while (text.starts_with('>') || (text.starts_with(' ') && text.substr(1).starts_with('>'))) {
        text.remove_prefix(text.front() == '>' ? 1 : 2);
        ++line.quotes;
        // "> > text": a quote of a quote by programs that set a space behind each mark.
        if (text.starts_with(" >")) text.remove_prefix(1);
    }
    if (flow != Flow::fixed) {
        if (text.starts_with(' ')) text.remove_prefix(1);  // RFC 3676, 4.4: stuffed
        line.soft = text.ends_with(' ') && text != "-- ";
        if (line.soft && flow == Flow::flowed_deleted) text.remove_suffix(1);
    }
    line.text = text;
    line.width = columns_of(text);
    return line;
}

/// "- ", "* ", "• "; what a list's line begins with, else 0.
std::size_t bullet_size(std::string_view text) {
    constexpr std::array<std::string_view, 4> bullets = {"- ", "* ", "• ", "· "};
    for (const std::string_view bullet : bullets)
        if (text.starts_with(bullet)) return bullet.size();
    return 0;
}

/// "-----", "* * *", "=====": a line that parts, without a letter or digit.
bool is_rule(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const CodePoint c = code_point_at(text, at);
        if (is_word_character(c.value)) return false;
        at += c.size;
    }
    return true;
}

/// How wide the text was wrapped; 0 when it was not.
std::size_t wrap_width(const std::vector<Line>& lines) {
    std::size_t widest = 0;
    for (const Line& line : lines) {
        if (line.width > widest_wrap) {
            // One long line among wrapped ones is an address; several are paragraphs.
            if (line.text.find(' ') != line.text.npos) return 0;
            continue;
        }
        widest = std::max(widest, line.width);
    }
    return widest < narrowest_wrap ? 0 : widest;
}

bool is_signature_mark(std::string_view text) {
    return text == "-- " || text == "--";
}

class MailText {
 public:
    MailText(std::vector<Line> lines, Flow flow)
        : lines_(std::move(lines)), flow_(flow), wrap_(wrap_width(lines_)) {}

    std::vector<Paragraph> read() {
        for (std::size_t i = 0; i < lines_.size(); ++i) {
            const Line& line = lines_[i];
            if (line.quotes == 0 && is_signature_mark(line.text) && !out_.empty()) break;
            if (is_rule(line.text)) {
                end_paragraph();
                continue;
            }
            if (!goes_on(i)) end_paragraph();
            add(line);
        }
        end_paragraph();
        return std::move(out_);
    }

 private:
    /// The line belongs to the paragraph that is open.
    bool goes_on(std::size_t i) const {
        if (text_.empty()) return false;
        const Line& line = lines_[i];
        const Line& last = lines_[i - 1];
        if (last.quotes != line.quotes) return false;
        if (last.soft) return true;
        if (bullet_size(trim(line.text)) > 0) return false;
        if (flow_ != Flow::fixed) return false;
        if (wrap_ == 0) return false;
        return last.width + 1 + first_columns(trim(line.text)) > wrap_;
    }

    void add(const Line& line) {
        std::string_view text = line.text;
        if (text_.empty()) {
            const std::string_view trimmed = trim(text);
            const std::size_t bullet = bullet_size(trimmed);
            kind_ = line.quotes > 0 ? Block::Kind::quote
                    : bullet > 0    ? Block::Kind::item
                                    : Block::Kind::paragraph;
            if (bullet > 0 && line.quotes == 0) text = trimmed.substr(bullet);
        } else if (!joined_ && !(ends_unspaced(text_) && begins_unspaced(text))) {
            text_ += ' ';
        }
        text_ += text;
        joined_ = line.soft;  // its own space, or none, is what stands between
    }

    void end_paragraph() {
        std::string folded = fold_paragraph(text_);
        if (!folded.empty()) out_.push_back({kind_, std::move(folded)});
        text_.clear();
        joined_ = false;
    }

    std::vector<Line> lines_;
    Flow flow_;
    std::size_t wrap_;
    std::vector<Paragraph> out_;
    std::string text_;
    Block::Kind kind_ = Block::Kind::paragraph;
    bool joined_ = false;
};

}  // namespace

std::vector<Paragraph> paragraphs_of_mail(std::string_view text, Flow flow) {
    std::vector<Line> lines;
    for (const std::string_view line : split(text, '\n')) lines.push_back(line_of(line, flow));
    return MailText(std::move(lines), flow).read();
}

}  // namespace chappe
