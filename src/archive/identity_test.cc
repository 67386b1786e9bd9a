#include "archive/identity.h"

#include <gtest/gtest.h>

#include "archive/test_news.h"

namespace chappe {
namespace {

using namespace test;

Identity identity_of(const Submission& submission) {
    return identities_of(submission.arrival, submission.reading).front();
}

TEST(Identity, IsTheSourcesOwnIdFirst) {
    Dispatch item = dispatch("Un titre");
    item.guid = "1";
    item.url = "https://news.example/d/1";
    const Identity first = identity_of(submission(item));
    EXPECT_EQ(first.kind, "guid");
    item.url = "https://news.example/d/2";
    item.title = text("Autre");
    EXPECT_EQ(identity_of(submission(item)).key, first.key);
    EXPECT_NE(identity_of(submission(item, "another feed")).key,
              first.key);  // ids are a feed's own
}

TEST(Identity, IsTheAddressWithoutAnId) {
    Submission page = submission(dispatch("Un titre"));
    page.arrival.url = "https://news.example/d/1#top";
    EXPECT_EQ(identity_of(page).kind, "url");
    page.reading.dispatches[0].url = "https://news.example/canonical";
    const Identity canonical = identity_of(page);
    page.arrival.url = "https://mirror.example/";
    EXPECT_EQ(identity_of(page).key, canonical.key);
}

TEST(Identity, IsNotTheAddressOfTheFeed) {
    Submission feed = submission(dispatch("Un titre"));
    feed.arrival.url = "https://news.example/feed";
    feed.reading.feed.emplace();
    EXPECT_EQ(identity_of(feed).kind, "content");
}

TEST(Identity, IsTheContentWhereAnAddressIsUnusable) {
    Dispatch item = dispatch("Un titre");
    item.url = "javascript:alert(1)";
    EXPECT_EQ(identity_of(submission(item)).kind, "content");
    EXPECT_NE(identity_of(submission(item, "a")).key, identity_of(submission(item, "b")).key);
}

TEST(Identity, IsTheContentWhereAllEntriesOfAFeedLinkToOnePage) {
    Submission feed = submission(dispatch("Un"));
    feed.reading.dispatches.push_back(dispatch("Deux"));
    feed.reading.dispatches.push_back(dispatch("Trois"));
    for (Dispatch& item : feed.reading.dispatches) item.url = "https://news.example/";
    feed.reading.dispatches[2].url = "https://news.example/d/3";
    const auto identities = identities_of(feed.arrival, feed.reading);
    EXPECT_EQ(identities[0].kind, "content");
    EXPECT_EQ(identities[1].kind, "content");
    EXPECT_NE(identities[0].key, identities[1].key);
    EXPECT_EQ(identities[2].kind, "url");
}

TEST(Identity, KeepsFieldsApart) {
    EXPECT_NE(content_of(dispatch("ab", "c")), content_of(dispatch("a", "bc")));
    Dispatch one = dispatch("t"), two = dispatch("t");
    one.authors = {text("a"), text("b")};
    two.authors = {text("a")};
    two.tags = {text("b")};
    EXPECT_NE(content_of(one), content_of(two));
    two = one;
    two.tags.emplace();
    EXPECT_NE(content_of(one), content_of(two));  // declared empty is not undeclared
}

TEST(Identity, KeepsTheFormOfItsDigests) {
    // They are in archives: a change here makes every known dispatch a new one.
    Submission post = submission(dispatch("Un titre"));
    EXPECT_EQ(to_hex(identity_of(post).key),
              "6617afb5aa4453bb522f39603c005d507eac5d514c7f0f26066e8ae9b782fa44");
    EXPECT_EQ(to_hex(content_of(post.reading.dispatches[0])),
              "e706ac9ff80ee5d96754424a0ab53cb882a634577bd9c3ceb9da2074150e681e");
}

}  // namespace
}  // namespace chappe
