#pragma once
// Script dates: days that a page's scripts carry for their own use.
//
//     window.__state = {"article": {"publishedAt": "2024-04-03T10:30:00+04:00", ...
//
// Of the whole page's pieces, not only of this one: they count where nothing better is declared.

#include <string_view>
#include <vector>

#include "base/time.h"

namespace chappe {

enum class ScriptDateKind { published, changed };

struct ScriptDate {
    Date date;
    ScriptDateKind kind = ScriptDateKind::published;
};

/// In document order, at most 100. Linear in the scripts.
std::vector<ScriptDate> find_script_dates(const std::vector<std::string_view>& scripts);

}  // namespace chappe
