#pragma once
// Names of agencies: whether a dispatch is an agency's own.

#include <string>
#include <string_view>
#include <vector>

namespace chappe {

/// All spellings of an agency (lexicons/agencies.tsv), letters and digits alone: "afp",
/// "agencefrancepresse". Of one that is not listed, its own.
std::vector<std::string> spellings_of(std::string_view agency);

/// Whether one of these spellings is the site's or the source's name, or names a host:
/// "azertac.az" and "https://www.azertac.az/feed" are Azertac's.
bool is_called(const std::vector<std::string>& spellings, std::string_view name);

}  // namespace chappe
