#include "app/spool.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <future>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "app/input.h"
#include "app/pipeline.h"
#include "base/log.h"
#include "read/read.h"
#include "read/warc.h"

namespace chappe {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_files = 1000;  // of a folder in one look; the next one takes the others

bool is_for_us(const fs::directory_entry& entry) {
    std::error_code error;
    const std::string name = entry.path().filename().string();
    if (name.starts_with('.') || name.ends_with(".part") || name.ends_with(".tmp")) return false;
    return entry.is_regular_file(error) && !entry.is_symlink(error);
}

bool is_settled(const fs::directory_entry& entry) {
    std::error_code error;
    const auto changed = entry.last_write_time(error);
    return !error && fs::file_time_type::clock::now() - changed >= settling_time;
}

struct Spooled {
    std::vector<fs::path> files;  // by name, so that numbered ones come in their order
    bool settling = false;        // there are others that wait
};

Spooled files_in(const fs::path& folder, std::error_code& error) {
    Spooled found;
    for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
        if (!is_for_us(*it)) continue;
        if (is_settled(*it))
            found.files.push_back(it->path());
        else
            found.settling = true;
    }
    std::sort(found.files.begin(), found.files.end());
    if (found.files.size() > most_files) found.files.resize(most_files);
    return found;
}

/// One that is there already is replaced: it was read under the same name before.
bool move_into(const fs::path& file, const char* folder) {
    std::error_code error;
    const fs::path into = file.parent_path() / folder;
    fs::create_directory(into, error);
    fs::rename(file, into / file.filename(), error);
    if (error) log_warning("cannot move " + file.string() + ": " + error.message());
    return !error;
}

Visit visit_of(const WatchedSource& source) {
    Visit visit;
    visit.source = source.id;
    visit.at = now();
    visit.kind = SourceKind::folder;
    return visit;
}

void keep(Archive& archive, Visit visit) {
    std::promise<void> kept;
    const auto told = [&kept](const Result<void>&) { kept.set_value(); };
    if (archive.queue().keep(std::move(visit), told)) kept.get_future().wait();
}

void keep_failure(Archive& archive, const WatchedSource& source, std::string why) {
    if (source.trouble == why) return;  // it is known
    Visit visit = visit_of(source);
    visit.health = Health::failing;
    visit.trouble = std::move(why);
    keep(archive, std::move(visit));
}

/// Each page as an arrival of its own, so that the file may be of any size.
Result<void> read_warc(Archive& archive, const WatchedSource& source, const fs::path& file,
                       ByteSource bytes) {
    Arrival container;
    container.source = source.name;
    container.name = name_without_extension(file.string());
    WarcReader warc(std::move(bytes));
    std::size_t dispatches = 0;
    while (auto page = warc.next()) {
        container.received = now();
        const Receipt receipt = TRY(run_pipeline(archive, *std::move(page), container));
        dispatches += receipt.items.size();
    }
    if (dispatches == 0)
        return fail(Failure::refused, file.filename().string() + ": no dispatch in it");
    return {};
}

Result<void> read_file(Archive& archive, const WatchedSource& source, const fs::path& file) {
    if (auto bytes = TRY(warc_in_file(file.string())))
        return read_warc(archive, source, file, *std::move(bytes));
    Arrival arrival = TRY(arrival_from_file(file.string()));
    arrival.source = source.name;
    Reading reading = read(arrival);
    if (reading.dispatches.empty())
        return fail(Failure::refused, file.filename().string() + ": no dispatch in it");
    Submission submission{std::move(arrival), std::move(reading), std::nullopt};
    submission.visit = visit_of(source);
    TRY(archive.put(std::move(submission)));
    return {};
}

/// False: what is left has to wait, the archive takes nothing.
bool take_file(Archive& archive, const WatchedSource& source, const fs::path& file) {
    const auto done = read_file(archive, source, file);
    if (done) return move_into(file, "read");
    const Failure failure = done.error().failure;
    if (failure == Failure::busy || failure == Failure::full) return false;
    keep_failure(archive, source, done.error().message);
    return move_into(file, "failed");
}

/// True: some files wait.
bool look_into(Archive& archive, const WatchedSource& source) {
    std::error_code error;
    const Spooled found = files_in(source.address, error);
    if (error) {
        keep_failure(archive, source,
                     "cannot look into " + source.address + ": " + error.message());
        return false;
    }
    for (const fs::path& file : found.files)
        if (!take_file(archive, source, file)) break;
    return found.settling;
}

/// A WARC file is read once, when it was added.
void look_into_warc(Archive& archive, const WatchedSource& source) {
    if (source.last_visit) return;
    const auto bytes = warc_in_file(source.address);
    if (!bytes) return keep_failure(archive, source, bytes.error().message);
    const auto done = read_file(archive, source, source.address);
    if (!done) return keep_failure(archive, source, done.error().message);
    Visit visit = visit_of(source);
    visit.kind = SourceKind::warc;
    keep(archive, std::move(visit));
}

}  // namespace

bool look_into_folders(Archive& archive) {
    const auto watched = archive.watched();
    if (!watched) return false;  // the poller says so
    bool settling = false;
    for (const WatchedSource& source : *watched) {
        if (source.paused) continue;
        if (source.kind == SourceKind::folder && look_into(archive, source)) settling = true;
        if (source.kind == SourceKind::warc) look_into_warc(archive, source);
    }
    return settling;
}

}  // namespace chappe
