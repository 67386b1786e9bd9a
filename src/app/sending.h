#pragma once
// What those who send to other servers (WebSub, alerts) have in common.

#include <mutex>
#include <set>
#include <string>

#include "base/result.h"
#include "ingest/download.h"

namespace chappe {

bool is_success(const Result<Answer>&);
/// What went wrong, for people.
std::string trouble_in(const Result<Answer>&, const std::string& host);

/// What is under way, by whom it goes to. Told from the archive's thread too.
template <typename Id>
class UnderWay {
 public:
    bool has(Id id) const {
        const std::lock_guard lock(mutex_);
        return ids_.contains(id);
    }
    void begin(Id id) {
        const std::lock_guard lock(mutex_);
        ids_.insert(id);
    }
    void end(Id id) {
        const std::lock_guard lock(mutex_);
        ids_.erase(id);
    }

 private:
    mutable std::mutex mutex_;
    std::set<Id> ids_;
};

}  // namespace chappe
