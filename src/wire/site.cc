// Which door a request knocks at, and what it hears when there is none.
#include "wire/site.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.h"
#include "wire/api.h"
#include "wire/asked.h"
#include "wire/assets.h"
#include "wire/desk.h"
#include "wire/greader.h"
#include "wire/miniflux.h"
#include "wire/reader_access.h"
#include "wire/session.h"
#include "wire/visible.h"
#include "wire/websub.h"

namespace chappe {
namespace {

constexpr auto routes = std::to_array<Route>({
    {"/", wire_door},
    {"/search", search_door},
    {"/archive", archive_door},
    {"/day/{*}", day_door},
    {"/sources", sources_door},
    {"/source/{*}", source_door},
    {"/agencies", agencies_door},
    {"/agency/{*}", agency_door},
    {"/help", help_door},
    {"/about", about_door},
    {"/robots.txt", robots_door},
    {"/sitemap.xml", sitemap_door},
    {"/sitemap-news.xml", news_sitemap_door},
    {"/api/search", api_search_door},
    {"/d/{}", dispatch_door},
    {"/d/{}.json", dispatch_json_door},
    {"/d/{}.txt", dispatch_text_door},
    {"/d/{}/copies", copies_door},
    {"/d/{}/copies.json", copies_json_door},
    {"/d/{}/versions", versions_door},
    {"/d/{}/versions.json", versions_json_door},
    {"/d/{}/versions/{*}", comparison_door},
    {"/s/{}", statement_door},
    {"/s/{}.json", statement_json_door},
    {"/actor/{*}", actor_door},
    {"/api/statements/{}", statement_json_door},
    {"/api/actors/{*}", api_actor_door},
    {"/api/query", api_query_door},
    {"/feed.atom", atom_door},
    {"/feed.rss", rss_door},
    {"/feed.json", json_feed_door},
    {"/events", events_door},
    {"/hub", nullptr, hub_door, {}, Proof::later},
    {"/websub/{*}", verify_door, push_door, {}, Proof::address},
    {"/healthz", health_door},
    {"/metrics", metrics_door},
    {"/api/dispatches", api_list_door, api_post_door, {}, Proof::token},
    {"/api/dispatches/{}",
     api_dispatch_door,
     nullptr,
     {api_correct_door, api_withdraw_door},
     Proof::token},
    {"/api/dispatches/{}/reads", nullptr, api_read_door, {}, Proof::token},
    {"/api/stats", api_stats_door},
    {"/v1/{*}", miniflux_door, miniflux_door, {miniflux_door, miniflux_door}, Proof::reader},
    {"/healthcheck", healthcheck_door},
    {"/accounts/ClientLogin", nullptr, client_login_door, {}, Proof::password},
    {"/reader/{*}", greader_door, greader_door, {}, Proof::reader},
    {"/login", login_form_door, login_door},
    {"/logout", nullptr, logout_door},
    {"/desk", desk_door, nullptr, {}, Proof::origin, Role::editor},
    {"/desk/new", compose_form_door, compose_door, {}, Proof::origin, Role::editor},
    {"/desk/audit", audit_door, nullptr, {}, Proof::origin, Role::admin},
    {"/desk/password", password_form_door, password_door, {}, Proof::origin, Role::reader},
    {"/desk/sources", watched_door, add_source_door, {}, Proof::origin, Role::editor},
    {"/desk/sources/{}/pause", nullptr, pause_source_door, {}, Proof::origin, Role::editor},
    {"/desk/sources/{}/resume", nullptr, resume_source_door, {}, Proof::origin, Role::editor},
    {"/desk/sources/{}/refresh", nullptr, refresh_source_door, {}, Proof::origin, Role::editor},
    {"/desk/sources/{}/remove", nullptr, remove_source_door, {}, Proof::origin, Role::editor},
    {"/desk/alerts", alerts_door, add_alert_door, {}, Proof::origin, Role::editor},
    {"/desk/alerts/{}/remove", nullptr, remove_alert_door, {}, Proof::origin, Role::editor},
    {"/desk/actor/{*}", nullptr, correct_actor_door, {}, Proof::origin, Role::editor},
    {"/desk/users", users_door, add_user_door, {}, Proof::origin, Role::admin},
    {"/desk/users/{}/role", nullptr, set_role_door, {}, Proof::origin, Role::admin},
    {"/desk/users/{}/password", nullptr, set_password_door, {}, Proof::origin, Role::admin},
    {"/desk/users/{}/remove", nullptr, remove_user_door, {}, Proof::origin, Role::admin},
    {"/d/{}/edit", correct_form_door, correct_door, {}, Proof::origin, Role::editor},
    {"/d/{}/withdraw", withdraw_form_door, withdraw_door, {}, Proof::origin, Role::editor},
    {"/d/{}/release", nullptr, release_door, {}, Proof::origin, Role::editor},
    {"/d/{}/reinstate", nullptr, reinstate_door, {}, Proof::origin, Role::editor},
    {"/d/{}/group", nullptr, group_door, {}, Proof::origin, Role::editor},
    {"/d/{}/erase", erase_form_door, erase_door, {}, Proof::origin, Role::admin},
});

struct Match {
    std::int64_t id = 0;
    std::string_view name;
};

/// A number at `hole`, and a name behind the pattern.
std::optional<Match> match_both(std::string_view pattern, std::size_t hole, std::string_view path) {
    const std::string_view between = pattern.substr(hole + 2);
    if (!path.starts_with(pattern.substr(0, hole))) return std::nullopt;
    const std::size_t end = path.find(between, hole);
    if (end == path.npos || end + between.size() == path.size()) return std::nullopt;
    const auto id = parse_number(path.substr(hole, end - hole));
    if (!id) return std::nullopt;
    return Match{*id, path.substr(end + between.size())};
}

/// What stands in the pattern's hole; nothing when the path is another.
std::optional<Match> match(std::string_view pattern, std::string_view path) {
    if (pattern.ends_with("{*}")) {
        pattern.remove_suffix(3);
        const std::size_t hole = pattern.find("{}");
        if (hole != pattern.npos) return match_both(pattern, hole, path);
        if (path.size() == pattern.size() || !path.starts_with(pattern)) return std::nullopt;
        return Match{0, path.substr(pattern.size())};
    }
    const std::size_t hole = pattern.find("{}");
    if (hole == pattern.npos) {
        if (pattern != path) return std::nullopt;
        return Match{};
    }
    const std::string_view before = pattern.substr(0, hole);
    const std::string_view after = pattern.substr(hole + 2);
    if (path.size() <= before.size() + after.size() || !path.starts_with(before) ||
        !path.ends_with(after))
        return std::nullopt;
    const auto id = parse_number(path.substr(hole, path.size() - before.size() - after.size()));
    if (!id) return std::nullopt;
    return Match{*id, {}};
}

struct Found {
    const Route* route = nullptr;
    Match match;
};

Found find_route(std::string_view path) {
    for (const Route& route : routes)
        if (const auto matched = match(route.path, path)) return {&route, *matched};
    return {};
}

bool is_reading(std::string_view method) {
    return method == "GET" || method == "HEAD";
}

/// Null when the address does not take this method.
Door door_of(const Route& route, std::string_view method) {
    if (is_reading(method)) return route.get;
    if (method == "POST") return route.post;
    if (method == "PUT") return route.others.put;
    return method == "DELETE" ? route.others.remove : nullptr;
}

Response not_allowed(const Request& request, const Route& route) {
    Response response =
        error_response(request, 405, "this address does not take " + shorten(request.method, 20));
    std::string allowed;
    for (const std::string_view method : {"GET", "HEAD", "POST", "PUT", "DELETE"})
        if (door_of(route, method)) allowed.append(allowed.empty() ? "" : ", ").append(method);
    response.headers.push_back({"Allow", std::move(allowed)});
    return response;
}

/// What every unsafe request must show before any door opens, whoever sends it.
std::optional<Response> refuse_unproved(const Request& request, const Site& site,
                                        const Found& found) {
    if (is_reading(request.method)) return std::nullopt;
    const Proof proof = found.route->proof;
    if (proof == Proof::later) return std::nullopt;
    if (proof == Proof::address) return refuse_unknown_callback(request, site, found.match.name);
    if (proof == Proof::password) return std::nullopt;
    if (proof == Proof::reader) return refuse_reader_early(request, site);
    if (proof == Proof::token) {
        auto authorized = authorize_editor(request, site);
        if (auto* refused = std::get_if<Response>(&authorized)) return std::move(*refused);
        return std::nullopt;
    }
    if (comes_from_own_page(request, site.public_url)) return std::nullopt;
    return error_response(request, 403, "this form was not sent by a page of this site");
}

/// Whose cookie this is. A door that opens to tokens alone for unsafe requests never hears of it.
Result<std::optional<User>> user_of(const Request& request, const Site& site, const Route& route) {
    const std::string_view session = session_in(request);
    const bool sessionless = route.proof != Proof::origin && !is_reading(request.method);
    if (session.empty() || sessionless) return std::optional<User>();
    return site.archive.find_session(session);
}

/// What somebody logged in sees stays between the server and this browser.
void make_private(Answer& answer, const Request& request) {
    if (const auto* counted = std::get_if<Counted>(&answer)) {
        Response page = with_reads(*counted, request, counted->reads);
        answer = std::move(page);
    }
    auto* response = std::get_if<Response>(&answer);
    if (!response) return;
    std::erase_if(response->headers, [](const Header& header) {
        return header.name == "ETag" || header.name == "Cache-Control" || header.name == "Vary";
    });
    response->headers.push_back({"Cache-Control", "private, no-store"});
    response->shelf = Shelf::none;
}

Response not_found(const Request& request) {
    return error_response(request, 404, "there is nothing at this address");
}

Response asset_response(const Request& request, const Asset& asset, const Target& target) {
    const std::string etag = "W/\"" + asset.version + "\"";
    const bool dated = target.parameter("v") == asset.version;
    const auto add_caching = [&](Response& response) {
        response.headers.push_back({"ETag", etag});
        response.headers.push_back(
            {"Cache-Control", dated ? "public, max-age=31536000, immutable" : "no-cache"});
        response.headers.push_back({"Vary", "Accept-Encoding"});
    };
    if (auto kept = not_modified(request, etag)) {
        add_caching(*kept);
        return std::move(*kept);
    }
    Response response;
    response.type = asset.type;
    response.body = asset.bytes;
    add_caching(response);
    response.shelf = Shelf::always;
    return response;
}

int status_of(Failure failure) {
    switch (failure) {
        case Failure::absent:
            return 404;
        case Failure::refused:
            return 400;
        case Failure::full:
            return 507;
        case Failure::busy:
        case Failure::broken:  // the request was right; an operator can mend what is not
            break;
    }
    return 503;
}

}  // namespace

std::span<const Route> all_routes() {
    return routes;
}

ErrorForm error_form(std::string_view path) {
    const std::string_view plain = path.substr(0, path.find('?'));
    if (plain.starts_with("/v1/")) return ErrorForm::miniflux;
    if (plain.starts_with("/reader/") || plain.starts_with("/accounts/") || plain == "/healthcheck")
        return ErrorForm::text;
    const bool program = plain.starts_with("/api/") || plain.ends_with(".json") ||
                         plain == "/events" || plain == "/healthz" || plain == "/metrics";
    return program ? ErrorForm::json : ErrorForm::page;
}

Reader reader_of(const Request& request, const Target& target) {
    Reader reader;
    const std::string_view wanted = target.parameter("ui");
    reader.ui = choose_ui(wanted, request.accept_language);
    reader.choice = wanted == "fr" || wanted == "en" ? UiChoice::by_link : UiChoice::by_browser;
    return reader;
}

Response error_response(const Request& request, int status, std::string_view line) {
    Response response;
    response.status = status;
    const ErrorForm form = error_form(request.target);
    if (form == ErrorForm::json || form == ErrorForm::miniflux) {
        response.type = "application/json";
        response.body = form == ErrorForm::json ? error_json(line) : miniflux_error_json(line);
    } else if (form == ErrorForm::text) {
        response.type = "text/plain; charset=utf-8";
        response.body = std::string(line) + "\n";
    } else {
        const Target target = parse_target(request.target).value_or(Target{"/", {}});
        Reader reader = reader_of(request, target);
        reader.path = request.target.substr(0, request.target.find('?'));
        response.body = error_page(reader, status);
    }
    response.headers.push_back({"Cache-Control", "no-store"});
    return response;
}

Response failure_response(const Request& request, const Error& error) {
    Response response = error_response(request, status_of(error.failure), error.message);
    if (error.failure == Failure::busy) response.headers.push_back({"Retry-After", "1"});
    if (error.failure == Failure::full || error.failure == Failure::broken)
        response.headers.push_back({"Retry-After", "60"});
    return response;
}

Response failure_response(const Asked& asked, const Error& error) {
    return failure_response(asked.request, error);
}

Response busy_response(const Request& request) {
    return failure_response(request, Error{Failure::busy, "too many requests wait; try again"});
}

bool etag_matches(std::string_view if_none_match, std::string_view etag) {
    const auto weak = [](std::string_view tag) {
        tag = trim(tag);
        return tag.starts_with("W/") ? tag.substr(2) : tag;
    };
    while (!if_none_match.empty()) {
        const std::string_view item = if_none_match.substr(0, if_none_match.find(','));
        if_none_match.remove_prefix(std::min(if_none_match.size(), item.size() + 1));
        if (trim(item) == "*" || weak(item) == weak(etag)) return true;
    }
    return false;
}

std::optional<Response> not_modified(const Request& request, std::string_view etag) {
    if (request.if_none_match.empty() || !etag_matches(request.if_none_match, etag))
        return std::nullopt;
    Response response;
    response.status = 304;
    return response;
}

void add_validators(Response& response, std::string etag) {
    response.headers.push_back({"ETag", std::move(etag)});
    response.headers.push_back({"Cache-Control", "no-cache"});
    response.headers.push_back({"Vary", "Accept-Encoding, Accept-Language, Authorization, Cookie"});
}

std::string wire_etag(const Asked& asked, std::string_view form, ChangeSeq newest) {
    const std::int64_t user = asked.user ? number_of(asked.user->id) : 0;
    return fmt::format("W/\"{}-{}-{}-{}-{}{}\"", number_of(newest), form, code_of(asked.reader.ui),
                       assets_version(), user, shown_to(asked) == Show::full ? "" : "s");
}

Response tagged(const Asked& asked, std::string etag, std::string_view type,
                const std::function<Result<std::string>()>& make) {
    Response response;
    if (auto kept = not_modified(asked.request, etag)) {
        response = std::move(*kept);
    } else {
        auto made = make();
        if (!made) return failure_response(asked, made.error());
        response.body = std::move(*made);
        response.type = type;
    }
    add_validators(response, std::move(etag));
    return response;
}

Response shelved(const Asked& asked, Response response) {
    if (!asked.user) response.shelf = Shelf::until_change;
    return response;
}

std::variant<TokenBearer, Response> authorize(const Request& request, const Site& site) {
    const auto refuse = [&](std::string_view line) {
        Response response = error_response(request, 401, line);
        response.headers.push_back({"WWW-Authenticate", "Bearer realm=\"chappe\""});
        return response;
    };
    constexpr std::string_view scheme = "bearer ";
    const std::string_view sent = request.authorization;
    if (!equal_ignoring_ascii_case(sent.substr(0, scheme.size()), scheme))
        return refuse("a write needs a token: Authorization: Bearer ...");
    auto bearer = site.archive.find_token(trim(sent.substr(scheme.size())));
    if (!bearer) return failure_response(request, bearer.error());
    if (!*bearer) return refuse("this token is not known here");
    return std::move(**bearer);
}

bool may(const TokenBearer& bearer, Role least) {
    return bearer.user ? bearer.user->role >= least : least <= Role::editor;
}

std::variant<TokenBearer, Response> authorize_editor(const Request& request, const Site& site) {
    auto authorized = authorize(request, site);
    const auto* bearer = std::get_if<TokenBearer>(&authorized);
    if (bearer && !may(*bearer, Role::editor))
        return error_response(request, 403, "this token is a reader's; an editor's may write");
    return authorized;
}

By by_token(const TokenBearer& bearer) {
    if (bearer.user) return {bearer.user->name, bearer.user->id};
    return {"token:" + std::to_string(bearer.id), std::nullopt};
}

namespace {
/// Opens the door to those who may come in.
Answer knock(const Request& request, const Site& site, const Target& target, const Found& found,
             std::optional<User> user) {
    Reader reader = reader_of(request, target);
    reader.path = request.target.substr(0, request.target.find('?'));
    reader.public_url = site.public_url;
    reader.user = user;
    const std::string name(found.match.name);
    const Asked asked{request,         site, target, std::move(reader), found.match.id,
                      std::move(user), name};
    const Route& route = *found.route;
    if (route.least && !may(asked.user, *route.least)) return refuse_person(asked, *route.least);
    return door_of(route, request.method)(asked);
}
}  // namespace

std::optional<Response> answer_at_once(const Request& request) {
    std::string_view path = request.target;
    path = path.substr(0, path.find('?'));
    const bool icon = path == "/favicon.ico";  // what browsers ask for on their own
    if (!icon && !path.starts_with("/web/")) return std::nullopt;
    const auto target = parse_target(request.target);
    const Asset* asset = find_asset(icon ? "favicon.svg" : path.substr(5));
    if (!asset || !target) return not_found(request);
    if (!is_reading(request.method)) return not_allowed(request, {path, wire_door});
    return asset_response(request, *asset, *target);
}

std::optional<Response> refuse_early(const Request& head, const Site& site) {
    const auto target = parse_target(head.target);
    if (!target) return error_response(head, 400, "this address is not well-formed");
    const Found found = find_route(target->path);
    if (!found.route) return not_found(head);
    if (!door_of(*found.route, head.method)) return not_allowed(head, *found.route);
    return refuse_unproved(head, site, found);
}

Answer answer(const Request& request, const Site& site) {
    if (auto at_once = answer_at_once(request)) return std::move(*at_once);
    auto target = parse_target(request.target);
    if (!target) return error_response(request, 400, "this address is not well-formed");
    const Found found = find_route(target->path);
    if (!found.route) return not_found(request);
    if (!door_of(*found.route, request.method)) return not_allowed(request, *found.route);

    if (found.route->proof == Proof::reader)
        return for_reader(request, site, [&site](const Request& asked, const User& reader) {
            const auto place = parse_target(asked.target);
            return knock(asked, site, *place, find_route(place->path), reader);
        });
    if (auto refused = refuse_unproved(request, site, found)) return std::move(*refused);
    auto user = user_of(request, site, *found.route);
    if (!user) return failure_response(request, user.error());
    if (!*user) return knock(request, site, *target, found, std::nullopt);

    // The page that anybody sees, which this browser may have, is another one.
    Request own = request;
    own.if_none_match.clear();
    Answer answered = knock(own, site, *target, found, *std::move(user));
    make_private(answered, own);
    return answered;
}

Document document_at(const std::string& target, const Site& site) {
    Request request;
    request.method = "GET";
    request.target = target;
    Answer answered = answer(request, site);
    auto* response = std::get_if<Response>(&answered);
    if (!response) return {};
    return {response->status, std::string(response->type), std::move(response->body)};
}

Response reopen(const Site& site, const Reader& reader, const User& user, const KeptForm& kept) {
    Form form = kept.form;
    std::erase_if(form.fields, [](const auto& field) { return field.first == "step"; });
    form.fields.emplace_back("step", "edit");
    Request request;
    request.method = "POST";
    request.target = kept.place;
    request.content_type = form_type;
    request.body = to_string(form);
    const auto target = parse_target(kept.place);
    const Found found = target ? find_route(target->path) : Found{};
    if (found.route && found.route->post && found.route->least) {
        Answer opened = knock(request, site, *target, found, user);
        if (auto* response = std::get_if<Response>(&opened)) return std::move(*response);
    }
    return see_other(reader, "/desk");
}

}  // namespace chappe
