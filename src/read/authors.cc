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
constexpr std::size_t most_read = 4000;  // bytes of one text

constexpr std::array<std::string_view, 14> joining_words = {
    "and", "And", "und", "et", "y", "e", "og", "och", "&", "и", "i", "en", "ja", "ve"};

/// What parts names: ", ", " and ", " et ", ...
const std::vector<std::string>& separators() {
    static const std::vector<std::string> all = [] {
        std::vector<std::string> built = {", ", ";", "、", "，", " / ", "\n"};
        for (const std::string_view word : joining_words)
            built.push_back(" " + std::string(word) + " ");
        return built;
    }();
    return all;
}

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

bool names_site(std::string_view name, std::string_view site) {
    name = without_the(name);
    site = without_the(site);
    // Folding takes time for each name of a page, and a site may call itself a megabyte long.
    const bool short_enough = site.size() <= 3 * longest_name && name.size() <= 3 * longest_name;
    return !site.empty() && short_enough && fold_case(name) == fold_case(site);
}

bool is_name(std::string_view name, std::string_view site) {
    if (name.empty() || name.size() > longest_name || looks_like_address(name)) return false;
    const std::string folded = fold_case(name);
    const std::size_t space = folded.rfind(' ');
    const bool role = space != folded.npos && labels("role").contains(folded.substr(space + 1));
    if (role || names_site(name, site) || labels("nobody").contains(folded) ||
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

/// Capitals alone, as agencies sign: AP, ТАСС. "Report" is an agency, and a word.
bool is_in_capitals(std::string_view word) {
    bool capital = false;
    for (std::size_t at = 0; at < word.size();) {
        const CodePoint c = code_point_at(word, at);
        at += c.size;
        if (is_letter(c.value) && !is_upper(c.value)) return false;
        capital |= is_upper(c.value);
    }
    return capital;
}

/// "Ada Lovelace The Associated Press", "Ada Lovelace with AFP": the first stands before the house,
/// the second is it. Two words of a name must stand before; a house of one word is written in
/// capitals. Both empty without a house.
struct NameAndHouse {
    std::string_view name, house;
};
NameAndHouse house_in(std::string_view name, std::string_view site) {
    std::size_t at = name.find(' ');
    while (at != name.npos && (at = name.find(' ', at + 1)) != name.npos) {
        const std::string_view tail = trim(name.substr(at + 1));
        const std::string_view house = without_the(without_with_word(tail));
        const bool one_word = house.find(' ') == house.npos;
        if (one_word && house.size() == tail.size() && !is_in_capitals(house)) continue;
        if (names_site(house, site) || is_agency(house)) return {trim(name.substr(0, at)), house};
    }
    return {};
}

/// "Ada Lovelace Ada Lovelace": pages print it once for phones, once for the rest. But Abdullah
/// Abdullah is a man's name.
std::string_view without_double(std::string_view name) {
    const std::size_t half = name.size() / 2;
    const std::string_view first = name.substr(0, half);
    const bool twice = name.size() % 2 == 1 && name[half] == ' ' &&
                       first == name.substr(half + 1) && first.find(' ') != first.npos;
    return twice ? first : name;
}

/// "Ada Lovelace for the Optical Wire"; "Doctors for America" is a whole name.
std::string_view without_client(std::string_view name) {
    for (const std::string_view word : {" for ", " For "}) {
        const std::size_t at = name.find(word);
        if (at == name.npos) continue;
        const std::string_view client = name.substr(at + word.size());
        if (is_capitalised_name(trim(name.substr(0, at))) && without_the(client) != client)
            return trim(name.substr(0, at));
    }
    return name;
}

/// "De Gaulle", "Di Maio", but not "Da AFP": a capital, and one word behind it.
bool is_surname(std::string_view name, std::string_view behind) {
    constexpr std::array<std::string_view, 3> openings = {"De", "Di", "Da"};
    const bool opens = std::find(openings.begin(), openings.end(),
                                 name.substr(0, name.find(' '))) != openings.end();
    return opens && behind.find(' ') == behind.npos && !is_agency(behind) &&
           !labels("nobody").contains(fold_case(behind));
}

/// A name alone, without what the page prints around it.
std::string_view bare_name(std::string_view name) {
    name = without_marks(without_joining_words(name));
    while (true) {  // "By: Ada", "Par par Ada"
        const std::string_view shorter = without_byline_word(name);
        if (shorter.size() == name.size()) break;
        if (is_surname(name, shorter)) break;
        name = shorter;
    }
    for (const std::string_view mark : {" | ", " – ", " — ", " - ", "(", "\u2022", " · ", ": "})
        name = trim(name.substr(0, name.find(mark)));
    return name;
}

void add_author(std::vector<std::string>& names, std::string_view name, std::string_view site) {
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

/// What stands between the separators.
std::vector<std::string_view> pieces_of(std::string_view text) {
    std::vector<std::string_view> pieces;
    std::vector<std::size_t> next;  // where each separator is
    for (const std::string& separator : separators()) next.push_back(text.find(separator));
    for (std::size_t at = 0; at < text.size();) {
        std::size_t end = text.size(), skip = 0;
        for (std::size_t i = 0; i < next.size(); ++i) {
            if (next[i] < at) next[i] = text.find(separators()[i], at);
            if (next[i] >= end) continue;
            end = next[i];
            skip = separators()[i].size();
        }
        pieces.push_back(trim(text.substr(at, end - at)));
        at = end + skip;
    }
    return pieces;
}

void add_piece(std::vector<std::string>& names, std::string_view piece, std::string_view site) {
    const std::string_view name = bare_name(piece);
    if (name.empty() || name.size() > 3 * longest_name) return;
    const std::string_view single = without_client(without_double(name));
    const NameAndHouse parted = house_in(single, site);
    add_author(names, parted.house.empty() ? single : parted.name, site);
    if (!parted.house.empty()) add_author(names, parted.house, site);
}

/// The beginning of a text, without no-break spaces.
std::string plain_beginning(std::string_view text) {
    std::string plain;
    text = trim(text);
    for (std::size_t at = 0; at < text.size() && at < most_read;) {
        const CodePoint c = code_point_at(text, at);
        append_utf8(plain, c.value == 0xA0 ? U' ' : c.value);
        at += c.size;
    }
    return plain;
}

bool is_small_letter(char32_t c) {
    return is_letter(c) && !is_upper(c) && !is_caseless_letter(c);
}

/// Where a word begins that no name writes small; npos without. Handles and "bell hooks", all small
/// and two words at most, have none.
std::size_t first_small_word(std::string_view name) {
    static const WordSet particles = lexicon_words("page_labels", "particle");
    if (name.empty()) return name.npos;
    const bool capital = is_upper(code_point_at(name, 0).value);
    if (!capital && split(name, ' ').size() <= 2) return name.npos;
    for (std::size_t at = 0; at < name.size();) {
        const std::string_view word = name.substr(at, name.find(' ', at) - at);
        // "al-Khatib", "d'Ormesson"
        const std::size_t end = std::min(word.find_first_of("-'"), word.find("’"));
        if (!word.empty() && is_small_letter(code_point_at(word, 0).value) &&
            !particles.contains(word.substr(0, end)))
            return at;
        at += word.size() + 1;
    }
    return name.npos;
}

/// "بقلم محمد درويش": scripts without capitals but with spaces.
bool is_caseless_name(std::string_view name) {
    constexpr std::size_t most = 4;  // words
    const char32_t first = name.empty() ? U' ' : code_point_at(name, 0).value;
    return is_caseless_letter(first) && !is_wide_script(first) && count_words(name) <= most;
}

}  // namespace

std::vector<std::string> signed_names(std::string_view line, std::string_view site) {
    constexpr std::size_t longest = 100;  // bytes
    if (line.size() > longest) return {};
    const std::string plain = plain_beginning(line);
    const bool junior = plain.ends_with("Jr.") || plain.ends_with("Sr.");
    if (ends_sentence(plain) && !junior) return {};
    const auto behind = behind_signing_word(plain);
    if (!behind) return {};
    std::vector<std::string> names = clean_authors({std::string(*behind)}, site);
    for (std::string& name : names) name = std::string(without_small_tail(name));
    const bool people = std::all_of(names.begin(), names.end(), [](const std::string& name) {
        return is_agency(name) || is_capitalised_name(name) || is_caseless_name(name);
    });
    if (!people || std::all_of(names.begin(), names.end(), is_agency)) names.clear();
    return names;
}

std::string_view without_joining_words(std::string_view text) {
    for (bool cut = true; cut;) {
        cut = false;
        text = trim(text);
        while (text.starts_with(',')) text = trim(text.substr(1));
        while (text.ends_with(',')) text = trim(text.substr(0, text.size() - 1));
        for (const std::string_view word : joining_words) {
            if (text == word) return {};
            if (text.starts_with(word) && text[word.size()] == ' ')
                text.remove_prefix(word.size());
            else if (text.ends_with(word) && text[text.size() - word.size() - 1] == ' ')
                text.remove_suffix(word.size());
            else
                continue;
            cut = true;
        }
    }
    return text;
}

bool is_capitalised_name(std::string_view name) {
    constexpr std::size_t fewest = 2, most = 5;  // words
    const auto words = split(name, ' ');
    return words.size() >= fewest && words.size() <= most &&
           is_upper(code_point_at(name, 0).value) && first_small_word(name) == name.npos;
}

std::string_view without_small_tail(std::string_view name) {
    const std::size_t small = first_small_word(name);
    if (small == name.npos) return name;
    const std::string_view head = trim(name.substr(0, small));
    const bool more = name.find(' ', small) != name.npos;  // than one word: "says"
    return more && is_capitalised_name(head) ? head : std::string_view{};
}

std::vector<std::string> clean_authors(const std::vector<std::string>& raw, std::string_view site) {
    std::vector<std::string> names;
    for (const std::string& text : raw) {
        if (names.size() >= most_authors) break;
        if (looks_like_address(text) && text.find(' ') == text.npos) continue;
        const std::string plain = plain_beginning(text);
        const std::vector<std::string_view> pieces = pieces_of(plain);
        // "Optical Wire, Paris, France" is where the house is.
        if (pieces.size() > 1 && plain[pieces[0].size()] == ',' && names_site(pieces[0], site))
            continue;
        for (const std::string_view piece : pieces) add_piece(names, piece, site);
    }
    return names;
}

}  // namespace chappe
