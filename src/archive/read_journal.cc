#include "archive/read_journal.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <bit>
#include <cerrno>
#include <cstring>
#include <string>
#include <utility>

namespace chappe {
namespace {

/// The finalizer of SplitMix64 (Steele, Lea, Flood 2014): every bit of the input moves half of the
/// output's.
std::uint64_t mix(std::uint64_t x) {
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9U;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBU;
    return x ^ (x >> 31);
}

/// Tells torn and foreign bytes from records; no defence against people who can write the file.
std::uint64_t check_of(std::uint64_t sequence, std::uint64_t dispatch) {
    constexpr std::uint64_t ours = 0x43'68'61'70'52'65'61'64;  // "ChapRead"
    return mix(mix(sequence + ours) + dispatch);
}

std::uint64_t little_endian(std::uint64_t value) {
    if constexpr (std::endian::native == std::endian::big) return __builtin_bswap64(value);
    return value;
}

std::unexpected<Error> failed(const char* what) {
    const int system = errno;
    const bool no_room = system == ENOSPC || system == EDQUOT || system == EFBIG;
    if (no_room)
        return fail(Failure::full, "the archive's disk is full; free some room and try again");
    return fail(Failure::broken,
                std::string(what) + " the journal of reads: " + std::strerror(system));
}

/// Writes all of it, or fails.
bool write_all(int handle, std::string_view bytes, std::size_t at) {
    while (!bytes.empty()) {
        const ssize_t written =
            ::pwrite(handle, bytes.data(), bytes.size(), static_cast<off_t>(at));
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(written));
        at += static_cast<std::size_t>(written);
    }
    return true;
}

void keep_after(std::vector<ReadRecord>& records, std::uint64_t position) {
    std::erase_if(records, [&](const ReadRecord& record) { return record.sequence <= position; });
}

}  // namespace

std::array<char, record_size> encode(ReadRecord record) {
    const auto dispatch = static_cast<std::uint64_t>(number_of(record.dispatch));
    const std::array<std::uint64_t, 3> words = {little_endian(record.sequence),
                                                little_endian(dispatch),
                                                little_endian(check_of(record.sequence, dispatch))};
    return std::bit_cast<std::array<char, record_size>>(words);
}

std::optional<ReadRecord> decode(std::string_view bytes) {
    if (bytes.size() != record_size) return std::nullopt;
    std::array<std::uint64_t, 3> words{};
    std::memcpy(words.data(), bytes.data(), record_size);
    const std::uint64_t sequence = little_endian(words[0]);
    const std::uint64_t dispatch = little_endian(words[1]);
    if (little_endian(words[2]) != check_of(sequence, dispatch)) return std::nullopt;
    // SQLite keeps signed numbers; none of ours gets that far.
    constexpr std::uint64_t most = std::uint64_t{1} << 62;
    if (sequence == 0 || sequence > most || dispatch == 0 || dispatch > most) return std::nullopt;
    return ReadRecord{sequence, DispatchId{static_cast<std::int64_t>(dispatch)}};
}

std::vector<ReadRecord> records_in(std::string_view bytes) {
    std::vector<ReadRecord> records;
    for (; bytes.size() >= record_size; bytes.remove_prefix(record_size)) {
        const auto record = decode(bytes.substr(0, record_size));
        if (!record) break;
        if (!records.empty() && record->sequence != records.back().sequence + 1) break;
        records.push_back(*record);
    }
    return records;
}

std::optional<Unfolded> unfolded(std::vector<ReadRecord> first, std::vector<ReadRecord> second,
                                 std::uint64_t position) {
    keep_after(first, position);
    keep_after(second, position);
    const bool second_first =
        !second.empty() && (first.empty() || second.front().sequence < first.front().sequence);
    Unfolded both{std::move(first), std::move(second), second_first};
    if (second_first) both.older.swap(both.newer);
    if (both.older.empty()) return both;
    if (both.older.front().sequence != position + 1) return std::nullopt;
    keep_after(both.newer, both.older.back().sequence);  // a copied file counts nothing twice
    return both;
}

std::array<std::filesystem::path, 2> read_journals(const std::filesystem::path& folder) {
    return {folder / "reads.journal", folder / "reads.journal.2"};
}

Result<ReadJournals> read_journals_of(const std::filesystem::path& folder) {
    std::array<std::vector<ReadRecord>, 2> records;
    const auto names = read_journals(folder);
    for (std::size_t i = 0; i < names.size(); ++i) {
        const Result<JournalFile> file = JournalFile::open(names[i], JournalFile::Open::read);
        if (file)
            records[i] = TRY(file->read());
        else if (file.error().failure != Failure::absent)
            return std::unexpected(file.error());
    }
    return ReadJournals{std::move(records[0]), std::move(records[1])};
}

// ---- one file

Result<JournalFile> JournalFile::open(const std::filesystem::path& file, Open how) {
    const int flags = how == Open::write ? O_RDWR | O_CREAT : O_RDONLY;
    const int handle = ::open(file.c_str(), flags | O_CLOEXEC, 0666);
    if (handle < 0) {
        if (errno == ENOENT) return fail(Failure::absent, "there is no journal of reads");
        return failed("cannot open");
    }
    return JournalFile(handle);
}

JournalFile::~JournalFile() {
    if (handle_ >= 0) ::close(handle_);
}

JournalFile::JournalFile(JournalFile&& other) noexcept
    : handle_(std::exchange(other.handle_, -1)), size_(other.size_), torn_(other.torn_) {}

JournalFile& JournalFile::operator=(JournalFile&& other) noexcept {
    std::swap(handle_, other.handle_);
    std::swap(size_, other.size_);
    std::swap(torn_, other.torn_);
    return *this;
}

bool JournalFile::lock() {
    return ::flock(handle_, LOCK_EX | LOCK_NB) == 0;
}

Result<std::vector<ReadRecord>> JournalFile::read() const {
    std::string bytes;
    constexpr std::size_t piece = 1 << 20;
    for (;;) {
        const std::size_t had = bytes.size();
        bytes.resize(had + piece);
        const ssize_t got = ::pread(handle_, bytes.data() + had, piece, static_cast<off_t>(had));
        bytes.resize(had + static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
        if (got < 0 && errno != EINTR) return failed("cannot read");
        if (got == 0) return records_in(bytes);
    }
}

Result<void> JournalFile::cut(std::size_t records) {
    const std::size_t end = records * record_size;
    if (::ftruncate(handle_, static_cast<off_t>(end)) != 0) return failed("cannot cut");
    // Before anything is written there: a power cut must not bring old records back behind new
    // ones.
    if (::fsync(handle_) != 0) return failed("cannot write");
    size_ = end;
    torn_ = false;
    return {};
}

Result<void> JournalFile::append(std::span<const ReadRecord> records) {
    std::array<char, record_size> one{};
    std::string many;
    std::string_view bytes;
    if (records.size() == 1) {  // a page view; no memory is asked for
        one = encode(records.front());
        bytes = {one.data(), one.size()};
    } else {
        many.reserve(records.size() * record_size);
        for (const ReadRecord& record : records) {
            one = encode(record);
            many.append(one.data(), one.size());
        }
        bytes = many;
    }
    // What is left of a group that failed might otherwise stand, valid, behind the next records.
    if (torn_ && ::ftruncate(handle_, static_cast<off_t>(size_)) != 0) return failed("cannot cut");
    torn_ = !write_all(handle_, bytes, size_);
    if (!torn_) {
        size_ += bytes.size();
        return {};
    }
    const auto error = failed("cannot write");
    torn_ = ::ftruncate(handle_, static_cast<off_t>(size_)) != 0;
    return error;
}

Result<void> JournalFile::sync() const {
    if (::fdatasync(handle_) != 0) return failed("cannot write");
    return {};
}

bool JournalFile::has_moved(const std::filesystem::path& file) const {
    struct stat ours{}, named{};
    if (::fstat(handle_, &ours) != 0 || ::stat(file.c_str(), &named) != 0) return true;
    return ours.st_ino != named.st_ino || ours.st_dev != named.st_dev;
}

namespace {

Result<void> sync_named(const std::filesystem::path& name, int flags) {
    const int handle = ::open(name.c_str(), flags | O_CLOEXEC);
    if (handle < 0)
        return fail(Failure::broken, "cannot open " + name.string() + ": " + std::strerror(errno));
    const bool synced = ::fsync(handle) == 0;
    const int system = errno;
    ::close(handle);
    if (!synced)
        return fail(system == ENOSPC || system == EDQUOT ? Failure::full : Failure::broken,
                    "cannot write " + name.string() + ": " + std::strerror(system));
    return {};
}

}  // namespace

Result<void> sync_file(const std::filesystem::path& file) {
    return sync_named(file, O_RDWR);
}

Result<void> sync_folder(const std::filesystem::path& folder) {
    return sync_named(folder, O_RDONLY | O_DIRECTORY);
}

}  // namespace chappe
