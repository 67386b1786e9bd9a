#include "read/feed_facts.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/url.h"
#include "read/page_blocks.h"
#include "read/small_print.h"
#include "read/words.h"
#include "read/xml_document.h"

namespace chappe {
namespace {

using std::chrono::seconds;

constexpr std::int64_t longest_wait = 7 * 24 * 3600;  // seconds
// Words. Of the front pages' teasers few have more than 80, of articles few have less than 120; a
// brief that is given as content is whole.
constexpr std::size_t shortest_full_text = 100;
constexpr std::size_t shortest_content = 12;
constexpr std::size_t longest_tail = 8;  // words besides title and site: "appeared first on"

std::optional<std::int64_t> number_in(std::string_view text) {
    text = trim(text);
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end == text.data() || value < 0) return std::nullopt;
    return value;
}

seconds bounded(std::int64_t wait) {
    return seconds(std::min(wait, longest_wait));
}

/// RSS 2.0, "ttl": minutes.
seconds wait_of_ttl(std::string_view text) {
    const auto minutes = number_in(text);
    return minutes ? bounded(std::min(*minutes, longest_wait) * 60) : seconds(0);
}

/// RSS 1.0 syndication module: so many updates in a period; one a day when it says nothing else.
seconds wait_of_period(std::string_view period, std::string_view frequency) {
    struct Period {
        std::string_view name;
        std::int64_t seconds;
    };
    constexpr std::array<Period, 5> periods = {{{"hourly", 3600},
                                                {"daily", 86400},
                                                {"weekly", 7 * 86400},
                                                {"monthly", 30 * 86400},
                                                {"yearly", 365 * 86400}}};
    for (const Period& one : periods)
        if (equal_ignoring_ascii_case(trim(period), one.name))
            return bounded(one.seconds /
                           std::max<std::int64_t>(1, number_in(frequency).value_or(1)));
    return seconds(0);
}

/// RSS 2.0, "skipHours": 0 to 23, GMT. Some count from 1 to 24.
std::uint32_t hours_in(pugi::xml_node node) {
    std::uint32_t bits = 0;
    for (const pugi::xml_node hour : node.children())
        if (const auto number = number_in(text_in(hour)); number && *number <= 24)
            bits |= std::uint32_t{1} << (*number % 24);
    return bits;
}

std::uint8_t days_in(pugi::xml_node node) {
    constexpr std::array<std::string_view, 7> names = {"sunday",   "monday", "tuesday", "wednesday",
                                                       "thursday", "friday", "saturday"};
    unsigned bits = 0;
    for (const pugi::xml_node day : node.children()) {
        const std::string name = lower_ascii(trim(text_in(day)));
        const auto found = std::find(names.begin(), names.end(), name);
        if (found != names.end()) bits |= 1U << (found - names.begin());
    }
    return static_cast<std::uint8_t>(bits);
}

/// "Paris is a city in ...", "Read [...]", "More..."
bool is_cut(std::string_view text) {
    text = trim(text);
    while (text.ends_with(']') || text.ends_with(')')) text.remove_suffix(1);
    return text.ends_with("…") || text.ends_with("...") || text.ends_with("&#8230;");
}

}  // namespace

std::string base_in_feed(pugi::xml_node node, std::string_view outer, pugi::xml_node within) {
    std::vector<std::string_view> bases;
    for (; node && node != within; node = node.parent())
        if (const auto base = node.attribute("xml:base")) bases.emplace_back(base.value());
    auto url = Url::parse(outer);
    for (auto it = bases.rbegin(); it != bases.rend(); ++it)
        if (auto next = url ? url->resolve(*it) : Url::parse(*it)) url = next;
    return url ? url->str() : std::string{};
}

std::string resolve_in_feed(pugi::xml_node node, std::string_view reference, std::string_view outer,
                            pugi::xml_node within) {
    reference = trim(reference);
    if (reference.empty()) return {};
    const auto url = Url::parse(base_in_feed(node, outer, within));
    const auto resolved = url ? url->resolve(reference) : Url::parse(reference);
    return resolved ? resolved->str() : std::string{};
}

FeedFacts facts_of_feed(const FeedNames& names, pugi::xml_node root, pugi::xml_node channel,
                        const Arrival& arrival) {
    using enum FeedSpace;
    const auto elements = names.children(channel);
    FeedFacts facts;
    const std::string base = base_in_feed(channel, arrival.url);
    facts.title =
        Text::repair(plain_text_of(first_text(elements, {{feed, "title"}, {dc, "title"}})));
    for (const auto& [name, node] : elements) {
        if (!equal_ignoring_ascii_case(name.local, "link") ||
            (name.space != feed && name.space != atom))
            continue;
        const std::string_view href = node.attribute("href").value();
        const std::string text = text_in(node);
        const std::string address =
            resolve_in_feed(node, href.empty() ? text : href, base, channel);
        const std::string rel = lower_ascii(trim(node.attribute("rel").as_string("alternate")));
        std::string* const place = rel == "alternate" ? &facts.site_url
                                   : rel == "self"    ? &facts.url
                                   : rel == "hub"     ? &facts.hub
                                   : rel == "next"    ? &facts.next
                                                      : nullptr;
        if (place != nullptr && place->empty()) *place = address;
    }
    if (facts.url.empty())
        if (const auto url = Url::parse(arrival.url)) facts.url = url->str();
    facts.language = first_text(elements, {{feed, "language"}, {dc, "language"}});
    if (facts.language.empty()) facts.language = channel.attribute("xml:lang").value();
    if (facts.language.empty()) facts.language = root.attribute("xml:lang").value();
    facts.language = primary_language(facts.language);
    facts.wait = wait_of_ttl(first_text(elements, {{feed, "ttl"}}));
    if (facts.wait == seconds(0))
        facts.wait = wait_of_period(first_text(elements, {{syndication, "updatePeriod"}}),
                                    first_text(elements, {{syndication, "updateFrequency"}}));
    facts.skip_hours = hours_in(first_of(elements, {{feed, "skipHours"}}));
    facts.skip_days = days_in(first_of(elements, {{feed, "skipDays"}}));
    return facts;
}

void Fullness::add(const Dispatch& dispatch, Given given) {
    const std::size_t shortest = given == Given::as_content ? shortest_content : shortest_full_text;
    ++entries_;
    summaries_ += is_cut(dispatch.body) || count_words(dispatch.body) < shortest;
}

std::optional<bool> Fullness::summaries_only() const {
    if (entries_ == 0) return std::nullopt;
    return summaries_ * 2 > entries_;
}

void drop_feed_tail(Draft& draft) {
    auto& paragraphs = draft.paragraphs;
    while (paragraphs.size() > 1 && is_pointer_elsewhere(paragraphs.back().text) &&
           count_words(paragraphs.back().text) <= longest_tail)
        paragraphs.pop_back();
    const std::string_view title = draft.dispatch.title;
    const std::string_view site = draft.dispatch.site;
    if (paragraphs.size() < 2 || title.empty() || site.empty()) return;
    const std::string_view last = paragraphs.back().text;
    const std::size_t at = last.find(title);
    if (at == last.npos || last.find(site, at + title.size()) == last.npos) return;
    if (count_words(last) <= count_words(title) + count_words(site) + longest_tail)
        paragraphs.pop_back();
}

}  // namespace chappe
