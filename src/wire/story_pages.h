#pragma once
// Pages and JSON of how a dispatch is repeated by others and how it changed. All texts are as their
// reader may see them.

#include <optional>
#include <string>
#include <vector>

#include "wire/pages.h"

namespace chappe {

/// The near-copies of a dispatch, beside the one that is shown in lists.
struct CopiesPage {
    struct Copy {
        GroupMember member;
        std::optional<Dispatch> text;  // nothing: it is only named
    };
    DispatchId asked{};
    WireEntry original;
    std::optional<Dispatch> text;  // of the original
    Show show = Show::full;        // summary: some of the texts were cut
    std::vector<Copy> copies;      // by arrival; none: it stands alone
};
std::string copies_page(const Reader&, const CopiesPage&);
std::string copies_json(const CopiesPage&);
/// "+3 copies", to that page.
void write_copies_link(HtmlWriter&, const Reader&, DispatchId, std::int64_t copies);

struct VersionsPage {
    StoredDispatch stored;
    std::vector<Edition> editions;  // oldest first
};
std::string versions_page(const Reader&, const VersionsPage&);
std::string versions_json(const VersionsPage&);

struct ComparisonPage {
    DispatchId id{};
    Show show = Show::full;
    Edition from, to;
    Dispatch before, after;
};
std::string comparison_page(const Reader&, const ComparisonPage&);
std::string comparison_json(const ComparisonPage&);

}  // namespace chappe
