// No JSON is parsed as a whole: a member's name in quotation marks with a string behind it is
// found, and that string alone is read.

#include "read/script_body.h"

#include <algorithm>
#include <array>
#include <boost/json.hpp>

#include "base/text.h"
#include "read/html5/character_class.h"
#include "read/page_blocks.h"
#include "read/words.h"

namespace chappe {
namespace {

constexpr std::size_t shortest_body = 50;         // words
constexpr std::size_t shortest_value = 200;       // bytes
constexpr std::size_t longest_value = 2'000'000;  // bytes; long articles have 100 KB of markup

/// Names of members that hold an article's text, in lower case and without marks; `common` ones may
/// hold anything else as well.
struct BodyName {
    std::string_view name;
    bool common = false;
};
constexpr std::array<BodyName, 14> body_names = {{{"articlebody"},
                                                  {"articlecontent"},
                                                  {"articlehtml"},
                                                  {"articletext"},
                                                  {"bodyhtml"},
                                                  {"bodytext"},
                                                  {"contenthtml"},
                                                  {"maintext"},
                                                  {"storyhtml"},
                                                  {"body", true},
                                                  {"content", true},
                                                  {"contents", true},
                                                  {"html", true},
                                                  {"text", true}}};

/// Behind the closing quotation mark of the string that begins at `at`; npos when it never ends.
std::size_t string_end(std::string_view script, std::size_t at) {
    for (std::size_t i = at + 1; i < script.size(); ++i) {
        if (script[i] == '\\')
            ++i;
        else if (script[i] == '"')
            return i + 1;
    }
    return script.npos;
}

std::string read_string(std::string_view literal) {
    boost::system::error_code error;
    const boost::json::value value = boost::json::parse(literal, error);
    if (error || !value.is_string()) return {};
    return std::string(std::string_view(value.get_string()));
}

/// One level of quoting less: \" is ", \\ is \.
std::string without_quoting(std::string_view script) {
    std::string out;
    out.reserve(script.size());
    for (std::size_t i = 0; i < script.size(); ++i) {
        const bool quoted = script[i] == '\\' && i + 1 < script.size() &&
                            (script[i + 1] == '"' || script[i + 1] == '\\');
        i += quoted;
        out += script[i];
    }
    return out;
}

class BodySearch {
 public:
    explicit BodySearch(bool is_article) : is_article_(is_article) {}

    void look_in(std::string_view script) {
        for (std::size_t colon = script.find(':'); colon != script.npos;) {
            std::size_t value = colon + 1;
            while (value < script.size() && is_html_space(script[value])) ++value;
            std::size_t next = value;
            if (value < script.size() && script[value] == '"' &&
                names_a_body(name_before(script, colon))) {
                next = string_end(script, value);
                if (next == script.npos) return;
                weigh(script.substr(value, next - value));
            }
            colon = script.find(':', next);
        }
    }

    std::string take() { return std::move(best_); }

 private:
    /// `"contentHtml" :` gives "contentHtml"; what is no short name in quotation marks nothing.
    static std::string_view name_before(std::string_view script, std::size_t colon) {
        constexpr std::size_t longest = 40;
        std::size_t end = colon;
        while (end > 0 && colon - end < longest && is_html_space(script[end - 1])) --end;
        if (end == 0 || script[end - 1] != '"') return {};
        const std::size_t close = --end;
        while (end > 0 && close - end < longest && script[end - 1] != '"') --end;
        if (end == 0 || script[end - 1] != '"') return {};
        return script.substr(end, close - end);
    }

    bool names_a_body(std::string_view name) const {
        std::string folded = lower_ascii(name);
        std::erase_if(folded, [](char c) { return c == '_' || c == '-'; });
        return std::any_of(body_names.begin(), body_names.end(), [&](const BodyName& body) {
            return body.name == folded && (is_article_ || !body.common);
        });
    }

    void weigh(std::string_view literal) {
        if (literal.size() < shortest_value || literal.size() > longest_value) return;
        std::string markup = read_string(literal);
        const std::size_t words = count_words(plain_text_of(markup));
        if (words < shortest_body || words <= most_words_) return;
        most_words_ = words;
        best_ = std::move(markup);
    }

    bool is_article_;
    std::string best_;
    std::size_t most_words_ = 0;
};

}  // namespace

std::string find_script_body(const std::vector<std::string_view>& scripts, bool is_article) {
    BodySearch search(is_article);
    for (const std::string_view script : scripts) {
        search.look_in(script);
        if (script.find("\\\":") != script.npos) search.look_in(without_quoting(script));
    }
    return search.take();
}

}  // namespace chappe
