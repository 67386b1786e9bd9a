// The doors of searches: of the form, and of the lists that are searches underneath.
#include <fmt/format.h>

#include <algorithm>

#include "wire/asked.h"
#include "wire/desk.h"
#include "wire/layout.h"
#include "wire/query_words.h"
#include "wire/visible.h"

namespace chappe {
namespace {

using namespace std::chrono;

constexpr std::size_t hits_a_page = 50;
constexpr std::int64_t most_hits = 100;
constexpr int days_around = 92;  // how far the links of a day look for the next one with dispatches

year_month_day today() {
    return floor<days>(now());
}

/// A filter as a reader would type it; what cannot be typed inside quotation marks becomes a space.
std::string typed(std::string_view filter, std::string_view value) {
    std::string out(filter);
    out += '"';
    for (const char c : value) out += c == '"' ? ' ' : c;
    return out + '"';
}

/// Searches may say "7d", so their answers change with the day, too.
std::string search_etag(const Asked& asked, std::string_view form, ChangeSeq newest) {
    const auto day = sys_days{today()}.time_since_epoch().count();
    return wire_etag(asked, fmt::format("{}{}", form, day), newest);
}

/// The list page of a search; 404 when the archive has nothing under this name or day.
Response list(const Asked& asked, ListPage page, SearchQuery query) {
    const auto before = before_of(asked.target);
    if (!before) return error_response(asked.request, 400, "before must be a number");
    page.before = *before;
    page.newest = asked.site.archive.newest();
    bool nothing = false;
    Response response =
        tagged(asked, wire_etag(asked, "list", page.newest), Response{}.type,
               [&]() -> Result<std::string> {
                   Search search;
                   search.query = std::move(query);
                   search.before = page.before;
                   search.limit = hits_a_page;
                   // A source shows all that it said.
                   search.copies = page.of == ListPage::Of::source ? Copies::each : Copies::once;
                   page.found = TRY(visible_hits(asked, search));
                   for (Hit& hit : page.found.hits)
                       hit.snippet = {};  // nothing was looked for in them
                   nothing = page.found.hits.empty() && !page.before && !page.found.next;
                   Reader reader = asked.reader;
                   if (page.before)
                       reader.query = fmt::format("before={}", number_of(*page.before));
                   return list_page(reader, page);
               });
    if (nothing) response.status = 404;
    return shelved(asked, std::move(response));
}

/// The nearest days with dispatches before and after this one.
Result<void> find_neighbours(const Asked& asked, ListPage& page) {
    const sys_days day = page.day;
    const auto around =
        TRY(asked.site.archive.days(day - days{days_around}, day + days{days_around}));
    for (const DayTally& tally : around) {
        if (tally.day < page.day) page.day_before = tally.day;
        if (tally.day > page.day && !page.day_after) page.day_after = tally.day;
    }
    return {};
}

/// `YYYY-MM-DD` and nothing else.
std::optional<year_month_day> day_named(std::string_view name) {
    const auto date = parse_iso_date(name);
    if (!date || date->precision != Precision::day) return std::nullopt;
    const year_month_day day = date->local_day();
    return to_string(day) == name ? std::optional(day) : std::nullopt;
}

Response names(const Asked& asked, std::string_view form,
               Result<std::vector<Tally>> (Archive::*find)(),
               std::string (*make)(const Reader&, const std::vector<Tally>&)) {
    Archive& archive = asked.site.archive;
    return shelved(asked, tagged(asked, wire_etag(asked, form, archive.newest()), Response{}.type,
                                 [&]() -> Result<std::string> {
                                     const auto tallies = TRY((archive.*find)());
                                     return make(asked.reader, tallies);
                                 }));
}

Result<ArchivePage> archive_of(const Asked& asked, int wanted) {
    constexpr year_month_day first = year{1} / January / 1;
    constexpr year_month_day last = year{9999} / December / 31;
    ArchivePage page;
    const auto all = TRY(asked.site.archive.days(first, last));
    for (auto tally = all.rbegin(); tally != all.rend(); ++tally) {
        const int its_year = static_cast<int>(tally->day.year());
        if (page.years.empty() || page.years.back() != its_year) page.years.push_back(its_year);
    }
    if (page.years.empty()) return page;
    page.year = wanted != 0 ? wanted : page.years.front();
    std::copy_if(all.begin(), all.end(), std::back_inserter(page.days), [&](const DayTally& tally) {
        return static_cast<int>(tally.day.year()) == page.year;
    });
    return page;
}

}  // namespace

std::optional<Before> before_of(const Target& target) {
    const std::string_view given = target.parameter("before");
    if (given.empty()) return Before();
    const auto number = parse_number(given);
    if (!number) return std::nullopt;
    return Before(ChangeSeq{*number});
}

std::optional<Copies> copies_of(const Target& target, Copies usual) {
    const std::string_view given = target.parameter("copies");
    if (given.empty()) return usual;
    if (given == "each") return Copies::each;
    if (given == "once") return Copies::once;
    return std::nullopt;
}

Result<AskedSearch> search_of(const Asked& asked, std::size_t usual_limit) {
    const auto before = before_of(asked.target);
    if (!before) return fail(Failure::refused, "before must be a number");
    const std::string_view limit_text = asked.target.parameter("limit");
    const auto limit = limit_text.empty() ? static_cast<std::int64_t>(usual_limit)
                                          : parse_number(limit_text).value_or(0);
    if (limit < 1 || limit > most_hits)
        return fail(Failure::refused, "limit must be a number from 1 to 100");
    const std::string_view order = asked.target.parameter("order");
    if (!order.empty() && order != "newest" && order != "best")
        return fail(Failure::refused, "order must be newest or best");

    const auto copies = copies_of(asked.target, Copies::each);
    if (!copies) return fail(Failure::refused, "copies must be each or once");

    AskedSearch out;
    out.search.copies = *copies;
    out.text = trim(asked.target.parameter("q"));
    ParsedQuery parsed = parse_query(out.text, today());
    out.problems = std::move(parsed.problems);
    out.search.query = std::move(parsed.query);
    out.search.order = order == "best" ? Order::best : Order::newest;
    out.search.before = *before;
    out.search.limit = static_cast<std::size_t>(limit);
    return out;
}

Answer search_door(const Asked& asked) {
    auto wanted = search_of(asked, hits_a_page);
    if (!wanted) return error_response(asked.request, 400, wanted.error().message);
    wanted->search.copies = Copies::once;
    SearchPage page;
    page.text = wanted->text;
    page.order = wanted->search.order;
    page.problems = wanted->problems;
    page.before = wanted->search.before;
    if (page.problems.empty()) page.in_words = query_words(asked.reader.ui, wanted->search.query);
    page.newest = asked.site.archive.newest();
    Response response = tagged(asked, search_etag(asked, "search", page.newest), Response{}.type,
                               [&]() -> Result<std::string> {
                                   if (!page.text.empty() && page.problems.empty())
                                       page.found = TRY(visible_hits(asked, wanted->search));
                                   Reader reader = asked.reader;
                                   reader.query = query_of(page.text);
                                   if (page.order == Order::best) reader.query += "&order=best";
                                   if (page.before)
                                       reader.query +=
                                           fmt::format("&before={}", number_of(*page.before));
                                   return search_page(reader, page);
                               });
    if (!page.problems.empty() && response.status == 200) response.status = 400;
    return response;
}

Answer source_door(const Asked& asked) {
    ListPage page;
    page.of = ListPage::Of::source;
    page.name = asked.name;
    page.search = typed("source:", asked.name);
    return list(asked, std::move(page), {SearchQuery::Kind::source, asked.name, {}, {}});
}

Answer agency_door(const Asked& asked) {
    ListPage page;
    page.of = ListPage::Of::agency;
    page.name = asked.name;
    page.search = typed("credit:", asked.name);
    return list(asked, std::move(page), {SearchQuery::Kind::credit, asked.name, {}, {}});
}

Answer day_door(const Asked& asked) {
    const auto day = day_named(asked.name);
    if (!day) return error_response(asked.request, 404, "there is no such day");
    ListPage page;
    page.of = ListPage::Of::day;
    page.day = *day;
    page.search = "on:" + asked.name;
    const auto found = find_neighbours(asked, page);
    if (!found) return failure_response(asked, found.error());
    return list(asked, std::move(page), {SearchQuery::Kind::on, {}, *day, {}});
}

Answer archive_door(const Asked& asked) {
    const std::string_view given = asked.target.parameter("year");
    const auto wanted = parse_number(given.empty() ? "0" : given);
    if (!wanted || *wanted > 9999 || (*wanted == 0 && !given.empty()))
        return error_response(asked.request, 400, "year must be a year");
    return shelved(asked, tagged(asked, wire_etag(asked, "archive", asked.site.archive.newest()),
                                 Response{}.type, [&]() -> Result<std::string> {
                                     const ArchivePage page =
                                         TRY(archive_of(asked, static_cast<int>(*wanted)));
                                     Reader reader = asked.reader;
                                     if (!given.empty())
                                         reader.query = fmt::format("year={}", *wanted);
                                     return archive_page(reader, page);
                                 }));
}

Answer sources_door(const Asked& asked) {
    if (asked.user) return watched_door(asked);
    return names(asked, "sources", &Archive::sources, sources_page);
}

Answer agencies_door(const Asked& asked) {
    return names(asked, "agencies", &Archive::agencies, agencies_page);
}

}  // namespace chappe
