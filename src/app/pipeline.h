#pragma once
// The way of a dispatch, from bytes to the archive. pipeline.cc is the table of contents.

#include "archive/archive.h"
#include "ingest/poller.h"
#include "news/arrival.h"
#include "news/websub.h"
#include "read/warc.h"

namespace chappe {

/// Reads the arrival and keeps everything in it. Waits for the disk.
[[nodiscard]] Result<Receipt> run_pipeline(Archive&, Arrival);

/// The same for what the poller brings; `kept` is told when it is on the disk, or why not.
void run_pipeline(Archive&, Delivery, Queue::Kept kept);

/// What the hub of a source sent (WebSub), ready to be kept with the visit that it stands for.
[[nodiscard]] Submission read_pushed(const Subscription&, Arrival);

/// The same for a page out of a WARC file, as an arrival of its own.
[[nodiscard]] Result<Receipt> run_pipeline(Archive&, WarcPage, const Arrival& container);

}  // namespace chappe
