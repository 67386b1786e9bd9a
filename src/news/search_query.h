#pragma once
// SearchQuery: what a reader looks for, as a tree. It crosses the archive's door as this, never as
// SQL.
//
//     paix "cessez-le-feu" (Aliyev OR Bakou) -sport lang:fr since:7d
//
//     all ── word paix · phrase cessez-le-feu · any(word Aliyev, word Bakou)
//         └─ none(word sport) · language fr · since 2026-11-18

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/span.h"

namespace chappe {

struct SearchQuery {
    enum class Kind {
        all,       // of `parts`; without any: everything
        any,       // of `parts`
        none,      // not its one part
        word,      // `text`
        phrase,    // `text`: these words, in this order, next to each other
        source,    // `text`: a source's name, site or host
        language,  // `text`: BCP 47 primary subtag
        credit,    // `text`: an agency
        since,     // `day` and later
        until,     // `day` and earlier
        on,        // `day` alone
        // Of one statement, where they stand side by side:
        who,     // `text`: who says it, by name
        to,      // `text`: to whom, by name
        about,   // `text`: words that stand in it
        said,    // `text`: words that stand in it, in this order, next to each other
        stance,  // `text`: name_of(Stance)
    };
    Kind kind = Kind::all;
    std::string text;
    /// Of a dispatch: the local day of its publication when it is known, else its day of arrival.
    std::chrono::year_month_day day{};
    std::vector<SearchQuery> parts;

    friend bool operator==(const SearchQuery&, const SearchQuery&) = default;
};

struct QueryProblem {
    enum class Kind {
        open_quote,      // a " without its end
        open_bracket,    // ( without )
        stray_bracket,   // ) without (
        empty_brackets,  // ()
        nothing_after,   // OR, - or lang: with nothing behind it
        unknown_filter,  // colour:red
        not_a_day,       // since:tomorow
        not_a_stance,    // stance:maybe
        too_deep,        // more than 20 brackets in one another
        too_long,        // more than 1,000 bytes or 60 terms
    };
    Kind kind = Kind::open_quote;
    Span place;  // in the query as it was typed, bytes
};
/// One English line: what is wrong and what to do.
std::string_view words_of(QueryProblem::Kind);

struct ParsedQuery {
    SearchQuery query;
    std::vector<QueryProblem> problems;  // empty: the query is right; at most 10, in its order
};

/// Total and linear in the text. `today` is what `7d` and "today" count from. Filters also answer
/// to their French names (langue: agence: depuis: jusqu: le: qui: à: sur: dit: posture:); OR also
/// to OU. `to:` with a day is `until:`. A space joins with AND; OR binds closer than it: `lang:fr
/// paix OR guerre` is French and one of the two. Exclusions alone are a query (everything but). A
/// month or a year is all its days. When there are problems, `query` is what could be understood.
ParsedQuery parse_query(std::string_view text, std::chrono::year_month_day today);

}  // namespace chappe
