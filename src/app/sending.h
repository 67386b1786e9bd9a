#pragma once
// What those who send to other servers (WebSub, alerts) have in common.

#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "base/log.h"
#include "base/result.h"
#include "ingest/download.h"

namespace chappe {

bool is_success(const Result<Answer>&);
/// What went wrong, for people.
std::string trouble_in(const Result<Answer>&, const std::string& host);

/// One look after another at what the archive has; what goes wrong is said once, however long it
/// lasts.
class Looks {
 public:
    explicit Looks(std::string whose) : whose_(std::move(whose)) {}

    void begin() { trouble_.clear(); }
    /// Nothing when the archive did not answer.
    template <typename Value>
    std::optional<Value> told(Result<Value> answer) {
        if (answer) return std::move(*answer);
        trouble_ = std::move(answer).error().message;
        return std::nullopt;
    }
    /// Whether all that was asked since begin() was answered.
    bool end() {
        if (!trouble_.empty() && trouble_ != said_) log_warning(whose_ + ": " + trouble_);
        said_ = trouble_;
        return trouble_.empty();
    }

 private:
    std::string whose_, trouble_, said_;
};

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
