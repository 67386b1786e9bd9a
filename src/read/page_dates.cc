// Every source that gives a date is a sign for its day: declarations by their name, time elements
// and lines of small print by where they stand, the address. A day's sum of weights decides; the
// shown day can outvote a declared one in UTC. Of the winning day the most exact date is taken,
// with the source's offset where any of the sources tells it.

#include "read/page_dates.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "read/relative_time.h"
#include "read/script_dates.h"
#include "read/sign_weights.h"
#include "read/small_print.h"
#include "read/visible_date.h"
#include "read/words.h"

namespace chappe {
namespace {

constexpr NodeId title_reach = 200;        // nodes before the title that may hold its date
constexpr std::size_t longest_line = 300;  // bytes of a block that may be small print
constexpr std::size_t most_candidates = 40;
constexpr std::size_t most_lines = 200;  // blocks with digits that are looked at
constexpr std::size_t after_reach = 15;  // blocks behind the body that may be its small print

/// Where a date was found that is shown, not declared.
enum Shown : std::size_t {
    shown_by_time_near = date_sources,  // a time element between title and text
    shown_by_time,                      // another
    shown_above,                        // before the title
    shown_near,                         // between title and text
    shown_first,                        // in the first lines of the text
    shown_behind,                       // right behind the text
    shown_else,
    shown_in_class,      // its element's class says that it is a date
    shown_labelled,      // "Published:"
    shown_alone,         // and nothing else in the line
    shown_changed,       // "Updated:"
    shown_changed_near,  // the same, between title and text
    shown_ago,           // "2 hours ago"
    in_url,
    shown_clock,        // with the time of day, near the title
    ld_in_utc,          // JSON-LD's instant has no offset but Z
    ld_midnight,        // it is midnight there, or a day
    ld_local,           // it has an offset of the source's own
    shown_next,         // the first date behind the title
    shown_in_side,      // in a part that is not the article: related pieces, menus, comments
    shown_in_link,      // its line is a link
    in_script,          // in a script, under a name that says "published"
    in_script_changed,  // "modified"
    script_alone,       // no script gives another day
    script_first,       // the first that a script gives
    sources
};

constexpr std::array<std::string_view, sources> source_names = {"json-ld published",
                                                                "json-ld changed",
                                                                "json-ld page",
                                                                "json-ld page changed",
                                                                "open graph",
                                                                "open graph changed",
                                                                "named published",
                                                                "named date",
                                                                "named changed",
                                                                "microdata",
                                                                "microdata changed",
                                                                "time near",
                                                                "time",
                                                                "shown above",
                                                                "shown near",
                                                                "shown first",
                                                                "shown behind",
                                                                "shown elsewhere",
                                                                "date class",
                                                                "labelled",
                                                                "alone",
                                                                "changed",
                                                                "changed near",
                                                                "ago",
                                                                "address",
                                                                "clock",
                                                                "json-ld in utc",
                                                                "json-ld midnight",
                                                                "json-ld local",
                                                                "next",
                                                                "in a side part",
                                                                "in a link",
                                                                "script",
                                                                "script changed",
                                                                "script alone",
                                                                "script first"};

// Signs: a source gives this day; a source gives a day beside it; then what the days are among
// themselves.
constexpr std::size_t beside = sources;
constexpr std::size_t earliest = 2 * sources, latest = earliest + 1, only = earliest + 2,
                      many_sources = earliest + 3, only_changes = earliest + 4,
                      none_declared = earliest + 5, repeated_else = earliest + 6,
                      future = earliest + 7, none = earliest + 8, sign_count = earliest + 9;

const std::vector<double>& weights() {
    static const std::vector<double> table =
        sign_weights("date_weights", sign_count, name_of_date_sign);
    return table;
}

struct Evidence {
    Date date;
    std::size_t source = 0;
    std::optional<std::chrono::year_month_day> other;  // with day and month changed
    std::chrono::sys_days day() const { return std::chrono::sys_days{date.local_day()}; }
};

bool is_change(std::size_t source) {
    return source == date_ld_modified || source == date_ld_page_modified ||
           source == date_og_modified || source == date_named_modified ||
           source == date_micro_modified || source == shown_changed ||
           source == shown_changed_near || source == in_script_changed;
}

/// Sources that say nothing by themselves, only together with a place.
bool is_trait(std::size_t source) {
    return source == shown_in_class || source == shown_labelled || source == shown_alone ||
           source == shown_clock || source == ld_in_utc || source == ld_midnight ||
           source == ld_local || source == shown_next || source == shown_in_side ||
           source == shown_in_link || source == script_alone || source == script_first;
}

std::optional<int> number_in(std::string_view text, std::size_t at, std::size_t most,
                             std::size_t& end) {
    int value = 0;
    end = at;
    while (end < text.size() && text[end] >= '0' && text[end] <= '9' && end - at <= most)
        value = value * 10 + (text[end++] - '0');
    if (end == at || end - at > most) return std::nullopt;
    return value;
}

std::optional<Date> date_of(int year, int month, int day) {
    const std::chrono::year_month_day date{std::chrono::year{year},
                                           std::chrono::month{static_cast<unsigned>(month)},
                                           std::chrono::day{static_cast<unsigned>(day)}};
    if (year < 1995 || year > 2100 || !date.ok()) return std::nullopt;
    return Date::day(date);
}

/// "/2024/04/03/", "/2024-04/03/", "-20240403", "2024-4-3": the last one in the path.
std::optional<Date> date_in_url(std::string_view url) {
    std::optional<Date> found;
    url = url.substr(0, std::min(url.find_first_of("?#"), std::size_t{1000}));
    for (std::size_t at = 0; at < url.size(); ++at) {
        const bool digit = url[at] >= '0' && url[at] <= '9';
        if (!digit || (at > 0 && url[at - 1] >= '0' && url[at - 1] <= '9')) continue;
        std::size_t end = 0;
        const auto first = number_in(url, at, 8, end);
        if (!first) continue;
        if (end - at == 8) {
            if (auto date = date_of(*first / 10000, *first / 100 % 100, *first % 100)) found = date;
            continue;
        }
        if (end - at != 4) continue;
        const auto parts = [&](char c) { return c == '/' || c == '-' || c == '_' || c == '.'; };
        if (end >= url.size() || !parts(url[end])) continue;
        const auto month = number_in(url, end + 1, 2, end);
        if (!month || end >= url.size() || !parts(url[end])) continue;
        const auto day = number_in(url, end + 1, 2, end);
        if (day)
            if (auto date = date_of(*first, *month, *day)) found = date;
    }
    return found;
}

bool has_digit(std::string_view text) {
    for (const char c : text)
        if ((c >= '0' && c <= '9') || static_cast<unsigned char>(c) == 0xD9 ||
            static_cast<unsigned char>(c) == 0xDB || static_cast<unsigned char>(c) == 0xE0)
            return true;
    return false;
}

class DateFinder {
 public:
    DateFinder(const HtmlDocument& document, const PageScan& scan, const PageMetadata& page,
               const PageParts& parts)
        : document_(document), scan_(scan), page_(page), parts_(parts) {}

    PageDates find() {
        for (const DeclaredDate& declared : page_.dates) add_declared(declared);
        first_ = parts_.blocks.empty() ? no_node : scan_.blocks[parts_.blocks.front()].first;
        last_ = parts_.blocks.empty() ? no_node : scan_.blocks[parts_.blocks.back()].last;
        read_times();
        read_lines();
        if (const auto date = date_in_url(page_.url.empty() ? parts_.url : page_.url))
            add(*date, in_url);
        read_scripts();
        settle_ambiguous();
        weigh();
        choose();
        return std::move(found_);
    }

 private:
    void add(const Date& date, std::size_t source,
             std::optional<std::chrono::year_month_day> other = {}) {
        const int year = static_cast<int>(date.local_day().year());
        if (year < 1990 || year > 2100 || evidence_.size() > 200) return;
        evidence_.push_back({date, source, other});
    }

    /// 03/04/2024 is read by the page's language, unless the other reading alone is a day that an
    /// unambiguous source gives.
    void settle_ambiguous() {
        const auto is_given = [&](std::chrono::year_month_day day) {
            return std::any_of(evidence_.begin(), evidence_.end(), [&](const Evidence& one) {
                return !one.other && one.date.local_day() == day;
            });
        };
        for (Evidence& one : evidence_) {
            if (!one.other || is_given(one.date.local_day()) || !is_given(*one.other)) continue;
            const auto shift =
                std::chrono::sys_days{*one.other} - std::chrono::sys_days{one.date.local_day()};
            one.date.when.begin += shift;
            one.date.when.end += shift;
        }
    }

    void add_declared(const DeclaredDate& declared) {
        add(declared.date, declared.source);
        if (declared.source != date_ld) return;
        const bool exact = declared.date.precision != Precision::day;
        const auto begin = declared.date.when.begin;
        const auto offset = declared.date.offset;
        if (exact && offset)
            add(declared.date, *offset == std::chrono::minutes{0} ? ld_in_utc : ld_local);
        if (!exact || begin == std::chrono::floor<std::chrono::days>(begin))
            add(declared.date, ld_midnight);
    }

    /// What scripts say, where nothing is declared as published.
    void read_scripts() {
        const bool declared =
            std::any_of(evidence_.begin(), evidence_.end(), [](const Evidence& one) {
                return one.source < date_sources && !is_change(one.source);
            });
        if (declared) return;
        const auto found = find_script_dates(document_.scripts);
        const ScriptDate* first = nullptr;
        bool agree = true;
        for (const ScriptDate& one : found) {
            if (one.kind == ScriptDateKind::changed) {
                add(one.date, in_script_changed);
                continue;
            }
            add(one.date, in_script);
            if (first == nullptr) first = &one;
            agree &= one.date.local_day() == first->date.local_day();
        }
        if (first == nullptr) return;
        add(first->date, script_first);
        if (agree) add(first->date, script_alone);
    }

    bool is_near(NodeId node) const {
        return parts_.title != 0 && node > parts_.title && node <= first_;
    }

    void read_times() {
        std::size_t looked_at = 0;
        for (const NodeId i : scan_.times) {
            if (++looked_at > 60) break;
            const std::string text = document_.text_of(i);
            const std::string_view value = document_.attribute(i, "datetime");
            auto date =
                parse_declared_date(value.empty() ? std::string_view(text) : value, page_.language);
            if (!date) date = parse_declared_date(text, page_.language);
            if (!date) continue;
            const bool near =
                parts_.title != 0 && i + 60 > parts_.title && (i < first_ || i < parts_.title + 60);
            const auto shown = find_date(text, page_.language);
            const std::string_view names = document_.attribute(i, "class");
            const bool changed = (shown && shown->modified) ||
                                 document_.attribute(i, "itemprop") == "dateModified" ||
                                 names.find("update") != names.npos ||
                                 names.find("modified") != names.npos;
            if (changed)
                add(*date, near ? shown_changed_near : shown_changed);
            else
                add(*date, near ? shown_by_time_near : shown_by_time);
        }
    }

    void read_lines() {
        std::size_t lines = 0, behind = 0;
        for (std::size_t i = 0; i < scan_.blocks.size() && lines < most_lines; ++i) {
            const PageBlock& block = scan_.blocks[i];
            if (last_ != no_node && block.first > last_) ++behind;
            const bool first = is_first(i);
            if (!first && block.text.size() > longest_line) continue;
            if (!has_digit(block.text)) {
                if (parts_.fetched && (is_near(block.first) || near_above(block))) read_ago(block);
                continue;
            }
            ++lines;
            read_line(block, first, behind);
        }
    }

    /// Part bits of the elements around a block, and of what is in it. Blocks come in order.
    void look_around(const PageBlock& block) {
        while (!around_.empty() && document_.nodes[around_.back()->node].end <= block.first)
            around_.pop_back();
        for (; mark_ != scan_.marks.end() && mark_->node <= block.last; ++mark_) {
            if (document_.nodes[mark_->node].end <= block.first) continue;
            while (!around_.empty() && document_.nodes[around_.back()->node].end <= mark_->node)
                around_.pop_back();
            around_.push_back(&*mark_);
        }
        own_ = wide_ = 0;
        for (const Mark* mark : around_) {
            (mark->node >= block.node ? own_ : wide_) |= mark->parts;
            const Tag tag = document_.nodes[mark->node].tag;
            if (tag == Tag::nav || tag == Tag::aside || tag == Tag::footer) wide_ |= part_side;
        }
    }

    /// Among the first three blocks of the body.
    bool is_first(std::size_t i) const {
        for (std::size_t k = 0; k < parts_.blocks.size() && k < 3; ++k)
            if (parts_.blocks[k] == i) return true;
        return false;
    }

    bool near_above(const PageBlock& block) const {
        return parts_.title != 0 && block.last < parts_.title &&
               block.last + title_reach >= parts_.title;
    }

    void read_ago(const PageBlock& block) {
        if (const auto date = find_ago(block.text, *parts_.fetched)) add(*date, shown_ago);
    }

    /// Where a line of the page stands.
    Shown place_of(const PageBlock& block, bool first, std::size_t behind) const {
        if (first) return shown_first;
        if (is_near(block.first)) return shown_near;
        if (near_above(block)) return shown_above;
        if (last_ != no_node && block.first > last_ && behind <= after_reach) return shown_behind;
        return shown_else;
    }

    void read_line(const PageBlock& block, bool first, std::size_t behind) {
        std::size_t from = 0;
        const std::string_view line =
            first ? block.text.substr(0, std::min<std::size_t>(block.text.size(), 120))
                  : block.text;
        const Shown where = place_of(block, first, behind);
        for (int dates = 0; dates < 3; ++dates) {
            const auto found = find_date(line, page_.language, from);
            if (!found) break;
            if (dates == 0) look_around(block);
            const bool near = where == shown_near;
            add(found->date, found->modified ? (near ? shown_changed_near : shown_changed) : where,
                found->other);
            if (!found->modified) add_traits(block, *found, where, line);
            from = found->span.end;
        }
        if (from == 0 && parts_.fetched && (is_near(block.first) || near_above(block)))
            read_ago(block);
    }

    void add_traits(const PageBlock& block, const FoundDate& found, Shown where,
                    std::string_view line) {
        constexpr std::uint32_t aside =
            part_related | part_menu | part_comment | part_side | part_advert | part_media;
        const auto trait = [&](Shown source, bool holds) {
            if (holds) add(found.date, source, found.other);
        };
        const bool linked = block.linked > 0.6F;
        trait(shown_in_side, ((wide_ | own_) & aside) != 0);
        trait(shown_in_link, linked);
        if (parts_.title != 0 && block.first > parts_.title && !linked && !passed_title_) {
            passed_title_ = true;
            trait(shown_next, true);
        }
        if (where == shown_else || linked) return;
        trait(shown_in_class, (own_ & part_date) != 0);
        trait(shown_labelled, found.labelled);
        trait(shown_alone, read_small_print(line, page_.language).unexplained <= 2);
        trait(shown_clock, found.date.precision != Precision::day && where != shown_first);
    }

    void weigh() {
        std::vector<std::chrono::sys_days> days;
        for (const Evidence& one : evidence_)
            if (!is_trait(one.source) &&
                std::find(days.begin(), days.end(), one.day()) == days.end() &&
                days.size() < most_candidates)
                days.push_back(one.day());
        std::sort(days.begin(), days.end());
        const bool declared =
            std::any_of(evidence_.begin(), evidence_.end(),
                        [](const Evidence& one) { return one.source < date_sources; });
        for (const auto day : days) {
            DateCandidate candidate;
            candidate.day = std::chrono::year_month_day{day};
            std::array<std::size_t, 2 * sources> counts{};
            std::size_t distinct = 0;
            bool changes = true;
            for (const Evidence& one : evidence_) {
                const auto far = (one.day() - day).count();
                if (far == 0) {
                    distinct += counts[one.source]++ == 0 && !is_trait(one.source);
                    if (!is_trait(one.source)) changes &= is_change(one.source);
                } else if (far == 1 || far == -1) {
                    ++counts[beside + one.source];
                }
            }
            for (std::size_t sign = 0; sign < counts.size(); ++sign)
                if (counts[sign] > 0) candidate.signs.push_back(static_cast<std::uint16_t>(sign));
            const auto sign = [&](std::size_t number, bool holds) {
                if (holds) candidate.signs.push_back(static_cast<std::uint16_t>(number));
            };
            sign(earliest, day == days.front());
            sign(latest, day == days.back() && days.size() > 1);
            sign(only, days.size() == 1);
            sign(many_sources, distinct >= 3);
            sign(only_changes, changes);
            sign(none_declared, !declared);
            sign(repeated_else, counts[shown_else] >= 3);
            sign(future,
                 parts_.fetched && day > std::chrono::sys_days{parts_.fetched->local_day()});
            candidate.best = best_of(day);
            found_.candidates.push_back(std::move(candidate));
        }
    }

    /// A declared instant whose day it is, else the exact date that is shown, else the day.
    Date best_of(std::chrono::sys_days day) const {
        const Evidence* best = nullptr;
        const auto rank = [](const Evidence& one) {
            const bool exact = one.date.precision != Precision::day;
            const bool zoned = one.date.offset.has_value();
            const bool local = zoned && *one.date.offset != std::chrono::minutes{0};
            return (is_change(one.source) ? 0 : 100) + (exact ? 10 : 0) + (zoned ? 20 : 0) +
                   (local ? 5 : 0);
        };
        for (const Evidence& one : evidence_)
            if (one.day() == day && !is_trait(one.source) &&
                (best == nullptr || rank(one) > rank(*best)))
                best = &one;
        return with_offset(best->date);
    }

    /// A shown clock time that is a declared instant at another offset: that is the source's.
    Date with_offset(const Date& date) const {
        if (date.offset || date.precision == Precision::day) return date;
        for (const Evidence& one : evidence_) {
            if (!one.date.offset || one.date.precision == Precision::day) continue;
            // Minutes are compared: pages round seconds away.
            const auto shown = std::chrono::floor<std::chrono::minutes>(date.when.begin);
            const auto declared = std::chrono::floor<std::chrono::minutes>(one.date.when.begin);
            const auto offset = shown - declared;
            const bool plausible = offset >= std::chrono::hours{-12} &&
                                   offset <= std::chrono::hours{14} && offset.count() % 30 == 0;
            if (!plausible) continue;
            const auto local =
                std::chrono::local_seconds{(one.date.when.begin + offset).time_since_epoch()};
            return Date::clock(local, std::chrono::duration_cast<std::chrono::minutes>(offset),
                               one.date.precision);
        }
        return date;
    }

    void choose() {
        double best = 0;
        const DateCandidate* chosen = nullptr;
        for (const DateCandidate& candidate : found_.candidates) {
            double sum = -weights()[none];
            for (const std::uint16_t sign : candidate.signs) sum += weights()[sign];
            if (chosen != nullptr ? sum > best : sum > 0) {
                best = sum;
                chosen = &candidate;
            }
        }
        if (chosen != nullptr) {
            found_.published = chosen->best;
            found_.only_change = std::find(chosen->signs.begin(), chosen->signs.end(),
                                           only_changes) != chosen->signs.end();
        }
        found_.modified = change();
    }

    /// The change that the better source declares.
    std::optional<Date> change() const {
        std::optional<Date> best;
        std::size_t rank = sources;
        for (const Evidence& one : evidence_)
            if (is_change(one.source) && one.source < rank) {
                rank = one.source;
                best = one.date;
            }
        return best ? with_offset(*best) : best;
    }

    const HtmlDocument& document_;
    const PageScan& scan_;
    const PageMetadata& page_;
    const PageParts& parts_;
    NodeId first_ = no_node, last_ = no_node;
    std::vector<const Mark*> around_;  // the marked elements that are open at the last line
    std::vector<Mark>::const_iterator mark_ = scan_.marks.begin();
    std::uint32_t own_ = 0, wide_ = 0;
    bool passed_title_ = false;
    std::vector<Evidence> evidence_;
    PageDates found_;
};

}  // namespace

PageDates find_page_dates(const HtmlDocument& document, const PageScan& scan,
                          const PageMetadata& page, const PageParts& parts) {
    return DateFinder(document, scan, page, parts).find();
}

std::size_t count_of_date_signs() {
    return sign_count;
}

std::string name_of_date_sign(std::size_t sign) {
    constexpr std::array<std::string_view, sign_count - earliest> others = {
        "earliest",           "latest",          "only",
        "three sources",      "only changes",    "none declared",
        "repeated elsewhere", "after the fetch", "no date"};
    if (sign < sources) return std::string(source_names[sign]);
    if (sign < 2 * sources) return std::string(source_names[sign - sources]) + ", a day beside";
    return std::string(others[sign - earliest]);
}

}  // namespace chappe
