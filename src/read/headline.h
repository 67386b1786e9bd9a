#pragma once
// Headline: the title of the piece, among all that a page gives for it.
//
//     h1 "Ships pass the lock again"     og:title "Ships pass the lock again | Optical Wire"
//     JSON-LD "Lock opens"               title "Ships pass the lock again - Optical Wire"
//
// Each text is weighed by who gives it and how it relates to the others; lexicons/title_weights.tsv
// has the weights, learned by tools/train_choice.

#include <cstdint>
#include <string>
#include <vector>

#include "read/html.h"
#include "read/metadata.h"
#include "read/page_scan.h"

namespace chappe {

struct TitleCandidate {
    std::string text;
    std::vector<std::uint16_t> signs;
    NodeId node = 0;  // a heading that shows it; 0 when none does
};

struct Headline {
    std::string text;
    NodeId node = 0;  // the heading that shows it, or most of its words; 0 when none does
};

std::vector<TitleCandidate> title_candidates(const HtmlDocument&, const PageScan&,
                                             const PageMetadata&);
Headline headline_of(const HtmlDocument&, const PageScan&, const PageMetadata&);

std::size_t count_of_title_signs();
std::string name_of_title_sign(std::size_t sign);

}  // namespace chappe
