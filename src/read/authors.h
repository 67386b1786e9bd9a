#pragma once
// Authors: names out of what pages print and declare of them.
//
//     "By Ada Lovelace, Science Correspondent, and Alan Turing | Example News"   Ada Lovelace; Alan
//     Turing

#include <string>
#include <string_view>
#include <vector>

namespace chappe {

/// Without by-words, roles, addresses, stand-ins such as "admin", the site's own name, and doubles.
std::vector<std::string> clean_authors(const std::vector<std::string>& raw, std::string_view site);

}  // namespace chappe
