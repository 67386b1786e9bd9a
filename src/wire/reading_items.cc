#include "wire/reading_items.h"

#include <fmt/format.h>

#include <memory>
#include <utility>

#include "base/text.h"
#include "wire/html_writer.h"

namespace chappe {

std::string own_address(std::string_view public_url, DispatchId id) {
    return fmt::format("{}/d/{}", public_url, number_of(id));
}

std::string item_address(const Dispatch& dispatch, const std::string& own) {
    const bool elsewhere = is_safe_link(dispatch.url) && !dispatch.url.starts_with('/');
    return elsewhere ? dispatch.url : own;
}

std::string item_title(const Dispatch& dispatch) {
    return dispatch.title.empty() ? "…" : fold_space(dispatch.title);
}

std::string item_author(const Dispatch& dispatch) {
    std::string author;
    for (const Text& name : dispatch.authors) {
        if (!author.empty()) author += ", ";
        author += name.view();
    }
    return author.empty() && dispatch.credit ? dispatch.credit->agency.str() : author;
}

std::string_view category_title(const ShelfCategory& category) {
    return category.name.empty() ? std::string_view("Chappe") : category.name;
}

Result<std::vector<FoundItem>> texts_of(Archive& archive, std::vector<ShelfEntry> entries) {
    std::vector<FoundItem> items;
    items.reserve(entries.size());
    for (ShelfEntry& entry : entries) {
        auto stored = archive.dispatch(entry.id);
        if (!stored && stored.error().failure != Failure::absent)
            return std::unexpected(stored.error());
        if (!stored || stored->state != DispatchState::live) continue;
        items.push_back({std::move(entry), std::move(*stored)});
    }
    return items;
}

Later keep_then(const Asked& asked, ShelfChange change, std::function<Response()> done) {
    Request head;
    head.target = asked.request.target;
    return Later{[&shelves = asked.site.archive.shelves(), user = asked.user->id,
                  what = std::move(change), head = std::move(head),
                  said = std::move(done)](Later::Reply reply) mutable -> Result<void> {
        // Both the writer and a full queue answer, but only one of them does.
        const auto say = std::make_shared<Later::Reply>(std::move(reply));
        const auto accepted =
            shelves.keep(user, std::move(what), [say, said, head](const Result<void>& kept) {
                (*say)(kept ? said() : failure_response(head, kept.error()));
            });
        if (!accepted) (*say)(failure_response(head, accepted.error()));
        return {};
    }};
}

}  // namespace chappe
