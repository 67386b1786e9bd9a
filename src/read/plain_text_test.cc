#include "read/plain_text.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "read/check_reading.h"
#include "read/read.h"

namespace chappe {
namespace {

Dispatch dispatch_of(std::string_view text) {
    Arrival arrival;
    arrival.bytes = text;
    arrival.media_type = "text/plain; charset=utf-8";
    arrival.source = "files";
    Reading reading = read(arrival);
    EXPECT_EQ(broken_promise(reading), "");
    EXPECT_EQ(reading.dispatches.size(), 1u);
    return reading.dispatches.empty() ? Dispatch{} : std::move(reading.dispatches.front());
}

// The dispatch that Chappe grew from lies outside of the project, beside it.
TEST(PlainText, TheSeedIsReadExactly) {
    std::ifstream in(CHAPPE_SOURCE_DIR "/../shared/seed/dispatch-fr.txt", std::ios::binary);
    if (!in) GTEST_SKIP() << "the seed is not here";
    std::ostringstream bytes;
    bytes << in.rdbuf();
    const Dispatch dispatch = dispatch_of(bytes.str());
    EXPECT_EQ(dispatch.title.view(),
              "Ilham Aliyev a reçu un coup de fil du secrétaire d’État "
              "américain Antony Blinken");
    ASSERT_TRUE(dispatch.published);
    EXPECT_EQ(to_string(*dispatch.published), "2024-04-03");
    ASSERT_TRUE(dispatch.credit);
    EXPECT_EQ(dispatch.credit->agency.view(), "Azertac");
    EXPECT_EQ(dispatch.credit->place, Credit::Place::tail);
    EXPECT_EQ(dispatch.reads, 362u);
    ASSERT_TRUE(dispatch.tags);
    EXPECT_TRUE(dispatch.tags->empty());
    EXPECT_EQ(dispatch.language, "fr");
    EXPECT_EQ(dispatch.blocks.size(), 12u);
    const std::string_view body = dispatch.body;
    EXPECT_TRUE(body.starts_with("Le président de la République"));
    EXPECT_TRUE(body.ends_with("technologies vertes."));
    for (const char* trace : {"Lu:", "Tags:", "Fil d'info", "Azertac"})
        EXPECT_EQ(body.find(trace), body.npos) << trace;
}

TEST(PlainText, ProseSurvivesWhole) {
    const Dispatch dispatch = dispatch_of(
        "The bridge\n\nThe bridge opened on 3 April 2024.\n\nIt was read 362 times. Tags: none.\n\n"
        "Nothing follows (in Paris)");
    EXPECT_EQ(dispatch.title.view(), "The bridge");
    EXPECT_EQ(dispatch.body.view(),
              "The bridge opened on 3 April 2024.\n\nIt was read 362 times. Tags: none.\n\n"
              "Nothing follows (in Paris)");
    EXPECT_FALSE(dispatch.reads);
    EXPECT_FALSE(dispatch.tags);
    EXPECT_FALSE(dispatch.published);
}

TEST(PlainText, OneParagraphGetsATitleAndStaysWhole) {
    const std::string_view text =
        "The lock at Panama opened again. Ships were waiting for two days, the authority said.";
    const Dispatch dispatch = dispatch_of(text);
    EXPECT_EQ(dispatch.title.view(), "The lock at Panama opened again.");
    EXPECT_EQ(dispatch.body.view(), text);
    EXPECT_EQ(dispatch_of("Hello").body.view(), "Hello");
}

TEST(PlainText, LinesThatAnEditorWrappedAreJoined) {
    const Dispatch dispatch = dispatch_of(
        "A title\n\n"
        "The first telegraph line between Paris and Lille was built in 1794 and had\n"
        "fifteen stations, each with a pair of telescopes and a mast whose arms made\n"
        "ninety-two signs; a message of some words took about nine minutes to arrive.\n\n"
        "It was closed in 1846.\n");
    ASSERT_EQ(dispatch.blocks.size(), 2u);
    EXPECT_NE(dispatch.body.view().find("had fifteen stations"), std::string_view::npos);
}

TEST(PlainText, ATagsLabelEndsTheBody) {
    const Dispatch dispatch = dispatch_of(
        "Un titre\n4 mai 2024   Vues : 1 204\n\nPremier paragraphe, assez long pour compter.\n\n"
        "Second paragraphe. (Sémaphore)\n\nTags: canal, écluse\n\nFil d'info\nAutre titre\n");
    EXPECT_EQ(dispatch.reads, 1204u);
    ASSERT_TRUE(dispatch.tags);
    EXPECT_EQ(dispatch.tags->size(), 2u);
    ASSERT_TRUE(dispatch.credit);
    EXPECT_EQ(dispatch.credit->agency.view(), "Sémaphore");
    EXPECT_TRUE(dispatch.body.view().ends_with("Second paragraphe."));
}

TEST(PlainText, ANoBreakSpaceStaysWhatItIs) {
    EXPECT_EQ(dispatch_of("« Oui »,\u00A0dit-il").body.view(), "« Oui »,\u00A0dit-il");
    EXPECT_EQ(dispatch_of("a \u00A0  b").body.view(), "a b");
}

TEST(PlainText, NothingGivesNothingAndANote) {
    for (const char* text : {"", " \n\t\n", "\xEF\xBB\xBF"}) {
        Arrival arrival;
        arrival.bytes = text;
        const Reading reading = read(arrival);
        EXPECT_TRUE(reading.dispatches.empty());
        ASSERT_FALSE(reading.notes.empty());
        EXPECT_EQ(reading.notes.front(), "empty");
    }
}

TEST(PlainText, BytesThatAreNoTextGiveNothingAndANote) {
    Arrival arrival;
    arrival.bytes = std::string(1000, '\0') + "one";
    const Reading reading = read(arrival);
    EXPECT_TRUE(reading.dispatches.empty());
    EXPECT_EQ(reading.notes, std::vector<std::string>{"not text"});
    arrival.bytes = std::string(100, '\0') + std::string(100, 'a');
    EXPECT_EQ(read(arrival).dispatches.size(), 1U);
}

}  // namespace
}  // namespace chappe
