#include "archive/full_text.h"

#include <string>
#include <unordered_set>

#include "base/text.h"

namespace chappe {
namespace {

constexpr std::size_t shortest_word = 4;  // bytes; shorter ones are in every text
// An entry of fewer words ("Lire la suite", a name) cannot be recognised by them.
constexpr std::size_t fewest_words = 5;

bool is_letter(unsigned char c) {
    return c >= 0x80 || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

std::unordered_set<std::string> words_in(std::string_view text) {
    std::unordered_set<std::string> words;
    for (std::size_t at = 0; at < text.size();) {
        if (!is_letter(static_cast<unsigned char>(text[at]))) {
            ++at;
            continue;
        }
        std::size_t end = at;
        while (end < text.size() && is_letter(static_cast<unsigned char>(text[end]))) ++end;
        if (end - at >= shortest_word) words.insert(lower_ascii(text.substr(at, end - at)));
        at = end;
    }
    return words;
}

}  // namespace

bool tells_the_same(std::string_view entry, std::string_view page) {
    const auto wanted = words_in(entry);
    if (wanted.size() < fewest_words) return true;
    const auto given = words_in(page);
    std::size_t found = 0;
    for (const std::string& word : wanted) found += given.count(word);
    return found * 2 >= wanted.size();
}

bool is_fuller(std::string_view entry, std::string_view page) {
    return page.size() * 5 >= entry.size() * 6 && page.size() > entry.size();
}

}  // namespace chappe
