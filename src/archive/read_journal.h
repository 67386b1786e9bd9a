#pragma once
// Read journal: reads that are counted but not yet in the database, a record each.
//
//     DIR/reads.journal      records 1..900, being folded into the database
//     DIR/reads.journal.2    records 901.., appended to; then the two change places
//
// A record is 24 bytes, little-endian: its sequence number, the dispatch, a check of both. Numbers
// rise by one, also from file to file, and are never given twice in the life of an archive; table
// `journal` says up to which they are folded. A file is valid up to the first record that is torn,
// broken or out of turn. Files are never renamed or deleted, so that a lock on the first one says
// whose journal it is, and changing places needs nothing of the folder.

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "news/ids.h"

namespace chappe {

struct ReadRecord {
    std::uint64_t sequence = 0;  // from 1
    DispatchId dispatch{};
    friend bool operator==(const ReadRecord&, const ReadRecord&) = default;
};

inline constexpr std::size_t record_size = 24;

std::array<char, record_size> encode(ReadRecord);
/// Nothing when it is no record of ours.
std::optional<ReadRecord> decode(std::string_view bytes);

/// The valid records that a file begins with. Any bytes give some, or none.
std::vector<ReadRecord> records_in(std::string_view bytes);

/// What both files hold together, oldest first, each number once. `second_first`: the file
/// `second` is the older one.
struct Unfolded {
    std::vector<ReadRecord> older, newer;
    bool second_first = false;
};
/// The records after `position`. Nothing when the first is not the next one: the files belong to
/// another state of the database, from which this one was not made.
std::optional<Unfolded> unfolded(std::vector<ReadRecord> first, std::vector<ReadRecord> second,
                                 std::uint64_t position);

/// Both files, read while another process may write them.
struct ReadJournals {
    std::vector<ReadRecord> first, second;
};
[[nodiscard]] Result<ReadJournals> read_journals_of(const std::filesystem::path& folder);

/// The files' names in the folder of an archive.
std::array<std::filesystem::path, 2> read_journals(const std::filesystem::path& folder);

/// One of the two files, open.
class JournalFile {
 public:
    enum class Open { write, read };
    /// Makes it when it is to be written and not there.
    [[nodiscard]] static Result<JournalFile> open(const std::filesystem::path& file, Open);
    ~JournalFile();
    JournalFile(JournalFile&&) noexcept;
    JournalFile& operator=(JournalFile&&) noexcept;

    /// False: another process, or another archive of this one, has it. Held until it is closed.
    bool lock();

    [[nodiscard]] Result<std::vector<ReadRecord>> read() const;
    /// Cuts what is behind `records` and writes on from there. Survives a power cut.
    [[nodiscard]] Result<void> cut(std::size_t records);

    /// In the file for every other process on return; on the disk after sync(). After an error it
    /// is as before.
    [[nodiscard]] Result<void> append(std::span<const ReadRecord>);
    /// May run beside append.
    [[nodiscard]] Result<void> sync() const;

    std::size_t size() const { return size_; }
    /// Deleted or replaced under us: what is appended now would be lost.
    bool has_moved(const std::filesystem::path& file) const;

 private:
    explicit JournalFile(int handle) : handle_(handle) {}
    int handle_;
    std::size_t size_ = 0;  // where the next record goes
    bool torn_ = false;     // a failed append may have left bytes behind it
};

/// Makes the file's bytes survive a power cut.
[[nodiscard]] Result<void> sync_file(const std::filesystem::path& file);
/// Makes the names of new files in this folder survive a power cut.
[[nodiscard]] Result<void> sync_folder(const std::filesystem::path& folder);

}  // namespace chappe
