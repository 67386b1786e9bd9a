#pragma once
// A request and its answer as the site sees them: no sockets, no parser.

#include <string>
#include <string_view>
#include <vector>

namespace chappe {

/// What the site uses of a request. Header values as sent; empty when there was none.
struct Request {
    std::string method;  // "GET"
    std::string target;  // origin form: "/d/1?ui=fr"
    std::string accept_encoding;
    std::string accept_language;
    std::string auth_token;  // X-Auth-Token, as programs for Miniflux send it
    std::string authorization;
    std::string content_encoding;
    std::string content_type;
    std::string cookie;
    std::string fetch_site;  // Sec-Fetch-Site: "same-origin", "cross-site"
    std::string host;
    std::string hub_signature;  // X-Hub-Signature: "sha256=..."
    std::string idempotency_key;
    std::string if_none_match;
    std::string last_event_id;
    std::string origin;
    std::string purpose;  // of Sec-Purpose, Purpose and X-Moz: "prefetch;prerender"
    std::string user_agent;
    std::string body;

    bool local = false;  // from this machine, and not through a proxy
    std::string client;  // the reader's address; behind a trusted proxy what the proxy says
    bool secure =
        false;  // the reader came over https, says the trusted proxy or the public address
};

/// The cookie of those who log in; "__Host-" stands before it over https. A request that has it is
/// never answered from the page cache.
inline constexpr std::string_view session_cookie = "chappe_session";

struct Header {
    std::string_view name;  // of static storage
    std::string value;      // ours, never a stranger's words
};

enum class Shelf {
    none,
    until_change,  // the same for all readers of a language until the wire changes
    always,        // it comes with the program
};

struct Response {
    int status = 200;
    std::string_view type = "text/html; charset=utf-8";  // of static storage
    std::string body;
    std::vector<Header> headers;  // beside those that every answer carries
    Shelf shelf = Shelf::none;    // may the server give it to others who ask for this address?
};

enum class Persistence { keep_alive, close };

enum class Scheme { http, https };

/// Status line and headers of an answer, the empty line included. Every answer gets the security
/// headers here: nothing but our own files may run, load or frame a page of ours.
std::string head_of(const Response&, Persistence, Scheme = Scheme::http);
/// The head of an answer whose body goes on until one side leaves.
std::string head_of_stream();

std::string_view reason_of(int status);

// Pieces of a head.
std::string_view status_line(int status);
void append_header(std::string& out, std::string_view name, std::string_view value);
std::string_view security_headers();
/// For half a year browsers come over https only, by themselves.
std::string_view strict_transport();
/// "Date: Wed, 03 Apr 2024 06:30:00 GMT" and the line's end (RFC 9110, 6.6.1).
void append_date(std::string& out);

}  // namespace chappe
