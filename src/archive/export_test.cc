#include "archive/export.h"

#include <gtest/gtest.h>

#include <fstream>

#include "archive/test_desk.h"

namespace chappe {
namespace {

using namespace test;
using namespace std::chrono_literals;

Dispatch numbered(int n, std::string_view title) {
    Dispatch made = dispatch(title);
    made.url = "https://news.example/d/" + std::to_string(n);
    made.tags.emplace();
    made.reads = 300 + n;
    return made;
}

/// One of each state, with editions, corrections, counts and a feed of two.
void fill(Archive& archive) {
    put(archive, submission(numbered(1, "Un")));
    put(archive, submission(numbered(1, "Un, corrigé à la source")));
    ASSERT_TRUE(archive.act_and_wait(correct(DispatchId{1}, dispatch("Un, corrigé ici")), console));
    Submission feed = submission(numbered(2, "Deux"), "feed");
    feed.reading.dispatches.push_back(numbered(3, "Trois"));
    feed.reading.feed.emplace();
    feed.reading.feed->title = text("Le fil");
    ASSERT_TRUE(archive.put(feed));
    put(archive, submission(numbered(4, "À retirer")));
    put(archive, submission(numbered(5, "À effacer Zyxomma")));
    ASSERT_TRUE(archive.act_and_wait(Withdraw{DispatchId{4}, "Retirée."}, console));
    ASSERT_TRUE(archive.act_and_wait(Erase{DispatchId{5}, "Effacée."}, console));
    ASSERT_TRUE(archive.act_and_wait(compose(dispatch("Sous embargo"), now() + 1h), console));
    ASSERT_TRUE(archive.dispatch(DispatchId{1}));
    for (int n = 0; n < 9; ++n) EXPECT_TRUE(archive.count_view(DispatchId{1}));
}

std::size_t found(Archive& archive, std::string_view query) {
    const auto today = std::chrono::floor<std::chrono::days>(now());
    const auto hits = archive.search({parse_query(query, today).query, Order::newest, {}, 20});
    EXPECT_TRUE(hits) << hits.error().message;
    return hits ? hits->hits.size() : 0;
}

void expect_same(Archive& one, Archive& other) {
    EXPECT_EQ(one.stats()->total, other.stats()->total);
    EXPECT_EQ(one.stats()->editions, other.stats()->editions + 1) << "nothing is left of an erased";
    const auto wire = one.latest(std::nullopt, 100), copy = other.latest(std::nullopt, 100);
    ASSERT_EQ(wire->size(), copy->size());
    for (std::size_t i = 0; i < wire->size(); ++i) {
        EXPECT_EQ((*wire)[i].id, (*copy)[i].id);
        EXPECT_EQ((*wire)[i].title, (*copy)[i].title);
        EXPECT_EQ((*wire)[i].arrived, (*copy)[i].arrived);
    }
    for (std::int64_t n = 1; n <= 6; ++n) {
        SCOPED_TRACE(n);
        const auto a = one.dispatch(DispatchId{n}), b = other.dispatch(DispatchId{n});
        ASSERT_TRUE(a && b);
        EXPECT_EQ(a->state, b->state);
        EXPECT_EQ(a->notice, b->notice);
        EXPECT_EQ(a->arrived, b->arrived);
        EXPECT_EQ(a->changed, b->changed);
        EXPECT_EQ(a->editions, b->editions);
        EXPECT_EQ(a->reads_here, b->reads_here);
        EXPECT_EQ(a->release, b->release);
        EXPECT_EQ(a->source, b->source);
        EXPECT_EQ(a->dispatch.title, b->dispatch.title);
        EXPECT_EQ(a->dispatch.body, b->dispatch.body);
        EXPECT_EQ(a->dispatch.blocks, b->dispatch.blocks);
        EXPECT_EQ(a->dispatch.lead, b->dispatch.lead);
        EXPECT_EQ(a->dispatch.published, b->dispatch.published);
        EXPECT_EQ(a->dispatch.credit, b->dispatch.credit);
        EXPECT_EQ(a->dispatch.tags, b->dispatch.tags);
        EXPECT_EQ(a->dispatch.url, b->dispatch.url);
        ASSERT_EQ(a->reads_at_source.has_value(), b->reads_at_source.has_value());
        if (a->reads_at_source) {
            EXPECT_EQ(a->reads_at_source->count, b->reads_at_source->count);
            EXPECT_EQ(a->reads_at_source->seen, b->reads_at_source->seen);
        }
    }
}

TEST(Export, BringsEverythingIntoAnEmptyArchive) {
    const Folder folder, into, place;
    const auto archive = open(folder);
    fill(*archive);
    const auto exported = export_archive(folder.path(), into.path());
    ASSERT_TRUE(exported) << exported.error().message;
    EXPECT_EQ(*exported, 6);
    EXPECT_EQ(export_archive(folder.path(), into.path()).error().failure, Failure::refused);

    auto imported = import_archive(into.path(), place.path());
    ASSERT_TRUE(imported) << imported.error().message;
    EXPECT_EQ(imported->created, 6);
    expect_sound(place);
    expect_same(*archive, *open(place));
    EXPECT_EQ(number(folder, "SELECT count(*) FROM blob"),
              number(place, "SELECT count(*) FROM blob"));
    EXPECT_EQ(number(place, "SELECT sum(times) FROM arrival WHERE blob IS NOT NULL"),
              number(folder, "SELECT sum(times) FROM arrival WHERE blob IS NOT NULL"));
    EXPECT_EQ(number(place, "SELECT count(*) FROM user"), 0);
    for (const char* query : {"corrigé", "deux", "trois", "retirer", "embargo", "on:2024-04-03"})
        EXPECT_EQ(found(*open(place), query), found(*archive, query)) << query;
    EXPECT_EQ(open(place)->sources()->size(), archive->sources()->size());
    EXPECT_EQ(found(*open(place), "deux"), 1U);

    imported = import_archive(into.path(), place.path());
    ASSERT_TRUE(imported) << imported.error().message;
    EXPECT_EQ(imported->created, 0);
    EXPECT_EQ(imported->known, 6);
    expect_sound(place);
    const auto copy = open(place);
    expect_same(*archive, *copy);

    // Everything is recognised, and what was erased does not come back.
    EXPECT_EQ(put(*copy, submission(numbered(1, "Un, corrigé à la source"))).outcome,
              Outcome::unchanged);
    EXPECT_EQ(put(*copy, submission(numbered(5, "À effacer Zyxomma"))).outcome, Outcome::gone);
    EXPECT_EQ(put(*copy, submission(dispatch("À effacer Zyxomma"))).outcome, Outcome::gone);
    EXPECT_EQ(put(*copy, submission(numbered(4, "À retirer"))).outcome, Outcome::gone);
}

TEST(Export, HasNoWordOfWhatWasErased) {
    const Folder folder, into;
    fill(*open(folder));
    ASSERT_TRUE(export_archive(folder.path(), into.path()));
    for (const auto& entry : std::filesystem::recursive_directory_iterator(into.path()))
        if (entry.is_regular_file()) {
            EXPECT_EQ(bytes_of_file(entry.path()).find("Zyxomma"), std::string::npos)
                << entry.path();
        }
}

TEST(Import, AddsToAnArchiveThatHasItsOwn) {
    const Folder folder, into, place;
    fill(*open(folder));
    ASSERT_TRUE(export_archive(folder.path(), into.path()));
    const auto archive = open(place);
    const DispatchId own = put(*archive, submission(dispatch("D'ici"))).id;
    put(*archive, submission(numbered(2, "Deux, autrement"), "feed"));
    ASSERT_TRUE(archive->act_and_wait(Erase{DispatchId{2}, {}}, console));
    const auto imported = import_archive(into.path(), place.path());  // beside a running server
    ASSERT_TRUE(imported) << imported.error().message;
    EXPECT_EQ(imported->known, 1) << "erased here";
    EXPECT_EQ(imported->created, 5);
    EXPECT_EQ(archive->dispatch(own)->dispatch.title.view(), "D'ici");
    EXPECT_EQ(archive->dispatch(DispatchId{2})->state, DispatchState::erased);
    EXPECT_EQ(archive->dispatch(DispatchId{3})->dispatch.title.view(), "Trois");
    EXPECT_EQ(archive->stats()->total, 3);
    expect_sound(place);
}

TEST(Import, NamesTheLineThatIsDamaged) {
    const Folder folder, into, place;
    fill(*open(folder));
    EXPECT_EQ(import_archive(into.path(), place.path()).error().failure, Failure::refused);
    ASSERT_TRUE(export_archive(folder.path(), into.path()));
    std::string lines = bytes_of_file(into.path() / "dispatches.jsonl");
    lines.insert(lines.find('\n') + 10, "\x01");
    std::ofstream(into.path() / "dispatches.jsonl", std::ios::binary) << lines;
    const auto refused = import_archive(into.path(), place.path());
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().failure, Failure::refused);
    EXPECT_NE(refused.error().message.find("line 2"), std::string::npos) << refused.error().message;
}

}  // namespace
}  // namespace chappe
