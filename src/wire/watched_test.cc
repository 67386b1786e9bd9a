// The sources in the browser: how each is, and what editors do with them.
#include <gtest/gtest.h>

#include "wire/test_desk.h"

namespace chappe {
namespace {

using namespace test;

Form new_source(std::string address, std::string category = {}) {
    return {{{"address", std::move(address)}, {"category", std::move(category)}}};
}

TEST(Watched, AnEditorAddsASourceAndSeesHowItIs) {
    Desk desk;
    const Response added =
        desk.send_as("edda", "/desk/sources", new_source("https://agence.example/rss", "Presse"));
    EXPECT_EQ(added.status, 303);
    EXPECT_EQ(header(added, "Location"), "/sources");
    WatchedSource& source = desk.archive.watched(SourceId{1});
    source.health = Health::failing;
    source.trouble = "agence.example does not answer <here>";
    source.last_success = Instant{std::chrono::seconds{1712131200}};
    source.pages_failed = 3;
    source.pushed_until = now() + std::chrono::hours(1);
    source.hub_trouble = "its hub cannot be asked: no answer";
    const Response page = desk.get_as("edda", "/sources?ui=en");
    EXPECT_EQ(page.status, 200);
    EXPECT_EQ(header(page, "Cache-Control"), "private, no-store");
    for (const char* words :
         {"https://agence.example/rss", "Presse", "Does not answer as it should",
          "agence.example does not answer &lt;here&gt;", "3 pages that could not be read",
          "sent by its hub", "its hub cannot be asked", "/desk/sources/1/pause",
          "/desk/sources/1/refresh", "/desk/sources/1/remove"})
        EXPECT_TRUE(has(page, words)) << words;
    EXPECT_EQ(desk.archive.audit(0, 1)->front().act, "add source");
}

TEST(Watched, AReaderSeesHealthButNoButtonsAndThePublicNeither) {
    Desk desk;
    desk.send_as("edda", "/desk/sources", new_source("https://agence.example/rss"));
    const Response reader = desk.get_as("rita", "/sources?ui=en");
    EXPECT_TRUE(has(reader, "Not visited yet"));
    EXPECT_FALSE(has(reader, "/desk/sources"));
    const Response anybody = desk.respond(desk.asking("GET", "/sources?ui=en"));
    EXPECT_FALSE(has(anybody, "agence.example"));
    EXPECT_EQ(desk.send_as("rita", "/desk/sources", new_source("https://b.example/")).status, 403);
}

TEST(Watched, WhatIsNoAddressComesBackWithWhatIsWrong) {
    Desk desk;
    for (const char* wrong : {"", "agence.example", "ftp://agence.example/", "javascript:x"}) {
        const Response refused = desk.send_as("edda", "/desk/sources", new_source(wrong));
        EXPECT_EQ(refused.status, 422) << wrong;
        EXPECT_TRUE(has(refused, "http://"));
    }
    desk.send_as("edda", "/desk/sources", new_source("https://agence.example/rss"));
    EXPECT_EQ(
        desk.send_as("edda", "/desk/sources", new_source("https://agence.example/rss")).status,
        422);
}

TEST(Watched, IsPausedResumedVisitedAndRemoved) {
    Desk desk;
    desk.send_as("edda", "/desk/sources", new_source("https://agence.example/rss"));
    EXPECT_EQ(desk.send_as("edda", "/desk/sources/1/pause", {}).status, 303);
    EXPECT_TRUE(desk.archive.watched(SourceId{1}).paused);
    EXPECT_TRUE(has(desk.get_as("edda", "/sources?ui=fr"), "En pause"));
    EXPECT_EQ(desk.send_as("edda", "/desk/sources/1/resume", {}).status, 303);
    EXPECT_FALSE(desk.archive.watched(SourceId{1}).paused);
    EXPECT_EQ(desk.send_as("edda", "/desk/sources/1/refresh", {}).status, 303);
    EXPECT_EQ(desk.send_as("edda", "/desk/sources/1/remove", {}).status, 303);
    EXPECT_EQ(desk.send_as("edda", "/desk/sources/1/remove", {}).status, 404);
}

}  // namespace
}  // namespace chappe
