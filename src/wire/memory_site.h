#pragma once
// The site in front of an archive in memory: a request in, its answer out. For tests and the
// fuzzer.

#include <chrono>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <variant>

#include "wire/memory_archive.h"
#include "wire/site.h"
#include "wire/test_news.h"

namespace chappe {

struct MemorySite {
    MemoryArchive archive;
    Metrics metrics;
    Site site{archive, read_plainly, "https://wire.example", metrics};
    std::string token = *archive.add_token("test");

    /// As the server does it, without threads. An event stream answers its head.
    Response respond(const Request& request) {
        Answer made = answer(request, site);
        std::optional<Response> out;
        if (auto* counted = std::get_if<Counted>(&made)) {
            out = with_reads(*counted, request, counted->reads);
        } else if (auto* put = std::get_if<Put>(&made)) {
            const auto accepted = archive.submit(
                std::move(put->submission), [&](Result<Receipt> told) { out = answer_to(told); });
            if (!accepted) out = failure_response(request, accepted.error());
        } else if (auto* count = std::get_if<Count>(&made)) {
            const auto accepted = archive.count_read(
                count->id,
                [&, id = count->id](Result<std::uint64_t> told) { out = answer_to(id, told); });
            if (!accepted) out = failure_response(request, accepted.error());
        } else if (auto* later = std::get_if<Later>(&made)) {
            // Some are answered by another thread.
            const auto told = std::make_shared<std::promise<Response>>();
            auto answered = told->get_future();
            const auto accepted =
                later->start([told](Response response) { told->set_value(std::move(response)); });
            if (!accepted)
                out = failure_response(request, accepted.error());
            else if (answered.wait_for(std::chrono::seconds{20}) == std::future_status::ready)
                out = answered.get();
        } else if (auto* response = std::get_if<Response>(&made)) {
            out = std::move(*response);
        }
        return out.value_or(Response{});
    }

    Response get(std::string target) {
        Request request;
        request.method = "GET";
        request.target = std::move(target);
        request.local = true;
        return respond(request);
    }

    Request posting(std::string body, std::string type = "application/json") const {
        Request request;
        request.method = "POST";
        request.target = "/api/dispatches";
        request.authorization = "Bearer " + token;
        request.content_type = std::move(type);
        request.body = std::move(body);
        return request;
    }
    Response post(std::string body, std::string type = "application/json") {
        return respond(posting(std::move(body), std::move(type)));
    }

    /// Straight into the archive.
    void keep(Dispatch dispatch, std::string source = "desk", Instant received = now()) {
        Submission submission;
        submission.arrival.source = std::move(source);
        submission.arrival.received = received;
        submission.reading.dispatches.push_back(std::move(dispatch));
        (void)archive.submit(std::move(submission), [](const Result<Receipt>&) {});
    }
};

}  // namespace chappe
