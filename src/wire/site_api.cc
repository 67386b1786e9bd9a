// The API: what is posted, and what programs ask.
#include <algorithm>

#include "base/digest.h"
#include "base/text.h"
#include "wire/api.h"
#include "wire/asked.h"
#include "wire/visible.h"

namespace chappe {
namespace {

constexpr std::int64_t most_entries = 100;
constexpr std::int64_t usual_entries = 50;

/// Two requests with one key are the same when their type and bytes are.
Digest digest_of(const Request& request) {
    return digest(request.content_type + '\n' + request.body);
}

std::string_view name_of(Outcome outcome) {
    constexpr std::array<std::string_view, 4> names = {"created", "edited", "unchanged", "gone"};
    return names[static_cast<std::size_t>(outcome)];
}

bool any(const Receipt& receipt, Outcome outcome) {
    return std::any_of(receipt.items.begin(), receipt.items.end(),
                       [&](const Receipt::Item& item) { return item.outcome == outcome; });
}

/// The first that was kept, for those who post one.
const Receipt::Item* first_kept(const Receipt& receipt) {
    for (const Receipt::Item& item : receipt.items)
        if (item.outcome != Outcome::gone) return &item;
    return nullptr;
}

std::string receipt_json(const Receipt& receipt, const Receipt::Item& first) {
    JsonWriter json;
    json.begin_object();
    json.key("id").number(number_of(first.id));
    json.key("outcome").string(name_of(first.outcome));
    if (receipt.items.size() > 1) {
        json.key("ids").begin_array();
        for (const Receipt::Item& item : receipt.items)
            if (item.outcome != Outcome::gone) json.number(number_of(item.id));
        json.end_array();
    }
    json.end_object();
    return json.take() + "\n";
}

Response api_failure(const Error& error) {
    Request request;
    request.target = "/api/";
    return failure_response(request, error);
}

}  // namespace

Response json_response(int status, std::string body) {
    Response response;
    response.status = status;
    response.type = "application/json";
    response.body = std::move(body);
    response.headers.push_back({"Cache-Control", "no-store"});
    return response;
}

Answer api_list_door(const Asked& asked) {
    const std::string_view before_text = asked.target.parameter("before");
    const std::string_view limit_text = asked.target.parameter("limit");
    const auto before = parse_number(before_text.empty() ? "0" : before_text);
    const auto limit = limit_text.empty() ? usual_entries : parse_number(limit_text).value_or(0);
    if (!before) return error_response(asked.request, 400, "before must be a number");
    if (limit < 1 || limit > most_entries)
        return error_response(asked.request, 400, "limit must be a number from 1 to 100");

    const auto copies = copies_of(asked.target, Copies::each);
    if (!copies) return error_response(asked.request, 400, "copies must be each or once");
    const Before from = before_text.empty() ? Before() : Before(ChangeSeq{*before});
    auto entries = asked.site.archive.latest(from, static_cast<std::size_t>(limit) + 1, *copies);
    if (!entries) return failure_response(asked, entries.error());
    Before next;
    if (entries->size() > static_cast<std::size_t>(limit)) {
        entries->pop_back();
        next = entries->back().position;
    }
    return json_response(200, list_json(*entries, next));
}

Answer api_search_door(const Asked& asked) {
    const auto fields = parse_fields(asked.target.parameter("fields"));
    if (!fields) return error_response(asked.request, 400, "fields names what a hit does not have");
    auto wanted = search_of(asked, usual_entries);
    if (!wanted) return error_response(asked.request, 400, wanted.error().message);
    if (!wanted->problems.empty())
        return json_response(400, problem_json(wanted->problems.front(), wanted->text));
    const auto found = visible_hits(asked, wanted->search);
    if (!found) return failure_response(asked, found.error());
    return json_response(200, hits_json(*found, *fields));
}

std::optional<Response> refuse_type(const Request& request) {
    if (!request.content_encoding.empty() &&
        !equal_ignoring_ascii_case(request.content_encoding, "identity"))
        return error_response(request, 415, "send the body as it is, without Content-Encoding");
    if (!is_readable_type(request.content_type))
        return error_response(
            request, 415, "send JSON, text, HTML, XML, a feed or a mail, with its Content-Type");
    return std::nullopt;
}

Answer api_post_door(const Asked& asked) {
    const Request& request = asked.request;
    auto authorized = authorize_editor(request, asked.site);
    if (auto* refused = std::get_if<Response>(&authorized)) return std::move(*refused);
    if (auto refused = refuse_type(request)) return std::move(*refused);
    auto submission = submission_of(request, asked.site.read);
    if (!submission) return failure_response(asked, submission.error());
    // Here, on a worker: whoever hands it to the writer has readers waiting.
    submission->understood = asked.site.archive.understand(submission->reading);
    if (!request.idempotency_key.empty())
        submission->idempotency =
            IdempotencyKey{"token:" + std::to_string(std::get<TokenBearer>(authorized).id),
                           request.idempotency_key, digest_of(request)};
    return Put{std::move(*submission)};
}

Answer api_dispatch_door(const Asked& asked) {
    auto found = visible_dispatch(asked);
    if (auto* response = std::get_if<Response>(&found)) return std::move(*response);
    const auto& visible = std::get<Visible>(found);
    const auto said = visible_said(asked, visible);
    if (!said) return failure_response(asked, said.error());
    return json_response(200, dispatch_json(visible.stored, visible.show, *said));
}

Answer api_read_door(const Asked& asked) {
    auto authorized = authorize_editor(asked.request, asked.site);
    if (auto* refused = std::get_if<Response>(&authorized)) return std::move(*refused);
    return Count{DispatchId{asked.id}};
}

Answer api_stats_door(const Asked& asked) {
    const auto stats = asked.site.archive.stats();
    if (!stats) return failure_response(asked, stats.error());
    return json_response(200, stats_json(*stats));
}

Response answer_to(const Result<Receipt>& receipt) {
    if (!receipt) return api_failure(receipt.error());
    const Receipt::Item* first = first_kept(*receipt);
    if (!first) return json_response(410, error_json("this dispatch was withdrawn here"));
    // A replay repeats the first answer: its outcomes are those of then.
    const bool created = any(*receipt, Outcome::created);
    Response response = json_response(created ? 201 : 200, receipt_json(*receipt, *first));
    if (created)
        response.headers.push_back({"Location", "/d/" + std::to_string(number_of(first->id))});
    return response;
}

Response answer_to(DispatchId id, const Result<std::uint64_t>& count) {
    if (!count) return api_failure(count.error());
    JsonWriter json;
    json.begin_object().key("id").number(number_of(id));
    json.key("reads_here").number(static_cast<std::int64_t>(*count)).end_object();
    return json_response(200, json.take() + "\n");
}

}  // namespace chappe
