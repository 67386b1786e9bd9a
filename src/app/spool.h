#pragma once
// Spool: folders of this machine that are watched. What is put there is read, kept, and moved:
//
//     /srv/wire-in/dispatch-7.html     read ─▶ /srv/wire-in/read/dispatch-7.html
//                                      else ─▶ /srv/wire-in/failed/dispatch-7.html
//
// Hidden files, and those that end in .part or .tmp, are left alone: write under such a name, then
// rename. A file that was changed less than a second ago waits: somebody may still write it.

#include <chrono>

#include "archive/archive.h"

namespace chappe {

/// Reads what lies in the watched folders now, and WARC files that were added and not read yet.
/// Waits for the disk. After a crash between keeping and moving a file is read again, which changes
/// nothing. True: some files wait.
bool look_into_folders(Archive&);

/// How long a file waits after it was changed.
inline constexpr std::chrono::seconds settling_time{1};

}  // namespace chappe
