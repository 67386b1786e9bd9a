#pragma once
// Watched sources in memory, for MemoryArchive.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "archive/archive.h"

namespace chappe {

struct MemoryWatched {
    std::map<SourceId, WatchedSource> sources;

    Result<ActReceipt> operator()(const AddSource& act) {
        for (const auto& [id, known] : sources)
            if (known.name == act.address) return fail(Failure::refused, "it is watched already");
        const SourceId id{static_cast<std::int64_t>(sources.size()) + 1};
        WatchedSource& source = sources[id];
        source.id = id;
        source.name = source.address = act.address;
        source.title = Text::repair(act.title);
        source.category = act.category;
        source.added = now();
        return receipt_of(id);
    }
    Result<ActReceipt> operator()(const RemoveSource& act) {
        return sources.erase(act.id) ? receipt_of(act.id) : none();
    }
    Result<ActReceipt> operator()(const PauseSource& act) { return set_paused(act.id, true); }
    Result<ActReceipt> operator()(const ResumeSource& act) { return set_paused(act.id, false); }
    Result<ActReceipt> operator()(const RefreshSource& act) {
        return sources.contains(act.id) ? receipt_of(act.id) : none();
    }

 private:
    Result<ActReceipt> set_paused(SourceId id, bool paused) {
        const auto found = sources.find(id);
        if (found == sources.end()) return none();
        found->second.paused = paused;
        return receipt_of(id);
    }
    static Result<ActReceipt> receipt_of(SourceId id) {
        ActReceipt receipt;
        receipt.source = id;
        return receipt;
    }
    static Result<ActReceipt> none() { return fail(Failure::absent, "no such source is watched"); }
};

/// Nothing is ever due.
struct MemoryQueue : Queue {
    Result<std::vector<Errand>> due(Instant, std::size_t) override { return std::vector<Errand>(); }
    Result<std::optional<Origin>> origin(const std::string&) override { return std::nullopt; }
    Result<void> keep(Origin, Kept told) override {
        told(Result<void>());
        return {};
    }
    Result<void> keep(Visit, Kept told) override {
        told(Result<void>());
        return {};
    }
};

}  // namespace chappe
