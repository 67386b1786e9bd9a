#pragma once
// Dispatch: one piece of news as the wire keeps it.
//
//     Ilham Aliyev a reçu un coup de fil ...          title
//     03 Avril 2024    Lu: 362                        published (a day), reads (the source's
//     counter) Le président de la République ...               body: lead, then the other blocks
//     ... et des technologies vertes. (Azertac)       credit, cut from the body
//     Tags:                                           tags: declared, and empty

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/span.h"
#include "base/text.h"
#include "base/time.h"

namespace chappe {

/// What a piece of the body is. `span` is in Dispatch::body; blocks are in order, do not overlap,
/// and are parted by a blank line.
struct Block {
    enum class Kind : std::uint8_t { paragraph, heading, quote, item };
    Kind kind = Kind::paragraph;
    Span span;
    friend bool operator==(const Block&, const Block&) = default;
};

/// The agency that a dispatch is credited to, and where the page said so.
struct Credit {
    enum class Place {
        tail,      // "(Azertac)" behind the last sentence
        dateline,  // "BAKU, April 3 (Reuters) -"
        byline,    // "Par AFP"
        metadata,  // declared, not shown
    };
    Text agency;
    Place place = Place::tail;
    friend bool operator==(const Credit&, const Credit&) = default;
};

struct Dispatch {
    Text title;
    Text body;                  // all paragraphs, the lead included, joined by a blank line
    std::vector<Block> blocks;  // covers the body
    std::optional<Span> lead;   // in the body

    std::optional<Date> published;
    std::optional<Date> modified;
    std::string language;  // BCP 47 primary subtag: "fr"; empty when unknown
    std::vector<Text> authors;
    std::optional<Credit> credit;
    std::optional<std::uint64_t> reads;     // the source's counter at Arrival::received
    std::optional<std::vector<Text>> tags;  // nothing: not declared; empty: declared and empty
    Text site;
    std::string url;                 // canonical address of the page; empty when unknown
    std::string guid;                // the source's own id of it; empty when it has none
    std::optional<Instant> embargo;  // the source asks that nobody see it before; not archived

    std::vector<std::string>
        notes;  // what was missing or odd: "no date", "charset guessed: windows-1251"
};

/// The names at the doors and in the archive: "paragraph", "heading", "quote", "item".
std::string_view name_of(Block::Kind);
std::optional<Block::Kind> block_kind_named(std::string_view);
/// "tail", "dateline", "byline", "metadata"
std::string_view name_of(Credit::Place);
std::optional<Credit::Place> credit_place_named(std::string_view);

}  // namespace chappe
