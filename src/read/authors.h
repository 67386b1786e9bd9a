#pragma once
// Authors: names out of what pages print and declare of them.
//
//     "By Ada Lovelace, Science Correspondent, and Alan Turing | Example News"   Ada Lovelace; Alan
//     Turing

#include <string>
#include <string_view>
#include <vector>

namespace chappe {

/// Without by-words, roles, addresses, stand-ins such as "admin", the site's own name, and doubles;
/// an agency behind a name is one more. Commas, "and" and line ends part names.
std::vector<std::string> clean_authors(const std::vector<std::string>& raw, std::string_view site);

/// "Von Ada Lovelace und Alan Turing", and nothing else in the line: the names; else none.
std::vector<std::string> signed_names(std::string_view line, std::string_view site);

/// ", and Alan Turing", "Ada Lovelace et": the name alone; empty when nothing else is there.
std::string_view without_joining_words(std::string_view text);
/// "Ada Lovelace", "Ludwig van Beethoven": two to five words, all with a capital but for particles.
bool is_capitalised_name(std::string_view name);
/// "Ada Lovelace aus Berlin": the name before words that no name writes small; empty for "View all
/// posts" and "Ada Lovelace says". "bell hooks" stays.
std::string_view without_small_tail(std::string_view name);

}  // namespace chappe
