// What programs may do with a dispatch that is here: correct it, withdraw it, erase it. A token has
// the right of an editor, and may erase too: whoever makes tokens has the machine's console. One of
// a user has that user's rights.
#include "base/text.h"
#include "wire/api.h"
#include "wire/desk.h"

namespace chappe {
namespace {

Response done_response(DispatchId id, std::string_view outcome) {
    JsonWriter json;
    json.begin_object().key("id").number(number_of(id)).key("outcome").string(outcome).end_object();
    return json_response(200, json.take() + "\n");
}

AfterAct or_failure(const Asked& asked, std::string outcome) {
    return [target = asked.request.target, id = DispatchId{asked.id},
            outcome = std::move(outcome)](const Result<ActReceipt>& receipt) {
        if (receipt) return done_response(id, outcome);
        Request request;
        request.target = target;
        return failure_response(request, receipt.error());
    };
}

bool is_gone(const StoredDispatch& stored) {
    return stored.state == DispatchState::withdrawn || stored.state == DispatchState::erased;
}

}  // namespace

Answer api_correct_door(const Asked& asked) {
    auto authorized = authorize_editor(asked.request, asked.site);
    if (auto* refused = std::get_if<Response>(&authorized)) return std::move(*refused);
    if (auto refused = refuse_type(asked.request)) return std::move(*refused);
    auto found = find_dispatch(asked);
    if (auto* response = std::get_if<Response>(&found)) return std::move(*response);
    const auto& stored = std::get<StoredDispatch>(found);
    if (is_gone(stored)) return gone_response(asked, stored);

    auto submission = submission_of(asked.request, asked.site.read);
    if (!submission) return failure_response(asked, submission.error());
    if (submission->reading.dispatches.size() != 1)
        return error_response(asked.request, 400,
                              "a correction is one dispatch, and this has more");
    return act_then(
        asked.site,
        Correct{stored.id, std::move(submission->arrival), std::move(submission->reading)},
        by_token(std::get<TokenBearer>(authorized)), or_failure(asked, "corrected"));
}

Answer api_withdraw_door(const Asked& asked) {
    auto authorized = authorize_editor(asked.request, asked.site);
    if (auto* refused = std::get_if<Response>(&authorized)) return std::move(*refused);
    const By by = by_token(std::get<TokenBearer>(authorized));
    const std::string_view erase = asked.target.parameter("erase");
    const std::string notice = fold_space(asked.target.parameter("notice"));
    if (!erase.empty() && erase != "yes" && erase != "no")
        return error_response(asked.request, 400, "erase must be yes or no");
    if (code_points_before(notice, notice.size()) > longest_notice)
        return error_response(asked.request, 400, "notice may have 1,000 characters");

    auto found = find_dispatch(asked);
    if (auto* response = std::get_if<Response>(&found)) return std::move(*response);
    const auto& stored = std::get<StoredDispatch>(found);
    // Asked for twice, done once: a client that missed the answer hears it again.
    if (erase == "yes") {
        if (stored.state == DispatchState::erased) return done_response(stored.id, "erased");
        return act_then(asked.site, Erase{stored.id, notice}, by, or_failure(asked, "erased"));
    }
    if (is_gone(stored)) return done_response(stored.id, "withdrawn");
    return act_then(asked.site, Withdraw{stored.id, notice}, by, or_failure(asked, "withdrawn"));
}

Response gone_response(const Asked& asked, const StoredDispatch& stored) {
    const std::string_view path = asked.target.path;
    if (error_form(path) == ErrorForm::json) return json_response(410, gone_json(stored));
    Response response;
    response.status = 410;
    response.headers.push_back({"Cache-Control", "no-store"});
    if (path.ends_with(".txt")) {
        response.type = "text/plain; charset=utf-8";
        response.body = tombstone_text(stored);
    } else {
        response.body = tombstone_page(asked.reader, stored);
    }
    return response;
}

}  // namespace chappe
