#include "archive/sqlite/failure.h"

#include <sqlite3.h>

#include <cerrno>
#include <cstring>
#include <string>

namespace chappe {
namespace {

bool means_no_room(int system) {
    return system == ENOSPC || system == EDQUOT || system == EFBIG;
}

/// What the system last said to the database's file or to its log. SQLite turns ENOSPC alone into
/// SQLITE_FULL; a quota or a limit on the size of files come as I/O errors.
bool files_have_no_room(sqlite3* database) {
    int system = 0;
    sqlite3_file_control(database, "main", SQLITE_FCNTL_LAST_ERRNO, &system);
    if (means_no_room(system)) return true;
    sqlite3_file* log = nullptr;
    sqlite3_file_control(database, "main", SQLITE_FCNTL_JOURNAL_POINTER, static_cast<void*>(&log));
    if (!log || !log->pMethods) return false;
    log->pMethods->xFileControl(log, SQLITE_FCNTL_LAST_ERRNO, &system);
    return means_no_room(system);
}

bool disk_is_full(sqlite3* database, int code) {
    if ((code & 0xFF) == SQLITE_FULL) return true;
    // Growing the shared memory file of the write-ahead log says "I/O error" when there is no room.
    if ((code & 0xFF) != SQLITE_IOERR && (code & 0xFF) != SQLITE_CANTOPEN) return false;
    if (code == SQLITE_IOERR_SHMSIZE) return true;
    return database &&
           (means_no_room(sqlite3_system_errno(database)) || files_have_no_room(database));
}

std::string detail_of(sqlite3* database, int code) {
    std::string detail = database ? sqlite3_errmsg(database) : sqlite3_errstr(code);
    const int primary = code & 0xFF;
    const int system = database ? sqlite3_system_errno(database) : 0;
    if ((primary == SQLITE_IOERR || primary == SQLITE_CANTOPEN) && system != 0)
        detail += std::string(": ") + std::strerror(system);
    return detail;
}

}  // namespace

Error failure_of(sqlite3* database) {
    return failure_of(database, database ? sqlite3_extended_errcode(database) : SQLITE_NOMEM);
}

Error failure_of(sqlite3* database, int code) {
    if (disk_is_full(database, code))
        return {Failure::full, "the archive's disk is full; free some room and try again"};
    switch (code & 0xFF) {
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return {Failure::busy, "another program holds the archive; try again later"};
        case SQLITE_NOMEM:
            return {Failure::busy, "the archive is out of memory; try again later"};
        case SQLITE_INTERRUPT:  // only searches have a deadline
            return {Failure::busy, "the search takes too long; ask for less"};
        case SQLITE_TOOBIG:
            return {Failure::refused, "larger than the archive can keep"};
        case SQLITE_READONLY:
            return {Failure::broken, "the archive is read-only; make its folder writable"};
        case SQLITE_NOTADB:
            return {Failure::broken, "not a database: the file's beginning is damaged or foreign"};
        case SQLITE_CORRUPT:
            return {Failure::broken,
                    "the archive is damaged (" + detail_of(database, code) + "); restore a backup"};
        default:
            return {Failure::broken, "the archive's database says: " + detail_of(database, code)};
    }
}

bool only_statement_failed(sqlite3* database) {
    // https://www.sqlite.org/lang_transaction.html, "Response To Errors Within A Transaction"
    if (sqlite3_get_autocommit(database)) return false;
    switch (sqlite3_errcode(database) & 0xFF) {
        case SQLITE_OK:
        case SQLITE_ROW:
        case SQLITE_DONE:
        case SQLITE_CONSTRAINT:
        case SQLITE_TOOBIG:
        case SQLITE_MISMATCH:
        case SQLITE_RANGE:
            return true;
        default:
            return false;
    }
}

}  // namespace chappe
