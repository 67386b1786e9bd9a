// Archives that earlier versions wrote, one for each schema: tests/archives/0001.db.zst and on.
// Every version must open and read all of them. CHAPPE_UPDATE=1 writes the one of this version when
// there is none yet; one that was released is never written again.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <future>

#include "archive/archive.h"
#include "archive/blob.h"
#include "archive/schema.h"
#include "archive/test_desk.h"

#include <zstd.h>

namespace chappe {
namespace {

using namespace test;

const std::filesystem::path archives = std::filesystem::path(CHAPPE_SOURCE_DIR) / "tests/archives";

const Instant instant_at_noon{std::chrono::seconds{1712145600}};  // 2024-04-03T12:00Z

std::filesystem::path archive_of(int version) {
    std::string name = std::to_string(version);
    name.insert(0, 4 - name.size(), '0');
    return archives / (name + ".db.zst");
}

Dispatch first_dispatch() {
    Dispatch made = dispatch("Une délégation est reçue à Bakou");
    made.url = "https://news.example/d/1";
    made.tags.emplace();
    made.reads = 362;
    return made;
}

/// "Les travaux avancent" is what Anna Duval says in one of them.
std::optional<Understood> understand(const Dispatch& dispatch) {
    constexpr Span words{0, 20};
    if (dispatch.title.view() != "Le trafic reprend") return std::nullopt;
    Actor speaker;
    speaker.name = "Anna Duval";
    speaker.roles = {"ministre"};
    speaker.mentions = {{words, Mention::How::name}};
    Statement statement;
    statement.content = {words};
    statement.speaker = ActorId{0};
    statement.stance = Stance::assure;
    Understood understood;
    understood.models = R"({"test":1})";
    understood.annotations.actors = {speaker};
    understood.annotations.statements = {statement};
    return understood;
}

/// Watched, visited once, with a page that is still to be read.
void watch_a_source(Archive& archive) {
    AddSource feed;
    feed.address = "https://news.example/rss";
    feed.host = "news.example";
    feed.category = "Presse";
    Visit visit;
    visit.source = act(archive, feed).source;
    visit.at = instant_at_noon;
    visit.kind = SourceKind::feed;
    visit.etag = "\"v1\"";
    visit.pages = {{"https://news.example/d/1"}};
    visit.hub = {"https://hub.example/", "https://news.example/rss"};
    std::promise<void> kept;
    ASSERT_TRUE(archive.queue().keep(visit, [&](const Result<void>&) { kept.set_value(); }));
    kept.get_future().wait();
}

/// A story that two sources tell in the same words.
Dispatch story() {
    return dispatch("Le canal rouvre",
                    "Le canal entre les deux lacs rouvre mardi après neuf mois de travaux. Une "
                    "écluse a été refaite, et les péniches y passeront de nouveau.");
}

/// Told to an address and to a listener, read by a user.
void tell_of_it(Archive& archive) {
    act(archive, AddAlert{"canal", "https://desk.example/hook"});
    std::promise<void> wished, marked;
    const ListeningWish wish{"https://reader.example/cb", "https://wire.example/feed.atom", "s",
                             std::chrono::hours(1), instant_at_noon};
    ASSERT_TRUE(archive.hubs().keep(wish, [&](const Result<void>&) { wished.set_value(); }));
    wished.get_future().wait();
    const UserId rita =
        act(archive, AddUser{"rita", *hash_password("ten letters"), Role::reader}).user;
    SetEntries starred;
    starred.ids = {DispatchId{1}};
    starred.star = SetEntries::Star::set;
    ASSERT_TRUE(
        archive.shelves().keep(rita, starred, [&](const Result<void>&) { marked.set_value(); }));
    marked.get_future().wait();
}

/// One of each thing that this version can keep.
void make_one_of_each(const Folder& folder) {
    ArchiveOptions options;
    options.understand = understand;
    const auto archive = open(folder, options);
    put(*archive, submission(first_dispatch()));
    Dispatch edited = first_dispatch();
    edited.title = text("Une délégation a été reçue à Bakou");
    put(*archive, submission(edited));
    put(*archive, submission(dispatch("À retirer")));
    auto keyed = submission(dispatch("Le trafic reprend"));
    keyed.idempotency = IdempotencyKey{"token 1", "k", digest("request")};
    put(*archive, keyed);
    std::promise<void> counted;
    ASSERT_TRUE(
        archive->count_read(DispatchId{1}, [&](Result<std::uint64_t>) { counted.set_value(); }));
    counted.get_future().wait();
    ASSERT_TRUE(archive->add_token("desk"));
    watch_a_source(*archive);
    execute(folder,
            "BEGIN; UPDATE dispatch SET state = 'withdrawn', last_change = 5 WHERE id = 2;"
            "INSERT INTO change VALUES (5, 2, 'withdrawal', 0, 1712131300);"
            "INSERT INTO withdrawal VALUES (2, 'withdrawn', 1712131300, 'desk', NULL);"
            "UPDATE tally SET value = value - 1 WHERE name = 'dispatches'; COMMIT");
    put(*archive, submission(story(), "agency"));
    put(*archive, submission(story(), "portal"));
    tell_of_it(*archive);
}

void write_archive_of_this_version() {
    const Folder folder;
    make_one_of_each(folder);
    std::filesystem::create_directories(archives);
    const std::string packed = pack(bytes_of_file(folder.file())).bytes;
    std::ofstream(archive_of(schema_version()), std::ios::binary) << packed;
}

void unpack_archive(const std::filesystem::path& from, const std::filesystem::path& to) {
    const std::string packed = bytes_of_file(from);
    std::string bytes(ZSTD_getFrameContentSize(packed.data(), packed.size()), '\0');
    ASSERT_EQ(ZSTD_decompress(bytes.data(), bytes.size(), packed.data(), packed.size()),
              bytes.size());
    std::ofstream(to, std::ios::binary) << bytes;
}

TEST(OldArchives, AreOpenedAndRead) {
    if (std::getenv("CHAPPE_UPDATE") && !std::filesystem::exists(archive_of(schema_version())))
        write_archive_of_this_version();
    ASSERT_TRUE(std::filesystem::exists(archive_of(1)));
    for (int version = 1; version <= schema_version(); ++version) {
        SCOPED_TRACE(version);
        if (!std::filesystem::exists(archive_of(version))) continue;  // not released yet
        const Folder folder;
        unpack_archive(archive_of(version), folder.file());
        const auto archive = open(folder);
        const bool has_copies = version >= 9;
        EXPECT_EQ(archive->stats()->total, has_copies ? 4 : 2);
        EXPECT_EQ(archive->newest(), ChangeSeq{has_copies ? 7 : 5});
        const auto stored = archive->dispatch(DispatchId{1});
        ASSERT_TRUE(stored) << stored.error().message;
        EXPECT_EQ(stored->dispatch.title.view(), "Une délégation a été reçue à Bakou");
        EXPECT_EQ(stored->editions, 2);
        EXPECT_EQ(stored->reads_here, 1U);
        EXPECT_EQ(stored->reads_at_source->count, 362U);
        EXPECT_EQ(stored->dispatch.credit->agency.view(), "Azertac");
        ASSERT_TRUE(stored->dispatch.tags);
        EXPECT_EQ(archive->dispatch(DispatchId{2})->state, DispatchState::withdrawn);
        EXPECT_EQ(archive->tokens()->size(), 1U);
        if (version >= 4) {
            const auto watched = archive->watched();
            ASSERT_EQ(watched->size(), 1U);
            EXPECT_EQ(watched->front().category, "Presse");
            EXPECT_EQ(watched->front().kind, SourceKind::feed);
            EXPECT_EQ(watched->front().last_success, instant_at_noon);
            EXPECT_EQ(watched->front().pages_waiting, 1);
            EXPECT_EQ(archive->queue().due(now(), 10)->size(), 2U);
        }

        if (version >= 5) {
            const auto said = archive->statements(DispatchId{3});
            ASSERT_EQ(said->size(), 1U);
            EXPECT_EQ(said->front().content, (std::vector<Span>{{0, 20}}));
            EXPECT_EQ(said->front().speaker->slug, "anna-duval");
            EXPECT_EQ(said->front().stance, Stance::assure);
        }

        if (has_copies) {
            EXPECT_EQ(archive->dispatch(DispatchId{5})->copy_of, DispatchId{4});
            EXPECT_EQ(archive->alerts().list()->at(0).query, "canal");
            EXPECT_EQ(archive->hubs().listeners(instant_at_noon)->at(0).wished_lease,
                      std::chrono::hours(1));
            EXPECT_EQ(archive->hubs().due_subscriptions(now(), 1)->at(0).links.hub,
                      "https://hub.example/");
            ShelfQuery starred;
            starred.starred = true;
            EXPECT_EQ(archive->shelves().find(archive->users()->at(0).id, starred)->total, 1);
        }

        // Everything is recognised again, so the digests still mean what they meant.
        auto keyed = submission(dispatch("Le trafic reprend"));
        keyed.idempotency = IdempotencyKey{"token 1", "k", digest("request")};
        EXPECT_TRUE(archive->put(keyed)->replayed);
        EXPECT_EQ(put(*archive, submission(dispatch("À retirer"))).outcome, Outcome::gone);
        EXPECT_EQ(put(*archive, submission(dispatch("Le trafic reprend"))).outcome,
                  Outcome::unchanged);
        EXPECT_EQ(put(*archive, submission(first_dispatch())).outcome, Outcome::edited);
        EXPECT_EQ(number(folder, "PRAGMA user_version"), schema_version());
    }
}

}  // namespace
}  // namespace chappe
