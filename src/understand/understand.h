#pragma once
// What a text says of who said what: the door of this module.
//
//     const Annotations found = understand({body, "fr", day}, {});
//     found.statements[0].speaker                  the actor who said it

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "news/annotations.h"
#include "understand/actors.h"
#include "understand/statement_model.h"

namespace chappe {

/// What is understood. `text` is the string that spans will be in.
struct Understandable {
    std::string_view text;      // valid UTF-8
    std::string_view language;  // BCP 47 primary subtag; empty: unknown
    std::optional<std::chrono::year_month_day>
        day;  // of the dispatch; dates are resolved against it
};

struct UnderstandSettings {
    const StatementModel* model = StatementModel::built_in();  // null: rules alone
    std::vector<GivenActor> known;
};

/// Pure: the same input gives the same annotations. Linear in the text; any text; any thread. Spans
/// are valid and on borders of characters.
Annotations understand(const Understandable&, const UnderstandSettings&);

}  // namespace chappe
