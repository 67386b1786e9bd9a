#pragma once
// Page dates: every date that a page gives for its piece, and which of them is the piece's.
//
//     JSON-LD  2019-10-15T16:59:59Z      near the title  15 octobre 2019, 18h59      address
//     /2019/10/15/
//
// All of them vote; lexicons/date_weights.tsv has the weights, learned by tools/train_choice.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "read/metadata.h"
#include "read/page_scan.h"

namespace chappe {

/// Days that could be the piece's, with the signs for and against each.
struct DateCandidate {
    std::chrono::year_month_day day;
    std::vector<std::uint16_t> signs;
    Date best;  // the most exact date of that day, by the best source
};

struct PageDates {
    std::vector<DateCandidate> candidates;
    std::optional<Date> published;
    std::optional<Date> modified;
    bool only_change = false;  // published is the day of the last change: the page gives no other
};

/// What is known of the page when its dates are weighed.
struct PageParts {
    NodeId title = 0;                 // heading that shows the title; 0: none
    std::vector<std::size_t> blocks;  // of the body
    std::string_view url;             // of the page; may be empty
    std::optional<Date> fetched;      // "2 hours ago" is told from here; nothing for old files
};

PageDates find_page_dates(const HtmlDocument&, const PageScan&, const PageMetadata&,
                          const PageParts&);

std::size_t count_of_date_signs();
std::string name_of_date_sign(std::size_t sign);

}  // namespace chappe
