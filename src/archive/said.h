#pragma once
// Said: which statements of a dispatch a query asks for.
//
//     who:Blinken about:Azerbaïdjan    one statement, by him, with the word in it
//
// The index narrows a search to dispatches in which somebody of that name speaks and in which the
// word stands; whether the two are one statement is looked up here. Conditions that stand side by
// side at the top of the query are of one statement; those inside OR and behind - only narrow.

#include <set>
#include <string>
#include <vector>

#include "archive/archive.h"
#include "archive/lookup.h"
#include "archive/sqlite/database.h"
#include "language/search_words.h"

namespace chappe {

class SaidFilter {
 public:
    [[nodiscard]] static Result<SaidFilter> make(Database&, const SearchQuery&);

    /// False: the query does not ask for statements.
    bool asks() const {
        return !speakers_.empty() || !addressees_.empty() || !stances_.empty() || !words_.empty();
    }
    /// The statements of the dispatch that meet all conditions.
    [[nodiscard]] Result<std::vector<SaidLine>> lines(Database&, const EntryAndBody&) const;

 private:
    using Actors = std::set<KnownActorId>;
    bool meets(const StoredStatement&, std::string_view body, std::string_view language) const;

    std::vector<Actors> speakers_, addressees_;  // one of each
    std::vector<Stance> stances_;
    std::vector<std::vector<AnyOf>> words_;  // places of phrases, all to stand in the content
};

/// A statement with its words; pieces that do not fit the body are empty.
SaidLine said_line(StoredStatement, std::string_view body);

/// The words that `about:` asks for, apart; of `said:` the phrase as it is.
std::vector<std::string_view> asked_words(const SearchQuery&);

}  // namespace chappe
