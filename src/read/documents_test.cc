// Whole documents: tests/documents/NAME/source.* against expected.dump, one fact a line.
// CHAPPE_UPDATE=1 rewrites the dumps; their diff is part of the review.

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "read/check_reading.h"
#include "read/read.h"

namespace chappe {
namespace {

namespace fs = std::filesystem;

std::string bytes_of_file(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    std::ostringstream bytes;
    bytes << in.rdbuf();
    return std::move(bytes).str();
}

std::vector<fs::path> documents() {
    std::vector<fs::path> folders;
    for (const auto& entry : fs::directory_iterator(CHAPPE_SOURCE_DIR "/tests/documents"))
        if (entry.is_directory()) folders.push_back(entry.path());
    std::sort(folders.begin(), folders.end());
    return folders;
}

/// The type that the file's ending declares; a file media_type beside it says what a server said.
Arrival arrival_of(const fs::path& folder) {
    Arrival arrival;
    arrival.source = "documents";
    arrival.name = folder.filename();
    arrival.url = "https://wire.example/news/" + arrival.name;
    for (const auto& entry : fs::directory_iterator(folder)) {
        if (!entry.path().filename().string().starts_with("source.")) continue;
        arrival.bytes = bytes_of_file(entry.path());
        const std::string ending = entry.path().extension();
        arrival.media_type = ending == ".html"   ? "text/html"
                             : ending == ".xml"  ? "application/xml"
                             : ending == ".json" ? "application/json"
                             : ending == ".eml"  ? "message/rfc822"
                             : ending == ".warc" ? "application/warc"
                             : ending == ".gz"   ? "application/gzip"
                                                 : "text/plain";
    }
    if (fs::exists(folder / "media_type"))
        arrival.media_type = trim(bytes_of_file(folder / "media_type"));
    return arrival;
}

class Dump {
 public:
    void fact(std::string_view name, std::string_view value) {
        if (value.empty()) return;
        out_ += name;
        out_ += std::string(name.size() < 15 ? 15 - name.size() : 1, ' ');
        out_ += value;
        out_ += '\n';
    }
    std::string take() { return std::move(out_); }

 private:
    std::string out_;
};

std::string date(const std::optional<Date>& value) {
    if (!value) return {};
    return to_string(*value) + (value->precision == Precision::day      ? " (day)"
                                : value->precision == Precision::minute ? " (minute)"
                                                                        : " (second)");
}

void dump_dispatch(Dump& dump, const Dispatch& dispatch) {
    dump.fact("title", dispatch.title);
    dump.fact("published", date(dispatch.published));
    dump.fact("modified", date(dispatch.modified));
    dump.fact("language", dispatch.language);
    for (const Text& author : dispatch.authors) dump.fact("author", author);
    if (dispatch.credit)
        dump.fact("credit", dispatch.credit->agency.str() + " (" +
                                std::string(name_of(dispatch.credit->place)) + ")");
    if (dispatch.reads) dump.fact("reads", std::to_string(*dispatch.reads));
    if (dispatch.tags && dispatch.tags->empty()) dump.fact("tags", "declared, none");
    if (dispatch.tags)
        for (const Text& tag : *dispatch.tags) dump.fact("tag", tag);
    dump.fact("site", dispatch.site);
    dump.fact("url", dispatch.url);
    dump.fact("guid", dispatch.guid);
    for (const std::string& note : dispatch.notes) dump.fact("note", note);
    for (const Block& block : dispatch.blocks) {
        const bool lead = dispatch.lead && block.span == *dispatch.lead;
        dump.fact(std::string(name_of(block.kind)) + (lead ? " (lead)" : ""),
                  block.span.in(dispatch.body));
    }
}

void dump_manners(Dump& dump, const FeedFacts& feed) {
    dump.fact("feed next", feed.next);
    if (feed.wait.count() > 0) dump.fact("feed wait", std::to_string(feed.wait.count()) + " s");
    std::string hours, days;
    for (unsigned hour = 0; hour < 24; ++hour)
        if ((feed.skip_hours >> hour & 1) != 0) hours += std::to_string(hour) + " ";
    for (unsigned day = 0; day < 7; ++day)
        if ((feed.skip_days >> day & 1) != 0) days += std::to_string(day) + " ";
    dump.fact("feed skips", std::string(trim(hours)));
    dump.fact("feed rests", std::string(trim(days)));
    if (feed.ended) dump.fact("feed ended", "yes");
    if (feed.summaries_only) dump.fact("feed texts", *feed.summaries_only ? "summaries" : "whole");
}

std::string dump_of(const Reading& reading) {
    Dump dump;
    for (const std::string& note : reading.notes) dump.fact("reading note", note);
    if (reading.feed) {
        dump.fact("feed title", reading.feed->title);
        dump.fact("feed url", reading.feed->url);
        dump.fact("feed site", reading.feed->site_url);
        dump.fact("feed language", reading.feed->language);
        dump.fact("feed hub", reading.feed->hub);
        dump_manners(dump, *reading.feed);
    }
    if (!reading.feed && reading.is_container)
        for (const Link& link : reading.links) dump.fact("link", link.url + " " + link.text.str());
    std::size_t number = 0;
    for (const Dispatch& dispatch : reading.dispatches) {
        dump.fact("dispatch", "#" + std::to_string(++number));
        dump_dispatch(dump, dispatch);
    }
    return dump.take();
}

TEST(Documents, ThereAreAtLeastEighty) {
    EXPECT_GE(documents().size(), 80u);
}

TEST(Documents, EachReadsAsItsDumpSays) {
    const bool update = std::getenv("CHAPPE_UPDATE") != nullptr;
    for (const fs::path& folder : documents()) {
        SCOPED_TRACE(folder.filename().string());
        const Reading reading = read(arrival_of(folder));
        EXPECT_EQ(broken_promise(reading), "");
        const std::string dump = dump_of(reading);
        if (update) std::ofstream(folder / "expected.dump", std::ios::binary) << dump;
        EXPECT_EQ(dump, bytes_of_file(folder / "expected.dump"));
    }
}

// A connection may break anywhere; a disk may rot.
TEST(Documents, EveryCutKeepsThePromises) {
    for (const fs::path& folder : documents()) {
        Arrival arrival = arrival_of(folder);
        const std::string bytes = arrival.bytes;
        const std::size_t step = std::max<std::size_t>(1, bytes.size() / 150);
        for (std::size_t size = 0; size < bytes.size(); size += step) {
            arrival.bytes = bytes.substr(0, size);
            ASSERT_EQ(broken_promise(read(arrival)), "") << folder.filename() << " cut at " << size;
        }
    }
}

TEST(Documents, FlippedBytesKeepThePromises) {
    std::uint64_t state = 0x1794;  // xorshift64: the same flips in every run
    const auto next = [&state] {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        return state;
    };
    for (const fs::path& folder : documents()) {
        Arrival arrival = arrival_of(folder);
        const std::string bytes = arrival.bytes;
        for (int round = 0; round < 60 && !bytes.empty(); ++round) {
            arrival.bytes = bytes;
            for (std::uint64_t flips = next() % 12 + 1; flips > 0; --flips)
                arrival.bytes[next() % bytes.size()] = static_cast<char>(next());
            ASSERT_EQ(broken_promise(read(arrival)), "") << folder.filename() << " " << round;
        }
    }
}

}  // namespace
}  // namespace chappe
