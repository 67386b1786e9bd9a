#include "wire/metrics.h"

#include <fmt/format.h>

#include <string_view>

namespace chappe {
namespace {

struct Page {
    std::string text;

    void family(std::string_view name, std::string_view type, std::string_view help) {
        fmt::format_to(std::back_inserter(text), "# HELP {} {}\n# TYPE {} {}\n", name, help, name,
                       type);
    }
    void value(std::string_view name_and_labels, std::int64_t number) {
        fmt::format_to(std::back_inserter(text), "{} {}\n", name_and_labels, number);
    }
    void one(std::string_view name, std::string_view type, std::string_view help,
             std::int64_t number) {
        family(name, type, help);
        value(name, number);
    }
};

std::int64_t load(const std::atomic<std::uint64_t>& counter) {
    return static_cast<std::int64_t>(counter.load());
}

}  // namespace

std::string metrics_text(const Metrics& metrics, const ArchiveStats& stats) {
    Page page;
    page.family("chappe_http_requests_total", "counter", "Answered requests by status class.");
    for (std::size_t status = 1; status < metrics.answers.size(); ++status)
        page.value(fmt::format("chappe_http_requests_total{{status=\"{}xx\"}}", status),
                   load(metrics.answers[status]));
    page.one("chappe_connections", "gauge", "Open connections.", metrics.connections);
    page.one("chappe_connections_total", "counter", "Connections accepted.",
             load(metrics.connections_total));
    page.one("chappe_connections_timed_out_total", "counter", "Connections cut for being slow.",
             load(metrics.timeouts));
    page.one("chappe_event_readers", "gauge", "Open readers of /events.", metrics.event_readers);
    page.one("chappe_event_readers_dropped_total", "counter",
             "Readers of /events dropped for falling behind.", load(metrics.event_readers_dropped));
    page.one("chappe_worker_queue", "gauge", "Requests that wait for a worker.", metrics.queue);
    page.one("chappe_worker_queue_full_total", "counter", "Requests answered 503 for a full queue.",
             load(metrics.queue_full));
    page.one("chappe_writes_waiting", "gauge", "Writes given to the archive, not answered yet.",
             metrics.writes_waiting);
    page.one("chappe_request_body_bytes", "gauge", "Bytes of request bodies in memory.",
             metrics.body_bytes);
    page.one("chappe_answer_bytes", "gauge", "Bytes of answers in memory.", metrics.answer_bytes);
    page.one("chappe_dispatches", "gauge", "Live dispatches.", stats.total);
    page.one("chappe_editions", "gauge", "Editions kept.", stats.editions);
    page.one("chappe_newest_seq", "gauge", "Newest change of the wire.", number_of(stats.newest));
    page.one("process_start_time_seconds", "gauge", "Start of the server, seconds since 1970.",
             metrics.started);
    page.family("chappe_build_info", "gauge", "The program's version.");
    page.value("chappe_build_info{version=\"" CHAPPE_VERSION "\"}", 1);
    return page.text;
}

}  // namespace chappe
