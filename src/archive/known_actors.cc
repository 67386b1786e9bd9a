#include "archive/known_actors.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "archive/columns.h"
#include "archive/desk.h"
#include "archive/lookup.h"
#include "archive/said.h"
#include "archive/understood.h"
#include "base/text.h"
#include "language/search_words.h"

namespace chappe {
namespace {

constexpr std::size_t longest_fact = 200;      // bytes, as of names that models find
constexpr std::int64_t most_mentions = 5000;   // that are looked through for statements
constexpr std::int64_t most_announced = 1000;  // dispatches whose pages are made anew

SearchWords& words_here() {
    thread_local SearchWords words;
    return words;
}

/// What is believed of a property: by a person before a catalogue before a model, the newest.
constexpr std::string_view believed =
    "SELECT value FROM actor_fact WHERE actor = ? AND property = ? ORDER BY"
    " CASE set_by WHEN 'person' THEN 0 WHEN 'catalogue' THEN 1 ELSE 2 END, at DESC, id DESC"
    " LIMIT 1";

Result<std::string> fact(Database& database, std::int64_t actor, std::string_view property) {
    Query row = database.query(believed);
    row.bind(actor, property);
    if (!TRY(row.step())) return std::string();
    return std::string(row.text(0));
}

Result<std::int64_t> where_it_went(Database& database, std::int64_t actor) {
    Query row = database.query("SELECT coalesce(merged_into, id) FROM actor WHERE id = ?");
    row.bind(actor);
    return TRY(row.value()).value_or(actor);
}

std::unexpected<Error> no_such_actor() {
    return fail(Failure::absent, "there is no such actor");
}

Result<std::optional<std::int64_t>> actor_at(Database& database, std::string_view slug) {
    Query row =
        database.query("SELECT actor FROM actor_fact WHERE property = 'slug' AND value = ?");
    row.bind(slug);
    const auto found = TRY(row.value());
    if (!found) return std::nullopt;
    return TRY(where_it_went(database, *found));
}

// ---- what is known

/// How live dispatches introduce the actor, without what a person took away.
Result<void> read_introductions(Database& database, std::int64_t id, KnownActor& actor) {
    Query row = database.query(
        "SELECT i.role, count(*), min(i.at), max(i.at), max(i.dispatch) FROM introduction i"
        " CROSS JOIN dispatch d ON d.id = i.dispatch AND d.state = 'live'"
        " WHERE i.actor = ?1 AND NOT EXISTS (SELECT 1 FROM actor_fact f WHERE f.actor = ?1"
        " AND f.property = 'no role' AND f.value = i.role)"
        " GROUP BY i.role ORDER BY count(*) DESC, max(i.at) DESC LIMIT 50");
    row.bind(id);
    while (TRY(row.step()))
        actor.introductions.push_back({Text::repair(row.text(0)), row.integer(1),
                                       instant_at(row.integer(2)), instant_at(row.integer(3)),
                                       DispatchId{row.integer(4)}});
    return {};
}

Result<void> read_corrections(Database& database, std::int64_t id, KnownActor& actor) {
    Query row = database.query(
        "SELECT f.property, f.value, f.at, u.name FROM actor_fact f LEFT JOIN user u"
        " ON u.id = f.user WHERE f.actor = ? AND f.set_by = 'person' ORDER BY f.id");
    row.bind(id);
    while (TRY(row.step())) {
        const auto property = actor_property_named(row.text(0));
        if (!property) continue;
        ActorCorrection said{*property, {}, instant_at(row.integer(2)), std::string(row.text(3))};
        if (!row.is_null(1)) said.value = Text::repair(row.text(1)).str();
        actor.corrections.push_back(std::move(said));
    }
    return {};
}

/// Statements of live dispatches, as they are understood now.
Result<std::int64_t> count_statements(Database& database, std::int64_t id) {
    Query row = database.query(
        "SELECT count(*) FROM (SELECT 1 FROM statement_record r"
        " CROSS JOIN annotation_run n ON n.id = r.run"
        " CROSS JOIN statement s ON s.id = r.statement"
        " CROSS JOIN dispatch d ON d.id = s.dispatch AND d.state = 'live'"
        " AND d.reading = n.reading WHERE r.speaker = ? LIMIT ?)");
    row.bind(id, most_counted);
    return TRY(row.value()).value_or(0);
}

Result<bool> is_mentioned(Database& database, std::int64_t id) {
    Query row = database.query(
        "SELECT 1 FROM mention m CROSS JOIN annotation_run n ON n.id = m.run"
        " CROSS JOIN reading r ON r.id = n.reading CROSS JOIN edition e ON e.id = r.edition"
        " CROSS JOIN dispatch d ON d.id = e.dispatch AND d.state = 'live' AND d.reading = r.id"
        " WHERE m.actor = ? LIMIT 1");
    row.bind(id);
    return TRY(row.step());
}

/// Nothing when its name was erased.
Result<std::optional<KnownActor>> known_actor(Database& database, std::int64_t id) {
    auto name = TRY(actor_name(database, id));
    if (!name) return std::nullopt;
    KnownActor actor;
    actor.name = std::move(*name);
    actor.country = TRY(fact(database, id, "country"));
    {
        Query row = database.query("SELECT kind FROM actor WHERE id = ?");
        row.bind(id);
        if (TRY(row.step()))
            actor.kind = actor_kind_named(row.text(0)).value_or(Actor::Kind::person);
    }
    TRY(read_introductions(database, id, actor));
    TRY(read_corrections(database, id, actor));
    actor.statements = TRY(count_statements(database, id));
    return actor;
}

// ---- what is said of an actor

struct Place {
    ChangeSeq position{};
    StatementId statement{};
};

/// Statements of others in whose content the actor is mentioned, newest first; the outer one where
/// they are nested.
Result<std::vector<Place>> places_of(Database& database, KnownActorId id, std::size_t limit) {
    std::vector<Place> places;
    std::set<std::int64_t> taken;
    Query row = database.query(
        "SELECT d.position, r.statement, r.parent"
        " FROM (SELECT run, begin, end FROM mention WHERE actor = ?1 ORDER BY run DESC LIMIT ?2) m"
        " CROSS JOIN annotation_run n ON n.id = m.run CROSS JOIN reading g ON g.id = n.reading"
        " CROSS JOIN edition e ON e.id = g.edition"
        " CROSS JOIN dispatch d ON d.id = e.dispatch AND d.state = 'live' AND d.reading = g.id"
        " CROSS JOIN statement_record r ON r.run = m.run AND r.speaker IS NOT ?1"
        " CROSS JOIN statement_span s ON s.run = m.run AND s.statement = r.statement"
        " AND s.role = 'content' AND s.begin <= m.begin AND m.end <= s.end");
    row.bind(number_of(id), most_mentions);
    while (places.size() < limit && TRY(row.step())) {
        const std::int64_t statement = row.integer(1);
        if (!row.is_null(2) && taken.contains(row.integer(2))) continue;
        if (!taken.insert(statement).second) continue;
        places.push_back({ChangeSeq{row.integer(0)}, StatementId{statement}});
    }
    return places;
}

// ---- corrected by people

Result<void> check_correction(const CorrectActor& act) {
    const bool is_role =
        act.property == ActorProperty::role || act.property == ActorProperty::no_role;
    if (!act.value && act.property != ActorProperty::country)
        return fail(Failure::refused, is_role ? "which role?" : "an actor needs a name");
    if (!act.value) return {};
    const std::string_view value = *act.value;
    if (value.empty() || value.size() > longest_fact || Text::repair(value).view() != value ||
        trim(value) != value)
        return fail(Failure::refused, "a fact is one line of text, at most 200 bytes");
    const bool letters =
        std::all_of(value.begin(), value.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
    if (act.property == ActorProperty::country && (value.size() != 2 || !letters))
        return fail(Failure::refused, "a country is its code of two letters, like FR");
    return {};
}

/// A role that was taken away and is given again, or the other way round, leaves one fact.
Result<void> drop_facts(Database& database, std::int64_t actor, const CorrectActor& act) {
    if (act.property == ActorProperty::name || act.property == ActorProperty::country)
        return database
            .query("DELETE FROM actor_fact WHERE actor = ? AND property = ? AND set_by = 'person'")
            .bind(actor, name_of(act.property))
            .run();
    return database
        .query(
            "DELETE FROM actor_fact WHERE actor = ? AND property IN ('role', 'no role')"
            " AND value = ? AND set_by = 'person'")
        .bind(actor, *act.value)
        .run();
}

/// Pages that name the actor are made anew.
Result<void> announce(Database& database, std::int64_t actor, Effects& effects) {
    std::vector<std::pair<DispatchId, std::int64_t>> dispatches;
    {
        Query row = database.query(
            "SELECT DISTINCT d.id, d.edition FROM statement_record r"
            " CROSS JOIN statement s ON s.id = r.statement"
            " CROSS JOIN dispatch d ON d.id = s.dispatch AND d.state = 'live'"
            " WHERE r.speaker = ?1 OR r.addressee = ?1 LIMIT ?2");
        row.bind(actor, most_announced);
        while (TRY(row.step())) dispatches.emplace_back(DispatchId{row.integer(0)}, row.integer(1));
    }
    for (const auto& [id, edition] : dispatches)
        TRY(add_change(database, id, "reading", edition, effects));
    return {};
}

UserAct act_on_actor(std::int64_t actor) {
    return UserAct{{}, "actor " + std::to_string(actor)};
}

constexpr std::array<std::string_view, 4> properties = {"name", "country", "role", "no role"};

}  // namespace

std::string_view name_of(ActorProperty property) {
    return properties[static_cast<std::size_t>(property)];
}

std::optional<ActorProperty> actor_property_named(std::string_view name) {
    const auto found = std::find(properties.begin(), properties.end(), name);
    if (found == properties.end()) return std::nullopt;
    return static_cast<ActorProperty>(found - properties.begin());
}

Result<std::optional<ActorName>> actor_name(Database& database, std::int64_t linked) {
    const std::int64_t actor = TRY(where_it_went(database, linked));
    ActorName name;
    name.id = KnownActorId{actor};
    name.slug = TRY(fact(database, actor, "slug"));
    name.name = Text::repair(TRY(fact(database, actor, "name")));
    if (name.slug.empty() || name.name.empty()) return std::nullopt;
    return name;
}

Result<std::vector<KnownActorId>> actors_named(Database& database, std::string_view words) {
    const std::string alias = words_here().name(words);
    std::set<std::int64_t> found;
    {
        Query row = database.query(
            "SELECT DISTINCT coalesce(a.merged_into, a.id) FROM actor_alias n"
            " JOIN actor a ON a.id = n.actor WHERE n.alias = ?");
        row.bind(alias);
        while (TRY(row.step())) found.insert(row.integer(0));
    }
    const std::string slug = lower_ascii(words);
    Query row = database.query(
        "SELECT coalesce(a.merged_into, a.id) FROM actor_fact f JOIN actor a ON a.id = f.actor"
        " WHERE f.property = 'slug' AND f.value = ?");
    row.bind(slug);
    if (const auto actor = TRY(row.value())) found.insert(*actor);
    std::vector<KnownActorId> actors;
    actors.reserve(found.size());
    for (const std::int64_t actor : found) actors.push_back(KnownActorId{actor});
    return actors;
}

Result<KnownActor> find_actor(Database& database, std::string_view slug) {
    const Transaction moment = TRY(Transaction::read(database));
    const auto id = TRY(actor_at(database, slug));
    if (!id) return no_such_actor();
    auto actor = TRY(known_actor(database, *id));
    // Named only in what readers do not see, or not yet: nobody learns that from an address.
    if (!actor || (actor->statements == 0 && actor->introductions.empty() &&
                   !TRY(is_mentioned(database, *id))))
        return no_such_actor();
    return std::move(*actor);
}

Result<std::vector<KnownActor>> find_actors(Database& database, std::string_view words,
                                            std::size_t limit) {
    const Transaction moment = TRY(Transaction::read(database));
    std::vector<std::int64_t> ids;
    if (words.empty()) {
        Query row = database.query(
            "SELECT speaker FROM statement_record WHERE speaker IS NOT NULL GROUP BY speaker"
            " ORDER BY count(*) DESC, speaker LIMIT ?");
        row.bind(limit);
        while (TRY(row.step())) ids.push_back(row.integer(0));
    } else {
        for (const KnownActorId id : TRY(actors_named(database, words))) {
            if (ids.size() == limit) break;
            ids.push_back(number_of(id));
        }
    }
    std::vector<KnownActor> actors;
    for (const std::int64_t id : ids)
        if (auto actor = TRY(known_actor(database, id))) actors.push_back(std::move(*actor));
    return actors;
}

Result<std::vector<SaidOfActor>> find_said_of(Database& database, KnownActorId id,
                                              std::size_t limit) {
    const Transaction moment = TRY(Transaction::read(database));
    std::vector<SaidOfActor> all;
    for (const Place& place : TRY(places_of(database, id, limit))) {
        auto at = TRY(find_at(database, place.position));
        if (!at) continue;
        for (StoredStatement& statement : TRY(find_statements(database, at->entry.id)))
            if (statement.id == place.statement)
                all.push_back({at->entry, said_line(std::move(statement), at->body)});
    }
    return all;
}

Result<UserAct> correct_actor(Database& database, const CorrectActor& act, const By& by,
                              Effects& effects) {
    TRY(check_correction(act));
    const auto actor = TRY(actor_at(database, act.slug));
    if (!actor) return no_such_actor();
    std::optional<std::int64_t> user;
    if (by.user) user = number_of(*by.user);
    TRY(drop_facts(database, *actor, act));
    TRY(database
            .query("INSERT INTO actor_fact (actor, property, value, language, set_by, user, at)"
                   " VALUES (?, ?, ?, '', 'person', ?, ?)")
            .bind(*actor, name_of(act.property), act.value, user, seconds_of(now()))
            .run());
    if (act.property == ActorProperty::name)
        TRY(database.query("INSERT OR IGNORE INTO actor_alias VALUES (?, '', ?, 'person')")
                .bind(words_here().name(*act.value), *actor)
                .run());
    TRY(announce(database, *actor, effects));
    return act_on_actor(*actor);
}

Result<UserAct> forget_corrections(Database& database, const ForgetCorrections& act,
                                   Effects& effects) {
    const auto actor = TRY(actor_at(database, act.slug));
    if (!actor) return no_such_actor();
    TRY(database.query("DELETE FROM actor_fact WHERE actor = ? AND set_by = 'person'")
            .bind(*actor)
            .run());
    TRY(database.query("DELETE FROM actor_alias WHERE actor = ? AND set_by = 'person'")
            .bind(*actor)
            .run());
    TRY(announce(database, *actor, effects));
    return act_on_actor(*actor);
}

}  // namespace chappe
