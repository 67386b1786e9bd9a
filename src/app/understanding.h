#pragma once
// Understanding: how archives of this program come to know who said what. Every command that may
// write dispatches opens its archive with these options.

#include <optional>
#include <string>
#include <string_view>

#include "archive/archive.h"

namespace chappe {

/// Of the code that understands: raised when the same models and lexicons would give other
/// statements.
inline constexpr int understand_version = 1;

/// Names and versions of the models that understand a language, as archives keep them: a JSON
/// object, another one whenever any of them changes. Nothing when none knows the language.
std::optional<std::string> models_of(std::string_view language);

/// Statements, actors, dates and topics of a dispatch by those models.
std::optional<Understood> understand_dispatch(const Dispatch&);

/// Options of an archive that understands what it keeps.
ArchiveOptions understanding(ArchiveOptions = {});

}  // namespace chappe
