// A grammar over the words of a text, tried longest rule first at each word; no rule looks further
// than a dozen words ahead. Values follow TIMEX3 (ISO-TimeML, "A Guide to the TIMEX3 tag").
#include "understand/dates.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <string>

#include "base/time.h"
#include "understand/date_text.h"

namespace chappe {
namespace {

using namespace std::chrono;

/// What a rule found: items [.., end).
struct Found {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::string value;
};

class Grammar : DateText {
 public:
    using DateText::DateText;

    std::vector<Timex> all() {
        std::vector<Timex> dates;
        for (std::size_t at = 0; at < items_.size();) {
            const std::optional<Found> found = any_at(at);
            if (!found || found->end <= at) {
                ++at;
                continue;
            }
            dates.push_back(
                {{items_[found->begin].span.begin, items_[found->end - 1].span.end}, found->value});
            at = found->end;
        }
        return dates;
    }

 private:
    using Rule = std::optional<Found> (Grammar::*)(std::size_t);

    std::optional<Found> any_at(std::size_t at) {
        static constexpr Rule rules[] = {
            &Grammar::numeric,   &Grammar::range_start, &Grammar::day_month,
            &Grammar::month_day, &Grammar::weekday_of,  &Grammar::ago,
            &Grammar::ahead,     &Grammar::span_of,     &Grammar::quarter,
            &Grammar::relative,  &Grammar::near_day,    &Grammar::part_of_day,
            &Grammar::month_of,  &Grammar::season_of,   &Grammar::decade,
            &Grammar::century,   &Grammar::duration,    &Grammar::edge_of_year,
            &Grammar::year_of};
        for (const Rule rule : rules) {
            if (auto found = (this->*rule)(at)) return found;
        }
        return std::nullopt;
    }

    // ---- rules -------------------------------------------------------------------------------

    /// 2024-04-05, 05/04/2024, 4/5/2024, 05.04.2024
    std::optional<Found> numeric(std::size_t at) {
        if (at + 2 >= items_.size() || number(at) < 0 || number(at + 1) < 0 || number(at + 2) < 0)
            return std::nullopt;
        const char mark = items_[at + 1].before;
        if ((mark != '-' && mark != '/' && mark != '.') || items_[at + 2].before != mark)
            return std::nullopt;
        if (items_[at + 1].span.begin != items_[at].span.end + 1 ||
            items_[at + 2].span.begin != items_[at + 1].span.end + 1)
            return std::nullopt;
        int y = number(at + 2), m = number(at + 1), d = number(at);
        if (items_[at].digits == 4) {
            std::swap(y, d);
        } else {
            if (items_[at + 2].digits == 2) y += y < 70 ? 2000 : 1900;
            if (items_[at + 2].digits != 2 && items_[at + 2].digits != 4) return std::nullopt;
            if ((modifier_first_ && mark == '/' && d <= 12) || m > 12) std::swap(d, m);
        }
        if (auto value = day_text(y, m, d)) return Found{at, at + 3, *value};
        return std::nullopt;
    }

    /// The "5" of "du 5 au 7 avril", "les 5 et 6 avril".
    std::optional<Found> range_start(std::size_t at) {
        if (!is_day_number(at)) return std::nullopt;
        std::size_t next = at + 1;
        if (!there(next)) return std::nullopt;
        const bool dash = items_[next].before == '-' || items_[next].before == ',';
        const std::string_view word = items_[next].span.in(nodes_.text());
        if (word == "au" || word == "et" || word == "and" || word == "to" || word == "ou" ||
            word == "or")
            ++next;
        else if (!dash)
            return std::nullopt;
        if (!is_day_number(next)) return std::nullopt;
        const std::optional<Found> whole = day_month(next);
        if (!whole || whole->value.size() < 10) return std::nullopt;
        const int y = std::atoi(whole->value.substr(0, 4).c_str());
        const int m = std::atoi(whole->value.substr(5, 2).c_str());
        const auto value = day_text(y, m, number(at));
        if (!value) return std::nullopt;
        return Found{at, at + 1, *value};
    }

    /// [mardi] [le] 5[er] [of] avril [2024]
    std::optional<Found> day_month(std::size_t at) {
        std::size_t here = at;
        if (is_first(here, TimeKind::weekday)) {
            ++here;
            if (is(here, TimeKind::article)) ++here;
            if (!joined_by_comma(here)) return std::nullopt;
        }
        if (!is_day_number(here)) return std::nullopt;
        const int d = number(here++);
        if (is(here, TimeKind::ordinal_end) && (items_[here].glued || items_[here].before == 0))
            ++here;
        if (modifier_first_ && is(here, TimeKind::of)) ++here;
        if (!is(here, TimeKind::month) || !joined(here)) return std::nullopt;
        const int m = sense(here, TimeKind::month)->number;
        return with_year(at, here, here + 1, m, d);
    }

    /// [Tuesday,] April 5[th][, 2024]
    std::optional<Found> month_day(std::size_t at) {
        if (!modifier_first_) return std::nullopt;
        std::size_t here = at;
        if (is_first(here, TimeKind::weekday)) {
            ++here;
            if (!joined_by_comma(here)) return std::nullopt;
        }
        if (!is_first(here, TimeKind::month)) return std::nullopt;
        const std::size_t month_at = here;
        const int m = sense(here++, TimeKind::month)->number;
        if (!there(here) || !is_day_number(here) || !joined_by_comma(here) ||
            items_[here].before == ',')
            return std::nullopt;
        const int d = number(here++);
        if (is(here, TimeKind::ordinal_end) && items_[here].glued) ++here;
        return with_year(at, month_at, here, m, d);
    }

    std::optional<Found> with_year(std::size_t begin, std::size_t at, std::size_t end, int m,
                                   int d) {
        if (there(end) && is_year(end) && joined_by_comma(end)) {
            if (auto value = day_text(number(end), m, d)) return Found{begin, end + 1, *value};
        }
        const std::size_t dernier = end;
        const bool back = is(dernier, TimeKind::last) && joined(dernier);
        const bool on = is(dernier, TimeKind::next) && joined(dernier) && !modifier_first_;
        auto value = nearest_day(m, d, at);
        if (!value) return std::nullopt;
        if (back && !modifier_first_) {
            if (*value >= to_string(day_))
                value = day_text(static_cast<int>(day_.year()) - 1, m, d);
            ++end;
        } else if (on) {
            if (*value <= to_string(day_))
                value = day_text(static_cast<int>(day_.year()) + 1, m, d);
            ++end;
        }
        if (!value) return std::nullopt;
        return Found{begin, end, *value};
    }

    /// [last|next|this] Tuesday [matin|morning|dernier|prochain]
    std::optional<Found> weekday_of(std::size_t at) {
        std::size_t here = at;
        int direction = 0;
        if (modifier_first_ || is_first(at, TimeKind::this_)) {
            if (is_first(here, TimeKind::last))
                direction = -1;
            else if (is_first(here, TimeKind::next))
                direction = 1;
            if (direction != 0 || is_first(here, TimeKind::this_)) ++here;
        }
        if (here > at ? !is(here, TimeKind::weekday) : !is_first(here, TimeKind::weekday))
            return std::nullopt;
        const std::string_view form = items_[here].span.in(nodes_.text());
        // "sun", "sat", "mon" are words and names; "Sun." is a day only in dates, which came
        // before.
        if (modifier_first_ && form.size() < 5) return std::nullopt;
        const std::size_t day_at = here;
        const int wanted = sense(here++, TimeKind::weekday)->number;
        if (!modifier_first_ && is(here, TimeKind::last) && joined(here)) {
            direction = -1;
            ++here;
        } else if (!modifier_first_ && is(here, TimeKind::next) && joined(here)) {
            direction = 1;
            ++here;
        }
        std::string value = day_text(weekday_near(wanted, day_at, direction));
        std::size_t part = here;
        if (is(part, TimeKind::article) && is(part + 1, TimeKind::part)) ++part;
        if (is(part, TimeKind::part) && joined(part)) {
            value += "T" + sense(part, TimeKind::part)->value;
            here = part + 1;
        }
        return Found{at, here, value};
    }

    /// il y a [environ] deux ans; two years ago
    std::optional<Found> ago(std::size_t at) {
        std::size_t here = at;
        const bool lead = is_first(here, TimeKind::ago_lead);
        if (lead) ++here;
        if (is(here, TimeKind::about) && (lead || here == at)) ++here;
        std::optional<std::string> count = amount(here);
        if (!count && is_first(here, TimeKind::one)) count = "1";
        if (!count || !is(here + 1, TimeKind::unit)) return std::nullopt;
        const char unit = sense(here + 1, TimeKind::unit)->value.front();
        std::size_t end = here + 2;
        if (!lead) {
            if (!is(end, TimeKind::ago) || !joined(end)) return std::nullopt;
            ++end;
        }
        return Found{at, end, back_text(*count, unit, -1)};
    }

    std::string back_text(const std::string& count, char unit, int sign) const {
        if (count == "X" || count == "0.5" || unit == 'H' || unit == 'N')
            return sign < 0 ? "PAST_REF" : "FUTURE_REF";
        const int number = std::atoi(count.c_str());
        if (number > 3000) return sign < 0 ? "PAST_REF" : "FUTURE_REF";
        if (unit == 'D') return day_text(today_ + days(sign * number));
        return unit_text(unit, sign * number).value_or("PAST_REF");
    }

    /// dans deux jours, d'ici trois mois; in two weeks
    std::optional<Found> ahead(std::size_t at) {
        if (!is_first(at, TimeKind::within)) return std::nullopt;
        std::size_t here = at + 1;
        if (is(here, TimeKind::about)) ++here;
        std::optional<std::string> count = amount(here);
        if (!count && is(here, TimeKind::one)) count = "1";
        if (!count || !there(here) || !is(here + 1, TimeKind::unit)) return std::nullopt;
        const char unit = sense(here + 1, TimeKind::unit)->value.front();
        // "in two years" of the past is a duration.
        if (modifier_first_ && tense_at(here + 1) == Tense::past)
            return Found{here, here + 2, duration_text(*count, unit)};
        return Found{at, here + 2, back_text(*count, unit, 1)};
    }

    /// the last two years, les trois derniers jours, ces deux prochaines semaines
    std::optional<Found> span_of(std::size_t at) {
        std::size_t here = at;
        if (is_first(here, TimeKind::article) || is_first(here, TimeKind::this_)) ++here;
        const bool told =
            (is_first(here, TimeKind::last) || is_first(here, TimeKind::next)) && !is_verb(here);
        std::size_t count_at = told ? here + 1 : here;
        const auto count = amount(count_at);
        if (!count) return std::nullopt;
        std::size_t next = count_at + 1;
        if (!told) {
            if (!is(next, TimeKind::last) && !is(next, TimeKind::next)) return std::nullopt;
            ++next;
        }
        if (!is(next, TimeKind::unit)) return std::nullopt;
        return Found{at, next + 1,
                     duration_text(*count, sense(next, TimeKind::unit)->value.front())};
    }

    /// the first quarter [of] [2024], au premier trimestre 2024
    std::optional<Found> quarter(std::size_t at) {
        if (!is_first(at, TimeKind::ordinal) || !is(at + 1, TimeKind::unit)) return std::nullopt;
        if (sense(at + 1, TimeKind::unit)->value != "Q") return std::nullopt;
        const int which = sense(at, TimeKind::ordinal)->number;
        std::size_t here = at + 2;
        while (is(here, TimeKind::of) || is(here, TimeKind::article) || is(here, TimeKind::fiscal))
            ++here;
        if (there(here) && is_year(here))
            return Found{at, here + 1, fmt::format("{:04}-Q{}", number(here), which)};
        return Found{at, at + 2, fmt::format("{:04}-Q{}", static_cast<int>(day_.year()), which)};
    }

    /// last week, next month, this year; la semaine dernière, ce mois-ci, l'an prochain
    std::optional<Found> relative(std::size_t at) {
        std::size_t here = at;
        int step = 0;
        bool told = false;
        if (is_first(here, TimeKind::article) && modifier_first_) return std::nullopt;
        if (is_first(here, TimeKind::last) && modifier_first_)
            step = -1, told = true;
        else if (is_first(here, TimeKind::next) && modifier_first_)
            step = 1, told = true;
        else if (is_first(here, TimeKind::this_))
            told = true;
        if (told) ++here;
        if (!told && modifier_first_) return std::nullopt;
        if (!told && is_first(here, TimeKind::article)) ++here;
        if (here > at ? !is(here, TimeKind::unit) : !is_first(here, TimeKind::unit))
            return std::nullopt;
        const TimeSense* unit = sense(here, TimeKind::unit);
        std::size_t end = here + 1;
        if (!told) {
            if (is(end, TimeKind::last) && joined(end))
                step = -1;
            else if (is(end, TimeKind::next) && joined(end))
                step = 1;
            else
                return std::nullopt;
            ++end;
        } else if (there(end) && items_[end].before == '-' &&
                   items_[end].span.in(nodes_.text()) == "ci") {
            ++end;
        }
        auto value = unit_text(unit->value.front(), step);
        if (!value) return std::nullopt;
        return Found{at, end, *value};
    }

    /// hier, tomorrow, hier soir, tonight
    std::optional<Found> near_day(std::size_t at) {
        if (is_first(at, TimeKind::tonight)) return Found{at, at + 1, day_text(today_) + "TNI"};
        if (!is_first(at, TimeKind::day)) return std::nullopt;
        std::string value = day_text(today_ + days(sense(at, TimeKind::day)->number));
        if (is(at + 1, TimeKind::part) && joined(at + 1))
            return Found{at, at + 2, value + "T" + sense(at + 1, TimeKind::part)->value};
        return Found{at, at + 1, value};
    }

    /// this morning, ce soir, cette nuit, last night, la nuit dernière
    std::optional<Found> part_of_day(std::size_t at) {
        const std::size_t here = at + 1;
        const bool last = modifier_first_
                              ? is_first(at, TimeKind::last)
                              : is_first(at, TimeKind::article) && is(here + 1, TimeKind::last);
        if ((!last && !is_first(at, TimeKind::this_)) || !is(here, TimeKind::part))
            return std::nullopt;
        const int back = last && !is_first(at, TimeKind::this_) ? 1 : 0;
        const std::string value = sense(here, TimeKind::part)->value;
        return Found{at, here + 1 + (back && !modifier_first_ ? 1 : 0),
                     day_text(today_ - days(back)) + "T" + value};
    }

    /// [early|last|next] April [of] [2024]; avril dernier
    std::optional<Found> month_of(std::size_t at) {
        std::size_t here = at;
        int direction = 0;
        if (is_first(here, TimeKind::edge)) {
            ++here;
            if (is(here, TimeKind::of)) ++here;
        } else if (modifier_first_ && is_first(here, TimeKind::last)) {
            direction = -1;
            ++here;
        } else if (modifier_first_ && is_first(here, TimeKind::next)) {
            direction = 1;
            ++here;
        } else if (is_first(here, TimeKind::this_)) {
            ++here;
        }
        if (here > at ? !is(here, TimeKind::month) : !is_first(here, TimeKind::month))
            return std::nullopt;
        const std::string_view form = items_[here].span.in(nodes_.text());
        if (modifier_first_ && (form.front() < 'A' || form.front() > 'Z')) return std::nullopt;
        const std::size_t month_at = here;
        const int m = sense(here++, TimeKind::month)->number;
        std::size_t year_at = here;
        if (is(year_at, TimeKind::of)) ++year_at;
        if (there(year_at) && is_year(year_at) && joined_by_comma(year_at))
            return Found{at, year_at + 1, fmt::format("{:04}-{:02}", number(year_at), m)};
        if (!modifier_first_ && is(here, TimeKind::last) && joined(here)) direction = -1, ++here;
        if (!modifier_first_ && is(here, TimeKind::next) && joined(here)) direction = 1, ++here;
        // "May" and "March" are verbs and names; "mars" is a planet: a time word must stand before.
        if (here == month_at + 1 && at == month_at && !led_by_time(at, form)) return std::nullopt;
        return Found{at, here, nearest_month(m, month_at, direction)};
    }

    bool led_by_time(std::size_t at, std::string_view form) const {
        if (form != "May" && form != "March" && form != "mars" && form != "Mars") return true;
        if (at == 0 || items_[at].breaks) return false;
        const TimeItem& before = items_[at - 1];
        return before.is(TimeKind::of) || before.is(TimeKind::since) ||
               before.is(TimeKind::within) || before.is(TimeKind::during);
    }

    /// [last|next|this] summer [of] [2023], l'été dernier
    std::optional<Found> season_of(std::size_t at) {
        std::size_t here = at;
        int step = 0;
        bool told = false;
        if (modifier_first_ && is_first(here, TimeKind::last))
            step = -1, told = true, ++here;
        else if (modifier_first_ && is_first(here, TimeKind::next))
            step = 1, told = true, ++here;
        else if (is_first(here, TimeKind::this_))
            told = true, ++here;
        // "l'été", but not the "au" of "au printemps", which is a preposition too.
        if (!told && !modifier_first_ && is_first(here, TimeKind::article) &&
            !is_first(here, TimeKind::since) && items_[here].span.in(nodes_.text()) != "au" &&
            items_[here].span.in(nodes_.text()) != "du" && is(here + 1, TimeKind::season))
            ++here;
        if (here > at ? !is(here, TimeKind::season) : !is_first(here, TimeKind::season))
            return std::nullopt;
        const std::string value = sense(here++, TimeKind::season)->value;
        std::size_t year_at = here;
        if (is(year_at, TimeKind::of)) ++year_at;
        if (there(year_at) && is_year(year_at))
            return Found{at, year_at + 1, fmt::format("{:04}-{}", number(year_at), value)};
        if (!modifier_first_ && is(here, TimeKind::last) && joined(here))
            step = -1, told = true, ++here;
        else if (!modifier_first_ && is(here, TimeKind::next) && joined(here))
            step = 1, told = true, ++here;
        if (!told) return std::nullopt;
        // The season of this year has not come when it lies ahead: "last summer" in April is last
        // year's.
        static constexpr std::string_view order[] = {"WI", "SP", "SU", "FA"};
        const int season = static_cast<int>(std::ranges::find(order, value) - std::begin(order));
        const int now = (static_cast<int>(static_cast<unsigned>(day_.month())) % 12) / 3;
        int y = static_cast<int>(day_.year());
        if (step < 0 && season >= now) --y;
        if (step > 0 && season <= now) ++y;
        return Found{at, here, fmt::format("{:04}-{}", y, value)};
    }

    /// the 1990s, les années 90
    std::optional<Found> decade(std::size_t at) {
        if (modifier_first_) {
            if (number(at) < 1000 || number(at) % 10 != 0 || items_[at].digits != 4)
                return std::nullopt;
            if (!there(at + 1) || items_[at + 1].span.in(nodes_.text()) != "s") return std::nullopt;
            if (!items_[at + 1].glued && items_[at + 1].before != '\'') return std::nullopt;
            return Found{at, at + 2, fmt::format("{:03}", number(at) / 10)};
        }
        if (!is_first(at, TimeKind::unit) || items_[at].span.in(nodes_.text()) != "années")
            return std::nullopt;
        if (!there(at + 1) || number(at + 1) < 0 || number(at + 1) % 10 != 0 || !joined(at + 1))
            return std::nullopt;
        int y = number(at + 1);
        if (items_[at + 1].digits == 2) y += 1900;
        if (y < 1000 || y > 2100) return std::nullopt;
        return Found{at, at + 2, fmt::format("{:03}", y / 10)};
    }

    /// the 20th century, le XXe siècle
    std::optional<Found> century(std::size_t at) {
        if (is_first(at, TimeKind::century_roman) && is(at + 1, TimeKind::unit) &&
            sense(at + 1, TimeKind::unit)->value == "C")
            return Found{at, at + 2,
                         fmt::format("{:02}", sense(at, TimeKind::century_roman)->number - 1)};
        int which = -1;
        std::size_t here = at;
        if (number(at) >= 1 && number(at) <= 30 && is(at + 1, TimeKind::ordinal_end)) {
            which = number(at);
            here = at + 2;
        } else if (const TimeSense* ordinal = sense(at, TimeKind::ordinal)) {
            which = ordinal->number;
            here = at + 1;
        }
        if (which < 1 || !is(here, TimeKind::unit) || sense(here, TimeKind::unit)->value != "C")
            return std::nullopt;
        return Found{at, here + 1, fmt::format("{:02}", which - 1)};
    }

    /// two days, trois semaines, une heure; "a year" only behind "for", "in"
    std::optional<Found> duration(std::size_t at) {
        std::optional<std::string> count = amount(at);
        if (!count && is_first(at, TimeKind::one) && at > 0 &&
            (items_[at - 1].is(TimeKind::during) || items_[at - 1].is(TimeKind::within)))
            count = "1";
        if (!count || !is(at + 1, TimeKind::unit) || !joined(at + 1)) return std::nullopt;
        // "15 heures" is a clock time more often than not.
        const char unit = sense(at + 1, TimeKind::unit)->value.front();
        if (!modifier_first_ && unit == 'H' && number(at) >= 0 && at > 0 &&
            items_[at - 1].span.in(nodes_.text()) == "à")
            return std::nullopt;
        return Found{at, at + 2, duration_text(*count, unit)};
    }

    /// late 2025, fin 2025
    std::optional<Found> edge_of_year(std::size_t at) {
        if (!is_first(at, TimeKind::edge)) return std::nullopt;
        std::size_t here = at + 1;
        if (is(here, TimeKind::of)) ++here;
        if (!there(here) || !is_year(here) || !joined(here)) return std::nullopt;
        return Found{at, here + 1, fmt::format("{:04}", number(here))};
    }

    std::optional<Found> year_of(std::size_t at) {
        if (!is_year(at)) return std::nullopt;
        const bool led =
            at > 0 && !items_[at].breaks &&
            (items_[at - 1].is(TimeKind::of) || items_[at - 1].is(TimeKind::since) ||
             items_[at - 1].is(TimeKind::within) || items_[at - 1].is(TimeKind::edge) ||
             items_[at - 1].is(TimeKind::fiscal) || items_[at - 1].is(TimeKind::unit) ||
             items_[at - 1].is(TimeKind::during));
        if (!led && (number(at) < 1900 || number(at) > 2100)) return std::nullopt;
        // "2000 people", "1900 soldats"
        const NodeRange nodes = nodes_.nodes_in(items_[at].span);
        if (!nodes.empty() && nodes_[nodes.begin].relation == hash_of("nummod") &&
            is_plural(nodes_[nodes.begin].head) && nodes_[nodes.begin].head > nodes.begin &&
            nodes_[nodes.begin].head <= nodes.begin + 2 && !led)
            return std::nullopt;
        return Found{at, at + 1, fmt::format("{:04}", number(at))};
    }

    bool is_plural(NodeIndex node) const {
        return nodes_[node].word &&
               nodes_[node].word->feats.find("Number=Plur") != std::string_view::npos;
    }

    /// "talks last two days": a verb, not a modifier.
    bool is_verb(std::size_t at) const {
        const NodeRange nodes = nodes_.nodes_in(items_[at].span);
        return !nodes.empty() && nodes_[nodes.begin].upos == ud::VERB;
    }
};

}  // namespace

std::vector<Timex> find_dates(const NodeText& nodes, std::string_view language,
                              year_month_day day) {
    if (TimeLexicon::of(language).empty() || !day.ok()) return {};
    return Grammar(nodes, language, day).all();
}

}  // namespace chappe
