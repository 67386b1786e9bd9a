#pragma once
// Date text: a text's time words, and the day on which it is read: what stands where, which value a
// day, a month or a unit has from there. The grammar of dates.cc is made of it, and nothing else.
//
// Values follow TIMEX3: "2024-04-05", "2024-W14", "P2D".

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "understand/node_text.h"
#include "understand/time_words.h"

namespace chappe {

class DateText {
 public:
    /// `day`: ok(). `nodes` must outlive it.
    DateText(const NodeText& nodes, std::string_view language, std::chrono::year_month_day day)
        : nodes_(nodes),
          modifier_first_(TimeLexicon::of(language).modifier_first()),
          items_(TimeLexicon::of(language).items(nodes.text())),
          day_(day),
          today_(std::chrono::sys_days(day)) {}

 protected:
    enum class Tense { unknown, past, future };

    // ---- what stands where

    bool there(std::size_t at) const { return at < items_.size() && !items_[at].breaks; }
    const TimeSense* sense(std::size_t at, TimeKind kind) const {
        return at < items_.size() ? items_[at].sense(kind) : nullptr;
    }
    bool is(std::size_t at, TimeKind kind) const { return there(at) && items_[at].is(kind); }
    bool is_first(std::size_t at, TimeKind kind) const {
        return at < items_.size() && items_[at].is(kind);
    }
    bool joined(std::size_t at) const {  // to the item before by a space, nothing, or an apostrophe
        return there(at) && (items_[at].before == ' ' || items_[at].before == 0 ||
                             items_[at].before == '\'' || items_[at].before == '-');
    }
    bool joined_by_comma(std::size_t at) const {
        return joined(at) || (there(at) && (items_[at].before == ',' || items_[at].before == '.'));
    }
    int number(std::size_t at) const { return at < items_.size() ? items_[at].number : -1; }
    bool is_day_number(std::size_t at) const {
        return at < items_.size() && number(at) >= 1 && number(at) <= 31 && items_[at].digits <= 2;
    }
    bool is_year(std::size_t at) const;
    /// Numbers of digits and of words; nothing when it is none.
    std::optional<std::string> amount(std::size_t at) const;

    // ---- values

    static std::optional<std::string> day_text(int y, int m, int d);
    std::string day_text(std::chrono::sys_days day) const {
        return to_string(std::chrono::year_month_day(day));
    }
    /// A day and month without a year: the nearest; when several are far, the one of the tense.
    std::optional<std::string> nearest_day(int m, int d, std::size_t at) const;
    std::string nearest_month(int m, std::size_t at, int direction) const;
    std::chrono::sys_days weekday_near(int wanted, std::size_t at, int direction) const;
    /// "last week" is one unit back from the dispatch's.
    std::optional<std::string> unit_text(char unit, int step) const;
    static std::string duration_text(const std::string& amount, char unit);

    // ---- tense

    /// Of the verb that the expression hangs on.
    Tense tense_at(std::size_t at) const;
    Tense tense_of(NodeIndex verb) const;
    /// "prévue le", "scheduled for": up to five words before.
    bool future_word_near(std::size_t at) const;

    const NodeText& nodes_;
    bool modifier_first_;
    std::vector<TimeItem> items_;
    std::chrono::year_month_day day_;
    std::chrono::sys_days today_;
};

/// "2024-04"
std::string month_text(std::chrono::year_month);

}  // namespace chappe
