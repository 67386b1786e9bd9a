#pragma once
// For the archive's tests: a folder of their own, and dispatches to put.

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "archive/archive.h"
#include "archive/sqlite/database.h"
#include "base/digest.h"

namespace chappe::test {

/// Gone at the end of the test.
class Folder {
 public:
    Folder() : path_(std::filesystem::temp_directory_path() / ("chappe-" + random_hex(8))) {
        std::filesystem::create_directories(path_);
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    ~Folder() {
        std::error_code ignored;  // a test that unmounts or forbids says so itself
        std::filesystem::remove_all(path_, ignored);
    }
    const std::filesystem::path& path() const { return path_; }
    std::filesystem::path file() const { return path_ / "chappe.db"; }

 private:
    std::filesystem::path path_;
};

/// Opens, or ends the test run: nothing can be said without an archive.
inline std::unique_ptr<Archive> open(const Folder& folder, const ArchiveOptions& options = {}) {
    auto archive = open_archive(folder.path(), options);
    if (!archive) {
        ADD_FAILURE() << archive.error().message;
        std::abort();
    }
    return std::move(*archive);
}

/// The only item of a submission that must be kept.
inline Receipt::Item put(Archive& archive, Submission submission) {
    const auto receipt = archive.put(std::move(submission));
    if (receipt && receipt->items.size() == 1) return receipt->items.front();
    ADD_FAILURE() << (receipt ? "not one item" : receipt.error().message);
    return {};
}

/// What another program sees or does in the file: SQL of the test's own.
inline std::int64_t number(const Folder& folder, const std::string& sql) {
    auto database = Database::open(folder.file(), Access::write, 5000);
    const auto value = database ? database->number(sql) : std::unexpected(database.error());
    if (!value) ADD_FAILURE() << sql << ": " << value.error().message;
    return value.value_or(-1);
}
inline void execute(const Folder& folder, const std::string& sql) {
    auto database = Database::open(folder.file(), Access::write, 5000);
    const auto done = database ? database->execute(sql) : std::unexpected(database.error());
    if (!done) ADD_FAILURE() << sql << ": " << done.error().message;
}

inline std::string bytes_of_file(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

inline Text text(std::string_view utf8) {
    return Text::repair(utf8);
}

/// Two paragraphs, the first the lead; 2024-04-03; credited to Azertac.
inline Dispatch dispatch(std::string_view title, std::string_view words = "Les travaux avancent.") {
    Dispatch made;
    made.title = text(title);
    const std::string lead = "La réunion s'est tenue mercredi.";
    made.body = text(lead + "\n\n" + std::string(words));
    const auto lead_end = static_cast<std::uint32_t>(lead.size());
    made.lead = Span{0, lead_end};
    made.blocks = {
        {Block::Kind::paragraph, {0, lead_end}},
        {Block::Kind::quote, {lead_end + 2, static_cast<std::uint32_t>(made.body.size())}}};
    made.published = Date::day({std::chrono::year{2024}, std::chrono::April, std::chrono::day{3}});
    made.language = "fr";
    made.credit = Credit{text("Azertac"), Credit::Place::tail};
    return made;
}

inline Submission submission(Dispatch made, std::string_view source = "desk") {
    Submission submission;
    submission.arrival.bytes = made.title.str() + "\n" + made.body.str();
    if (made.reads) submission.arrival.bytes += "\nLu: " + std::to_string(*made.reads);
    submission.arrival.media_type = "text/plain";
    submission.arrival.source = source;
    submission.arrival.received = Instant{std::chrono::seconds{1712131200}};  // 2024-04-03T08:00Z
    submission.reading.dispatches.push_back(std::move(made));
    return submission;
}

}  // namespace chappe::test
