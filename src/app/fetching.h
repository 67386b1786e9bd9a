#pragma once
// Fetching: the poller and the intake behind it, for one archive.

#include <filesystem>
#include <memory>
#include <optional>

#include "archive/archive.h"
#include "base/result.h"
#include "ingest/poller.h"

namespace chappe {

/// Held by whoever visits the sources of an archive, so that no two programs visit the same. Goes
/// with the process, however it ends.
class FetchLock {
 public:
    /// Nothing when another program has it.
    [[nodiscard]] static Result<std::optional<FetchLock>> take(const std::filesystem::path& folder);
    FetchLock(FetchLock&& other) noexcept;
    FetchLock& operator=(FetchLock&&) = delete;
    ~FetchLock();

 private:
    explicit FetchLock(int file) : file_(file) {}
    int file_;
};

/// Visits what is due in a thread of its own until destroyed. While another program visits the
/// sources of this archive it waits for that to end.
class Fetching {
 public:
    /// `archive` must outlive it.
    Fetching(Archive& archive, std::filesystem::path folder, const PollerOptions&);
    ~Fetching();
    Fetching(const Fetching&) = delete;
    Fetching& operator=(const Fetching&) = delete;

 private:
    struct Running;
    std::unique_ptr<Running> running_;
};

/// Visits what is due now, until everything is kept.
void fetch_what_is_due(Archive&, const PollerOptions&);

}  // namespace chappe
