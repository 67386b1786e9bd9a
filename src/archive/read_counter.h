#pragma once
// Read counter: counts reads in the journal and folds them into the database.
//
//     count_view ─▶ journal ────────────────────────┐
//     count_read ─▶ queue ─▶ journal ─▶ disk ─▶ answer ├─▶ fold: one transaction of the writer
//
// A view is in the journal's file when count_view returns, so it survives the end of the process,
// and on the disk half a second later. A read through the API is answered once it is on the disk;
// all that wait share one fdatasync. Folding happens every two seconds in which something was read.
// A thread of the counter's own syncs, answers and folds; nothing here waits for it.
//
// One process owns the journal (flock). Another one counts through the writer, read by read, until
// it can take the journal over.

#include <array>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <mutex>
#include <optional>
#include <span>
#include <thread>
#include <vector>

#include "archive/archive.h"
#include "archive/read_journal.h"
#include "archive/read_totals.h"
#include "archive/readers.h"
#include "archive/writer.h"

namespace chappe {

class ReadCounter {
 public:
    /// `access`: what the writer has to the database, read or write.
    ReadCounter(std::filesystem::path folder, Readers&, Access access,
                std::chrono::milliseconds fold_period);
    ~ReadCounter();
    /// Before anything is counted.
    void start(Writer&);
    /// Answers what was accepted, folds all it can, lets go of the journal.
    void stop();

    // The doors of archive.h.
    [[nodiscard]] Result<void> count_read(DispatchId, Archive::CountAnswer);
    std::optional<std::uint64_t> count_view(DispatchId);
    std::optional<std::uint64_t> reads_here(DispatchId);

    /// Taken before the database is asked, for complete().
    std::uint64_t ticket();
    /// The reads of a live dispatch, of which the database says `found`. Nothing when that is older
    /// than the last fold: ask it again.
    std::optional<std::uint64_t> complete(DispatchId, ReadsInDatabase found, std::uint64_t ticket);

    /// It is no longer live.
    void forget(DispatchId);
    /// Another process has changed the database.
    void forget_all();

 private:
    using Clock = std::chrono::steady_clock;
    using Lock = std::unique_lock<std::mutex>;
    struct Asked {
        DispatchId id{};
        Archive::CountAnswer answer;
    };
    struct Answered {
        Archive::CountAnswer answer;
        Result<std::uint64_t> count;
    };

    enum class Folding { no, handed, failed, done };

    // With the lock held.
    Result<void> append(std::span<const DispatchId>);
    void set_trouble(std::optional<Error>);

    // The thread's, which alone changes files_ and active_.
    void run();
    bool wait_for_work();
    void write_asked();
    Result<void> look_up(DispatchId);
    void sync_and_answer();
    Result<void> sync_files();
    Folding folding_now();
    bool fold_is_due();
    void begin_fold();
    void hand_to_writer();
    void clear_spare();
    void fold_all();
    bool look_is_due();
    void look_around();
    void take_over();
    Result<bool> open_journal();
    static Result<void> set_aside(const std::array<std::filesystem::path, 2>& names);
    void load(std::vector<JournalFile>, const Unfolded&, std::uint64_t position);

    // Any thread's.
    Result<void> pass_on(Asked&);  // asked.answer is taken only when it is accepted
    void end_fold(Result<bool>);

    JournalFile& active() { return files_[active_]; }
    JournalFile& spare() { return files_[1 - active_]; }

    const std::filesystem::path folder_;
    Readers& readers_;
    const std::chrono::milliseconds fold_period_;
    Writer* writer_ = nullptr;

    std::mutex mutex_;
    std::condition_variable work_;
    ReadTotals totals_;
    std::vector<JournalFile> files_;  // two, once they could be opened
    std::size_t active_ = 0;          // of files_: is appended to; the other one is folded
    bool ours_ = false;               // this process has the journal
    std::uint64_t last_ = 0;          // sequence number
    std::optional<Error> trouble_;    // why nothing can be counted
    bool proven_ = false;             // the last fold was written
    std::uint64_t news_ = 0;          // see ticket()
    std::vector<Asked> asked_;        // not yet in the journal
    std::vector<Answered> written_;   // in the journal, not yet on the disk
    Folding folding_ = Folding::no;   // `no`: the other file is empty
    bool unsynced_ = false;
    bool stopping_ = false;
    Clock::time_point sync_at_, fold_at_, look_at_;

    std::thread thread_;
};

}  // namespace chappe
