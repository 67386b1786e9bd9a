#include "read/credit.h"

#include <algorithm>
#include <array>
#include <vector>

#include "base/text.h"
#include "read/small_print.h"
#include "read/visible_date.h"
#include "read/words.h"

namespace chappe {
namespace {

constexpr std::size_t longest_agency = 60;     // bytes; "Agence de presse Xinhua" is 23
constexpr std::size_t longest_dateline = 100;  // bytes
constexpr std::size_t longest_line = 240;      // bytes of a line that is only a credit

constexpr std::array<std::array<std::string_view, 2>, 7> brackets = {
    {{"(", ")"}, {"[", "]"}, {"/", "/"}, {"（", "）"}, {"【", "】"}, {"［", "］"}, {"〔", "〕"}}};

const WordSet& agency_names() {
    static const WordSet names = [] {
        WordSet built;
        for (const auto& row : lexicon_rows("agencies")) {
            built.insert(fold_case(row[0]));
            if (row.size() > 1)
                for (const std::string_view other : split(row[1], '|'))
                    built.insert(fold_case(other));
        }
        return built;
    }();
    return names;
}

const WordSet& agency_words() {
    static const WordSet words = lexicon_words("page_labels", "agency_word");
    return words;
}

Span span_of(std::string_view part, std::string_view whole) {
    const auto begin = static_cast<std::uint32_t>(part.data() - whole.data());
    return {begin, begin + static_cast<std::uint32_t>(part.size())};
}

bool is_name_mark(char32_t c) {
    return c == ' ' || c == '-' || c == '/' || c == '\'' || c == 0x2019 || c == '.' || c == '&' ||
           c == 0x2013 || c == 0x200C || c == 0xB7 || c == 0x30FB;
}

/// Could be the name of an agency nobody listed: one to five words, the first with a capital, no
/// digit, no sentence.
bool is_name_like(std::string_view text) {
    if (text.empty() || text.size() > longest_agency) return false;
    if (!is_upper(code_point_at(text, 0).value)) return false;
    std::size_t spaces = 0;
    for (std::size_t at = 0; at < text.size();) {
        const CodePoint c = code_point_at(text, at);
        spaces += c.value == ' ';
        if (!is_letter(c.value) && !is_name_mark(c.value)) return false;
        at += c.size;
    }
    return spaces <= 4;
}

/// Letters only, and a word for "agency" among them: "وكالة الساحل", "河口通讯社".
bool names_an_agency(std::string_view text) {
    if (text.empty() || text.size() > longest_agency) return false;
    const std::string folded = fold_case(text);
    for (std::size_t at = 0; at < folded.size();) {
        const CodePoint c = code_point_at(folded, at);
        if (!is_word_character(c.value) && !is_name_mark(c.value)) return false;
        at += c.size;
    }
    const auto words = split(folded, ' ');
    bool said = false;
    for (const std::string_view word : words) {
        said |= words.size() > 1 && agency_words().contains(word);
        if (!word.empty() && is_wide_script(code_point_at(word, 0).value))
            for (const std::string& ending : agency_words())
                said |= word.size() > ending.size() && word.ends_with(ending);
    }
    return said && words.size() <= 6;
}

bool is_site(std::string_view name, std::string_view site) {
    return !site.empty() && name.size() > 2 && fold_case(name) == fold_case(site);
}

bool is_dash(std::string_view rest) {
    return rest.starts_with('-') || rest.starts_with("–") || rest.starts_with("—") ||
           rest.starts_with("―") || rest.starts_with(':') || rest.starts_with("：");
}

/// "BAKU, April 3 (Reuters) - ...", "(서울=연합뉴스) ...", "【共同】..."
std::optional<FoundCredit> bracket_in_dateline(std::string_view paragraph) {
    const std::string_view head = paragraph.substr(0, longest_dateline);
    for (const auto& [open, close] : brackets) {
        const std::size_t begin = head.find(open);
        if (begin == head.npos) continue;
        const std::size_t end = head.find(close, begin + open.size());
        if (end == head.npos || end - begin > longest_agency) continue;
        const std::string_view inside =
            trim(head.substr(begin + open.size(), end - begin - open.size()));
        const std::size_t behind = end + close.size();
        const std::string_view rest = trim(paragraph.substr(behind));
        if (inside.empty() || rest.empty()) continue;
        // Place and agency share the bracket: the place stays.
        if (const std::size_t equals = inside.find('='); equals != inside.npos && begin == 0) {
            const std::string_view name = trim(inside.substr(equals + 1));
            const Span agency = span_of(name, paragraph);
            if (is_agency(name))
                return FoundCredit{
                    agency,
                    Span{static_cast<std::uint32_t>(span_of(inside, paragraph).begin + equals),
                         agency.end}};
        }
        const bool set_off = is_dash(rest) || open == "/" || open == "【" || open == "〔";
        const bool short_head = begin == 0 && open != "(" && is_agency(inside);
        if (!set_off && !short_head) continue;
        const bool place = begin > 0 && is_upper(code_point_at(head, 0).value);
        if (!is_agency(inside) && !(place && begin < 40 && open != "/" &&
                                    (is_name_like(inside) || names_an_agency(inside))))
            continue;
        const std::string_view before = trim(head.substr(0, begin));
        const auto from = before.empty() ? 0U : span_of(before, head).end;
        // Nothing stays in front of it: its dash goes too.
        std::size_t to = behind;
        if (before.empty() && is_dash(rest))
            to = span_of(rest, paragraph).begin + code_point_at(rest, 0).size;
        return FoundCredit{span_of(inside, paragraph), Span{from, static_cast<std::uint32_t>(to)}};
    }
    return std::nullopt;
}

/// A short piece of a dateline: a place or a day.
bool is_place_or_day(std::string_view piece) {
    piece = trim(piece);
    if (piece.empty() || piece.size() > 50 || count_words(piece) > 5) return false;
    const char32_t first = code_point_at(piece, 0).value;
    return is_upper(first) || digit_value(first) >= 0 || is_caseless_letter(first);
}

struct Mark {
    std::size_t at = 0, size = 0;
    bool ends = false;  // a dateline may end with it
};

/// Commas, stops and dashes in the first bytes of a paragraph.
std::vector<Mark> dateline_marks(std::string_view head) {
    std::vector<Mark> marks;
    for (std::size_t at = 0; at < head.size() && marks.size() < 6;) {
        const CodePoint c = code_point_at(head, at);
        const bool space_before = at > 0 && head[at - 1] == ' ';
        const bool space_behind = at + c.size < head.size() && head[at + c.size] == ' ';
        if (c.value == 0x2014 || c.value == 0x2013 ||
            (c.value == '-' && (space_before || space_behind)))
            marks.push_back({at, c.size, true});
        else if ((c.value == '.' || c.value == ':') && space_behind)
            marks.push_back({at, c.size, true});
        else if (c.value == ',' || c.value == 0x60C)
            marks.push_back({at, c.size, false});
        at += c.size;
    }
    return marks;
}

/// "МОСКВА, 3 апреля — РИА Новости. ...", "Bakı, 3 aprel, AZƏRTAC - ...", "ROMA - ANSA - ..."
std::optional<FoundCredit> marked_in_dateline(std::string_view paragraph) {
    const std::string_view head = paragraph.substr(0, longest_dateline);
    const std::vector<Mark> marks = dateline_marks(head);
    std::size_t begin = 0;
    for (std::size_t i = 0; i < marks.size(); ++i) {
        const std::string_view piece = trim(head.substr(begin, marks[i].at - begin));
        // A name in front of a sentence ("AFP, the agency, ...") is no dateline.
        const bool alone = i == 0 && !marks[i].ends;
        if (is_agency(piece) && marks[i].ends && !alone && (i > 0 || piece.size() > 1)) {
            const std::size_t behind = marks[i].at + marks[i].size;
            if (trim(paragraph.substr(behind)).empty()) return std::nullopt;
            if (i == 0 && (head[marks[i].at] == '.' || head[marks[i].at] == ':'))
                return std::nullopt;
            // The mark before it goes, the one behind it stays.
            const std::size_t from =
                i == 0 ? 0 : span_of(trim(head.substr(0, marks[i - 1].at)), head).end;
            const std::size_t to = i == 0 ? behind : span_of(piece, paragraph).end;
            return FoundCredit{span_of(piece, paragraph), Span{static_cast<std::uint32_t>(from),
                                                               static_cast<std::uint32_t>(to)}};
        }
        if (!is_place_or_day(piece)) return std::nullopt;
        begin = marks[i].at + marks[i].size;
    }
    return std::nullopt;
}

/// "新华社北京4月3日电", "中新网上海4月3日电": the agency, a place, a day, and a word for "wire".
std::optional<FoundCredit> wide_dateline(std::string_view paragraph) {
    if (paragraph.empty() || !is_wide_script(code_point_at(paragraph, 0).value))
        return std::nullopt;
    const std::string_view head = paragraph.substr(0, longest_dateline);
    std::size_t wire = head.npos;
    for (const std::string_view word : {"日电", "日電", "日讯", "日訊", "电（", "電（"})
        wire = std::min(wire, head.find(word));
    if (wire == head.npos) return std::nullopt;
    for (std::size_t size = std::min(wire, std::size_t{30}); size > 3; --size) {
        if (!starts_character(head, size)) continue;
        if (!is_agency(head.substr(0, size))) continue;
        return FoundCredit{Span{0, static_cast<std::uint32_t>(size)},
                           Span{0, static_cast<std::uint32_t>(size)}};
    }
    return std::nullopt;
}

}  // namespace

bool is_agency(std::string_view name) {
    const WordSet& names = agency_names();
    static const WordSet first = first_words(names);
    name = trim(name);
    if (name.empty() || name.size() > 2 * longest_agency) return false;
    if (!first.contains(folded_first_word(name))) return false;
    if (names.contains(fold_case(name))) return true;
    // "AFP/Reuters", "Reuters, AFP", "AFP und dpa": each part is one.
    for (const std::string_view separator :
         {"/", ",", "-", " und ", " et ", " and ", " y ", " e ", " i ", " и ", " та ", " ve ", "、",
          "，", "，", "+", " + ", "–"}) {
        if (name.find(separator) == name.npos || name.ends_with(separator)) continue;
        bool all = true;
        for (std::string_view rest = name; all && !rest.empty();) {
            const std::size_t end = std::min(rest.find(separator), rest.size());
            all = names.contains(fold_case(trim(rest.substr(0, end))));
            rest.remove_prefix(std::min(rest.size(), end + separator.size()));
        }
        if (all) return true;
    }
    return false;
}

std::optional<FoundCredit> find_tail_credit(std::string_view paragraph, std::string_view site) {
    std::string_view text = trim(paragraph);
    if (text.ends_with('.') && text.size() > 1) {
        const std::string_view shorter = trim(text.substr(0, text.size() - 1));
        if (shorter.ends_with(')') || shorter.ends_with(']')) text = shorter;
    }
    for (const auto& [open, close] : brackets) {
        if (!text.ends_with(close) || text.size() < open.size() + close.size()) continue;
        const std::size_t end = text.size() - close.size();
        if (end == 0) continue;
        const std::size_t begin = text.rfind(open, end - 1);
        if (begin == text.npos || begin >= end || end - begin > longest_agency) continue;
        std::string_view name = trim(text.substr(begin + open.size(), end - begin - open.size()));
        const std::string_view before = trim(text.substr(0, begin));
        if (name.starts_with("©")) name = trim(name.substr(2));
        if (!is_agency(name)) name = without_with_word(name);
        if (name.empty()) continue;
        const bool known = is_agency(name);
        const bool unlisted = open != "/" && ends_sentence(before) &&
                              (is_name_like(name) || names_an_agency(name) || is_site(name, site));
        if (!known && !unlisted) continue;
        const std::size_t from = before.empty() ? 0 : span_of(before, paragraph).end;
        return FoundCredit{
            span_of(name, paragraph),
            Span{static_cast<std::uint32_t>(from), static_cast<std::uint32_t>(paragraph.size())}};
    }
    return std::nullopt;
}

std::string_view without_with_word(std::string_view text) {
    static const WordSet words = lexicon_words("page_labels", "with");
    static const WordSet first = first_words(words);
    text = trim(text);
    if (!first.contains(folded_first_word(text))) return text;
    for (std::size_t at = std::min(text.size(), std::size_t{40}); at > 0; --at) {
        if (at < text.size() && text[at] != ' ') continue;
        if (!words.contains(fold_case(text.substr(0, at)))) continue;
        text = trim(text.substr(at));
        // "avec l'AFP", "con informazioni dell'ANSA"
        for (const std::string_view mark : {"'", "’"})
            if (const std::size_t found = text.find(mark); found <= 5)
                text = trim(text.substr(found + mark.size()));
        return text;
    }
    return text;
}

std::optional<FoundCredit> find_dateline_credit(std::string_view paragraph) {
    if (auto found = bracket_in_dateline(paragraph)) return found;
    if (auto found = marked_in_dateline(paragraph)) return found;
    return wide_dateline(paragraph);
}

std::optional<FoundCredit> find_byline_credit(std::string_view line) {
    const std::string_view text = trim(line);
    if (text.empty() || text.size() > longest_line) return std::nullopt;
    const Span all{0, static_cast<std::uint32_t>(line.size())};
    if (const auto behind = behind_source_label(text)) {
        const std::string_view name = *behind;
        if (is_agency(name) || is_name_like(name) || names_an_agency(name))
            return FoundCredit{span_of(name, line), all};
    }
    std::string_view name = without_byline_word(text);
    if (name.starts_with("©")) name = trim(name.substr(2));
    if (is_agency(name)) return FoundCredit{span_of(name, line), all};
    if (const std::string_view other = without_with_word(name);
        other.size() != name.size() && is_agency(other))
        return FoundCredit{span_of(other, line), all};
    if (const auto tail = find_tail_credit(text); tail && tail->cut.begin == 0)
        return FoundCredit{span_of(tail->agency.in(text), line), all};
    return std::nullopt;
}

}  // namespace chappe
