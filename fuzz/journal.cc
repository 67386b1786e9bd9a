// Any bytes as the two files of the journal of reads. Records are those that a second, plainer
// reader finds, in both files together every number is there once and none is skipped; and what is
// written behind the valid ones is found again.

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "archive/read_journal.h"

namespace {

using namespace chappe;

void require(bool holds, const char* what) {
    if (holds) return;
    std::fprintf(stderr, "%s\n", what);
    std::abort();
}

/// The first bytes say what is made of the rest: records in turn (so that the fuzzer gets past the
/// checks), or bytes as they are.
std::string file_of(std::string_view data) {
    if (data.size() < 2) return std::string(data);
    const auto first = static_cast<std::uint64_t>(static_cast<unsigned char>(data[0]));
    const auto count = static_cast<std::size_t>(static_cast<unsigned char>(data[1]) % 32);
    std::string bytes;
    for (std::size_t n = 0; n < count; ++n) {
        const auto record = encode({first + n, DispatchId{static_cast<std::int64_t>(n % 5)}});
        bytes.append(record.data(), record.size());
    }
    // The rest overwrites: position, value, position, value ...
    data.remove_prefix(2);
    if (count == 0) return std::string(data);
    for (; data.size() >= 2 && bytes.size() < 4096; data.remove_prefix(2)) {
        const std::size_t at = static_cast<unsigned char>(data[0]) * 3U;
        if (at < bytes.size())
            bytes[at] = data[1];
        else
            bytes += data[1];
    }
    return bytes;
}

std::vector<ReadRecord> plainly(std::string_view bytes) {
    std::vector<ReadRecord> found;
    std::uint64_t expected = 0;
    for (std::size_t at = 0; at + record_size <= bytes.size(); at += record_size) {
        const auto record = decode(bytes.substr(at, record_size));
        if (!record || (expected != 0 && record->sequence != expected)) break;
        const auto again = encode(*record);
        require(bytes.substr(at, record_size) == std::string_view(again.data(), again.size()),
                "two forms of one record");
        found.push_back(*record);
        expected = record->sequence + 1;
    }
    return found;
}

void check_both(const std::vector<ReadRecord>& first, const std::vector<ReadRecord>& second,
                std::uint64_t position) {
    const auto left = unfolded(first, second, position);
    if (!left) return;
    std::uint64_t last = position;
    for (const auto* records : {&left->older, &left->newer})
        for (const ReadRecord& record : *records) {
            require(record.sequence > last, "a number twice or too old");
            last = record.sequence;
        }
    require(
        left->older.empty() ? left->newer.empty() : left->older.front().sequence == position + 1,
        "not the next one");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const std::string_view all(reinterpret_cast<const char*>(data), size);
    const std::uint64_t position = data[0] % 64;
    const std::string first = file_of(all.substr(1, size / 2));
    const std::string second = file_of(all.substr(1 + (size - 1) / 2));
    const auto first_records = records_in(first);
    require(first_records == plainly(first), "records_in reads otherwise");
    check_both(first_records, records_in(second), position);
    check_both(records_in(second), first_records, position);

    std::string longer = first.substr(0, first_records.size() * record_size);
    const std::uint64_t last = first_records.empty() ? position : first_records.back().sequence;
    const auto more = encode({last + 1, DispatchId{3}});
    longer.append(more.data(), more.size());
    longer += second;
    require(records_in(longer).size() > first_records.size(), "what was appended is not found");
    return 0;
}
