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
#include "wire/memory_alerts.h"
#include "wire/memory_desk.h"
#include "wire/memory_hubs.h"
#include "wire/memory_said.h"
#include "wire/memory_search.h"
#include "wire/memory_shelves.h"
#include "wire/memory_watched.h"

namespace chappe {

class MemoryArchive : public Archive, public MemorySaid {
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

    Result<std::vector<WireEntry>> latest(Before before, std::size_t limit,
                                          Copies copies) override {
        const std::lock_guard lock(mutex_);
        if (failure_) return std::unexpected(*failure_);
        std::vector<WireEntry> out;
        for (auto it = order_.rbegin(); it != order_.rend() && out.size() < limit; ++it) {
            const Kept& kept = kept_.at(it->second);
            if (kept.stored.state != DispatchState::live) continue;
            if (before && it->first >= *before) continue;
            if (copies == Copies::once && kept.stored.copy_of) continue;
            out.push_back(entry_of(kept));
        }
        return out;
    }
    /// The original and those that stand behind it, as group() has put them.
    Result<std::vector<GroupMember>> copies(DispatchId id, std::size_t limit) override {
        const std::lock_guard lock(mutex_);
        if (failure_) return std::unexpected(*failure_);
        std::vector<GroupMember> members;
        const auto found = kept_.find(id);
        if (found == kept_.end()) return members;
        const DispatchId original = found->second.stored.copy_of.value_or(id);
        if (kept_.at(original).stored.copies == 0) return members;
        members.push_back({entry_of(kept_.at(original)), true, 1, false});
        for (const auto& [other, kept] : kept_)
            if (kept.stored.copy_of == original && members.size() < limit)
                members.push_back({entry_of(kept), false, 0.9, false});
        return members;
    }
    Result<std::vector<Edition>> editions(DispatchId id) override {
        const std::lock_guard lock(mutex_);
        if (failure_) return std::unexpected(*failure_);
        std::vector<Edition> all;
        for (const auto& [number, text] : texts_[id])
            all.push_back({number, Edition::By::source, {}, text.title});
        return all;
    }
    Result<Dispatch> edition(DispatchId id, std::int64_t number) override {
        const std::lock_guard lock(mutex_);
        if (failure_) return std::unexpected(*failure_);
        const auto found = texts_[id].find(number);
        if (found == texts_[id].end()) return fail(Failure::absent, "there is no such edition");
        return found->second;
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

    Result<Hits> search(const Search& search) override {
        const std::lock_guard lock(mutex_);
        if (failure_) return std::unexpected(*failure_);
        Hits found;
        for (auto it = order_.rbegin(); it != order_.rend(); ++it) {
            const Kept& kept = kept_.at(it->second);
            if (kept.stored.state != DispatchState::live) continue;
            if (search.before && it->first >= *search.before) continue;
            auto lines = said_in(search.query, kept.stored);
            if (lines.empty() && !matches(search.query, kept.stored)) continue;
            if (found.hits.size() == search.limit) {
                found.next = found.hits.back().entry.position;
                break;
            }
            Hit hit{entry_of(kept), {}, std::move(lines)};
            hit.snippet.text = Text::trusted(shorten(kept.stored.dispatch.body, 200));
            mark(search.query, hit.snippet);
            found.hits.push_back(std::move(hit));
        }
        return found;
    }

    Result<std::vector<StoredStatement>> statements(DispatchId id) override {
        const std::lock_guard lock(mutex_);
        if (failure_) return std::unexpected(*failure_);
        return is_live(id) ? understood[id] : std::vector<StoredStatement>{};
    }
    Result<StoredStatement> statement(StatementId id) override {
        const std::lock_guard lock(mutex_);
        auto found = find_said(id);
        if (!found || !is_live(found->dispatch))
            return fail(Failure::absent, "there is no such statement");
        return *std::move(found);
    }
    Result<std::vector<Topic>> topics(DispatchId id) override { return proposed[id]; }
    Result<KnownActor> actor(std::string_view slug) override { return find_known(slug); }
    Result<std::vector<KnownActor>> actors(std::string_view, std::size_t) override {
        return std::vector<KnownActor>{};
    }
    Result<std::vector<SaidOfActor>> said_of(KnownActorId, std::size_t) override {
        return told_of_actors;
    }
    Result<std::vector<UnderstoodBy>> understood_by(DispatchId, std::size_t) override {
        return std::vector<UnderstoodBy>{};
    }
    Result<void> understand_again(DispatchId, UnderstandAnswer answer) override {
        answer(false);
        return {};
    }

    Result<std::vector<Tally>> sources() override {
        return tallies([](const StoredDispatch& stored) { return stored.source; });
    }
    Result<std::vector<Tally>> agencies() override {
        return tallies([](const StoredDispatch& stored) {
            return stored.dispatch.credit ? stored.dispatch.credit->agency.str() : "";
        });
    }
    Result<std::vector<DayTally>> days(std::chrono::year_month_day first,
                                       std::chrono::year_month_day last) override {
        const std::lock_guard lock(mutex_);
        if (failure_) return std::unexpected(*failure_);
        std::map<std::chrono::year_month_day, std::int64_t> counts;
        for (const auto& [id, kept] : kept_) {
            const auto day = day_of(kept.stored);
            if (kept.stored.state == DispatchState::live && day >= first && day <= last)
                ++counts[day];
        }
        std::vector<DayTally> out;
        for (const auto& [day, count] : counts) out.push_back({day, count});
        return out;
    }

    ChangeSeq newest() const override {
        const std::lock_guard lock(mutex_);
        return ChangeSeq{last_seq_};
    }

    void on_change(std::function<void(ChangeSeq)> told) override {
        const std::lock_guard lock(mutex_);
        on_change_ = std::move(told);
    }

    using Archive::add_token;
    Result<std::string> add_token(const NewToken& made) override {
        const std::lock_guard lock(mutex_);
        return desk_.add_token(made);
    }
    Result<std::vector<ApiToken>> tokens() override { return std::vector<ApiToken>(); }
    Result<void> remove_token(std::int64_t id) override {
        const std::lock_guard lock(mutex_);
        return desk_.remove_token(id);
    }
    Result<std::optional<TokenBearer>> find_token(std::string_view token) override {
        const std::lock_guard lock(mutex_);
        if (failure_) return std::unexpected(*failure_);
        return desk_.find_token(token);
    }

    Result<void> act(Act act, By by, ActAnswer answer) override {
        std::unique_lock lock(mutex_);
        if (failure_) return std::unexpected(*failure_);
        Result<ActReceipt> receipt = std::visit([&](auto& one) { return do_act(one); }, act);
        if (receipt) desk_.note(by, std::visit(MemoryActName{}, act), *receipt);
        finish(lock, [told = std::move(receipt), tell = std::move(answer)]() mutable {
            tell(std::move(told));
        });
        return {};
    }
    Result<std::vector<DeskEntry>> desk(std::size_t limit) override {
        const std::lock_guard lock(mutex_);
        if (failure_) return std::unexpected(*failure_);
        std::vector<DeskEntry> waiting, composed;
        for (auto it = kept_.rbegin(); it != kept_.rend(); ++it) {
            const StoredDispatch& stored = it->second.stored;
            const bool waits = stored.state == DispatchState::embargoed ||
                               stored.state == DispatchState::withdrawn;
            if (stored.state == DispatchState::erased || (!waits && stored.source != "desk"))
                continue;
            (waits ? waiting : composed)
                .push_back({entry_of(it->second), stored.state, stored.release});
        }
        waiting.insert(waiting.end(), composed.begin(), composed.end());
        if (waiting.size() > limit) waiting.resize(limit);
        return waiting;
    }
    Result<std::vector<User>> users() override {
        const std::lock_guard lock(mutex_);
        if (failure_) return std::unexpected(*failure_);
        return desk_.users();
    }
    Result<std::optional<User>> check_password(std::string_view name,
                                               std::string_view password) override {
        const std::lock_guard lock(mutex_);
        if (failure_) return std::unexpected(*failure_);
        return desk_.check_password(name, password);
    }
    Result<std::optional<User>> recall_password(std::string_view, std::string_view) override {
        return std::nullopt;
    }
    Result<std::optional<User>> find_session(std::string_view session) override {
        const std::lock_guard lock(mutex_);
        if (failure_) return std::unexpected(*failure_);
        return desk_.find_session(session);
    }
    Result<std::vector<AuditEntry>> audit(std::int64_t before, std::size_t limit) override {
        const std::lock_guard lock(mutex_);
        if (failure_) return std::unexpected(*failure_);
        return desk_.audit(before, limit);
    }

    Result<std::vector<WatchedSource>> watched() override {
        const std::lock_guard lock(mutex_);
        if (failure_) return std::unexpected(*failure_);
        std::vector<WatchedSource> all;
        for (const auto& [id, source] : watched_.sources) all.push_back(source);
        return all;
    }
    Queue& queue() override { return queue_; }
    Shelves& shelves() override { return shelves_; }
    Alerts& alerts() override { return alerts_; }
    MemoryHubs& hubs() override { return hubs_; }

    // For tests. To be changed before the site is asked:
    WatchedSource& watched(SourceId id) { return watched_.sources.at(id); }
    void withdraw(DispatchId id) {
        std::unique_lock lock(mutex_);
        bury(kept_.at(id), DispatchState::withdrawn, {});
        finish(lock, [] {});
    }
    /// The second stands behind the first from here on.
    void group(DispatchId original, DispatchId copy) {
        const std::lock_guard lock(mutex_);
        kept_.at(copy).stored.copy_of = original;
        ++kept_.at(original).stored.copies;
    }
    void add_edition(DispatchId id, std::int64_t number, Dispatch text) {
        const std::lock_guard lock(mutex_);
        texts_[id][number] = std::move(text);
        kept_.at(id).stored.editions = number;
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
        Dispatch buried;  // what a withdrawn one said
    };

    /// As the real one: known once it was asked for, and while it is live.
    StoredDispatch* find_asked(DispatchId id) {
        const auto found = kept_.find(id);
        if (found == kept_.end() || !asked_.contains(id)) return nullptr;
        return found->second.stored.state == DispatchState::live ? &found->second.stored : nullptr;
    }

    template <class Namer>
    Result<std::vector<Tally>> tallies(Namer name_of) {
        const std::lock_guard lock(mutex_);
        if (failure_) return std::unexpected(*failure_);
        std::map<std::string, Tally> found;
        for (const auto& [id, kept] : kept_) {
            const std::string name = name_of(kept.stored);
            if (kept.stored.state != DispatchState::live || name.empty()) continue;
            Tally& tally = found[name];
            tally.name = name;
            ++tally.dispatches;
            tally.newest = std::max(tally.newest, kept.stored.arrived);
        }
        std::vector<Tally> out;
        for (auto& [name, tally] : found) out.push_back(std::move(tally));
        return out;
    }

    Result<ActReceipt> do_act(const CorrectActor& act) { return correct(act); }
    Result<ActReceipt> do_act(const ForgetCorrections& act) { return forget(act); }

    bool is_live(DispatchId id) const {
        const auto found = kept_.find(id);
        return found != kept_.end() && found->second.stored.state == DispatchState::live;
    }

    /// On a source, an alert or a user.
    template <typename Other>
    Result<ActReceipt> do_act(const Other& act) {
        if constexpr (requires { watched_(act); })
            return watched_(act);
        else if constexpr (requires { alerts_(act); })
            return alerts_(act);
        else
            return desk_(act);
    }
    Result<ActReceipt> do_act(const Compose& act) {
        const Dispatch& written = act.reading.dispatches.at(0);
        if (!act.release) return receipt_of(keep_one(act.arrival, written).id);
        Kept& kept = make(act.arrival, written);
        kept.stored.state = DispatchState::embargoed;
        kept.stored.release = act.release;
        return receipt_of(kept.stored.id);
    }
    Result<ActReceipt> do_act(const Correct& act) {
        const auto found = kept_.find(act.id);
        if (act.seen && found != kept_.end() && found->second.stored.last_change != *act.seen)
            return fail(Failure::refused, "it was changed meanwhile");
        return when(act.id, {DispatchState::live, DispatchState::embargoed}, [&](Kept& kept) {
            kept.stored.dispatch = act.reading.dispatches.at(0);
            ++kept.stored.editions;
            if (kept.stored.state == DispatchState::live) change(kept, ChangeKind::corrected);
        });
    }
    Result<ActReceipt> do_act(const Release& act) {
        return when(act.id, {DispatchState::embargoed}, [&](Kept& kept) {
            kept.stored.state = DispatchState::live;
            kept.stored.release.reset();
            kept.stored.arrived = now();
            kept.position = change(kept, ChangeKind::created);
            order_[kept.position] = kept.stored.id;
        });
    }
    Result<ActReceipt> do_act(const Withdraw& act) {
        return when(act.id, {DispatchState::live, DispatchState::embargoed},
                    [&](Kept& kept) { bury(kept, DispatchState::withdrawn, act.notice); });
    }
    Result<ActReceipt> do_act(const Reinstate& act) {
        return when(act.id, {DispatchState::withdrawn}, [&](Kept& kept) {
            const bool was_on_the_wire = kept.position != ChangeSeq{};
            kept.stored.state = was_on_the_wire ? DispatchState::live : DispatchState::embargoed;
            kept.stored.dispatch = std::exchange(kept.buried, {});
            kept.stored.notice = {};
            if (was_on_the_wire) change(kept, ChangeKind::edited);
        });
    }
    Result<ActReceipt> do_act(const JoinCopies& act) {
        return when(act.id, {DispatchState::live}, [&](Kept& kept) {
            kept.stored.copy_of = act.of;
            ++kept_.at(act.of).stored.copies;
            change(kept, ChangeKind::copied);
        });
    }
    Result<ActReceipt> do_act(const LeaveCopies& act) {
        return when(act.id, {DispatchState::live}, [&](Kept& kept) {
            if (kept.stored.copy_of) --kept_.at(*kept.stored.copy_of).stored.copies;
            kept.stored.copy_of.reset();
            change(kept, ChangeKind::copied);
        });
    }
    Result<ActReceipt> do_act(const Erase& act) {
        return when(act.id,
                    {DispatchState::live, DispatchState::embargoed, DispatchState::withdrawn},
                    [&](Kept& kept) {
                        bury(kept, DispatchState::erased, act.notice);
                        kept.buried = {};
                    });
    }
    template <typename Do>
    Result<ActReceipt> when(DispatchId id, std::initializer_list<DispatchState> states, Do act) {
        const auto found = kept_.find(id);
        if (found == kept_.end()) return fail(Failure::absent, "there is no such dispatch");
        if (std::find(states.begin(), states.end(), found->second.stored.state) == states.end())
            return fail(Failure::refused, "this dispatch is in no state for that");
        act(found->second);
        return receipt_of(id);
    }
    static ActReceipt receipt_of(DispatchId id) {
        ActReceipt receipt;
        receipt.dispatch = id;
        return receipt;
    }
    void bury(Kept& kept, DispatchState state, const std::string& notice) {
        if (kept.stored.state != DispatchState::withdrawn)
            kept.buried = std::move(kept.stored.dispatch);
        kept.stored.dispatch = {};
        kept.stored.state = state;
        kept.stored.notice = Text::repair(notice);
        if (kept.position != ChangeSeq{}) change(kept, ChangeKind::withdrawn);
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
        Kept& kept = make(arrival, dispatch);
        kept.position = change(kept, ChangeKind::created);
        order_[kept.position] = kept.stored.id;
        identities_[identity] = kept.stored.id;
        return {kept.stored.id, Outcome::created};
    }

    Kept& make(const Arrival& arrival, const Dispatch& dispatch) {
        const DispatchId id{static_cast<std::int64_t>(kept_.size()) + 1};
        Kept& kept = kept_[id];
        kept.stored.id = id;
        kept.stored.dispatch = dispatch;
        kept.stored.source = arrival.source;
        kept.stored.arrived = kept.stored.changed = arrival.received;
        if (dispatch.reads)
            kept.stored.reads_at_source = ReadsAtSource{*dispatch.reads, arrival.received};
        return kept;
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
        entry.changed = kept.stored.changed;
        entry.copies = kept.stored.copies;
        entry.copy_of = kept.stored.copy_of;
        return entry;
    }

    mutable std::mutex mutex_;
    std::map<DispatchId, Kept> kept_;
    std::set<DispatchId> asked_;
    std::map<ChangeSeq, DispatchId> order_;
    std::map<ChangeSeq, std::pair<ChangeKind, DispatchId>> changes_;
    std::map<DispatchId, std::map<std::int64_t, Dispatch>> texts_;
    std::map<std::string, DispatchId> identities_;
    std::map<std::pair<std::string, std::string>, std::pair<Digest, Receipt>> answered_;
    MemoryDesk desk_;
    MemoryShelves shelves_{*this};
    MemoryAlerts alerts_;
    MemoryHubs hubs_;
    MemoryWatched watched_;
    MemoryQueue queue_;
    std::int64_t last_seq_ = 0;
    std::function<void(ChangeSeq)> on_change_;
    std::optional<Error> failure_;
    bool holding_ = false;
    std::vector<Answer> held_;
};

}  // namespace chappe
