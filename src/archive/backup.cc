// The journal is read before the snapshot is taken: a record that was there at the beginning is
// then either still in what was read, or the snapshot's position says that the database has it.
#include "archive/backup.h"

#include <fstream>
#include <string>
#include <system_error>
#include <vector>

#include "archive/folder.h"
#include "archive/keep.h"
#include "archive/lookup.h"
#include "archive/read_journal.h"
#include "archive/schema.h"
#include "archive/sqlite/database.h"

namespace chappe {
namespace {

constexpr int lock_wait_ms = 5000;

std::filesystem::path beside(std::filesystem::path file, const char* ending) {
    return file += ending;
}

std::filesystem::path folder_of(const std::filesystem::path& file) {
    return file.has_parent_path() ? file.parent_path() : ".";
}

std::unexpected<Error> failed(const std::filesystem::path& file, const std::error_code& error) {
    const bool full = error == std::errc::no_space_on_device || error == std::errc::file_too_large;
    return fail(full ? Failure::full : Failure::broken, file.string() + ": " + error.message());
}

Result<void> fold_journal(Database& copy, ReadJournals journals) {
    const Fold fold = fold_after(std::move(journals), TRY(find_position(copy)));
    if (fold.to == fold.from) return {};
    Transaction transaction = TRY(Transaction::write(copy));
    TRY(keep_fold(copy, fold));
    return transaction.commit();
}

std::string quoted(const std::string& text) {
    std::string out = "'";
    for (const char c : text) out += c == '\'' ? std::string("''") : std::string(1, c);
    return out + "'";
}

Result<void> copy_archive(const std::filesystem::path& archive, const std::filesystem::path& to) {
    ReadJournals journals = TRY(read_journals_of(folder_of(archive)));
    {
        Database source = TRY(Database::open(archive, Access::read, lock_wait_ms));
        if (TRY(source.number("PRAGMA application_id")) != application_id)
            return fail(Failure::broken, "not an archive of Chappe");
        TRY(source.execute("VACUUM INTO " + quoted(to.string())));
    }
    {
        Database copy = TRY(Database::open(to, Access::write, lock_wait_ms));
        TRY(fold_journal(copy, std::move(journals)));
    }
    return sync_file(to);
}

/// Whole, ours, and of a version that we know.
Result<void> check(const std::filesystem::path& file) {
    Database database = TRY(Database::open(file, Access::immutable, lock_wait_ms));
    if (TRY(database.number("PRAGMA application_id")) != application_id)
        return fail(Failure::broken, "not a backup of an archive");
    if (TRY(database.number("PRAGMA user_version")) > schema_version())
        return fail(Failure::broken, "made by a newer Chappe; use the newer program");
    if (TRY(database.number("SELECT count(*) FROM pragma_integrity_check"
                            " WHERE integrity_check = 'ok'")) != 1)
        return fail(Failure::broken, "the backup is damaged; take an older one");
    if (TRY(database.number("SELECT count(*) FROM pragma_foreign_key_check")) != 0)
        return fail(Failure::broken, "the backup is damaged (rows are missing); take an older one");
    return {};
}

Result<void> put_in_place(const std::filesystem::path& file, const std::filesystem::path& name) {
    std::error_code error;
    std::filesystem::rename(file, name, error);
    if (error) return failed(name, error);
    return sync_folder(folder_of(name));
}

std::unexpected<Error> about(const std::filesystem::path& file, const Error& error) {
    return fail(error.failure, file.string() + ": " + error.message);
}

/// Empty, and nobody else's to read: it will hold digests of passwords.
Result<void> make_private(const std::filesystem::path& file) {
    if (!std::ofstream(file))
        return fail(Failure::broken, file.string() + ": cannot be written; is its folder there?");
    std::error_code error;
    using std::filesystem::perms;
    std::filesystem::permissions(file, perms::owner_read | perms::owner_write, error);
    if (error) return failed(file, error);
    return {};
}

void remove_quietly(const std::filesystem::path& file) {
    std::error_code none;  // it is not there, or the next one to write it will say
    std::filesystem::remove(file, none);
}

}  // namespace

Result<void> back_up(const std::filesystem::path& folder, const std::filesystem::path& file) {
    const std::filesystem::path archive = folder / "chappe.db";
    std::error_code error;
    if (!std::filesystem::exists(archive, error))
        return fail(Failure::absent, folder.string() + ": there is no archive");
    const std::filesystem::path part = beside(file, ".part");
    remove_quietly(part);  // of one that was interrupted
    if (const auto made = make_private(part); !made) return made;
    if (const auto copied = copy_archive(archive, part); !copied) {
        remove_quietly(part);
        return about(archive, copied.error());
    }
    return put_in_place(part, file);
}

Result<void> restore(const std::filesystem::path& file, const std::filesystem::path& folder,
                     Existing existing) {
    std::error_code error;
    if (!std::filesystem::exists(file, error))
        return fail(Failure::absent, file.string() + ": there is no such file");
    const std::filesystem::path archive = folder / "chappe.db";
    if (existing == Existing::keep && std::filesystem::exists(archive, error))
        return fail(Failure::refused,
                    folder.string() + ": has an archive already; --force replaces it");
    if (const auto whole = check(file); !whole) return about(file, whole.error());

    TRY(make_private_folder(folder));
    std::vector<JournalFile> journals;
    for (const auto& name : read_journals(folder)) {
        journals.push_back(TRY(JournalFile::open(name, JournalFile::Open::write)));
        if (journals.size() == 1 && !journals.front().lock())
            return fail(Failure::busy,
                        folder.string() + ": a running Chappe has this archive; stop it first");
    }
    const std::filesystem::path part = beside(archive, ".part");
    std::filesystem::copy_file(file, part, std::filesystem::copy_options::overwrite_existing,
                               error);
    if (error) {
        remove_quietly(part);
        return failed(part, error);
    }
    TRY(sync_file(part));
    // From here on the old archive goes. Its log and its reads must not meet the new database.
    for (JournalFile& journal : journals) TRY(journal.cut(0));
    for (const char* ending : {"-wal", "-shm"}) {
        std::filesystem::remove(beside(archive, ending), error);
        if (error) return failed(archive, error);
    }
    TRY(sync_folder(folder));
    return put_in_place(part, archive);
}

}  // namespace chappe
