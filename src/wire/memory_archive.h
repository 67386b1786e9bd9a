#pragma once
// An archive in memory: for tests and the fuzzer, which need the site without a disk.
//
// Writes are answered at once, on the thread that submits; hold() keeps the answers back, as a slow
// disk would, and fail_with() makes everything fail, as a damaged one would.

#include <algorithm>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "archive/archive.h"

namespace chappe {

class MemoryArchive : public Archive {
 public:
    Result<void> submit(Submission submission, PutAnswer answer) override {
        std::unique_lock lock(mutex_);
        if (failure_) return std::unexpected(*failure_);
        Result<Receipt> receipt = keep(submission);
        finish(lock, [told = std::move(receipt), tell = std::move(answer)]() mutable {
            tell(std::move(told));
        });
        return {};
    }

    Result<void> count_read(DispatchId id, CountAnswer answer) override {
        std::unique_lock lock(mutex_);
        if (failure_) return std::unexpected(*failure_);
        const auto found = kept_.find(id);
        Result<std::uint64_t> count = fail(Failure::absent, "there is no such dispatch");
        if (found != kept_.end() && found->second.stored.state == DispatchState::live)
            count = ++found->second.stored.reads_here;
        finish(lock, [told = std::move(count), tell = std::move(answer)]() mutable {
            tell(std::move(told));
        });
        return {};
    }

    std::optional<std::uint64_t> count_view(DispatchId id) override {
        const std::lock_guard lock(mutex_);
        StoredDispatch* known = failure_ ? nullptr : find_asked(id);
        if (!known) return std::nullopt;
        return ++known->reads_here;
    }

    std::optional<std::uint64_t> reads_here(DispatchId id) override {
        const std::lock_guard lock(mutex_);
        const StoredDispatch* known = find_asked(id);
        if (!known) return std::nullopt;
        return known->reads_here;
    }

    Result<StoredDispatch> dispatch(DispatchId id) override {
        const std::lock_guard lock(mutex_);
        if (failure_) return std::unexpected(*failure_);
        const auto found = kept_.find(id);
        if (found == kept_.end()) return fail(Failure::absent, "there is no such dispatch");
        asked_.insert(id);
        return found->second.stored;
    }

    Result<std::vector<WireEntry>> latest(Before before, std::size_t limit) override {
        const std::lock_guard lock(mutex_);
        if (failure_) return std::unexpected(*failure_);
        std::vector<WireEntry> out;
        for (auto it = order_.rbegin(); it != order_.rend() && out.size() < limit; ++it) {
            const Kept& kept = kept_.at(it->second);
            if (kept.stored.state != DispatchState::live) continue;
            if (before && it->first >= *before) continue;
            out.push_back(entry_of(kept));
        }
        return out;
    }

    Result<std::vector<Change>> changes(ChangeSeq after, std::size_t limit) override {
        const std::lock_guard lock(mutex_);
        if (failure_) return std::unexpected(*failure_);
        std::vector<Change> out;
        for (const auto& [seq, change] : changes_) {
            if (seq <= after || out.size() == limit) continue;
            out.push_back({seq, change.first, entry_of(kept_.at(change.second))});
        }
        return out;
    }

    Result<ArchiveStats> stats() override {
        const std::lock_guard lock(mutex_);
        if (failure_) return std::unexpected(*failure_);
        const auto live = std::count_if(kept_.begin(), kept_.end(), [](const auto& entry) {
            return entry.second.stored.state == DispatchState::live;
        });
        return ArchiveStats{live, live, 1, ChangeSeq{last_seq_}};
    }

    ChangeSeq newest() const override {
        const std::lock_guard lock(mutex_);
        return ChangeSeq{last_seq_};
    }

    void on_change(std::function<void(ChangeSeq)> told) override {
        const std::lock_guard lock(mutex_);
        on_change_ = std::move(told);
    }

    Result<std::string> add_token(std::string_view name) override {
        const std::lock_guard lock(mutex_);
        tokens_.push_back("token-" + std::string(name));
        return tokens_.back();
    }
    Result<std::vector<ApiToken>> tokens() override { return std::vector<ApiToken>(); }
    Result<void> remove_token(std::int64_t id) override {
        const std::lock_guard lock(mutex_);
        if (id < 1 || static_cast<std::size_t>(id) > tokens_.size())
            return fail(Failure::absent, "there is no such token");
        tokens_[static_cast<std::size_t>(id) - 1].clear();
        return {};
    }
    Result<std::optional<std::int64_t>> find_token(std::string_view token) override {
        const std::lock_guard lock(mutex_);
        if (failure_) return std::unexpected(*failure_);
        const auto found = std::find(tokens_.begin(), tokens_.end(), token);
        if (token.empty() || found == tokens_.end()) return std::optional<std::int64_t>();
        return std::optional<std::int64_t>(found - tokens_.begin() + 1);
    }

    // For tests.

    void withdraw(DispatchId id) {
        std::unique_lock lock(mutex_);
        Kept& kept = kept_.at(id);
        kept.stored.state = DispatchState::withdrawn;
        kept.stored.dispatch = {};
        change(kept, ChangeKind::withdrawn);
        finish(lock, [] {});
    }
    void hold() {
        const std::lock_guard lock(mutex_);
        holding_ = true;
    }
    void release() {
        std::vector<Answer> held;
        {
            const std::lock_guard lock(mutex_);
            holding_ = false;
            held.swap(held_);
        }
        for (Answer& answer : held) answer();
    }
    std::size_t held() const {
        const std::lock_guard lock(mutex_);
        return held_.size();
    }
    void fail_with(std::optional<Error> failure) {
        const std::lock_guard lock(mutex_);
        failure_ = std::move(failure);
    }

 private:
    using Answer = std::move_only_function<void()>;
    struct Kept {
        StoredDispatch stored;
        ChangeSeq position{};
    };

    /// As the real one: known once it was asked for, and while it is live.
    StoredDispatch* find_asked(DispatchId id) {
        const auto found = kept_.find(id);
        if (found == kept_.end() || !asked_.contains(id)) return nullptr;
        return found->second.stored.state == DispatchState::live ? &found->second.stored : nullptr;
    }

    void finish(std::unique_lock<std::mutex>& lock, Answer answer) {
        const auto told = on_change_;
        const ChangeSeq newest{last_seq_};
        if (holding_) {
            held_.push_back(std::move(answer));
            return;
        }
        lock.unlock();
        answer();
        if (told) told(newest);
    }

    ChangeSeq change(Kept& kept, ChangeKind kind) {
        const ChangeSeq seq{++last_seq_};
        changes_[seq] = {kind, kept.stored.id};
        kept.stored.last_change = seq;
        return seq;
    }

    Result<Receipt> keep(const Submission& submission) {
        if (submission.idempotency) {
            const auto& key = *submission.idempotency;
            const auto found = answered_.find({key.client, key.key});
            if (found != answered_.end()) {
                if (found->second.first != key.request)
                    return fail(Failure::refused, "this Idempotency-Key was used for another one");
                Receipt again = found->second.second;
                again.replayed = true;
                return again;
            }
        }
        Receipt receipt;
        for (const Dispatch& dispatch : submission.reading.dispatches)
            receipt.items.push_back(keep_one(submission.arrival, dispatch));
        if (submission.idempotency) {
            const auto& key = *submission.idempotency;
            answered_[{key.client, key.key}] = {key.request, receipt};
        }
        return receipt;
    }

    Receipt::Item keep_one(const Arrival& arrival, const Dispatch& dispatch) {
        const std::string identity =
            !dispatch.guid.empty()  ? "guid:" + dispatch.guid
            : !dispatch.url.empty() ? "url:" + dispatch.url
                                    : "text:" + dispatch.title.str() + "\n" + dispatch.body.str();
        const auto known = identities_.find(identity);
        if (known != identities_.end()) {
            Kept& kept = kept_.at(known->second);
            if (kept.stored.state != DispatchState::live) return {kept.stored.id, Outcome::gone};
            if (kept.stored.dispatch.body == dispatch.body &&
                kept.stored.dispatch.title == dispatch.title)
                return {kept.stored.id, Outcome::unchanged};
            kept.stored.dispatch = dispatch;
            ++kept.stored.editions;
            change(kept, ChangeKind::edited);
            return {kept.stored.id, Outcome::edited};
        }
        const DispatchId id{static_cast<std::int64_t>(kept_.size()) + 1};
        Kept& kept = kept_[id];
        kept.stored.id = id;
        kept.stored.dispatch = dispatch;
        kept.stored.source = arrival.source;
        kept.stored.arrived = kept.stored.changed = arrival.received;
        if (dispatch.reads)
            kept.stored.reads_at_source = ReadsAtSource{*dispatch.reads, arrival.received};
        kept.position = change(kept, ChangeKind::created);
        order_[kept.position] = id;
        identities_[identity] = id;
        return {id, Outcome::created};
    }

    static WireEntry entry_of(const Kept& kept) {
        const Dispatch& dispatch = kept.stored.dispatch;
        WireEntry entry;
        entry.id = kept.stored.id;
        entry.position = kept.position;
        entry.arrived = kept.stored.arrived;
        entry.source = kept.stored.source;
        entry.title = dispatch.title;
        const std::string_view lead =
            dispatch.lead ? dispatch.lead->in(dispatch.body) : dispatch.body.view();
        entry.summary = Text::trusted(shorten(lead, 399));
        entry.language = dispatch.language;
        entry.published = dispatch.published;
        if (dispatch.credit) entry.agency = dispatch.credit->agency.str();
        entry.site = dispatch.site;
        entry.url = dispatch.url;
        return entry;
    }

    mutable std::mutex mutex_;
    std::map<DispatchId, Kept> kept_;
    std::set<DispatchId> asked_;
    std::map<ChangeSeq, DispatchId> order_;
    std::map<ChangeSeq, std::pair<ChangeKind, DispatchId>> changes_;
    std::map<std::string, DispatchId> identities_;
    std::map<std::pair<std::string, std::string>, std::pair<Digest, Receipt>> answered_;
    std::vector<std::string> tokens_;
    std::int64_t last_seq_ = 0;
    std::function<void(ChangeSeq)> on_change_;
    std::optional<Error> failure_;
    bool holding_ = false;
    std::vector<Answer> held_;
};

}  // namespace chappe
