#pragma once
// Who said what, as JSON. Members are named as `chappe understand` names them.

#include <string>

#include "base/json_writer.h"
#include "wire/pages.h"

namespace chappe {

/// The members "said" and "topics" of a dispatch; spans count code points of `body`.
void write_said(JsonWriter&, const SaidInDispatch&, std::string_view body);
/// A statement by its words: in lists, where no text stands beside it.
void write_said_line(JsonWriter&, const SaidLine&);
/// The record behind /s/{id}: the statement, its words, its evidence, where it was reported.
std::string statement_json(const Reader&, const StatementPage&);
std::string actor_json(const ActorPage&);

}  // namespace chappe
