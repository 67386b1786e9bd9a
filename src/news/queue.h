#pragma once
// Queue: what is due to be visited. The poller asks it and knows nothing else of the archive.

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "news/source.h"

namespace chappe {

class Queue {
 public:
    virtual ~Queue() = default;

    /// What is due at `now`, the longest waiting first, a few of each host. It stays due until its
    /// visit is kept, so whoever asks leaves out what it is at already; whoever is killed loses
    /// nothing.
    [[nodiscard]] virtual Result<std::vector<Errand>> due(Instant now, std::size_t limit) = 0;

    /// What is known of a host; nothing when it was never visited.
    [[nodiscard]] virtual Result<std::optional<Origin>> origin(const std::string& name) = 0;

    using Kept = std::move_only_function<void(Result<void>)>;
    /// Answered from the archive's thread once it survives a power cut. `busy` at once when too
    /// much waits.
    [[nodiscard]] virtual Result<void> keep(Origin, Kept) = 0;
    /// A visit that brought nothing to read.
    [[nodiscard]] virtual Result<void> keep(Visit, Kept) = 0;
};

}  // namespace chappe
