#pragma once
// What was understood of a dispatch becomes rows: a run of the models, its actors, its statements.
//
// Actors of one document are linked to those of the archive by their full name and kind; a bare
// surname only where it fits one known person. Nothing is linked on less.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "archive/archive.h"
#include "archive/sqlite/database.h"
#include "base/digest.h"

namespace chappe {

/// Annotations, made ready on the caller's thread.
struct PreparedStatements {
    struct Record {
        Digest key{};                       // see the table `statement`
        std::optional<std::size_t> parent;  // an index of `records`, smaller than its own
        Statement statement;                // its `nested` are records of their own
    };
    struct Named {
        Actor actor;
        std::string alias;    // its name, folded; empty: only a role or a pronoun
        std::string surname;  // folded; of persons with more than one name
        std::string slug;     // that is wished for
    };
    std::string models;
    std::vector<Record> records;
    std::vector<Named> actors;
    std::vector<Topic> topics;
};

/// Statements and mentions whose spans do not fit the body are left out.
PreparedStatements prepare(Understood, std::string_view body);

/// Of a reading that is in its rows. The dispatch must not be in the index meanwhile.
[[nodiscard]] Result<void> keep_understood(Database&, DispatchId, std::int64_t reading,
                                           Instant arrived, const PreparedStatements&);

/// The same in place of what was understood of this reading before. A statement keeps its id while
/// its words, its speaker's words and its ordinal among equals stay; so does an actor.
[[nodiscard]] Result<void> replace_understood(Database&, DispatchId, std::int64_t reading,
                                              Instant arrived, const PreparedStatements&);

/// Runs, statements and introductions of the dispatch, and the names of actors that only it had.
[[nodiscard]] Result<void> erase_understood(Database&, DispatchId);

/// The terms that the index has of the newest run of the reading that is shown, without order:
/// "p:12" speaks, "q:12" is spoken to, "v:deny" is a stance, "k:said" there is a statement.
[[nodiscard]] Result<std::vector<std::string>> statement_facets(Database&, DispatchId);

/// Of any state: for whoever may see it.
[[nodiscard]] Result<std::vector<StoredStatement>> find_statements(Database&, DispatchId);
/// See Archive.
[[nodiscard]] Result<std::vector<StoredStatement>> find_live_statements(Database&, DispatchId);
[[nodiscard]] Result<StoredStatement> find_statement(Database&, StatementId);
/// The surest first.
[[nodiscard]] Result<std::vector<Topic>> find_live_topics(Database&, DispatchId);

}  // namespace chappe
