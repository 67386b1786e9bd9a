// The query's tree becomes a tree of posting lists, in which everything and nothing have been
// thought through to the end; that tree is then written down as an FTS5 expression.
#include "archive/search_match.h"

#include <algorithm>
#include <utility>

#include "archive/known_actors.h"
#include "archive/said.h"
#include "archive/search.h"
#include "archive/search_index.h"
#include "archive/sqlite/terms.h"
#include "base/text.h"

namespace chappe {
namespace {

using Kind = SearchQuery::Kind;
using std::chrono::sys_days;

// Each is a cursor into the index, of 4 KB and more. 60 words in 28 languages have some 500.
constexpr std::size_t most_terms = 2000;

constexpr const char* too_long = "the query asks for too many words at once; shorten it";

struct Node {
    enum class Kind {
        everything,
        nothing,
        blank,  // asks for signs that no word has: to be passed over
        list,   // a posting list: `phrase`
        all,
        any,
        but,  // the first of its parts without the second
    };
    Kind kind = Kind::everything;
    std::string phrase;  // as FTS5's tokenizer gets it
    int wanted = -1;
    std::vector<Node> parts;
};

Node bare(Node::Kind kind) {
    Node node;
    node.kind = kind;
    return node;
}

Node list(std::string phrase, int wanted = -1) {
    Node node;
    node.kind = Node::Kind::list;
    node.phrase = std::move(phrase);
    node.wanted = wanted;
    return node;
}

Node join(Node::Kind kind, std::vector<Node> parts) {
    if (parts.size() == 1) return Node(std::move(parts.front()));
    Node node = bare(kind);
    node.parts = std::move(parts);
    return node;
}

Node any_of(std::vector<Node> parts) {
    std::vector<Node> some;
    bool blank = !parts.empty();
    for (Node& part : parts) {
        if (part.kind == Node::Kind::everything) return Node(std::move(part));
        if (part.kind != Node::Kind::blank) blank = false;
        if (part.kind != Node::Kind::blank && part.kind != Node::Kind::nothing)
            some.push_back(std::move(part));
    }
    if (blank) return bare(Node::Kind::blank);
    return some.empty() ? bare(Node::Kind::nothing) : join(Node::Kind::any, std::move(some));
}

/// All of `with`, none of `without`.
Node all_of(std::vector<Node> with, std::vector<Node> without) {
    std::vector<Node> some;
    std::size_t blanks = 0;
    for (Node& part : with) {
        if (part.kind == Node::Kind::nothing) return Node(std::move(part));
        if (part.kind == Node::Kind::blank) ++blanks;
        if (part.kind != Node::Kind::blank && part.kind != Node::Kind::everything)
            some.push_back(std::move(part));
    }
    const bool only_blanks = !with.empty() && blanks == with.size();
    const bool excludes = !without.empty();
    Node gone = any_of(std::move(without));
    if (gone.kind == Node::Kind::everything) return bare(Node::Kind::nothing);
    if (excludes && gone.kind != Node::Kind::nothing && gone.kind != Node::Kind::blank) {
        Node node = bare(Node::Kind::but);
        if (some.empty()) some.push_back(list(std::string(facet_of_all)));
        node.parts.push_back(join(Node::Kind::all, std::move(some)));
        node.parts.push_back(std::move(gone));
        return node;
    }
    if (!some.empty()) return join(Node::Kind::all, std::move(some));
    return bare(only_blanks ? Node::Kind::blank : Node::Kind::everything);
}

/// Days since 1970, both included.
struct DayRange {
    std::int64_t first = 0, last = -1;
};

std::int64_t number_of_day(std::chrono::year_month_day day) {
    return sys_days(day).time_since_epoch().count();
}

/// A range of days as the fewest blocks of 1, 8, 64, ... days: those of each size stand at both
/// ends of what the larger ones fill.
std::vector<std::string> blocks_of(DayRange days) {
    std::vector<std::string> facets;
    std::int64_t first = days.first, behind = days.last + 1;
    for (int level = 0; first < behind; ++level) {
        constexpr std::int64_t mask = (1 << day_bits) - 1;
        const bool last_level = level == day_levels - 1;
        for (; first < behind && (last_level || (first & mask) != 0); ++first)
            facets.push_back(day_facet(level, first));
        for (; first < behind && (behind & mask) != 0;)
            facets.push_back(day_facet(level, --behind));
        first >>= day_bits;
        behind >>= day_bits;
    }
    return facets;
}

class Compiler {
 public:
    Compiler(Database& database, std::vector<std::string> languages, DayRange days)
        : database_(database), languages_(std::move(languages)), days_(days) {}

    Result<Node> node(const SearchQuery&);
    Wanted take_wanted() { return std::move(wanted_); }
    bool has_too_many_terms() const { return terms_ > most_terms; }

 private:
    Result<Node> all(const std::vector<SearchQuery>&);
    Result<Node> excluded(const SearchQuery&);
    Node words(const std::string& text);
    Result<Node> source(const std::string& name);
    Result<Node> actor(char facet, const std::string& name);
    Node in_statements(const SearchQuery&);
    Node facet(std::string name) {
        ++terms_;
        return list(std::move(name));
    }
    Node days(DayRange);
    std::vector<std::string> narrowed_by(const std::vector<SearchQuery>& parts) const;

    Database& database_;
    std::vector<std::string> languages_;
    DayRange days_;  // that the archive has dispatches of
    bool excluded_ = false;
    Wanted wanted_;
    std::size_t terms_ = 0;
    SearchWords words_;
};

Result<Node> Compiler::node(const SearchQuery& query) {
    switch (query.kind) {
        case Kind::all:
            return all(query.parts);
        case Kind::any: {
            std::vector<Node> parts;
            for (const SearchQuery& part : query.parts) parts.push_back(TRY(node(part)));
            return any_of(std::move(parts));
        }
        case Kind::none: {
            std::vector<Node> without;
            without.push_back(TRY(excluded(query)));
            return all_of({}, std::move(without));
        }
        case Kind::word:
        case Kind::phrase:
            return words(query.text);
        case Kind::source:
            return source(query.text);
        case Kind::language:
            return facet(name_facet('l', query.text));
        case Kind::credit:
            return facet(name_facet('c', query.text));
        case Kind::who:
            return actor('p', query.text);
        case Kind::to:
            return actor('q', query.text);
        case Kind::about:
        case Kind::said:
            return in_statements(query);
        case Kind::stance:
            return facet(name_facet('v', query.text));
        case Kind::since:
            return days({number_of_day(query.day), days_.last});
        case Kind::until:
            return days({days_.first, number_of_day(query.day)});
        case Kind::on:
            return days({number_of_day(query.day), number_of_day(query.day)});
    }
    return bare(Node::Kind::everything);
}

Result<Node> Compiler::excluded(const SearchQuery& query) {
    if (query.parts.size() != 1) return fail(Failure::refused, "an exclusion of nothing");
    const bool outer = std::exchange(excluded_, !excluded_);
    auto made = node(query.parts.front());
    excluded_ = outer;
    return made;
}

Result<Node> Compiler::all(const std::vector<SearchQuery>& parts) {
    const std::vector<std::string> outer = std::exchange(languages_, narrowed_by(parts));
    std::vector<Node> with, without;
    DayRange range = days_;
    bool has_range = false;
    for (const SearchQuery& part : parts) {
        if (part.kind == Kind::since || part.kind == Kind::until) {
            has_range = true;
            const std::int64_t day = number_of_day(part.day);
            if (part.kind == Kind::since)
                range.first = std::max(range.first, day);
            else
                range.last = std::min(range.last, day);
        } else if (part.kind == Kind::none) {
            without.push_back(TRY(excluded(part)));
        } else {
            with.push_back(TRY(node(part)));
        }
    }
    if (has_range) with.push_back(days(range));
    languages_ = outer;
    return all_of(std::move(with), std::move(without));
}

/// A filter by language says in which languages the words beside it are.
std::vector<std::string> Compiler::narrowed_by(const std::vector<SearchQuery>& parts) const {
    const auto is_language = [](const SearchQuery& p) { return p.kind == Kind::language; };
    for (const SearchQuery& part : parts) {
        if (is_language(part)) return {part.text};
        if (part.kind != Kind::any || !std::ranges::all_of(part.parts, is_language)) continue;
        std::vector<std::string> languages;
        for (const SearchQuery& language : part.parts) languages.push_back(language.text);
        return languages;
    }
    return languages_;
}

Node Compiler::words(const std::string& text) {
    std::vector<AnyOf> places = words_.places(text, languages_);
    if (places.empty()) return bare(Node::Kind::blank);
    const int wanted = excluded_ ? -1 : static_cast<int>(wanted_.size());
    for (const AnyOf& place : places) terms_ += place.size();

    Node node;
    if (places.size() == 1) {  // an OR of single terms is the fastest that FTS5 has
        std::vector<Node> forms;
        for (const std::string& term : places.front()) forms.push_back(list(term, wanted));
        node = any_of(std::move(forms));
    } else {
        std::string phrase;
        for (const AnyOf& place : places) {
            if (!phrase.empty()) phrase += place_separator;
            for (const std::string& term : place) {
                if (&term != &place.front()) phrase += term_separator;
                phrase += term;
            }
        }
        node = list(std::move(phrase), wanted);
    }
    if (!excluded_) wanted_.push_back(std::move(places));
    return node;
}

/// By the source's name, its title or a host; by the host of a page or what its site calls itself.
Result<Node> Compiler::source(const std::string& name) {
    const std::string host = host_of(name), folded = name_facet('w', name);
    std::vector<Node> forms;
    if (folded.size() > 2) forms.push_back(facet(folded));
    if (!host.empty()) forms.push_back(facet(host_facet(host)));
    Query row = database_.query("SELECT id, name, title, feed_url, site_url FROM source");
    while (TRY(row.step())) {
        const bool named = equal_ignoring_ascii_case(row.text(1), name) ||
                           (folded.size() > 2 && name_facet('w', row.text(2)) == folded);
        const bool hosts =
            !host.empty() && (host_of(row.text(1)) == host || host_of(row.text(3)) == host ||
                              host_of(row.text(4)) == host);
        if (named || hosts) forms.push_back(facet(number_facet('s', row.integer(0))));
        if (has_too_many_terms()) return fail(Failure::refused, too_long);
    }
    if (forms.empty()) return bare(Node::Kind::nothing);
    return any_of(std::move(forms));
}

/// Who speaks ('p') or is spoken to ('q').
Result<Node> Compiler::actor(char kind, const std::string& name) {
    std::vector<Node> forms;
    for (const KnownActorId id : TRY(actors_named(database_, name)))
        forms.push_back(facet(number_facet(kind, number_of(id))));
    if (has_too_many_terms()) return fail(Failure::refused, too_long);
    if (forms.empty()) return bare(Node::Kind::nothing);
    return any_of(std::move(forms));
}

/// Words that a statement holds stand in a dispatch that has one.
Node Compiler::in_statements(const SearchQuery& query) {
    std::vector<Node> parts;
    for (const std::string_view word : asked_words(query))
        parts.push_back(words(std::string(word)));
    parts.push_back(facet("k:said"));
    return all_of(std::move(parts), {});
}

Node Compiler::days(DayRange range) {
    range.first = std::max(range.first, days_.first);
    range.last = std::min(range.last, days_.last);
    if (range.first > range.last) return bare(Node::Kind::nothing);
    if (range.first == days_.first && range.last == days_.last) return bare(Node::Kind::everything);
    std::vector<Node> blocks;
    for (std::string& name : blocks_of(range)) blocks.push_back(facet(std::move(name)));
    return any_of(std::move(blocks));
}

/// Writes the tree down.
void write(const Node& node, CompiledQuery& out) {
    const auto write_parts = [&](std::string_view by) {
        out.text += '(';
        for (const Node& part : node.parts) {
            if (&part != &node.parts.front()) out.text += by;
            write(part, out);
        }
        out.text += ')';
    };
    switch (node.kind) {
        case Node::Kind::list:
            ((out.text += '"') += node.phrase) += '"';
            out.phrases.push_back(node.wanted);
            break;
        case Node::Kind::all:
            write_parts(" AND ");
            break;
        case Node::Kind::any:
            write_parts(" OR ");
            break;
        case Node::Kind::but:
            write_parts(" NOT ");
            break;
        default:
            break;  // all_of and any_of leave none of these inside
    }
}

Result<DayRange> days_of(Database& database) {
    Query row = database.query(
        "SELECT (SELECT min(day) FROM day_tally), (SELECT max(day) FROM"
        " day_tally)");
    if (!TRY(row.step()) || row.is_null(0)) return DayRange{};
    return DayRange{row.integer(0), row.integer(1)};
}

}  // namespace

Result<CompiledQuery> compile(Database& database, const SearchQuery& query) {
    Compiler compiler(database, TRY(stemmed_languages(database)), TRY(days_of(database)));
    const Node tree = TRY(compiler.node(query));
    if (compiler.has_too_many_terms()) return fail(Failure::refused, too_long);
    CompiledQuery made;
    made.wanted = compiler.take_wanted();
    made.everything = tree.kind == Node::Kind::everything;
    write(tree, made);
    return made;
}

}  // namespace chappe
