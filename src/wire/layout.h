#pragma once
// What all pages share: head, masthead, footer, addresses, and links that carry the reader's
// language on.

#include <string>
#include <string_view>

#include "base/json_writer.h"
#include "wire/html_writer.h"
#include "wire/pages.h"

namespace chappe {

/// A path of ours with its query, and `ui` when the reader chose it by a link.
std::string own_path(const Reader&, std::string_view path, std::string_view query = {});

// Addresses of pages, percent-encoded; queries as they were typed.
std::string dispatch_address(DispatchId);                  // "/d/42"
std::string source_address(std::string_view source);       // "/source/https%3A%2F%2Fagency.example"
std::string agency_address(std::string_view agency);       // "/agency/Azertac"
std::string statement_address(StatementId);                // "/s/12"
std::string actor_address(std::string_view slug);          // "/actor/antony-blinken"
std::string day_address(std::chrono::year_month_day day);  // "/day/2024-04-03"
std::string query_of(std::string_view search);             // "q=paix%20-sport"; empty for nothing
/// "/feed.atom?q=paix"; of the whole wire when the search is empty.
std::string feed_address(std::string_view path, std::string_view search);

enum class Live { no, yes };
enum class Section { none, wire, archive, sources, agencies, help };
enum class Robots { index, stay_out };
enum class Finder { shown, elsewhere };  // the search box of the masthead
enum class SaidStyle { no, yes };        // the style and script of pages with statements

/// What the head of a page tells machines, and where the page stands in the site.
struct PageHead {
    std::string title;        // " — Chappe" follows, but on the wire itself
    std::string description;  // one line for previews; the site's own when empty
    std::string path;    // canonical: ours, without ui; empty: the page has no address of its own
    std::string search;  // what the feeds that the page offers look for; empty: the whole wire
    JsonWriter facts;    // JSON-LD; nothing written: none
    std::string_view kind = "website";  // Open Graph's type
    Section section = Section::none;
    Live live = Live::no;
    Robots robots = Robots::index;
    Finder finder = Finder::shown;
    SaidStyle said = SaidStyle::no;
};

/// Everything up to the content of <main>.
void begin_page(HtmlWriter&, const Reader&, const PageHead&);
/// The same for pages that nobody but their reader should find.
void begin_page(HtmlWriter&, const Reader&, std::string_view title, Live);
void end_page(HtmlWriter&, const Reader&);
/// "Feeds Atom RSS JSON": of a search, of the whole wire when it is empty.
void write_feed_links(HtmlWriter&, const Reader&, std::string_view search = {});

/// The search form, with what was looked for.
void write_finder(HtmlWriter&, const Reader&, std::string_view query, std::string_view order = {});

/// `<a href=PATH>words</a>`, in the reader's language.
void own_link(HtmlWriter&, const Reader&, std::string_view path, std::string_view words);

/// ` lang="ar" dir="auto"`: for every text that is not ours.
void foreign(HtmlWriter&, std::string_view language);

/// How web/wire.js writes a time in the reader's own zone.
enum class Shown { clock, day, full };
/// `<time datetime="2026-11-25T09:05:00Z" data-show="clock">words</time>`
void time_element(HtmlWriter&, Instant, std::string_view words, Shown);

}  // namespace chappe
