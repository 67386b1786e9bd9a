#include "wire/actor_desk.h"

#include "base/text.h"
#include "wire/desk.h"
#include "wire/desk_form.h"

namespace chappe {
namespace {

std::string place_of_actor(const KnownActor& actor) {
    return "/desk" + actor_address(actor.name.slug);
}

void write_form(HtmlWriter& html, const Reader& reader, const KnownActor& actor,
                ActorProperty property, const Field& field) {
    begin_form(html, reader, place_of_actor(actor));
    hidden_field(html, "fact", name_of(property));
    input_field(html, reader, field, {});
    html.raw("<p class=\"actions\">\n");
    button(html, reader, DeskMessage::actor_correct, ButtonKind::plain);
    html.raw("</p>\n</form>\n");
}

void write_wrong_role(HtmlWriter& html, const Reader& reader, const KnownActor& actor,
                      std::string_view role) {
    begin_form(html, reader, place_of_actor(actor), " class=\"act\"");
    hidden_field(html, "fact", name_of(ActorProperty::no_role));
    hidden_field(html, "value", role);
    html.raw("<span dir=\"auto\">").text(role).raw("</span> <button");
    html.attribute("aria-label", say(reader.ui, DeskMessage::act_on,
                                     {say(reader.ui, DeskMessage::actor_no_role), role}));
    html.raw(">").text(say(reader.ui, DeskMessage::actor_no_role)).raw("</button></form>\n");
}

}  // namespace

void write_actor_desk(HtmlWriter& html, const Reader& reader, const KnownActor& actor) {
    if (!may(reader.user, Role::editor)) return;
    html.raw("<section class=\"desk\">\n<h2>").text(say(reader.ui, DeskMessage::actor_correct));
    html.raw("</h2>\n<p class=\"aside\">").text(say(reader.ui, DeskMessage::actor_correct_hint));
    html.raw("</p>\n");
    write_form(html, reader, actor, ActorProperty::name,
               {"value", DeskMessage::actor_name, actor.name.name.view(), DeskMessage::nothing,
                "type=\"text\" autocomplete=\"off\" required", "actor-name"});
    write_form(html, reader, actor, ActorProperty::country,
               {"value", DeskMessage::actor_country, actor.country, DeskMessage::nothing,
                "type=\"text\" autocomplete=\"off\" maxlength=\"2\"", "actor-country"});
    write_form(html, reader, actor, ActorProperty::role,
               {"value",
                DeskMessage::actor_role,
                {},
                DeskMessage::nothing,
                "type=\"text\" autocomplete=\"off\" required",
                "actor-role"});
    html.raw("<div class=\"acts\">\n");
    for (const Introduction& role : actor.introductions)
        write_wrong_role(html, reader, actor, role.role);
    if (!actor.corrections.empty()) {
        begin_form(html, reader, place_of_actor(actor), " class=\"act\"");
        hidden_field(html, "reset", "yes");
        html.raw("<button>").text(say(reader.ui, DeskMessage::actor_reset));
        html.raw("</button></form>\n");
    }
    html.raw("</div>\n</section>\n");
}

Answer correct_actor_door(const Asked& asked) {
    auto sent = form_of(asked);
    if (auto* refused = std::get_if<Response>(&sent)) return std::move(*refused);
    const auto& form = std::get<Form>(sent);
    const auto property = actor_property_named(form.value("fact"));
    const bool reset = form.value("reset") == "yes";
    if (!property && !reset)
        return error_response(asked.request, 400, "this form names no fact of an actor");
    Act act = ForgetCorrections{asked.name};
    if (!reset) {
        CorrectActor correct{asked.name, *property, std::string(trim(form.value("value")))};
        if (*property == ActorProperty::country && correct.value->empty()) correct.value.reset();
        act = std::move(correct);
    }
    return act_then(asked.site, std::move(act), by_user(asked),
                    [reader = asked.reader,
                     back = actor_address(asked.name)](const Result<ActReceipt>& receipt) {
                        if (receipt) return see_other(reader, back);
                        const Error& error = receipt.error();
                        return private_page(problem_page(reader, {{"", line_of(reader.ui, error)}}),
                                            status_of_act(error));
                    });
}

}  // namespace chappe
