// Any text gives annotations whose spans lie in it, on the borders of characters, and whose actors
// are there. The first byte chooses the language, and whether the trained model is used.

#include "understand/understand.h"

#include <cstdlib>

#include "base/text.h"

namespace {

using chappe::Annotations;
using chappe::Span;
using chappe::Statement;

void check(bool holds) {
    if (!holds) std::abort();
}

void check_span(std::string_view text, Span span) {
    check(span.begin < span.end && span.end <= text.size());
    for (const std::uint32_t at : {span.begin, span.end})
        check(at == text.size() || (static_cast<unsigned char>(text[at]) & 0xc0) != 0x80);
}

void check_statement(std::string_view text, const Annotations& all, const Statement& one) {
    check(!one.content.empty() && one.confidence >= 0 && one.confidence <= 1);
    if (one.source) check_span(text, *one.source);
    if (one.cue) check_span(text, *one.cue);
    for (const Span piece : one.content) check_span(text, piece);
    for (const auto& actor : {one.speaker, one.addressee})
        check(!actor || chappe::index_of(*actor) < all.actors.size());
    for (const Statement& claim : one.nested) check_statement(text, all, claim);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    if (size == 0) return 0;
    const std::string_view languages[] = {"fr", "en", "xx"};
    const chappe::Text text =
        chappe::Text::repair({reinterpret_cast<const char*>(data) + 1, size - 1});
    chappe::UnderstandSettings settings;
    if (data[0] / 3 % 2 == 1) settings.model = nullptr;
    const Annotations all = chappe::understand(
        {text, languages[data[0] % 3], std::chrono::year(2024) / 4 / 3}, settings);
    for (const Statement& one : all.statements) check_statement(text, all, one);
    for (const chappe::Actor& actor : all.actors) {
        check(!actor.name.empty());
        for (const chappe::Mention& mention : actor.mentions) check_span(text, mention.span);
    }
    std::uint32_t end = 0;
    for (const chappe::Timex& date : all.dates) {
        check_span(text, date.span);
        check(date.span.begin >= end && !date.value.empty());
        end = date.span.end;
    }
    for (const chappe::TopicMention& mention : all.topic_mentions) check_span(text, mention.span);
    return 0;
}
