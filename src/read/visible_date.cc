// The line becomes tokens (numbers, words, marks); at each token the forms of a date are tried. The
// date is then spelled in ISO 8601 and read by parse_iso_date, which knows the calendar and zones.

#include "read/visible_date.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

#include "base/text.h"
#include "read/words.h"

namespace chappe {
namespace {

constexpr std::size_t longest_line = 300;

struct Month {
    std::string_view language;
    int number;
};

const WordMap<std::vector<Month>>& months() {
    static const WordMap<std::vector<Month>> table = [] {
        WordMap<std::vector<Month>> built;
        for (const auto& row : lexicon_rows("months"))
            for (const std::string_view name : split(row[2], '|'))
                built[fold_case(name)].push_back({row[0], std::stoi(std::string(row[1]))});
        return built;
    }();
    return table;
}

enum class Use { filler, weekday, published, modified, am, pm, year, month, day };
constexpr std::array<std::string_view, 9> uses = {
    "filler", "weekday", "published", "modified", "am", "pm", "year", "month", "day"};

/// One word has several uses: "mar" is a weekday and a month, "a" a filler.
const WordMap<unsigned>& date_words() {
    static const WordMap<unsigned> table = [] {
        WordMap<unsigned> built;
        for (const auto& row : lexicon_rows("date_words"))
            for (std::size_t use = 0; use < uses.size(); ++use)
                if (row[0] == uses[use])
                    for (const std::string_view word : split(row[1], '|'))
                        for (const std::string_view part : split(word, ' '))
                            built[fold_case(part)] |= 1U << use;
        return built;
    }();
    return table;
}

bool has_use(std::string_view word, Use use) {
    const auto found = date_words().find(word);
    return found != date_words().end() && (found->second >> static_cast<unsigned>(use) & 1U) != 0;
}

struct Token {
    enum Kind { number, word, mark } kind = mark;
    Span span;
    int value = 0;           // of a number
    std::size_t digits = 0;  // of a number
    std::string folded;      // of a word or mark
};

Token take_token(std::string_view line, std::size_t at) {
    Token token;
    token.span.begin = static_cast<std::uint32_t>(at);
    CodePoint c = code_point_at(line, at);
    const bool number = digit_value(c.value) >= 0;
    const bool word = !number && is_word_character(c.value);
    token.kind = number ? Token::number : word ? Token::word : Token::mark;
    do {
        if (number) {
            if (token.digits < 8) token.value = token.value * 10 + digit_value(c.value);
            ++token.digits;
        }
        at += c.size;
        if (token.kind == Token::mark || at >= line.size()) break;
        c = code_point_at(line, at);
    } while (number ? digit_value(c.value) >= 0
                    : is_word_character(c.value) && digit_value(c.value) < 0);
    token.span.end = static_cast<std::uint32_t>(at);
    if (!number) token.folded = fold_case(token.span.in(line));
    return token;
}

std::vector<Token> tokens_of(std::string_view line, std::size_t from) {
    std::vector<Token> tokens;
    for (std::size_t at = from; at < line.size();) {
        if (is_space(code_point_at(line, at).value)) {
            at += code_point_at(line, at).size;
            continue;
        }
        tokens.push_back(take_token(line, at));
        at = tokens.back().span.end;
    }
    return tokens;
}

struct Day {
    int year = 0, month = 0, day = 0;
    std::size_t end = 0;     // token behind the date
    bool ambiguous = false;  // day and month could change places
};

constexpr int iranian = 100;  // lexicons/months.tsv numbers the Iranian months 101..112

/// The solar Hijri calendar of Iran by its 33-year cycle, which holds from 1178 to 1633.
std::chrono::year_month_day gregorian_of(const Day& date) {
    constexpr int epoch = 355'668 + 719'528;  // days from 1970 back to that of the formula
    const int year = date.year + 1595;
    const int months = date.month < 7 ? (date.month - 1) * 31 : (date.month - 7) * 30 + 6 * 31;
    const int days = 365 * year + year / 33 * 8 + (year % 33 + 3) / 4 + months + date.day - epoch;
    return std::chrono::year_month_day{std::chrono::sys_days{std::chrono::days{days}}};
}

/// Reads tokens from a place on; every take_ moves only when it succeeds.
class DateReader {
 public:
    DateReader(const std::vector<Token>& tokens, std::string_view language)
        : tokens_(tokens), language_(language) {}

    std::optional<Day> day_at(std::size_t at) {
        for (const auto form :
             {&DateReader::year_first, &DateReader::east_asian, &DateReader::day_month_name,
              &DateReader::month_name_day, &DateReader::numbers}) {
            at_ = at;
            auto day = (this->*form)();
            if (day && !settle_calendar(*day)) continue;
            if (!day || day->month < 1 || day->month > 12 || day->day < 1 || day->day > 31)
                continue;
            day->end = at_;
            return day;
        }
        return std::nullopt;
    }

    /// "T10:30:15", "à 10h30", "at 10.30 pm", "午後3時": as "T10:30", with a zone when one is said.
    std::string clock_at(std::size_t at) {
        at_ = at;
        const bool noon = take_use(Use::pm);
        if (!noon) take_use(Use::am);
        for (int skipped = 0; skipped < 4 && at_ < tokens_.size(); ++skipped) {
            if (tokens_[at_].kind == Token::number) break;
            if (tokens_[at_].kind == Token::word && tokens_[at_].folded != "t" &&
                !has_use(tokens_[at_].folded, Use::filler) &&
                !has_use(tokens_[at_].folded, Use::weekday))
                return {};
            ++at_;
        }
        const auto hour = take_number(1, 2);
        if (!hour || !(take_mark(":") || take_mark(".") || take_word("h") || take_word("時") ||
                       take_word("시")))
            return {};
        const auto minute = take_number(2, 2);
        if (!minute || *hour > 24 || *minute > 59) return {};
        if (!take_word("分")) take_word("분");
        int h = *hour;
        std::string seconds;
        if (at_ + 1 < tokens_.size() && tokens_[at_].folded == ":" &&
            tokens_[at_ + 1].digits == 2) {
            seconds = fmt::format(":{:02}", tokens_[at_ + 1].value);
            at_ += 2;
        }
        const bool after_noon = noon || take_use(Use::pm) || take_spelled("p");
        const bool morning = !after_noon && (take_use(Use::am) || take_spelled("a"));
        if (after_noon && h < 12) h += 12;
        if (morning && h == 12) h = 0;
        return fmt::format("T{:02}:{:02}{}", h, *minute, seconds) + zone();
    }

    std::size_t at() const { return at_; }

 private:
    /// Iranian years go with Iranian months, or with numbers on a Persian page; false when they do
    /// not.
    bool settle_calendar(Day& day) const {
        const bool old_year = day.year<1500, named = day.month> iranian;
        if (!old_year) return !named;
        if (!named && language_.substr(0, 2) != "fa") return false;
        if (named) day.month -= iranian;
        if (day.month < 1 || day.month > 12 || day.day < 1 || day.day > 31) return false;
        const auto date = gregorian_of(day);
        day.ambiguous = false;
        day.year = static_cast<int>(date.year());
        day.month = static_cast<int>(static_cast<unsigned>(date.month()));
        day.day = static_cast<int>(static_cast<unsigned>(date.day()));
        return true;
    }

    const Token* peek() const { return at_ < tokens_.size() ? &tokens_[at_] : nullptr; }
    bool take_mark(std::string_view mark) {
        const Token* token = peek();
        if (!token || token->kind != Token::mark || token->folded != mark) return false;
        ++at_;
        return true;
    }
    bool take_word(std::string_view word) {
        const Token* token = peek();
        if (!token || token->kind != Token::word || !token->folded.starts_with(word)) return false;
        ++at_;
        return true;
    }
    bool take_use(Use use) {
        const Token* token = peek();
        if (!token || token->kind != Token::word || !has_use(token->folded, use)) return false;
        ++at_;
        return true;
    }
    /// "p.m."
    bool take_spelled(std::string_view half) {
        if (at_ + 2 >= tokens_.size() || tokens_[at_].folded != half ||
            tokens_[at_ + 1].folded != "." || tokens_[at_ + 2].folded != "m")
            return false;
        at_ += 3;
        return true;
    }
    std::optional<int> take_number(std::size_t least, std::size_t most) {
        const Token* token = peek();
        if (!token || token->kind != Token::number || token->digits < least || token->digits > most)
            return std::nullopt;
        ++at_;
        return token->value;
    }
    std::optional<int> take_year() {
        const auto year = take_number(4, 4);
        if (!year) return std::nullopt;
        if (*year >= 2400 && *year < 2700) return *year - 543;  // Thai solar calendar
        if (*year >= 1300 && *year < 1500) return year;         // Iranian; see settle_calendar
        return *year >= 1900 && *year < 2200 ? year : std::nullopt;
    }
    /// "28.09.1912:44" is 28.09.19 and 12:44, which two elements set side by side.
    std::optional<int> take_joined_year() {
        const Token* token = peek();
        if (!token || token->kind != Token::number || token->digits != 4 ||
            at_ + 2 >= tokens_.size())
            return std::nullopt;
        const int year = token->value / 100, hour = token->value % 100;
        if (year >= 50 || hour > 23 || tokens_[at_ + 1].folded != ":" ||
            tokens_[at_ + 1].span.begin != token->span.end || tokens_[at_ + 2].digits != 2)
            return std::nullopt;
        at_ += 3;
        return 2000 + year;
    }
    std::optional<int> take_month_name() {
        const Token* token = peek();
        if (!token || token->kind != Token::word) return std::nullopt;
        auto found = months().find(token->folded);
        std::size_t size = 1;
        // "เม.ย." is written with stops inside.
        if (found == months().end() && at_ + 2 < tokens_.size() && tokens_[at_ + 1].folded == "." &&
            tokens_[at_ + 2].kind == Token::word) {
            found = months().find(token->folded + "." + tokens_[at_ + 2].folded);
            size = 3;
        }
        if (found == months().end()) return std::nullopt;
        at_ += size;
        for (const Month& month : found->second)
            if (month.language == language_.substr(0, 2)) return take(month);
        return take(found->second.front());
    }
    int take(const Month& month) {
        month_language_ = month.language;
        return month.number;
    }
    /// "24" is 2024; in Thai "67" is the year 2567, which is 2024.
    int century_of(int two) const {
        return month_language_ == "th" && two >= 40 ? two + 2500 - 543 : two + 2000;
    }
    void skip_fillers() {
        for (int i = 0; i < 5 && peek(); ++i)
            if (!take_mark(".") && !take_mark(",") && !take_mark("-") && !take_mark("/") &&
                !take_mark("'") &&
                !(peek()->kind == Token::word && !months().contains(peek()->folded) &&
                  take_use(Use::filler)))
                return;
    }
    /// "GMT", "+04:00", "+0400"
    std::string zone() {
        take_mark(".");
        take_mark("(");
        const Token* token = peek();
        if (!token) return {};
        if (token->kind == Token::word && token->folded.size() <= 4) return " " + token->folded;
        if (token->folded != "+" && token->folded != "-") return {};
        const std::string sign = token->folded;
        ++at_;
        if (const auto whole = take_number(4, 4)) return sign + fmt::format("{:04}", *whole);
        const auto hours = take_number(2, 2);
        if (!hours || !take_mark(":")) return {};
        const auto minutes = take_number(2, 2);
        return minutes ? sign + fmt::format("{:02}:{:02}", *hours, *minutes) : std::string{};
    }

    /// 2024-04-03, 2024/4/3, 2024. április 3.
    std::optional<Day> year_first() {
        const auto year = take_year();
        if (!year) return std::nullopt;
        skip_fillers();
        auto month = take_number(1, 2);
        if (!month) month = take_month_name();
        if (!month) return std::nullopt;
        skip_fillers();
        const auto day = take_number(1, 2);
        if (!day) return std::nullopt;
        return Day{*year, *month, *day};
    }
    /// 2024年4月3日, 2024년 4월 3일
    std::optional<Day> east_asian() {
        const auto year = take_year();
        if (!year || !take_use(Use::year)) return std::nullopt;
        const auto month = take_number(1, 2);
        if (!month || !take_use(Use::month)) return std::nullopt;
        const auto day = take_number(1, 2);
        if (!day) return std::nullopt;
        if (!take_use(Use::day) && !take_word("日")) return std::nullopt;
        return Day{*year, *month, *day};
    }
    /// 03 Avril 2024, 3. April 2024, 3 de abril de 2024, 1er avril 2024
    std::optional<Day> day_month_name() {
        const auto day = take_number(1, 2);
        if (!day) return std::nullopt;
        skip_fillers();
        // "3 tháng 4 năm 2024"
        const auto month = take_use(Use::month) ? take_number(1, 2) : take_month_name();
        if (!month) return std::nullopt;
        skip_fillers();
        auto year = take_year();
        if (!year && tokens_[at_ - 1].folded != ":") {
            if (const auto two = take_number(2, 2); two && !take_mark(":")) year = century_of(*two);
        }
        if (!year) return std::nullopt;
        return Day{*year, *month, *day};
    }
    /// April 3, 2024
    std::optional<Day> month_name_day() {
        const auto month = take_month_name();
        if (!month) return std::nullopt;
        skip_fillers();
        const auto day = take_number(1, 2);
        if (!day) return std::nullopt;
        skip_fillers();
        const auto year = take_year();
        if (!year) return std::nullopt;
        return Day{*year, *month, *day};
    }
    /// 03.04.2024; 04/03/2024 in American English
    std::optional<Day> numbers() {
        const auto first = take_number(1, 2);
        const Token* mark = peek();
        if (!first || !mark || mark->kind != Token::mark) return std::nullopt;
        if (mark->folded != "." && mark->folded != "/" && mark->folded != "-" &&
            mark->folded != "|")
            return std::nullopt;
        ++at_;
        const auto second = take_number(1, 2);
        if (!second || !take_mark(mark->folded)) return std::nullopt;
        auto year = take_joined_year();
        if (!year) year = take_year();
        if (!year && mark->folded != "-") {
            const auto two = take_number(2, 2);
            if (two && *two < 50) year = 2000 + *two;
        }
        if (!year) return std::nullopt;
        const bool american = mark->folded == "/" && (language_ == "en-US" ||
                                                      language_ == "en-us" || language_ == "en_US");
        const bool month_first = *second > 12 || (american && *first <= 12);
        Day day{*year, month_first ? *first : *second, month_first ? *second : *first};
        day.ambiguous = *first <= 12 && *second <= 12 && *first != *second;
        return day;
    }

    const std::vector<Token>& tokens_;
    std::string_view language_;
    std::string_view month_language_;  // of the month's name that was taken last
    std::size_t at_ = 0;
};

enum class Label { none, published, modified };

/// What a label before the date, or a word right behind it ("(updated)"), says.
Label label_of(const std::vector<Token>& tokens, std::size_t before, std::size_t behind) {
    bool modified = false;
    for (std::size_t back = 1; back <= std::min<std::size_t>(before, 6); ++back) {
        const std::size_t i = before - back;
        if (tokens[i].kind != Token::word) continue;
        if (has_use(tokens[i].folded, Use::published)) return Label::published;
        modified |=
            has_use(tokens[i].folded, Use::modified) && !has_use(tokens[i].folded, Use::filler);
    }
    if (modified) return Label::modified;
    for (std::size_t i = behind; i < tokens.size() && i < behind + 2; ++i)
        if (tokens[i].kind == Token::word && has_use(tokens[i].folded, Use::modified) &&
            !has_use(tokens[i].folded, Use::filler) && i + 1 >= tokens.size())
            return Label::modified;
    return Label::none;
}

std::size_t whole_characters(std::string_view line, std::size_t size) {
    return character_start(line, std::min(line.size(), size));
}

}  // namespace

bool may_hold_date(std::string_view text) {
    std::size_t run = 0;  // digits on end
    int value = 0;
    std::size_t short_runs = 0;  // numbers of one or two digits, parted by dots, dashes or slashes
    for (std::size_t at = 0; at <= text.size(); ++at) {
        const char c = at < text.size() ? text[at] : ' ';
        if (static_cast<unsigned char>(c) >= 0xD9 && static_cast<unsigned char>(c) <= 0xE0 &&
            c != static_cast<char>(0xDA))
            return true;  // scripts with digits of their own
        if (c >= '0' && c <= '9') {
            if (run++ < 4) value = value * 10 + (c - '0');
            continue;
        }
        if (run >= 4 && ((value >= 1300 && value < 2200) || (value >= 2400 && value < 2700) ||
                         run >= 5 || short_runs >= 2))
            return true;
        if (run > 0 && run <= 2) {
            if (++short_runs >= 3) return true;
            // "3. April 24", "24 Apr '24": two numbers are enough where a month may stand between.
            if (short_runs >= 2 && c != ':') return true;
        } else if (run > 0) {
            short_runs = 0;
        }
        run = 0;
        value = 0;
    }
    return false;
}

bool is_date_word(std::string_view folded) {
    return date_words().contains(folded) || months().contains(folded);
}

std::optional<FoundDate> find_date(std::string_view line, std::string_view language,
                                   std::size_t from) {
    line = line.substr(0, whole_characters(line, longest_line));
    if (from >= line.size() || !may_hold_date(line.substr(from))) return std::nullopt;
    const std::vector<Token> tokens = tokens_of(line, from);
    DateReader reader(tokens, language);
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        if (tokens[i].kind == Token::mark) continue;
        const auto day = reader.day_at(i);
        if (!day) continue;
        const std::string iso = fmt::format("{:04}-{:02}-{:02}", day->year, day->month, day->day);
        std::size_t end = day->end;
        std::optional<Date> date;
        if (const std::string clock = reader.clock_at(day->end); !clock.empty()) {
            date = parse_iso_date(iso + clock);
            end = reader.at();
            if (!date) date = parse_iso_date(iso + clock.substr(0, clock.find_first_of(" +-")));
        }
        if (!date) {
            date = parse_iso_date(iso);
            end = day->end;
        }
        if (!date) continue;
        const Span span{tokens[i].span.begin, tokens[end - 1].span.end};
        const Label label = label_of(tokens, i, end);
        FoundDate found{*date, span, label == Label::modified, label == Label::published, {}};
        if (day->ambiguous)
            found.other = std::chrono::year_month_day{
                std::chrono::year{day->year}, std::chrono::month{static_cast<unsigned>(day->day)},
                std::chrono::day{static_cast<unsigned>(day->month)}};
        return found;
    }
    return std::nullopt;
}

}  // namespace chappe
