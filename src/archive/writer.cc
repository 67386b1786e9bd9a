#include "archive/writer.h"

#include <algorithm>
#include <iterator>
#include <string>

#include "archive/lookup.h"
#include "archive/schema.h"
#include "archive/search_index.h"
#include "base/log.h"

namespace chappe {
namespace {

using std::chrono::milliseconds;

// Other programs' changes are to be noticed within 250 ms: asked for this often, also while waiting
// for a lock.
constexpr milliseconds look_period{100};
constexpr milliseconds longest_lock_wait{longest_wait_ms};
constexpr milliseconds longest_tending{20000};  // of an index, when the program is to end
constexpr milliseconds retry_period{1000};      // for a disk that was read-only

}  // namespace

Writer::Writer(std::filesystem::path file, Database database, bool writable, ChangeSeq newest,
               Limits limits, Upkeep upkeep, std::function<void()> on_writable)
    : file_(std::move(file)),
      limits_(limits),
      on_writable_(std::move(on_writable)),
      database_(std::move(database)),
      upkeep_(std::move(upkeep)),
      writable_(writable),
      next_try_(Clock::now() + retry_period),
      data_version_(data_version()),
      announced_(number_of(newest)),
      newest_(number_of(newest)),
      thread_([this] { run(); }) {}

Writer::~Writer() {
    stop();
    // The last of its connections: the log becomes part of the file. When it cannot, it stays
    // beside it and the next one to open the archive does that.
    if (!database_ || !writable_) return;
    if (const auto folded = database_->execute("PRAGMA wal_checkpoint(TRUNCATE)"); !folded)
        log_warning(file_.string() + ": the log could not be folded in: " + folded.error().message);
}

void Writer::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    work_.notify_all();
    if (thread_.joinable()) thread_.join();
}

Result<void> Writer::reserve(std::size_t bytes) {
    const std::lock_guard lock(mutex_);
    if (stopping_) return chappe::fail(Failure::busy, "the archive is closing; try again later");
    // One that is larger than the whole queue goes through alone.
    if (jobs_ > 0 &&
        (jobs_ >= limits_.jobs || bytes > limits_.bytes - std::min(bytes_, limits_.bytes)))
        return chappe::fail(Failure::busy, "too many writes wait for the archive; try again later");
    ++jobs_;
    bytes_ += bytes;
    return {};
}

void Writer::enqueue(std::unique_ptr<Job> job) {
    {
        const std::lock_guard lock(mutex_);
        queue_.push_back(std::move(job));
    }
    work_.notify_one();
}

void Writer::on_change(std::function<void(ChangeSeq)> told) {
    const std::lock_guard lock(mutex_);
    on_change_ = std::move(told);
}

void Writer::watch(Watch watch) {
    const std::lock_guard lock(mutex_);
    watch_ = std::move(watch);
}

void Writer::run() {
    for (;;) {
        Group group = wait_for_group();
        add_upkeep(group);
        if (!group.empty()) {
            write(group);
        } else if (is_done()) {
            tend_to_the_end();
            return;
        }
        if (!writable_ && Clock::now() >= next_try_ && make_writable()) note_trouble({});
        look_for_others();
        announce();
        tends_ = tend(group.empty());
    }
}

bool Writer::is_done() {
    const std::lock_guard lock(mutex_);
    return stopping_ && jobs_ == 0;
}

/// A step, between groups, of what makes the index forget what was erased, or fast. True: there is
/// more. An error is that of the disk, which the next write meets and answers.
bool Writer::tend(bool idle) {
    if (!writable_) return false;
    const Result<Tending> tended = tend_index(*database_, idle);
    if (!tended) note_trouble(tended.error().message);
    return tended && *tended == Tending::more;
}

/// What is erased is to be gone when the program ends. What does not get done, the next one does.
void Writer::tend_to_the_end() {
    const Clock::time_point end = Clock::now() + longest_tending;
    while (Clock::now() < end && tend(false)) {
    }
}

/// Everything that waits; empty when nothing came for a while.
Writer::Group Writer::wait_for_group() {
    std::unique_lock lock(mutex_);
    work_.wait_for(lock, tends_ ? milliseconds(0) : look_period,
                   [&] { return !queue_.empty() || (stopping_ && jobs_ == 0); });
    Group group(std::move_iterator(queue_.begin()), std::move_iterator(queue_.end()));
    queue_.clear();
    return group;
}

/// A step of what nobody asked for is one write more. None while there is an end to come to.
void Writer::add_upkeep(Group& group) {
    {
        const std::lock_guard lock(mutex_);
        if (stopping_) return;
    }
    if (!writable_ || !upkeep_.is_due(*database_)) return;
    auto work = [this](Database& database, Effects& effects) -> Result<bool> {
        TRY(upkeep_.step(database, effects));
        return true;
    };
    auto answer = [this](const Result<bool>& done) {
        upkeep_.stepped(done ? Result<void>() : std::unexpected(done.error()));
    };
    auto job = std::make_unique<Write<bool>>(std::move(work), std::move(answer));
    job->reserved = false;
    group.push_back(std::move(job));
}

void Writer::write(Group& group) {
    const Result<ChangeSeq> written = write_all(group);
    note_trouble(written ? std::string() : written.error().message);
    if (written) {
        publish(*written);
    } else {
        for (const auto& job : group) job->fail(written.error());
        // A connection that met a broken disk is not trusted again.
        if (written.error().failure == Failure::broken && writable_) {
            writable_ = false;
            next_try_ = Clock::now();
        }
    }
    release(group);  // before the answers: whoever gets one may write again at once
    for (const auto& job : group) job->answer();
}

/// Whoever runs the server reads of each trouble once, with the file's name; clients are told
/// without.
void Writer::note_trouble(const std::string& trouble) {
    if (trouble == trouble_) return;
    if (trouble.empty())
        log_info(file_.string() + ": writes succeed again");
    else
        log_error(file_.string() + ": " + trouble);
    trouble_ = trouble;
}

/// The newest change in the group; 0 when it has none that readers see. Savepoints copy every page
/// before it changes (5 to 10 us more on 38 us a post, groups of 60); so they are set only when a
/// write has failed alone after it had changed something, which our own checks leave to bugs and
/// damage.
Result<ChangeSeq> Writer::write_all(Group& group) {
    if (!writable_) TRY(make_writable());
    if (database_->has_moved())
        return chappe::fail(Failure::broken,
                            "the archive's file was moved or deleted while in use; put it back");
    Effects effects;
    if (TRY(write_group(group, Savepoints::none, effects))) return effects.newest;
    effects = {};
    TRY(write_group(group, Savepoints::each, effects));
    return effects.newest;
}

/// False: rolled back, since one write of many left something half done. Fails only when the whole
/// group has.
Result<bool> Writer::write_group(Group& group, Savepoints savepoints, Effects& effects) {
    Transaction transaction = TRY(begin());
    for (const auto& job : group) {
        if (savepoints == Savepoints::each)
            TRY(write_guarded(*job, effects));
        else if (!TRY(write_one(*job, effects)))
            return false;
    }
    TRY(keep_sums(*database_, effects));
    TRY(transaction.commit());
    return true;
}

/// False: it failed alone and must be undone. One that was refused before it changed anything has
/// its answer, and nothing is to be undone.
Result<bool> Writer::write_one(Job& job, Effects& effects) {
    const Effects before = effects;
    const std::int64_t changes = database_->changes();
    const Result<void> worked = job.work(*database_, effects);
    if (worked) return true;
    effects = before;
    if (!database_->in_transaction() || !database_->only_statement_failed())
        return std::unexpected(worked.error());
    return database_->changes() == changes;
}

Result<void> Writer::write_guarded(Job& job, Effects& effects) {
    const Effects before = effects;
    TRY(database_->query("SAVEPOINT one").run());
    const Result<void> worked = job.work(*database_, effects);
    if (!worked) {
        if (!database_->in_transaction() || !database_->only_statement_failed()) return worked;
        effects = before;
        TRY(database_->query("ROLLBACK TO one").run());
    }
    return database_->query("RELEASE one").run();
}

/// Waits for the lock in short turns, so that what its holder commits is seen meanwhile.
Result<Transaction> Writer::begin() {
    const Clock::time_point last = Clock::now() + longest_lock_wait;
    database_->wait_for_locks(static_cast<int>(look_period.count()));
    for (;;) {
        Result<Transaction> transaction = Transaction::write(*database_);
        if (transaction || transaction.error().failure != Failure::busy || Clock::now() >= last)
            return transaction;
        look_for_others();
        announce();
    }
}

Result<void> Writer::make_writable() {
    next_try_ = Clock::now() + retry_period;
    database_ = TRY(open_for_writing(file_, Access::write));
    writable_ = true;
    data_version_ = 0;
    on_writable_();
    return {};
}

/// https://www.sqlite.org/pragma.html#pragma_data_version: moves when another connection commits.
/// An error here is met again, and answered, by the next write.
std::int64_t Writer::data_version() {
    return database_->query("PRAGMA data_version").value().value_or(0).value_or(0);
}

void Writer::look_for_others() {
    const std::int64_t version = data_version();
    if (version == 0 || version == data_version_) return;
    const Result<ChangeSeq> newest = find_newest(*database_);
    if (!newest) return;
    data_version_ = version;
    publish(*newest);
    std::function<void()> others;
    {
        const std::lock_guard lock(mutex_);
        others = watch_.others;
    }
    if (others) others();
}

void Writer::publish(ChangeSeq newest) {
    if (number_of(newest) <= newest_.load(std::memory_order_relaxed)) return;
    tell_of_gone(newest);
    newest_.store(number_of(newest), std::memory_order_release);
}

void Writer::tell_of_gone(ChangeSeq newest) {
    Watch watch;
    {
        const std::lock_guard lock(mutex_);
        watch = watch_;
    }
    if (!watch.gone) return;
    const auto gone = find_gone(*database_, this->newest(), newest);
    if (!gone) return watch.others();  // to be on the safe side
    for (const DispatchId id : *gone) watch.gone(id);
}

void Writer::announce() {
    const std::int64_t newest = newest_.load(std::memory_order_relaxed);
    if (newest <= announced_) return;
    std::function<void(ChangeSeq)> told;
    {
        const std::lock_guard lock(mutex_);
        told = on_change_;
    }
    announced_ = newest;
    if (told) told(ChangeSeq{newest});
}

void Writer::release(const Group& group) {
    const std::lock_guard lock(mutex_);
    for (const auto& job : group) {
        jobs_ -= job->reserved ? 1 : 0;
        bytes_ -= job->bytes;
    }
}

}  // namespace chappe
