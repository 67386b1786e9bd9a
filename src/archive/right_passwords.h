#pragma once
// Right passwords: those that were lately found right, so that a program that sends its user's
// password with every request does not cost argon2id's time and memory each time.
//
// What is kept, in memory alone, is a keyed digest of the password beside the hash in the archive
// that it fits. When that hash changes or goes, so does its use.

#include <chrono>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/digest.h"

namespace chappe {

/// For any thread.
class RightPasswords {
 public:
    using Clock = std::chrono::steady_clock;

    /// `hash`: as the archive has it.
    void remember(std::string_view hash, std::string_view password,
                  Clock::time_point = Clock::now());
    bool recalls(std::string_view hash, std::string_view password,
                 Clock::time_point = Clock::now()) const;

 private:
    struct Known {
        Digest password{};
        Clock::time_point until{};
    };
    Digest digest_of(std::string_view hash, std::string_view password) const;

    const std::string key_ = random_hex(32);
    mutable std::mutex mutex_;
    std::unordered_map<std::string, Known> known_;
};

}  // namespace chappe
