#include <condition_variable>
#include <cstdio>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "app/commands.h"
#include "app/existing_archive.h"
#include "app/progress.h"
#include "app/report.h"
#include "app/understanding.h"

namespace chappe {
namespace {

constexpr std::size_t a_batch = 256;   // dispatches that are looked up at once
constexpr std::size_t under_way = 64;  // written at once: the writer groups them into commits

/// Understands one after another on this thread, while the archive's writer keeps those before.
class Reunderstanding {
 public:
    Reunderstanding(Archive& archive, bool all) : archive_(archive), all_(all) {}
    ~Reunderstanding() { wait_for(0); }  // what is under way tells this

    Result<void> run() {
        DispatchId last{};
        for (;;) {
            const auto batch = TRY(archive_.understood_by(last, a_batch));
            if (batch.empty()) break;
            last = batch.back().id;
            for (const UnderstoodBy& one : batch) TRY(take(one));
            say_progress();
        }
        progress_.end();
        wait_for(0);
        const std::lock_guard lock(mutex_);
        if (failed_) return std::unexpected(*failed_);
        return {};
    }
    void print() const {
        std::printf("%zu dispatches understood anew, %zu were up to date\n", done_,
                    looked_at_ - done_);
    }

 private:
    Result<void> take(const UnderstoodBy& one) {
        ++looked_at_;
        const auto models = models_of(one.language);
        if (!models || (!all_ && *models == one.models)) return {};
        wait_for(under_way - 1);
        {
            const std::lock_guard lock(mutex_);
            if (failed_) return std::unexpected(*failed_);
            ++waiting_;
        }
        auto accepted =
            archive_.understand_again(one.id, [this](Result<bool> kept) { note(std::move(kept)); });
        if (!accepted) note(std::unexpected(accepted.error()));
        return {};
    }

    void say_progress() {
        const std::lock_guard lock(mutex_);
        progress_.say(std::to_string(looked_at_) + " dispatches, " + std::to_string(done_) +
                      " understood anew");
    }

    void note(Result<bool> kept) {
        const std::lock_guard lock(mutex_);
        --waiting_;
        if (!kept && kept.error().failure != Failure::absent) failed_ = kept.error();
        if (kept && *kept) ++done_;
        changed_.notify_all();
    }

    void wait_for(std::size_t at_most) {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return waiting_ <= at_most; });
    }

    Archive& archive_;
    const bool all_;
    Progress progress_;
    std::size_t looked_at_ = 0;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::size_t waiting_ = 0;
    std::size_t done_ = 0;
    std::optional<Error> failed_;
};

}  // namespace

int run(const ReunderstandCommand& command) {
    const auto archive = open_existing(command.data, understanding());
    if (!archive) return report(archive.error());
    Reunderstanding work(**archive, command.all);
    const auto done = work.run();
    if (!done) return report(done.error());
    work.print();
    return 0;
}

}  // namespace chappe
