#pragma once
// Keeper: the work of keep.h, one submission at a time, in several files: keep.cc (the way of a
// submission), keep_rows.cc (the rows it becomes), keep_page.cc (the page behind a feed's entry).
// Of nobody but these.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "archive/keep.h"
#include "archive/lookup.h"

namespace chappe {

/// A dispatch that the archive has, as far as an arrival of it needs to know.
struct KnownDispatch {
    DispatchId id{};
    std::string state;
    std::int64_t edition = 0;
    std::int64_t editions = 0;
    bool same_content = false;
    std::int64_t reader = 0;           // version of our reader that made what is shown
    std::optional<std::int64_t> blob;  // that it read
    std::int64_t item = 0;
    std::int64_t arrival = 0;
    bool corrected = false;  // what is shown was written at the desk; the rest is the source's text
    bool from_page = false;  // what is shown was read on the page behind the entry; likewise
    std::int64_t source = 0;

    bool live() const { return state == "live"; }
    /// Waits for its hour, whatever others say meanwhile.
    bool embargoed() const { return state == "embargoed"; }
    bool gone() const { return !live() && !embargoed(); }
};

class Keeper {
 public:
    Keeper(Database& database, const Prepared& submission, Effects& effects)
        : database_(database),
          submission_(submission),
          effects_(effects),
          now_(seconds_of(now())) {}

    Result<Receipt> run();
    Result<DispatchId> compose(std::optional<Instant> release);
    Result<void> correct(DispatchId);

 private:
    std::int64_t received() const { return seconds_of(submission_.arrival.received); }

    Result<std::optional<Receipt>> find_receipt();
    Result<void> keep_receipt(const Receipt&);
    Result<std::int64_t> source();
    Result<void> keep_feed(std::int64_t source);
    Result<void> keep_blob();
    Result<std::int64_t> arrival();

    Result<std::optional<KnownDispatch>> find(const PreparedDispatch&);
    Result<void> look_under(KnownDispatch&, const PreparedDispatch&);
    Result<std::optional<DispatchId>> find_gone(const PreparedDispatch&);
    Result<bool> any_gone();
    Result<Receipt::Item> keep_item(const PreparedDispatch&, std::int64_t item);
    Result<Receipt::Item> keep_again(const KnownDispatch&, const PreparedDispatch&,
                                     std::int64_t item);
    Result<Receipt::Item> take_back(const std::optional<KnownDispatch>&);
    Result<Receipt::Item> keep_waiting(const KnownDispatch&, const PreparedDispatch&,
                                       std::int64_t item);
    std::optional<Instant> release_of(const PreparedDispatch&) const;
    Result<DispatchId> create(const PreparedDispatch&, std::int64_t item,
                              std::optional<Instant> release);
    enum class Author { source, desk };
    Result<void> edit(const KnownDispatch&, const PreparedDispatch&, std::int64_t item, Author);
    Result<void> find_group_of(DispatchId, const PreparedDispatch&);
    Result<void> read_again(const KnownDispatch&, const PreparedDispatch&, std::int64_t item);
    Result<Receipt> keep_page_text(DispatchId);
    struct Entry {
        std::int64_t edition = 0;
        std::string guid, site, url, body;
        std::string words;  // title and body
        std::optional<Date> published;
    };
    Result<std::optional<Entry>> find_entry(DispatchId);
    Result<void> add_page_reading(DispatchId, const Entry&, bool shown);
    Result<void> add_edition(std::int64_t id, DispatchId, std::int64_t number, Author);
    Result<void> add_sighting(const KnownDispatch&);
    Result<void> add_reading(std::int64_t id, DispatchId, std::int64_t edition,
                             const PreparedDispatch&, std::int64_t item,
                             std::optional<PageId> page = std::nullopt);
    Result<void> add_body(std::int64_t reading, const PreparedDispatch&);
    Result<void> add_change(std::int64_t seq, DispatchId, std::string_view kind,
                            std::int64_t edition);
    Result<void> keep_reads_at_source(DispatchId, const Dispatch&);
    // dispatch points down to these rows, so their numbers are taken before they are written.
    Result<std::int64_t> next_seq();
    Result<std::int64_t> next_edition();
    Result<std::int64_t> next_reading();

    Database& database_;
    const Prepared& submission_;
    Effects& effects_;
    std::int64_t now_;
    std::int64_t source_ = 0;
    bool blob_kept_ = true;  // false when something in it is gone
    bool blob_known_ = false;
    std::optional<std::int64_t> blob_;
    std::optional<std::int64_t> arrival_;
};

}  // namespace chappe
