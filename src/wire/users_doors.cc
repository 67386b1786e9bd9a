// The users: who keeps the desk.
#include <algorithm>

#include "base/text.h"
#include "wire/desk.h"

namespace chappe {
namespace {

constexpr std::size_t longest_name = 60;  // code points

/// The page with the users as they are; of a failing archive, what it says.
Response users_response(const Site& site, const Reader& reader, UsersPage page, int status) {
    auto users = site.archive.users();
    if (!users) {
        Request request;
        request.target = "/desk/users";
        return failure_response(request, users.error());
    }
    page.users = std::move(*users);
    return private_page(users_page(reader, page), status);
}

bool is_name(std::string_view name) {
    const std::size_t size = code_points_before(name, name.size());
    if (size == 0 || size > longest_name || name.starts_with("token:") || name == "console")
        return false;
    for (std::size_t at = 0; at < name.size();) {
        const CodePoint c = code_point_at(name, at);
        if (is_space(c.value)) return false;
        at += c.size;
    }
    return true;
}

UsersPage with_problem(UsersPage page, std::string_view field, std::string line) {
    page.problems = {{std::string(field), std::move(line)}};
    return page;
}

/// Back to the page, after an act on a user.
AfterAct back_to_users(const Asked& asked) {
    return [reader = asked.reader](const Result<ActReceipt>& receipt) {
        if (receipt) return see_other(reader, "/desk/users");
        return private_page(problem_page(reader, {{"", line_of(reader.ui, receipt.error())}}),
                            status_of_act(receipt.error()));
    };
}

struct NewUser {
    const Site& site;
    Reader reader;
    By by;
    UsersPage page;
    std::string password;

    Response fail(std::string_view field, std::string line, int status) const {
        return users_response(site, reader, with_problem(page, field, std::move(line)), status);
    }
    Response make() const {
        const auto hashed = hash_password(password);
        if (!hashed)
            return fail("password", std::string(say(reader.ui, DeskMessage::password_short)), 422);
        const auto added = site.archive.act_and_wait(AddUser{page.name, *hashed, page.role}, by);
        if (added) return see_other(reader, "/desk/users");
        const Error& error = added.error();
        return fail(error.failure == Failure::refused ? "name" : "", line_of(reader.ui, error),
                    status_of_act(error));
    }
};

struct NewPassword {
    const Site& site;
    Reader reader;
    By by;
    UserId id;
    std::string password;

    Response fail(std::string_view field, std::string line, int status) const {
        UsersPage page;
        page.about = id;
        return users_response(site, reader, with_problem(std::move(page), field, std::move(line)),
                              status);
    }
    Response make() const {
        const auto hashed = hash_password(password);
        if (!hashed)
            return fail("password-" + std::to_string(number_of(id)),
                        std::string(say(reader.ui, DeskMessage::password_short)), 422);
        const auto set = site.archive.act_and_wait(SetPassword{id, *hashed}, by);
        if (set) return see_other(reader, "/desk/users");
        return fail("", line_of(reader.ui, set.error()), status_of_act(set.error()));
    }
};

Result<std::optional<User>> find_user(const Site& site, UserId id) {
    const auto users = site.archive.users();
    if (!users) return std::unexpected(users.error());
    const auto found =
        std::find_if(users->begin(), users->end(), [&](const User& user) { return user.id == id; });
    return found == users->end() ? std::optional<User>() : *found;
}

/// True when nobody would be left to keep the users.
Result<bool> is_last_admin(const Site& site, UserId id) {
    const auto users = site.archive.users();
    if (!users) return std::unexpected(users.error());
    return std::none_of(users->begin(), users->end(), [&](const User& user) {
        return user.role == Role::admin && user.id != id;
    });
}

Response refuse_user(const Asked& asked, std::string_view field, DeskMessage message, int status) {
    UsersPage page;
    page.about = UserId{asked.id};
    return users_response(
        asked.site, asked.reader,
        with_problem(std::move(page), field, std::string(say(asked.reader.ui, message))), status);
}

/// Before an act on a user: are they still there, and is another admin?
std::optional<Response> refuse_act(const Asked& asked, bool takes_an_admin) {
    const auto user = find_user(asked.site, UserId{asked.id});
    if (!user) return failure_response(asked, user.error());
    if (!*user) return refuse_user(asked, "", DeskMessage::user_gone, 404);
    if (!takes_an_admin || (*user)->role != Role::admin) return std::nullopt;
    const auto last = is_last_admin(asked.site, UserId{asked.id});
    if (!last) return failure_response(asked, last.error());
    if (*last) return refuse_user(asked, "", DeskMessage::role_last_admin, 422);
    return std::nullopt;
}

}  // namespace

Answer users_door(const Asked& asked) {
    return users_response(asked.site, asked.reader, {}, 200);
}

Answer add_user_door(const Asked& asked) {
    auto sent = form_of(asked);
    if (auto* refused = std::get_if<Response>(&sent)) return std::move(*refused);
    const auto& form = std::get<Form>(sent);
    const auto adding = std::make_shared<NewUser>(
        NewUser{asked.site, asked.reader, by_user(asked), {}, std::string(form.value("password"))});
    const Ui ui = asked.reader.ui;
    adding->page.name = fold_space(form.value("name"));
    const auto role = role_named(form.value("role"));
    adding->page.role = role.value_or(Role::editor);
    if (!is_name(adding->page.name))
        return adding->fail("name", std::string(say(ui, DeskMessage::user_name_wrong)), 422);
    if (!role) return adding->fail("role", std::string(say(ui, DeskMessage::role_wrong)), 422);
    const auto users = asked.site.archive.users();
    if (!users) return failure_response(asked, users.error());
    if (std::any_of(users->begin(), users->end(), [&](const User& user) {
            return equal_ignoring_ascii_case(user.name, adding->page.name);
        }))
        return adding->fail("name", std::string(say(ui, DeskMessage::user_name_taken)), 422);
    return on_password_thread(
        asked.site, [adding] { return adding->make(); },
        [adding, ui] { return adding->fail("", std::string(say(ui, DeskMessage::busy)), 503); });
}

Answer set_role_door(const Asked& asked) {
    auto sent = form_of(asked);
    if (auto* refused = std::get_if<Response>(&sent)) return std::move(*refused);
    const auto role = role_named(std::get<Form>(sent).value("role"));
    if (!role) return refuse_user(asked, "", DeskMessage::role_wrong, 422);
    if (auto refused = refuse_act(asked, *role != Role::admin)) return std::move(*refused);
    return act_then(asked.site, SetRole{UserId{asked.id}, *role}, by_user(asked),
                    back_to_users(asked));
}

Answer set_password_door(const Asked& asked) {
    auto sent = form_of(asked);
    if (auto* refused = std::get_if<Response>(&sent)) return std::move(*refused);
    if (auto refused = refuse_act(asked, false)) return std::move(*refused);
    const auto setting = std::make_shared<NewPassword>(
        NewPassword{asked.site, asked.reader, by_user(asked), UserId{asked.id},
                    std::string(std::get<Form>(sent).value("password"))});
    const Ui ui = asked.reader.ui;
    return on_password_thread(
        asked.site, [setting] { return setting->make(); },
        [setting, ui] { return setting->fail("", std::string(say(ui, DeskMessage::busy)), 503); });
}

Answer remove_user_door(const Asked& asked) {
    if (auto refused = refuse_act(asked, true)) return std::move(*refused);
    return act_then(asked.site, RemoveUser{UserId{asked.id}}, by_user(asked), back_to_users(asked));
}

}  // namespace chappe
