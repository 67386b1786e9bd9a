#include "wire/visible.h"

#include <algorithm>

#include "base/text.h"

namespace chappe {
namespace {

constexpr std::size_t longest_summary = 400;  // code points, as in lists (WireEntry::summary)

bool is_of_this_site(std::string_view url, std::string_view public_url) {
    return url.empty() || url == public_url ||
           (url.starts_with(public_url) && url.substr(public_url.size()).starts_with('/'));
}

bool is_ours(std::string_view source, std::string_view url, std::string_view public_url) {
    return source == "samples" || (source == "desk" && is_of_this_site(url, public_url));
}

/// Title, lead and a link to the source are left, and the facts beside them. What of the body is
/// left.
Span cut(Dispatch& dispatch) {
    std::string_view first = dispatch.body;
    if (dispatch.lead)
        first = dispatch.lead->in(dispatch.body);
    else if (!dispatch.blocks.empty())
        first = dispatch.blocks.front().span.in(dispatch.body);
    const auto begin = static_cast<std::uint32_t>(first.data() - dispatch.body.view().data());
    std::string left = shorten(first, longest_summary);
    const auto same = std::mismatch(first.begin(), first.end(), left.begin(), left.end()).first;
    const Span kept{begin, begin + static_cast<std::uint32_t>(same - first.begin())};
    dispatch.body = Text::trusted(std::move(left));
    dispatch.blocks.clear();
    dispatch.lead.reset();
    if (dispatch.body.empty()) return {};
    const Span whole{0, static_cast<std::uint32_t>(dispatch.body.size())};
    dispatch.blocks.push_back({Block::Kind::paragraph, whole});
    dispatch.lead = whole;
    return kept;
}

Visible cut_for(const Asked& asked, StoredDispatch stored) {
    Visible visible{std::move(stored)};
    const Dispatch& dispatch = visible.stored.dispatch;
    if (!is_ours(visible.stored.source, dispatch.url, asked.site.public_url))
        visible.show = shown_to(asked);
    if (visible.show == Show::summary) visible.kept = cut(visible.stored.dispatch);
    return visible;
}

bool is_in(const StoredStatement& said, Span kept) {
    const auto inside = [&](const Span& span) {
        return kept.begin <= span.begin && span.end <= kept.end;
    };
    return (!said.source || inside(*said.source)) && (!said.cue || inside(*said.cue)) &&
           std::all_of(said.content.begin(), said.content.end(), inside);
}

void shift(StoredStatement& said, std::uint32_t by) {
    const auto move = [&](Span& span) { span = {span.begin - by, span.end - by}; };
    if (said.source) move(*said.source);
    if (said.cue) move(*said.cue);
    for (Span& piece : said.content) move(piece);
}

void hide_words_of(SaidLine& line) {
    line.source = line.cue = Text();
    line.content.clear();
}

/// Who may hear of an embargoed one: the desk, and who sends a token.
bool knows_embargoes(const Asked& asked) {
    if (may(asked.user, Role::editor)) return true;
    if (asked.request.authorization.empty()) return false;
    const auto token = authorize(asked.request, asked.site);
    const auto* bearer = std::get_if<TokenBearer>(&token);
    return bearer && may(*bearer, Role::editor);
}

}  // namespace

Show shown_to(const Asked& asked) {
    if (asked.site.show == Show::full || asked.user) return Show::full;
    if (asked.request.authorization.empty()) return Show::summary;
    const auto token = authorize(asked.request, asked.site);
    return std::holds_alternative<TokenBearer>(token) ? Show::full : Show::summary;
}

std::variant<Visible, Response> visible_dispatch(const Asked& asked) {
    auto stored = asked.site.archive.dispatch(DispatchId{asked.id});
    if (!stored && stored.error().failure != Failure::absent)
        return failure_response(asked, stored.error());
    // An embargoed one is told to no reader before its time, not even that it is there.
    if (!stored || (stored->state == DispatchState::embargoed && !knows_embargoes(asked)))
        return error_response(asked.request, 404, "there is no such dispatch");
    if (stored->state == DispatchState::withdrawn || stored->state == DispatchState::erased)
        return gone_response(asked, *stored);

    return cut_for(asked, std::move(*stored));
}

Result<std::optional<Visible>> visible_member(const Asked& asked, DispatchId id) {
    auto stored = asked.site.archive.dispatch(id);
    if (!stored && stored.error().failure == Failure::absent) return std::nullopt;
    if (!stored) return std::unexpected(std::move(stored).error());
    if (stored->state != DispatchState::live) return std::nullopt;
    return cut_for(asked, std::move(*stored));
}

Result<Dispatch> visible_edition(const Asked& asked, const Visible& visible, std::int64_t number) {
    Dispatch edition = TRY(asked.site.archive.edition(visible.stored.id, number));
    if (visible.show == Show::summary) cut(edition);
    return edition;
}

Result<Hits> visible_hits(const Asked& asked, const Search& search) {
    auto hits = asked.site.archive.search(search);
    if (!hits || shown_to(asked) == Show::full) return hits;
    for (Hit& hit : hits->hits)
        if (!is_ours(hit.entry.source, hit.entry.url, asked.site.public_url)) {
            hit.snippet = {};
            for (SaidLine& line : hit.said) hide_words_of(line);
        }
    return hits;
}

Result<SaidInDispatch> visible_said(const Asked& asked, const Visible& visible) {
    Archive& archive = asked.site.archive;
    const DispatchId id = visible.stored.id;
    SaidInDispatch said{TRY(archive.statements(id)), TRY(archive.topics(id))};
    if (visible.show == Show::full) return said;
    std::erase_if(said.statements,
                  [&](const StoredStatement& one) { return !is_in(one, visible.kept); });
    for (StoredStatement& one : said.statements) shift(one, visible.kept.begin);
    return said;
}

void hide_words(const Asked& asked, std::vector<SaidOfActor>& all) {
    if (shown_to(asked) == Show::full) return;
    for (SaidOfActor& one : all)
        if (!is_ours(one.entry.source, one.entry.url, asked.site.public_url))
            hide_words_of(one.said);
}

}  // namespace chappe
