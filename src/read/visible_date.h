#pragma once
// Dates as people write them on pages, in some forty languages.
//
//     03 Avril 2024 · 3 апреля 2024 г., 10:30 · April 3, 2024 10:30 am EDT · 2024年4月3日 ·
//     03.04.2024

#include <chrono>
#include <optional>
#include <string_view>

#include "base/span.h"
#include "base/time.h"

namespace chappe {

struct FoundDate {
    Date date;
    Span span;              // in the line
    bool modified = false;  // a word before it says so: "Mis à jour le"
    bool labelled = false;  // the same for publication: "Publié le"
    // 03/04/2024 may also be this: day and month change places.
    std::optional<std::chrono::year_month_day> other;
};

/// The first date in a short line at or after `from`. `language` ("fr", "en-US") settles what is
/// ambiguous: 04/03/2024, and names that are other months elsewhere. Looks at the first 300 bytes.
std::optional<FoundDate> find_date(std::string_view line, std::string_view language,
                                   std::size_t from = 0);

/// A quick look: false when find_date can find nothing.
bool may_hold_date(std::string_view text);

/// "filler", "weekday", "published" or "modified" words of lexicons/date_words.tsv.
bool is_date_word(std::string_view folded);

}  // namespace chappe
