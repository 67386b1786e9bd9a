#include "read/sign_weights.h"

#include <charconv>

#include "read/words.h"

namespace chappe {

std::vector<double> sign_weights(std::string_view lexicon, std::size_t count,
                                 const std::function<std::string(std::size_t)>& name_of) {
    WordMap<double> named;
    for (const auto& row : lexicon_rows(lexicon)) {
        if (row.size() != 2) continue;
        double weight = 0;
        std::from_chars(row[1].data(), row[1].data() + row[1].size(), weight);
        named.emplace(row[0], weight);
    }
    std::vector<double> weights(count, 0);
    for (std::size_t i = 0; i < count; ++i)
        if (const auto found = named.find(name_of(i)); found != named.end())
            weights[i] = found->second;
    return weights;
}

}  // namespace chappe
