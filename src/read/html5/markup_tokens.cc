// What begins with '<': tags, comments, doctypes (13.2.5.6 to 13.2.5.8, 13.2.5.32 to 13.2.5.68).
//
// Every function here reads on from `at_` and leaves it behind the token. A NUL that is not the end
// of the input is a character like others until a name or value is cut out.

#include <algorithm>
#include <cstring>

#include "base/text.h"
#include "read/html5/character_class.h"
#include "read/html5/tokenizer.h"

namespace chappe {

/// 13.2.5.6 Tag open state.
bool HtmlTokenizer::markup(HtmlToken& token) {
    const char next = at_[1];
    if (is_ascii_letter(next)) {
        ++at_;
        return tag(token, TokenKind::start_tag);
    }
    if (next == '/') {  // 13.2.5.7 End tag open state
        at_ += 2;
        if (is_ascii_letter(*at_)) return tag(token, TokenKind::end_tag);
        if (*at_ == '>') {
            ++at_;
            return false;
        }
        bogus_comment(token);
        return true;
    }
    if (next == '?') {
        ++at_;
        bogus_comment(token);
        return true;
    }
    // 13.2.5.42 Markup declaration open state
    at_ += 2;
    const std::string_view rest(at_, static_cast<std::size_t>(end_ - at_));
    if (rest.starts_with("--")) {
        at_ += 2;
        comment(token);
    } else if (rest.size() >= 7 && equal_ignoring_ascii_case(rest.substr(0, 7), "doctype")) {
        at_ += 7;
        doctype(token);
    } else if (cdata_allowed_ && rest.starts_with("[CDATA[")) {
        at_ += 7;
        state_ = TextState::cdata_section;
        cdata_section(token);
    } else {
        bogus_comment(token);
    }
    return true;
}

/// Makes letters small where they stand.
std::string_view HtmlTokenizer::lower_name(char* from, char* to) {
    for (char* at = from; at != to; ++at)
        if (is_class(*at, upper_letter)) *at = static_cast<char>(*at | 32);
    return without_nul({from, static_cast<std::size_t>(to - from)});
}

/// 13.2.5.8 Tag name state. False when the input ends inside the tag.
bool HtmlTokenizer::tag(HtmlToken& token, TokenKind kind) {
    char* const name = at_;
    char* at = at_;
    while (!is_class(*at, ends_tag_name) || (*at == '\0' && at != end_)) {
        if (is_class(*at, upper_letter)) *at = static_cast<char>(*at | 32);
        ++at;
    }
    at_ = at;
    token.kind = kind;
    token.text = without_nul({name, static_cast<std::size_t>(at - name)});
    token.tag = tag_named(token.text);
    token.self_closing = false;
    token.attributes = 0;
    token.first_attribute = static_cast<std::uint32_t>(pool_.size());
    if (*at == '>') {
        ++at_;
    } else if (!attributes(token)) {
        pool_.resize(token.first_attribute);
        return false;
    }
    if (kind == TokenKind::start_tag) {
        last_start_tag_ = token.text;
        last_start_ = token.tag;
    }
    return true;
}

/// 13.2.5.32 Before attribute name state and those behind it.
bool HtmlTokenizer::attributes(HtmlToken& token) {
    while (true) {
        while (is_html_space(*at_)) ++at_;
        if (*at_ == '>') {
            ++at_;
            return true;
        }
        if (*at_ == '/') {  // 13.2.5.40 Self-closing start tag state
            ++at_;
            if (*at_ == '>') {
                ++at_;
                token.self_closing = true;
                return true;
            }
            continue;
        }
        if (at_ == end_) return false;

        char* const name = at_;
        char* at = at_;
        if (*at == '=') ++at;  // "unexpected-equals-sign-before-attribute-name": a part of it
        while (!is_class(*at, ends_attribute_name) || (*at == '\0' && at != end_)) {
            if (is_class(*at, upper_letter)) *at = static_cast<char>(*at | 32);
            ++at;
        }
        const std::string_view key = without_nul({name, static_cast<std::size_t>(at - name)});
        while (is_html_space(*at)) ++at;
        at_ = at;
        std::string_view value;
        if (*at == '=') {
            ++at_;
            if (!attribute_value(value)) return false;
        }
        if (token.kind == TokenKind::start_tag) add_attribute(token, key, value);
    }
}

/// 13.2.5.35 Before attribute value state. False when the input ends inside the value.
bool HtmlTokenizer::attribute_value(std::string_view& value) {
    while (is_html_space(*at_)) ++at_;
    if (*at_ == '>') return true;
    if (*at_ == '"' || *at_ == '\'') {
        char* const from = at_ + 1;
        char* const to = find(from, *at_);
        if (to == end_) {
            at_ = end_;
            return false;
        }
        at_ = to + 1;
        value = {from, static_cast<std::size_t>(to - from)};
        if (value.find('&') != value.npos)
            value = resolved(value, true);
        else
            value = without_nul(value);
        return true;
    }
    char* const from = at_;
    bool has_reference = false;
    while (!is_class(*at_, ends_unquoted_value) || *at_ == '&' || (*at_ == '\0' && at_ != end_)) {
        has_reference |= *at_ == '&';
        ++at_;
    }
    if (at_ == end_) return false;
    value = {from, static_cast<std::size_t>(at_ - from)};
    value = has_reference ? resolved(value, true) : without_nul(value);
    return true;
}

/// "If there is already an attribute on the token with the exact same name", the new one goes.
void HtmlTokenizer::add_attribute(HtmlToken& token, std::string_view name, std::string_view value) {
    if (token.attributes == most_attributes || pool_.size() >= most_attributes_in_all) {
        attributes_cut_ = true;
        return;
    }
    for (std::size_t i = token.first_attribute; i < pool_.size(); ++i)
        if (pool_[i].name == name) return;
    pool_.push_back({name, value});
    ++token.attributes;
}

/// 13.2.5.43 Comment start state and those behind it.
void HtmlTokenizer::comment(HtmlToken& token) {
    token.kind = TokenKind::comment;
    char* const from = at_;
    if (*at_ == '>' || (*at_ == '-' && at_[1] == '>')) {  // "<!-->", "<!--->"
        at_ += *at_ == '>' ? 1 : 2;
        token.text = {};
        return;
    }
    char* to = end_;
    char* behind = end_;
    for (char* at = find(from, '-'); at != end_; at = find(at + 1, '-')) {
        if (at[1] != '-') continue;
        const bool bang = at[2] == '!';
        if (at[bang ? 3 : 2] == '>') {
            to = at;
            behind = at + (bang ? 4 : 3);
            break;
        }
    }
    at_ = behind;
    std::string_view text(from, static_cast<std::size_t>(to - from));
    if (to == end_) {  // what may have been the beginning of the end
        for (const std::string_view tail : {"--!", "--", "-"}) {
            if (!text.ends_with(tail)) continue;
            text.remove_suffix(tail.size());
            break;
        }
    }
    token.text = without_nul(text);
}

/// 13.2.5.41 Bogus comment state.
void HtmlTokenizer::bogus_comment(HtmlToken& token) {
    char* const to = find(at_, '>');
    token.kind = TokenKind::comment;
    token.text = without_nul({at_, static_cast<std::size_t>(to - at_)});
    at_ = to == end_ ? end_ : to + 1;
}

/// A quoted identifier at `at_`. False when the doctype ends inside of it.
bool HtmlTokenizer::quoted_id(HtmlToken& token, std::string_view& id, bool& has_id) {
    const char quote = *at_++;
    char* const from = at_;
    while (at_ != end_ && *at_ != quote && *at_ != '>') ++at_;
    id = without_nul({from, static_cast<std::size_t>(at_ - from)});
    has_id = true;
    if (at_ != end_ && *at_ == quote) {
        ++at_;
        return true;
    }
    token.force_quirks = true;
    return false;
}

/// 13.2.5.53 DOCTYPE state and those behind it.
void HtmlTokenizer::doctype(HtmlToken& token) {
    token.kind = TokenKind::doctype;
    token.text = token.public_id = token.system_id = {};
    token.has_public_id = token.has_system_id = token.force_quirks = false;

    const auto skip_space = [this] {
        while (is_html_space(*at_)) ++at_;
    };
    const auto is_quote = [this] { return *at_ == '"' || *at_ == '\''; };
    const auto finish = [this] {  // 13.2.5.68 Bogus DOCTYPE state
        char* const to = find(at_, '>');
        at_ = to == end_ ? end_ : to + 1;
    };
    const auto give_up = [&token, finish] {
        token.force_quirks = true;
        finish();
    };

    skip_space();
    if (at_ == end_ || *at_ == '>') return give_up();
    char* const name = at_;
    while (at_ != end_ && *at_ != '>' && !is_html_space(*at_)) ++at_;
    token.text = lower_name(name, at_);
    skip_space();
    if (at_ == end_) return give_up();
    if (*at_ == '>') return finish();

    // 13.2.5.56 After DOCTYPE name state
    const std::string_view rest(at_, static_cast<std::size_t>(end_ - at_));
    const bool is_public = equal_ignoring_ascii_case(rest.substr(0, 6), "public");
    if (!is_public && !equal_ignoring_ascii_case(rest.substr(0, 6), "system")) return give_up();
    at_ += 6;
    skip_space();
    if (!is_quote()) return give_up();
    if (is_public) {
        if (!quoted_id(token, token.public_id, token.has_public_id)) return finish();
        skip_space();
        if (at_ == end_) return give_up();
        if (*at_ == '>') return finish();
        if (!is_quote()) return give_up();
    }
    if (!quoted_id(token, token.system_id, token.has_system_id)) return finish();
    skip_space();
    if (at_ == end_) return give_up();
    finish();
}

}  // namespace chappe
