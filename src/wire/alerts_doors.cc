// Searches that are sent to addresses: what editors see and do.
#include "base/text.h"
#include "base/url.h"
#include "wire/desk.h"

namespace chappe {
namespace {

Response alerts_response(const Site& site, const Reader& reader, AlertsPage page, int status) {
    auto alerts = site.archive.alerts().list();
    if (!alerts) {
        Request request;
        request.target = "/desk/alerts";
        return failure_response(request, alerts.error());
    }
    page.alerts = std::move(*alerts);
    return private_page(alerts_page(reader, page), status);
}

}  // namespace

Answer alerts_door(const Asked& asked) {
    return alerts_response(asked.site, asked.reader, {}, 200);
}

Answer add_alert_door(const Asked& asked) {
    auto sent = form_of(asked);
    if (auto* refused = std::get_if<Response>(&sent)) return std::move(*refused);
    const auto& form = std::get<Form>(sent);
    AlertsPage page;
    page.query = trim(form.value("query"));
    page.address = trim(form.value("address"));
    if (form.value("step") == "edit") return alerts_response(asked.site, asked.reader, page, 200);
    const auto url = Url::parse(page.address);
    if (!url)
        page.problems.push_back(
            {"address", std::string(say(asked.reader.ui, DeskMessage::source_address_wrong))});
    if (!page.problems.empty())
        return alerts_response(asked.site, asked.reader, std::move(page), 422);
    AddAlert act{page.query, url->str()};
    return act_then(asked.site, std::move(act), by_user(asked),
                    [&site = asked.site, reader = asked.reader,
                     page = std::move(page)](const Result<ActReceipt>& receipt) {
                        AlertsPage again;
                        if (receipt) {
                            again.added = std::to_string(number_of(receipt->alert));
                            again.secret = receipt->secret;
                            return alerts_response(site, reader, std::move(again), 200);
                        }
                        again = page;
                        again.problems = {{"query", line_of(reader.ui, receipt.error())}};
                        return alerts_response(site, reader, std::move(again),
                                               status_of_act(receipt.error()));
                    });
}

Answer remove_alert_door(const Asked& asked) {
    return act_then(asked.site, RemoveAlert{AlertId{asked.id}}, by_user(asked),
                    [reader = asked.reader](const Result<ActReceipt>& receipt) {
                        if (receipt) return see_other(reader, "/desk/alerts");
                        const Error& error = receipt.error();
                        return private_page(problem_page(reader, {{"", line_of(reader.ui, error)}}),
                                            status_of_act(error));
                    });
}

}  // namespace chappe
