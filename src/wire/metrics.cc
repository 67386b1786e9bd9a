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

void write_answers(Page& page, const Metrics& metrics) {
    page.family("chappe_http_requests_total", "counter", "Answered requests by status.");
    for (std::size_t status = 0; status < metrics.answers.size(); ++status)
        if (const auto number = load(metrics.answers[status]); number > 0)
            page.value(fmt::format("chappe_http_requests_total{{status=\"{}\"}}", status), number);
    page.family("chappe_http_request_seconds", "histogram",
                "From a request's last byte to its answer's first.");
    std::int64_t sum = 0;
    for (std::size_t i = 0; i < metrics.times.size(); ++i) {
        sum += load(metrics.times[i]);
        const std::string bound =
            i < Metrics::bounds.size() ? fmt::format("{}", Metrics::bounds[i] / 1000.0) : "+Inf";
        page.value(fmt::format("chappe_http_request_seconds_bucket{{le=\"{}\"}}", bound), sum);
    }
    page.text += fmt::format("chappe_http_request_seconds_sum {}\n",
                             static_cast<double>(load(metrics.microseconds)) / 1e6);
    page.value("chappe_http_request_seconds_count", sum);
    page.one("chappe_views_counted_total", "counter", "Views of dispatch pages that counted.",
             load(metrics.views));
    page.one("chappe_pages_kept_total", "counter", "Requests answered with a kept page.",
             load(metrics.pages_kept));
    page.one("chappe_pages_made_total", "counter", "Pages made to be kept.",
             load(metrics.pages_made));
    page.one("chappe_page_bytes", "gauge", "Bytes of kept pages.", metrics.page_bytes);
}

}  // namespace

std::string metrics_text(const Metrics& metrics, const ArchiveStats& stats) {
    Page page;
    write_answers(page, metrics);
    page.one("chappe_connections", "gauge", "Open connections.", metrics.connections);
    page.one("chappe_connections_total", "counter", "Connections accepted.",
             load(metrics.connections_total));
    page.one("chappe_connections_timed_out_total", "counter", "Connections cut for being slow.",
             load(metrics.timeouts));
    page.one("chappe_connections_crowded_total", "counter",
             "Connections refused because their address had too many.", load(metrics.crowded));
    page.one("chappe_event_readers", "gauge", "Open readers of /events.", metrics.event_readers);
    page.one("chappe_event_readers_dropped_total", "counter",
             "Readers of /events dropped for taking nothing.", load(metrics.event_readers_dropped));
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
