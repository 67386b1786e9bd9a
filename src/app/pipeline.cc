#include "app/pipeline.h"

#include <utility>

#include "read/read.h"

namespace chappe {

Result<Receipt> run_pipeline(Archive& archive, Arrival arrival) {
    // Bytes to clean dispatches. Never fails: what was missing is in their notes.
    Reading reading = read(arrival);

    // From here on the news is on disk, original bytes included; a crash below loses nothing. Pages
    // that are open show it at once: the wire follows the archive's changes, whoever made them.
    return archive.put({std::move(arrival), std::move(reading), std::nullopt});
}

}  // namespace chappe
