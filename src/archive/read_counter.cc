// Locks: the mutex is held for a look into a map and one pwrite of 24 bytes (0.7 us; a group of API
// reads: one pwrite for all), never while the disk is waited for. So a page view waits for nothing.
#include "archive/read_counter.h"

#include <algorithm>
#include <array>
#include <span>
#include <system_error>
#include <utility>

#include "archive/keep.h"
#include "archive/lookup.h"
#include "base/log.h"

namespace chappe {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds sync_period{500};   // archive.h promises a second
constexpr milliseconds look_period{1000};  // for the journal of another process, for a broken disk
// Or earlier: so that the writer is held for milliseconds (2,000 rows take it 6), and a file stays
// small.
constexpr std::size_t fold_dispatches = 2000;
constexpr std::size_t fold_bytes = 65536 * record_size;
// When folding fails for long: 64 MiB are 2.8 million reads.
constexpr std::size_t most_bytes = 64U << 20;
constexpr std::size_t remembered = 100'000;  // dispatches; 150 bytes each
constexpr std::size_t most_asked = 65536;

}  // namespace

ReadCounter::ReadCounter(std::filesystem::path folder, Readers& readers, Access access,
                         milliseconds fold_period)
    : folder_(std::move(folder)),
      readers_(readers),
      fold_period_(fold_period),
      totals_(remembered) {
    take_over();
    if (access == Access::read && !trouble_)
        set_trouble(Error{Failure::broken, "the archive is read-only; make its folder writable"});
}

ReadCounter::~ReadCounter() {
    stop();
}

void ReadCounter::start(Writer& writer) {
    writer_ = &writer;
    thread_ = std::thread([this] { run(); });
}

void ReadCounter::stop() {
    {
        const Lock lock(mutex_);
        stopping_ = true;
    }
    work_.notify_all();
    if (thread_.joinable()) thread_.join();
}

// ---- the doors

Result<void> ReadCounter::count_read(DispatchId id, Archive::CountAnswer answer) {
    Lock lock(mutex_);
    if (stopping_) return fail(Failure::busy, "the archive is closing; try again later");
    if (!ours_) {
        lock.unlock();
        Asked asked{id, std::move(answer)};
        return pass_on(asked);
    }
    if (asked_.size() >= most_asked)
        return fail(Failure::busy, "too many reads wait to be counted; try again later");
    asked_.push_back({id, std::move(answer)});
    if (asked_.size() == 1) work_.notify_all();
    return {};
}

std::optional<std::uint64_t> ReadCounter::count_view(DispatchId id) {
    Lock lock(mutex_);
    if (stopping_) return std::nullopt;
    const std::optional<std::uint64_t> before = totals_.find(id);
    if (!before || trouble_) return std::nullopt;
    if (!ours_) {  // counted when the writer comes to it; a number that is not safe is not shown
        lock.unlock();
        Asked asked{id, [](const Result<std::uint64_t>&) {}};
        if (!pass_on(asked)) return std::nullopt;
        return before;
    }
    if (!append({&id, 1})) return std::nullopt;
    totals_.add(id);
    return *before + 1;
}

std::optional<std::uint64_t> ReadCounter::reads_here(DispatchId id) {
    const Lock lock(mutex_);
    return totals_.find(id);
}

std::uint64_t ReadCounter::ticket() {
    const Lock lock(mutex_);
    return news_;
}

std::optional<std::uint64_t> ReadCounter::complete(DispatchId id, ReadsInDatabase found,
                                                   std::uint64_t ticket) {
    const Lock lock(mutex_);
    if (!ours_) totals_.follow(found.position);
    return totals_.complete(id, found,
                            ticket == news_ ? ReadTotals::Keep::yes : ReadTotals::Keep::no);
}

void ReadCounter::forget(DispatchId id) {
    const Lock lock(mutex_);
    ++news_;
    totals_.forget(id);
}

void ReadCounter::forget_all() {
    const Lock lock(mutex_);
    ++news_;
    totals_.forget_all();
}

/// Into the file, in this order.
Result<void> ReadCounter::append(std::span<const DispatchId> ids) {
    if (active().size() + ids.size() * record_size > most_bytes)
        return fail(Failure::busy, "the archive's database does not take reads; try again later");
    const Clock::time_point now = Clock::now();
    if (ids.size() == 1) {
        const ReadRecord record{last_ + 1, ids.front()};
        TRY(active().append({&record, 1}));
    } else {
        std::vector<ReadRecord> records;
        records.reserve(ids.size());
        for (const DispatchId id : ids) records.push_back({last_ + records.size() + 1, id});
        TRY(active().append(records));
    }
    last_ += ids.size();
    if (!unsynced_) {
        unsynced_ = true;
        sync_at_ = now + sync_period;
        if (totals_.journalled() == 0) fold_at_ = now + fold_period_;
        work_.notify_all();
    }
    return {};
}

/// The journal is another process's: one write of the database for one read.
Result<void> ReadCounter::pass_on(Asked& asked) {
    TRY(writer_->reserve(0));
    auto work = [id = asked.id](Database& database, Effects&) { return keep_read(database, id); };
    auto answer = [this, id = asked.id,
                   told = std::move(asked.answer)](Result<std::uint64_t> count) mutable {
        if (count) {
            const Lock lock(mutex_);
            totals_.raise(id, *count);
        }
        told(std::move(count));
    };
    writer_->enqueue(std::make_unique<Write<std::uint64_t>>(std::move(work), std::move(answer)));
    return {};
}

/// Whoever runs the server reads of each trouble once.
void ReadCounter::set_trouble(std::optional<Error> error) {
    const bool same = trouble_.has_value() == error.has_value() &&
                      (!error || error->message == trouble_->message);
    if (!same) {
        const std::string where = read_journals(folder_)[0].string() + ": ";
        if (error)
            log_error(where + "reads are not counted: " + error->message);
        else
            log_info(where + "reads are counted again");
    }
    trouble_ = std::move(error);
}

// ---- the thread

void ReadCounter::run() {
    while (wait_for_work()) {
        write_asked();
        sync_and_answer();
        if (folding_now() == Folding::done) clear_spare();
        if (fold_is_due()) begin_fold();
        if (look_is_due()) look_around();
    }
    sync_and_answer();
    fold_all();
    const Lock lock(mutex_);
    ours_ = false;
    files_.clear();  // and with them the lock
}

/// Until there is something to do, at most for a while. False: nothing comes any more.
bool ReadCounter::wait_for_work() {
    Lock lock(mutex_);
    const auto next = [&] {
        Clock::time_point at = Clock::now() + look_period;
        if (unsynced_) at = std::min(at, sync_at_);
        if (folding_ == Folding::no && totals_.journalled() > 0 && !trouble_)
            at = std::min(at, fold_at_);
        return at;
    };
    const bool to_clear = folding_ == Folding::done && !trouble_;
    if (asked_.empty() && written_.empty() && !stopping_ && !to_clear)
        work_.wait_until(lock, next());
    return !stopping_ || !asked_.empty() || !written_.empty();
}

/// Those that the API asks for: into the journal as one group.
void ReadCounter::write_asked() {
    std::vector<Asked> asked;
    Lock lock(mutex_);
    asked.swap(asked_);
    if (asked.empty()) return;
    if (!ours_) {  // any more
        lock.unlock();
        for (Asked& one : asked)
            if (const auto passed = pass_on(one); !passed)
                one.answer(std::unexpected(passed.error()));
        return;
    }
    std::vector<Answered> refused;
    for (Asked& one : asked) {
        if (trouble_ || totals_.find(one.id)) continue;
        lock.unlock();
        const Result<void> found = look_up(one.id);
        lock.lock();
        if (found) continue;
        refused.push_back({std::move(one.answer), std::unexpected(found.error())});
        one.id = {};
    }
    std::vector<DispatchId> ids;
    std::vector<Asked> known;
    for (Asked& one : asked) {
        if (one.id == DispatchId{}) continue;
        if (trouble_) {
            refused.push_back({std::move(one.answer), std::unexpected(*trouble_)});
        } else if (totals_.find(one.id)) {
            ids.push_back(one.id);
            known.push_back(std::move(one));
        } else {  // the database has changed meanwhile: once more
            asked_.push_back(std::move(one));
        }
    }
    const Result<void> appended = ids.empty() ? Result<void>() : append(ids);
    for (Asked& one : known) {
        if (!appended) {
            refused.push_back({std::move(one.answer), std::unexpected(appended.error())});
            continue;
        }
        totals_.add(one.id);
        written_.push_back({std::move(one.answer), totals_.find(one.id).value_or(0)});
    }
    lock.unlock();
    for (Answered& one : refused) one.answer(std::move(one.count));
}

/// Brings what the database has of a live dispatch into memory.
Result<void> ReadCounter::look_up(DispatchId id) {
    // A fold ends between the two at most once in a few milliseconds.
    for (int tries = 0; tries < 20; ++tries) {
        const std::uint64_t asked = ticket();
        Readers::Lease lease = TRY(readers_.lease());
        const Result<ReadsInDatabase> found = find_reads(*lease, id);
        if (!found) {
            if (found.error().failure == Failure::broken) lease.discard();
            return std::unexpected(found.error());
        }
        if (complete(id, *found, asked)) return {};
    }
    return fail(Failure::busy, "the archive is busy; try again later");
}

void ReadCounter::sync_and_answer() {
    Lock lock(mutex_);
    const bool due = unsynced_ && (stopping_ || Clock::now() >= sync_at_);
    if (written_.empty() && !due) return;
    std::vector<Answered> answered;
    answered.swap(written_);
    unsynced_ = false;
    lock.unlock();
    const Result<void> synced = sync_files();
    if (!synced) {
        lock.lock();
        set_trouble(synced.error());
        fold_at_ = {};  // what is in memory is to be on a disk soon
        lock.unlock();
    }
    for (Answered& one : answered)
        one.answer(synced ? std::move(one.count) : std::unexpected(synced.error()));
}

/// The older file first: records on the disk are then never behind a gap.
Result<void> ReadCounter::sync_files() {
    if (files_.empty()) return {};  // another process has them now
    const auto names = read_journals(folder_);
    for (std::size_t i = 0; i < files_.size(); ++i)
        if (files_[i].has_moved(names[i]))
            return fail(Failure::broken, "the journal was moved or deleted while in use");
    if (folding_now() != Folding::no) TRY(spare().sync());
    return active().sync();
}

// ---- folding

ReadCounter::Folding ReadCounter::folding_now() {
    const Lock lock(mutex_);
    return folding_;
}

bool ReadCounter::fold_is_due() {
    const Lock lock(mutex_);
    if (!ours_ || trouble_ || folding_ != Folding::no || totals_.journalled() == 0) return false;
    return stopping_ || Clock::now() >= fold_at_ || totals_.journalled() >= fold_dispatches ||
           active().size() >= fold_bytes;
}

/// From here on the other file is appended to.
void ReadCounter::begin_fold() {
    {
        const Lock lock(mutex_);
        totals_.begin_fold(last_);
        active_ = 1 - active_;
    }
    hand_to_writer();
}

void ReadCounter::hand_to_writer() {
    Fold fold;
    {
        const Lock lock(mutex_);
        folding_ = Folding::handed;
        fold = *totals_.fold();
    }
    if (const auto reserved = writer_->reserve(0); !reserved) {
        end_fold(std::unexpected(reserved.error()));
        return;
    }
    auto work = [fold = std::move(fold)](Database& database, Effects&) -> Result<bool> {
        TRY(keep_fold(database, fold));
        return true;
    };
    auto answer = [this](Result<bool> folded) { end_fold(std::move(folded)); };
    writer_->enqueue(std::make_unique<Write<bool>>(std::move(work), std::move(answer)));
}

/// On the writer's thread, right after the commit.
void ReadCounter::end_fold(Result<bool> folded) {
    const Lock lock(mutex_);
    if (folded) {
        totals_.end_fold();
        folding_ = Folding::done;
        proven_ = true;
    } else {
        folding_ = Folding::failed;
        proven_ = false;
        look_at_ = Clock::now() + look_period;
        // A full disk or a lock of others will pass, and the journal can hold many reads; of a
        // damaged database nobody knows.
        if (folded.error().failure == Failure::broken) set_trouble(folded.error());
    }
    work_.notify_all();
}

/// What was folded is in the database for good; its file may be used again.
void ReadCounter::clear_spare() {
    const Result<void> cleared = spare().cut(0);
    const Lock lock(mutex_);
    if (cleared)
        folding_ = Folding::no;
    else
        set_trouble(cleared.error());
}

/// Before the end. What cannot be folded now stays in the journal for the next start.
void ReadCounter::fold_all() {
    for (int tries = 0; tries < 20; ++tries) {
        if (folding_now() == Folding::done) clear_spare();
        if (fold_is_due()) begin_fold();
        Lock lock(mutex_);
        work_.wait(lock, [&] { return folding_ != Folding::handed; });
        if (!ours_ || trouble_) return;
        if (folding_ == Folding::no && totals_.journalled() == 0) return;
        if (folding_ != Folding::failed) continue;
        lock.unlock();
        std::this_thread::sleep_for(milliseconds(50));  // for room in the writer's queue
        hand_to_writer();
    }
}

bool ReadCounter::look_is_due() {
    const Lock lock(mutex_);
    return Clock::now() >= look_at_;
}

/// Every second: tries again what did not work.
void ReadCounter::look_around() {
    Lock lock(mutex_);
    look_at_ = Clock::now() + look_period;
    const bool alone = ours_ && !files_.empty();
    const bool healed = trouble_ && proven_ && totals_.journalled() == 0;
    const bool trouble = trouble_.has_value();
    const Folding folding = folding_;
    lock.unlock();
    if (folding == Folding::handed) return;
    if (!alone || (healed && folding != Folding::failed))
        take_over();
    else if (folding == Folding::failed)
        hand_to_writer();
    else if (folding == Folding::done)
        clear_spare();
    else if (trouble)
        begin_fold();  // even of nothing: shows whether the database can be written
}

// ---- opening

/// Makes the journal this process's, if it is nobody's, and begins with what is in it.
void ReadCounter::take_over() {
    {
        const Lock lock(mutex_);
        ours_ = false;
        files_.clear();  // lets go of the lock, which we could not get a second time
    }
    Result<bool> opened = open_journal();
    if (opened && !*opened) return;  // another process has it
    const Lock lock(mutex_);
    set_trouble(opened ? std::nullopt : std::optional(opened.error()));
}

/// False when another process has it.
Result<bool> ReadCounter::open_journal() {
    const auto names = read_journals(folder_);
    std::vector<JournalFile> files;
    std::optional<Error> read_only;
    for (const auto& name : names) {
        Result<JournalFile> file = JournalFile::open(name, JournalFile::Open::write);
        if (!file) {
            read_only = file.error();
            file = JournalFile::open(name, JournalFile::Open::read);
        }
        if (!file) return std::unexpected(*read_only);
        files.push_back(std::move(*file));
        if (files.size() == 1 && !files.front().lock()) return false;
    }
    std::vector<ReadRecord> first = TRY(files[0].read());
    std::vector<ReadRecord> second = TRY(files[1].read());
    const std::array<std::size_t, 2> valid = {first.size(), second.size()};
    Readers::Lease lease = TRY(readers_.lease());
    const std::uint64_t position = TRY(find_position(*lease));
    auto left = unfolded(std::move(first), std::move(second), position);
    if (!left) {
        if (read_only) return std::unexpected(*read_only);
        TRY(set_aside(names));
        return open_journal();
    }
    if (!read_only) {
        // Without reads to fold a file begins afresh.
        const std::size_t older = left->second_first ? 1 : 0;
        TRY(files[older].cut(left->older.empty() ? 0 : valid[older]));
        TRY(files[1 - older].cut(left->newer.empty() ? 0 : valid[1 - older]));
        TRY(sync_folder(folder_));
    }
    load(std::move(files), *left, position);
    if (read_only) return std::unexpected(*read_only);
    return true;
}

/// They belong to another state of the database than this one: an older copy of it was put here.
Result<void> ReadCounter::set_aside(const std::array<std::filesystem::path, 2>& names) {
    for (const auto& name : names) {
        std::error_code error;
        std::filesystem::path aside = name;
        aside += ".aside";
        std::filesystem::rename(name, aside, error);
        if (error) return fail(Failure::broken, name.string() + ": " + error.message());
    }
    log_warning(names[0].string() +
                ": is of a newer state of this archive; set aside, its reads are not counted");
    return {};
}

void ReadCounter::load(std::vector<JournalFile> files, const Unfolded& left,
                       std::uint64_t position) {
    const Lock lock(mutex_);
    files_ = std::move(files);
    ours_ = true;
    ++news_;
    totals_.reset(position);
    last_ = position;
    folding_ = Folding::no;
    active_ = left.second_first ? 1 : 0;
    for (const ReadRecord& record : left.older) totals_.add(record.dispatch);
    if (!left.older.empty()) last_ = left.older.back().sequence;
    if (!left.newer.empty()) {  // it ended while it folded
        totals_.begin_fold(last_);
        folding_ = Folding::failed;
        active_ = 1 - active_;
        for (const ReadRecord& record : left.newer) totals_.add(record.dispatch);
        last_ = left.newer.back().sequence;
    }
    unsynced_ = !left.older.empty();  // a process that was killed may not have come to it
    sync_at_ = fold_at_ = look_at_ = Clock::now();
}

}  // namespace chappe
