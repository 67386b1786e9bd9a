#pragma once
// Intake: reads what the poller brings and keeps it, on threads of its own.

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "archive/archive.h"
#include "ingest/poller.h"

namespace chappe {

class Intake {
 public:
    explicit Intake(Archive&, std::size_t threads = 1);
    /// Reads what was taken, then ends.
    ~Intake();
    Intake(const Intake&) = delete;
    Intake& operator=(const Intake&) = delete;

    /// For Poller: returns at once. How much waits is bounded by the poller.
    void take(Delivery, Queue::Kept);

 private:
    void work();

    Archive& archive_;
    std::mutex mutex_;
    std::condition_variable work_;
    std::deque<std::pair<Delivery, Queue::Kept>> waiting_;
    bool stopping_ = false;
    std::vector<std::thread> threads_;
};

}  // namespace chappe
