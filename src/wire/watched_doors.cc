// The sources that are watched: how each is, and what editors do with them.
#include <algorithm>

#include "base/text.h"
#include "base/url.h"
#include "wire/desk.h"

namespace chappe {
namespace {

constexpr std::size_t longest_address = 2048;  // as the archive

/// The page with the sources as they are; of a failing archive, what it says.
Response watched_response(const Site& site, const Reader& reader, WatchedPage page, int status) {
    auto watched = site.archive.watched();
    auto tallies = site.archive.sources();
    if (!watched || !tallies) {
        Request request;
        request.target = "/sources";
        return failure_response(request, watched ? tallies.error() : watched.error());
    }
    page.watched = std::move(*watched);
    page.tallies = std::move(*tallies);
    return private_page(watched_page(reader, page), status);
}

/// An act on the source that the address names, and back to the list.
Answer do_with_source(const Asked& asked, Act act) {
    return act_then(asked.site, std::move(act), by_user(asked),
                    [reader = asked.reader](const Result<ActReceipt>& receipt) {
                        if (receipt) return see_other(reader, "/sources");
                        const Error& error = receipt.error();
                        return private_page(problem_page(reader, {{"", line_of(reader.ui, error)}}),
                                            status_of_act(error));
                    });
}

}  // namespace

Answer watched_door(const Asked& asked) {
    return watched_response(asked.site, asked.reader, {}, 200);
}

Answer add_source_door(const Asked& asked) {
    auto sent = form_of(asked);
    if (auto* refused = std::get_if<Response>(&sent)) return std::move(*refused);
    const auto& form = std::get<Form>(sent);
    WatchedPage page;
    page.address = trim(form.value("address"));
    page.category = trim(form.value("category"));
    if (form.value("step") == "edit") return watched_response(asked.site, asked.reader, page, 200);
    const auto url = Url::parse(page.address);
    if (!url || page.address.size() > longest_address) {
        page.problems = {
            {"address", std::string(say(asked.reader.ui, DeskMessage::source_address_wrong))}};
        return watched_response(asked.site, asked.reader, std::move(page), 422);
    }
    AddSource act;
    act.address = url->str();
    act.host = url->host();
    act.category = page.category;
    return act_then(asked.site, std::move(act), by_user(asked),
                    [&site = asked.site, reader = asked.reader,
                     page = std::move(page)](const Result<ActReceipt>& receipt) {
                        if (receipt) return see_other(reader, "/sources");
                        WatchedPage again = page;
                        again.problems = {{"address", line_of(reader.ui, receipt.error())}};
                        return watched_response(site, reader, std::move(again),
                                                status_of_act(receipt.error()));
                    });
}

Answer pause_source_door(const Asked& asked) {
    return do_with_source(asked, PauseSource{SourceId{asked.id}});
}

Answer resume_source_door(const Asked& asked) {
    return do_with_source(asked, ResumeSource{SourceId{asked.id}});
}

Answer refresh_source_door(const Asked& asked) {
    return do_with_source(asked, RefreshSource{SourceId{asked.id}});
}

Answer remove_source_door(const Asked& asked) {
    return do_with_source(asked, RemoveSource{SourceId{asked.id}});
}

}  // namespace chappe
