#include "wire/reader_access.h"

#include <sodium.h>

#include <memory>
#include <utility>

#include "base/json_writer.h"
#include "base/text.h"
#include "wire/desk.h"
#include "wire/forms.h"
#include "wire/logins.h"
#include "wire/session.h"

namespace chappe {
namespace {

constexpr std::size_t longest_name = 60;        // code points, as the page for logging in
constexpr std::size_t longest_password = 1000;  // code points
constexpr std::string_view login_token_name = "log-in of a reading program";

struct NameAndPassword {
    std::string name;
    std::string password;
};
struct SentToken {
    std::string token;
};
using Credentials = std::variant<std::monostate, SentToken, NameAndPassword>;

/// What stands behind a scheme ("basic ") of Authorization; nothing when it is another.
std::optional<std::string_view> behind(std::string_view scheme, std::string_view sent) {
    if (!equal_ignoring_ascii_case(sent.substr(0, scheme.size()), scheme)) return std::nullopt;
    return trim(sent.substr(scheme.size()));
}

/// RFC 7617, 2: "name:password" in base64; the name has no colon.
std::optional<NameAndPassword> name_and_password(std::string_view coded) {
    std::string plain(coded.size(), '\0');
    std::size_t size = 0;
    if (sodium_base642bin(reinterpret_cast<unsigned char*>(plain.data()), plain.size(),
                          coded.data(), coded.size(), nullptr, &size, nullptr,
                          sodium_base64_VARIANT_ORIGINAL) != 0)
        return std::nullopt;
    plain.resize(size);
    const std::size_t colon = plain.find(':');
    if (colon == plain.npos || Text::repair(plain).view() != plain) return std::nullopt;
    return NameAndPassword{plain.substr(0, colon), plain.substr(colon + 1)};
}

Credentials credentials_in(const Request& request) {
    if (!request.auth_token.empty()) return SentToken{request.auth_token};
    const std::string_view sent = request.authorization;
    if (const auto token = behind("bearer ", sent)) return SentToken{std::string(*token)};
    if (auto google = behind("googlelogin ", sent)) {
        constexpr std::string_view mark = "auth=";
        if (google->starts_with(mark)) return SentToken{std::string(google->substr(mark.size()))};
    }
    if (const auto coded = behind("basic ", sent))
        if (auto both = name_and_password(*coded)) return std::move(*both);
    return std::monostate{};
}

bool is_reading(std::string_view method) {
    return method == "GET" || method == "HEAD";
}

/// A browser that asks for name and password sends them along with the forms of any site.
bool is_sent_by_other_site(const Request& request, const Site& site) {
    if (is_reading(request.method)) return false;
    return (!request.origin.empty() || !request.fetch_site.empty()) &&
           !comes_from_own_page(request, site.public_url);
}

Response unknown(const Request& request, std::string_view line) {
    Response response = error_response(request, 401, line);
    response.headers.push_back({"WWW-Authenticate", "Basic realm=\"chappe\", charset=\"UTF-8\""});
    return response;
}

Response wait_response(const Request& request, std::chrono::seconds wait) {
    Response response =
        error_response(request, 429, "too many wrong passwords; wait and try again");
    response.headers.push_back({"Retry-After", std::to_string(wait.count())});
    return response;
}

Response full_response(const Request& request) {
    return failure_response(request,
                            Error{Failure::busy, "too many passwords are looked at; try again"});
}

bool is_too_long(const NameAndPassword& sent) {
    return sent.name.empty() || code_points_before(sent.name, sent.name.size()) > longest_name ||
           code_points_before(sent.password, sent.password.size()) > longest_password;
}

/// Whose token it is; a Response when it is nobody's.
std::variant<User, Response> bearer_of(const Request& request, const Site& site,
                                       const std::string& token) {
    auto bearer = site.archive.find_token(token);
    if (!bearer) return failure_response(request, bearer.error());
    if (!*bearer) return unknown(request, "this token is not known here");
    if (!(*bearer)->user)
        return error_response(request, 403,
                              "this token belongs to no user; make one with chappe token add "
                              "--user NAME");
    return std::move(*(*bearer)->user);
}

/// A request that outlives its connection's turn, while its password is looked at.
struct Guess {
    const Site& site;
    Request request;
    NameAndPassword sent;
    ReaderWork work;

    Result<std::optional<User>> user() const {
        auto found = site.archive.check_password(sent.name, sent.password);
        if (found && *found) site.logins->forgive(sent.name, request.client);
        return found;
    }
    void answer(Later::Reply reply) const;
};

void Guess::answer(Later::Reply reply) const {
    const auto found = user();
    if (!found) return reply(failure_response(request, found.error()));
    if (!*found) return reply(unknown(request, "name or password is wrong"));
    Answer answer = work(request, **found);
    if (auto* response = std::get_if<Response>(&answer)) return reply(std::move(*response));
    auto* later = std::get_if<Later>(&answer);
    if (!later) return reply(busy_response(request));
    const auto say = std::make_shared<Later::Reply>(std::move(reply));
    const auto accepted = later->start([say](Response response) { (*say)(std::move(response)); });
    if (!accepted) (*say)(failure_response(request, accepted.error()));
}

Answer look_at_password(const Request& request, const Site& site, NameAndPassword sent,
                        ReaderWork work) {
    if (const auto wait = site.logins->take_guess(sent.name, request.client))
        return wait_response(request, *wait);
    const auto guess =
        std::make_shared<const Guess>(Guess{site, request, std::move(sent), std::move(work)});
    return Later{[guess](Later::Reply reply) -> Result<void> {
        const auto say = std::make_shared<Later::Reply>(std::move(reply));
        const bool accepted =
            guess->site.logins->offer([guess, say] { guess->answer(std::move(*say)); });
        if (!accepted) {
            guess->site.logins->forgive(guess->sent.name, guess->request.client);
            (*say)(full_response(guess->request));
        }
        return {};
    }};
}

}  // namespace

Answer for_reader(const Request& request, const Site& site, ReaderWork work) {
    if (is_sent_by_other_site(request, site))
        return error_response(request, 403, "this was sent by a page of another site");
    Credentials credentials = credentials_in(request);
    if (const auto* sent = std::get_if<SentToken>(&credentials)) {
        auto bearer = bearer_of(request, site, sent->token);
        if (auto* refused = std::get_if<Response>(&bearer)) return std::move(*refused);
        return work(request, std::get<User>(bearer));
    }
    auto* sent = std::get_if<NameAndPassword>(&credentials);
    if (!sent) return unknown(request, "this needs a token or a name and a password");
    if (is_too_long(*sent)) return unknown(request, "name or password is wrong");
    const auto known = site.archive.recall_password(sent->name, sent->password);
    if (!known) return failure_response(request, known.error());
    if (*known) return work(request, **known);
    return look_at_password(request, site, std::move(*sent), std::move(work));
}

std::optional<Response> refuse_reader_early(const Request& head, const Site& site) {
    Answer looked = for_reader(head, site, [](const Request&, const User&) -> Answer {
        return Stream{};  // may come
    });
    if (auto* refused = std::get_if<Response>(&looked)) return std::move(*refused);
    if (std::holds_alternative<Stream>(looked)) return std::nullopt;
    // Of a password that is not known yet only the guess was noted; a small request can show it.
    const Credentials credentials = credentials_in(head);
    if (const auto* sent = std::get_if<NameAndPassword>(&credentials))
        site.logins->forgive(sent->name, head.client);
    return error_response(head, 413, "ask for something small first, so that you are known");
}

// ---- a token for a password

namespace {

Response plain(int status, std::string body) {
    Response response;
    response.status = status;
    response.type = "text/plain; charset=utf-8";
    response.body = std::move(body);
    response.headers.push_back({"Cache-Control", "no-store"});
    return response;
}

Response token_response(const std::string& token, bool as_json) {
    if (!as_json) return plain(200, "SID=" + token + "\nLSID=" + token + "\nAuth=" + token + "\n");
    JsonWriter json;
    json.begin_object();
    for (const char* name : {"SID", "LSID", "Auth"}) json.key(name).string(token);
    json.end_object();
    Response response = plain(200, json.take() + "\n");
    response.type = "application/json";
    return response;
}

/// The one that this user's programs have already, while it holds; else another one.
Result<std::string> token_for(const Site& site, const User& user) {
    const std::string known = site.logins->token_of(user.id);
    if (!known.empty()) {
        const auto bearer = TRY(site.archive.find_token(known));
        if (bearer && bearer->user && bearer->user->id == user.id) return known;
    }
    NewToken made{std::string(login_token_name), user.id, true};
    const std::string token = TRY(site.archive.add_token(made));
    site.logins->keep_token(user.id, token);
    return token;
}

}  // namespace

Answer client_login_door(const Asked& asked) {
    auto sent = form_of(asked);
    if (auto* refused = std::get_if<Response>(&sent)) return std::move(*refused);
    const auto& form = std::get<Form>(sent);
    const auto guess = std::make_shared<const Guess>(
        Guess{asked.site,
              asked.request,
              {std::string(trim(form.value("Email"))), std::string(form.value("Passwd"))},
              {}});
    const auto wrong = [] { return plain(403, "Error=BadAuthentication\n"); };
    if (is_too_long(guess->sent)) return wrong();
    if (const auto wait = asked.site.logins->take_guess(guess->sent.name, asked.request.client))
        return wait_response(asked.request, *wait);
    const bool as_json =
        form.value("output") == "json" || asked.target.parameter("output") == "json";
    return on_password_thread(
        asked.site,
        [guess, wrong, as_json] {
            const auto user = guess->user();
            if (!user) return failure_response(guess->request, user.error());
            if (!*user) return wrong();
            const auto token = token_for(guess->site, **user);
            if (!token) return failure_response(guess->request, token.error());
            return token_response(*token, as_json);
        },
        [guess] {
            guess->site.logins->forgive(guess->sent.name, guess->request.client);
            return full_response(guess->request);
        });
}

}  // namespace chappe
