#pragma once
// The threads that read the archive and make pages, and the bounded queue before them.

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace chappe {

class Workers {
 public:
    using Job = std::move_only_function<void()>;

    Workers(std::size_t threads, std::size_t longest_queue);
    /// Does what waits, then ends.
    ~Workers();
    Workers(const Workers&) = delete;
    Workers& operator=(const Workers&) = delete;

    /// False when the queue is full; nothing was taken then.
    [[nodiscard]] bool offer(Job);
    /// For the few jobs of the server itself, which come one at a time: before all others.
    void insist(Job);
    std::size_t waiting() const;

 private:
    void work();

    mutable std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<Job> jobs_;
    const std::size_t longest_queue_;
    bool ending_ = false;
    std::vector<std::jthread> threads_;  // last: they use all of the above
};

}  // namespace chappe
