#include "read/authors.h"

#include <algorithm>

#include "read/small_print.h"
#include "read/visible_date.h"
#include "read/words.h"

namespace chappe {
namespace {

constexpr std::size_t longest_name = 80;  // bytes; a Cyrillic name with patronymic is ~60
constexpr std::size_t most_authors = 20;
constexpr std::size_t most_words = 7;

const WordSet& labels(std::string_view kind) {
    static const WordSet roles = lexicon_words("page_labels", "role");
    static const WordSet nobody = lexicon_words("page_labels", "nobody");
    return kind == "role" ? roles : nobody;
}

bool looks_like_address(std::string_view text) {
    return text.find("://") != text.npos || text.find('@') != text.npos ||
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

bool is_name(std::string_view name, std::string_view site) {
    if (name.empty() || name.size() > longest_name || looks_like_address(name)) return false;
    const std::string folded = fold_case(name);
    const std::size_t space = folded.rfind(' ');
    const bool role = space != folded.npos && labels("role").contains(folded.substr(space + 1));
    if (role || folded == fold_case(site) || labels("nobody").contains(folded) ||
        labels("role").contains(folded))
        return false;
    const bool letters = std::any_of(name.begin(), name.end(), [](char c) {
        return static_cast<unsigned char>(c) >= 0x80 || is_letter(static_cast<unsigned char>(c));
    });
    const bool digits =
        std::any_of(name.begin(), name.end(), [](char c) { return c >= '0' && c <= '9'; });
    const std::size_t words = count_words(name);
    if (!letters || digits || words > most_words) return false;
    // A word of dates, "3 April" cut in two, is nobody either.
    if (words == 1 && is_date_word(folded)) return false;
    // "ada-lovelace": the name in an address
    return name != folded || name.find('-') == name.npos || name.find(' ') != name.npos;
}

void add_author(std::vector<std::string>& names, std::string_view name, std::string_view site) {
    for (const std::string_view link : {"and ", "und ", "et ", "och ", "og ", "y ", "и "})
        if (name.starts_with(link)) name = trim(name.substr(link.size()));
    while (true) {  // "By: Ada", "Par par Ada"
        const std::string_view shorter = without_byline_word(name);
        if (shorter.size() == name.size()) break;
        name = shorter;
    }
    for (const std::string_view mark : {" | ", " – ", " — ", " - ", "(", "\u2022", " · ", ": "})
        name = trim(name.substr(0, name.find(mark)));
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
                 {", ", ";", " and ", " et ", " und ", " y ", " e ", " og ", " och ", " & ", " и ",
                  " i ", " en ", "、", "，", " / ", "\n"}) {
                const std::size_t found = rest.find(separator);
                if (found < end) {
                    end = found;
                    skip = separator.size();
                }
            }
            add_author(names, trim(rest.substr(0, end)), site);
            rest.remove_prefix(std::min(rest.size(), end + skip));
        }
    }
    return names;
}

}  // namespace chappe
