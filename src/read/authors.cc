#include "read/authors.h"

#include <algorithm>
#include <array>

#include "read/credit.h"
#include "read/small_print.h"
#include "read/visible_date.h"
#include "read/words.h"

namespace chappe {
namespace {

constexpr std::size_t longest_name = 80;  // bytes; a Cyrillic name with patronymic is ~60
constexpr std::size_t most_authors = 20;
constexpr std::size_t most_words = 7;
constexpr std::array<std::string_view, 14> joining_words = {
    "and", "und", "et", "och", "og", "y", "и", "&", ",", "e", "en", "i", "ja", "ve"};

const WordSet& labels(std::string_view kind) {
    static const WordSet roles = lexicon_words("page_labels", "role");
    static const WordSet nobody = lexicon_words("page_labels", "nobody");
    return kind == "role" ? roles : nobody;
}

bool looks_like_address(std::string_view text) {
    return text.find("://") != text.npos || text.find('@') != text.npos ||
           text.find("[at]") != text.npos || text.find("(at)") != text.npos ||
           text.starts_with("www.") || text.starts_with('/') || text.ends_with(".com");
}

/// "Reporter Ada Lovelace", "Ada Lovelace Political Editor": the name alone, when two words of it
/// are left.
std::string_view without_role(std::string_view name) {
    for (bool cut = true; cut;) {
        cut = false;
        for (std::size_t at = 0; at < name.size() && !cut; ++at) {
            if (name[at] != ' ' && name[at] != ':') continue;
            const std::string_view head = trim(name.substr(0, at));
            const std::string_view tail = trim(name.substr(at + 1));
            const bool named =
                tail.find(' ') != tail.npos || is_caseless_letter(code_point_at(name, 0).value);
            if (!tail.empty() && named && labels("role").contains(fold_case(head))) {
                name = tail;
                cut = true;
            } else if (head.find(' ') != head.npos && labels("role").contains(fold_case(tail))) {
                name = head;
                cut = true;
            }
        }
    }
    return name;
}

std::string_view without_the(std::string_view house) {
    return equal_ignoring_ascii_case(house.substr(0, 4), "the ") ? house.substr(4) : house;
}

bool is_site(std::string_view name, std::string_view site) {
    return !site.empty() && fold_case(without_the(name)) == fold_case(without_the(site));
}

bool is_name(std::string_view name, std::string_view site) {
    if (name.empty() || name.size() > longest_name || looks_like_address(name)) return false;
    const std::string folded = fold_case(name);
    const std::size_t space = folded.rfind(' ');
    const bool role = space != folded.npos && labels("role").contains(folded.substr(space + 1));
    if (role || is_site(name, site) || labels("nobody").contains(folded) ||
        labels("role").contains(folded) || is_byline_word(folded))
        return false;
    const bool letters = std::any_of(name.begin(), name.end(), [](char c) {
        return static_cast<unsigned char>(c) >= 0x80 || is_letter(static_cast<unsigned char>(c));
    });
    const bool digits =
        std::any_of(name.begin(), name.end(), [](char c) { return c >= '0' && c <= '9'; });
    const std::size_t words = count_words(name);
    // "Name *" stands in a form.
    if (!letters || digits || words > most_words || name.find('*') != name.npos) return false;
    // A word of dates, "3 April" cut in two, is nobody either.
    if (words == 1 && is_date_word(folded)) return false;
    // "ada-lovelace": the name in an address
    return name != folded || name.find('-') == name.npos || name.find(' ') != name.npos;
}

/// Without the marks that part a name from what stood beside it: "Ada Lovelace -", "| Ada".
std::string_view without_marks(std::string_view name) {
    constexpr std::array<std::string_view, 8> marks = {"-", "–", "—", "|", "•", "·", "/", "~"};
    for (bool cut = true; cut;) {
        cut = false;
        for (const std::string_view mark : marks) {
            const bool behind = name.ends_with(mark);
            if (!behind && !name.starts_with(mark)) continue;
            if (behind)
                name.remove_suffix(mark.size());
            else
                name.remove_prefix(mark.size());
            name = trim(name);
            cut = true;
        }
    }
    return name;
}

/// "Ada Lovelace The Associated Press", "Ada Lovelace Optical Wire": where the agency or the site
/// begins, npos without. Two words of a name stand before it. One word alone must be written in
/// capitals: "Report" is an agency, and a word.
std::size_t house_in(std::string_view name, std::string_view site) {
    std::size_t at = name.find(' ');
    while (at != name.npos && (at = name.find(' ', at + 1)) != name.npos) {
        const std::string_view house = without_the(name.substr(at + 1));
        if (is_site(house, site)) return at;
        const bool one_word = house.find(' ') == house.npos;
        const bool capitals = std::none_of(house.begin(), house.end(), [](char c) {
            return is_letter(static_cast<unsigned char>(c)) &&
                   !is_upper(static_cast<unsigned char>(c));
        });
        if ((!one_word || capitals) && is_agency(house)) return at;
    }
    return name.npos;
}

/// "Ada Lovelace Ada Lovelace": pages print it once for phones, once for the rest.
std::string_view without_double(std::string_view name) {
    const std::size_t half = name.size() / 2;
    const bool twice =
        name.size() % 2 == 1 && name[half] == ' ' && name.substr(0, half) == name.substr(half + 1);
    return twice ? name.substr(0, half) : name;
}

void add_author(std::vector<std::string>& names, std::string_view name, std::string_view site) {
    for (const std::string_view link : joining_words)
        if (name.starts_with(link) && name.substr(link.size()).starts_with(' '))
            name = trim(name.substr(link.size()));
    name = without_marks(name);
    while (true) {  // "By: Ada", "Par par Ada"
        const std::string_view shorter = without_byline_word(name);
        if (shorter.size() == name.size()) break;
        name = shorter;
    }
    for (const std::string_view mark :
         {" | ", " – ", " — ", " - ", "(", "\u2022", " · ", ": ", " for ", " For "})
        name = trim(name.substr(0, name.find(mark)));
    name = without_double(name);
    if (const std::size_t house = house_in(name, site); house != name.npos) {
        add_author(names, name.substr(0, house), site);
        add_author(names, name.substr(house + 1), site);
        return;
    }
    name = without_role(name);
    while (!name.empty() && (name.back() == '.' || name.back() == ',' || name.back() == ':') &&
           !(name.size() > 2 && name.back() == '.' && name[name.size() - 2] != ' ' &&
             name.find(' ') != name.npos &&
             is_upper(static_cast<unsigned char>(name[name.size() - 2]))))
        name = trim(name.substr(0, name.size() - 1));
    if (!is_name(name, site) || names.size() >= most_authors) return;
    const std::string folded = fold_case(name);
    const bool known = std::any_of(names.begin(), names.end(), [&](const std::string& other) {
        return fold_case(other) == folded;
    });
    if (!known) names.emplace_back(name);
}

}  // namespace

std::vector<std::string> signed_names(std::string_view line, std::string_view site) {
    constexpr std::size_t longest = 100;  // bytes
    if (line.size() > longest || ends_sentence(line)) return {};
    const auto behind = behind_signing_word(line);
    if (!behind) return {};
    std::vector<std::string> names = clean_authors({std::string(*behind)}, site);
    if (!std::all_of(names.begin(), names.end(), is_capitalised_name)) names.clear();
    return names;
}

bool is_joining_word(std::string_view text) {
    return std::find(joining_words.begin(), joining_words.end(), text) != joining_words.end();
}

bool is_capitalised_name(std::string_view name) {
    constexpr std::size_t fewest = 2, most = 5;  // words
    const auto words = split(name, ' ');
    return words.size() >= fewest && words.size() <= most &&
           is_upper(code_point_at(name, 0).value) && !has_small_words(name);
}

bool has_small_words(std::string_view name) {
    static const WordSet particles = lexicon_words("page_labels", "particle");
    const auto words = split(name, ' ');
    return (is_upper(code_point_at(name, 0).value) || words.size() > 2) &&
           std::any_of(words.begin(), words.end(), [](std::string_view word) {
               const char32_t first = word.empty() ? U' ' : code_point_at(word, 0).value;
               return is_letter(first) && !is_upper(first) && !is_caseless_letter(first) &&
                      !particles.contains(word);
           });
}

std::vector<std::string> clean_authors(const std::vector<std::string>& raw, std::string_view site) {
    std::vector<std::string> names;
    for (const std::string& text : raw) {
        if (looks_like_address(text) && text.find(' ') == text.npos) continue;
        std::string plain;  // without no-break spaces
        for (std::size_t at = 0; at < text.size();) {
            const CodePoint c = code_point_at(text, at);
            append_utf8(plain, c.value == 0xA0 ? U' ' : c.value);
            at += c.size;
        }
        std::string_view rest = plain;
        while (!rest.empty()) {
            std::size_t end = rest.size(), skip = 0;
            for (const std::string_view separator :
                 {", ", ";", " and ", " And ", " et ", " und ", " y ", " e ", " og ", " och ",
                  " & ", " и ", " i ", " en ", "、", "，", " / ", "\n"}) {
                const std::size_t found = rest.find(separator);
                if (found < end) {
                    end = found;
                    skip = separator.size();
                }
            }
            const std::string_view name = trim(rest.substr(0, end));
            // "Optical Wire, Paris, France" is where the house is.
            if (end < rest.size() && rest[end] == ',' && is_site(name, site)) break;
            add_author(names, name, site);
            rest.remove_prefix(std::min(rest.size(), end + skip));
        }
    }
    return names;
}

}  // namespace chappe
