#pragma once
// Read totals: what the database has of each dispatch, and what the journal adds to it.
//
//     total = in the database + being folded + journalled since
//
// Reads move from right to left: begin_fold takes all that was journalled, the writer commits it
// together with the journal's new position, end_fold tells. Between the commit and end_fold a
// reader's snapshot may be of either side; the position in that same snapshot says which.
//
// Not for several threads at once: ReadCounter holds its lock around every call.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <list>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

#include "archive/read_journal.h"
#include "news/ids.h"

namespace chappe {

/// What one snapshot of the database says: the reads of a dispatch, and how far the journal was
/// folded into them.
struct ReadsInDatabase {
    std::uint64_t reads = 0;
    std::uint64_t position = 0;
};

/// Reads to be added in one transaction that moves the journal's position.
struct Fold {
    std::uint64_t from = 0;  // the position before
    std::uint64_t to = 0;    // and after
    std::vector<std::pair<DispatchId, std::uint64_t>> reads;
};

/// What the journal has after `position`, as far as the numbers follow one another: it may have
/// been read while others wrote it, and then reads that came meanwhile are missing at its end.
Fold fold_after(ReadJournals, std::uint64_t position);

class ReadTotals {
 public:
    /// Remembers about this many dispatches beside those with reads that are not folded.
    explicit ReadTotals(std::size_t limit) : limit_(limit) {}

    /// As at the start: nothing known, the journal folded up to `position`.
    void reset(std::uint64_t position);

    /// Nothing when the database was not asked yet, or has been changed by others since.
    std::optional<std::uint64_t> find(DispatchId);
    /// One more read in the journal, of a dispatch known or not.
    void add(DispatchId);
    /// Dispatches with journalled reads that are not being folded.
    std::size_t journalled() const { return journalled_.size(); }

    enum class Keep { yes, no };  // remember it, so that find() knows it
    /// The total that belongs to what a snapshot says. Nothing when the snapshot is older than the
    /// last fold: ask again.
    std::optional<std::uint64_t> complete(DispatchId, ReadsInDatabase, Keep);

    /// `last`: the newest record's number.
    const Fold& begin_fold(std::uint64_t last);
    void end_fold();
    /// Nothing when none is under way.
    const std::optional<Fold>& fold() const { return folding_; }
    std::uint64_t position() const { return position_; }
    /// Another process folds, and has come this far.
    void follow(std::uint64_t position) { position_ = std::max(position_, position); }

    /// The database has at least so many.
    void raise(DispatchId, std::uint64_t reads);
    /// find() is to know it no longer. Journalled reads stay.
    void forget(DispatchId);
    void forget_all() { ++valid_; }

 private:
    struct Entry {
        DispatchId id{};
        std::uint64_t in_database = 0;
        std::uint64_t valid = 0;  // in_database is known while this is valid_
        std::uint64_t folding = 0;
        std::uint64_t journalled = 0;
    };
    using Entries = std::list<Entry>;  // used last first

    Entry* use(DispatchId);
    Entry& make(DispatchId);
    void make_room();

    const std::size_t limit_;
    std::uint64_t position_ = 0;
    std::uint64_t valid_ = 1;
    std::optional<Fold> folding_;
    Entries entries_;
    std::unordered_map<std::int64_t, Entries::iterator> places_;
    std::vector<DispatchId> journalled_;
};

}  // namespace chappe
