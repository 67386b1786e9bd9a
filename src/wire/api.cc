#include "wire/api.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "news/dispatch_json.h"
#include "wire/code_points.h"
#include "wire/said_json.h"

namespace chappe {
namespace {

constexpr std::size_t longest_title = 300;  // code points in a list; headlines have 60 to 120

/// Strings that are not Text come from the archive too; whatever they hold, JSON stays UTF-8.
JsonWriter& write_loose(JsonWriter& json, std::string_view bytes) {
    return json.string_or_null(Text::repair(bytes).view());
}

/// What only the archive's readers ask for.
void write_place(JsonWriter& json, const Dispatch& dispatch) {
    json.key("credit_place").string_or_null(dispatch.credit ? name_of(dispatch.credit->place) : "");
    write_loose(json.key("guid"), dispatch.guid);
}

void write_spans(JsonWriter& json, const Dispatch& dispatch) {
    CodePointCounter counter(dispatch.body);
    json.key("blocks").begin_array();
    for (const Block& block : dispatch.blocks) {
        json.begin_object().key("kind").string(name_of(block.kind)).key("span");
        write_span(json, counter, block.span);
        json.end_object();
    }
    json.end_array().key("lead_span");
    dispatch.lead ? write_span(json, counter, *dispatch.lead) : (void)json.null();
}

void write_reads(JsonWriter& json, const StoredDispatch& stored) {
    json.key("reads_here").number(static_cast<std::int64_t>(stored.reads_here));
    json.key("reads_at_source");
    if (!stored.reads_at_source) {
        json.null();
        return;
    }
    json.begin_object();
    json.key("count").number(static_cast<std::int64_t>(stored.reads_at_source->count));
    json.key("seen").string(to_string(stored.reads_at_source->seen)).end_object();
}

std::string_view name_of(DispatchState state) {
    constexpr std::array<std::string_view, 4> names = {"live", "withdrawn", "erased", "embargoed"};
    return names[static_cast<std::size_t>(state)];
}

/// A fact of a line and how it is written.
struct Fact {
    std::string_view name;
    void (*write)(JsonWriter&, const WireEntry&);
};

constexpr std::string_view snippet_field = "snippet";
constexpr std::string_view said_field = "said";

constexpr std::array<Fact, 14> entry_facts = {{
    {"id", [](JsonWriter& json, const WireEntry& entry) { json.number(number_of(entry.id)); }},
    {"seq",
     [](JsonWriter& json, const WireEntry& entry) { json.number(number_of(entry.position)); }},
    {"arrived",
     [](JsonWriter& json, const WireEntry& entry) { json.string(to_string(entry.arrived)); }},
    {"changed",
     [](JsonWriter& json, const WireEntry& entry) { json.string(to_string(changed_of(entry))); }},
    {"source", [](JsonWriter& json, const WireEntry& entry) { write_loose(json, entry.source); }},
    {"title",
     [](JsonWriter& json, const WireEntry& entry) { json.string_or_null(short_title(entry)); }},
    {"summary",
     [](JsonWriter& json, const WireEntry& entry) { json.string_or_null(entry.summary); }},
    {"language",
     [](JsonWriter& json, const WireEntry& entry) { write_loose(json, entry.language); }},
    {"published",
     [](JsonWriter& json, const WireEntry& entry) {
         json.string_or_null(entry.published ? to_string(*entry.published) : "");
     }},
    {"agency", [](JsonWriter& json, const WireEntry& entry) { write_loose(json, entry.agency); }},
    {"site", [](JsonWriter& json, const WireEntry& entry) { json.string_or_null(entry.site); }},
    {"url", [](JsonWriter& json, const WireEntry& entry) { write_loose(json, entry.url); }},
    {"copies", [](JsonWriter& json, const WireEntry& entry) { json.number(entry.copies); }},
    {"copy_of",
     [](JsonWriter& json, const WireEntry& entry) {
         entry.copy_of ? json.number(number_of(*entry.copy_of)) : json.null();
     }},
}};

void write_snippet(JsonWriter& json, const Snippet& snippet) {
    CodePointCounter counter(snippet.text);
    json.begin_object().key("text").string(snippet.text).key("marks").begin_array();
    for (const Span mark : snippet.marks) write_span(json, counter, mark);
    json.end_array().end_object();
}

}  // namespace

Instant changed_of(const WireEntry& entry) {
    return std::max(entry.changed, entry.arrived);
}

std::string short_title(const WireEntry& entry) {
    return shorten(entry.title, longest_title);
}

void write_entry(JsonWriter& json, const WireEntry& entry) {
    json.begin_object();
    for (const Fact& fact : entry_facts) fact.write(json.key(fact.name), entry);
    json.end_object();
}

std::optional<Fields> parse_fields(std::string_view names) {
    Fields fields;
    while (!names.empty()) {
        const std::string_view name = names.substr(0, names.find(','));
        names.remove_prefix(std::min(names.size(), name.size() + 1));
        const bool own = name == snippet_field || name == said_field;
        const auto known = std::find_if(entry_facts.begin(), entry_facts.end(),
                                        [&](const Fact& fact) { return fact.name == name; });
        if (known == entry_facts.end() && !own) return std::nullopt;
        if (own)
            fields.push_back(name == said_field ? said_field : snippet_field);
        else
            fields.push_back(known->name);
    }
    return fields;
}

void write_hit(JsonWriter& json, const Hit& hit, const Fields& fields) {
    const auto wanted = [&](std::string_view name) {
        return fields.empty() || std::find(fields.begin(), fields.end(), name) != fields.end();
    };
    json.begin_object();
    for (const Fact& fact : entry_facts)
        if (wanted(fact.name)) fact.write(json.key(fact.name), hit.entry);
    if (wanted(snippet_field)) write_snippet(json.key(snippet_field), hit.snippet);
    if (wanted(said_field) && !hit.said.empty()) {
        json.key(said_field).begin_array();
        for (const SaidLine& line : hit.said) write_said_line(json, line);
        json.end_array();
    }
    json.end_object();
}

std::string hits_json(const Hits& found, const Fields& fields) {
    JsonWriter json;
    json.begin_object().key("hits").begin_array();
    for (const Hit& hit : found.hits) write_hit(json, hit, fields);
    json.end_array().key("next");
    found.next ? json.number(number_of(*found.next)) : json.null();
    json.end_object();
    return json.take() + "\n";
}

std::string problem_json(const QueryProblem& problem, std::string_view text) {
    CodePointCounter counter(text);
    JsonWriter json;
    json.begin_object().key("error").string(words_of(problem.kind)).key("place");
    write_span(json, counter, problem.place);
    json.end_object();
    return json.take() + "\n";
}

std::string dispatch_json(const StoredDispatch& stored, Show show, const SaidInDispatch& said) {
    JsonWriter json;
    json.begin_object();
    json.key("id").number(number_of(stored.id));
    json.key("state").string(name_of(stored.state));
    json.key("shown").string(show == Show::full ? "full" : "summary");
    json.key("arrived").string(to_string(stored.arrived));
    json.key("changed").string(to_string(stored.changed));
    json.key("seq").number(number_of(stored.last_change));
    json.key("editions").number(stored.editions);
    json.key("copies").number(stored.copies).key("copy_of");
    stored.copy_of ? json.number(number_of(*stored.copy_of)) : json.null();
    json.key("release").string_or_null(stored.release ? to_string(*stored.release) : "");
    write_loose(json.key("source"), stored.source);
    write_facts(json, stored.dispatch);
    write_place(json, stored.dispatch);
    write_spans(json, stored.dispatch);
    write_said(json, said, stored.dispatch.body);
    write_reads(json, stored);
    json.end_object();
    return json.take() + "\n";
}

std::string dispatch_text(const StoredDispatch& stored, Show show) {
    const Dispatch& dispatch = stored.dispatch;
    std::string out = dispatch.title.str();
    if (!out.empty()) out += "\n\n";
    std::string facts;
    if (dispatch.published) facts = to_string(*dispatch.published);
    if (dispatch.credit) facts += (facts.empty() ? "" : " · ") + dispatch.credit->agency.str();
    if (!dispatch.url.empty()) facts += (facts.empty() ? "" : " · ") + dispatch.url;
    if (!facts.empty()) out += Text::repair(facts).str() + "\n\n";
    out += dispatch.body.view();
    if (!out.ends_with('\n')) out += '\n';
    if (show == Show::summary) out += "\n[...]\n";
    return out;
}

std::string list_json(const std::vector<WireEntry>& entries, Before next) {
    JsonWriter json;
    json.begin_object().key("dispatches").begin_array();
    for (const WireEntry& entry : entries) write_entry(json, entry);
    json.end_array().key("next");
    next ? json.number(number_of(*next)) : json.null();
    json.end_object();
    return json.take() + "\n";
}

std::string stats_json(const ArchiveStats& stats) {
    JsonWriter json;
    json.begin_object();
    json.key("total").number(stats.total);
    json.key("editions").number(stats.editions);
    json.key("sources").number(stats.sources);
    json.key("newest").number(number_of(stats.newest));
    json.end_object();
    return json.take() + "\n";
}

std::string error_json(std::string_view line) {
    JsonWriter json;
    json.begin_object().key("error").string(Text::repair(line).view()).end_object();
    return json.take() + "\n";
}

std::string gone_json(const StoredDispatch& stored) {
    JsonWriter json;
    json.begin_object();
    json.key("error").string("this dispatch has been " + std::string(name_of(stored.state)));
    json.key("id").number(number_of(stored.id));
    json.key("state").string(name_of(stored.state));
    json.key("notice").string_or_null(stored.notice);
    json.key("since").string(to_string(stored.changed)).end_object();
    return json.take() + "\n";
}

std::string event_frame(const Change& change) {
    JsonWriter json;
    json.begin_object();
    json.key("seq").number(number_of(change.seq));
    json.key("kind").string(name_of(change.kind));
    json.key("dispatch");
    write_entry(json, change.entry);
    json.end_object();
    return "id: " + std::to_string(number_of(change.seq)) + "\ndata: " + json.str() + "\n\n";
}

bool is_readable_type(std::string_view content_type) {
    const std::string type = lower_ascii(trim(content_type.substr(0, content_type.find(';'))));
    if (type.empty() || type.starts_with("text/") || type.ends_with("+xml") ||
        type.ends_with("+json"))
        return true;
    constexpr std::array<std::string_view, 4> named = {
        "application/json", "application/xml", "application/octet-stream", "message/rfc822"};
    return std::find(named.begin(), named.end(), type) != named.end();
}

}  // namespace chappe
