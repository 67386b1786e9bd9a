// The doors of copies and editions.
#include <fmt/format.h>

#include <algorithm>

#include "wire/asked.h"
#include "wire/desk.h"
#include "wire/layout.h"
#include "wire/story_pages.h"
#include "wire/visible.h"

namespace chappe {
namespace {

constexpr std::size_t copies_a_page = 50;
// Comparing takes up to 50 ms of hostile texts; what copies hold takes some 100 us each.
constexpr std::size_t copies_compared = 20;
constexpr std::size_t longest_compared = 200'000;  // bytes of a body

/// The group of a dispatch, with the texts that its reader may see.
Result<CopiesPage> group_of(const Asked& asked, const Visible& visible) {
    CopiesPage page;
    page.asked = visible.stored.id;
    const auto members = TRY(asked.site.archive.copies(page.asked, copies_a_page + 1));
    if (members.empty()) {
        page.original.id = page.asked;
        page.original.title = visible.stored.dispatch.title;
        return page;
    }
    std::size_t compared = 0;
    const auto text_of = [&](DispatchId id) -> Result<std::optional<Dispatch>> {
        if (compared > copies_compared) return std::nullopt;
        ++compared;
        auto member = TRY(visible_member(asked, id));
        if (!member || member->stored.dispatch.body.size() > longest_compared) return std::nullopt;
        if (member->show == Show::summary) page.show = Show::summary;
        return std::move(member->stored.dispatch);
    };
    page.original = members.front().entry;
    page.text = TRY(text_of(page.original.id));
    for (std::size_t i = 1; i < members.size(); ++i) {
        auto text = TRY(text_of(members[i].entry.id));
        page.copies.push_back({members[i], std::move(text)});
    }
    return page;
}

struct Wanted {
    std::int64_t from = 0;
    std::int64_t to = 0;
    bool json = false;
};
/// "1..2", "1..2.json"
std::optional<Wanted> comparison_named(std::string_view name) {
    Wanted wanted;
    if (name.ends_with(".json")) {
        wanted.json = true;
        name.remove_suffix(5);
    }
    const std::size_t dots = name.find("..");
    if (dots == name.npos) return std::nullopt;
    const auto from = parse_number(name.substr(0, dots));
    const auto to = parse_number(name.substr(dots + 2));
    if (!from || !to) return std::nullopt;
    wanted.from = *from;
    wanted.to = *to;
    return wanted;
}

const Edition* find_edition(const std::vector<Edition>& editions, std::int64_t number) {
    const auto found = std::find_if(editions.begin(), editions.end(), [&](const Edition& edition) {
        return edition.number == number;
    });
    return found == editions.end() ? nullptr : &*found;
}

using MakeCopies = std::string (*)(const Reader&, const CopiesPage&);

/// Made anew for each reader: it shows what others' pages say.
Answer show_copies(const Asked& asked, std::string_view form, std::string_view type,
                   MakeCopies make) {
    auto found = visible_dispatch(asked);
    if (auto* response = std::get_if<Response>(&found)) return std::move(*response);
    const auto& visible = std::get<Visible>(found);
    const std::string name = fmt::format("{}{}", form, number_of(visible.stored.id));
    return tagged(
        asked, wire_etag(asked, name, asked.site.archive.newest()), type,
        [&]() -> Result<std::string> { return make(asked.reader, TRY(group_of(asked, visible))); });
}

using MakeVersions = std::string (*)(const Reader&, const VersionsPage&);

Answer show_versions(const Asked& asked, std::string_view form, std::string_view type,
                     MakeVersions make) {
    auto found = visible_dispatch(asked);
    if (auto* response = std::get_if<Response>(&found)) return std::move(*response);
    auto& visible = std::get<Visible>(found);
    const std::string name = fmt::format("{}{}", form, number_of(visible.stored.id));
    return tagged(asked, wire_etag(asked, name, visible.stored.last_change), type,
                  [&]() -> Result<std::string> {
                      VersionsPage page{std::move(visible.stored), {}};
                      page.editions = TRY(asked.site.archive.editions(page.stored.id));
                      return make(asked.reader, page);
                  });
}

}  // namespace

Answer copies_door(const Asked& asked) {
    return show_copies(asked, "copies", Response{}.type, copies_page);
}

Answer copies_json_door(const Asked& asked) {
    return show_copies(asked, "copies.json", "application/json",
                       [](const Reader&, const CopiesPage& page) { return copies_json(page); });
}

Answer versions_door(const Asked& asked) {
    return show_versions(asked, "versions", Response{}.type, versions_page);
}

Answer versions_json_door(const Asked& asked) {
    return show_versions(
        asked, "versions.json", "application/json",
        [](const Reader&, const VersionsPage& page) { return versions_json(page); });
}

Answer comparison_door(const Asked& asked) {
    const auto wanted = comparison_named(asked.name);
    if (!wanted) return error_response(asked.request, 404, "there is no such comparison");
    auto found = visible_dispatch(asked);
    if (auto* response = std::get_if<Response>(&found)) return std::move(*response);
    const auto& visible = std::get<Visible>(found);
    const auto editions = asked.site.archive.editions(visible.stored.id);
    if (!editions) return failure_response(asked, editions.error());
    const Edition* from = find_edition(*editions, wanted->from);
    const Edition* to = find_edition(*editions, wanted->to);
    if (!from || !to) return error_response(asked.request, 404, "there is no such edition");
    const std::string name = fmt::format("versions{}-{}", number_of(visible.stored.id), asked.name);
    return tagged(
        asked, wire_etag(asked, name, visible.stored.last_change),
        wanted->json ? "application/json" : Response{}.type, [&]() -> Result<std::string> {
            ComparisonPage page{visible.stored.id, visible.show, *from, *to, {}, {}};
            page.before = TRY(visible_edition(asked, visible, from->number));
            page.after = TRY(visible_edition(asked, visible, to->number));
            return wanted->json ? comparison_json(page) : comparison_page(asked.reader, page);
        });
}

/// An editor says of a dispatch that it is a copy of another one, or of none.
Answer group_door(const Asked& asked) {
    auto sent = form_of(asked);
    if (auto* refused = std::get_if<Response>(&sent)) return std::move(*refused);
    const auto& form = std::get<Form>(sent);
    const DispatchId id{asked.id};
    const std::string path = dispatch_address(id) + "/copies";
    if (form.value("act") == "alone") return do_at_once(asked, LeaveCopies{id}, path, {});
    const auto of = parse_number(trim(form.value("of")));
    if (!of) return error_response(asked.request, 400, "of must be the number of a dispatch");
    return do_at_once(asked, JoinCopies{id, DispatchId{*of}}, path, {});
}

}  // namespace chappe
