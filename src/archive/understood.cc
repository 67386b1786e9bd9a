#include "archive/understood.h"

#include <algorithm>
#include <limits>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "archive/columns.h"
#include "archive/search_index.h"
#include "language/search_words.h"

namespace chappe {
namespace {

constexpr std::size_t most_statements = 2000;  // of one dispatch; a long interview has some 200
constexpr std::size_t longest_name = 200;      // bytes

SearchWords& words_here() {
    thread_local SearchWords words;
    return words;
}

// ---- made ready

bool fits(const Statement& statement, std::string_view body) {
    const auto one = [&](const Span& span) { return chappe::fits(span, body); };
    return (!statement.source || one(*statement.source)) &&
           (!statement.cue || one(*statement.cue)) && !statement.content.empty() &&
           std::all_of(statement.content.begin(), statement.content.end(), one);
}

/// The words that a statement is known by; ordinals part what says the same.
std::string words_of(const Statement& statement, std::string_view body) {
    std::string words;
    for (const Span& piece : statement.content) {
        words += piece.in(body);
        words += '\n';
    }
    words += '\0';
    if (statement.source) words += statement.source->in(body);
    return words;
}

class Flattener {
 public:
    Flattener(std::string_view body, std::vector<PreparedStatements::Record>& out)
        : body_(body), out_(out) {}

    void add(std::vector<Statement> statements, std::optional<std::size_t> parent) {
        for (Statement& statement : statements) {
            if (out_.size() >= most_statements) return;
            if (!fits(statement, body_)) continue;
            const std::string words = words_of(statement, body_);
            const std::string key = words + '\0' + std::to_string(seen_[words]++);
            std::vector<Statement> nested = std::exchange(statement.nested, {});
            const std::size_t here = out_.size();
            out_.push_back({digest(key), parent, std::move(statement)});
            if (!parent) add(std::move(nested), here);  // one level is kept: A said that B said
        }
    }

 private:
    std::string_view body_;
    std::vector<PreparedStatements::Record>& out_;
    std::map<std::string, std::size_t> seen_;
};

std::string slug_of(std::string_view folded) {
    std::string slug(folded);
    std::replace(slug.begin(), slug.end(), '_', '-');
    return slug;
}

PreparedStatements::Named named(Actor actor, std::string_view body) {
    PreparedStatements::Named made;
    std::erase_if(actor.mentions, [&](const Mention& m) { return !chappe::fits(m.span, body); });
    const bool has_name =
        std::any_of(actor.mentions.begin(), actor.mentions.end(),
                    [](const Mention& mention) { return mention.how == Mention::How::name; });
    if (has_name && actor.name.size() <= longest_name) {
        made.alias = words_here().name(actor.name);
        made.slug = slug_of(made.alias);
        const std::size_t last = made.alias.rfind('_');
        if (actor.kind == Actor::Kind::person && last != std::string::npos)
            made.surname = made.alias.substr(last + 1);
    }
    made.actor = std::move(actor);
    return made;
}

// ---- rows

class Keeper {
 public:
    Keeper(Database& database, DispatchId dispatch, Instant arrived,
           const PreparedStatements& prepared)
        : database_(database),
          dispatch_(number_of(dispatch)),
          arrived_(seconds_of(arrived)),
          prepared_(prepared) {}

    Result<void> run(std::int64_t reading) {
        TRY(database_.query("INSERT INTO annotation_run (reading, models, made) VALUES (?, ?, ?)")
                .bind(reading, prepared_.models, seconds_of(now()))
                .run());
        run_ = database_.last_id();
        for (const auto& actor : prepared_.actors) linked_.push_back(TRY(link(actor)));
        TRY(keep_mentions());
        std::vector<std::int64_t> ids;
        for (const auto& record : prepared_.records) {
            ids.push_back(TRY(statement_id(record.key)));
            TRY(keep_record(ids.back(), record,
                            record.parent ? std::optional(ids[*record.parent]) : std::nullopt));
        }
        return {};
    }

 private:
    using Link = std::optional<std::int64_t>;

    Link link_of(const std::optional<ActorId>& local) const {
        if (!local || index_of(*local) >= linked_.size()) return std::nullopt;
        return linked_[index_of(*local)];
    }

    // ---- actors

    Result<Link> link(const PreparedStatements::Named& named) {
        if (named.alias.empty()) return std::nullopt;
        const bool bare = named.actor.kind == Actor::Kind::person && named.surname.empty();
        std::optional<std::int64_t> actor = TRY(known(named, bare));
        if (!actor && bare) return std::nullopt;  // a surname alone makes nobody
        if (!actor) actor = TRY(make(named));
        for (const std::string& role : named.actor.roles)
            if (!role.empty() && role.size() <= longest_name)
                TRY(database_.query("INSERT OR IGNORE INTO introduction VALUES (?, ?, ?, ?)")
                        .bind(*actor, role, dispatch_, arrived_)
                        .run());
        return actor;
    }

    /// By the whole name; a bare surname when exactly one known person has it.
    Result<Link> known(const PreparedStatements::Named& named, bool bare) {
        std::vector<std::int64_t> found;
        {
            Query row = database_.query(
                "SELECT DISTINCT coalesce(a.merged_into, a.id) FROM actor_alias n"
                " JOIN actor a ON a.id = n.actor"
                " WHERE n.alias = ?1 AND a.kind = ?2 AND (?3 OR n.language = '')");
            row.bind(named.alias, name_of(named.actor.kind), bare);
            while (TRY(row.step())) found.push_back(row.integer(0));
        }
        if (found.empty() || (bare && found.size() > 1)) return std::nullopt;
        return found.front();
    }

    Result<std::int64_t> make(const PreparedStatements::Named& named) {
        const std::string_view kind = name_of(named.actor.kind);
        TRY(database_.query("INSERT INTO actor (kind, made) VALUES (?, ?)")
                .bind(kind, arrived_)
                .run());
        const std::int64_t actor = database_.last_id();
        TRY(add_fact(actor, "name", named.actor.name));
        const std::string slug = TRY(free_slug(named.slug));
        TRY(add_fact(actor, "slug", slug));
        if (!named.actor.country.empty()) TRY(add_fact(actor, "country", named.actor.country));
        TRY(add_alias(actor, named.alias, ""));
        if (!named.surname.empty()) TRY(add_alias(actor, named.surname, surname_mark));
        return actor;
    }

    Result<void> add_fact(std::int64_t actor, std::string_view property, std::string_view value) {
        return database_
            .query(
                "INSERT INTO actor_fact (actor, property, value, language, set_by, run, at)"
                " VALUES (?, ?, ?, '', 'model', ?, ?)")
            .bind(actor, property, value, run_, arrived_)
            .run();
    }

    Result<void> add_alias(std::int64_t actor, std::string_view alias, std::string_view language) {
        return database_.query("INSERT OR IGNORE INTO actor_alias VALUES (?, ?, ?, 'model')")
            .bind(alias, language, actor)
            .run();
    }

    Result<std::string> free_slug(const std::string& wished) {
        std::string slug = wished;
        for (int n = 2;; ++n) {
            Query row =
                database_.query("SELECT 1 FROM actor_fact WHERE property = 'slug' AND value = ?");
            row.bind(slug);
            if (!TRY(row.step())) return slug;
            slug = wished + '-' + std::to_string(n);
        }
    }

    Result<void> keep_mentions() {
        struct Seen {
            Span span;
            std::size_t local;
            Mention::How how;
        };
        std::vector<Seen> all;
        for (std::size_t i = 0; i < prepared_.actors.size(); ++i)
            for (const Mention& mention : prepared_.actors[i].actor.mentions)
                all.push_back({mention.span, i, mention.how});
        std::sort(all.begin(), all.end(), [](const Seen& a, const Seen& b) {
            return std::pair(a.span.begin, a.span.end) < std::pair(b.span.begin, b.span.end);
        });
        for (std::size_t i = 0; i < all.size(); ++i) {
            const std::string local = std::to_string(all[i].local);
            TRY(database_.query("INSERT INTO mention VALUES (?, ?, ?, ?, ?, ?, ?, 'model')")
                    .bind(run_, i, local, linked_[all[i].local], all[i].span.begin, all[i].span.end,
                          name_of(all[i].how))
                    .run());
        }
        return {};
    }

    // ---- statements

    Result<std::int64_t> statement_id(const Digest& key) {
        {
            Query row = database_.query("SELECT id FROM statement WHERE dispatch = ? AND key = ?");
            row.bind(dispatch_, key);
            if (TRY(row.step())) return row.integer(0);
        }
        TRY(database_.query("INSERT INTO statement (dispatch, key) VALUES (?, ?)")
                .bind(dispatch_, key)
                .run());
        return database_.last_id();
    }

    Result<void> keep_record(std::int64_t id, const PreparedStatements::Record& record,
                             std::optional<std::int64_t> parent) {
        const Statement& said = record.statement;
        std::optional<std::string_view> said_on, how;
        if (said.said_on) {
            said_on = said.said_on->value;
            how = name_of(said.said_on->how);
        }
        TRY(database_
                .query("INSERT INTO statement_record VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
                .bind(run_, id, parent, name_of(said.kind), name_of(said.form),
                      link_of(said.speaker), link_of(said.addressee), name_of(said.stance),
                      said.negated, said_on, how, said.confidence)
                .run());
        if (said.source) TRY(keep_span(id, "source", 0, *said.source));
        if (said.cue) TRY(keep_span(id, "cue", 0, *said.cue));
        for (std::size_t i = 0; i < said.content.size(); ++i)
            TRY(keep_span(id, "content", i, said.content[i]));
        return {};
    }

    Result<void> keep_span(std::int64_t id, std::string_view role, std::size_t ordinal, Span span) {
        return database_.query("INSERT INTO statement_span VALUES (?, ?, ?, ?, ?, ?)")
            .bind(run_, id, role, ordinal, span.begin, span.end)
            .run();
    }

    /// In the alias's language column: a part of the name, which may be that of several.
    static constexpr std::string_view surname_mark = "*";

    Database& database_;
    std::int64_t dispatch_;
    std::int64_t arrived_;
    const PreparedStatements& prepared_;
    std::int64_t run_ = 0;
    std::vector<Link> linked_;
};

/// The newest run of the reading that is shown; nothing when there is none.
Result<std::optional<std::int64_t>> newest_run(Database& database, DispatchId id) {
    Query row = database.query(
        "SELECT max(n.id) FROM dispatch d CROSS JOIN annotation_run n ON n.reading = d.reading"
        " WHERE d.id = ?");
    row.bind(number_of(id));
    return row.value();
}

// ---- names of actors

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

/// Nothing when its name was erased.
Result<std::optional<ActorName>> actor_name(Database& database, std::int64_t linked) {
    const std::int64_t actor = TRY(where_it_went(database, linked));
    ActorName name;
    name.id = KnownActorId{actor};
    name.slug = TRY(fact(database, actor, "slug"));
    name.name = Text::repair(TRY(fact(database, actor, "name")));
    if (name.slug.empty() || name.name.empty()) return std::nullopt;
    return name;
}

// ---- statements, read back

Result<void> read_spans(Database& database, std::int64_t run, StoredStatement& statement) {
    Query row = database.query(
        "SELECT role, begin, end FROM statement_span WHERE run = ? AND statement = ?"
        " ORDER BY role, ordinal");
    row.bind(run, number_of(statement.id));
    while (TRY(row.step())) {
        const Span span{static_cast<std::uint32_t>(row.integer(1)),
                        static_cast<std::uint32_t>(row.integer(2))};
        if (row.text(0) == "content")
            statement.content.push_back(span);
        else if (row.text(0) == "source")
            statement.source = span;
        else if (row.text(0) == "cue")
            statement.cue = span;
    }
    return {};
}

struct Row {
    StoredStatement statement;
    std::optional<std::int64_t> speaker, addressee;
};

constexpr std::string_view record_columns =
    "SELECT statement, parent, class, form, speaker, addressee, stance, negated, said_on,"
    " said_on_how, confidence FROM statement_record WHERE run = ?";

Row row_in(const Query& row) {
    Row made;
    StoredStatement& said = made.statement;
    said.id = StatementId{row.integer(0)};
    if (!row.is_null(1)) said.inside = StatementId{row.integer(1)};
    said.kind = statement_class_named(row.text(2)).value_or(Statement::Class::other);
    said.form = statement_form_named(row.text(3)).value_or(Statement::Form::indirect);
    made.speaker = row.optional_integer(4);
    made.addressee = row.optional_integer(5);
    said.stance = stance_named(row.text(6)).value_or(Stance::assert_);
    said.negated = row.integer(7) != 0;
    if (!row.is_null(8))
        said.said_on = SaidOn{std::string(row.text(8)),
                              said_on_how_named(row.text(9)).value_or(SaidOn::How::published)};
    said.confidence = row.real(10);
    return made;
}

Result<StoredStatement> complete(Database& database, std::int64_t run, DispatchId dispatch,
                                 Row row) {
    StoredStatement& said = row.statement;
    said.dispatch = dispatch;
    if (row.speaker) said.speaker = TRY(actor_name(database, *row.speaker));
    if (row.addressee) said.addressee = TRY(actor_name(database, *row.addressee));
    TRY(read_spans(database, run, said));
    return std::move(row.statement);
}

/// Text order; what is nested behind what it stands in.
void sort(std::vector<StoredStatement>& statements) {
    const auto begin_of = [](const StoredStatement& s) {
        std::uint32_t begin = std::numeric_limits<std::uint32_t>::max();
        if (s.source) begin = std::min(begin, s.source->begin);
        if (s.cue) begin = std::min(begin, s.cue->begin);
        for (const Span& span : s.content) begin = std::min(begin, span.begin);
        return begin;
    };
    std::map<StatementId, std::uint32_t> begins;
    for (const StoredStatement& s : statements) begins[s.id] = begin_of(s);
    const auto place = [&](const StoredStatement& s) {
        const auto outer = s.inside ? begins.find(*s.inside) : begins.end();
        const std::uint32_t first = outer == begins.end() ? begins[s.id] : outer->second;
        return std::tuple(first, s.inside.value_or(s.id), s.inside.has_value(), begins[s.id], s.id);
    };
    std::sort(statements.begin(), statements.end(),
              [&](const auto& a, const auto& b) { return place(a) < place(b); });
}

// ---- erasing

Result<std::vector<std::int64_t>> numbers(Query row) {
    std::vector<std::int64_t> all;
    while (TRY(row.step())) all.push_back(row.integer(0));
    return all;
}

/// A name that no other dispatch has told, with all that models know of the actor. What a person
/// set stays.
Result<void> forget_if_unseen(Database& database, std::int64_t actor) {
    {
        Query row = database.query("SELECT 1 FROM mention WHERE actor = ? LIMIT 1");
        row.bind(actor);
        if (TRY(row.step())) return {};
    }
    TRY(database.query("DELETE FROM actor_fact WHERE actor = ? AND set_by = 'model'")
            .bind(actor)
            .run());
    return database.query("DELETE FROM actor_alias WHERE actor = ? AND set_by = 'model'")
        .bind(actor)
        .run();
}

}  // namespace

PreparedStatements prepare(Understood understood, std::string_view body) {
    PreparedStatements prepared;
    prepared.models = std::move(understood.models);
    Flattener(body, prepared.records).add(std::move(understood.annotations.statements), {});
    for (Actor& actor : understood.annotations.actors)
        prepared.actors.push_back(named(std::move(actor), body));
    return prepared;
}

Result<void> keep_understood(Database& database, DispatchId id, std::int64_t reading,
                             Instant arrived, const PreparedStatements& prepared) {
    return Keeper(database, id, arrived, prepared).run(reading);
}

Result<void> erase_understood(Database& database, DispatchId id) {
    Query of_dispatch = database.query(
        "SELECT n.id FROM edition e CROSS JOIN reading r ON r.edition = e.id"
        " CROSS JOIN annotation_run n ON n.reading = r.id WHERE e.dispatch = ?");
    of_dispatch.bind(number_of(id));
    std::set<std::int64_t> actors;
    const std::vector<std::int64_t> runs = TRY(numbers(std::move(of_dispatch)));
    for (const std::int64_t run : runs) {
        Query seen = database.query(
            "SELECT DISTINCT actor FROM mention WHERE run = ? AND actor IS NOT NULL");
        seen.bind(run);
        for (const std::int64_t actor : TRY(numbers(std::move(seen)))) actors.insert(actor);
        for (const std::string_view sql :
             {std::string_view("DELETE FROM statement_span WHERE run = ?"),
              std::string_view("DELETE FROM statement_record WHERE run = ?"),
              std::string_view("DELETE FROM mention WHERE run = ?"),
              std::string_view("UPDATE actor_fact SET run = NULL WHERE run = ?")})
            TRY(database.query(sql).bind(run).run());
    }
    TRY(database.query("DELETE FROM introduction WHERE dispatch = ?").bind(number_of(id)).run());
    for (const std::int64_t actor : actors) TRY(forget_if_unseen(database, actor));
    for (const std::int64_t run : runs)
        TRY(database.query("DELETE FROM annotation_run WHERE id = ?").bind(run).run());
    // Ids stay, and point to a tombstone; the keys are digests of words, and go.
    return database.query("UPDATE statement SET key = randomblob(32) WHERE dispatch = ?")
        .bind(number_of(id))
        .run();
}

Result<std::vector<std::string>> statement_facets(Database& database, DispatchId id) {
    const auto run = TRY(newest_run(database, id));
    if (!run) return std::vector<std::string>{};
    std::set<std::string> facets;
    Query row = database.query(record_columns);
    row.bind(*run);
    while (TRY(row.step())) {
        const Row record = row_in(row);
        facets.insert("k:said");
        facets.insert("v:" + words_here().name(name_of(record.statement.stance)));
        if (record.speaker) facets.insert(number_facet('p', *record.speaker));
        if (record.addressee) facets.insert(number_facet('q', *record.addressee));
    }
    return std::vector<std::string>(facets.begin(), facets.end());
}

Result<std::vector<StoredStatement>> find_statements(Database& database, DispatchId id) {
    std::vector<StoredStatement> statements;
    const auto run = TRY(newest_run(database, id));
    if (!run) return statements;
    std::vector<Row> rows;
    {
        Query row = database.query(record_columns);
        row.bind(*run);
        while (TRY(row.step())) rows.push_back(row_in(row));
    }
    for (Row& row : rows) statements.push_back(TRY(complete(database, *run, id, std::move(row))));
    sort(statements);
    return statements;
}

Result<std::vector<StoredStatement>> find_live_statements(Database& database, DispatchId id) {
    const Transaction moment = TRY(Transaction::read(database));
    bool live = false;
    {
        Query row = database.query("SELECT 1 FROM dispatch WHERE id = ? AND state = 'live'");
        row.bind(number_of(id));
        live = TRY(row.step());
    }
    if (!live) return std::vector<StoredStatement>{};
    return find_statements(database, id);
}

Result<StoredStatement> find_statement(Database& database, StatementId id) {
    const Transaction moment = TRY(Transaction::read(database));
    std::optional<std::int64_t> dispatch;
    {
        Query row = database.query(
            "SELECT d.id FROM statement s CROSS JOIN dispatch d ON d.id = s.dispatch"
            " AND d.state = 'live' WHERE s.id = ?");
        row.bind(number_of(id));
        dispatch = TRY(row.value());
    }
    if (dispatch)
        for (StoredStatement& statement : TRY(find_statements(database, DispatchId{*dispatch})))
            if (statement.id == id) return std::move(statement);
    return fail(Failure::absent, "there is no such statement");
}

Result<KnownActor> find_actor(Database& database, std::string_view slug) {
    const Transaction moment = TRY(Transaction::read(database));
    std::optional<std::int64_t> found;
    {
        Query row =
            database.query("SELECT actor FROM actor_fact WHERE property = 'slug' AND value = ?");
        row.bind(slug);
        found = TRY(row.value());
    }
    auto name = found ? TRY(actor_name(database, *found)) : std::nullopt;
    if (!name) return fail(Failure::absent, "there is no such actor");
    KnownActor actor;
    actor.name = std::move(*name);
    const std::int64_t id = number_of(actor.name.id);
    actor.country = TRY(fact(database, id, "country"));
    {
        Query row = database.query("SELECT kind FROM actor WHERE id = ?");
        row.bind(id);
        if (TRY(row.step()))
            actor.kind = actor_kind_named(row.text(0)).value_or(Actor::Kind::person);
    }
    {
        Query row = database.query(
            "SELECT i.role, count(*), min(i.at), max(i.at), max(i.dispatch) FROM introduction i"
            " CROSS JOIN dispatch d ON d.id = i.dispatch AND d.state = 'live'"
            " WHERE i.actor = ? GROUP BY i.role ORDER BY count(*) DESC, max(i.at) DESC LIMIT 50");
        row.bind(id);
        while (TRY(row.step()))
            actor.introductions.push_back({Text::repair(row.text(0)), row.integer(1),
                                           instant_at(row.integer(2)), instant_at(row.integer(3)),
                                           DispatchId{row.integer(4)}});
    }
    Query row = database.query(
        "SELECT count(DISTINCT r.statement) FROM statement_record r"
        " CROSS JOIN statement s ON s.id = r.statement"
        " CROSS JOIN dispatch d ON d.id = s.dispatch AND d.state = 'live' WHERE r.speaker = ?");
    row.bind(id);
    actor.statements = TRY(row.value()).value_or(0);
    // Named only in what readers do not see, or not yet: nobody learns that from an address.
    if (actor.statements == 0 && actor.introductions.empty())
        return fail(Failure::absent, "there is no such actor");
    return actor;
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
    for (const std::int64_t actor : found) actors.push_back(KnownActorId{actor});
    return actors;
}

}  // namespace chappe
