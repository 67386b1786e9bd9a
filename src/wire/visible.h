#pragma once
// What a reader may see of others' articles. All doors take dispatches and hits from here, so that
// none forgets to cut.
//
// A dispatch is this house's own when it came from the desk ("desk": composed here, or posted with
// a token) without the address of a page elsewhere, or with one of this site; and when it is one of
// the samples ("samples"), which were written for this program. Everything else was published by
// others.

#include <variant>

#include "wire/asked.h"

namespace chappe {

/// A live dispatch, cut to what this reader may see.
struct Visible {
    StoredDispatch stored;
    Show show = Show::full;  // summary: it was cut
    Span kept{};             // of the body before, when it was cut
};

/// The dispatch that was asked for, or what to say instead: 404, 410 with its notice, 503.
std::variant<Visible, Response> visible_dispatch(const Asked&);

/// Another one, beside the one that was asked for, cut likewise; nothing when it is not live.
Result<std::optional<Visible>> visible_member(const Asked&, DispatchId);

/// An edition of a dispatch that this reader sees, cut as that is.
Result<Dispatch> visible_edition(const Asked&, const Visible&, std::int64_t number);

/// The same search for every door. A snippet of what this reader may not see is left out; the
/// summary stands for it.
Result<Hits> visible_hits(const Asked&, const Search&);

/// Who said what in it and what it may be about: of a dispatch that was cut only what stands in
/// what is left, with spans in that.
Result<SaidInDispatch> visible_said(const Asked&, const Visible&);

/// Statements of others' articles without their words, where the reader may not see those.
void hide_words(const Asked&, std::vector<SaidOfActor>&);

/// How much this reader sees of what is not ours.
Show shown_to(const Asked&);

}  // namespace chappe
