#include "read/ninjs.h"

#include <gtest/gtest.h>

#include "read/check_reading.h"
#include "read/read.h"

namespace chappe {
namespace {

Reading ninjs_of(std::string_view json) {
    Arrival arrival;
    arrival.bytes = json;
    arrival.source = "test";
    arrival.media_type = "application/json";
    Reading reading = read(arrival);
    EXPECT_EQ(broken_promise(reading), "");
    return reading;
}

TEST(Ninjs, Version1IsRead) {
    const Reading reading = ninjs_of(R"({"uri":"https://agency.example/n/1","type":"text",
"versioncreated":"2024-04-03T12:00:00Z","firstcreated":"2024-04-03T10:30:00Z","pubstatus":"usable","language":"fr-FR",
"headline":"L’écluse rouvre","byline":"Par Ada Lovelace","body_html":"<p>L’écluse a rouvert.</p><p>Elle date de 1914.</p>",
"body_text":"L’écluse a rouvert.","subject":[{"code":"1","name":"Ponts"},{"name":"Ponts"}],"copyrightholder":"AFP"})");
    EXPECT_FALSE(reading.is_container);
    const Dispatch& dispatch = reading.dispatches.at(0);
    EXPECT_EQ(dispatch.title.view(), "L’écluse rouvre");
    EXPECT_EQ(dispatch.body.view(), "L’écluse a rouvert.\n\nElle date de 1914.");
    EXPECT_EQ(to_string(*dispatch.published), "2024-04-03T10:30:00Z");
    EXPECT_EQ(to_string(*dispatch.modified), "2024-04-03T12:00:00Z");
    EXPECT_EQ(dispatch.authors.at(0).view(), "Ada Lovelace");
    EXPECT_EQ(dispatch.credit->agency.view(), "AFP");
    EXPECT_EQ(dispatch.tags->size(), 1u);
    EXPECT_EQ(dispatch.guid, "https://agency.example/n/1");
    EXPECT_TRUE(dispatch.notes.empty());
}

TEST(Ninjs, Versions2And3NameTheSameOtherwise) {
    for (
        const std::string_view json :
        {R"({"uri":"urn:a:1","versioncreated":"2024-04-03T10:30:00Z","headlines":[{"role":"short","value":"No"},{"role":"main","value":"The lock opens"}],
"bodies":[{"role":"main","contenttype":"text/plain","value":"One.\nTwo."},{"role":"rich","contenttype":"text/html","value":"<p>One.</p><h2>Head</h2><p>Two.</p>"}],
"by":"Ada Lovelace","infosources":[{"name":"Nobody knows it"}]})",
         R"({"uri":"urn:a:1","versionCreated":"2024-04-03T10:30:00Z","headlines":[{"role":"main","value":"The lock opens"}],
"bodies":[{"role":"rich","contentType":"application/xhtml+xml","value":"<p>One.</p><h2>Head</h2><p>Two.</p>"}],
"by":"Ada Lovelace","infoSources":[{"name":"Nobody knows it"}],"standard":{"name":"ninjs","version":"3.0"}})"}) {
        const Reading reading = ninjs_of(json);
        const Dispatch& dispatch = reading.dispatches.at(0);
        EXPECT_EQ(dispatch.title.view(), "The lock opens");
        EXPECT_EQ(dispatch.body.view(), "One.\n\nHead\n\nTwo.");
        EXPECT_EQ(dispatch.authors.at(0).view(), "Ada Lovelace");
        EXPECT_EQ(dispatch.credit->agency.view(), "Nobody knows it");
        EXPECT_EQ(to_string(*dispatch.published), "2024-04-03T10:30:00Z");
    }
}

TEST(Ninjs, AListIsADispatchEachAndPicturesAreNone) {
    const Reading reading =
        ninjs_of(R"([{"uri":"urn:1","type":"text","headline":"A","body_text":"One."},
{"uri":"urn:2","type":"picture","headline":"P"},{"uri":"urn:3","headline":"B","body_text":"Two.","versioncreated":"2024-04-03T10:30:00Z"}])");
    EXPECT_TRUE(reading.is_container);
    ASSERT_EQ(reading.dispatches.size(), 2u);
    EXPECT_EQ(reading.notes.at(0), "1 item without text left out (pictures, audio, video)");
}

TEST(Ninjs, ACompositeIsWhatItAssociates) {
    const Reading reading =
        ninjs_of(R"({"uri":"urn:1","type":"composite","headline":"Top","associations":{
"a":{"uri":"urn:2","type":"text","headline":"A","body_text":"One."},"b":{"uri":"urn:3","type":"picture"}}})");
    ASSERT_EQ(reading.dispatches.size(), 1u);
    EXPECT_EQ(reading.dispatches[0].title.view(), "A");
}

TEST(Ninjs, WhatIsNotUsableSaysSo) {
    const Reading reading = ninjs_of(
        R"({"uri":"urn:1","type":"text","headline":"A","body_text":"One.","pubstatus":"canceled","embargoed":"2030-01-01T06:00:00Z"})");
    EXPECT_EQ(reading.dispatches.at(0).notes.at(0), "the source says: canceled");
    EXPECT_EQ(reading.dispatches.at(0).notes.at(1),
              "embargo of the source until 2030-01-01T06:00:00Z");
    EXPECT_EQ(to_string(reading.dispatches.at(0).embargo.value()), "2030-01-01T06:00:00Z");
}

TEST(Ninjs, AnEmbargoWithoutAZoneHoldsUntilItIsOverEverywhere) {
    const Reading reading = ninjs_of(
        R"({"uri":"urn:1","type":"text","headline":"A","body_text":"One.","embargoed":"2030-01-01T06:00:00"})");
    EXPECT_EQ(to_string(reading.dispatches.at(0).embargo.value()), "2030-01-01T18:00:00Z");
}

TEST(Ninjs, WhatWasCutOffIsReadUpToItsLastItem) {
    const Reading reading =
        ninjs_of(R"([{"uri":"urn:1","headline":"A","body_text":"One."},{"uri":"urn:2","headl)");
    EXPECT_EQ(reading.dispatches.size(), 1u);
    EXPECT_EQ(reading.notes.back(), "JSON not well-formed");
}

TEST(Ninjs, OtherJsonIsNone) {
    Arrival arrival;
    for (
        const std::string_view json :
        {"", "[]", "{}", "[1]", "3", R"({"title":"a","text":"b"})", R"({"uri":"urn:1"})",
         R"({"version":"https://jsonfeed.org/version/1","items":[{"id":"1","content_text":"x"}]})"}) {
        const Reading reading = read_ninjs(Text::repair(json), arrival);
        EXPECT_TRUE(reading.dispatches.empty() && reading.notes.empty()) << json;
    }
}

}  // namespace
}  // namespace chappe
