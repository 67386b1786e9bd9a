#pragma once
// Downloads: many requests at once, on one thread.

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>

#include "base/result.h"
#include "ingest/download.h"

namespace chappe {

class Downloads {
 public:
    using Done = std::move_only_function<void(Result<Answer>)>;

    /// `policy` must outlive it.
    Downloads(const FetchPolicy& policy, std::string user_agent);
    /// What is under way is broken off and never told.
    ~Downloads();
    Downloads(const Downloads&) = delete;
    Downloads& operator=(const Downloads&) = delete;

    /// `done` is called by run(), exactly once, also when nothing could be sent.
    void start(FetchRequest, Done done);

    /// Waits until something happens, `wait` at most, and tells what has ended.
    void run(std::chrono::milliseconds wait);

    /// Ends a wait; from any thread.
    void wake();

    std::size_t running() const;

 private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace chappe
