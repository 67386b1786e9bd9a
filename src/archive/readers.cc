#include "archive/readers.h"

#include "archive/schema.h"

namespace chappe {
namespace {

constexpr std::chrono::seconds longest_lease_wait{2};  // archive.h promises it
constexpr int lock_wait_ms = 2000;  // only while another program recovers the log after a crash

}  // namespace

Readers::Readers(std::filesystem::path file, Access access, std::size_t count)
    : file_(std::move(file)), access_(access), free_(count) {}

Result<Readers::Lease> Readers::lease() {
    std::unique_ptr<Database> database;
    std::uint64_t generation = 0;
    Access access{};
    {
        std::unique_lock lock(mutex_);
        if (!returned_.wait_for(lock, longest_lease_wait, [&] { return free_ > 0; }))
            return fail(Failure::busy, "too many readers at the archive; try again later");
        --free_;
        generation = generation_;
        access = access_;
        if (!idle_.empty()) {
            database = std::move(idle_.back());
            idle_.pop_back();
        }
    }
    Lease lease(*this, std::move(database), generation);
    if (!lease.is_open()) lease.set(TRY(open_for_reading(file_, access, lock_wait_ms)));
    return lease;
}

void Readers::reopen(Access access) {
    std::vector<std::unique_ptr<Database>> old;  // closed outside the lock
    {
        const std::lock_guard lock(mutex_);
        access_ = access;
        ++generation_;
        old.swap(idle_);
    }
}

void Readers::take_back(std::unique_ptr<Database> database, std::uint64_t generation) {
    {
        const std::lock_guard lock(mutex_);
        ++free_;
        if (database && generation == generation_) idle_.push_back(std::move(database));
    }
    returned_.notify_one();
}

}  // namespace chappe
