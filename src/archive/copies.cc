// A new text is looked up by its keys; the few dispatches that share most of them are read from the
// archive and compared shingle by shingle. What the latest dispatches of its source all have is
// small print and is left out, but that is looked at only when something was found: nine of ten
// dispatches cost a dozen seeks and nothing else.
#include "archive/copies.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "archive/agency_names.h"
#include "archive/columns.h"
#include "archive/copy_index.h"
#include "archive/desk.h"
#include "archive/lookup.h"
#include "language/shingles.h"

namespace chappe {
namespace {

constexpr std::size_t most_compared = 6;        // dispatches, whose bodies are read
constexpr std::size_t most_guessed = 24;        // by their sketches
constexpr double certain = 0.9;                 // likeness; nothing better is looked for
constexpr std::int64_t latest_of_source = 6;    // dispatches, in which small print is looked for
constexpr std::int64_t most_for_election = 64;  // members of a group; in larger ones all is said
constexpr std::int64_t a_step = 20;             // old dispatches: some 10 ms

// ---- rows

Result<std::string> body_of(Database& database, std::int64_t id) {
    Query row = database.query(
        "SELECT b.body FROM dispatch d CROSS JOIN body b ON b.reading = d.reading WHERE d.id = ?");
    row.bind(id);
    if (!TRY(row.step())) return std::string();
    return std::string(row.text(0));
}

struct Membership {
    std::int64_t group = 0;  // 0: in none
    bool original = false;
    bool by_person = false;
};

Result<Membership> membership_of(Database& database, std::int64_t id) {
    Query row =
        database.query("SELECT copy_group, original, set_by FROM copy_member WHERE dispatch = ?");
    row.bind(id);
    if (!TRY(row.step())) return Membership{};
    return Membership{row.integer(0), row.integer(1) != 0, row.text(2) == "person"};
}

enum class Says { model, person };

Result<void> keep_member(Database& database, std::int64_t id, std::int64_t group, bool original,
                         double similarity, Says by) {
    return database
        .query(
            "INSERT OR REPLACE INTO copy_member (dispatch, copy_group, original, similarity,"
            " set_by, at) VALUES (?, ?, ?, ?, ?, ?)")
        .bind(id, group, original ? 1 : 0, similarity,
              std::string_view(by == Says::person ? "person" : "model"), seconds_of(now()))
        .run();
}

Result<std::int64_t> make_group(Database& database) {
    TRY(database.query("INSERT INTO copy_group (made) VALUES (?)").bind(seconds_of(now())).run());
    return database.last_id();
}

/// Those whose place has changed, each once.
void add_other(Grouped& grouped, std::int64_t id) {
    const DispatchId other{id};
    if (std::find(grouped.others.begin(), grouped.others.end(), other) == grouped.others.end())
        grouped.others.push_back(other);
}

// ---- the original

struct Elector {
    std::int64_t id = 0;
    bool original = false;
    bool by_person = false;
    std::string agency;
    std::vector<std::string> names;  // that it could be called by: site, source, host
};

/// The members, by arrival.
Result<std::vector<Elector>> electors_of(Database& database, std::int64_t group) {
    std::vector<Elector> all;
    Query row = database.query(
        "SELECT d.id, m.original, m.set_by = 'person', r.agency, r.site, r.url, s.name, s.title"
        " FROM copy_member m CROSS JOIN dispatch d ON d.id = m.dispatch"
        " CROSS JOIN reading r ON r.id = d.reading CROSS JOIN source s ON s.id = d.source"
        " WHERE m.copy_group = ? ORDER BY d.arrived, d.id LIMIT ?");
    row.bind(group, most_for_election);
    while (TRY(row.step())) {
        Elector one{
            row.integer(0), row.integer(1) != 0, row.integer(2) != 0, std::string(row.text(3)), {}};
        for (int column = 4; column < 8; ++column)
            if (!row.text(column).empty()) one.names.emplace_back(row.text(column));
        all.push_back(std::move(one));
    }
    return all;
}

/// The first that is the own dispatch of an agency which one of them credits, else the first.
const Elector& elected(const std::vector<Elector>& electors) {
    std::vector<std::string> spellings;
    for (const Elector& one : electors) {
        const auto more = spellings_of(one.agency);
        spellings.insert(spellings.end(), more.begin(), more.end());
    }
    for (const Elector& one : electors)
        if (std::any_of(one.names.begin(), one.names.end(),
                        [&](const std::string& name) { return is_called(spellings, name); }))
            return one;
    return electors.front();
}

Result<void> set_original(Database& database, std::int64_t id, bool original) {
    return database.query("UPDATE copy_member SET original = ? WHERE dispatch = ?")
        .bind(original ? 1 : 0, id)
        .run();
}

/// Names the group's original. One that a person has chosen stays.
Result<void> elect(Database& database, std::int64_t group, Grouped& grouped) {
    const std::vector<Elector> electors = TRY(electors_of(database, group));
    if (electors.empty()) return {};
    const auto before = std::find_if(electors.begin(), electors.end(),
                                     [](const Elector& one) { return one.original; });
    const bool full = electors.size() == static_cast<std::size_t>(most_for_election);
    if (before != electors.end() && (before->by_person || full)) return {};
    const Elector& after = elected(electors);
    if (after.original) return {};
    if (before != electors.end()) {
        TRY(set_original(database, before->id, false));
        add_other(grouped, before->id);
    }
    TRY(set_original(database, after.id, true));
    add_other(grouped, after.id);
    return {};
}

/// With the keys that no other member of its group has, and that tell something.
Result<void> sign(Database& database, DispatchId id, const CopyText& text,
                  const std::vector<KeyFound>& keys, std::int64_t group) {
    if (text.keys.empty()) return drop_signature(database, id);
    std::vector<std::int64_t> own;
    std::map<std::int64_t, bool> in_group;
    for (const KeyFound& found : keys) {
        bool covered = found.common;
        for (std::size_t i = 0; i < found.dispatches.size() && !covered && group != 0; ++i) {
            const auto [known, is_new] = in_group.try_emplace(found.dispatches[i]);
            if (is_new)
                known->second = TRY(membership_of(database, found.dispatches[i])).group == group;
            covered = known->second;
        }
        if (!covered) own.push_back(found.key);
    }
    return keep_signature(database, id, own, text.sketch);
}

/// With all keys that tell something: it is to be found by its whole text, not only by what was its
/// own.
Result<void> sign_whole(Database& database, DispatchId id) {
    std::int64_t arrived = 0;
    {
        Query row = database.query("SELECT arrived FROM dispatch WHERE id = ?");
        row.bind(number_of(id));
        arrived = TRY(row.value()).value_or(0);
    }
    const CopyText text = copy_text(TRY(body_of(database, number_of(id))));
    return sign(database, id, text, TRY(find_keys(database, id, arrived, text.keys)), 0);
}

/// Out of its group, which goes on without it or ends.
Result<void> take_out(Database& database, DispatchId id, Grouped& grouped) {
    const Membership member = TRY(membership_of(database, number_of(id)));
    if (member.group == 0) return {};
    TRY(database.query("DELETE FROM copy_member WHERE dispatch = ?").bind(number_of(id)).run());
    std::vector<std::pair<std::int64_t, bool>> left;  // and whether a person says so
    {
        Query row = database.query(
            "SELECT dispatch, set_by = 'person' FROM copy_member WHERE copy_group = ? LIMIT 2");
        row.bind(member.group);
        while (TRY(row.step())) left.emplace_back(row.integer(0), row.integer(1) != 0);
    }
    if (left.empty())
        return database.query("DELETE FROM copy_group WHERE id = ?").bind(member.group).run();
    if (member.original) TRY(elect(database, member.group, grouped));
    if (left.size() == 1 && !left.front().second) {
        TRY(database.query("DELETE FROM copy_member WHERE copy_group = ?")
                .bind(member.group)
                .run());
        TRY(database.query("DELETE FROM copy_group WHERE id = ?").bind(member.group).run());
    }
    std::optional<std::int64_t> heir;
    if (left.size() == 1)
        heir = left.front().first;
    else if (member.original && !grouped.others.empty())
        heir = number_of(grouped.others.back());
    if (!heir) return {};
    if (left.size() == 1 && member.original) add_other(grouped, *heir);
    return sign_whole(database, DispatchId{*heir});
}

// ---- finding

class CopyFinder {
 public:
    CopyFinder(Database& database, DispatchId id, const CopyText& text)
        : database_(database), id_(number_of(id)), text_(text) {}

    struct Match {
        std::int64_t dispatch = 0;
        std::int64_t group = 0;
        double likeness = 0;
    };
    /// The dispatch that this one is most like, if any.
    Result<std::optional<Match>> find(const std::vector<KeyFound>&);
    Result<void> look_at_itself();
    std::int64_t arrived() const { return arrived_; }

 private:
    struct Other {
        std::int64_t id = 0;
        std::int64_t source = 0;
        std::int64_t group = 0;
        std::vector<std::uint64_t> shingles;  // a set
    };
    Result<std::optional<Other>> load(std::int64_t candidate);
    Result<double> compare(const Other&);
    Result<std::vector<std::uint64_t>> small_print(const Other&);
    Result<void> add_latest(std::int64_t source, const Other&,
                            std::vector<std::vector<std::uint64_t>>& texts);

    Database& database_;
    const std::int64_t id_;
    const CopyText& text_;
    std::vector<std::uint64_t> shingles_;  // a set; empty until something is compared
    std::int64_t arrived_ = 0;
    std::int64_t source_ = 0;
    bool is_ours_ = false;  // written here, and nowhere else
};

Result<void> CopyFinder::look_at_itself() {
    Query row = database_.query(
        "SELECT d.arrived, d.source, s.name = 'desk' AND r.url = '' FROM dispatch d"
        " CROSS JOIN source s ON s.id = d.source CROSS JOIN reading r ON r.id = d.reading"
        " WHERE d.id = ?");
    row.bind(id_);
    if (!TRY(row.step())) return fail(Failure::absent, "there is no such dispatch");
    arrived_ = row.integer(0);
    source_ = row.integer(1);
    is_ours_ = row.integer(2) != 0;
    return {};
}

/// Those that share the most keys, of equals the first that came.
std::vector<std::int64_t> ranked(const std::vector<KeyFound>& keys) {
    std::map<std::int64_t, int> shared;
    for (const KeyFound& one : keys)
        if (!one.common)
            for (const std::int64_t dispatch : one.dispatches) ++shared[dispatch];
    std::vector<std::pair<int, std::int64_t>> order;
    for (const auto& [dispatch, count] : shared) order.emplace_back(-count, dispatch);
    const std::size_t left = std::min(order.size(), most_guessed);
    std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(left),
                      order.end());
    std::vector<std::int64_t> best;
    for (std::size_t i = 0; i < left; ++i) best.push_back(order[i].second);
    return best;
}

Result<std::optional<CopyFinder::Match>> CopyFinder::find(const std::vector<KeyFound>& keys) {
    std::optional<Match> best;
    std::size_t compared = 0;
    for (const std::int64_t candidate : ranked(keys)) {
        const auto sketch = TRY(find_sketch(database_, DispatchId{candidate}));
        if (!sketch || !may_be_copies(text_.sketch, *sketch)) continue;
        const std::optional<Other> other = TRY(load(candidate));
        if (!other) continue;
        const double like = TRY(compare(*other));
        if (like > 0 && (!best || like > best->likeness))
            best = Match{other->id, other->group, like};
        if (best && best->likeness >= certain) break;
        if (++compared == most_compared) break;
    }
    return best;
}

Result<std::optional<CopyFinder::Other>> CopyFinder::load(std::int64_t candidate) {
    Query row = database_.query(
        "SELECT d.source, coalesce(m.copy_group, 0), b.body FROM dispatch d"
        " CROSS JOIN body b ON b.reading = d.reading"
        " LEFT JOIN copy_member m ON m.dispatch = d.id"
        " WHERE d.id = ?1 AND d.state = 'live' AND abs(d.arrived - ?2) <= ?3");
    row.bind(candidate, arrived_, copy_window);
    if (!TRY(row.step())) return std::nullopt;
    return Other{candidate, row.integer(0), row.integer(1), as_set(shingles_of(row.text(2)))};
}

/// 0: no copies.
Result<double> CopyFinder::compare(const Other& other) {
    if (shingles_.empty()) shingles_ = as_set(text_.shingles);
    const SameSource same = other.source == source_ ? SameSource::yes : SameSource::no;
    // Whoever writes here twice means it: neither hides the other.
    if (is_ours_ && same == SameSource::yes) return 0;
    const std::size_t smaller = std::min(shingles_.size(), other.shingles.size());
    if (!are_copies(likeness(shingles_, other.shingles, same), smaller, same)) return 0;
    const double like = likeness(shingles_, other.shingles, same, TRY(small_print(other)));
    return are_copies(like, smaller, same) ? like : 0;
}

/// What two of the latest dispatches of a source have in common though they are no copies of what
/// is compared.
Result<std::vector<std::uint64_t>> CopyFinder::small_print(const Other& other) {
    std::vector<std::uint64_t> printed;
    for (const std::int64_t source : {source_, other.source}) {
        std::vector<std::vector<std::uint64_t>> texts;
        TRY(add_latest(source, other, texts));
        for (std::size_t i = 0; i < texts.size(); ++i)
            for (std::size_t j = i + 1; j < texts.size(); ++j)
                std::set_intersection(texts[i].begin(), texts[i].end(), texts[j].begin(),
                                      texts[j].end(), std::back_inserter(printed));
        if (source_ == other.source) break;
    }
    return as_set(std::move(printed));
}

Result<void> CopyFinder::add_latest(std::int64_t source, const Other& other,
                                    std::vector<std::vector<std::uint64_t>>& texts) {
    Query row = database_.query(
        "SELECT d.id, coalesce(m.copy_group, 0), b.body FROM dispatch d"
        " CROSS JOIN body b ON b.reading = d.reading"
        " LEFT JOIN copy_member m ON m.dispatch = d.id"
        " WHERE d.source = ? AND d.state = 'live' ORDER BY d.position DESC LIMIT ?");
    row.bind(source, latest_of_source + 2);
    while (TRY(row.step())) {
        const bool pair = row.integer(0) == id_ || row.integer(0) == other.id;
        const bool in_group = other.group != 0 && row.integer(1) == other.group;
        if (!pair && !in_group) texts.push_back(as_set(shingles_of(row.text(2))));
    }
    return {};
}

/// Behind the dispatch that it is like, or before it.
Result<void> join(Database& database, DispatchId id, const CopyFinder::Match& match, Says by,
                  Grouped& grouped) {
    std::int64_t group = match.group;
    if (group == 0) {
        group = TRY(make_group(database));
        TRY(keep_member(database, match.dispatch, group, true, 1, Says::model));
    }
    TRY(keep_member(database, number_of(id), group, false, match.likeness, by));
    return elect(database, group, grouped);
}

/// What readers saw of it: behind which original it stood. 0: behind none.
Result<std::int64_t> original_of(Database& database, std::int64_t id) {
    Query row = database.query(
        "SELECT o.dispatch FROM copy_member m CROSS JOIN copy_member o"
        " ON o.copy_group = m.copy_group AND o.original = 1"
        " WHERE m.dispatch = ? AND m.original = 0");
    row.bind(id);
    return TRY(row.value()).value_or(0);
}

/// Sees what of a dispatch's place a step has changed.
class Place {
 public:
    static Result<Place> of(Database& database, DispatchId id) {
        return Place(database, id, TRY(original_of(database, number_of(id))));
    }
    Result<Grouped> after(Grouped grouped) const {
        const std::int64_t now = TRY(original_of(database_, number_of(id_)));
        grouped.copy = now != 0;
        grouped.moved = now != before_;
        std::erase(grouped.others, id_);
        return grouped;
    }

 private:
    Place(Database& database, DispatchId id, std::int64_t before)
        : database_(database), id_(id), before_(before) {}
    Database& database_;
    DispatchId id_;
    std::int64_t before_;
};

}  // namespace

Result<Grouped> find_group(Database& database, DispatchId id, const CopyText& text) {
    const Place place = TRY(Place::of(database, id));
    const Membership member = TRY(membership_of(database, number_of(id)));
    Grouped grouped;
    std::int64_t group = member.group;
    CopyFinder finder(database, id, text);
    TRY(finder.look_at_itself());
    const auto keys = TRY(find_keys(database, id, finder.arrived(), text.keys));
    // What others are copies of stays their original, whatever its next edition says.
    if (!member.by_person && !(member.group != 0 && member.original)) {
        const auto match = TRY(finder.find(keys));
        const bool stays = match && match->group != 0 && match->group == member.group;
        if (member.group != 0 && !stays) TRY(take_out(database, id, grouped));
        group = stays ? member.group : 0;
        if (match && !stays) {
            // Its group may have ended with this one's leaving.
            CopyFinder::Match now = *match;
            now.group = TRY(membership_of(database, match->dispatch)).group;
            TRY(join(database, id, now, Says::model, grouped));
            group = TRY(membership_of(database, number_of(id))).group;
        }
    }
    TRY(sign(database, id, text, keys, group));
    return place.after(std::move(grouped));
}

Result<Grouped> find_group(Database& database, DispatchId id) {
    return find_group(database, id, copy_text(TRY(body_of(database, number_of(id)))));
}

Result<void> tell_of_group(Database& database, DispatchId id, const Grouped& grouped,
                           Effects& effects) {
    std::vector<DispatchId> moved = grouped.others;
    if (grouped.moved) moved.insert(moved.begin(), id);
    for (const DispatchId one : moved) {
        std::int64_t edition = 0;
        {
            Query row = database.query("SELECT edition FROM dispatch WHERE id = ?");
            row.bind(number_of(one));
            edition = TRY(row.value()).value_or(0);
        }
        TRY(add_change(database, one, "copy", edition, effects));
    }
    return {};
}

Result<void> find_group_again(Database& database, DispatchId id, Effects& effects) {
    {
        Query row = database.query("SELECT 1 FROM dispatch WHERE id = ? AND state = 'live'");
        row.bind(number_of(id));
        if (!TRY(row.step())) return {};
    }
    return tell_of_group(database, id, TRY(find_group(database, id)), effects);
}

Result<void> leave_group(Database& database, DispatchId id, Effects& effects) {
    Grouped grouped;
    TRY(drop_signature(database, id));
    TRY(take_out(database, id, grouped));
    std::erase(grouped.others, id);
    return tell_of_group(database, id, grouped, effects);
}

// ---- what a person says

namespace {

Result<void> check_live(Database& database, DispatchId id) {
    const Standing standing = TRY(find_standing(database, id));
    if (standing.state != DispatchState::live)
        return fail(Failure::refused, "it is not on the wire");
    return {};
}

}  // namespace

Result<void> join_group_of(Database& database, DispatchId id, DispatchId of, Effects& effects) {
    if (id == of) return fail(Failure::refused, "no dispatch is a copy of itself");
    TRY(check_live(database, id));
    TRY(check_live(database, of));
    const Place place = TRY(Place::of(database, id));
    Grouped grouped;
    const Membership member = TRY(membership_of(database, number_of(id)));
    Membership other = TRY(membership_of(database, number_of(of)));
    if (other.group == 0 || other.group != member.group) {
        TRY(take_out(database, id, grouped));
        other = TRY(membership_of(database, number_of(of)));
    } else if (member.original) {
        return fail(Failure::refused, "that one is a copy of this one; take it out first");
    }
    const auto text = as_set(shingles_of(TRY(body_of(database, number_of(id)))));
    const auto of_other = as_set(shingles_of(TRY(body_of(database, number_of(of)))));
    TRY(join(database, id, {number_of(of), other.group, likeness(text, of_other, SameSource::no)},
             Says::person, grouped));
    return tell_of_group(database, id, TRY(place.after(std::move(grouped))), effects);
}

Result<void> stand_alone(Database& database, DispatchId id, Effects& effects) {
    TRY(check_live(database, id));
    const Place place = TRY(Place::of(database, id));
    Grouped grouped;
    TRY(take_out(database, id, grouped));
    const std::int64_t group = TRY(make_group(database));
    TRY(keep_member(database, number_of(id), group, true, 1, Says::person));
    TRY(sign_whole(database, id));
    return tell_of_group(database, id, TRY(place.after(std::move(grouped))), effects);
}

// ---- what was kept before there were groups

namespace {

Result<std::optional<std::int64_t>> copy_state(Database& database, std::string_view name) {
    Query row = database.query("SELECT value FROM copy_state WHERE name = ?");
    row.bind(name);
    return row.value();
}

Result<void> set_copy_state(Database& database, std::string_view name, std::int64_t value) {
    return database.query("INSERT OR REPLACE INTO copy_state VALUES (?, ?)")
        .bind(name, value)
        .run();
}

/// Keys of other shingles find nothing any more.
Result<void> begin_groups(Database& database) {
    if (TRY(copy_state(database, "version")).value_or(0) != 0) {
        TRY(database.execute("DELETE FROM copy_band"));
        TRY(database.execute("DELETE FROM copy_signature"));
    }
    TRY(set_copy_state(database, "version", shingles_version));
    return set_copy_state(database, "next", 0);
}

}  // namespace

Result<bool> waits_for_groups(Database& database) {
    if (TRY(copy_state(database, "version")) != shingles_version) return true;
    return TRY(copy_state(database, "next")).has_value();
}

Result<void> find_groups_of_old(Database& database, Effects& effects) {
    if (TRY(copy_state(database, "version")) != shingles_version) TRY(begin_groups(database));
    const auto next = TRY(copy_state(database, "next"));
    if (!next) return {};
    std::vector<DispatchId> step;
    {
        Query row = database.query(
            "SELECT id FROM dispatch WHERE id >= ? AND state = 'live' ORDER BY id LIMIT ?");
        row.bind(*next, a_step);
        while (TRY(row.step())) step.push_back(DispatchId{row.integer(0)});
    }
    for (const DispatchId id : step)
        if (!TRY(find_sketch(database, id))) TRY(find_group_again(database, id, effects));
    if (step.size() < static_cast<std::size_t>(a_step))
        return database.query("DELETE FROM copy_state WHERE name = 'next'").run();
    return set_copy_state(database, "next", number_of(step.back()) + 1);
}

}  // namespace chappe
