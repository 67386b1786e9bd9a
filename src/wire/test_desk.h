#pragma once
// For tests of the desk: people who are logged in, one dispatch, and forms over an archive in
// memory.

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/text.h"
#include "wire/desk.h"
#include "wire/memory_site.h"

namespace chappe::test {

inline const std::string password = "correct horse battery";
inline const std::string origin = "https://wire.example";

inline std::string header(const Response& response, std::string_view name) {
    for (const Header& header : response.headers)
        if (header.name == name) return header.value;
    return "";
}

inline bool has(const Response& response, std::string_view words) {
    return response.body.find(words) != std::string::npos;
}

/// A desk with a reader, an editor and an admin, and one live dispatch, 1.
struct Desk : MemorySite {
    std::map<std::string, std::string> sessions;  // name -> session

    Desk() {
        for (const auto& [name, role] :
             {std::pair{"rita", Role::reader}, {"edda", Role::editor}, {"ada", Role::admin}}) {
            const auto added =
                archive.act_and_wait(AddUser{name, password, role}, By{"console", {}});
            const auto begun = archive.act_and_wait(LogIn{added->user}, By{name, added->user});
            sessions[name] = begun->session;
        }
        Dispatch dispatch;
        dispatch.title = Text::repair("Un titre");
        dispatch.body = Text::repair("Un texte.\n\nDeux.");
        dispatch.blocks = {{Block::Kind::paragraph, {0, 9}}, {Block::Kind::quote, {11, 16}}};
        dispatch.lead = Span{0, 9};
        dispatch.language = "fr";
        keep(std::move(dispatch));
    }

    Request asking(std::string method, std::string target, const std::string& who = "") const {
        Request request;
        request.method = std::move(method);
        request.target = std::move(target);
        request.host = "wire.example";
        request.client = "192.0.2.7";
        if (!who.empty()) request.cookie = "chappe_session=" + sessions.at(who);
        return request;
    }
    Request sending(std::string target, const Form& form, const std::string& who = "") const {
        Request request = asking("POST", std::move(target), who);
        request.origin = origin;
        request.content_type = form_type;
        request.body = to_string(form);
        return request;
    }
    Response get_as(const std::string& who, std::string target) {
        return respond(asking("GET", std::move(target), who));
    }
    Response send_as(const std::string& who, std::string target, const Form& form) {
        return respond(sending(std::move(target), form, who));
    }
};

inline Form draft(std::string step, std::vector<std::pair<std::string, std::string>> more = {}) {
    Form form{{{"title", "Un accord à Bakou"},
               {"text", "Premier <b>paragraphe</b>.\n\nSecond."},
               {"language", "fr"},
               {"credit", "Azertac"},
               {"authors", "A. Auteur, B. Auteure"},
               {"tags", "paix, Bakou"},
               {"url", "https://presse.example/a"},
               {"published", "2026-11-25"},
               {"timing", "now"},
               {"zone", "UTC"}}};
    for (auto& field : more) {
        std::erase_if(form.fields, [&](const auto& known) { return known.first == field.first; });
        form.fields.push_back(std::move(field));
    }
    form.fields.emplace_back("step", std::move(step));
    return form;
}

}  // namespace chappe::test
