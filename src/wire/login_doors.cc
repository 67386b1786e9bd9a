// Logging in and out. Passwords are looked at on a thread of their own (logins.h): neither the
// network nor the makers of pages wait for them.
#include "base/log.h"
#include "base/text.h"
#include "wire/desk.h"
#include "wire/session.h"

namespace chappe {
namespace {

constexpr std::size_t longest_name = 60;        // code points
constexpr std::size_t longest_password = 1000;  // code points

std::string wait_words(Ui ui, std::chrono::seconds wait) {
    if (wait < std::chrono::seconds{90})
        return say(ui, DeskMessage::seconds, {std::to_string(wait.count())});
    return say(ui, DeskMessage::minutes, {std::to_string((wait.count() + 59) / 60)});
}

Response wait_response(const Reader& reader, LoginPage page, std::chrono::seconds wait) {
    page.problems = {{"", say(reader.ui, DeskMessage::login_wait, {wait_words(reader.ui, wait)})}};
    Response response = private_page(login_page(reader, page), 429);
    response.headers.push_back({"Retry-After", std::to_string(wait.count())});
    return response;
}

/// "kept.title" -> title; nothing when the form brings none along.
std::optional<KeptForm> kept_form(const Form& form) {
    constexpr std::string_view mark = "kept.";
    KeptForm kept{own_place(form.value("kept-place")), {}};
    for (const auto& [name, value] : form.fields)
        if (name.starts_with(mark)) kept.form.fields.emplace_back(name.substr(mark.size()), value);
    if (kept.place.empty() || kept.form.fields.empty()) return std::nullopt;
    return kept;
}

/// Where they come from or where they work.
Response welcome(const Reader& reader, const User& user, std::string_view next) {
    if (!next.empty()) return see_other(Reader{}, next);
    return see_other(reader, user.role == Role::reader ? "/" : "/desk");
}

/// One attempt, on the thread of passwords.
struct Attempt {
    const Site& site;
    Request request;  // of the head: cookies, client
    Reader reader;
    LoginPage page;
    std::string password;

    Response refuse(DeskMessage message, int status) {
        page.problems = {{"password", std::string(say(reader.ui, message))}};
        return private_page(login_page(reader, page), status);
    }
    Response fail(const Error& error) {
        page.problems = {{"", line_of(reader.ui, error)}};
        return private_page(login_page(reader, page), status_of_act(error));
    }
    Response make();
};

Response Attempt::make() {
    const auto user = site.archive.check_password(page.name, password);
    if (!user) return fail(user.error());
    if (!*user) return refuse(DeskMessage::login_wrong, 403);
    site.logins->forgive(page.name, request.client);

    const By by{(*user)->name, (*user)->id};
    // Whoever sat here before, with or without knowing, is logged out.
    if (const std::string_view former = session_in(request); !former.empty()) {
        const auto ended = site.archive.act_and_wait(LogOut{std::string(former)}, by);
        if (!ended && ended.error().failure != Failure::absent)
            log_warning("a session could not be ended: " + ended.error().message);
    }
    const auto begun = site.archive.act_and_wait(LogIn{(*user)->id}, by);
    if (!begun) return fail(begun.error());
    Response response =
        page.kept ? reopen(site, reader, **user, *page.kept) : welcome(reader, **user, page.next);
    response.headers.push_back(session_header(request, begun->session));
    return response;
}

LoginPage page_of(const Form& form) {
    LoginPage page;
    page.name = fold_space(form.value("name"));
    page.next = own_place(form.value("next"));
    page.kept = kept_form(form);
    return page;
}

/// What outlives the request; not its body.
Request head_of_request(const Request& request) {
    Request head;
    head.method = request.method;
    head.target = request.target;
    head.accept_language = request.accept_language;
    head.cookie = request.cookie;
    head.client = request.client;
    head.secure = request.secure;
    return head;
}

}  // namespace

Later on_password_thread(const Site& site, std::function<Response()> work,
                         std::function<Response()> when_full) {
    return Later{[&site, job = std::move(work),
                  full = std::move(when_full)](Later::Reply reply) mutable -> Result<void> {
        const auto say_it = std::make_shared<Later::Reply>(std::move(reply));
        if (!site.logins->offer([say_it, made = std::move(job)] { (*say_it)(made()); }))
            (*say_it)(full());
        return {};
    }};
}

namespace {
/// A form that can be opened again, filled in, once its person is known.
bool can_come_back(std::string_view path) {
    return path == "/desk/new" || path.ends_with("/edit") || path.ends_with("/withdraw");
}
}  // namespace

bool may(const std::optional<User>& user, Role least) {
    return user && user->role >= least;
}

Answer refuse_person(const Asked& asked, Role least) {
    if (asked.user) return private_page(forbidden_page(asked.reader, least), 403);
    LoginPage page;
    const bool reads = asked.request.method == "GET" || asked.request.method == "HEAD";
    if (reads) {
        const std::string next = own_place(asked.request.target);
        return see_other(asked.reader, "/login",
                         next.empty() ? "" : to_string(Form{{{"next", next}}}));
    }
    auto sent = form_of(asked);
    if (auto* refused = std::get_if<Response>(&sent)) return std::move(*refused);
    if (can_come_back(asked.target.path)) {
        Form form = std::get<Form>(std::move(sent));
        std::erase_if(form.fields, [](const auto& field) { return field.first == "step"; });
        page.kept = KeptForm{asked.target.path, std::move(form)};
    }
    return private_page(login_page(asked.reader, page), 403);
}

Answer login_form_door(const Asked& asked) {
    LoginPage page;
    page.next = own_place(asked.target.parameter("next"));
    if (asked.user) return welcome(asked.reader, *asked.user, page.next);
    return private_page(login_page(asked.reader, page));
}

Answer login_door(const Asked& asked) {
    auto sent = form_of(asked);
    if (auto* refused = std::get_if<Response>(&sent)) return std::move(*refused);
    const auto& form = std::get<Form>(sent);
    Reader reader = asked.reader;
    reader.user.reset();  // the page of the login, whoever was here before
    const auto attempt = std::make_shared<Attempt>(
        Attempt{asked.site, head_of_request(asked.request), std::move(reader), page_of(form),
                std::string(form.value("password"))});
    const std::string& name = attempt->page.name;
    if (code_points_before(name, name.size()) > longest_name || name.empty() ||
        code_points_before(attempt->password, attempt->password.size()) > longest_password)
        return attempt->refuse(DeskMessage::login_wrong, 403);
    if (const auto wait = asked.site.logins->take_guess(name, asked.request.client))
        return wait_response(attempt->reader, attempt->page, *wait);
    return on_password_thread(
        asked.site, [attempt] { return attempt->make(); },
        [attempt] {
            attempt->site.logins->forgive(attempt->page.name, attempt->request.client);
            Response full = attempt->fail(Error{Failure::busy, ""});
            full.headers.push_back({"Retry-After", "1"});
            return full;
        });
}

Answer logout_door(const Asked& asked) {
    const std::string session(session_in(asked.request));
    Reader reader = asked.reader;
    reader.user.reset();
    Header away = no_session_header(asked.request);
    if (!asked.user) {
        Response response = see_other(reader, "/");
        response.headers.push_back(std::move(away));
        return response;
    }
    return act_then(asked.site, LogOut{session}, by_user(asked),
                    [reader, away](const Result<ActReceipt>& receipt) {
                        // A session that the archive cannot end must not look ended.
                        if (!receipt && receipt.error().failure != Failure::absent)
                            return private_page(
                                problem_page(reader, {{"", line_of(reader.ui, receipt.error())}}),
                                status_of_act(receipt.error()));
                        Response response = see_other(reader, "/");
                        response.headers.push_back(away);
                        return response;
                    });
}

Answer password_form_door(const Asked& asked) {
    return private_page(password_page(asked.reader, {}));
}

namespace {

struct PasswordChange {
    const Site& site;
    Request request;
    Reader reader;
    User user;
    std::string old;
    std::string chosen;

    Response refuse(std::string_view field, DeskMessage message) const {
        return private_page(
            password_page(reader, {{std::string(field), std::string(say(reader.ui, message))}}),
            422);
    }
    Response fail(const Error& error) const {
        return private_page(password_page(reader, {{"", line_of(reader.ui, error)}}),
                            status_of_act(error));
    }
    Response make() const;
};

Response PasswordChange::make() const {
    const auto known = site.archive.check_password(user.name, old);
    if (!known) return fail(known.error());
    if (!*known || (*known)->id != user.id)
        return refuse("password", DeskMessage::old_password_wrong);
    site.logins->forgive(user.name, request.client);
    const auto hashed = hash_password(chosen);
    if (!hashed) return refuse("new", DeskMessage::password_short);
    const By by{user.name, user.id};
    const auto set = site.archive.act_and_wait(SetPassword{user.id, *hashed}, by);
    if (!set) return fail(set.error());
    // All sessions have ended, this one too.
    const auto begun = site.archive.act_and_wait(LogIn{user.id}, by);
    if (!begun) return fail(begun.error());
    Response response = user.role == Role::reader ? see_other(reader, "/")
                                                  : see_other(reader, "/desk", "done=password");
    response.headers.push_back(session_header(request, begun->session));
    return response;
}

}  // namespace

Answer password_door(const Asked& asked) {
    auto sent = form_of(asked);
    if (auto* refused = std::get_if<Response>(&sent)) return std::move(*refused);
    const auto& form = std::get<Form>(sent);
    const auto change = std::make_shared<PasswordChange>(
        PasswordChange{asked.site, head_of_request(asked.request), asked.reader, *asked.user,
                       std::string(form.value("password")), std::string(form.value("new"))});
    if (change->chosen != form.value("again"))
        return change->refuse("again", DeskMessage::again_wrong);
    if (const auto wait = asked.site.logins->take_guess(asked.user->name, asked.request.client)) {
        Response response = private_page(
            password_page(asked.reader, {{"", say(asked.reader.ui, DeskMessage::login_wait,
                                                  {wait_words(asked.reader.ui, *wait)})}}),
            429);
        response.headers.push_back({"Retry-After", std::to_string(wait->count())});
        return response;
    }
    return on_password_thread(
        asked.site, [change] { return change->make(); },
        [change] {
            change->site.logins->forgive(change->user.name, change->request.client);
            return change->fail(Error{Failure::busy, ""});
        });
}

}  // namespace chappe
