#pragma once
// What the server counts. Written by the network thread and the workers, read by /metrics.

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <string>

#include "archive/archive.h"

namespace chappe {

struct Metrics {
    /// Upper ends of the classes of times, in milliseconds; a last class has none.
    static constexpr std::array<int, 9> bounds = {1, 3, 10, 30, 100, 300, 1000, 3000, 10000};

    std::array<std::atomic<std::uint64_t>, 600> answers{};  // by status
    std::array<std::atomic<std::uint64_t>, bounds.size() + 1> times{};
    std::atomic<std::uint64_t> microseconds{0};  // of all of them together
    std::atomic<std::uint64_t> views{0};         // counted
    std::atomic<std::uint64_t> pages_kept{0};    // answered with a page that was kept
    std::atomic<std::uint64_t> pages_made{0};
    std::atomic<std::int64_t> page_bytes{0};   // kept now
    std::atomic<std::int64_t> connections{0};  // open now
    std::atomic<std::uint64_t> connections_total{0};
    std::atomic<std::int64_t> event_readers{0};  // open now
    std::atomic<std::uint64_t> event_readers_dropped{0};
    std::atomic<std::uint64_t> crowded{0};        // connections refused: too many of one address
    std::atomic<std::uint64_t> timeouts{0};       // connections cut for being slow
    std::atomic<std::int64_t> queue{0};           // requests that wait for a worker
    std::atomic<std::uint64_t> queue_full{0};     // answered 503 for it
    std::atomic<std::int64_t> body_bytes{0};      // of requests, in memory now
    std::atomic<std::int64_t> answer_bytes{0};    // of answers, in memory now
    std::atomic<std::int64_t> writes_waiting{0};  // given to the archive, not answered yet
    std::int64_t started = 0;                     // seconds since 1970

    void count(int status) { ++answers[static_cast<std::size_t>(status) % 600]; }
    void took(std::chrono::microseconds time) {
        std::size_t i = 0;
        while (i < bounds.size() && time.count() > bounds[i] * 1000) ++i;
        ++times[i];
        microseconds += static_cast<std::uint64_t>(time.count());
    }
};

/// Prometheus text format 0.0.4.
std::string metrics_text(const Metrics&, const ArchiveStats&);

}  // namespace chappe
