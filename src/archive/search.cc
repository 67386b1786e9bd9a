// The parts of the index are asked from the newest on until the page is full. FTS5 walks the
// posting lists from the newest row too and skips whole pages of them where another list has
// nothing, so most searches look at little more than they show.
//
// Two lists that are long and hardly meet would keep it busy for long, so a search that runs out of
// its time is stopped, and goes on block by block (4,096 positions, a posting list of its own to
// intersect with): after each block it is known how far it got, and when the second allowance is
// used up too, the page ends there and `next` goes on.
#include "archive/search.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "archive/columns.h"
#include "archive/lookup.h"
#include "archive/said.h"
#include "archive/search_index.h"
#include "archive/search_match.h"
#include "base/text.h"
#include "language/search_words.h"

namespace chappe {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr milliseconds first_allowance{250};
constexpr milliseconds second_allowance{250};
constexpr milliseconds longest_block{2000};  // of 4,096 dispatches; none has been seen near it

constexpr std::size_t best_window = 1000;  // archive.h promises it
constexpr std::size_t longest_page = 1000;

constexpr std::int64_t end_of_wire = std::numeric_limits<std::int64_t>::max();

/// A match and what ranks it.
struct Found {
    std::int64_t position = 0;
    std::string counts;  // chappe_counts; empty unless asked for
};

class Finder {
 public:
    Finder(Database& database, const CompiledQuery& query, const SaidFilter& said, Copies copies,
           bool counts)
        : database_(database), query_(query), said_(said), copies_(copies), counts_(counts) {}

    /// The newest `limit` before `before`.
    Result<void> find(std::int64_t before, std::size_t limit);

    std::vector<Found>& found() { return found_; }
    /// Everything from here on was looked at; 0 when all was.
    std::int64_t reached() const { return reached_; }

 private:
    Result<void> find_in_part(std::int64_t part, std::int64_t before, std::size_t limit);
    Result<void> find_in_blocks(std::int64_t before, std::size_t limit);
    Result<void> take(Query rows, std::size_t limit);
    /// The index only narrows a search for statements.
    Result<bool> is_said(std::int64_t position);
    /// It is a copy, and its original is found too.
    Result<bool> is_told(std::int64_t position);
    /// Of rows to ask for.
    std::int64_t most(std::size_t limit) const {
        return said_.asks() || copies_ == Copies::once
                   ? -1
                   : static_cast<std::int64_t>(limit - found_.size());
    }
    std::int64_t last_position(std::int64_t before) const {
        return found_.empty() ? before : std::min(before, found_.back().position);
    }

    Database& database_;
    const CompiledQuery& query_;
    const SaidFilter& said_;
    Copies copies_;
    bool counts_;
    std::vector<Found> found_;
    std::int64_t reached_ = 0;
};

Result<void> Finder::take(Query rows, std::size_t limit) {
    while (found_.size() < limit && TRY(rows.step())) {
        const std::int64_t position = rows.integer(0);
        if (said_.asks() && !TRY(is_said(position))) continue;
        if (copies_ == Copies::once && TRY(is_told(position))) continue;
        found_.push_back({position, counts_ ? std::string(rows.text(1)) : std::string()});
    }
    return {};
}

Result<bool> Finder::is_said(std::int64_t position) {
    const auto at = TRY(find_at(database_, ChangeSeq{position}));
    return at && !TRY(said_.lines(database_, *at)).empty();
}

Result<bool> Finder::is_told(std::int64_t position) {
    std::int64_t original = 0;
    {
        Query row = database_.query(
            "SELECT o.position FROM dispatch d CROSS JOIN copy_member m ON m.dispatch = d.id"
            " AND m.original = 0 CROSS JOIN copy_member c ON c.copy_group = m.copy_group"
            " AND c.original = 1 CROSS JOIN dispatch o ON o.id = c.dispatch"
            " WHERE d.state = 'live' AND d.position = ?");
        row.bind(position);
        if (!TRY(row.step())) return false;
        original = row.integer(0);
    }
    {
        Query row = database_.query(part_sql(
            "SELECT 1 FROM search_# WHERE search_# MATCH ? AND rowid = ?", original >> part_bits));
        row.bind(query_.text, original);
        if (!TRY(row.step())) return false;
    }
    if (!said_.asks()) return true;
    return is_said(original);
}

constexpr const char* newest_in_part =
    "SELECT rowid FROM search_# WHERE search_# MATCH ? AND rowid < ? ORDER BY rowid DESC LIMIT ?";
constexpr const char* counted_in_part =
    "SELECT rowid, chappe_counts(search_#) FROM search_# WHERE search_# MATCH ? AND rowid < ?"
    " ORDER BY rowid DESC LIMIT ?";

Result<void> Finder::find_in_part(std::int64_t part, std::int64_t before, std::size_t limit) {
    Query rows = database_.query(part_sql(counts_ ? counted_in_part : newest_in_part, part));
    rows.bind(query_.text, before, most(limit));
    return take(std::move(rows), limit);
}

Result<void> Finder::find(std::int64_t before, std::size_t limit) {
    std::vector<std::int64_t> parts;
    {
        Query row =
            database_.query("SELECT part FROM search_part WHERE part <= ? ORDER BY part DESC");
        row.bind((before - 1) >> part_bits);
        while (TRY(row.step())) parts.push_back(row.integer(0));
    }
    {
        const Database::Deadline deadline(database_, Clock::now() + first_allowance);
        Result<void> done;
        for (const std::int64_t part : parts) {
            done = find_in_part(part, before, limit);
            if (!done || found_.size() >= limit) break;
        }
        if (done) return {};
        if (!deadline.passed()) return done;
    }
    return find_in_blocks(last_position(before), limit);
}

Result<void> Finder::find_in_blocks(std::int64_t before, std::size_t limit) {
    const auto end = Clock::now() + second_allowance;
    const std::int64_t newest =
        TRY(database_.query("SELECT max(position) FROM dispatch WHERE state = 'live'").value())
            .value_or(0);
    before = std::min(before, newest + 1);
    for (std::int64_t block = (before - 1) >> block_bits; block >= 0; --block) {
        const std::int64_t part = block >> (part_bits - block_bits);
        const std::string match = "(" + query_.text + ") AND \"" + number_facet('b', block) + '"';
        const Database::Deadline deadline(database_, Clock::now() + longest_block);
        Query known = database_.query("SELECT 1 FROM search_part WHERE part = ?");
        known.bind(part);
        if (TRY(known.step())) {
            Query rows =
                database_.query(part_sql(counts_ ? counted_in_part : newest_in_part, part));
            rows.bind(match, before, most(limit));
            TRY(take(std::move(rows), limit));
        }
        if (found_.size() >= limit) return {};
        if (Clock::now() >= end) {
            reached_ = block << block_bits;
            return {};
        }
    }
    return {};
}

// ---- ranking

/// How well each of the window matches: BM25's saturation of counts (k1 = 1.2; Robertson and
/// Zaragoza 2009, 3.4), the title counting eight times, the lead three times; a word's rarity is
/// taken within the window, since counting the archive would cost a walk over it. Length is left
/// out: dispatches are of a kind.
std::vector<double> scores_of(const CompiledQuery& query, const std::vector<Found>& window) {
    constexpr std::array<double, 3> weights = {8, 3, 1};
    constexpr double k1 = 1.2;
    const std::size_t wanted = query.wanted.size();
    std::vector<std::vector<double>> counts(window.size(), std::vector<double>(wanted));
    std::vector<double> matched(wanted);
    for (std::size_t i = 0; i < window.size(); ++i) {
        for (std::size_t phrase = 0; phrase < query.phrases.size(); ++phrase) {
            const int w = query.phrases[phrase];
            if (w < 0 || window[i].counts.size() < (phrase + 1) * weights.size()) continue;
            for (std::size_t column = 0; column < weights.size(); ++column)
                counts[i][static_cast<std::size_t>(w)] +=
                    weights[column] *
                    static_cast<unsigned char>(window[i].counts[phrase * weights.size() + column]);
        }
        for (std::size_t w = 0; w < wanted; ++w) matched[w] += counts[i][w] > 0 ? 1 : 0;
    }
    std::vector<double> scores(window.size());
    const auto size = static_cast<double>(window.size());
    for (std::size_t i = 0; i < window.size(); ++i)
        for (std::size_t w = 0; w < wanted; ++w) {
            const double rarity = std::log(1 + (size - matched[w] + 0.5) / (matched[w] + 0.5));
            scores[i] += rarity * counts[i][w] * (k1 + 1) / (counts[i][w] + k1);
        }
    return scores;
}

/// The best first; of equals the newest. At most `limit` are left.
void rank(const CompiledQuery& query, std::vector<Found>& window, std::size_t limit) {
    const std::vector<double> scores = scores_of(query, window);
    std::vector<std::size_t> order(window.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    const std::size_t left = std::min(limit, order.size());
    std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(left), order.end(),
                      [&](std::size_t a, std::size_t b) {
                          return std::pair(-scores[a], a) < std::pair(-scores[b], b);
                      });
    std::vector<Found> best;
    for (std::size_t i = 0; i < left; ++i) best.push_back(std::move(window[order[i]]));
    window = std::move(best);
}

// ---- pages

Result<Hits> everything(Database& database, const Search& search, std::size_t limit) {
    Hits hits;
    Snippets snippets({});
    for (WireEntry& entry : TRY(find_latest(database, search.before, limit + 1, search.copies))) {
        if (hits.hits.size() == limit) {
            hits.next = hits.hits.back().entry.position;
            break;
        }
        Snippet snippet = snippets.of(entry.title, entry.summary, entry.language);
        hits.hits.push_back({std::move(entry), std::move(snippet), {}});
    }
    return hits;
}

Result<std::vector<Hit>> hits_at(Database& database, const CompiledQuery& query,
                                 const SaidFilter& said, const std::vector<Found>& found) {
    std::vector<Hit> hits;
    Snippets snippets(query.wanted);
    for (const Found& one : found) {
        auto at = TRY(find_at(database, ChangeSeq{one.position}));
        if (!at) continue;
        Snippet snippet = snippets.of(at->entry.title, at->body, at->entry.language);
        std::vector<SaidLine> lines;
        if (said.asks()) lines = TRY(said.lines(database, *at));
        hits.push_back({std::move(at->entry), std::move(snippet), std::move(lines)});
    }
    return hits;
}

}  // namespace

Result<Hits> find_hits(Database& database, const Search& search) {
    const Transaction moment = TRY(Transaction::read(database));
    const std::size_t limit = std::clamp<std::size_t>(search.limit, 1, longest_page);
    const CompiledQuery query = TRY(compile(database, search.query));
    if (query.everything) return everything(database, search, limit);
    if (query.text.empty()) return Hits{};

    const bool best = search.order == Order::best && !query.wanted.empty();
    const std::size_t window = best ? std::max(best_window, limit) : limit;
    const SaidFilter said = TRY(SaidFilter::make(database, search.query));
    Finder finder(database, query, said, search.copies, best);
    TRY(finder.find(search.before ? number_of(*search.before) : end_of_wire, window + 1));

    std::vector<Found>& found = finder.found();
    Hits hits;
    if (finder.reached() > 0) hits.next = ChangeSeq{finder.reached()};
    if (found.size() > window) {
        found.resize(window);
        hits.next = ChangeSeq{found.back().position};
    }
    if (best) rank(query, found, limit);
    hits.hits = TRY(hits_at(database, query, said, found));
    return hits;
}

Result<std::vector<ChangeSeq>> find_positions(Database& database, const Search& search) {
    const std::int64_t before = search.before ? number_of(*search.before) : end_of_wire;
    const std::size_t limit = std::clamp<std::size_t>(search.limit, 1, longest_page);
    const CompiledQuery query = TRY(compile(database, search.query));
    std::vector<ChangeSeq> positions;
    if (query.everything) {
        for (const WireEntry& entry :
             TRY(find_latest(database, search.before, limit, search.copies)))
            positions.push_back(entry.position);
        return positions;
    }
    if (query.text.empty()) return positions;
    const SaidFilter said = TRY(SaidFilter::make(database, search.query));
    Finder finder(database, query, said, search.copies, false);
    TRY(finder.find(before, limit));
    for (const Found& found : finder.found()) positions.push_back(ChangeSeq{found.position});
    return positions;
}

Result<bool> is_hit(Database& database, const SearchQuery& asked, ChangeSeq position) {
    const CompiledQuery query = TRY(compile(database, asked));
    const auto at = TRY(find_at(database, position));
    if (!at) return false;
    if (query.everything) return true;
    if (query.text.empty()) return false;
    const std::int64_t part = number_of(position) >> part_bits;
    {
        Query known = database.query("SELECT 1 FROM search_part WHERE part = ?");
        known.bind(part);
        if (!TRY(known.step())) return false;
        Query row = database.query(
            part_sql("SELECT rowid FROM search_# WHERE search_# MATCH ? AND rowid = ?", part));
        row.bind(query.text, number_of(position));
        if (!TRY(row.step())) return false;
    }
    const SaidFilter said = TRY(SaidFilter::make(database, asked));
    return !said.asks() || !TRY(said.lines(database, *at)).empty();
}

// ---- tallies

Result<std::vector<std::string>> stemmed_languages(Database& database) {
    std::vector<std::string> languages;
    Query row = database.query("SELECT language FROM language_tally ORDER BY language");
    while (TRY(row.step()))
        if (has_stemmer(row.text(0))) languages.emplace_back(row.text(0));
    return languages;
}

Result<std::vector<Tally>> find_sources(Database& database) {
    std::vector<Tally> sources;
    Query row = database.query(
        "SELECT s.name, s.title, t.dispatches, t.newest FROM source s"
        " JOIN source_tally t ON t.source = s.id ORDER BY s.name");
    while (TRY(row.step()))
        sources.push_back({std::string(row.text(0)), Text::repair(row.text(1)), row.integer(2),
                           instant_at(row.integer(3))});
    return sources;
}

Result<std::vector<Tally>> find_agencies(Database& database) {
    std::vector<Tally> agencies;
    Query row =
        database.query("SELECT agency, dispatches, newest FROM agency_tally ORDER BY agency");
    while (TRY(row.step()))
        agencies.push_back(
            {std::string(row.text(0)), {}, row.integer(1), instant_at(row.integer(2))});
    return agencies;
}

Result<std::vector<DayTally>> find_days(Database& database, std::chrono::year_month_day first,
                                        std::chrono::year_month_day last) {
    using std::chrono::sys_days;
    std::vector<DayTally> days;
    Query row = database.query(
        "SELECT day, dispatches FROM day_tally WHERE day BETWEEN ? AND ? ORDER BY day");
    row.bind(sys_days(first).time_since_epoch().count(), sys_days(last).time_since_epoch().count());
    while (TRY(row.step()))
        days.push_back({sys_days(std::chrono::days(row.integer(0))), row.integer(1)});
    return days;
}

}  // namespace chappe
