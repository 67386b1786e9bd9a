#pragma once
// Passwords: argon2id, as libsodium writes it ("$argon2id$v=19$m=65536,t=2,p=1$..."). hash_password
// and matches are in archive.h.

#include <string>

namespace chappe {

/// The hash of a password that nobody has: what a name that does not exist is checked against, so
/// that the time of the answer tells nothing.
const std::string& hash_of_nobody();

}  // namespace chappe
