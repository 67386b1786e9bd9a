// Between tokens: runs of text, and the raw texts of 13.2.5.1 to 13.2.5.31. What stands between
// '<' and '>' is in markup_tokens.cc.

#include "read/html5/tokenizer.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

#include "base/text.h"
#include "read/html5/character_class.h"
#include "read/html5/character_reference.h"

namespace chappe {
namespace {

constexpr std::string_view replacement = "\uFFFD";

/// True when a byte of the eight equals the byte repeated in `pattern`. Exact.
constexpr bool has_byte(std::uint64_t eight, std::uint64_t pattern) {
    const std::uint64_t zero_where_equal = eight ^ pattern;
    return ((zero_where_equal - 0x0101010101010101U) & ~zero_where_equal & 0x8080808080808080U) !=
           0;
}

constexpr std::uint64_t repeated(char c) {
    return 0x0101010101010101U * static_cast<unsigned char>(c);
}

/// The first '<', '&' or NUL from `at` on; at the end of the input there is a NUL.
char* find_text_end(char* at) {
    while (true) {
        std::uint64_t eight = 0;
        std::memcpy(&eight, at, sizeof eight);
        if (has_byte(eight, repeated('<')) || has_byte(eight, repeated('&')) || has_byte(eight, 0))
            break;
        at += 8;
    }
    while (*at != '<' && *at != '&' && *at != '\0') ++at;
    return at;
}

}  // namespace

InputBuffer::InputBuffer(std::string_view text)
    : bytes_(std::make_unique_for_overwrite<char[]>(text.size() + padding)) {
    // Piece by piece, so that what is looked at and copied is near the processor.
    constexpr std::size_t piece = 16'384;
    char* to = bytes_.get();
    for (std::size_t at = 0; at < text.size(); at += piece) {
        const std::string_view from = text.substr(at, piece);
        has_nul_ |= std::memchr(from.data(), 0, from.size()) != nullptr;
        if (std::memchr(from.data(), '\r', from.size()) == nullptr) {
            std::memcpy(to, from.data(), from.size());
            to += from.size();
            continue;
        }
        // "\r\n" and "\r" are "\n"; the "\n" may be in the next piece.
        for (std::size_t i = 0; i < from.size(); ++i) {
            const bool joined = at + i + 1 < text.size() && text[at + i + 1] == '\n';
            if (from[i] != '\r')
                *to++ = from[i];
            else if (!joined)
                *to++ = '\n';
        }
    }
    size_ = static_cast<std::size_t>(to - bytes_.get());
    std::memset(to, 0, padding);
}

HtmlTokenizer::HtmlTokenizer(const InputBuffer& input, Arena& arena, std::vector<Attribute>& pool,
                             Unclosed unclosed)
    : at_(input.begin()),
      end_(input.end()),
      arena_(arena),
      pool_(pool),
      has_nul_(input.has_nul()),
      unclosed_(unclosed),
      never_closed_(tag_count) {}

void HtmlTokenizer::next(HtmlToken& token) {
    switch (state_) {
        case TextState::data:
            return data(token);
        case TextState::rcdata:
        case TextState::rawtext:
            return raw(token);
        case TextState::script_data:
            return script(token);
        case TextState::plaintext:
            return plaintext(token);
        case TextState::cdata_section:
            return cdata_section(token);
    }
}

/// 13.2.5.1 Data state.
void HtmlTokenizer::data(HtmlToken& token) {
    while (true) {
        char* const from = at_;
        bool has_reference = false;
        char* to = from;
        for (;; ++to) {
            to = find_text_end(to);
            if (*to == '&') {
                has_reference = true;
            } else if (*to == '\0') {
                break;
            } else {  // '<': markup, or just a character
                const char next = to[1];
                if (is_ascii_letter(next) || next == '!' || next == '?') break;
                if (next == '/' && to + 2 != end_) break;
            }
        }
        if (to != from) {
            at_ = to;
            token.kind = TokenKind::characters;
            const std::string_view run(from, static_cast<std::size_t>(to - from));
            token.text = has_reference ? resolved(run, false) : run;
            return;
        }
        if (to == end_) {
            token.kind = TokenKind::end_of_file;
            return;
        }
        if (*to == '\0') {
            ++at_;
            token.kind = TokenKind::nul;
            return;
        }
        if (markup(token)) return;
    }
}

/// 13.2.5.2 RCDATA state, 13.2.5.3 RAWTEXT state and those behind them.
void HtmlTokenizer::raw(HtmlToken& token) {
    const bool known = last_start_ != Tag::unknown;
    const auto remember = static_cast<std::size_t>(last_start_);
    char* const to = known && never_closed_[remember] ? end_ : find_raw_end(at_);
    if (to == end_ && unclosed_ == Unclosed::is_empty && known) {
        never_closed_[remember] = true;
        token.kind = TokenKind::end_tag;
        token.tag = last_start_;
        token.text = last_start_tag_;
        token.attributes = 0;
        state_ = TextState::data;
        return;
    }
    if (to != at_) return give_text(token, at_, to);
    if (to == end_) {
        token.kind = TokenKind::end_of_file;
        return;
    }
    state_ = TextState::data;
    if (!markup(token)) data(token);
}

/// 13.2.5.4 Script data state.
void HtmlTokenizer::script(HtmlToken& token) {
    char* const to = find_script_end(at_);
    if (to != at_) return give_text(token, at_, to);
    if (to == end_) {
        token.kind = TokenKind::end_of_file;
        return;
    }
    state_ = TextState::data;
    if (!markup(token)) data(token);
}

/// 13.2.5.5 PLAINTEXT state.
void HtmlTokenizer::plaintext(HtmlToken& token) {
    if (at_ != end_) return give_text(token, at_, end_);
    token.kind = TokenKind::end_of_file;
}

/// 13.2.5.69 CDATA section state. U+0000 is left to the tree builder.
void HtmlTokenizer::cdata_section(HtmlToken& token) {
    const std::string_view rest(at_, static_cast<std::size_t>(end_ - at_));
    if (rest.empty()) {
        token.kind = TokenKind::end_of_file;
        return;
    }
    if (rest.starts_with("]]>")) {
        at_ += 3;
        state_ = TextState::data;
        return data(token);
    }
    if (rest.front() == '\0') {
        ++at_;
        token.kind = TokenKind::nul;
        return;
    }
    std::string_view text = rest.substr(0, rest.find("]]>"));
    if (has_nul_) text = text.substr(0, text.find('\0'));
    at_ += text.size();
    token.kind = TokenKind::characters;
    token.text = text;
}

void HtmlTokenizer::give_text(HtmlToken& token, char* from, char* to) {
    at_ = to;
    token.kind = TokenKind::characters;
    token.text = {from, static_cast<std::size_t>(to - from)};
    if (state_ == TextState::rcdata && token.text.find('&') != token.text.npos)
        token.text = resolved(token.text, false);
    else
        token.text = without_nul(token.text);
}

char* HtmlTokenizer::find(char* from, char wanted) const {
    auto* const found =
        static_cast<char*>(std::memchr(from, wanted, static_cast<std::size_t>(end_ - from)));
    return found == nullptr ? end_ : found;
}

/// "</name" and what may follow a tag's name; `at` is at '<'.
bool HtmlTokenizer::is_end_tag_of(const char* at, std::string_view name) const {
    if (static_cast<std::size_t>(end_ - at) < name.size() + 3 || at[1] != '/') return false;
    if (!equal_ignoring_ascii_case({at + 2, name.size()}, name)) return false;
    const char behind = at[2 + name.size()];
    return is_html_space(behind) || behind == '/' || behind == '>';
}

/// An "appropriate end tag token" (13.2.5) from `from` on, else the end.
char* HtmlTokenizer::find_raw_end(char* from) const {
    if (last_start_tag_.empty()) return end_;
    for (char* at = find(from, '<'); at != end_; at = find(at + 1, '<'))
        if (is_end_tag_of(at, last_start_tag_)) return at;
    return end_;
}

/// 13.2.5.15 to 13.2.5.31: "<!--" hides a "<script" ... "</script" pair inside of the script.
char* HtmlTokenizer::find_script_end(char* from) const {
    enum class Hidden { no, escaped, doubly } hidden = Hidden::no;
    int dashes = 0;
    for (char* at = from; at < end_; ++at) {
        if (hidden == Hidden::no) {
            at = find(at, '<');
            if (at == end_) return end_;
            if (!last_start_tag_.empty() && is_end_tag_of(at, last_start_tag_)) return at;
            if (end_ - at < 4 || std::memcmp(at, "<!--", 4) != 0) continue;
            hidden = Hidden::escaped;
            dashes = 2;
            at += 3;
            continue;
        }
        if (*at == '-') {
            ++dashes;
            continue;
        }
        if (*at == '>' && dashes >= 2) {
            hidden = Hidden::no;
        } else if (*at == '<' && hidden == Hidden::escaped) {
            if (!last_start_tag_.empty() && is_end_tag_of(at, last_start_tag_)) return at;
            constexpr std::string_view opener = "<script";
            if (static_cast<std::size_t>(end_ - at) > opener.size() &&
                equal_ignoring_ascii_case({at, opener.size()}, opener) &&
                is_tag_name_end(at[opener.size()])) {
                hidden = Hidden::doubly;
                at += opener.size();  // the character behind the name is eaten as well
            }
        } else if (*at == '<' && is_end_tag_of(at, "script")) {
            hidden = Hidden::escaped;
            at += 8;
        }
        dashes = 0;
    }
    return end_;
}

std::string_view HtmlTokenizer::without_nul(std::string_view text) {
    if (!has_nul_ || text.find('\0') == text.npos) return text;
    char* const begin = arena_.take(text.size() * replacement.size());
    char* to = begin;
    for (const char c : text) {
        if (c == '\0')
            to += replacement.copy(to, replacement.size());
        else
            *to++ = c;
    }
    const auto size = static_cast<std::size_t>(to - begin);
    arena_.give_back(text.size() * replacement.size() - size);
    return {begin, size};
}

/// References resolved; in attributes and rcdata a NUL becomes U+FFFD (in data there is none).
std::string_view HtmlTokenizer::resolved(std::string_view text, bool in_attribute) {
    // "&nGt;" is five bytes for a character of six: no reference grows by more than a fifth.
    std::size_t room = text.size() + text.size() / 5 + 8;
    if (has_nul_) room *= replacement.size();
    char* const begin = arena_.take(room);
    char* to = begin;
    while (!text.empty()) {
        const std::size_t plain = std::min(text.find('&'), text.size());
        for (const char c : text.substr(0, plain)) {
            if (c == '\0')
                to += replacement.copy(to, replacement.size());
            else
                *to++ = c;
        }
        text.remove_prefix(plain);
        if (text.empty()) break;
        const auto reference = read_character_reference(
            text, in_attribute ? ReferencePlace::attribute : ReferencePlace::text);
        if (reference.taken == 0) {
            *to++ = '&';
            text.remove_prefix(1);
        } else {
            to += reference.characters().copy(to, reference.size);
            text.remove_prefix(reference.taken);
        }
    }
    const auto size = static_cast<std::size_t>(to - begin);
    arena_.give_back(room - size);
    return {begin, size};
}

}  // namespace chappe
