#pragma once
// Statements that a text shows by its layout alone.
//
//     WALLACE: Will she be there?              transcripts: labels in capitals that come back
//     PENCE: She will not.
//     “The bridge will hold.” ― Ann Lee        a quotation that is signed

#include <vector>

#include "understand/attribution.h"
#include "understand/node_text.h"

namespace chappe {

/// In text order. Linear.
std::vector<Attribution> layout_statements(const NodeText&);

}  // namespace chappe
