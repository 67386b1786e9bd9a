// The desk's list and its log, and what is done with a dispatch once it is there.
#include "base/text.h"
#include "wire/desk.h"
#include "wire/layout.h"

namespace chappe {
namespace {

constexpr std::size_t entries_a_desk = 100;
constexpr std::size_t entries_a_log = 50;

Done done_of(std::string_view word) {
    if (word == "embargoed") return Done::embargoed;
    if (word == "erased") return Done::erased;
    if (word == "released") return Done::released;
    if (word == "password") return Done::password;
    if (word == "reinstated") return Done::reinstated;
    return Done::nothing;
}

std::string address_of(DispatchId id) {
    return "/d/" + std::to_string(number_of(id));
}

/// The page of a problem that no field of a form has.
Response say_problem(const Reader& reader, const Error& error) {
    NoticePage page;
    page.problems = {{"", line_of(reader.ui, error)}};
    return private_page(problem_page(reader, page.problems), status_of_act(error));
}

Problems check_notice(Ui ui, std::string_view notice) {
    if (code_points_before(notice, notice.size()) <= longest_notice) return {};
    return {{"notice", say(ui, DeskMessage::notice_long, {number_words(ui, longest_notice)})}};
}

using PageOf = std::string (*)(const Reader&, const NoticePage&);

Answer show_notice_form(const Asked& asked, PageOf make) {
    auto found = find_dispatch(asked);
    if (auto* response = std::get_if<Response>(&found)) return std::move(*response);
    const auto& stored = std::get<StoredDispatch>(found);
    return private_page(make(asked.reader, {stored.id, stored.dispatch.title, {}, {}, {}}));
}

/// The form as it was sent, after the archive did not do it.
AfterAct or_form_again(const Asked& asked, NoticePage page, PageOf make, std::string path,
                       std::string query) {
    return [reader = asked.reader, page = std::move(page), make, path = std::move(path),
            query = std::move(query)](const Result<ActReceipt>& receipt) {
        if (receipt) return see_other(reader, path, query);
        NoticePage again = page;
        again.problems.push_back({"", line_of(reader.ui, receipt.error())});
        return private_page(make(reader, again), status_of_act(receipt.error()));
    };
}

}  // namespace

Answer desk_door(const Asked& asked) {
    const auto entries = asked.site.archive.desk(entries_a_desk);
    if (!entries) return failure_response(asked, entries.error());
    return private_page(desk_page(asked.reader, *entries, done_of(asked.target.parameter("done"))));
}

Answer audit_door(const Asked& asked) {
    const std::string_view given = asked.target.parameter("before");
    const auto before = parse_number(given.empty() ? "0" : given);
    if (!before) return error_response(asked.request, 400, "before must be a number");
    auto entries = asked.site.archive.audit(*before, entries_a_log + 1);
    if (!entries) return failure_response(asked, entries.error());
    AuditPage page{std::move(*entries), *before, 0};
    if (page.entries.size() > entries_a_log) {
        page.entries.pop_back();
        page.older = page.entries.back().id;
    }
    return private_page(audit_page(asked.reader, page));
}

Answer release_door(const Asked& asked) {
    const DispatchId id{asked.id};
    return do_at_once(asked, Release{id}, "/desk", "done=released");
}

Answer reinstate_door(const Asked& asked) {
    const DispatchId id{asked.id};
    return do_at_once(asked, Reinstate{id}, "/desk", "done=reinstated");
}

Answer withdraw_form_door(const Asked& asked) {
    return show_notice_form(asked, withdraw_page);
}

Answer withdraw_door(const Asked& asked) {
    auto sent = form_of(asked);
    if (auto* refused = std::get_if<Response>(&sent)) return std::move(*refused);
    auto found = find_dispatch(asked);
    if (auto* response = std::get_if<Response>(&found)) return std::move(*response);
    const auto& stored = std::get<StoredDispatch>(found);
    const auto& form = std::get<Form>(sent);

    NoticePage page{
        stored.id, stored.dispatch.title, std::string(trim(form.value("notice"))), {}, {}};
    if (form.value("step") == "edit") return private_page(withdraw_page(asked.reader, page));
    page.problems = check_notice(asked.reader.ui, page.notice);
    if (!page.problems.empty()) return private_page(withdraw_page(asked.reader, page), 422);
    Withdraw act{stored.id, page.notice};
    return act_then(
        asked.site, std::move(act), by_user(asked),
        or_form_again(asked, std::move(page), withdraw_page, address_of(stored.id), ""));
}

Answer erase_form_door(const Asked& asked) {
    return show_notice_form(asked, erase_page);
}

Answer erase_door(const Asked& asked) {
    auto sent = form_of(asked);
    if (auto* refused = std::get_if<Response>(&sent)) return std::move(*refused);
    auto found = find_dispatch(asked);
    if (auto* response = std::get_if<Response>(&found)) return std::move(*response);
    const auto& stored = std::get<StoredDispatch>(found);
    const auto& form = std::get<Form>(sent);

    NoticePage page{stored.id,
                    stored.dispatch.title,
                    std::string(trim(form.value("notice"))),
                    std::string(trim(form.value("typed"))),
                    {}};
    if (form.value("step") == "edit") return private_page(erase_page(asked.reader, page));
    page.problems = check_notice(asked.reader.ui, page.notice);
    if (page.typed != std::to_string(asked.id))
        page.problems.push_back(
            {"typed", std::string(say(asked.reader.ui, DeskMessage::erase_wrong))});
    if (!page.problems.empty()) return private_page(erase_page(asked.reader, page), 422);
    Erase act{stored.id, page.notice};
    return act_then(asked.site, std::move(act), by_user(asked),
                    or_form_again(asked, std::move(page), erase_page, "/desk", "done=erased"));
}

// ---- what all doors of the desk share

Response private_page(std::string body, int status) {
    Response response;
    response.status = status;
    response.body = std::move(body);
    response.headers.push_back({"Cache-Control", "private, no-store"});
    return response;
}

Response see_other(const Reader& reader, std::string_view path, std::string_view query) {
    Response response = private_page({}, 303);
    response.headers.push_back({"Location", own_path(reader, path, query)});
    return response;
}

std::variant<Form, Response> form_of(const Asked& asked) {
    const Request& request = asked.request;
    if (request.body.empty()) return Form{};  // a button alone
    if (!is_form(request.content_type))
        return error_response(request, 415, "this address takes the form of its page");
    auto form = parse_form(request.body);
    if (!form) return error_response(request, 400, form.error().message);
    return std::move(*form);
}

Answer do_at_once(const Asked& asked, Act act, std::string path, std::string query) {
    return act_then(asked.site, std::move(act), by_user(asked),
                    [reader = asked.reader, path = std::move(path),
                     query = std::move(query)](const Result<ActReceipt>& receipt) {
                        if (!receipt) return say_problem(reader, receipt.error());
                        return see_other(reader, path, query);
                    });
}

By by_user(const Asked& asked) {
    return asked.user ? By{asked.user->name, asked.user->id} : By{};
}

Later act_then(const Site& site, Act act, By by, AfterAct after) {
    // Here, on a worker: whoever hands it to the writer has readers waiting.
    if (auto* compose = std::get_if<Compose>(&act))
        compose->understood = site.archive.understand(compose->reading);
    if (auto* correct = std::get_if<Correct>(&act))
        correct->understood = site.archive.understand(correct->reading);
    return Later{[&archive = site.archive, what = std::move(act), who = std::move(by),
                  told = std::move(after)](Later::Reply reply) mutable -> Result<void> {
        // Both the writer and a full queue answer, but only one of them does.
        const auto say_it = std::make_shared<Later::Reply>(std::move(reply));
        const auto accepted = archive.act(
            std::move(what), std::move(who),
            [say_it, told](const Result<ActReceipt>& receipt) { (*say_it)(told(receipt)); });
        if (!accepted) (*say_it)(told(std::unexpected(accepted.error())));
        return {};
    }};
}

std::string line_of(Ui ui, const Error& error) {
    switch (error.failure) {
        case Failure::busy:
            return std::string(say(ui, DeskMessage::busy));
        case Failure::absent:
        case Failure::refused:
        case Failure::full:
        case Failure::broken:
            break;
    }
    return say(ui, DeskMessage::archive_said, {Text::repair(error.message).view()});
}

int status_of_act(const Error& error) {
    switch (error.failure) {
        case Failure::absent:
            return 404;
        case Failure::refused:
            return 422;
        case Failure::full:
            return 507;
        case Failure::busy:
        case Failure::broken:
            break;
    }
    return 503;
}

std::variant<StoredDispatch, Response> find_dispatch(const Asked& asked) {
    auto stored = asked.site.archive.dispatch(DispatchId{asked.id});
    if (stored) return std::move(*stored);
    if (stored.error().failure == Failure::absent)
        return error_response(asked.request, 404, "there is no such dispatch");
    return failure_response(asked, stored.error());
}

}  // namespace chappe
