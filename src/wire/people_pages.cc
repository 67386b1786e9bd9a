// Logging in, the users, passwords, and who did what.
#include "wire/desk_form.h"
#include "wire/desk_pages.h"

namespace chappe {
namespace {

constexpr Literal current_password = "type=\"password\" autocomplete=\"current-password\" required";
constexpr Literal new_password = "type=\"password\" autocomplete=\"new-password\" required";

std::string place_of_user(UserId id, std::string_view act) {
    return "/desk/users/" + std::to_string(number_of(id)) + "/" + std::string(act);
}

void write_roles(HtmlWriter& html, const Reader& reader, Role chosen) {
    for (const Role role : {Role::reader, Role::editor, Role::admin})
        option(html, name_of(role), role_words(reader.ui, role), role == chosen);
}

void write_role_form(HtmlWriter& html, const Reader& reader, const User& user) {
    const std::string id = "role-" + std::to_string(number_of(user.id));
    begin_form(html, reader, place_of_user(user.id, "role"), " class=\"inline\"");
    html.raw("<label class=\"said\"").attribute("for", id).raw(">");
    html.text(say(reader.ui, DeskMessage::role_of, {user.name})).raw("</label>\n<select");
    html.attribute("id", id).attribute("name", "role").raw(">\n");
    write_roles(html, reader, user.role);
    html.raw("</select>\n<button")
        .attribute("aria-label", say(reader.ui, DeskMessage::role_set_for, {user.name}));
    html.raw(">").text(say(reader.ui, DeskMessage::role_set)).raw("</button></form>\n");
}

void begin_details(HtmlWriter& html, const Reader& reader, DeskMessage words,
                   DeskMessage whole_words, const User& user, bool open) {
    html.raw("<details");
    if (open) html.raw(" open");
    html.raw("><summary").attribute("aria-label", say(reader.ui, whole_words, {user.name}));
    html.raw(">").text(say(reader.ui, words)).raw("</summary>\n");
}

void write_user_forms(HtmlWriter& html, const Reader& reader, const User& user,
                      const Problems& problems) {
    begin_details(html, reader, DeskMessage::password_word, DeskMessage::password_of, user,
                  !problems.empty());
    begin_form(html, reader, place_of_user(user.id, "password"));
    const std::string id = "password-" + std::to_string(number_of(user.id));
    input_field(html, reader,
                {"password",
                 DeskMessage::new_password_label,
                 {},
                 DeskMessage::password_hint,
                 new_password,
                 id},
                problems);
    html.raw("<p class=\"actions\">\n");
    button(html, reader, DeskMessage::password_button, ButtonKind::plain);
    html.raw("</p>\n</form>\n</details>\n");
    if (reader.user && reader.user->id == user.id) return;
    begin_details(html, reader, DeskMessage::remove_word, DeskMessage::remove_of, user, false);
    begin_form(html, reader, place_of_user(user.id, "remove"));
    html.raw("<p>").text(say(reader.ui, DeskMessage::remove_means, {user.name}));
    html.raw("</p>\n<p class=\"actions\">\n");
    button(html, reader, DeskMessage::remove_button, ButtonKind::grave);
    html.raw("</p>\n</form>\n</details>\n");
}

void write_user(HtmlWriter& html, const Reader& reader, const User& user,
                const Problems& problems) {
    html.raw("<li>\n<h2 dir=\"auto\">").text(user.name);
    if (reader.user && reader.user->id == user.id)
        html.raw(" <small>").text(say(reader.ui, DeskMessage::you)).raw("</small>");
    html.raw("</h2>\n<p class=\"when\">");
    html.text(user.last_login ? say(reader.ui, DeskMessage::last_login,
                                    {instant_words(reader.ui, *user.last_login)})
                              : std::string(say(reader.ui, DeskMessage::never_logged_in)));
    html.raw("</p>\n<div class=\"acts\">\n");
    write_role_form(html, reader, user);
    write_user_forms(html, reader, user, problems);
    html.raw("</div>\n</li>\n");
}

void write_new_user(HtmlWriter& html, const Reader& reader, const UsersPage& page,
                    const Problems& problems) {
    html.raw("<section>\n<h2>").text(say(reader.ui, DeskMessage::add_user_title)).raw("</h2>\n");
    begin_form(html, reader, "/desk/users");
    input_field(html, reader,
                {"name", DeskMessage::user_name_label, page.name, DeskMessage::user_name_hint,
                 "type=\"text\" autocomplete=\"off\" autocapitalize=\"none\" spellcheck=\"false\" "
                 "required"},
                problems);
    input_field(html, reader,
                {"password",
                 DeskMessage::first_password_label,
                 {},
                 DeskMessage::password_hint,
                 new_password},
                problems);
    begin_select(html, reader, {"role", DeskMessage::role_label, {}, DeskMessage::role_hint},
                 problems);
    write_roles(html, reader, page.role);
    end_select(html);
    html.raw("<p class=\"actions\">\n");
    button(html, reader, DeskMessage::add_user_button, ButtonKind::main);
    html.raw("</p>\n</form>\n</section>\n");
}

void write_audit_entry(HtmlWriter& html, const Reader& reader, const AuditEntry& entry) {
    html.raw("<tr><td>");
    time_element(html, entry.at, instant_words(reader.ui, entry.at), Shown::full);
    html.raw("</td><td dir=\"auto\">").text(entry.by.name).raw("</td><td>");
    html.text(act_words(reader.ui, entry.act)).raw("</td><td>");
    if (number_of(entry.dispatch) != 0) {
        const std::string number = std::to_string(number_of(entry.dispatch));
        link_to(html, reader, "/d/" + number,
                say(reader.ui, DeskMessage::dispatch_number, {number}));
    }
    html.raw("<span dir=\"auto\">").text(entry.about).raw("</span></td></tr>\n");
}

}  // namespace

std::string login_page(const Reader& reader, const LoginPage& page) {
    HtmlWriter html;
    begin_desk(html, reader, DeskMessage::login_title, page.problems);
    if (page.kept)
        html.raw("<p class=\"done\" role=\"status\">")
            .text(say(reader.ui, DeskMessage::login_kept))
            .raw("</p>\n");
    write_problems(html, reader, page.problems);
    begin_form(html, reader, "/login", " class=\"narrow\"");
    if (!page.next.empty()) hidden_field(html, "next", page.next);
    if (page.kept) {
        hidden_field(html, "kept-place", page.kept->place);
        for (const auto& [name, value] : page.kept->form.fields)
            hidden_field(html, "kept." + name, value);
    }
    input_field(html, reader,
                {"name", DeskMessage::user_name_label, page.name, DeskMessage::nothing,
                 "type=\"text\" autocomplete=\"username\" autocapitalize=\"none\" "
                 "spellcheck=\"false\" required"},
                page.problems);
    input_field(
        html, reader,
        {"password", DeskMessage::password_label, {}, DeskMessage::nothing, current_password},
        page.problems);
    html.raw("<p class=\"actions\">\n");
    button(html, reader, DeskMessage::login_button, ButtonKind::main);
    html.raw("</p>\n</form>\n");
    end_desk(html, reader);
    return html.take();
}

std::string problem_page(const Reader& reader, const Problems& problems) {
    HtmlWriter html;
    begin_desk(html, reader, DeskMessage::problem_title, problems);
    write_problems(html, reader, problems);
    html.raw("<p class=\"actions\">\n");
    if (reader.user) link_to(html, reader, "/desk", say(reader.ui, DeskMessage::menu_desk));
    html.raw("</p>\n");
    end_desk(html, reader);
    return html.take();
}

std::string forbidden_page(const Reader& reader, Role needed) {
    HtmlWriter html;
    const std::string_view title = say(reader.ui, DeskMessage::forbidden_title);
    begin_page(html, reader, title, Live::no);
    html.raw("<main id=\"content\" class=\"reading\" tabindex=\"-1\">\n<div class=\"notice\">\n");
    html.raw("<p class=\"status\">403</p>\n<h1>").text(title).raw("</h1>\n<p>");
    const Role role = reader.user ? reader.user->role : Role::reader;
    html.text(say(reader.ui, DeskMessage::forbidden_text,
                  {role_words(reader.ui, needed), role_words(reader.ui, role)}));
    html.raw("</p>\n</div>\n<nav class=\"turning\"><a").link("href", own_path(reader, "/"));
    html.raw(">").text(say(reader.ui, Message::back_to_wire)).raw("</a></nav>\n</main>\n");
    end_page(html, reader);
    return html.take();
}

std::string users_page(const Reader& reader, const UsersPage& page) {
    HtmlWriter html;
    begin_desk(html, reader, DeskMessage::users_title, page.problems);
    write_problems(html, reader, page.problems);
    html.raw("<ul class=\"entries\">\n");
    for (const User& user : page.users)
        write_user(html, reader, user, page.about == user.id ? page.problems : Problems{});
    html.raw("</ul>\n");
    write_new_user(html, reader, page, page.about ? Problems{} : page.problems);
    end_desk(html, reader);
    return html.take();
}

std::string password_page(const Reader& reader, const Problems& problems) {
    HtmlWriter html;
    begin_desk(html, reader, DeskMessage::password_title, problems);
    write_problems(html, reader, problems);
    html.raw("<p class=\"means\">").text(say(reader.ui, DeskMessage::password_means));
    html.raw("</p>\n");
    begin_form(html, reader, "/desk/password", " class=\"narrow\"");
    // Password stores find whose it is by this field (HTML, autofill).
    html.raw("<input type=\"text\" name=\"name\" autocomplete=\"username\" hidden");
    html.attribute("value", reader.user ? std::string_view(reader.user->name) : "");
    html.raw(">\n");
    input_field(
        html, reader,
        {"password", DeskMessage::old_password_label, {}, DeskMessage::nothing, current_password},
        problems);
    input_field(
        html, reader,
        {"new", DeskMessage::new_password_label, {}, DeskMessage::password_hint, new_password},
        problems);
    input_field(html, reader,
                {"again", DeskMessage::again_label, {}, DeskMessage::nothing, new_password},
                problems);
    html.raw("<p class=\"actions\">\n");
    button(html, reader, DeskMessage::password_button, ButtonKind::main);
    link_to(html, reader, "/desk", say(reader.ui, DeskMessage::cancel));
    html.raw("</p>\n</form>\n");
    end_desk(html, reader);
    return html.take();
}

std::string audit_page(const Reader& reader, const AuditPage& page) {
    HtmlWriter html;
    begin_desk(html, reader, DeskMessage::audit_title);
    if (page.entries.empty()) {
        html.raw("<p class=\"none\">").text(say(reader.ui, DeskMessage::audit_none)).raw("</p>\n");
    } else {
        html.raw("<div class=\"wide\" role=\"region\" tabindex=\"0\"");
        html.attribute("aria-label", say(reader.ui, DeskMessage::audit_title));
        html.raw("><table>\n<thead><tr>");
        for (const DeskMessage head : {DeskMessage::audit_when, DeskMessage::audit_who,
                                       DeskMessage::audit_what, DeskMessage::audit_about})
            html.raw("<th scope=\"col\">").text(say(reader.ui, head)).raw("</th>");
        html.raw("</tr></thead>\n<tbody>\n");
        for (const AuditEntry& entry : page.entries) write_audit_entry(html, reader, entry);
        html.raw("</tbody>\n</table></div>\n");
    }
    html.raw("<nav class=\"turning\">");
    if (page.before != 0)
        link_to(html, reader, "/desk/audit", say(reader.ui, DeskMessage::audit_newest));
    if (page.older != 0)
        html.raw("<a rel=\"next\"")
            .link("href", own_path(reader, "/desk/audit", "before=" + std::to_string(page.older)))
            .raw(">")
            .text(say(reader.ui, DeskMessage::audit_older))
            .raw("</a>");
    html.raw("</nav>\n");
    end_desk(html, reader);
    return html.take();
}

}  // namespace chappe
