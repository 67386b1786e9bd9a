#pragma once
// A request that has been understood so far: its target, and who reads the answer.

#include <optional>
#include <string>
#include <string_view>

#include "wire/pages.h"
#include "wire/site.h"
#include "wire/target.h"

namespace chappe {

struct Asked {
    const Request& request;
    const Site& site;
    Target target;
    Reader reader;
    std::int64_t id = 0;       // of "/d/{id}" and its like
    std::optional<User> user;  // who is logged in; reader.user is the same
    std::string name;          // of "/agency/{name}" and its like
};

enum class ErrorForm { page, json };
/// Programs get JSON, people get pages.
ErrorForm error_form(std::string_view path);

Reader reader_of(const Request&, const Target&);

/// An error in the form that this path's readers understand.
Response error_response(const Request&, int status, std::string_view line);
Response failure_response(const Asked&, const Error&);

/// A page or a feed that may be kept, but is asked for anew with its tag; 304 when the reader has
/// it.
bool etag_matches(std::string_view if_none_match, std::string_view etag);
std::optional<Response> not_modified(const Request&, std::string_view etag);
void add_validators(Response&, std::string etag);

/// The token's id; a Response when it is missing, wrong, or cannot be looked up.
std::variant<std::int64_t, Response> authorize(const Request&, const Site&);

// The handlers, one a door. Pages and feeds in site_pages.cc, the API in site_api.cc.
Answer wire_door(const Asked&);
Answer dispatch_door(const Asked&);
Answer dispatch_json_door(const Asked&);
Answer dispatch_text_door(const Asked&);
Answer atom_door(const Asked&);
Answer rss_door(const Asked&);
Answer json_feed_door(const Asked&);
Answer events_door(const Asked&);
Answer health_door(const Asked&);
Answer metrics_door(const Asked&);
Answer api_list_door(const Asked&);
Answer api_post_door(const Asked&);
Answer api_dispatch_door(const Asked&);
Answer api_read_door(const Asked&);
Answer api_stats_door(const Asked&);

}  // namespace chappe
