#pragma once
// The index that searches ask, and the tallies that go with it. Both hold the live dispatches and
// nothing else; every function here is one step inside the writer's transaction.
//
//     new dispatch                 index_add
//     new edition, read again      index_remove, then the rows, then index_add
//     withdrawn                    index_remove, then the state
//     reinstated, released         the state, then index_add
//     erased                       index_erase, then the rows
//
// An index keeps words that are gone in its older pages until these are merged. index_erase notes
// where; tend_index, which the writer calls between its groups, merges them away in bounded steps
// and then empties the write-ahead log. Until it has nothing more to do, rare words of an erased
// text may still be in the file.

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "archive/archive.h"
#include "archive/sqlite/database.h"
#include "base/result.h"
#include "news/dispatch.h"

namespace chappe {

/// What the index and the tallies have of one dispatch. Made on any thread.
struct IndexEntry {
    std::string title, lead, body;  // terms (sqlite/terms.h); body: what is not in lead
    std::string facets;             // without those of the place
    std::string language;
    std::string agency;
    std::int64_t day = 0;  // since 1970-01-01
};
IndexEntry index_entry(const Dispatch&, Instant arrived);

/// Where it stands.
struct IndexPlace {
    std::int64_t position = 0;
    std::int64_t source = 0;
    std::int64_t arrived = 0;       // seconds since 1970
    std::vector<std::string> said;  // statement_facets() of it
};

/// For whoever has the entry at hand.
[[nodiscard]] Result<void> index_add(Database&, const IndexPlace&, const IndexEntry&);

/// As it stands in its rows; nothing when it is not live.
[[nodiscard]] Result<void> index_add(Database&, DispatchId);

/// Takes it out, as it stands in its rows; nothing when it is not live. Before the rows change.
[[nodiscard]] Result<void> index_remove(Database&, DispatchId);

/// The same, and its words are to leave the file; also when it is not live any more. `later`: with
/// the next clear_index, since a merge takes as long for one as for a thousand.
enum class Clearing { now, later };
[[nodiscard]] Result<void> index_erase(Database&, DispatchId, Clearing = Clearing::now);
/// What was erased for later is due now.
[[nodiscard]] Result<void> clear_index(Database&);
/// Whether there is something for clear_index.
[[nodiscard]] Result<bool> waits_for_clear_index(Database&);

/// One step of tending, outside any transaction: merges a bounded piece of an index in which words
/// were erased, or of one that is full; or empties the write-ahead log.
enum class Tending {
    nothing,  // to do
    more,     // soon
    later,    // readers hold the log; again in a moment
};
/// `idle`: also what only makes later searches faster.
[[nodiscard]] Result<Tending> tend_index(Database&, bool idle);

/// After opening for writing: when the index was made of other words or not at all, makes it anew,
/// in transactions of a thousand dispatches; goes on where it was stopped.
[[nodiscard]] Result<void> make_index(Database&);

// ---- for search.cc

/// Positions of one index.
inline constexpr int part_bits = 18;
/// Positions that one "b:" facet holds together.
inline constexpr int block_bits = 12;
/// A day is in blocks of 1, 8, 64, 512 and 4,096 days.
inline constexpr int day_levels = 5;
inline constexpr int day_bits = 3;

inline constexpr std::string_view facet_of_all = "k:all";
std::string day_facet(int level, std::int64_t block);
/// "l:fr", "c:azertac": a name, folded.
std::string name_facet(char kind, std::string_view name);
/// Of a host in small letters, without www.
std::string host_facet(std::string_view host);
std::string number_facet(char kind, std::int64_t number);

/// SQL with the part's number in place of each '#'; lives as long as the program. `form` must too.
std::string_view part_sql(const char* form, std::int64_t part);

/// "https://www.agency.example/x" and "agency.example" to "agency.example"; empty when neither.
std::string host_of(std::string_view url);

}  // namespace chappe
