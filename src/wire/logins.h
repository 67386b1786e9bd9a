#pragma once
// Passwords cost on purpose: 64 MiB and tens of milliseconds each. So they are checked one after
// the other on a thread of their own, few wait, and guesses are held back.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "news/ids.h"
#include "wire/workers.h"

namespace chappe {

/// Failed guesses a key has left: `most` at once, then one every `pause`. A table of fixed size;
/// keys are kept as places in it, salted hashes that nobody can turn back, so two keys may share a
/// place and hold each other back, but none is ever forgotten early.
class GuessLimit {
 public:
    using Clock = std::chrono::steady_clock;

    GuessLimit(std::size_t most, std::chrono::seconds pause);

    /// Takes one; how long to wait when none is left.
    std::optional<std::chrono::seconds> take(std::string_view key, Clock::time_point);
    /// The guess was right: it does not count.
    void give_back(std::string_view key);

 private:
    struct Place {
        double used = 0;
        Clock::time_point at{};
    };
    Place& place_of(std::string_view key);

    const double most_;
    const std::chrono::duration<double> pause_;
    const std::string salt_;
    std::vector<Place> places_;
};

class Logins {
 public:
    Logins();

    /// Before a password is looked at. How long to wait when this name, or this client (an IPv6
    /// one: its network), has guessed too often.
    std::optional<std::chrono::seconds> take_guess(std::string_view name, std::string_view client);
    void forgive(std::string_view name, std::string_view client);

    /// The token that a user's programs were given for the password; empty when there is none.
    std::string token_of(UserId);
    void keep_token(UserId, std::string token);

    /// Work with passwords. False when too much of it waits.
    [[nodiscard]] bool offer(std::move_only_function<void()> job) {
        return lane_.offer(std::move(job));
    }

 private:
    std::mutex mutex_;
    GuessLimit names_;
    GuessLimit clients_;
    std::map<UserId, std::string> tokens_;
    Workers lane_;  // last: its jobs use all of the above
};

}  // namespace chappe
