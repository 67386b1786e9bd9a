#include "archive/right_passwords.h"

#include <sodium.h>

namespace chappe {
namespace {

constexpr std::chrono::minutes remembered_for{10};
constexpr std::size_t most = 1024;  // users at a time; 200 bytes each

}  // namespace

/// Lengths are told apart: of "ab" + "c" and "a" + "bc" the digests differ.
Digest RightPasswords::digest_of(std::string_view hash, std::string_view password) const {
    std::string bytes = key_ + std::to_string(hash.size()) + ':';
    bytes.append(hash).append(password);
    return digest(bytes);
}

void RightPasswords::remember(std::string_view hash, std::string_view password,
                              Clock::time_point now) {
    const std::lock_guard lock(mutex_);
    if (known_.size() >= most)
        std::erase_if(known_, [&](auto& e) { return e.second.until <= now; });
    if (known_.size() >= most) known_.clear();
    known_[std::string(hash)] = {digest_of(hash, password), now + remembered_for};
}

bool RightPasswords::recalls(std::string_view hash, std::string_view password,
                             Clock::time_point now) const {
    const Digest asked = digest_of(hash, password);
    const std::lock_guard lock(mutex_);
    const auto found = known_.find(std::string(hash));
    return found != known_.end() && now < found->second.until &&
           sodium_memcmp(found->second.password.data(), asked.data(), asked.size()) == 0;
}

}  // namespace chappe
