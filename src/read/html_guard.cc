// One scan over the tags, with the tokenizer rules of the standard that matter to it: quotes around
// attribute values, comments, raw text. Open elements are counted by name, so that an end tag knows
// whether its start tag was kept. Elements whose end tags are optional (p, li, td, ...) close
// themselves and are not counted.

#include "read/html_guard.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "read/words.h"

namespace chappe {
namespace {

constexpr std::size_t deepest = 256;
constexpr std::size_t most_formatting = 8;
constexpr std::size_t most_tags = 300'000;
constexpr std::size_t most_attributes = 200;

template <std::size_t size>
bool is_one_of(std::string_view name, const std::array<std::string_view, size>& names) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

bool closes_itself(std::string_view name) {
    constexpr std::array<std::string_view, 29> names = {
        "area",  "base",   "br",    "col",   "embed",  "hr",       "img",  "input", "link", "meta",
        "param", "source", "track", "wbr",   "p",      "li",       "dt",   "dd",    "tr",   "td",
        "th",    "thead",  "tbody", "tfoot", "option", "optgroup", "html", "head",  "body"};
    return is_one_of(name, names);
}

/// HTML standard, 13.2.4.3: the list of active formatting elements is rebuilt in every paragraph.
bool is_formatting(std::string_view name) {
    constexpr std::array<std::string_view, 14> names = {"a",      "b",      "big",  "code", "em",
                                                        "font",   "i",      "nobr", "s",    "small",
                                                        "strike", "strong", "tt",   "u"};
    return is_one_of(name, names);
}

/// Their content is no markup, up to the end tag of the same name.
bool holds_raw_text(std::string_view name) {
    constexpr std::array<std::string_view, 9> names = {"script",  "style",    "textarea",
                                                       "title",   "xmp",      "iframe",
                                                       "noembed", "noframes", "plaintext"};
    return is_one_of(name, names);
}

struct TagText {
    std::string name;     // lower case
    std::size_t end = 0;  // behind '>'
    std::size_t attributes = 0;
    bool end_tag = false;
    bool self_closing = false;
    bool complete = false;  // has its '>'
};

bool is_html_space(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

/// Reads one attribute's value from `at` behind its '='; gives the place behind it.
std::size_t skip_value(std::string_view text, std::size_t at) {
    while (at < text.size() && is_html_space(text[at])) ++at;
    if (at < text.size() && (text[at] == '"' || text[at] == '\'')) {
        const std::size_t close = text.find(text[at], at + 1);
        return close == text.npos ? text.size() : close + 1;
    }
    while (at < text.size() && !is_html_space(text[at]) && text[at] != '>') ++at;
    return at;
}

/// The tag that opens at `at`, which is '<' or '</' and a letter.
TagText tag_at(std::string_view text, std::size_t at) {
    TagText tag;
    tag.end_tag = text[at + 1] == '/';
    at += tag.end_tag ? 2 : 1;
    const std::size_t name_end =
        std::min(text.find_first_of(std::string_view(" \t\r\n\f/>"), at), text.size());
    tag.name = lower_ascii(text.substr(at, std::min<std::size_t>(name_end - at, 64)));
    at = name_end;
    while (at < text.size() && text[at] != '>') {
        if (is_html_space(text[at])) {
            ++at;
        } else if (text[at] == '/') {
            ++at;
            tag.self_closing = at < text.size() && text[at] == '>';
        } else {
            ++tag.attributes;
            ++at;  // a name may begin with '='
            while (at < text.size() && !is_html_space(text[at]) && text[at] != '/' &&
                   text[at] != '>' && text[at] != '=')
                ++at;
            std::size_t equals = at;
            while (equals < text.size() && is_html_space(text[equals])) ++equals;
            if (equals < text.size() && text[equals] == '=') at = skip_value(text, equals + 1);
        }
    }
    tag.complete = at < text.size();
    tag.end = tag.complete ? at + 1 : text.size();
    return tag;
}

class Guard {
 public:
    explicit Guard(std::string_view text) : text_(text) { out_.markup.reserve(text.size()); }

    GuardedHtml run() {
        std::size_t at = 0;
        while (at < text_.size()) {
            const std::size_t open = std::min(text_.find('<', at), text_.size());
            out_.markup.append(text_, at, open - at);
            at = open < text_.size() ? markup_at(open) : open;
        }
        return std::move(out_);
    }

 private:
    /// Handles what begins with '<' at `at`; gives the place behind it.
    std::size_t markup_at(std::size_t at) {
        const char next = at + 1 < text_.size() ? text_[at + 1] : ' ';
        if (next == '!' || next == '?') return skip_declaration(at);
        const char letter = next == '/' && at + 2 < text_.size() ? text_[at + 2] : next;
        if ((letter | 32) < 'a' || (letter | 32) > 'z') {
            if (next == '/') return std::min(text_.find('>', at), text_.size() - 1) + 1;
            out_.markup += "&lt;";
            return at + 1;
        }
        const TagText tag = tag_at(text_, at);
        if (!tag.complete) return text_.size();  // the standard drops a tag that never ends
        const std::string_view whole = text_.substr(at, tag.end - at);
        if (tag.name == "math") return tag.end;  // its rules differ; its text is kept
        if (tag.name == "svg") return skip_drawing(tag);
        if (!tag.end_tag && holds_raw_text(tag.name)) return raw_text(tag, whole);
        if (tag.end_tag ? keeps_end(tag) : keeps_start(tag))
            out_.markup += whole;
        else
            out_.markup += ' ';
        return tag.end;
    }

    std::size_t skip_declaration(std::size_t at) {
        const std::string_view rest = text_.substr(at);
        if (rest.starts_with("<!--")) {
            if (rest.starts_with("<!-->")) return at + 5;
            const std::size_t end = text_.find("-->", at + 4);
            return end == text_.npos ? text_.size() : end + 3;
        }
        if (rest.starts_with("<![CDATA[")) {  // in HTML a comment, but feeds put text in it
            return at + 9;
        }
        const std::size_t end = text_.find('>', at);
        if (end == text_.npos) return text_.size();
        if (equal_ignoring_ascii_case(rest.substr(0, 9), "<!doctype") && end - at < 1000)
            out_.markup.append(text_, at, end + 1 - at);
        return end + 1;
    }

    /// The next end tag of this name; found to be absent once, it is not looked for again.
    std::size_t find_end_tag(std::string_view name, std::size_t at) {
        if (unclosed_.contains(name)) return text_.npos;
        while ((at = text_.find("</", at)) != text_.npos) {
            const std::size_t behind = at + 2 + name.size();
            if (equal_ignoring_ascii_case(text_.substr(at + 2, name.size()), name) &&
                (behind >= text_.size() ||
                 !is_word_character(static_cast<unsigned char>(text_[behind]))))
                return at;
            at += 2;
        }
        unclosed_.emplace(name);
        return at;
    }

    std::size_t skip_drawing(const TagText& tag) {
        if (tag.end_tag || tag.self_closing) return tag.end;
        const std::size_t end = find_end_tag("svg", tag.end);
        if (end == text_.npos) return tag.end;
        return std::min(text_.find('>', end), text_.size() - 1) + 1;
    }

    std::size_t raw_text(const TagText& tag, std::string_view whole) {
        const std::size_t end = find_end_tag(tag.name, tag.end);
        // Never closed: the rest of the page is inside it for a browser; a reader wants the text.
        const bool closed = end != text_.npos;
        if (!closed && (tag.name == "title" || tag.name == "textarea" || tag.name == "iframe"))
            return tag.end;
        const std::string_view content =
            text_.substr(tag.end, (closed ? end : text_.size()) - tag.end);
        if (tag.name == "script" && out_.json_ld.size() < 64 &&
            lower_ascii(whole).find("ld+json") != std::string::npos)
            out_.json_ld.emplace_back(content);
        if (tag.name == "title" && ++titles_ <= 20) {
            out_.markup += whole;
            for (const char c : content)
                if (c == '<')
                    out_.markup += "&lt;";
                else
                    out_.markup += c;
            out_.markup += "</title>";
        }
        if (!closed) return text_.size();
        const std::size_t behind = text_.find('>', end);
        return behind == text_.npos ? text_.size() : behind + 1;
    }

    bool keeps_start(const TagText& tag) {
        if (tags_++ >= most_tags) return note(noted_tags_, "tags cut: more than 300,000");
        if (tag.attributes > most_attributes)
            return drop(tag, noted_attributes_, "tag cut: more than 200 attributes");
        if (closes_itself(tag.name) || tag.self_closing) return true;
        if (is_formatting(tag.name)) {
            if (formatting_ >= most_formatting) return drop_silently(tag);
            ++formatting_;
        } else if (open_.size() >= deepest) {
            return drop(tag, noted_depth_, "nesting cut: deeper than 256");
        }
        open_.push_back(tag.name);
        ++kept_[tag.name];
        return true;
    }

    bool keeps_end(const TagText& tag) {
        if (tags_++ >= most_tags) return note(noted_tags_, "tags cut: more than 300,000");
        if (closes_itself(tag.name)) return true;
        if (const auto dropped = dropped_.find(tag.name);
            dropped != dropped_.end() && dropped->second > 0) {
            --dropped->second;
            return false;
        }
        const auto kept = kept_.find(tag.name);
        if (kept == kept_.end() || kept->second == 0) return false;
        // Pop to the start tag: what stood open inside it is closed with it. A formatting element
        // closes alone, as the adoption agency does it.
        if (is_formatting(tag.name)) {
            const auto found = std::find(open_.rbegin(), open_.rend(), tag.name);
            if (found != open_.rend()) open_.erase(std::next(found).base());
            --kept->second;
            --formatting_;
            return true;
        }
        std::vector<std::string> still_open;
        while (!open_.empty()) {
            const std::string name = std::move(open_.back());
            open_.pop_back();
            if (is_formatting(name)) {  // goes on behind its block
                still_open.push_back(name);
                continue;
            }
            --kept_[name];
            if (name == tag.name) break;
        }
        open_.insert(open_.end(), still_open.rbegin(), still_open.rend());
        return true;
    }

    bool drop_silently(const TagText& tag) {
        ++dropped_[tag.name];
        return false;
    }
    bool drop(const TagText& tag, bool& noted, std::string_view why) {
        drop_silently(tag);
        return note(noted, why);
    }
    bool note(bool& noted, std::string_view why) {
        if (!noted) out_.notes.emplace_back(why);
        noted = true;
        return false;
    }

    std::string_view text_;
    GuardedHtml out_;
    std::vector<std::string> open_;
    WordMap<std::size_t> kept_, dropped_;
    WordSet unclosed_;
    std::size_t tags_ = 0, formatting_ = 0, titles_ = 0;
    bool noted_tags_ = false, noted_attributes_ = false, noted_depth_ = false;
};

}  // namespace

GuardedHtml guard_html(std::string_view text) {
    return Guard(text).run();
}

}  // namespace chappe
