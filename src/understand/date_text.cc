#include "understand/date_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

namespace chappe {
namespace {

using namespace std::chrono;

constexpr int this_year_from = 1000,
              this_year_to = 2199;  // numbers of four digits that may be years

std::string week_of(sys_days day) {
    const unsigned weekday_number = weekday(day).iso_encoding();
    const sys_days thursday = day + days(4 - static_cast<int>(weekday_number));
    const year_month_day date(thursday);
    const auto first = sys_days(date.year() / January / 1);
    return fmt::format("{:04}-W{:02}", static_cast<int>(date.year()),
                       (thursday - first).count() / 7 + 1);
}

}  // namespace

std::string month_text(year_month month) {
    return fmt::format("{:04}-{:02}", static_cast<int>(month.year()),
                       static_cast<unsigned>(month.month()));
}

bool DateText::is_year(std::size_t at) const {
    if (at >= items_.size() || items_[at].digits != 4) return false;
    const int year = number(at);
    if (year < this_year_from || year > this_year_to) return false;
    // "2,024", "1999.5", "$2000", "2000 euros"
    if (at + 1 < items_.size() && items_[at + 1].number >= 0 && !items_[at + 1].glued &&
        (items_[at + 1].before == ',' || items_[at + 1].before == '.') &&
        items_[at + 1].span.begin == items_[at].span.end + 1)
        return false;
    if (items_[at].before == '$' || (at > 0 && items_[at].glued)) return false;
    const std::string_view rest = nodes_.text().substr(items_[at].span.end);
    return !rest.starts_with('%') && !rest.starts_with(" %");
}

std::optional<std::string> DateText::amount(std::size_t at) const {
    if (at >= items_.size()) return std::nullopt;
    if (items_[at].number >= 0 && items_[at].digits <= 4) return std::to_string(number(at));
    if (const TimeSense* found = sense(at, TimeKind::number)) return found->value;
    return std::nullopt;
}

std::optional<std::string> DateText::day_text(int y, int m, int d) {
    const year_month_day date{year(y), month(static_cast<unsigned>(m)),
                              std::chrono::day(static_cast<unsigned>(d))};
    if (!date.ok()) return std::nullopt;
    return to_string(date);
}

std::optional<std::string> DateText::nearest_day(int m, int d, std::size_t at) const {
    std::optional<sys_days> best;
    long least = 0;
    const Tense tense = tense_at(at);
    for (const int step : {0, -1, 1}) {
        const year_month_day date{day_.year() + years(step), month(static_cast<unsigned>(m)),
                                  std::chrono::day(static_cast<unsigned>(d))};
        if (!date.ok()) continue;
        const long away = (sys_days(date) - today_).count();
        long cost = std::abs(away);
        constexpr long near = 120;  // days; below, plans and reports are both about this one
        if (cost > near &&
            ((tense == Tense::past && away > 0) || (tense == Tense::future && away < 0)))
            cost += 400;
        if (best && cost >= least) continue;
        best = sys_days(date);
        least = cost;
    }
    if (!best) return std::nullopt;
    return day_text(*best);
}

std::string DateText::nearest_month(int m, std::size_t at, int direction) const {
    const year_month now{day_.year(), day_.month()};
    const int own = static_cast<int>(static_cast<unsigned>(day_.month()));
    int step = 0;
    const int away = m - own;  // months in this year
    const Tense tense = tense_at(at);
    if (direction < 0)
        step = away >= 0 ? -1 : 0;
    else if (direction > 0)
        step = away <= 0 ? 1 : 0;
    else if (away > 6 || (away > 2 && tense == Tense::past))
        step = -1;
    else if (away < -6 || (away < -2 && tense == Tense::future))
        step = 1;
    return month_text(year_month{now.year() + years(step), month(static_cast<unsigned>(m))});
}

sys_days DateText::weekday_near(int wanted, std::size_t at, int direction) const {
    const int own = static_cast<int>(weekday(today_).iso_encoding());
    const int back = (own - wanted + 7) % 7, ahead = (wanted - own + 7) % 7;
    if (direction < 0) return today_ - days(back == 0 ? 7 : back);
    if (direction > 0) return today_ + days(ahead == 0 ? 7 : ahead);
    return tense_at(at) == Tense::future ? today_ + days(ahead) : today_ - days(back);
}

std::optional<std::string> DateText::unit_text(char unit, int step) const {
    const year_month now{day_.year(), day_.month()};
    switch (unit) {
        case 'D':
            return day_text(today_ + days(step));
        case 'W':
            return week_of(today_ + days(7 * step));
        case 'K':
            return week_of(today_ + days(7 * step)) + "-WE";
        case 'M':
            return month_text(now + months(step));
        case 'Y':
            return fmt::format("{:04}", static_cast<int>(day_.year()) + step);
        case 'Q': {
            const int quarters = static_cast<int>(day_.year()) * 4 +
                                 (static_cast<int>(static_cast<unsigned>(day_.month())) - 1) / 3 +
                                 step;
            return fmt::format("{:04}-Q{}", quarters / 4, quarters % 4 + 1);
        }
        case 'E':
            return fmt::format("{:03}", static_cast<int>(day_.year()) / 10 + step);
        case 'C':
            return fmt::format("{:02}", static_cast<int>(day_.year()) / 100 + step);
        default:
            return std::nullopt;
    }
}

std::string DateText::duration_text(const std::string& amount, char unit) {
    if (unit == 'H') return "PT" + amount + "H";
    if (unit == 'N') return "PT" + amount + "M";
    if (unit == 'E')
        return "P" + (amount == "X" ? "X" : std::to_string(std::atoi(amount.c_str()) * 10)) + "Y";
    if (unit == 'C')
        return "P" + (amount == "X" ? "X" : std::to_string(std::atoi(amount.c_str()) * 100)) + "Y";
    if (unit == 'Q') return "P" + amount + "Q";
    if (unit == 'K') return "P" + amount + "WE";
    return "P" + amount + unit;
}

DateText::Tense DateText::tense_at(std::size_t at) const {
    const NodeRange range = nodes_.nodes_in(items_[at].span);
    if (range.empty()) return Tense::unknown;
    const Tense told = future_word_near(at) ? Tense::future : Tense::unknown;
    if (told != Tense::unknown) return told;
    NodeIndex node = range.begin;
    for (int steps = 0; steps < 12; ++steps) {
        if (nodes_[node].upos == ud::VERB || nodes_[node].upos == ud::AUX) {
            const Tense tense = tense_of(node);
            if (tense != Tense::unknown) return tense;
        }
        if (nodes_[node].head == node) break;
        node = nodes_[node].head;
    }
    return Tense::unknown;
}

DateText::Tense DateText::tense_of(NodeIndex verb) const {
    const auto has = [](const TextNode& node, std::string_view what) {
        return node.word && node.word->feats.find(what) != std::string_view::npos;
    };
    Tense tense = Tense::unknown;
    const auto look = [&](const TextNode& node) {
        if (has(node, "Tense=Fut") || has(node, "Mood=Cnd") || node.lower == hash_of("will") ||
            node.lower == hash_of("'ll") || node.lower == hash_of("shall"))
            tense = Tense::future;
        else if (tense == Tense::unknown && (has(node, "Tense=Past") || has(node, "Tense=Imp")))
            tense = Tense::past;
    };
    for (const NodeIndex child : nodes_.children(verb)) {
        if (nodes_[child].relation == ud::aux || nodes_[child].relation == ud::cop)
            look(nodes_[child]);
    }
    look(nodes_[verb]);
    return tense;
}

bool DateText::future_word_near(std::size_t at) const {
    for (std::size_t back = 1; back <= 5 && back <= at; ++back) {
        if (items_[at - back].is(TimeKind::future)) return true;
        if (items_[at - back + 1].breaks) return false;
    }
    return false;
}

}  // namespace chappe
