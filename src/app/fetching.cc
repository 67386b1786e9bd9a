#include "app/fetching.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <condition_variable>
#include <cstring>
#include <mutex>
#include <thread>
#include <utility>

#include "app/intake.h"
#include "app/spool.h"
#include "base/log.h"

namespace chappe {

Result<std::optional<FetchLock>> FetchLock::take(const std::filesystem::path& folder) {
    const std::string path = (folder / "fetching.lock").string();
    const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0) return fail(Failure::broken, "cannot open " + path + ": " + std::strerror(errno));
    FetchLock lock(file);
    if (::flock(file, LOCK_EX | LOCK_NB) == 0) return std::optional<FetchLock>(std::move(lock));
    if (errno == EWOULDBLOCK) return std::optional<FetchLock>();
    return fail(Failure::broken, "cannot lock " + path + ": " + std::strerror(errno));
}

FetchLock::FetchLock(FetchLock&& other) noexcept : file_(std::exchange(other.file_, -1)) {}

FetchLock::~FetchLock() {
    if (file_ >= 0) ::close(file_);
}

namespace {
constexpr std::chrono::milliseconds folder_period{1000};
}  // namespace

struct Fetching::Running {
    Running(Archive& its_archive, std::filesystem::path its_folder, const PollerOptions& options)
        : archive(its_archive),
          folder(std::move(its_folder)),
          intake(archive),
          poller(archive.queue(), options,
                 [this](Delivery delivery, Queue::Kept kept) {
                     intake.take(std::move(delivery), std::move(kept));
                 }),
          thread([this] { run(); }) {}

    void run() {
        const std::optional<FetchLock> lock = wait_for_lock();
        if (!lock) return;
        std::thread folders([this] { watch_folders(); });
        poller.run();
        folders.join();
    }

    void watch_folders() {
        do look_into_folders(archive);
        while (!ends_within(folder_period));
    }

    /// True when it is to end, which it waits for.
    bool ends_within(std::chrono::milliseconds period) {
        std::unique_lock guard(mutex);
        return ended.wait_for(guard, period, [this] { return ending; });
    }

    /// Nothing when it is to end before. A folder where nothing can be written holds no lock, and
    /// an archive there takes no visits.
    std::optional<FetchLock> wait_for_lock() {
        for (bool told = false;;) {
            auto lock = FetchLock::take(folder);
            if (lock && *lock) return std::move(*lock);
            if (!told && lock) log_info("another program visits the sources of this archive");
            if (!told && !lock) log_warning("sources are not visited: " + lock.error().message);
            told = true;
            if (ends_within(std::chrono::seconds(1))) return std::nullopt;
        }
    }

    void end() {
        {
            const std::lock_guard guard(mutex);
            ending = true;
        }
        ended.notify_all();
        poller.stop();
        thread.join();
    }

    Archive& archive;
    const std::filesystem::path folder;
    std::mutex mutex;
    std::condition_variable ended;
    bool ending = false;
    Intake intake;
    Poller poller;
    std::thread thread;
};

Fetching::Fetching(Archive& archive, std::filesystem::path folder, const PollerOptions& options)
    : running_(std::make_unique<Running>(archive, std::move(folder), options)) {}

Fetching::~Fetching() {
    running_->end();
}

void fetch_what_is_due(Archive& archive, const PollerOptions& options) {
    Intake intake(archive);
    Poller poller(archive.queue(), options, [&intake](Delivery delivery, Queue::Kept kept) {
        intake.take(std::move(delivery), std::move(kept));
    });
    poller.run_until_idle();
    // Files that were put there just now too; one that grows and grows is left for the next time.
    constexpr int most_waits = 5;
    for (int i = 0; look_into_folders(archive) && i < most_waits; ++i)
        std::this_thread::sleep_for(settling_time);
}

}  // namespace chappe
