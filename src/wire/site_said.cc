// The doors of who said what: one statement, one actor, a query in words.
#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "wire/api.h"
#include "wire/asked.h"
#include "wire/assets.h"
#include "wire/query_words.h"
#include "wire/said_json.h"
#include "wire/visible.h"

namespace chappe {
namespace {

constexpr std::size_t dispatches_a_page = 30;
constexpr std::size_t most_said_of = 20;

bool fits(const StoredStatement& said, std::string_view body) {
    const auto inside = [&](const Span& span) {
        return span.begin < span.end && span.end <= body.size();
    };
    return (!said.source || inside(*said.source)) && (!said.cue || inside(*said.cue)) &&
           !said.content.empty() && std::all_of(said.content.begin(), said.content.end(), inside);
}

/// What this reader may see of the statement; or what to say instead.
std::variant<StatementPage, Response> find_said(const Asked& asked) {
    auto said = asked.site.archive.statement(StatementId{asked.id});
    if (!said && said.error().failure != Failure::absent)
        return failure_response(asked, said.error());
    if (!said) return error_response(asked.request, 404, "there is no such statement");
    Asked of_dispatch = asked;
    of_dispatch.id = number_of(said->dispatch);
    auto found = visible_dispatch(of_dispatch);
    if (auto* response = std::get_if<Response>(&found)) return std::move(*response);
    auto& visible = std::get<Visible>(found);
    auto all = visible_said(asked, visible);
    if (!all) return failure_response(asked, all.error());

    StatementPage page;
    page.said = std::move(*said);
    page.words_shown = false;
    const std::string_view body = visible.stored.dispatch.body;
    for (StoredStatement& one : all->statements) {
        if (!fits(one, body)) continue;  // it was read again in between
        const bool related = one.inside == page.said.id || page.said.inside == one.id;
        if (related) page.around.push_back(one);
        if (one.id != page.said.id) continue;
        page.said = std::move(one);
        page.words_shown = true;
    }
    page.dispatch = std::move(visible.stored);
    return page;
}

Response statement_as(const Asked& asked, std::string_view form, std::string_view type,
                      std::string (*make)(const Reader&, const StatementPage&)) {
    auto found = find_said(asked);
    if (auto* response = std::get_if<Response>(&found)) return std::move(*response);
    const auto& page = std::get<StatementPage>(found);
    const std::string etag =
        fmt::format("W/\"{}-{}{}-{}-{}-{}{}\"", number_of(page.dispatch.last_change), form,
                    asked.id, code_of(asked.reader.ui), assets_version(),
                    asked.user ? number_of(asked.user->id) : 0, page.words_shown ? "" : "s");
    return tagged(asked, etag, type,
                  [&]() -> Result<std::string> { return make(asked.reader, page); });
}

SearchQuery said_by(const KnownActor& actor) {
    return {SearchQuery::Kind::who, actor.name.slug, {}, {}};
}

/// A name may be that of several; this page is of one.
void keep_own(Hits& found, KnownActorId id) {
    for (Hit& hit : found.hits)
        std::erase_if(hit.said, [&](const SaidLine& line) {
            return !line.statement.speaker || line.statement.speaker->id != id;
        });
    std::erase_if(found.hits, [](const Hit& hit) { return hit.said.empty(); });
}

Result<ActorPage> find_page(const Asked& asked, std::string_view slug, Before before) {
    ActorPage page;
    page.before = before;
    page.actor = TRY(asked.site.archive.actor(slug));
    Search search;
    search.query = said_by(page.actor);
    search.before = before;
    search.limit = dispatches_a_page;
    page.said = TRY(visible_hits(asked, search));
    keep_own(page.said, page.actor.name.id);
    if (before) return page;
    page.of = TRY(asked.site.archive.said_of(page.actor.name.id, most_said_of));
    hide_words(asked, page.of);
    return page;
}

Response actor_as(const Asked& asked, std::string_view slug, std::string_view form,
                  std::string_view type, std::string (*make)(const Reader&, const ActorPage&)) {
    const auto before = before_of(asked.target);
    if (!before) return error_response(asked.request, 400, "before must be a number");
    const ChangeSeq newest = asked.site.archive.newest();
    auto page = find_page(asked, slug, *before);
    if (!page && page.error().failure == Failure::absent)
        return error_response(asked.request, 404, page.error().message);
    if (!page) return failure_response(asked, page.error());
    Reader reader = asked.reader;
    if (*before) reader.query = fmt::format("before={}", number_of(**before));
    return shelved(asked, tagged(asked, wire_etag(asked, form, newest), type,
                                 [&]() -> Result<std::string> { return make(reader, *page); }));
}

}  // namespace

Answer statement_door(const Asked& asked) {
    return statement_as(asked, "s", Response{}.type, statement_page);
}

Answer statement_json_door(const Asked& asked) {
    return statement_as(asked, "sj", "application/json", statement_json);
}

Answer actor_door(const Asked& asked) {
    constexpr std::string_view twin = ".json";
    if (!asked.name.ends_with(twin))
        return actor_as(asked, asked.name, "actor", Response{}.type, actor_page);
    return actor_as(asked, std::string_view(asked.name).substr(0, asked.name.size() - twin.size()),
                    "actorj", "application/json",
                    [](const Reader&, const ActorPage& page) { return actor_json(page); });
}

Answer api_actor_door(const Asked& asked) {
    return actor_as(asked, asked.name, "actorj", "application/json",
                    [](const Reader&, const ActorPage& page) { return actor_json(page); });
}

/// What a query asks for, in words; what is wrong with it, if something is.
Answer api_query_door(const Asked& asked) {
    const auto wanted = search_of(asked, 1);
    if (!wanted) return error_response(asked.request, 400, wanted.error().message);
    if (!wanted->problems.empty())
        return json_response(400, problem_json(wanted->problems.front(), wanted->text));
    JsonWriter json;
    json.begin_object().key("words").string(query_words(asked.reader.ui, wanted->search.query));
    json.end_object();
    return json_response(200, json.take() + "\n");
}

}  // namespace chappe
