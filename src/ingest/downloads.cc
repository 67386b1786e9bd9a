#include "ingest/downloads.h"

#include <curl/curl.h>

#include <map>
#include <utility>
#include <vector>

#include "ingest/transfer.h"

namespace chappe {

struct Downloads::State {
    const FetchPolicy& policy;
    const std::string user_agent;
    std::unique_ptr<CURLM, decltype(&curl_multi_cleanup)> multi;

    struct Running {
        std::unique_ptr<Transfer> transfer;
        Done done;
    };
    std::map<CURL*, Running> running{};
    std::vector<std::pair<Done, Error>> failed{};  // before they began

    void tell_failed() {
        for (auto& [done, error] : std::exchange(failed, {}))
            done(std::unexpected(std::move(error)));
    }
    void tell_ended() {
        int left = 0;
        while (const CURLMsg* message = curl_multi_info_read(multi.get(), &left)) {
            if (message->msg != CURLMSG_DONE) continue;
            CURL* const handle = message->easy_handle;
            const CURLcode code = message->data.result;
            auto node = running.extract(handle);
            if (node.empty()) continue;
            curl_multi_remove_handle(multi.get(), handle);
            Result<Answer> answer = node.mapped().transfer->finish(code);
            node.mapped().transfer.reset();
            node.mapped().done(std::move(answer));
        }
    }
};

Downloads::Downloads(const FetchPolicy& policy, std::string user_agent)
    : state_(new State{policy, std::move(user_agent), {nullptr, curl_multi_cleanup}}) {
    curl_global_init(CURL_GLOBAL_DEFAULT);  // counted; never undone, as nothing else is
    state_->multi.reset(curl_multi_init());
    if (!state_->multi) throw std::bad_alloc();
    // No request shares a connection: one that is used again would not pass the socket callback.
    curl_multi_setopt(state_->multi.get(), CURLMOPT_PIPELINING,
                      static_cast<long>(CURLPIPE_NOTHING));
}

Downloads::~Downloads() {
    for (auto& [handle, running] : state_->running)
        curl_multi_remove_handle(state_->multi.get(), handle);
}

void Downloads::start(FetchRequest request, Done done) {
    auto transfer = Transfer::prepare(std::move(request), state_->policy, state_->user_agent);
    if (!transfer) {
        state_->failed.emplace_back(std::move(done), std::move(transfer).error());
        return;
    }
    CURL* const handle = (*transfer)->handle();
    if (curl_multi_add_handle(state_->multi.get(), handle) != CURLM_OK) {
        state_->failed.emplace_back(
            std::move(done), Error{Failure::broken, "libcurl cannot be set up for fetching"});
        return;
    }
    state_->running.emplace(handle, State::Running{std::move(*transfer), std::move(done)});
}

void Downloads::run(std::chrono::milliseconds wait) {
    if (!state_->failed.empty()) return state_->tell_failed();
    int running = 0;
    curl_multi_perform(state_->multi.get(), &running);
    if (static_cast<std::size_t>(running) == state_->running.size()) {
        curl_multi_poll(state_->multi.get(), nullptr, 0, static_cast<int>(wait.count()), nullptr);
        curl_multi_perform(state_->multi.get(), &running);
    }
    state_->tell_ended();
}

void Downloads::wake() {
    curl_multi_wakeup(state_->multi.get());
}

std::size_t Downloads::running() const {
    return state_->running.size() + state_->failed.size();
}

}  // namespace chappe
