#pragma once
// What SQLite's error codes mean for a caller.

#include "base/result.h"

struct sqlite3;

namespace chappe {

/// The connection's last error, or `code` (primary or extended) of that connection.
Error failure_of(sqlite3* database);
Error failure_of(sqlite3* database, int code);

/// After an error: whether it was one of a single statement (a constraint, a value too big) or none
/// of SQLite's, so that the transaction may go on. After all others (no room, no lock, a damaged
/// file) the whole transaction has to be rolled back.
bool only_statement_failed(sqlite3* database);

}  // namespace chappe
