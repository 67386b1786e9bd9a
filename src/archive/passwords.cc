#include "archive/passwords.h"

#include <sodium.h>

#include <algorithm>
#include <semaphore>

#include "archive/archive.h"

namespace chappe {
namespace {

constexpr std::size_t shortest = 10;
constexpr std::size_t longest = 1000;

// A hash takes 64 MiB and a tenth of a second of a core; guesses must not take them all.
constexpr std::ptrdiff_t at_once = 2;

class Turn {
 public:
    Turn() { turns.acquire(); }
    ~Turn() { turns.release(); }
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;

 private:
    static std::counting_semaphore<at_once> turns;
};
std::counting_semaphore<at_once> Turn::turns(at_once);

Result<std::string> hash(std::string_view password) {
    const Turn turn;
    std::string out(crypto_pwhash_STRBYTES, '\0');
    if (crypto_pwhash_str(out.data(), password.data(), password.size(),
                          crypto_pwhash_OPSLIMIT_INTERACTIVE,
                          crypto_pwhash_MEMLIMIT_INTERACTIVE) != 0)
        return fail(Failure::busy, "no memory for the password's hash; try again later");
    out.resize(out.find('\0'));
    return out;
}

}  // namespace

Result<std::string> hash_password(std::string_view password) {
    const std::size_t characters = code_points_before(password, password.size());
    if (characters < shortest)
        return fail(Failure::refused, "a password needs at least 10 characters");
    if (characters > longest || password.size() > 4 * longest)
        return fail(Failure::refused, "a password has at most 1,000 characters");
    return hash(password);
}

bool password_matches(std::string_view hash, std::string_view password) {
    if (hash.size() >= crypto_pwhash_STRBYTES || password.size() > 4 * longest) return false;
    std::string padded(hash);
    padded.resize(crypto_pwhash_STRBYTES, '\0');
    const Turn turn;
    return crypto_pwhash_str_verify(padded.c_str(), password.data(), password.size()) == 0;
}

const std::string& hash_of_nobody() {
    // Made here, not written down, so that it costs what the others cost. Without memory for it the
    // empty one is checked, which is fast and still nobody's.
    static const std::string made = hash(random_hex(16)).value_or(std::string());
    return made;
}

}  // namespace chappe
