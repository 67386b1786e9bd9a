#include "archive/understood.h"

#include <algorithm>
#include <limits>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "archive/columns.h"
#include "archive/known_actors.h"
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
        return keep_topics();
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

    Result<void> keep_topics() {
        for (std::size_t i = 0; i < prepared_.topics.size(); ++i) {
            const Topic& topic = prepared_.topics[i];
            TRY(database_.query("INSERT INTO topic VALUES (?, ?, ?, ?, ?)")
                    .bind(run_, i, topic.code, topic.label, topic.confidence)
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

// ---- statements, read back

/// The spans of all statements of a run.
Result<void> read_spans(Database& database, std::int64_t run,
                        std::vector<StoredStatement>& statements) {
    std::map<std::int64_t, StoredStatement*> by_id;
    for (StoredStatement& statement : statements) by_id[number_of(statement.id)] = &statement;
    Query row = database.query(
        "SELECT statement, role, begin, end FROM statement_span WHERE run = ?"
        " ORDER BY statement, role, ordinal");
    row.bind(run);
    while (TRY(row.step())) {
        const auto found = by_id.find(row.integer(0));
        if (found == by_id.end()) continue;
        StoredStatement& statement = *found->second;
        const Span span{static_cast<std::uint32_t>(row.integer(2)),
                        static_cast<std::uint32_t>(row.integer(3))};
        if (row.text(1) == "content")
            statement.content.push_back(span);
        else if (row.text(1) == "source")
            statement.source = span;
        else if (row.text(1) == "cue")
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

/// Each name is looked up once.
class ActorNames {
 public:
    explicit ActorNames(Database& database) : database_(database) {}
    Result<std::optional<ActorName>> of(const std::optional<std::int64_t>& actor) {
        if (!actor) return std::nullopt;
        auto found = known_.find(*actor);
        if (found == known_.end())
            found = known_.emplace(*actor, TRY(actor_name(database_, *actor))).first;
        return found->second;
    }

 private:
    Database& database_;
    std::map<std::int64_t, std::optional<ActorName>> known_;
};

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

Result<void> drop_runs(Database& database, const std::vector<std::int64_t>& runs) {
    std::set<std::int64_t> actors;
    for (const std::int64_t run : runs) {
        Query seen = database.query(
            "SELECT DISTINCT actor FROM mention WHERE run = ? AND actor IS NOT NULL");
        seen.bind(run);
        for (const std::int64_t actor : TRY(numbers(std::move(seen)))) actors.insert(actor);
        for (const std::string_view sql :
             {std::string_view("DELETE FROM statement_span WHERE run = ?"),
              std::string_view("DELETE FROM statement_record WHERE run = ?"),
              std::string_view("DELETE FROM mention WHERE run = ?"),
              std::string_view("DELETE FROM topic WHERE run = ?"),
              std::string_view("UPDATE actor_fact SET run = NULL WHERE run = ?")})
            TRY(database.query(sql).bind(run).run());
    }
    for (const std::int64_t actor : actors) TRY(forget_if_unseen(database, actor));
    for (const std::int64_t run : runs)
        TRY(database.query("DELETE FROM annotation_run WHERE id = ?").bind(run).run());
    return {};
}

}  // namespace

PreparedStatements prepare(Understood understood, std::string_view body) {
    PreparedStatements prepared;
    prepared.models = std::move(understood.models);
    Flattener(body, prepared.records).add(std::move(understood.annotations.statements), {});
    for (Actor& actor : understood.annotations.actors)
        prepared.actors.push_back(named(std::move(actor), body));
    prepared.topics = std::move(understood.annotations.topics);
    return prepared;
}

Result<void> keep_understood(Database& database, DispatchId id, std::int64_t reading,
                             Instant arrived, const PreparedStatements& prepared) {
    return Keeper(database, id, arrived, prepared).run(reading);
}

Result<void> replace_understood(Database& database, DispatchId id, std::int64_t reading,
                                Instant arrived, const PreparedStatements& prepared) {
    Query of_reading = database.query("SELECT id FROM annotation_run WHERE reading = ?");
    of_reading.bind(reading);
    const std::vector<std::int64_t> old = TRY(numbers(std::move(of_reading)));
    TRY(database.query("DELETE FROM introduction WHERE dispatch = ?").bind(number_of(id)).run());
    TRY(keep_understood(database, id, reading, arrived, prepared));
    return drop_runs(database, old);  // last: actors that both know keep their ids and addresses
}

Result<void> erase_understood(Database& database, DispatchId id) {
    Query of_dispatch = database.query(
        "SELECT n.id FROM edition e CROSS JOIN reading r ON r.edition = e.id"
        " CROSS JOIN annotation_run n ON n.reading = r.id WHERE e.dispatch = ?");
    of_dispatch.bind(number_of(id));
    const std::vector<std::int64_t> runs = TRY(numbers(std::move(of_dispatch)));
    TRY(database.query("DELETE FROM introduction WHERE dispatch = ?").bind(number_of(id)).run());
    TRY(drop_runs(database, runs));
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
    ActorNames names(database);
    for (Row& row : rows) {
        row.statement.dispatch = id;
        row.statement.speaker = TRY(names.of(row.speaker));
        row.statement.addressee = TRY(names.of(row.addressee));
        statements.push_back(std::move(row.statement));
    }
    TRY(read_spans(database, *run, statements));
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

Result<std::vector<Topic>> find_live_topics(Database& database, DispatchId id) {
    std::vector<Topic> topics;
    Query row = database.query(
        "SELECT t.code, t.label, t.confidence FROM dispatch d"
        " CROSS JOIN annotation_run n ON n.reading = d.reading CROSS JOIN topic t ON t.run = n.id"
        " WHERE d.id = ? AND d.state = 'live' AND n.id = (SELECT max(id) FROM annotation_run"
        " WHERE reading = d.reading) ORDER BY t.ordinal");
    row.bind(number_of(id));
    while (TRY(row.step()))
        topics.push_back({std::string(row.text(0)), std::string(row.text(1)), row.real(2)});
    return topics;
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

}  // namespace chappe
