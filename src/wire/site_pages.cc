// The doors that people knock at, and those for the machines that watch.
#include <fmt/format.h>

#include "wire/api.h"
#include "wire/asked.h"
#include "wire/assets.h"
#include "wire/visible.h"

namespace chappe {
namespace {

constexpr std::size_t lines_a_page = 50;

/// Who may share an answer: users have a menu of their own, and may see more.
std::string reader_tag(const Asked& asked, Show show) {
    return fmt::format("{}{}", asked.user ? number_of(asked.user->id) : 0,
                       show == Show::full ? "" : "s");
}

std::string dispatch_tag(const Asked& asked, std::string_view form, const Visible& visible) {
    const StoredDispatch& stored = visible.stored;
    return fmt::format("{}-{}.{}-{}-{}-{}-{}-{}", number_of(stored.last_change), stored.copies,
                       stored.copy_of ? number_of(*stored.copy_of) : 0,
                       stored.reads_at_source ? to_string(stored.reads_at_source->seen) : "", form,
                       code_of(asked.reader.ui), assets_version(), reader_tag(asked, visible.show));
}

/// Reads are counted without a change of the wire, and these forms show them.
std::string dispatch_etag(const Asked& asked, std::string_view form, const Visible& visible) {
    return fmt::format("W/\"{}-{}\"", dispatch_tag(asked, form, visible),
                       visible.stored.reads_here);
}

Response make_of(const Asked& asked, std::string_view form, std::string_view type,
                 Result<std::string> (*make)(const Asked&, const Visible&)) {
    auto found = visible_dispatch(asked);
    if (auto* response = std::get_if<Response>(&found)) return std::move(*response);
    const auto& visible = std::get<Visible>(found);
    return tagged(asked, dispatch_etag(asked, form, visible), type,
                  [&]() -> Result<std::string> { return make(asked, visible); });
}

/// A page of our own words: it changes with the program alone.
Response own_page(const Asked& asked, std::string_view form, std::string (*make)(const Reader&)) {
    return shelved(asked, tagged(asked, wire_etag(asked, form, ChangeSeq{}), Response{}.type,
                                 [&]() -> Result<std::string> { return make(asked.reader); }));
}

Response plain(int status, std::string body) {
    Response response;
    response.status = status;
    response.type = "text/plain; charset=utf-8";
    response.body = std::move(body);
    response.headers.push_back({"Cache-Control", "no-store"});
    return response;
}

}  // namespace

Answer wire_door(const Asked& asked) {
    const auto before = before_of(asked.target);
    if (!before) return error_response(asked.request, 400, "before must be a number");
    WirePage page;
    page.before = *before;
    page.newest = asked.site.archive.newest();  // before the lines: what comes between is told live
    return shelved(asked, tagged(asked, wire_etag(asked, "wire", page.newest), Response{}.type,
                                 [&]() -> Result<std::string> {
                                     page.entries = TRY(asked.site.archive.latest(
                                         page.before, lines_a_page + 1, Copies::once));
                                     if (page.entries.size() > lines_a_page) {
                                         page.entries.pop_back();
                                         page.older = page.entries.back().position;
                                     }
                                     Reader reader = asked.reader;
                                     if (page.before)
                                         reader.query =
                                             fmt::format("before={}", number_of(*page.before));
                                     return wire_page(reader, page);
                                 }));
}

Answer dispatch_door(const Asked& asked) {
    auto found = visible_dispatch(asked);
    if (auto* response = std::get_if<Response>(&found)) return std::move(*response);
    const auto& visible = std::get<Visible>(found);
    const auto said = visible_said(asked, visible);
    if (!said) return failure_response(asked, said.error());
    // What a token lets its bearer see is not for the next reader either.
    const bool whole_by_right = asked.site.show != Show::full && visible.show == Show::full &&
                                !asked.request.authorization.empty();
    return Counted{visible.stored.id,
                   asked.reader.ui,
                   dispatch_page(asked.reader, visible.stored, visible.show, *said),
                   dispatch_tag(asked, "page", visible),
                   visible.stored.reads_here,
                   asked.user || whole_by_right ? Viewer::desk : Viewer::person};
}

Response with_reads(const Counted& counted, const Request& request, std::uint64_t reads) {
    std::string etag = fmt::format("W/\"{}-{}\"", counted.tag, reads);
    Response response;
    if (auto kept = not_modified(request, etag))
        response = std::move(*kept);
    else
        response.body = counted.page.with(counted.ui, reads);
    add_validators(response, std::move(etag));
    return response;
}

Answer dispatch_json_door(const Asked& asked) {
    return make_of(asked, "json", "application/json",
                   [](const Asked& who, const Visible& visible) -> Result<std::string> {
                       const SaidInDispatch said = TRY(visible_said(who, visible));
                       return dispatch_json(visible.stored, visible.show, said);
                   });
}

Answer dispatch_text_door(const Asked& asked) {
    return make_of(asked, "txt", "text/plain; charset=utf-8",
                   [](const Asked&, const Visible& visible) -> Result<std::string> {
                       return dispatch_text(visible.stored, visible.show);
                   });
}

Answer help_door(const Asked& asked) {
    return own_page(asked, "help", help_page);
}

Answer about_door(const Asked& asked) {
    return own_page(asked, "about", about_page);
}

Answer events_door(const Asked& asked) {
    std::string_view given = asked.request.last_event_id;
    if (given.empty()) given = asked.target.parameter("after");
    const ChangeSeq newest = asked.site.archive.newest();
    if (given.empty()) return Stream{newest};
    const auto after = parse_number(given);
    if (!after)
        return error_response(asked.request, 400, "Last-Event-ID and after must be a number");
    // A number from the future comes from another archive; what is to come here is still told.
    return Stream{std::min(ChangeSeq{*after}, newest)};
}

Answer health_door(const Asked& asked) {
    const auto entries = asked.site.archive.latest({}, 1);
    if (!entries)
        return plain(503, "the archive cannot be read: " + entries.error().message + "\n");
    return plain(200, "ok\n");
}

/// For programs of this machine, and for those with a token: how busy a newsroom is, is its own
/// affair.
Answer metrics_door(const Asked& asked) {
    if (!asked.request.local) {
        auto authorized = authorize_editor(asked.request, asked.site);
        if (auto* refused = std::get_if<Response>(&authorized)) return std::move(*refused);
    }
    const auto stats = asked.site.archive.stats();
    if (!stats) return failure_response(asked, stats.error());
    Response response = plain(200, metrics_text(asked.site.metrics, *stats));
    response.type = "text/plain; version=0.0.4; charset=utf-8";
    return response;
}

}  // namespace chappe
