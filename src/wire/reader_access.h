#pragma once
// Who asks through the doors of feed readers: a program that shows its user's token or password in
// a header. No cookie is ever looked at there.
//
//     X-Auth-Token: TOKEN                        Miniflux
//     Authorization: Basic NAME:PASSWORD         Miniflux
//     Authorization: GoogleLogin auth=TOKEN      Google Reader; the token is ClientLogin's
//     Authorization: Bearer TOKEN

#include <functional>
#include <optional>
#include <string>
#include <variant>

#include "wire/asked.h"

namespace chappe {

/// What is done for whoever asked. It may be called on another thread, after the request and all
/// that was made of it are gone.
using ReaderWork = std::function<Answer(const Request&, const User&)>;

/// At once where the user is known at once; a password that was not found right lately is looked at
/// on the thread of passwords first.
Answer for_reader(const Request&, const Site&, ReaderWork);

/// The same question before a large body is taken, without any password being worked on.
std::optional<Response> refuse_reader_early(const Request& head, const Site&);

/// POST /accounts/ClientLogin: a token for a name and a password.
Answer client_login_door(const Asked&);

}  // namespace chappe
