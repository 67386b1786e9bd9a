#pragma once
// The pages that people read. Complete without JavaScript; web/wire.js only adds what is live.

#include <string>
#include <string_view>
#include <vector>

#include "archive/archive.h"
#include "wire/html_writer.h"
#include "wire/messages.h"
#include "wire/server.h"

namespace chappe {

enum class UiChoice { by_browser, by_link };

/// What every page knows of its reader.
struct Reader {
    Ui ui = Ui::en;
    UiChoice choice = UiChoice::by_browser;  // by_link: our links carry ?ui= on
    std::string path = "/";                  // of this page, for the link to the other language
    std::string query;                       // of this page without ui: "before=7"; ours, checked
    std::string public_url;                  // of the site, for machines; no slash at its end
    std::optional<User> user;                // who is logged in: the desk's menu is shown
    bool at_desk = false;                    // on a page of the desk, also before logging in
};

/// A page that shows how often it was read. The number stands between the halves, so that one page
/// serves many readers while the number moves; nothing else on it depends on the count.
struct CountedPage {
    std::string before;
    std::string after;

    /// The whole page, with the number as this reader writes it.
    std::string with(Ui, std::uint64_t reads) const;
};

struct WirePage {
    std::vector<WireEntry> entries;  // newest first
    Before before;                   // what was asked for; nothing on the live page
    Before older;                    // where the next page begins; nothing on the last one
    ChangeSeq newest{};              // live events go on from here
};

std::string wire_page(const Reader&, const WirePage&);
/// Heading and words alone, as in a preview.
void write_story(HtmlWriter&, const Reader&, const Dispatch&);
/// Who said what in a dispatch, and what it may be about.
struct SaidInDispatch {
    std::vector<StoredStatement> statements;  // in text order; spans of the body that is shown
    std::vector<Topic> topics;                // proposed, the surest first
};
/// Of a live dispatch; `summary`: it was cut, and the page says so.
CountedPage dispatch_page(const Reader&, const StoredDispatch&, Show = Show::full,
                          const SaidInDispatch& = {});

/// One statement, and where it was reported.
struct StatementPage {
    StoredDispatch dispatch;  // as this reader sees it
    StoredStatement said;
    bool words_shown = true;              // false: they stand in what was cut
    std::vector<StoredStatement> around;  // what it is nested in, what is nested in it
};
std::string statement_page(const Reader&, const StatementPage&);

struct ActorPage {
    KnownActor actor;
    Hits said;  // with the actor's own statements alone
    Before before;
    std::vector<SaidOfActor> of;  // by others
};
std::string actor_page(const Reader&, const ActorPage&);
/// 400, 404, 405, 410, 500, 503 and their like.
std::string error_page(const Reader&, int status);

struct SearchPage {
    std::string text;  // as it was typed
    Order order = Order::newest;
    std::string in_words;                // what it asks for
    std::vector<QueryProblem> problems;  // with any there are no hits
    Hits found;
    Before before;  // what was asked for
    ChangeSeq newest{};
};
std::string search_page(const Reader&, const SearchPage&);

/// The dispatches of one source, agency or day, newest first.
struct ListPage {
    enum class Of { source, agency, day };
    Of of = Of::source;
    std::string name;  // of the source or agency
    std::chrono::year_month_day day{};
    std::optional<std::chrono::year_month_day> day_before, day_after;  // the next with dispatches
    std::string search;  // the same, as a reader would type it
    Hits found;
    Before before;
    ChangeSeq newest{};
};
std::string list_page(const Reader&, const ListPage&);

struct ArchivePage {
    int year = 0;                // the one that is shown; 0 when there is none
    std::vector<int> years;      // with dispatches, newest first
    std::vector<DayTally> days;  // of that year, oldest first
};
std::string archive_page(const Reader&, const ArchivePage&);

std::string sources_page(const Reader&, const std::vector<Tally>&);
std::string agencies_page(const Reader&, const std::vector<Tally>&);
std::string help_page(const Reader&);
std::string about_page(const Reader&);

}  // namespace chappe
