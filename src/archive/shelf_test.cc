// What each user has read: floors, marks, rows, and the lists that follow from them.
#include "archive/shelf.h"

#include <gtest/gtest.h>

#include <future>

#include "archive/right_passwords.h"
#include "archive/test_news.h"

namespace chappe {
namespace {

using namespace test;

const By console{"console", std::nullopt};

/// An archive with two readers and a dispatch for each title.
struct Library {
    Folder folder;
    std::unique_ptr<Archive> archive = open(folder);
    UserId anna = add("anna");
    UserId berta = add("berta");
    std::vector<DispatchId> ids;

    UserId add(std::string name) {
        const auto added = archive->act_and_wait(
            AddUser{std::move(name), "$argon2id$none", Role::reader}, console);
        if (!added) ADD_FAILURE() << added.error().message;
        return added ? added->user : UserId{};
    }
    void put_all(std::initializer_list<const char*> titles, std::string_view source = "desk") {
        for (const char* title : titles)
            ids.push_back(put(*archive, submission(dispatch(title), source)).id);
    }
    void keep(UserId user, ShelfChange change) {
        std::promise<Result<void>> kept;
        auto answer = kept.get_future();
        const auto accepted = archive->shelves().keep(
            user, std::move(change), [&](Result<void> done) { kept.set_value(std::move(done)); });
        ASSERT_TRUE(accepted);
        const auto done = answer.get();
        EXPECT_TRUE(done) << done.error().message;
    }
    void set(UserId user, std::vector<DispatchId> which, ReadStatus status) {
        SetEntries change;
        change.ids = std::move(which);
        change.status = status;
        keep(user, std::move(change));
    }
    void star(UserId user, DispatchId id, SetEntries::Star star) {
        SetEntries change;
        change.ids = {id};
        change.star = star;
        keep(user, std::move(change));
    }
    ShelfPage page(UserId user, const ShelfQuery& query) {
        auto found = archive->shelves().find(user, query);
        EXPECT_TRUE(found) << found.error().message;
        return found.value_or(ShelfPage{});
    }
    /// As places in `ids`, newest first.
    std::vector<int> places(UserId user, const ShelfQuery& query) {
        std::vector<int> found;
        for (const ShelfEntry& entry : page(user, query).entries)
            found.push_back(
                static_cast<int>(std::find(ids.begin(), ids.end(), entry.id) - ids.begin()));
        return found;
    }
    std::vector<int> unread(UserId user) { return places(user, {.status = ReadStatus::unread}); }
    std::vector<int> read(UserId user) { return places(user, {.status = ReadStatus::read}); }
    std::int64_t counted(UserId user) {
        std::int64_t sum = 0;
        const auto feeds = archive->shelves().feeds(user);
        for (const ShelfFeed& feed : *feeds) sum += feed.unread;
        return sum;
    }
    SourceId source(const std::string& name) {
        const auto feeds = archive->shelves().feeds(anna);
        for (const ShelfFeed& feed : *feeds)
            if (feed.name == name) return feed.id;
        ADD_FAILURE() << name;
        return {};
    }
};

using Places = std::vector<int>;

TEST(Shelf, BeginsUnreadAndBelongsToOneUser) {
    Library library;
    library.put_all({"a", "b", "c"});
    EXPECT_EQ(library.unread(library.anna), (Places{2, 1, 0}));
    library.set(library.anna, {library.ids[1]}, ReadStatus::read);
    EXPECT_EQ(library.unread(library.anna), (Places{2, 0}));
    EXPECT_EQ(library.read(library.anna), (Places{1}));
    EXPECT_EQ(library.counted(library.anna), 2);
    EXPECT_EQ(library.unread(library.berta), (Places{2, 1, 0}));
    library.set(library.anna, {library.ids[1]}, ReadStatus::unread);
    EXPECT_EQ(library.unread(library.anna), (Places{2, 1, 0}));
    EXPECT_EQ(library.page(library.anna, {.status = ReadStatus::read}).total, 0);
}

TEST(Shelf, AMarkIsOneRowAndWhatIsKeptUnreadOutlivesIt) {
    Library library;
    library.put_all({"a", "b", "c"});
    library.keep(library.anna, MarkRead{});
    EXPECT_EQ(number(library.folder, "SELECT count(*) FROM user_state"), 0);
    EXPECT_EQ(library.unread(library.anna), Places{});
    library.set(library.anna, {library.ids[0]}, ReadStatus::unread);
    library.put_all({"d"});
    EXPECT_EQ(library.unread(library.anna), (Places{3, 0}));
    EXPECT_EQ(library.read(library.anna), (Places{2, 1}));
    EXPECT_EQ(library.counted(library.anna), 2);
    EXPECT_EQ(library.page(library.anna, {.status = ReadStatus::read}).total, 2);
    library.keep(library.anna, MarkRead{});  // now that too
    EXPECT_EQ(library.unread(library.anna), Places{});
    EXPECT_EQ(library.counted(library.anna), 0);
}

TEST(Shelf, ASourceIsMarkedAlone) {
    Library library;
    library.put_all({"a"}, "desk");
    library.put_all({"b"}, "files");
    library.put_all({"c"}, "desk");
    MarkRead mark;
    mark.source = library.source("desk");
    library.keep(library.anna, mark);
    EXPECT_EQ(library.unread(library.anna), (Places{1}));
    EXPECT_EQ(library.read(library.anna), (Places{2, 0}));
    EXPECT_EQ(library.counted(library.anna), 1);
    ShelfQuery of_desk{.status = ReadStatus::read};
    of_desk.source = mark.source;
    EXPECT_EQ(library.places(library.anna, of_desk), (Places{2, 0}));
    EXPECT_EQ(library.page(library.anna, of_desk).total, 2);
    library.set(library.anna, {library.ids[2]}, ReadStatus::unread);
    EXPECT_EQ(library.unread(library.anna), (Places{2, 1}));
}

TEST(Shelf, WhatArrivedAfterAMomentIsNotMarked) {
    Library library;
    library.put_all({"a", "b"});
    execute(library.folder, "UPDATE dispatch SET arrived = 1712140000 WHERE id = 2");
    MarkRead mark;
    mark.until = Instant{std::chrono::seconds{1712139999}};
    library.keep(library.anna, mark);
    EXPECT_EQ(library.unread(library.anna), (Places{1}));
}

TEST(Shelf, StarsAreSetTakenBackAndTurned) {
    Library library;
    library.put_all({"a", "b"});
    using Star = SetEntries::Star;
    library.star(library.anna, library.ids[0], Star::toggled);
    library.star(library.anna, library.ids[1], Star::set);
    EXPECT_EQ(library.places(library.anna, {.starred = true}), (Places{1, 0}));
    library.keep(library.anna, MarkRead{});
    EXPECT_EQ(library.places(library.anna, {.status = ReadStatus::read, .starred = true}),
              (Places{1, 0}));
    library.star(library.anna, library.ids[0], Star::toggled);
    library.star(library.anna, library.ids[1], Star::cleared);
    EXPECT_EQ(library.places(library.anna, {.starred = true}), Places{});
    EXPECT_EQ(library.places(library.anna, {.starred = false}), (Places{1, 0}));
    EXPECT_EQ(library.unread(library.anna), Places{});  // a star says nothing of that
}

TEST(Shelf, IsPagedBoundedAndTurnedRound) {
    Library library;
    library.put_all({"a", "b", "c", "d", "e"});
    ShelfQuery query;
    query.limit = 2;
    query.offset = 1;
    EXPECT_EQ(library.places(library.anna, query), (Places{3, 2}));
    EXPECT_EQ(library.page(library.anna, query).total, 5);
    query.direction = Direction::oldest_first;
    EXPECT_EQ(library.places(library.anna, query), (Places{1, 2}));
    EXPECT_EQ(library.places(library.anna, {.before_entry = library.ids[2]}), (Places{1, 0}));
    EXPECT_EQ(library.places(library.anna, {.after_entry = library.ids[2]}), (Places{4, 3}));
    ShelfQuery words;
    words.words = parse_query("titre OR c", std::chrono::year_month_day{}).query;
    EXPECT_EQ(library.places(library.anna, words), (Places{2}));
    ShelfQuery wrong;
    wrong.category = 99;
    EXPECT_EQ(library.archive->shelves().find(library.anna, wrong).error().failure,
              Failure::absent);
}

TEST(Shelf, WhatChangedSinceIsTheTextOrWhatTheUserDid) {
    Library library;
    library.put_all({"a", "b", "c"});
    execute(library.folder, "UPDATE change SET at = 1000");
    ShelfQuery since;
    since.changed.begin = now() - std::chrono::seconds(3600);
    EXPECT_EQ(library.places(library.anna, since), Places{});
    library.set(library.anna, {library.ids[0]}, ReadStatus::read);
    EXPECT_EQ(library.places(library.anna, since), (Places{0}));
    EXPECT_EQ(library.places(library.berta, since), Places{});
    library.keep(library.anna, MarkRead{});
    EXPECT_EQ(library.places(library.anna, since), (Places{2, 1, 0}));
}

TEST(Shelf, HoldsOnlyWhatIsOnTheWire) {
    Library library;
    library.put_all({"a", "b"});
    library.star(library.anna, library.ids[0], SetEntries::Star::set);
    ASSERT_TRUE(library.archive->act_and_wait(Withdraw{library.ids[0], ""}, console));
    EXPECT_EQ(library.unread(library.anna), (Places{1}));
    EXPECT_EQ(library.places(library.anna, {.starred = true}), Places{});
    EXPECT_EQ(library.archive->shelves().entries(library.anna, library.ids)->size(), 1u);
    library.set(library.anna, {library.ids[0], DispatchId{99}}, ReadStatus::read);  // passed over
    EXPECT_EQ(library.counted(library.anna), 1);
}

TEST(Shelf, GoesWithItsUser) {
    Library library;
    library.put_all({"a"});
    library.set(library.anna, {library.ids[0]}, ReadStatus::read);
    library.keep(library.anna, MarkRead{});
    ASSERT_TRUE(library.archive->act_and_wait(RemoveUser{library.anna}, console));
    EXPECT_EQ(number(library.folder, "SELECT count(*) FROM user_state"), 0);
    EXPECT_EQ(number(library.folder, "SELECT count(*) FROM read_mark"), 0);
    std::promise<Result<void>> kept;
    ASSERT_TRUE(library.archive->shelves().keep(
        library.anna, MarkRead{}, [&](Result<void> done) { kept.set_value(std::move(done)); }));
    EXPECT_FALSE(kept.get_future().get());
}

TEST(Shelf, OldRowsThatSayNoMoreAreCleaned) {
    Library library;
    library.put_all({"a", "b", "c"});
    library.set(library.anna, {library.ids[0], library.ids[1]}, ReadStatus::read);
    library.star(library.anna, library.ids[1], SetEntries::Star::set);
    library.keep(library.anna, MarkRead{});
    execute(library.folder, "UPDATE user_state SET changed = 1");
    library.star(library.anna, library.ids[2], SetEntries::Star::set);  // any change cleans
    EXPECT_EQ(number(library.folder, "SELECT count(*) FROM user_state"), 2);
    EXPECT_EQ(library.unread(library.anna), Places{});
}

TEST(Shelf, CategoriesHaveNumbersThatStay) {
    Library library;
    AddSource act;
    act.address = "https://a.example/rss";
    act.host = "a.example";
    act.category = "Presse";
    ASSERT_TRUE(library.archive->act_and_wait(act, console));
    const auto categories = library.archive->shelves().categories();
    ASSERT_EQ(categories->size(), 2u);
    EXPECT_EQ(categories->front().id, 1);
    EXPECT_EQ(categories->back().name, "Presse");
    const auto feeds = library.archive->shelves().feeds(library.anna);
    ASSERT_EQ(feeds->size(), 1u);
    EXPECT_EQ(feeds->front().category.id, categories->back().id);
    ShelfQuery query;
    query.category = categories->back().id;
    EXPECT_EQ(library.page(library.anna, query).total, 0);
}

TEST(Shelf, TokensBelongToUsersAndThoseOfLogInsGoWithThePassword) {
    Library library;
    const std::string own = *library.archive->add_token(NewToken{"phone", library.anna});
    const std::string login = *library.archive->add_token(NewToken{"login", library.anna, true});
    EXPECT_EQ((*library.archive->find_token(own))->user->name, "anna");
    EXPECT_EQ(library.archive->add_token(NewToken{"x", UserId{99}}).error().failure,
              Failure::absent);
    ASSERT_TRUE(library.archive->act_and_wait(SetPassword{library.anna, "$other"}, console));
    EXPECT_TRUE(*library.archive->find_token(own));
    EXPECT_FALSE(*library.archive->find_token(login));
    std::string first;
    for (int i = 0; i < 9; ++i) {
        const auto token = library.archive->add_token(NewToken{"login", library.anna, true});
        if (i == 0) first = *token;
    }
    EXPECT_FALSE(*library.archive->find_token(first));  // eight are kept
    EXPECT_EQ(library.archive->tokens()->size(), 9u);
}

TEST(RightPasswords, AreRecalledForAWhileAndWithTheirHashAlone) {
    RightPasswords known;
    const auto now = RightPasswords::Clock::now();
    known.remember("$hash", "secret", now);
    EXPECT_TRUE(known.recalls("$hash", "secret", now));
    EXPECT_FALSE(known.recalls("$hash", "secret2", now));
    EXPECT_FALSE(known.recalls("$other", "secret", now));
    EXPECT_FALSE(known.recalls("$hash", "secret", now + std::chrono::minutes(10)));
}

}  // namespace
}  // namespace chappe
