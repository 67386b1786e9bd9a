// Writing a dispatch and correcting one. What was typed comes back whatever happens.
#include "base/text.h"
#include "wire/desk.h"

namespace chappe {
namespace {

constexpr std::string_view posted_type = "application/json; charset=utf-8";

Arrival arrival_of(const DeskDraft& draft) {
    Arrival arrival;
    arrival.bytes = posted_json(draft);
    arrival.media_type = posted_type;
    arrival.source = "desk";
    arrival.received = now();
    return arrival;
}

/// A draft on its way: checked, and read as any arrival is.
struct Sent {
    DraftPage page;
    Arrival arrival;
    Reading reading;
};

void read_draft(const Asked& asked, Sent& sent) {
    CheckedDraft checked = check(asked.reader.ui, sent.page.draft, now());
    sent.page.problems = std::move(checked.problems);
    sent.page.release = checked.release;
    if (!sent.page.problems.empty()) return;
    sent.arrival = arrival_of(sent.page.draft);
    sent.reading = asked.site.read(sent.arrival);
    if (sent.reading.dispatches.size() != 1)
        sent.page.problems.push_back(
            {"text", std::string(say(asked.reader.ui, DeskMessage::read_failed))});
}

AfterAct or_draft_again(const Asked& asked, DraftPage page) {
    const bool embargoed = !page.corrects && page.release.has_value();
    return [reader = asked.reader, page = std::move(page),
            embargoed](const Result<ActReceipt>& receipt) {
        if (receipt && embargoed) return see_other(reader, "/desk", "done=embargoed");
        if (receipt) return see_other(reader, "/d/" + std::to_string(number_of(receipt->dispatch)));
        DraftPage again = page;
        again.problems.push_back({"", line_of(reader.ui, receipt.error())});
        return private_page(draft_page(reader, again), status_of_act(receipt.error()));
    };
}

Response show(const Asked& asked, const DraftPage& page) {
    return private_page(draft_page(asked.reader, page), page.problems.empty() ? 200 : 422);
}

/// The dispatch to correct; a Response when its state does not allow it.
std::variant<StoredDispatch, Response> find_correctable(const Asked& asked) {
    auto found = find_dispatch(asked);
    if (const auto* stored = std::get_if<StoredDispatch>(&found))
        if (stored->state == DispatchState::withdrawn || stored->state == DispatchState::erased)
            return private_page(tombstone_page(asked.reader, *stored), 410);
    return found;
}

}  // namespace

Answer compose_form_door(const Asked& asked) {
    DraftPage page;
    page.draft = new_draft(now());
    return show(asked, page);
}

Answer compose_door(const Asked& asked) {
    auto sent_form = form_of(asked);
    if (auto* refused = std::get_if<Response>(&sent_form)) return std::move(*refused);
    const auto& form = std::get<Form>(sent_form);
    Sent sent;
    sent.page.draft = draft_of(form);
    const std::string_view step = form.value("step");
    if (step == "edit") return show(asked, sent.page);

    read_draft(asked, sent);
    if (!sent.page.problems.empty()) return show(asked, sent.page);
    if (step != "send") {
        sent.page.preview = std::move(sent.reading.dispatches.front());
        return show(asked, sent.page);
    }
    Compose act{std::move(sent.arrival), std::move(sent.reading), sent.page.release};
    return act_then(asked.site, std::move(act), by_user(asked),
                    or_draft_again(asked, std::move(sent.page)));
}

Answer correct_form_door(const Asked& asked) {
    auto found = find_correctable(asked);
    if (auto* response = std::get_if<Response>(&found)) return std::move(*response);
    const auto& stored = std::get<StoredDispatch>(found);
    DraftPage page;
    page.draft = draft_of(stored.dispatch);
    page.corrects = stored.id;
    page.seen = stored.last_change;
    return show(asked, page);
}

Answer correct_door(const Asked& asked) {
    auto sent_form = form_of(asked);
    if (auto* refused = std::get_if<Response>(&sent_form)) return std::move(*refused);
    const auto& form = std::get<Form>(sent_form);
    Sent sent;
    sent.page.draft = draft_of(form);
    sent.page.draft.embargo = false;
    sent.page.corrects = DispatchId{asked.id};

    auto found = find_dispatch(asked);
    if (auto* response = std::get_if<Response>(&found)) return std::move(*response);
    const auto& stored = std::get<StoredDispatch>(found);
    const std::string_view step = form.value("step");
    sent.page.seen = ChangeSeq{parse_number(form.value("seen")).value_or(0)};
    if (step == "edit") return show(asked, sent.page);

    read_draft(asked, sent);
    if (stored.state == DispatchState::withdrawn || stored.state == DispatchState::erased) {
        sent.page.problems.push_back({"", std::string(say(asked.reader.ui, DeskMessage::gone))});
    } else if (stored.last_change != sent.page.seen) {
        sent.page.seen = stored.last_change;
        sent.page.problems.push_back(
            {"", std::string(say(asked.reader.ui, DeskMessage::changed_meanwhile))});
    }
    if (!sent.page.problems.empty()) return show(asked, sent.page);
    keep_what_is_not_typed(sent.reading.dispatches.front(), stored.dispatch);
    if (step != "send") {
        sent.page.preview = std::move(sent.reading.dispatches.front());
        return show(asked, sent.page);
    }
    Correct act{stored.id, std::move(sent.arrival), std::move(sent.reading), Facts::replaced,
                sent.page.seen};
    return act_then(asked.site, std::move(act), by_user(asked),
                    or_draft_again(asked, std::move(sent.page)));
}

}  // namespace chappe
