#pragma once
// Small print: what a page sets around an article in small type, and what it says.
//
//     03 Avril 2024    Lu: 362          date and read counter
//     ... technologies vertes. (Azertac)      credit behind the last sentence
//     Tags:                             topics: declared, and none
//     Fil d'info                        heading of the site's other news

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/span.h"
#include "base/time.h"
#include "news/dispatch.h"
#include "read/credit.h"

namespace chappe {

struct FoundReads {
    std::uint64_t reads = 0;
    Span span;  // label and number, in the line
};

/// A labelled read counter in a short line: "Lu : 1 204", "1.2K views". Not "4 min read".
std::optional<FoundReads> find_reads(std::string_view line);

/// The whole text is a count, as beside the picture of an eye: "1 204", "1.2K".
std::optional<std::uint64_t> bare_count(std::string_view text);

/// The whole text is a label of a counter, "Views:", whose number stands elsewhere.
bool is_reads_label(std::string_view text);

/// What a line of small print holds.
struct SmallPrint {
    std::optional<Date> published;
    std::optional<Date> modified;
    std::optional<std::uint64_t> reads;
    std::size_t unexplained = 0;  // words that belong to none of them
};
SmallPrint read_small_print(std::string_view line, std::string_view language);

/// True when the line holds a date or counter, and little else.
bool is_small_print(const SmallPrint&);

/// "Tags: paix, Caucase": the topics behind the label, maybe none. Nothing when there is no label.
std::optional<std::vector<std::string>> find_tags(std::string_view line);

/// The whole line is a heading such as "Fil d'info", "Most read".
bool is_side_feed_heading(std::string_view line);

/// The line opens with a label that leads to another piece: "Lire aussi : ...", "Read more".
bool is_pointer_elsewhere(std::string_view line);

/// "By Ada Lovelace" without its "By", "Posted by Ada" without its "Posted by"; the text itself
/// when it has no such word.
std::string_view without_byline_word(std::string_view text);
/// "Von Ada Lovelace", "Autor: Ada Lovelace": what stands behind the words that sign a line of its
/// own; nothing without.
std::optional<std::string_view> behind_signing_word(std::string_view line);
bool is_byline_word(std::string_view text);

/// "AFP" of "Source : AFP"; nothing when the line opens with no such label.
std::optional<std::string_view> behind_source_label(std::string_view line);

}  // namespace chappe
