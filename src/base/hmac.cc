#include "base/hmac.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <new>

#include "base/hex.h"

namespace chappe {
namespace {

constexpr std::array<std::string_view, 4> names = {"sha1", "sha256", "sha384", "sha512"};

const EVP_MD* function_of(Sha sha) {
    switch (sha) {
        case Sha::sha1:
            return EVP_sha1();
        case Sha::sha256:
            return EVP_sha256();
        case Sha::sha384:
            return EVP_sha384();
        case Sha::sha512:
            break;
    }
    return EVP_sha512();
}

}  // namespace

std::string_view name_of(Sha sha) {
    return names[static_cast<std::size_t>(sha)];
}

std::optional<Sha> sha_named(std::string_view name) {
    for (std::size_t i = 0; i < names.size(); ++i)
        if (names[i] == name) return static_cast<Sha>(i);
    return std::nullopt;
}

std::string hmac_hex(Sha sha, std::string_view secret, std::string_view message) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> out{};
    unsigned int size = 0;
    const auto* const bytes = reinterpret_cast<const unsigned char*>(message.data());
    if (!HMAC(function_of(sha), secret.data(), static_cast<int>(secret.size()), bytes,
              message.size(), out.data(), &size))
        throw std::bad_alloc();  // nothing else can fail here
    return hex_of({reinterpret_cast<const char*>(out.data()), size});
}

bool same_secret(std::string_view a, std::string_view b) {
    return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace chappe
