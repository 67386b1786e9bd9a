#pragma once
// Lines: dispatches in a list, as the wire, searches, days, sources and agencies show them.

#include <vector>

#include "wire/layout.h"

namespace chappe {

enum class Grouping {
    by_day,   // a heading for each day of arrival; lines have their clock
    none,     // lines have the day of their arrival
    one_day,  // all are of one day at their sources; lines have the source's clock, if it gave one
};

void write_lines(HtmlWriter&, const Reader&, const std::vector<WireEntry>&);
void write_lines(HtmlWriter&, const Reader&, const std::vector<Hit>&, Grouping);

/// The attributes of <main> that web/wire.js follows new dispatches by, and what it fills; closes
/// the tag. `search`: what a new dispatch must match to be told; empty: all are.
/// `copies`: whether the list has those that stand behind another line.
void begin_live(HtmlWriter&, const Reader&, ChangeSeq newest, std::string_view search = {},
                Copies copies = Copies::once);

/// Links to the newer and the older page of a list at `path?query`.
void write_turning(HtmlWriter&, const Reader&, std::string_view path, std::string_view query,
                   Before here, Before older);

/// A notice in place of lines.
void write_notice(HtmlWriter&, const Reader&, Message title, Message text);

/// Whom a reader would name: the site, else the host of a feed, else the source as it is called.
std::string source_words(const WireEntry&);
/// "agency.example" of "https://agency.example/feed", else the source as it is called.
std::string source_words(std::string_view source);

}  // namespace chappe
