#pragma once
// Sign weights: a table of named signs and what each speaks for, as tools learn it.

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace chappe {

/// Weights of lexicons/NAME.tsv in the order of the signs; 0 for a sign that the table does not
/// name.
std::vector<double> sign_weights(std::string_view lexicon, std::size_t count,
                                 const std::function<std::string(std::size_t)>& name_of);

}  // namespace chappe
