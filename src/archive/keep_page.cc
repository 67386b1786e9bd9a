// The page behind a feed's entry.
#include "archive/columns.h"
#include "archive/full_text.h"
#include "archive/keeper.h"
#include "archive/search_index.h"
#include "archive/visits.h"

namespace chappe {

/// The newest text that the source gave of it: of the entry, not of its page.
Result<std::optional<Keeper::Entry>> Keeper::find_entry(DispatchId id) {
    Query row = database_.query(
        "SELECT e.id, r.guid, r.site, r.title, b.body, r.url, r.published_begin, r.published_end,"
        " r.published_minutes, r.published_precision FROM dispatch d"
        " CROSS JOIN edition e ON e.dispatch = d.id CROSS JOIN reading r ON r.edition = e.id"
        " CROSS JOIN body b ON b.reading = r.id WHERE d.id = ? AND d.state = 'live'"
        " AND e.kind = 'source' AND r.page IS NULL ORDER BY e.number DESC, r.id DESC LIMIT 1");
    row.bind(number_of(id));
    if (!TRY(row.step())) return std::nullopt;
    Entry entry;
    entry.edition = row.integer(0);
    entry.guid = row.text(1);
    entry.site = row.text(2);
    entry.body = row.text(4);
    entry.words = std::string(row.text(3)) + "\n" + entry.body;
    entry.url = row.text(5);
    entry.published = date_in(row, 6);
    return entry;
}

/// The dispatch keeps its entry's text; the page's stands beside it and is shown when it is the
/// better one. A page that tells something else (a login, an advertisement) is one that failed.
Result<Receipt> Keeper::keep_page_text(DispatchId id) {
    Visit visit = *submission_.visit;
    const std::optional<Entry> entry = TRY(find_entry(id));
    Receipt receipt;
    receipt.items = {{id, entry ? Outcome::unchanged : Outcome::gone}};
    const bool gone = !entry || submission_.dispatches.size() != 1 ||
                      TRY(find_gone(submission_.dispatches.front()));
    if (gone) {
        TRY(keep_visit(database_, visit, receipt));
        return receipt;
    }
    const Dispatch& page = submission_.dispatches.front().dispatch;
    const std::string words = page.title.str() + "\n" + page.body.str();
    if (tells_the_same(entry->words, words)) {
        TRY(keep_blob());
        TRY(arrival());
        TRY(add_page_reading(id, *entry, is_fuller(entry->body, page.body.view())));
        TRY(keep_reads_at_source(id, page));
    } else {
        visit.health = Health::failing;
        visit.trouble = "the page behind it shows another text";
    }
    TRY(keep_visit(database_, visit, receipt));
    return receipt;
}

/// What the page does not say of itself, its entry does. `shown`: unless what is shown was written
/// at the desk.
Result<void> Keeper::add_page_reading(DispatchId id, const Entry& entry, bool shown) {
    PreparedDispatch page = submission_.dispatches.front();
    page.dispatch.guid = entry.guid;
    if (page.dispatch.site.empty()) page.dispatch.site = Text::repair(entry.site);
    if (page.dispatch.url.empty()) page.dispatch.url = entry.url;
    if (!page.dispatch.published) page.dispatch.published = entry.published;
    bool corrected = false;
    {
        Query row = database_.query("SELECT edition <> ? FROM dispatch WHERE id = ?");
        row.bind(entry.edition, number_of(id));
        corrected = TRY(row.value()).value_or(1) != 0;
    }
    const bool changes = shown && !corrected;
    if (changes) TRY(index_remove(database_, id));
    const std::int64_t reading = TRY(next_reading());
    TRY(add_reading(reading, id, entry.edition, page, submission_.first_item,
                    submission_.visit->page));
    if (!changes) return {};
    const std::int64_t seq = TRY(next_seq());
    TRY(add_change(seq, id, "reading", entry.edition));
    TRY(database_.query("UPDATE dispatch SET last_change = ?, reading = ? WHERE id = ?")
            .bind(seq, reading, number_of(id))
            .run());
    TRY(index_add(database_, id));
    return find_group_of(id, page);
}

}  // namespace chappe
