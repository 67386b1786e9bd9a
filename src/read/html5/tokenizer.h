#pragma once
// The tokenizer of the HTML standard, 13.2.5
// (https://html.spec.whatwg.org/multipage/parsing.html#tokenization).
//
// The standard's states are a machine that eats one character at a time. Here a state between
// tokens is a `TextState`, and what happens inside a tag, a comment or a doctype is straight code:
// nothing outside can see it happen. Runs of text are found by scanning and handed out whole.
//
// Parse errors are not reported; what the standard does after them is done.

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "read/html5/arena.h"
#include "read/html5/tag.h"

namespace chappe {

struct Attribute {
    std::string_view name;  // lower case
    std::string_view value;
};

/// A page's bytes where the tokenizer may write and read a little past the end: line ends are LF
/// (13.2.3.5), and zeros stand behind the last byte.
class InputBuffer {
 public:
    explicit InputBuffer(std::string_view text);
    char* begin() const { return bytes_.get(); }
    char* end() const { return bytes_.get() + size_; }
    std::size_t size() const { return size_; }
    bool has_nul() const { return has_nul_; }
    bool holds(std::string_view text) const {
        return text.data() >= begin() && text.data() + text.size() <= end();
    }

    static constexpr std::size_t padding = 16;

 private:
    std::unique_ptr<char[]> bytes_;
    std::size_t size_ = 0;
    bool has_nul_ = false;
};

/// The states that a tree builder, or a test, can put the tokenizer into.
enum class TextState : std::uint8_t {
    data,
    rcdata,
    rawtext,
    script_data,
    plaintext,
    cdata_section
};

enum class TokenKind : std::uint8_t {
    characters,
    nul,  // one U+0000 where the standard leaves it to the tree builder
    start_tag,
    end_tag,
    comment,
    doctype,
    end_of_file
};

/// Views point into the input or the arena.
struct HtmlToken {
    TokenKind kind = TokenKind::end_of_file;
    Tag tag = Tag::unknown;
    bool self_closing = false;
    std::string_view text;  // characters, a comment's data, the name of a tag or doctype

    // Of a start tag: in the pool, the last ones there.
    std::uint32_t first_attribute = 0;
    std::uint32_t attributes = 0;

    // Of a doctype.
    std::string_view public_id;
    std::string_view system_id;
    bool has_public_id = false;
    bool has_system_id = false;
    bool force_quirks = false;
};

/// What to do with a <title>, <textarea>, <iframe> ... that is never closed.
enum class Unclosed {
    swallows_the_rest,  // the standard
    is_empty,           // a reader wants the text of the page behind it
};

class HtmlTokenizer {
 public:
    /// Attributes of start tags are added to `pool`; of more than this many on one tag the rest is
    /// left out, as is what is beyond the bound for the page.
    static constexpr std::uint32_t most_attributes = 256;
    static constexpr std::size_t most_attributes_in_all = 1'000'000;

    HtmlTokenizer(const InputBuffer& input, Arena& arena, std::vector<Attribute>& pool,
                  Unclosed unclosed = Unclosed::swallows_the_rest);

    /// The next token; end_of_file again and again at the end. A tag that never ends is none.
    void next(HtmlToken& token);

    void enter(TextState state) { state_ = state; }
    /// For tests: the name that an end tag must have to end rcdata, rawtext or script data.
    void set_last_start_tag(std::string_view name) { last_start_tag_ = name; }
    /// "<![CDATA[" is one only inside of foreign content.
    void allow_cdata(bool allowed) { cdata_allowed_ = allowed; }

    bool attributes_cut() const { return attributes_cut_; }

 private:
    void data(HtmlToken& token);
    void raw(HtmlToken& token);
    void script(HtmlToken& token);
    void plaintext(HtmlToken& token);
    void cdata_section(HtmlToken& token);

    /// Behind '<' at `at_`, when it begins markup. False when there is no token after all.
    bool markup(HtmlToken& token);
    bool tag(HtmlToken& token, TokenKind kind);
    bool attributes(HtmlToken& token);
    bool attribute_value(std::string_view& value);
    void add_attribute(HtmlToken& token, std::string_view name, std::string_view value);
    void comment(HtmlToken& token);
    void bogus_comment(HtmlToken& token);
    void doctype(HtmlToken& token);
    bool quoted_id(HtmlToken& token, std::string_view& id, bool& has_id);

    void give_text(HtmlToken& token, char* from, char* to);
    char* find_raw_end(char* from) const;
    char* find_script_end(char* from) const;
    bool is_end_tag_of(const char* at, std::string_view name) const;
    char* find(char* from, char wanted) const;
    std::string_view lower_name(char* from, char* to);
    std::string_view without_nul(std::string_view text);
    std::string_view resolved(std::string_view text, bool in_attribute);

    char* at_;
    char* const end_;
    Arena& arena_;
    std::vector<Attribute>& pool_;
    const bool has_nul_;
    const Unclosed unclosed_;
    TextState state_ = TextState::data;
    bool cdata_allowed_ = false;
    bool attributes_cut_ = false;
    std::string_view last_start_tag_;
    Tag last_start_ = Tag::unknown;
    std::vector<bool> never_closed_;  // by tag, from here on
};

}  // namespace chappe
