#pragma once
// Statements in a list: those that a search found under the line of their dispatch, those of an
// actor with their dispatch behind them.

#include "wire/layout.h"

namespace chappe {

enum class SaidLineShows {
    speaker,               // the dispatch stands above
    dispatch,              // the speaker does
    speaker_and_dispatch,  // neither
};

/// `<li>` with who, what they do by saying it, and the words.
void write_said_line(HtmlWriter&, const Reader&, const SaidLine&, const WireEntry&, SaidLineShows);

}  // namespace chappe
