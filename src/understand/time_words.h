#pragma once
// Time words: a text as the date grammar sees it, words and numbers with what
// lexicons/time_words.tsv says of them.
//
//     le        5        avril       il y a       deux
//     article   number   month 4     ago_lead     number 2

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/span.h"

namespace chappe {

enum class TimeKind : std::uint8_t {
    other,  // a word without a place in the grammar
    month,
    weekday,
    unit,
    day,
    tonight,
    part,
    season,
    last,
    next,
    this_,
    ago,
    ago_lead,
    within,
    during,
    edge,
    of,
    article,
    about,
    since,
    fiscal,
    ordinal_end,
    number,
    one,
    ordinal,
    future,
    century_roman,
};

/// What a phrase may be; a phrase may be several things ("passé": last; "en": of, during).
struct TimeSense {
    TimeKind kind = TimeKind::other;
    std::string value;
    int number = 0;  // of month, weekday, day, number, ordinal
};

/// A word, or a phrase of the lexicon.
struct TimeItem {
    Span span;
    const std::vector<TimeSense>* senses = nullptr;  // null: none
    int number = -1;                                 // of digits: "05" is 5; -1: no digits
    std::uint8_t digits = 0;                         // how many
    bool glued = false;   // nothing stands between it and the item before
    char before = 0;      // the last ASCII mark between it and the item before; ' ' for space
    bool breaks = false;  // a stop or a line's end stands before it

    const TimeSense* sense(TimeKind kind) const;
    bool is(TimeKind kind) const { return sense(kind) != nullptr; }
};

class TimeLexicon {
 public:
    /// That of a language ("fr"); an empty one when there is none. Kept.
    static const TimeLexicon& of(std::string_view language);
    bool empty() const { return senses_.empty(); }
    /// "last week", "April 5", 4/5/2024 and months with capitals; else "la semaine dernière".
    bool modifier_first() const { return modifier_first_; }

    /// Longest phrases first. Linear.
    std::vector<TimeItem> items(std::string_view text) const;

 private:
    void add(const std::vector<std::string_view>& row);

    bool modifier_first_ = false;
    std::unordered_map<std::string, std::vector<TimeSense>>
        senses_;  // by words joined with a space
    std::unordered_map<std::string, std::size_t>
        longest_;  // words of the longest phrase by first word
};

}  // namespace chappe
