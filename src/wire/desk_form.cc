#include "wire/desk_form.h"

#include <algorithm>

namespace chappe {
namespace {

std::string_view id_of(const Field& field) {
    return field.id.empty() ? field.name.view() : field.id;
}

const Problem* find_problem(const Problems& problems, std::string_view id) {
    const auto found = std::find_if(problems.begin(), problems.end(),
                                    [&](const Problem& problem) { return problem.field == id; });
    return found == problems.end() ? nullptr : &*found;
}

void begin_field(HtmlWriter& html, const Reader& reader, const Field& field,
                 const Problems& problems) {
    const std::string id(id_of(field));
    html.raw("<div class=\"field\">\n<label").attribute("for", id).raw(">");
    html.text(say(reader.ui, field.label)).raw("</label>\n");
    if (field.hint != DeskMessage::nothing) {
        html.raw("<p class=\"hint\"").attribute("id", id + "-hint").raw(">");
        html.text(say(reader.ui, field.hint)).raw("</p>\n");
    }
    if (const Problem* problem = find_problem(problems, id)) {
        html.raw("<p class=\"fault\"").attribute("id", id + "-wrong").raw(">");
        html.text(problem->line).raw("</p>\n");
    }
}

/// id, name, and what describes the control.
void write_ties(HtmlWriter& html, const Field& field, const Problems& problems) {
    const std::string id(id_of(field));
    html.attribute("id", id).attribute("name", field.name.view());
    const bool wrong = find_problem(problems, id) != nullptr;
    std::string described = field.hint == DeskMessage::nothing ? "" : id + "-hint";
    if (wrong) {
        described += (described.empty() ? "" : " ") + id + "-wrong";
        html.raw(" aria-invalid=\"true\"");
    }
    if (!described.empty()) html.attribute("aria-describedby", described);
    if (!field.attributes.view().empty()) html.raw(" ").raw(field.attributes);
}

}  // namespace

void begin_desk(HtmlWriter& html, const Reader& reader, DeskMessage title,
                const Problems& problems) {
    const std::string_view words = say(reader.ui, title);
    std::string head = problems.empty() ? std::string(words)
                                        : say(reader.ui, DeskMessage::title_with_problems, {words});
    Reader here = reader;
    here.at_desk = true;
    begin_page(html, here, head, Live::no);
    html.raw("<main id=\"content\" class=\"desk\" tabindex=\"-1\">\n<h1>").text(words);
    html.raw("</h1>\n");
}

void end_desk(HtmlWriter& html, const Reader& reader) {
    html.raw("</main>\n");
    end_page(html, reader);
}

void write_problems(HtmlWriter& html, const Reader& reader, const Problems& problems) {
    if (problems.empty()) return;
    html.raw("<div class=\"problems\" role=\"alert\">\n<h2>");
    if (problems.size() == 1)
        html.text(say(reader.ui, DeskMessage::problem_one));
    else
        html.text(
            say(reader.ui, DeskMessage::problem_many, {number_words(reader.ui, problems.size())}));
    html.raw("</h2>\n<ul>\n");
    for (const Problem& problem : problems) {
        html.raw("<li>");
        if (problem.field.empty())
            html.text(problem.line);
        else
            html.raw("<a")
                .attribute("href", "#" + std::string(problem.field))
                .raw(">")
                .text(problem.line)
                .raw("</a>");
        html.raw("</li>\n");
    }
    html.raw("</ul>\n</div>\n");
}

void begin_form(HtmlWriter& html, const Reader& reader, std::string_view place, Literal more) {
    html.raw("<form method=\"post\"").link("action", own_path(reader, place)).raw(more);
    html.raw(">\n");
}

void hidden_field(HtmlWriter& html, std::string_view name, std::string_view value) {
    // The HTML parser drops the first line end of a textarea, but none of an attribute.
    html.raw("<input type=\"hidden\"").attribute("name", name).attribute("value", value);
    html.raw(">\n");
}

void input_field(HtmlWriter& html, const Reader& reader, const Field& field,
                 const Problems& problems) {
    begin_field(html, reader, field, problems);
    html.raw("<input");
    write_ties(html, field, problems);
    if (!field.value.empty()) html.attribute("value", field.value);
    html.raw(">\n</div>\n");
}

void area_field(HtmlWriter& html, const Reader& reader, const Field& field, int rows,
                const Problems& problems) {
    begin_field(html, reader, field, problems);
    html.raw("<textarea").attribute("rows", std::to_string(rows));
    write_ties(html, field, problems);
    html.raw(">\n").text(field.value).raw("</textarea>\n</div>\n");
}

void begin_select(HtmlWriter& html, const Reader& reader, const Field& field,
                  const Problems& problems) {
    begin_field(html, reader, field, problems);
    html.raw("<select");
    write_ties(html, field, problems);
    html.raw(">\n");
}

void option(HtmlWriter& html, std::string_view value, std::string_view words, bool chosen,
            std::string_view language) {
    html.raw("<option");
    if (value != words) html.attribute("value", value);
    if (!language.empty()) html.attribute("lang", language);
    if (chosen) html.raw(" selected");
    html.raw(">").text(words).raw("</option>\n");
}

void end_select(HtmlWriter& html) {
    html.raw("</select>\n</div>\n");
}

void button(HtmlWriter& html, const Reader& reader, DeskMessage words, ButtonKind kind,
            std::string_view step) {
    html.raw("<button");
    if (kind == ButtonKind::main) html.raw(" class=\"main\"");
    if (kind == ButtonKind::grave) html.raw(" class=\"grave\"");
    if (!step.empty()) html.raw(" name=\"step\"").attribute("value", step);
    html.raw(">").text(say(reader.ui, words)).raw("</button>\n");
}

void link_to(HtmlWriter& html, const Reader& reader, std::string_view path,
             std::string_view words) {
    html.raw("<a").link("href", own_path(reader, path)).raw(">").text(words).raw("</a>\n");
}

std::string place_of(DispatchId id, std::string_view act) {
    return "/d/" + std::to_string(number_of(id)) + "/" + std::string(act);
}

std::string_view role_words(Ui ui, Role role) {
    switch (role) {
        case Role::admin:
            return say(ui, DeskMessage::role_admin);
        case Role::editor:
            return say(ui, DeskMessage::role_editor);
        case Role::reader:
            break;
    }
    return say(ui, DeskMessage::role_reader);
}

}  // namespace chappe
