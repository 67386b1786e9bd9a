#pragma once
// Credit: which agency a dispatch is taken from, as the text itself says.
//
//     ... technologies vertes. (Azertac)            tail
//     BAKU, April 3 (Reuters) - ...                 dateline, in brackets
//     МОСКВА, 3 апреля — РИА Новости. ...           dateline, between marks
//     新华社北京4月3日电 ...                         dateline, in front
//     Source : AFP                                  byline
//
// Listed agencies are in lexicons/agencies.tsv; others are known by their form: a name in brackets
// at the end of the last sentence, with capitals where the script has them, else with a word for
// "agency" or the site's own name.

#include <optional>
#include <string_view>

#include "base/span.h"

namespace chappe {

struct FoundCredit {
    Span agency;  // the agency's name
    Span cut;     // what leaves the text with it: brackets and space
};

/// "(Azertac)" behind the last sentence of a paragraph. `site`: the page's own name, which may sign
/// so as well; may be empty.
std::optional<FoundCredit> find_tail_credit(std::string_view paragraph, std::string_view site = {});
/// "(Reuters)" in "BAKU, April 3 (Reuters) - ..."; place and day stay.
std::optional<FoundCredit> find_dateline_credit(std::string_view paragraph);
/// A line that is only a credit: "AFP", "Source : AFP", "Par AFP", "avec AFP", "(Azertac)".
std::optional<FoundCredit> find_byline_credit(std::string_view line);

/// "mit dpa", "avec AFP", "con informazioni di ANSA": the name behind such words, which counts only
/// where it is listed; the text itself without.
std::string_view without_with_word(std::string_view text);

/// A name in lexicons/agencies.tsv, in any of its spellings; or several, "AFP/Reuters".
bool is_agency(std::string_view name);

}  // namespace chappe
