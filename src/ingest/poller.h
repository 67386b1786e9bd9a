#pragma once
// Poller: visits what is due, politely.
//
//     Queue ─▶ errand ─▶ its host's turn ─▶ robots.txt ─▶ GET ─▶ redirects ─▶ delivery ─▶ kept
//
// One request at a time goes to a host, with a pause behind it; many hosts are visited at once. No
// address is dialled that the policy of the options refuses, and none that robots.txt forbids. One
// thread does it all.

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "ingest/fetch.h"
#include "news/arrival.h"
#include "news/queue.h"

namespace chappe {

struct PollerOptions {
    FetchOptions fetch;  // its deadline is for one page, redirects included, waiting not
    std::size_t at_once = 64;
    std::chrono::milliseconds pause{1000};  // between two requests to a host
};

/// What a visit brought, to be read and kept.
struct Delivery {
    Errand errand;
    Arrival arrival;  // `source` is the errand's
    Visit visit;
    std::string link_header;            // for WebSub
    std::vector<std::string> sitemaps;  // that robots.txt names
};

class Poller {
 public:
    /// Called on the poller's thread. `kept` must be called once, from any thread, when the visit
    /// is in the archive or could not be kept; while many are not, nothing more is fetched.
    using Take = std::function<void(Delivery, Queue::Kept kept)>;

    /// `queue` must outlive it.
    Poller(Queue& queue, PollerOptions, Take);
    ~Poller();
    Poller(const Poller&) = delete;
    Poller& operator=(const Poller&) = delete;

    /// Visits until stop() is called. Blocks.
    void run();
    /// Visits until nothing is due and everything is kept, or stop() is called. Blocks.
    void run_until_idle();
    /// From any thread. What is under way is broken off; it stays due.
    void stop();

 private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace chappe
