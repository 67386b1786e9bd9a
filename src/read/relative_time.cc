#include "read/relative_time.h"

#include <array>
#include <vector>

#include "base/text.h"
#include "read/words.h"

namespace chappe {
namespace {

constexpr std::size_t longest_line = 240;  // bytes

enum Use : unsigned {
    before = 1U << 0,  // "il y a", "vor": the number follows
    behind = 1U << 1,  // "ago": the unit comes before
    minute = 1U << 2,
    hour = 1U << 3,
    day = 1U << 4,
    week = 1U << 5,
    today = 1U << 6,
    yesterday = 1U << 7,
    one = 1U << 8,  // "an hour ago", "une heure"
};
constexpr std::array<std::string_view, 9> use_names = {
    "before", "behind", "minute", "hour", "day", "week", "today", "yesterday", "one"};

const WordMap<unsigned>& table() {
    static const WordMap<unsigned> words = [] {
        WordMap<unsigned> built;
        for (const auto& row : lexicon_rows("relative_times"))
            for (std::size_t i = 0; i < use_names.size(); ++i)
                if (row[1] == use_names[i])
                    for (const std::string_view word : split(row[2], '|'))
                        built[fold_case(word)] |= 1U << i;
        return built;
    }();
    return words;
}

struct Word {
    unsigned uses = 0;
    int number = -1;
};

/// Words and numbers; "2h" and "3시간" are a number and a word; "5分钟前" a number and two words.
std::vector<Word> words_of(std::string_view line) {
    std::vector<Word> words;
    for (std::size_t at = 0; at < line.size() && words.size() < 40;) {
        const CodePoint c = code_point_at(line, at);
        if (!is_word_character(c.value)) {
            at += c.size;
            continue;
        }
        std::size_t end = at;
        const bool digits = digit_value(c.value) >= 0;
        int value = 0;
        while (end < line.size()) {
            const CodePoint next = code_point_at(line, end);
            const int digit = digit_value(next.value);
            if (!is_word_character(next.value) || (digit >= 0) != digits) break;
            if (digits && value < 10000) value = value * 10 + digit;
            end += next.size;
        }
        const std::string folded = fold_case(line.substr(at, end - at));
        at = end;
        if (digits) {
            words.push_back({0, value});
            continue;
        }
        const auto found = table().find(folded);
        if (found != table().end()) {
            words.push_back({found->second, -1});
            continue;
        }
        // Scripts without spaces: the longest known beginning, then the rest.
        std::size_t begin = 0;
        while (begin < folded.size() && words.size() < 40) {
            std::size_t size = folded.size() - begin;
            unsigned uses = 0;
            for (; size > 0 && uses == 0; --size)
                if (const auto part = table().find(std::string_view(folded).substr(begin, size));
                    part != table().end() && is_wide_script(code_point_at(folded, begin).value))
                    uses = part->second;
            words.push_back({uses, -1});
            if (uses == 0) break;
            begin += size + 1;
        }
    }
    return words;
}

std::optional<std::chrono::minutes> length_of(unsigned uses, int number) {
    if (number < 0 || number > 1000) return std::nullopt;
    if ((uses & minute) != 0) return std::chrono::minutes{number};
    if ((uses & hour) != 0) return std::chrono::hours{number};
    if ((uses & day) != 0) return std::chrono::days{number};
    if ((uses & week) != 0) return std::chrono::weeks{number};
    return std::nullopt;
}

Date date_before(const Date& fetched, std::chrono::minutes ago, bool exact) {
    const auto offset = fetched.offset.value_or(std::chrono::minutes{0});
    const std::chrono::local_seconds local{(fetched.when.begin + offset - ago).time_since_epoch()};
    if (exact) return Date::clock(local, offset, Precision::minute);
    return Date::day(std::chrono::year_month_day{std::chrono::floor<std::chrono::days>(local)});
}

}  // namespace

std::optional<Date> find_ago(std::string_view line, const Date& fetched) {
    if (line.size() > longest_line) return std::nullopt;
    const std::vector<Word> words = words_of(line);
    for (std::size_t i = 0; i < words.size(); ++i) {
        if ((words[i].uses & today) != 0)
            return date_before(fetched, std::chrono::minutes{0}, false);
        if ((words[i].uses & yesterday) != 0)
            return date_before(fetched, std::chrono::days{1}, false);
        const int number = (words[i].uses & one) != 0 ? 1 : words[i].number;
        if (number < 0 || i + 1 >= words.size()) continue;
        const auto length = length_of(words[i + 1].uses, number);
        if (!length) continue;
        bool said = false;
        for (std::size_t back = 1; back <= 3 && back <= i; ++back)
            said |= (words[i - back].uses & before) != 0;
        for (std::size_t on = i + 2; on < words.size() && on < i + 4; ++on)
            said |= (words[on].uses & behind) != 0;
        if (said) return date_before(fetched, *length, (words[i + 1].uses & (minute | hour)) != 0);
    }
    return std::nullopt;
}

}  // namespace chappe
