#pragma once
// Writer: the one thread that changes the archive.
//
//     submitting threads ─▶ bounded queue ─▶ group: all that waits ─▶ one transaction ─▶ answers
//
// A commit costs one fsync however much is in it, so everything that came in while the last one was
// under way goes into the next. One write that is refused takes nothing with it. When the disk is
// full, the lock is held by others or the file is damaged, the whole group is undone and told so;
// the next group starts afresh.

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "archive/archive.h"
#include "archive/keep.h"
#include "archive/sqlite/database.h"
#include "archive/upkeep.h"

namespace chappe {

/// One write that waits: what to do inside the transaction, and whom to tell after it.
class Job {
 public:
    virtual ~Job() = default;
    /// May be called again, after what it did was rolled back.
    virtual Result<void> work(Database&, Effects&) = 0;
    /// The write did not happen, whatever work() said.
    virtual void fail(const Error&) = 0;
    virtual void answer() = 0;

    std::size_t bytes = 0;
    bool reserved = true;  // see Writer::reserve; false: the writer's own
};

template <typename Value>
class Write : public Job {
 public:
    using Work = std::move_only_function<Result<Value>(Database&, Effects&)>;
    using Answer = std::move_only_function<void(Result<Value>)>;

    Write(Work work, Answer answer) : work_(std::move(work)), answer_(std::move(answer)) {}

    Result<void> work(Database& database, Effects& effects) override {
        outcome_ = work_(database, effects);
        if (!outcome_) return std::unexpected(outcome_.error());
        return {};
    }
    void fail(const Error& error) override { outcome_ = std::unexpected(error); }
    void answer() override { answer_(std::move(outcome_)); }

 private:
    Work work_;
    Answer answer_;
    Result<Value> outcome_ = std::unexpected(Error{});
};

class Writer {
 public:
    struct Limits {
        std::size_t jobs;
        std::size_t bytes;
    };

    /// `database`: for writing, or (when `writable` is false) for reading until the disk allows
    /// more. `on_writable` is called from the writer's thread when that happens.
    Writer(std::filesystem::path file, Database database, bool writable, ChangeSeq newest, Limits,
           Upkeep, std::function<void()> on_writable);
    /// Stops, folds the log into the file, closes.
    ~Writer();

    /// Room for one job of this many bytes, until it is written. `busy` when there is none.
    [[nodiscard]] Result<void> reserve(std::size_t bytes);
    /// For which room was reserved. From here on the job is answered exactly once.
    void enqueue(std::unique_ptr<Job>);

    /// Answers what was accepted, then ends the thread. What comes later is refused as busy.
    void stop();

    ChangeSeq newest() const { return ChangeSeq{newest_.load(std::memory_order_acquire)}; }
    void on_change(std::function<void(ChangeSeq)>);

    /// Told from the writer's thread when a dispatch is no longer live, and when another program
    /// has written; before on_change, and before the answer of who did it. Set once, at the start.
    struct Watch {
        std::function<void(DispatchId)> gone;
        std::function<void()> others;
    };
    void watch(Watch);

 private:
    using Group = std::vector<std::unique_ptr<Job>>;
    using Clock = std::chrono::steady_clock;

    void run();
    Group wait_for_group();
    void add_upkeep(Group&);
    void write(Group&);
    void note_trouble(const std::string&);
    enum class Savepoints { none, each };
    Result<ChangeSeq> write_all(Group&);
    Result<bool> write_group(Group&, Savepoints, Effects&);
    Result<bool> write_one(Job&, Effects&);
    Result<void> write_guarded(Job&, Effects&);
    Result<Transaction> begin();
    Result<void> make_writable();
    std::int64_t data_version();
    void look_for_others();
    void publish(ChangeSeq);
    void tell_of_gone(ChangeSeq newest);
    void announce();
    bool is_done();
    bool tend(bool idle);
    void tend_to_the_end();
    void release(const Group&);

    const std::filesystem::path file_;
    const Limits limits_;
    const std::function<void()> on_writable_;

    // The writer thread's own.
    std::optional<Database> database_;
    Upkeep upkeep_;
    bool writable_;
    Clock::time_point next_try_;  // to become writable
    bool tends_ = false;          // there is more to tend: not to sleep
    std::string trouble_;         // why the last group was not written; empty when it was
    std::int64_t data_version_;   // of other programs' commits; 0: not known
    std::int64_t announced_;

    std::atomic<std::int64_t> newest_;

    std::mutex mutex_;
    std::condition_variable work_;
    std::deque<std::unique_ptr<Job>> queue_;
    std::size_t jobs_ = 0;   // accepted, and not yet written or failed
    std::size_t bytes_ = 0;  // of them
    bool stopping_ = false;
    std::function<void(ChangeSeq)> on_change_;
    Watch watch_;

    std::thread thread_;
};

}  // namespace chappe
