#include "wire/logins.h"

#include <arpa/inet.h>

#include <array>
#include <cmath>
#include <cstring>

#include "base/digest.h"
#include "base/text.h"

namespace chappe {
namespace {

constexpr std::size_t places = 16384;  // 256 KiB; the lane makes at most some 20 guesses a second
constexpr std::size_t most_by_name = 10;
constexpr std::chrono::seconds pause_by_name{60};
constexpr std::size_t most_by_client = 20;  // an office shares an address
constexpr std::chrono::seconds pause_by_client{15};
constexpr std::size_t at_once = 1;       // 64 MiB each
constexpr std::size_t most_waiting = 8;  // about half a second
constexpr std::size_t longest_key = 200;

std::string name_key(std::string_view name) {
    return lower_ascii(trim(name).substr(0, longest_key));
}

/// A household has a /64 of IPv6, so an address of it is worth nothing.
std::string client_key(std::string_view client) {
    std::array<unsigned char, 16> bytes{};
    const std::string text(client.substr(0, longest_key));
    if (inet_pton(AF_INET6, text.c_str(), bytes.data()) != 1) return text;
    return {reinterpret_cast<const char*>(bytes.data()), 8};
}

}  // namespace

GuessLimit::GuessLimit(std::size_t most, std::chrono::seconds pause)
    : most_(static_cast<double>(most)), pause_(pause), salt_(random_hex(16)), places_(places) {}

GuessLimit::Place& GuessLimit::place_of(std::string_view key) {
    const Digest hash = digest(salt_ + std::string(key));
    std::uint64_t number = 0;
    std::memcpy(&number, hash.data(), sizeof number);
    return places_[number % places_.size()];
}

std::optional<std::chrono::seconds> GuessLimit::take(std::string_view key, Clock::time_point now) {
    Place& place = place_of(key);
    const std::chrono::duration<double> since = now - place.at;
    place.used = std::max(0.0, place.used - since / pause_);
    place.at = now;
    if (place.used + 1 > most_) {
        const double seconds = (place.used + 1 - most_) * pause_.count();
        return std::chrono::seconds{static_cast<std::int64_t>(std::ceil(seconds))};
    }
    place.used += 1;
    return std::nullopt;
}

void GuessLimit::give_back(std::string_view key) {
    Place& place = place_of(key);
    place.used = std::max(0.0, place.used - 1);
}

Logins::Logins()
    : names_(most_by_name, pause_by_name),
      clients_(most_by_client, pause_by_client),
      lane_(at_once, most_waiting) {}

std::optional<std::chrono::seconds> Logins::take_guess(std::string_view name,
                                                       std::string_view client) {
    const auto now = GuessLimit::Clock::now();
    const std::lock_guard lock(mutex_);
    if (const auto wait = clients_.take(client_key(client), now)) return wait;
    const auto wait = names_.take(name_key(name), now);
    if (wait) clients_.give_back(client_key(client));
    return wait;
}

void Logins::forgive(std::string_view name, std::string_view client) {
    const std::lock_guard lock(mutex_);
    names_.give_back(name_key(name));
    clients_.give_back(client_key(client));
}

std::string Logins::token_of(UserId user) {
    const std::lock_guard lock(mutex_);
    const auto found = tokens_.find(user);
    return found == tokens_.end() ? std::string() : found->second;
}

void Logins::keep_token(UserId user, std::string token) {
    const std::lock_guard lock(mutex_);
    tokens_[user] = std::move(token);
}

}  // namespace chappe
