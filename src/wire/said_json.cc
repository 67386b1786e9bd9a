#include "wire/said_json.h"

#include "base/text.h"
#include "wire/api.h"
#include "wire/code_points.h"
#include "wire/layout.h"
#include "wire/said_words.h"

namespace chappe {
namespace {

void write_actor(JsonWriter& json, std::string_view key, const std::optional<ActorName>& actor) {
    json.key(key);
    if (!actor) {
        json.null();
        return;
    }
    json.begin_object().key("slug").string(Text::repair(actor->slug).view());
    json.key("name").string(actor->name).end_object();
}

/// Everything but where its words are.
void write_facts(JsonWriter& json, const StoredStatement& said) {
    json.key("id").number(number_of(said.id));
    json.key("inside");
    said.inside ? json.number(number_of(*said.inside)) : json.null();
    json.key("class").string(name_of(said.kind)).key("form").string(name_of(said.form));
    write_actor(json, "speaker", said.speaker);
    write_actor(json, "addressee", said.addressee);
    json.key("stance").string(name_of(said.stance)).key("negated").boolean(said.negated);
    json.key("said_on");
    if (said.said_on) {
        json.begin_object().key("value").string(Text::repair(said.said_on->value).view());
        json.key("how").string(name_of(said.said_on->how)).end_object();
    } else {
        json.null();
    }
    json.key("confidence").hundredths(said.confidence);
}

void write_spans(JsonWriter& json, const StoredStatement& said, std::string_view body) {
    CodePointCounter counter(body);
    const auto write = [&](std::string_view key, const std::optional<Span>& span) {
        json.key(key);
        span ? write_span(json, counter, *span) : (void)json.null();
    };
    write("source", said.source);
    write("cue", said.cue);
    json.key("content").begin_array();
    for (const Span& piece : said.content) write_span(json, counter, piece);
    json.end_array();
}

void write_place(JsonWriter& json, const WireEntry& entry) {
    json.key("dispatch");
    write_entry(json, entry);
}

void write_words(JsonWriter& json, const Reader& reader, const StatementPage& page) {
    const std::string_view body = page.dispatch.dispatch.body;
    const auto words = [&](const std::optional<Span>& span) {
        return span ? fold_space(span->in(body)) : std::string();
    };
    json.key("words").begin_object();
    json.key("source").string_or_null(words(page.said.source));
    json.key("cue").string_or_null(words(page.said.cue));
    json.key("content").begin_array();
    for (const Span& piece : page.said.content) json.string(fold_space(piece.in(body)));
    json.end_array().end_object();
    json.key("evidence")
        .string(fold_space(evidence_of(page.said, page.dispatch.dispatch).in(body)));
    json.key("citation")
        .string(citation(reader.ui, page.said, page.dispatch.dispatch, reader.public_url));
}

}  // namespace

void write_said(JsonWriter& json, const SaidInDispatch& said, std::string_view body) {
    json.key("said").begin_array();
    for (const StoredStatement& one : said.statements) {
        json.begin_object();
        write_facts(json, one);
        write_spans(json, one, body);
        json.end_object();
    }
    json.end_array().key("topics").begin_array();
    for (const Topic& topic : said.topics) {
        json.begin_object().key("code").string(Text::repair(topic.code).view());
        json.key("label").string(Text::repair(topic.label).view());
        json.key("confidence").hundredths(topic.confidence).end_object();
    }
    json.end_array();
}

void write_said_line(JsonWriter& json, const SaidLine& line) {
    json.begin_object();
    write_facts(json, line.statement);
    json.key("words").begin_object();
    json.key("source").string_or_null(line.source).key("cue").string_or_null(line.cue);
    json.key("content").begin_array();
    for (const Text& piece : line.content) json.string(piece);
    json.end_array().end_object().end_object();
}

std::string statement_json(const Reader& reader, const StatementPage& page) {
    const Dispatch& dispatch = page.dispatch.dispatch;
    JsonWriter json;
    json.begin_object();
    write_facts(json, page.said);
    json.key("url").string(reader.public_url + statement_address(page.said.id));
    json.key("shown").string(page.words_shown ? "full" : "summary");
    if (page.words_shown) {
        write_spans(json, page.said, dispatch.body);
        write_words(json, reader, page);
    }
    json.key("dispatch").begin_object().key("id").number(number_of(page.dispatch.id));
    json.key("title").string_or_null(dispatch.title);
    json.key("published").string_or_null(dispatch.published ? to_string(*dispatch.published) : "");
    json.key("arrived").string(to_string(page.dispatch.arrived));
    json.key("agency").string_or_null(dispatch.credit ? dispatch.credit->agency.view() : "");
    json.key("url").string_or_null(Text::repair(dispatch.url).view()).end_object();
    json.end_object();
    return json.take() + "\n";
}

std::string actor_json(const ActorPage& page) {
    const KnownActor& actor = page.actor;
    JsonWriter json;
    json.begin_object().key("slug").string(Text::repair(actor.name.slug).view());
    json.key("name").string(actor.name.name).key("kind").string(name_of(actor.kind));
    json.key("country").string_or_null(Text::repair(actor.country).view());
    json.key("statements").number(actor.statements);
    json.key("introductions").begin_array();
    for (const Introduction& role : actor.introductions) {
        json.begin_object().key("role").string(role.role);
        json.key("dispatches").number(role.dispatches);
        json.key("first").string(to_string(role.first)).key("last").string(to_string(role.last));
        json.key("example").number(number_of(role.example)).end_object();
    }
    json.end_array().key("corrections").begin_array();
    for (const ActorCorrection& correction : actor.corrections) {
        json.begin_object().key("property").string(name_of(correction.property));
        json.key("value").string_or_null(Text::repair(correction.value.value_or("")).view());
        json.end_object();
    }
    json.end_array().key("said").begin_array();
    for (const Hit& hit : page.said.hits)
        for (const SaidLine& line : hit.said) {
            json.begin_object().key("statement");
            write_said_line(json, line);
            write_place(json, hit.entry);
            json.end_object();
        }
    json.end_array().key("next");
    page.said.next ? json.number(number_of(*page.said.next)) : json.null();
    json.key("said_of").begin_array();
    for (const SaidOfActor& one : page.of) {
        json.begin_object().key("statement");
        write_said_line(json, one.said);
        write_place(json, one.entry);
        json.end_object();
    }
    json.end_array().end_object();
    return json.take() + "\n";
}

}  // namespace chappe
