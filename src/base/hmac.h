#pragma once
// HMAC (RFC 2104) over the SHA family, for what is sent to other servers or comes from them signed
// with a shared secret. By OpenSSL's libcrypto.

#include <optional>
#include <string>
#include <string_view>

namespace chappe {

enum class Sha { sha1, sha256, sha384, sha512 };
/// "sha1", "sha256", "sha384", "sha512"
std::string_view name_of(Sha);
std::optional<Sha> sha_named(std::string_view);

/// Lower-case hex.
std::string hmac_hex(Sha, std::string_view secret, std::string_view message);

/// Whether two secrets are the same; how long it takes tells only how long they are.
bool same_secret(std::string_view, std::string_view);

}  // namespace chappe
