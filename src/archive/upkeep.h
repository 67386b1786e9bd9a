#pragma once
// Upkeep: what the writer does unasked, a step at a time in its groups.
//
//     embargoed ones whose hour has come      on the wire, within 100 ms
//     dispatches older than what is retained  erased, 20 a step; looked for once a day
//     idempotency keys of a week, sessions    gone, every hour
//     dispatches of before there were groups  into groups of copies, 20 a step
//
// A step takes milliseconds, so that no write waits for long. What is to be done stands in the
// database, so that a restart, or another program, goes on where this one ended.

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "archive/keep.h"
#include "archive/sqlite/database.h"

namespace chappe {

class Upkeep {
 public:
    /// Dispatches that arrived longer ago than `retain` are erased; nothing: they are kept.
    explicit Upkeep(std::optional<std::chrono::seconds> retain) : retain_(retain) {}

    /// Looks whether a step is due. Asked ten times a second and after every group; but for the
    /// looks for old things it costs one look-up.
    bool is_due(Database&);
    /// The step that was found, inside a transaction.
    [[nodiscard]] Result<void> step(Database&, Effects&);
    /// After the transaction. One that failed is tried again a little later.
    void stepped(const Result<void>&);

 private:
    using Clock = std::chrono::steady_clock;

    [[nodiscard]] Result<void> look(Database&);
    [[nodiscard]] Result<void> look_for_old(Database&);
    void note_trouble(const Result<void>&);

    const std::optional<std::chrono::seconds> retain_;
    Clock::time_point next_try_{};
    Clock::time_point next_prune_{};
    Clock::time_point next_look_{};  // for old dispatches
    std::int64_t looked_up_to_ = 0;  // dispatch; 0: a look begins
    std::string trouble_;

    // What the next step does.
    std::vector<DispatchId> due_, old_;
    bool prune_ = false;
    bool clear_ = false;  // the index, of what the look erased
    bool group_ = false;
    bool all_grouped_ = false;  // there is nothing to look for any more
};

}  // namespace chappe
