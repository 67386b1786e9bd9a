#pragma once
// A request that has been understood so far: its target, and who reads the answer.

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

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

using Door = Answer (*)(const Asked&);

/// What an unsafe request must show before its door opens. No door can do without: the default
/// holds for the next one too.
enum class Proof {
    origin,   // that a page of ours sent it; it acts for whoever is logged in
    token,    // a token of the API; the door never hears of a session
    address,  // of a callback of ours that nobody can guess (WebSub); likewise
    later,    // whoever is named in it is asked before anything follows from it; likewise
    reader,   // a user's token or password in a header, also for reading (reader_access.h); likewise
    password,  // name and password, in what is sent; no session is begun
};

/// Doors of rarer methods.
struct OtherDoors {
    Door put = nullptr;
    Door remove = nullptr;  // DELETE
};

/// `{}` in a path is a number, `{*}` at its end a name.
struct Route {
    std::string_view path;
    Door get = nullptr;   // also HEAD; null: not allowed
    Door post = nullptr;  // null: not allowed
    OtherDoors others{};
    Proof proof = Proof::origin;
    std::optional<Role> least{};  // who may come in, and those above; nothing: everybody
};
std::span<const Route> all_routes();

bool may(const std::optional<User>&, Role least);
/// Whoever is not logged in is asked to (what they sent comes back afterwards); whoever is, hears
/// which role it takes.
Answer refuse_person(const Asked&, Role least);

enum class ErrorForm {
    page,
    json,
    miniflux,  // {"error_message": ...}
    text,      // as Google Reader's
};
/// Programs get what they can read, people get pages.
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

/// The state of the wire as a tag: it changes with every visible change, with the program, and with
/// who reads.
std::string wire_etag(const Asked&, std::string_view form, ChangeSeq newest);
/// An answer that stays as it is until the tag changes; nothing is made when the reader has it.
Response tagged(const Asked&, std::string etag, std::string_view type,
                const std::function<Result<std::string>()>& make);
/// The same for all readers until the wire changes; but users have a menu of their own.
Response shelved(const Asked&, Response);

/// `before`, when it is given: nothing in it when it is not a number.
std::optional<Before> before_of(const Target&);
/// `copies=each` and `copies=once`; nothing when it is another word.
std::optional<Copies> copies_of(const Target&, Copies usual);
/// The search of `q`, `before`, `limit` and `order`, or what is wrong with them.
struct AskedSearch {
    std::string text;
    std::vector<QueryProblem> problems;  // of the text
    Search search;
};
Result<AskedSearch> search_of(const Asked&, std::size_t limit);

/// Who sends the token; a Response when it is missing, wrong, or cannot be looked up.
std::variant<TokenBearer, Response> authorize(const Request&, const Site&);
/// The operator's tokens have the right of an editor, a user's token has that user's.
bool may(const TokenBearer&, Role least);
/// The same for what takes an editor: 403 for others.
std::variant<TokenBearer, Response> authorize_editor(const Request&, const Site&);
By by_token(const TokenBearer&);

// The handlers, one a door. Pages in site_pages.cc, searches and lists in site_search.cc, feeds and
// what crawlers ask for in site_feeds.cc, the API in site_api.cc.
Answer wire_door(const Asked&);
Answer search_door(const Asked&);
Answer source_door(const Asked&);
Answer agency_door(const Asked&);
Answer day_door(const Asked&);
Answer archive_door(const Asked&);
Answer sources_door(const Asked&);
Answer agencies_door(const Asked&);
Answer help_door(const Asked&);
Answer about_door(const Asked&);
Answer robots_door(const Asked&);
Answer sitemap_door(const Asked&);
Answer news_sitemap_door(const Asked&);
Answer api_search_door(const Asked&);
Answer dispatch_door(const Asked&);
Answer dispatch_json_door(const Asked&);
Answer dispatch_text_door(const Asked&);
Answer copies_door(const Asked&);  // site_story.cc
Answer copies_json_door(const Asked&);
Answer versions_door(const Asked&);
Answer versions_json_door(const Asked&);
Answer comparison_door(const Asked&);
Answer group_door(const Asked&);
Answer atom_door(const Asked&);
Answer rss_door(const Asked&);
Answer json_feed_door(const Asked&);
Answer events_door(const Asked&);
Answer hub_door(const Asked&);  // websub_doors.cc
Answer verify_door(const Asked&);
Answer push_door(const Asked&);
Answer statement_door(const Asked&);  // site_said.cc
Answer statement_json_door(const Asked&);
Answer actor_door(const Asked&);
Answer api_actor_door(const Asked&);
Answer api_query_door(const Asked&);
Answer health_door(const Asked&);
Answer metrics_door(const Asked&);
Answer api_list_door(const Asked&);
Answer api_post_door(const Asked&);
Answer api_dispatch_door(const Asked&);
Answer api_read_door(const Asked&);
Answer api_stats_door(const Asked&);
Answer api_correct_door(const Asked&);  // api_desk.cc
Answer api_withdraw_door(const Asked&);

Response json_response(int status, std::string body);
/// A body of a type or coding that read/ does not take.
std::optional<Response> refuse_type(const Request&);
/// In place of a withdrawn or erased dispatch: the notice and the day, in the form of this address.
Response gone_response(const Asked&, const StoredDispatch&);

}  // namespace chappe
