#pragma once
// Prepared: a submission, made ready for its rows on the caller's thread, so that the one writer
// has nothing left to do but to write.

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "archive/archive.h"
#include "archive/blob.h"
#include "archive/copy_text.h"
#include "archive/identity.h"
#include "archive/search_index.h"
#include "archive/understood.h"

namespace chappe {

struct PreparedDispatch {
    Dispatch dispatch;
    Identity identity;
    Digest content{};  // tells editions apart
    Digest words{};    // of title and body
    std::string summary, blocks, authors, notes;
    std::optional<std::string> tags;
    CopyText copy;
    bool taken_back = false;  // the source says so of what it gave before
    IndexEntry index;         // for a dispatch that the archive does not have
    std::optional<PreparedStatements> understood;
};

struct Prepared {
    Arrival arrival;  // its bytes are in blob
    Blob blob;
    std::vector<PreparedDispatch> dispatches;
    std::optional<FeedFacts> feed;
    std::string notes;
    std::optional<IdempotencyKey> idempotency;
    std::optional<Visit> visit;

    // Of an import.
    std::optional<DispatchId> id;  // that a created dispatch gets
    std::int64_t first_item = 0;   // of the arrival, when only a part of it is given
    bool has_bytes = true;         // false: they were erased with another dispatch in them
};

using Understand = std::function<std::optional<Understood>(const Dispatch&)>;

UnderstoodReading understand_all(const Reading&, const Understand&);

/// `understand` may be empty.
Prepared prepare(Submission, const Understand& understand);
/// Without `index`, which only a submission needs.
PreparedDispatch prepare(Dispatch, const Identity&);

/// What a submission takes in memory, for the queue's limit. A lower bound that grows with it.
std::size_t bytes_of(const Submission&);

}  // namespace chappe
