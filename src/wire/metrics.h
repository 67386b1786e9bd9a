#pragma once
// What the server counts. Written by the network thread and the workers, read by /metrics.

#include <array>
#include <atomic>
#include <cstdint>
#include <string>

#include "archive/archive.h"

namespace chappe {

struct Metrics {
    std::array<std::atomic<std::uint64_t>, 6> answers{};  // by status class; [2] is 2xx
    std::atomic<std::int64_t> connections{0};             // open now
    std::atomic<std::uint64_t> connections_total{0};
    std::atomic<std::int64_t> event_readers{0};  // open now
    std::atomic<std::uint64_t> event_readers_dropped{0};
    std::atomic<std::uint64_t> timeouts{0};       // connections cut for being slow
    std::atomic<std::int64_t> queue{0};           // requests that wait for a worker
    std::atomic<std::uint64_t> queue_full{0};     // answered 503 for it
    std::atomic<std::int64_t> body_bytes{0};      // of requests, in memory now
    std::atomic<std::int64_t> answer_bytes{0};    // of answers, in memory now
    std::atomic<std::int64_t> writes_waiting{0};  // given to the archive, not answered yet
    std::int64_t started = 0;                     // seconds since 1970

    void count(int status) { ++answers[static_cast<std::size_t>(status / 100) % 6]; }
};

/// Prometheus text format 0.0.4.
std::string metrics_text(const Metrics&, const ArchiveStats&);

}  // namespace chappe
