#pragma once
// Archive: keeps everything. One door, behind which SQLite works today and PostgreSQL may later.
//
//     dispatch ──< edition (the source changed its text) ──< reading (our reader changed)
//        │                                                       └──< annotation run (our models
//        changed) └──< change: seq, kind; the order of everything that readers can see
//
// Threads: every function may be called from any thread. Writes go through a bounded queue to one
// writer, which groups them into commits; reads lease one of a pool of connections and never wait
// for the writer.

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/digest.h"
#include "base/result.h"
#include "base/time.h"
#include "news/arrival.h"
#include "news/dispatch.h"
#include "news/ids.h"
#include "news/reading.h"

namespace chappe {

// ---- writing

/// A retried request is recognised by (client, key). `request` tells a retry from another request
/// that reuses the key, which is refused.
struct IdempotencyKey {
    std::string client;
    std::string key;
    Digest request{};
};

/// One arrival and what was read in it; kept whole or not at all.
struct Submission {
    Arrival arrival;
    Reading reading;
    std::optional<IdempotencyKey> idempotency;
};

enum class Outcome {
    created,    // a dispatch that the archive did not have
    edited,     // a new edition: the source changed the text
    unchanged,  // the archive had it, word for word
    gone,       // it was withdrawn or erased here; what arrived was not kept
};

/// What became of each dispatch of a submission, in its order.
struct Receipt {
    struct Item {
        DispatchId id{};
        Outcome outcome = Outcome::created;
    };
    std::vector<Item> items;
    bool replayed = false;  // answered from an earlier request with the same idempotency key
};

// ---- reading

/// A position on the wire: changes before it. Nothing: from the newest on.
using Before = std::optional<ChangeSeq>;

/// A dispatch in a list: what a line on the wire shows.
struct WireEntry {
    DispatchId id{};
    ChangeSeq position{};  // of its arrival on the wire; lists are ordered by it, newest first
    Instant arrived;
    std::string source;
    Text title;
    Text summary;  // the lead, or the beginning of the body; at most 400 code points
    std::string language;
    std::optional<Date> published;
    std::string agency;  // of the credit; empty when none
    Text site;
    std::string url;
};

enum class DispatchState { live, withdrawn, erased };

struct ReadsAtSource {
    std::uint64_t count = 0;
    Instant seen;
};

/// A dispatch whole. Of a withdrawn or erased one only id, state and the instants are filled.
struct StoredDispatch {
    DispatchId id{};
    DispatchState state = DispatchState::live;
    Dispatch dispatch;
    std::string source;
    Instant arrived;          // first seen
    Instant changed;          // last visible change
    ChangeSeq last_change{};  // for caches
    std::int64_t editions = 1;
    std::uint64_t reads_here = 0;
    std::optional<ReadsAtSource> reads_at_source;
};

enum class ChangeKind { created, edited, withdrawn, copied };
std::string_view name_of(ChangeKind);  // "new", "edition", "withdrawal", "copy"

struct Change {
    ChangeSeq seq{};
    ChangeKind kind = ChangeKind::created;
    WireEntry entry;  // as it is now, which may be newer than the change; empty text when withdrawn
};

struct ArchiveStats {
    std::int64_t total = 0;  // live dispatches
    std::int64_t editions = 0;
    std::int64_t sources = 0;
    ChangeSeq newest{};
};

struct ApiToken {
    std::int64_t id = 0;
    std::string name;
    Instant created;
};

class Archive {
 public:
    virtual ~Archive() = default;

    // Writes. Accepted ones are answered exactly once, from the writer's thread, after they survive
    // a power cut or failed as a whole. `busy` at once when the queue is full: nothing was
    // accepted. Later `full` on a full disk, `busy` when another program holds the database for
    // more than 5 s, `broken` on a read-only or damaged one.

    using PutAnswer = std::move_only_function<void(Result<Receipt>)>;
    [[nodiscard]] virtual Result<void> submit(Submission, PutAnswer) = 0;

    /// Adds exactly one and answers the new count; `absent` when there is no such live dispatch.
    using CountAnswer = std::move_only_function<void(Result<std::uint64_t>)>;
    [[nodiscard]] virtual Result<void> count_read(DispatchId, CountAnswer) = 0;

    /// submit, then wait. For commands; never from an HTTP thread.
    [[nodiscard]] Result<Receipt> put(Submission);

    // Reads. `busy` when no connection gets free within 2 s; `broken` on a damaged database.

    [[nodiscard]] virtual Result<StoredDispatch> dispatch(DispatchId) = 0;
    /// Live dispatches in the order of the wire, newest first.
    [[nodiscard]] virtual Result<std::vector<WireEntry>> latest(Before, std::size_t limit) = 0;
    /// Visible changes after `seq`, oldest first.
    [[nodiscard]] virtual Result<std::vector<Change>> changes(ChangeSeq after,
                                                              std::size_t limit) = 0;
    [[nodiscard]] virtual Result<ArchiveStats> stats() = 0;
    /// The newest change that the writer has committed or seen from another program. Never blocks.
    virtual ChangeSeq newest() const = 0;

    /// Called from the writer's thread after every commit with visible changes, also those of
    /// another program (noticed within 250 ms). Set once, before the first write.
    virtual void on_change(std::function<void(ChangeSeq newest)>) = 0;

    // Tokens of the API: kept as digests; the token itself is seen once, by whom add_token returns
    // it to.

    [[nodiscard]] virtual Result<std::string> add_token(std::string_view name) = 0;
    [[nodiscard]] virtual Result<std::vector<ApiToken>> tokens() = 0;
    [[nodiscard]] virtual Result<void> remove_token(std::int64_t id) = 0;
    /// The token's id, or nothing when it is not one of ours.
    [[nodiscard]] virtual Result<std::optional<std::int64_t>> find_token(
        std::string_view token) = 0;
};

struct ArchiveOptions {
    std::size_t readers = 4;             // connections
    std::size_t queue = 1024;            // writes that may wait
    std::size_t queue_bytes = 64 << 20;  // and their bytes
};

/// Opens or makes `folder/chappe.db` (folder is made too) and brings its schema up to date.
/// `broken` with a clear line when it is no database of ours, damaged, or made by a newer version.
/// A read-only folder or file opens for reading; writes then answer `broken`.
[[nodiscard]] Result<std::unique_ptr<Archive>> open_archive(const std::filesystem::path& folder,
                                                            const ArchiveOptions& = {});

}  // namespace chappe
