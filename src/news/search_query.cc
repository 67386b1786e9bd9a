// A recursive descent over the query's bytes, one step a token, in one pass. OR binds closer than
// the space, so that a filter typed once holds for the whole line:
//
//     lang:fr paix OR guerre      all(lang:fr, any(paix, guerre))
//
// What cannot be understood is reported with its place and left out (or taken as a word), and the
// rest still is a tree.
#include "news/search_query.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "base/text.h"
#include "news/annotations.h"

namespace chappe {
namespace {

using Kind = SearchQuery::Kind;
using std::chrono::days;
using std::chrono::months;
using std::chrono::sys_days;
using std::chrono::year_month_day;

constexpr std::size_t longest_query = 1000;  // bytes; a pasted paragraph, not a pasted article
constexpr int deepest = 20;                  // brackets and exclusions in one another
constexpr std::size_t most_terms = 60;       // each is a look-up in the index or several
constexpr std::size_t most_problems = 10;    // nobody reads on

// ---- days

std::optional<int> number_in(std::string_view text, std::size_t longest) {
    if (text.empty() || text.size() > longest) return std::nullopt;
    int value = 0;
    for (const char c : text) {
        if (c < '0' || c > '9') return std::nullopt;
        value = value * 10 + (c - '0');
    }
    return value;
}

/// First and last day.
using DayRange = std::pair<year_month_day, year_month_day>;

std::optional<DayRange> single(year_month_day day) {
    const bool in_range = day.ok() && day.year() >= std::chrono::year{1};
    return in_range ? std::optional(DayRange{day, day}) : std::nullopt;
}

/// 2024-04-03, 2024-04, 2024
std::optional<DayRange> calendar_days(std::string_view text) {
    const auto part = [&](std::size_t at, std::size_t size) {
        return text.size() >= at + size ? number_in(text.substr(at, size), size) : std::nullopt;
    };
    const auto y = part(0, 4);
    if (!y || *y == 0) return std::nullopt;
    const std::chrono::year year{*y};
    if (text.size() == 4) return DayRange{year / 1 / 1, year / 12 / 31};
    const auto m = part(5, 2);
    if (!m || text[4] != '-') return std::nullopt;
    const auto month = year / *m;
    if (!month.ok()) return std::nullopt;
    if (text.size() == 7) return DayRange{month / 1, year_month_day(month / std::chrono::last)};
    const auto d = part(8, 2);
    if (!d || text[7] != '-' || text.size() != 10) return std::nullopt;
    return single(month / *d);
}

/// 7d, 2w, 3m, 1y; 7j, 2s, 3m, 1a: so long before today.
std::optional<DayRange> days_ago(std::string_view text, year_month_day today) {
    if (text.size() < 2) return std::nullopt;
    const auto count = number_in(text.substr(0, text.size() - 1), 4);
    if (!count) return std::nullopt;
    const auto before = [&](months m) {
        const auto month = std::chrono::year_month(today.year(), today.month()) - m;
        const year_month_day last(month / std::chrono::last);
        return single(month / std::min(today.day(), last.day()));
    };
    switch (text.back() | 0x20) {
        case 'd':
        case 'j':
            return single(year_month_day(sys_days(today) - days(*count)));
        case 'w':
        case 's':
            return single(year_month_day(sys_days(today) - days(*count * 7)));
        case 'm':
            return before(months(*count));
        case 'y':
        case 'a':
            return before(months(*count * 12));
        default:
            return std::nullopt;
    }
}

std::optional<DayRange> days_in(std::string_view text, year_month_day today) {
    const std::string word = lower_ascii(text);
    if (word == "today" || word == "aujourd'hui" || word == "aujourd’hui") return single(today);
    if (word == "yesterday" || word == "hier") return days_ago("1d", today);
    if (const auto calendar = calendar_days(text)) return calendar;
    return days_ago(text, today);
}

// ---- characters

enum class Quotes { none, straight, guillemets, reversed_guillemets, corner, white_corner };

Quotes opening(char32_t c) {
    switch (c) {
        case U'"':
        case U'“':
        case U'”':
        case U'„':
        case U'‟':
        case U'＂':
            return Quotes::straight;
        case U'«':
            return Quotes::guillemets;
        case U'»':
            return Quotes::reversed_guillemets;
        case U'「':
            return Quotes::corner;
        case U'『':
            return Quotes::white_corner;
        default:
            return Quotes::none;
    }
}

/// Editors turn one of the straight and curly ones into another, so any of them closes.
bool closes(Quotes open, char32_t c) {
    switch (open) {
        case Quotes::straight:
            return opening(c) == Quotes::straight;
        case Quotes::guillemets:
            return c == U'»';
        case Quotes::reversed_guillemets:
            return c == U'«';
        case Quotes::corner:
            return c == U'」';
        case Quotes::white_corner:
            return c == U'』';
        case Quotes::none:
            break;
    }
    return false;
}

bool opens_bracket(char32_t c) {
    return c == U'(' || c == U'（';
}
bool closes_bracket(char32_t c) {
    return c == U')' || c == U'）';
}

/// Something that a search can find: a letter or digit. Of what is beyond ASCII only the usual
/// punctuation is sorted out; the index looks closer.
bool is_findable(char32_t c) {
    if (c < 0x80) return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
    if (c < 0xC0) return c == 0xAA || c == 0xB2 || c == 0xB3 || c == 0xB5 || c == 0xB9 || c == 0xBA;
    if (c == 0xD7 || c == 0xF7) return false;
    return !is_space(c) && !(c >= 0x2000 && c <= 0x206F) && !(c >= 0x3001 && c <= 0x3004) &&
           !(c >= 0x3008 && c <= 0x3020) && !(c >= 0xFF01 && c <= 0xFF0F);
}

bool is_findable(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const CodePoint c = code_point_at(text, at);
        if (is_findable(c.value)) return true;
        at += c.size;
    }
    return false;
}

struct FilterName {
    std::string_view name;
    Kind kind;
};
constexpr auto filter_names = std::to_array<FilterName>({
    {"source", Kind::source},   {"lang", Kind::language},  {"language", Kind::language},
    {"langue", Kind::language}, {"credit", Kind::credit},  {"crédit", Kind::credit},
    {"agency", Kind::credit},   {"agence", Kind::credit},  {"since", Kind::since},
    {"from", Kind::since},      {"depuis", Kind::since},   {"until", Kind::until},
    {"jusqu", Kind::until},     {"jusque", Kind::until},   {"on", Kind::on},
    {"le", Kind::on},           {"who", Kind::who},        {"qui", Kind::who},
    {"to", Kind::to},           {"à", Kind::to},           {"about", Kind::about},
    {"sur", Kind::about},       {"said", Kind::said},      {"dit", Kind::said},
    {"stance", Kind::stance},   {"posture", Kind::stance},
});

struct StanceName {
    std::string_view name;
    Stance stance;
};
/// What French readers type; the English names are those of the doors.
constexpr auto french_stances = std::to_array<StanceName>({
    {"affirmer", Stance::assert_}, {"assurer", Stance::assure},      {"démentir", Stance::deny},
    {"dementir", Stance::deny},    {"nier", Stance::deny},           {"rejeter", Stance::reject},
    {"accuser", Stance::accuse},   {"critiquer", Stance::criticise}, {"promettre", Stance::promise},
    {"s'engager", Stance::commit}, {"envisager", Stance::intend},    {"exiger", Stance::demand},
    {"demander", Stance::ask},     {"souligner", Stance::emphasise}, {"rappeler", Stance::recall},
    {"saluer", Stance::praise},    {"approuver", Stance::agree},     {"refuser", Stance::refuse},
    {"menacer", Stance::threaten}, {"discuter", Stance::discuss},
});

std::optional<Stance> stance_asked(std::string_view name) {
    for (const StanceName& known : french_stances)
        if (equal_ignoring_ascii_case(known.name, name)) return known.stance;
    return stance_named(lower_ascii(name));
}

std::optional<Kind> filter_named(std::string_view name) {
    for (const FilterName& filter : filter_names)
        if (equal_ignoring_ascii_case(filter.name, name)) return filter.kind;
    return std::nullopt;
}

/// Letters alone: what could be meant as a filter. "10:30" and "//" are not.
bool is_name(std::string_view text) {
    return !text.empty() && text.size() <= 20 && std::all_of(text.begin(), text.end(), [](char c) {
        return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
    });
}

// ---- the tree

/// All or any of these; parts of the same kind join it, a single one stands for itself.
SearchQuery join(Kind kind, std::vector<SearchQuery> parts) {
    SearchQuery joined;
    joined.kind = kind;
    for (SearchQuery& part : parts) {
        if (part.kind == kind)
            std::move(part.parts.begin(), part.parts.end(), std::back_inserter(joined.parts));
        else
            joined.parts.push_back(std::move(part));
    }
    if (joined.parts.size() == 1) return SearchQuery(std::move(joined.parts.front()));
    return joined;
}

SearchQuery leaf(Kind kind, std::string_view text) {
    SearchQuery query;
    query.kind = kind;
    query.text = text;
    return query;
}

SearchQuery leaf(Kind kind, year_month_day day) {
    SearchQuery query;
    query.kind = kind;
    query.day = day;
    return query;
}

class Parser {
 public:
    Parser(std::string_view text, year_month_day today) : text_(text), today_(today) {}

    ParsedQuery parse() {
        if (text_.size() > longest_query) {
            const std::size_t end = character_start(text_, longest_query);
            report(QueryProblem::Kind::too_long, end, text_.size());
            text_ = text_.substr(0, end);
        }
        std::vector<SearchQuery> parts;
        for (;;) {
            add_sequence(parts);
            if (at_ >= text_.size()) break;
            report(QueryProblem::Kind::stray_bracket, at_, at_ + here().size);
            at_ += here().size;
        }
        std::sort(problems_.begin(), problems_.end(), [](const auto& a, const auto& b) {
            return std::pair(a.place.begin, a.place.end) < std::pair(b.place.begin, b.place.end);
        });
        return {join(Kind::all, std::move(parts)), std::move(problems_)};
    }

 private:
    using Part = std::optional<SearchQuery>;

    CodePoint here() const { return at_ < text_.size() ? code_point_at(text_, at_) : CodePoint{}; }
    void skip_space() {
        while (at_ < text_.size() && is_space(here().value)) at_ += here().size;
    }
    void report(QueryProblem::Kind kind, std::size_t begin, std::size_t end) {
        if (problems_.size() == most_problems) return;
        problems_.push_back(
            {kind, {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)}});
    }
    /// At the end of the query or of the bracket.
    bool at_end() const { return at_ >= text_.size() || closes_bracket(here().value); }

    void add_sequence(std::vector<SearchQuery>& parts);
    Part alternatives();
    bool take_or();
    Part term();
    Part excluded(std::size_t dash);
    Part bracket();
    Part phrase();
    Part word_or_filter();
    Part filter(Kind, std::size_t begin);
    Part day_filter(Kind, Span value);
    Part stance_filter(Span value);
    Part counted(Part part, std::size_t begin);
    Span quoted();
    Span bare();

    std::string_view text_;
    year_month_day today_;
    std::size_t at_ = 0;
    int depth_ = 0;
    std::size_t terms_ = 0;
    std::vector<QueryProblem> problems_;
};

void Parser::add_sequence(std::vector<SearchQuery>& parts) {
    for (skip_space(); !at_end(); skip_space())
        if (auto part = alternatives()) parts.push_back(std::move(*part));
}

/// a OR b OR c
Parser::Part Parser::alternatives() {
    Part first = term();
    std::vector<SearchQuery> parts;
    for (;;) {
        const std::size_t before = at_;
        skip_space();
        const std::size_t begin = at_;
        if (!first || !take_or()) {
            at_ = before;
            break;
        }
        const std::size_t end = at_;
        skip_space();
        Part next;
        const std::size_t rest = at_;
        if (!at_end() && !take_or()) next = term();
        if (next) {
            parts.push_back(std::move(*next));
        } else {
            at_ = std::max(at_, rest);
            report(QueryProblem::Kind::nothing_after, begin, end);
        }
    }
    if (parts.empty()) return first;
    parts.insert(parts.begin(), std::move(*first));
    return join(Kind::any, std::move(parts));
}

/// OR, OU: in capitals and by itself.
bool Parser::take_or() {
    const std::string_view rest = text_.substr(at_);
    if (!rest.starts_with("OR") && !rest.starts_with("OU")) return false;
    if (rest.size() > 2) {
        const char32_t next = code_point_at(rest, 2).value;
        const bool apart = is_space(next) || opens_bracket(next) || closes_bracket(next) ||
                           opening(next) != Quotes::none;
        if (!apart) return false;
    }
    at_ += 2;
    return true;
}

Parser::Part Parser::term() {
    const CodePoint c = here();
    if (opens_bracket(c.value)) return bracket();
    if (opening(c.value) != Quotes::none) return phrase();
    if (c.value == U'-' || c.value == U'−') {
        const std::size_t dash = at_;
        at_ += c.size;
        return excluded(dash);
    }
    return word_or_filter();
}

/// A dash with space behind it is punctuation, as in a headline; at the very end something is
/// missing.
Parser::Part Parser::excluded(std::size_t dash) {
    const std::size_t behind = at_;
    if (at_ < text_.size() && is_space(here().value)) {
        skip_space();
        if (!at_end()) return std::nullopt;
    }
    if (at_end()) {
        report(QueryProblem::Kind::nothing_after, dash, behind);
        return std::nullopt;
    }
    if (depth_ == deepest) {
        report(QueryProblem::Kind::too_deep, dash, behind);
        return std::nullopt;
    }
    ++depth_;
    Part part = term();
    --depth_;
    if (!part) return std::nullopt;
    if (part->kind == Kind::none) return SearchQuery(std::move(part->parts.front()));
    if (part->kind == Kind::all && part->parts.empty()) return std::nullopt;
    SearchQuery none;
    none.kind = Kind::none;
    none.parts.push_back(std::move(*part));
    return none;
}

Parser::Part Parser::bracket() {
    const std::size_t open = at_;
    at_ += here().size;
    if (depth_ == deepest) {
        report(QueryProblem::Kind::too_deep, open, at_);
        return std::nullopt;  // its words join those outside; its end is found stray
    }
    ++depth_;
    const std::size_t inside = at_;
    std::vector<SearchQuery> parts;
    add_sequence(parts);
    --depth_;
    const bool blank = trim(text_.substr(inside, at_ - inside)).empty();
    if (at_ >= text_.size()) {
        report(QueryProblem::Kind::open_bracket, open, inside);
    } else {
        at_ += here().size;
        if (blank) report(QueryProblem::Kind::empty_brackets, open, at_);
    }
    if (parts.empty()) return std::nullopt;
    return join(Kind::all, std::move(parts));
}

/// What stands between quotation marks, from the opening one on.
Span Parser::quoted() {
    const std::size_t open = at_;
    const Quotes quotes = opening(here().value);
    at_ += here().size;
    const std::size_t begin = at_;
    while (at_ < text_.size() && !closes(quotes, here().value)) at_ += here().size;
    const Span inside{static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(at_)};
    if (at_ < text_.size())
        at_ += here().size;
    else
        report(QueryProblem::Kind::open_quote, open, begin);
    return inside;
}

/// Up to space, a bracket or a quotation mark.
Span Parser::bare() {
    const std::size_t begin = at_;
    while (!at_end() && !is_space(here().value) && !opens_bracket(here().value) &&
           opening(here().value) == Quotes::none && here().value != U'」' && here().value != U'』')
        at_ += here().size;
    if (at_ == begin && at_ < text_.size()) at_ += here().size;  // a stray 」
    return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(at_)};
}

Parser::Part Parser::phrase() {
    const std::size_t begin = at_;
    const std::string_view inside = trim(quoted().in(text_));
    if (!is_findable(inside)) return std::nullopt;
    return counted(leaf(Kind::phrase, inside), begin);
}

Parser::Part Parser::word_or_filter() {
    const std::size_t begin = at_;
    const std::string_view word = bare().in(text_);
    const std::size_t colon = std::min(word.find(':'), word.find("："));
    if (colon != std::string_view::npos) {
        const std::string_view name = word.substr(0, colon);
        const std::size_t size = word[colon] == ':' ? 1 : 3;
        const std::size_t value = begin + colon + size;
        if (const auto kind = filter_named(name)) {
            at_ = value;
            return counted(filter(*kind, begin), begin);
        }
        const bool has_value =
            is_findable(word.substr(colon + size)) && !word.substr(colon + 1).starts_with("//");
        if (is_name(name) && has_value)
            report(QueryProblem::Kind::unknown_filter, begin, begin + colon + size);
    }
    if (word == "AND" || word == "ET" || !is_findable(word)) return std::nullopt;
    return counted(leaf(Kind::word, word), begin);
}

/// From behind the colon on.
Parser::Part Parser::filter(Kind kind, std::size_t begin) {
    const std::size_t colon = at_;
    Span value{static_cast<std::uint32_t>(at_), static_cast<std::uint32_t>(at_)};
    if (!at_end() && !is_space(here().value) && !opens_bracket(here().value))
        value = opening(here().value) != Quotes::none ? quoted() : bare();
    const std::string_view text = trim(value.in(text_));
    if (text.empty()) {
        report(QueryProblem::Kind::nothing_after, begin, colon);
        return std::nullopt;
    }
    if (kind == Kind::to && days_in(text, today_)) kind = Kind::until;
    if (kind == Kind::since || kind == Kind::until || kind == Kind::on)
        return day_filter(kind, value);
    if (kind == Kind::stance) return stance_filter(value);
    if (kind != Kind::language) return leaf(kind, text);
    return leaf(kind, lower_ascii(text.substr(0, text.find_first_of("-_"))));
}

Parser::Part Parser::day_filter(Kind kind, Span value) {
    const auto range = days_in(trim(value.in(text_)), today_);
    if (!range) {
        report(QueryProblem::Kind::not_a_day, value.begin, value.end);
        return std::nullopt;
    }
    if (kind == Kind::since) return leaf(kind, range->first);
    if (kind == Kind::until) return leaf(kind, range->second);
    if (range->first == range->second) return leaf(kind, range->first);
    return join(Kind::all, {leaf(Kind::since, range->first), leaf(Kind::until, range->second)});
}

Parser::Part Parser::stance_filter(Span value) {
    const auto stance = stance_asked(trim(value.in(text_)));
    if (stance) return leaf(Kind::stance, name_of(*stance));
    report(QueryProblem::Kind::not_a_stance, value.begin, value.end);
    return std::nullopt;
}

/// One more term, unless there are too many.
Parser::Part Parser::counted(Part part, std::size_t begin) {
    if (!part || ++terms_ <= most_terms) return part;
    if (terms_ == most_terms + 1) report(QueryProblem::Kind::too_long, begin, text_.size());
    return std::nullopt;
}

}  // namespace

std::string_view words_of(QueryProblem::Kind kind) {
    switch (kind) {
        case QueryProblem::Kind::open_quote:
            return "this quotation mark is never closed; put another one behind the phrase";
        case QueryProblem::Kind::open_bracket:
            return "this bracket is never closed; put a ) behind its words";
        case QueryProblem::Kind::stray_bracket:
            return "this bracket closes nothing; take it out or put a ( before its words";
        case QueryProblem::Kind::empty_brackets:
            return "there is nothing in these brackets; put words between them";
        case QueryProblem::Kind::nothing_after:
            return "something is missing behind this; write it right after";
        case QueryProblem::Kind::unknown_filter:
            return "there is no such filter; use who: to: about: said: stance: "
                   "source: lang: credit: since: until: on:";
        case QueryProblem::Kind::not_a_day:
            return "this is no day; write 2024-04-03, 2024-04, 2024, 7d, today or yesterday";
        case QueryProblem::Kind::not_a_stance:
            return "this is no stance; write assert, deny, accuse, promise, demand, ask, praise, "
                   "refuse, threaten, ...";
        case QueryProblem::Kind::too_deep:
            return "too many brackets in one another; take some out";
        case QueryProblem::Kind::too_long:
            return "the query is too long from here on; shorten it";
    }
    return "";
}

ParsedQuery parse_query(std::string_view text, year_month_day today) {
    return Parser(text, today).parse();
}

}  // namespace chappe
