#pragma once
// What users have read, in memory, for MemoryArchive: the same answers as the archive's, found by
// looking at everything.

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "archive/archive.h"

namespace chappe {

class MemoryShelves : public Shelves {
 public:
    explicit MemoryShelves(Archive& archive) : archive_(archive) {}

    Result<std::vector<ShelfCategory>> categories() override {
        std::vector<ShelfCategory> all = {ShelfCategory{}};
        for (const WatchedSource& source : TRY(archive_.watched())) {
            const ShelfCategory category = category_of(source.category);
            if (category.id != 1 && category.id > static_cast<std::int64_t>(all.size()))
                all.push_back(category);
        }
        return all;
    }
    Result<std::vector<ShelfFeed>> feeds(UserId user) override {
        std::vector<ShelfFeed> all;
        for (const WatchedSource& source : TRY(archive_.watched())) {
            ShelfFeed& feed = feed_named(all, source.name);
            feed.watched = true;
            feed.paused = source.paused;
            feed.address = source.address;
            feed.category = category_of(source.category);
            if (!source.title.empty()) feed.title = source.title;
        }
        for (const ShelfEntry& entry : TRY(all_of(user))) {
            ShelfFeed& feed = feed_named(all, names_[number_of(entry.source)]);
            ++feed.dispatches;
            feed.unread += entry.read ? 0 : 1;
            feed.newest = std::max(feed.newest.value_or(entry.arrived), entry.arrived);
        }
        return all;
    }
    Result<ShelfPage> find(UserId user, const ShelfQuery& query) override {
        std::vector<ShelfEntry> found;
        const auto feeds = TRY(this->feeds(user));
        for (ShelfEntry& entry : TRY(all_of(user)))
            if (matches(query, entry, feeds)) found.push_back(std::move(entry));
        if (query.direction == Direction::newest_first) std::reverse(found.begin(), found.end());
        ShelfPage page;
        page.total = static_cast<std::int64_t>(found.size());
        for (std::size_t i = query.offset; i < found.size() && i - query.offset < query.limit; ++i)
            page.entries.push_back(found[i]);
        return page;
    }
    Result<std::vector<ShelfEntry>> entries(UserId user,
                                            const std::vector<DispatchId>& ids) override {
        std::vector<ShelfEntry> found;
        const auto all = TRY(all_of(user));
        for (const DispatchId id : ids)
            for (const ShelfEntry& entry : all)
                if (entry.id == id) found.push_back(entry);
        return found;
    }
    Result<void> keep(UserId user, ShelfChange change, Kept kept) override {
        auto all = TRY(all_of(user));
        const auto feeds = TRY(this->feeds(user));
        for (const ShelfEntry& entry : all) {
            State& state = states_[{user, entry.id}];
            if (const auto* set = std::get_if<SetEntries>(&change)) {
                if (std::find(set->ids.begin(), set->ids.end(), entry.id) != set->ids.end())
                    apply(*set, state);
            } else {
                const auto& mark = std::get<MarkRead>(change);
                ShelfQuery scope;
                scope.source = mark.source;
                scope.category = mark.category;
                if (matches(scope, entry, feeds) && (!mark.until || entry.arrived <= *mark.until))
                    state.read = true;
            }
        }
        kept(Result<void>());
        return {};
    }

 private:
    struct State {
        bool read = false;
        std::optional<Instant> starred;
    };

    static void apply(const SetEntries& set, State& state) {
        using Star = SetEntries::Star;
        if (set.status) state.read = *set.status == ReadStatus::read;
        if (set.star == Star::set || (set.star == Star::toggled && !state.starred))
            state.starred = now();
        else if (set.star != Star::as_it_is)
            state.starred.reset();
    }
    static bool holds(const Interval& interval, Instant at) {
        return interval.begin <= at && at < interval.end;
    }
    static bool matches(const ShelfQuery& query, const ShelfEntry& entry,
                        const std::vector<ShelfFeed>& feeds) {
        if (query.status && entry.read != (*query.status == ReadStatus::read)) return false;
        if (query.starred && entry.starred.has_value() != *query.starred) return false;
        if (query.source && entry.source != *query.source) return false;
        if (query.before_entry && entry.id >= *query.before_entry) return false;
        if (query.after_entry && entry.id <= *query.after_entry) return false;
        if (!holds(query.published, entry.published) || !holds(query.arrived, entry.arrived))
            return false;
        if (!query.category) return true;
        const auto feed = std::find_if(feeds.begin(), feeds.end(), [&](const ShelfFeed& one) {
            return one.id == entry.source;
        });
        return feed != feeds.end() && feed->category.id == *query.category;
    }

    /// Oldest first.
    Result<std::vector<ShelfEntry>> all_of(UserId user) {
        std::vector<ShelfEntry> all;
        for (const WireEntry& line : TRY(archive_.latest({}, 100'000))) {
            ShelfEntry entry;
            entry.id = line.id;
            entry.position = line.position;
            entry.source = source_named(line.source);
            entry.arrived = entry.published = entry.changed = line.arrived;
            const auto state = states_.find({user, line.id});
            if (state != states_.end()) {
                entry.read = state->second.read;
                entry.starred = state->second.starred;
            }
            all.push_back(entry);
        }
        std::reverse(all.begin(), all.end());
        return all;
    }
    SourceId source_named(const std::string& name) {
        for (const auto& [id, known] : names_)
            if (known == name) return SourceId{id};
        const auto id = static_cast<std::int64_t>(names_.size()) + 1;
        names_[id] = name;
        return SourceId{id};
    }
    ShelfFeed& feed_named(std::vector<ShelfFeed>& feeds, const std::string& name) {
        const SourceId id = source_named(name);
        for (ShelfFeed& feed : feeds)
            if (feed.id == id) return feed;
        ShelfFeed& feed = feeds.emplace_back();
        feed.id = id;
        feed.name = feed.address = name;
        feed.title = Text::repair(name);
        return feed;
    }
    ShelfCategory category_of(const std::string& name) {
        if (name.empty()) return {};
        const auto [known, added] =
            categories_.emplace(name, static_cast<std::int64_t>(categories_.size()) + 2);
        return {known->second, name};
    }

    Archive& archive_;
    std::map<std::int64_t, std::string> names_;
    std::map<std::string, std::int64_t> categories_;
    std::map<std::pair<UserId, DispatchId>, State> states_;
};

}  // namespace chappe
