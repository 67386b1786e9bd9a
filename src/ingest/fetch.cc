#include "ingest/fetch.h"

#include <utility>

#include "ingest/download.h"
#include "ingest/fetch_steps.h"

namespace chappe {
namespace {

using Clock = std::chrono::steady_clock;

}  // namespace

Result<Arrival> fetch(std::string_view url, const FetchOptions& options) {
    const auto end = Clock::now() + options.deadline;
    const std::string agent = user_agent(options.contact_url);
    FetchTarget target = TRY(judge_for(url, options));

    for (std::size_t redirects = 0;; ++redirects) {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - Clock::now());
        if (left.count() <= 0)
            return fail(Failure::busy, target.host + " did not finish its answer in time");
        Answer answer = TRY(download({target, {options.longest, left}}, options.policy, agent));
        if (answer.status == 200) return arrival_of(target, std::move(answer));
        if (!is_redirect(answer.status))
            return std::unexpected(error_of(answer.status, target.host));
        if (redirects == options.redirects)
            return fail(Failure::refused, target.host + " redirects more than " +
                                              std::to_string(options.redirects) + " times");
        target = TRY(judge_redirect(target, answer.location, options));
    }
}

std::string user_agent(std::string_view contact_url) {
    std::string agent = "Chappe/" CHAPPE_VERSION;
    if (!contact_url.empty()) agent += " (+" + printable(contact_url) + ")";
    return agent;
}

}  // namespace chappe
