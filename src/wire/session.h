#pragma once
// The cookie that says who is logged in, and whether a request comes from a page of ours.
//
// Why Origin and no hidden token in forms: every browser of the last years sends Origin with an
// unsafe request, a page cannot forge it, and a check in one place cannot be forgotten by a form.
// OWASP's "Cross-Site Request Forgery Prevention" names it (with Sec-Fetch-Site) as a defence of
// its own; SameSite=Lax on the cookie stands behind it.

#include <string>
#include <string_view>

#include "wire/http.h"

namespace chappe {

/// 64 hex digits; empty when there is no cookie of ours that could be one. Over https only the
/// cookie that a plain http page cannot have set (__Host-) is looked at.
std::string_view session_in(const Request&);

Header session_header(const Request&, std::string_view session);
/// Takes the cookie away from the browser.
Header no_session_header(const Request&);

/// Origin is that of the address the request was sent to, or of the public one; where there is no
/// Origin, the browser itself says "same-origin" (Sec-Fetch-Site). "null" is nobody's. https may
/// stand where we see http, as behind a proxy that does not say so; never the other way round.
bool comes_from_own_page(const Request&, std::string_view public_url);

/// Where to go after logging in: a path of ours with its query. Empty when it is anything else, as
/// "//other.example", "/\other.example" or "javascript:".
std::string own_place(std::string_view wanted);

}  // namespace chappe
