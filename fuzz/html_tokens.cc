// Any bytes in any state of the tokenizer give tokens that end, whose texts lie in the input or the
// arena, and which eat the whole input. The first byte chooses the state. Seeds: tests/documents.

#include <cstdio>
#include <cstdlib>

#include "read/html5/tokenizer.h"

namespace {

void fail(const char* what) {
    std::fprintf(stderr, "broken promise: %s\n", what);
    std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace chappe;
    if (size == 0) return 0;
    const InputBuffer input({reinterpret_cast<const char*>(data) + 1, size - 1});
    Arena arena;
    std::vector<Attribute> pool;
    HtmlTokenizer tokenizer(input, arena, pool,
                            (data[0] & 8) != 0 ? Unclosed::is_empty : Unclosed::swallows_the_rest);
    tokenizer.enter(static_cast<TextState>((data[0] & 7) % 6));
    tokenizer.allow_cdata((data[0] & 16) != 0);
    tokenizer.set_last_start_tag((data[0] & 32) != 0 ? "script" : "title");

    const auto owned = [&](std::string_view text) {
        return text.empty() || input.holds(text) || arena.holds(text);
    };
    HtmlToken token;
    std::size_t tokens = 0;
    do {
        tokenizer.next(token);
        if (++tokens > size + 2) fail("more tokens than bytes");
        if (token.kind == TokenKind::nul || token.kind == TokenKind::end_of_file) continue;
        if (!owned(token.text) && token.text != "title") fail("a text from elsewhere");
        if (token.kind == TokenKind::characters && token.text.empty()) fail("no characters");
        if (token.kind != TokenKind::start_tag) continue;
        if (token.attributes > HtmlTokenizer::most_attributes) fail("too many attributes");
        if (token.first_attribute + token.attributes != pool.size()) fail("attributes elsewhere");
        for (std::size_t i = token.first_attribute; i < pool.size(); ++i)
            if (!owned(pool[i].name) || !owned(pool[i].value)) fail("an attribute from elsewhere");
        switch (token.tag) {  // as the tree builder does
            case Tag::title:
                tokenizer.enter(TextState::rcdata);
                break;
            case Tag::style:
                tokenizer.enter(TextState::rawtext);
                break;
            case Tag::script:
                tokenizer.enter(TextState::script_data);
                break;
            default:
                break;
        }
    } while (token.kind != TokenKind::end_of_file);
    return 0;
}
