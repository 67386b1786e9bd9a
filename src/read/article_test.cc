#include "read/article.h"

#include <chrono>

#include <gtest/gtest.h>

#include "read/authors.h"
#include "read/check_reading.h"
#include "read/metadata.h"
#include "read/read.h"

namespace chappe {
namespace {

Dispatch page(std::string_view html) {
    Arrival arrival;
    arrival.bytes = html;
    arrival.media_type = "text/html; charset=utf-8";
    arrival.url = "https://wire.example/news/1";
    arrival.source = "test";
    Reading reading = read(arrival);
    EXPECT_EQ(broken_promise(reading), "");
    EXPECT_EQ(reading.dispatches.size(), 1u);
    return std::move(reading.dispatches.front());
}

bool notes(const Dispatch& dispatch, std::string_view note) {
    return std::find(dispatch.notes.begin(), dispatch.notes.end(), note) != dispatch.notes.end();
}

const std::string prose =
    "<p>The lock was opened in 1914, and ships of many countries have used it since then.</p>"
    "<p>Engineers repaired its gates last winter, which took eleven weeks, the authority said.</p>"
    "<p>Two hundred ships waited at anchor; the last of them passed the lock on Sunday.</p>";

TEST(Article, MenusSharesAndSideFeedsAreLeftOut) {
    const Dispatch dispatch = page(
        "<title>The lock is open | Optical Wire</title><nav><a href=/>Home</a> <a "
        "href=/w>World</a></nav>"
        "<div class=share><a href=#>Share this on a network</a></div><h1>The lock is open</h1>" +
        prose +
        "<div class=related><p>Another story about a bridge, which is long, and old.</p></div>"
        "<footer><p>All rights are reserved by the wire, since 1999.</p></footer>");
    EXPECT_EQ(dispatch.title.view(), "The lock is open");
    EXPECT_EQ(dispatch.blocks.size(), 3u);
    EXPECT_EQ(dispatch.url, "https://wire.example/news/1");
}

TEST(Article, DeclaredFactsAreRead) {
    const Dispatch dispatch = page(
        R"(<html lang=en-GB><head><meta property="og:site_name" content="Optical Wire">
<link rel=canonical href="/news/one"><meta property="article:tag" content="canals">
<script type="application/ld+json">{"@context":"https://schema.org","@graph":[{"@type":"WebPage","name":"x"},
{"@type":["NewsArticle"],"headline":"The lock is open","datePublished":"2024-04-03T10:30:00+04:00",
"dateModified":"2024-04-04T08:00:00+04:00","author":[{"@type":"Person","name":"Ada Lovelace"},{"name":"https://x.example/a"}],},]}</script>
</head><body><h1>The lock is open</h1>)" +
        prose);
    EXPECT_EQ(to_string(*dispatch.published), "2024-04-03T10:30:00+04:00");
    EXPECT_EQ(to_string(*dispatch.modified), "2024-04-04T08:00:00+04:00");
    ASSERT_EQ(dispatch.authors.size(), 1u);
    EXPECT_EQ(dispatch.authors[0].view(), "Ada Lovelace");
    EXPECT_EQ(dispatch.site.view(), "Optical Wire");
    EXPECT_EQ(dispatch.url, "https://wire.example/news/one");
    EXPECT_EQ(dispatch.tags->at(0).view(), "canals");
}

TEST(Article, EachLinkedTagIsOneTag) {
    const Dispatch parted = page("<h1>The lock is open</h1>" + prose +
                                 "<div>Tags: <a href=/t/1>inland waters</a> <a href=/t/2>#locks</a>"
                                 "</div>");
    ASSERT_TRUE(parted.tags);
    ASSERT_EQ(parted.tags->size(), 2u);
    EXPECT_EQ(parted.tags->at(0).view(), "inland waters");
    EXPECT_EQ(parted.tags->at(1).view(), "locks");

    const Dispatch half = page("<h1>The lock is open</h1>" + prose +
                               "<div>Tags: <a href=/t/1>canals</a>, locks</div>");
    ASSERT_TRUE(half.tags);
    EXPECT_EQ(half.tags->size(), 2u) << "one link alone does not say how they are parted";
}

TEST(Article, WhatThePageShowsIsReadToo) {
    const Dispatch dispatch = page(
        "<h1>The lock is open</h1><div>3 April 2024 &nbsp; Views: 1,204</div><div class=byline>By "
        "Ada "
        "Lovelace</div>" +
        prose + "<p>(Reuters)</p><div>Tags:</div>");
    EXPECT_EQ(to_string(*dispatch.published), "2024-04-03");
    EXPECT_EQ(dispatch.reads, 1204u);
    ASSERT_EQ(dispatch.authors.size(), 1u);
    EXPECT_EQ(dispatch.authors[0].view(), "Ada Lovelace");
    ASSERT_TRUE(dispatch.credit);
    EXPECT_EQ(dispatch.credit->agency.view(), "Reuters");
    ASSERT_TRUE(dispatch.tags);
    EXPECT_TRUE(dispatch.tags->empty());
    EXPECT_EQ(dispatch.body.view().find("Reuters"), std::string_view::npos);
}

TEST(Article, AStandfirstOpensTheBody) {
    const Dispatch dispatch = page(
        "<h1>The lock is open</h1><p class=standfirst>After eleven weeks of repairs, ships pass "
        "again.</p><img><div class=content>" +
        prose + "</div>");
    ASSERT_TRUE(dispatch.lead);
    EXPECT_EQ(dispatch.lead->in(dispatch.body), "After eleven weeks of repairs, ships pass again.");
}

TEST(Article, AFrontPageIsNoArticle) {
    const Dispatch dispatch = page(
        "<title>Optical Wire</title><ul><li><a href=/1>First headline of today</a><li><a "
        "href=/2>Second "
        "headline of today</a></ul>");
    EXPECT_TRUE(notes(dispatch, "no article found"));
    EXPECT_TRUE(notes(page("<p></p><b></b>"), "no article found"));
}

TEST(Article, AWrapperWithABadNameIsNotLost) {
    const Dispatch dispatch =
        page("<body class='sidebar comments-open'><div id=share-wrapper><h1>The lock is open</h1>" +
             prose + "</div>");
    EXPECT_EQ(dispatch.blocks.size(), 3u);
}

TEST(Article, TheTextSaysItsLanguageWhateverThePageDeclares) {
    std::string german;
    for (int i = 0; i < 12; ++i)
        german +=
            "<p>Die Schleuse wurde im Frühjahr geöffnet, und seither fahren die Schiffe "
            "wieder durch den alten Kanal bis in die Stadt.</p>";
    const std::string quoted =
        "<p>\"The lock is open, and the ships of many countries will use it "
        "from this morning on,\" said the head of the authority there.</p>";
    for (const std::string_view declared : {"de-DE", "en", "fr", ""})
        EXPECT_EQ(page("<html lang='" + std::string(declared) +
                       "'><h1>Die Schleuse ist wieder offen</h1>" + german)
                      .language,
                  "de")
            << declared;
    for (const std::string_view declared : {"de", "en"})
        EXPECT_EQ(page("<html lang=" + std::string(declared) +
                       "><h1>Die Schleuse ist wieder offen</h1>" + quoted + german)
                      .language,
                  "de")
            << declared;
}

TEST(Article, ATextForScriptsIsTakenOnlyOfAnArticle) {
    std::string words;
    for (int i = 0; i < 12; ++i) words += "The cookies of this wire are kept for a year. ";
    const std::string root = "<title>The lock is open</title><div id=root></div>";
    const auto script = [&](std::string_view member, std::string_view text) {
        return "<script>x = {\"" + std::string(member) + "\": \"" + std::string(text) +
               "\"}</script>";
    };
    const std::string article = "<meta property=og:type content=article>";
    EXPECT_TRUE(notes(page(root + script("text", words)), "no article found"));
    EXPECT_FALSE(notes(page(article + root + script("text", words)), "no article found"));
    EXPECT_FALSE(notes(page(root + script("articleBody", words)), "no article found"));
    // What would not be shown is none.
    EXPECT_TRUE(
        notes(page(root + script("articleBody", "<p hidden>" + words)), "no article found"));
}

TEST(Metadata, AuthorsLoseTheirJunk) {
    const std::vector<std::string> expected = {"Ada Lovelace", "Alan Turing"};
    EXPECT_EQ(clean_authors({"By Ada Lovelace and Alan Turing"}, ""), expected);
    EXPECT_EQ(clean_authors({"Ada Lovelace", "ada lovelace", "Alan Turing", "https://x.example",
                             "desk@x.example", "Optical Wire"},
                            "Optical Wire"),
              expected);
    EXPECT_TRUE(clean_authors({"", "3 April 2024", "/authors/ada"}, "").empty());
    EXPECT_EQ(clean_authors({"Ada Lovelace, Science Correspondent, and Reporter Alan Turing"}, ""),
              expected);
    EXPECT_EQ(clean_authors({"Ada Lovelace Political Editor", "Alan Turing (Bletchley)"}, ""),
              expected);
    EXPECT_TRUE(clean_authors({"admin", "Optical Wire", "Staff Writer"}, "Optical Wire").empty());
    EXPECT_EQ(clean_authors({"Posted by Ada Lovelace -", "| Alan Turing"}, ""), expected);
    EXPECT_EQ(clean_authors({"Ada Lovelace Ada Lovelace And Alan Turing For The Wire"}, ""),
              expected);
    EXPECT_EQ(clean_authors({"Ada Lovelace The Optical Wire", "Alan Turing"}, "Optical Wire"),
              expected);
    EXPECT_TRUE(clean_authors({"By", "Name *", "ada[at]x.example"}, "").empty());
    EXPECT_TRUE(clean_authors({"Optical Wire, London, England"}, "Optical Wire").empty());
    // An agency behind a name is one more; a word that is one as well is not.
    EXPECT_EQ(clean_authors({"Ada Lovelace The Associated Press"}, ""),
              (std::vector<std::string>{"Ada Lovelace", "Associated Press"}));
    EXPECT_EQ(clean_authors({"Optical Staff Report"}, ""),
              std::vector<std::string>{"Optical Staff Report"});
}

TEST(Metadata, WholeNamesStayWhole) {
    using Names = std::vector<std::string>;
    for (const char* name : {"Abdullah Abdullah", "Center for Public Integrity",
                             "Doctors for America", "Lily Wei Sun", "محمد علي فارس", "De Gaulle"})
        EXPECT_EQ(clean_authors({name}, "The Sun"), Names{name}) << name;
    EXPECT_EQ(clean_authors({"By Jane Doe, The Denver Post, and John Roe"}, "The Denver Post"),
              (Names{"Jane Doe", "John Roe"}));
    EXPECT_EQ(clean_authors({"Av NTB", "Da Reuters", "Author Admin"}, ""),
              (Names{"NTB", "Reuters"}));
    EXPECT_EQ(clean_authors({"Di Luigi Galvani", "de Gaulle"}, ""),
              (Names{"Luigi Galvani", "Gaulle"}));
    EXPECT_EQ(clean_authors({"Marie Curie avec AFP"}, ""), (Names{"Marie Curie", "AFP"}));
    EXPECT_EQ(clean_authors({"Ada Lovelace AP"}, ""), (Names{"Ada Lovelace", "AP"}));
}

TEST(Metadata, EndlessAuthorsAreReadInTime) {
    std::string agencies = "Ada Lovelace", names, junk;
    for (int i = 0; i < 100'000; ++i) {
        agencies += " AP";
        names += "Ada, ";
        junk += "1, ";
    }
    const auto start = std::chrono::steady_clock::now();
    EXPECT_TRUE(clean_authors({agencies}, "").empty());
    EXPECT_TRUE(clean_authors(std::vector<std::string>(100, junk), "").empty());
    EXPECT_EQ(clean_authors({names}, ""), std::vector<std::string>{"Ada"});
    std::string site;
    for (int i = 0; i < 100'000; ++i) site += "é";
    EXPECT_TRUE(clean_authors(std::vector<std::string>(100, junk), site).empty());
    page(
        "<h1>The lock is open</h1><script type=application/ld+json>{\"@type\":\"NewsArticle\","
        "\"author\":[\"a\"" +
        [] {
            std::string more;
            for (int i = 0; i < 50'000; ++i) more += ",\"a\"";
            return more;
        }() +
        "]}</script>" + prose);
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(10));
}

TEST(Metadata, ANameIsWrittenWithCapitals) {
    EXPECT_TRUE(is_capitalised_name("Ada Lovelace"));
    EXPECT_TRUE(is_capitalised_name("Ludwig van Beethoven"));
    EXPECT_TRUE(is_capitalised_name("Анна Ахматова"));
    EXPECT_FALSE(is_capitalised_name("Ada"));
    EXPECT_FALSE(is_capitalised_name("Leyen kündigt Reform an"));
    for (const char* name :
         {"Omar al-Khatib", "Jean d'Ormesson", "Jean d’Ormesson", "გიორგი ბერიძე",
          "Carlos de los Santos", "Sophie in 't Veld", "Heydər Əlirza oğlu Əliyev"})
        EXPECT_EQ(without_small_tail(name), name);
    EXPECT_EQ(without_small_tail("Ada Lovelace aus Berlin"), "Ada Lovelace");
    EXPECT_EQ(without_small_tail("Zia ur Rehman"), "Zia ur Rehman");
    EXPECT_EQ(without_small_tail("Ada Lovelace says"), "");
    EXPECT_EQ(without_small_tail(""), "");
    EXPECT_EQ(without_small_tail("bell hooks"), "bell hooks");
    EXPECT_EQ(without_small_tail("渡辺洋介"), "渡辺洋介");
}

using Names = std::vector<std::string>;
Names authors_of(const std::string& byline, const std::string& behind = "") {
    Names names;
    for (const Text& author :
         page("<meta property=og:type content=article><body><h1>The lock is open"
              "</h1>" +
              byline + prose + behind)
             .authors)
        names.emplace_back(author.view());
    return names;
}

TEST(Article, WhoSignsIsFoundInPrint) {
    const Names ada = {"Ada Lovelace"}, both = {"Ada Lovelace", "Alan Turing"};
    EXPECT_EQ(authors_of("<p class=byline><b>By</b><i>Ada Lovelace</i> <time>3 April</time></p>"),
              ada);
    EXPECT_EQ(authors_of("<div class=author><a href=/author/ada>Ada Lovelace</a>"
                         "<a href=/author/ada>View all posts</a><p>Ada writes on ships.</p></div>"),
              ada);
    EXPECT_EQ(authors_of("<div class=author><a href=/author/ada>Ada Lovelace</a>"
                         "<a href=/author/alan>Alan Turing</a></div>"),
              both);
    EXPECT_EQ(authors_of("<div class=byline><a href=/1>Ada Lovelace</a> and <a href=/2>Alan Turing"
                         "</a><a href=/3>Follow Us</a></div>"),
              both);
    EXPECT_EQ(authors_of("<div><a href=\"/writers/ada?x=1\">Ada Lovelace</a></div>"), ada);
    EXPECT_EQ(authors_of("<div>Von Ada Lovelace und Alan Turing</div>"), both);
    EXPECT_EQ(authors_of("<div>Autor: Ada Lovelace</div>"), ada);
    EXPECT_EQ(authors_of("<div>Par&nbsp;Ada Lovelace avec AFP</div>"), ada);
    EXPECT_EQ(authors_of("<div>By Martin Luther King Jr.</div>"), Names{"Martin Luther King Jr"});
    EXPECT_EQ(authors_of("<div>بقلم محمد درويش</div>"), Names{"محمد درويش"});
    EXPECT_EQ(authors_of("<a href=/author/1>გიორგი ბერიძე</a>"), Names{"გიორგი ბერიძე"});
    // Joined, whether linked or not.
    EXPECT_EQ(authors_of("<p class=byline>By <a href=/author/a>Ada Lovelace</a> and Alan Turing"),
              both);
    EXPECT_EQ(authors_of("<p class=byline>By Ada Lovelace and <a href=/author/a>Alan Turing</a>"),
              both);
    EXPECT_EQ(authors_of("<p class=byline><a href=/p/1>Ada Lovelace</a>, <a href=/p/2>Alan Turing"
                         "</a>, and <a href=/p/3>Grace Hopper</a>"),
              (Names{"Ada Lovelace", "Alan Turing", "Grace Hopper"}));
    EXPECT_EQ(authors_of("<div class=byline><a rel=author>Ada Lovelace</a></div>"), ada);
    EXPECT_EQ(authors_of("<div class=byline><div>Opinion</div><div>By Ada Lovelace</div></div>"),
              ada);
    EXPECT_EQ(authors_of("<div class=byline>Opinion<br>Ada Lovelace for KFF News</div>"), ada);
    EXPECT_EQ(authors_of("<div class=byline><p>By Ada Lovelace</p><p>By Alan Turing</p></div>"),
              both);
    EXPECT_EQ(authors_of("<p class=byline>Ada Lovelace <button>Follow</button></p>"), ada);
    EXPECT_EQ(authors_of("<p class=byline>By A<small>DA</small> L<small>OVELACE</small></p>"),
              Names{"ADA LOVELACE"});
}

TEST(Article, AFormAroundThePageIsNoForm) {
    const Dispatch dispatch =
        page("<body><form id=aspnetForm><p class=byline>Ada Lovelace</p>" + prose + "</form>");
    ASSERT_EQ(dispatch.authors.size(), 1u);
    EXPECT_EQ(dispatch.authors[0].view(), "Ada Lovelace");
}

TEST(Article, ASignatureLeavesTheBodyOnlyBeforeIt) {
    const std::string list = "<h2>Vom Ende der Kohle</h2><p>By Colson Whitehead</p>";
    const Dispatch dispatch = page(
        "<meta property=og:type content=article><h1>The lock is open</h1>"
        "<p>By Ada Lovelace</p>" +
        prose + list + prose);
    EXPECT_EQ(dispatch.authors.size(), 1u);
    // Without a heading that shows the title too.
    EXPECT_EQ(page("<title>The lock is open</title><p>By Ada Lovelace</p>" + prose).authors.size(),
              1u);
    EXPECT_EQ(dispatch.body.view().find("Ada"), std::string::npos);
    EXPECT_NE(dispatch.body.view().find("Vom Ende der Kohle"), std::string::npos);
    EXPECT_NE(dispatch.body.view().find("By Colson Whitehead"), std::string::npos);
}

TEST(Article, WhoDoesNotSignIsNoAuthor) {
    EXPECT_TRUE(authors_of("<div>By the time it opened</div>").empty());
    EXPECT_TRUE(authors_of("<div><a href=/authors/ada>more</a></div>").empty());
    EXPECT_TRUE(authors_of("<div><a href=/authors/>Our Authors</a></div>").empty());
    EXPECT_TRUE(authors_of("<h2>Von Mensch zu Mensch</h2>").empty());
    EXPECT_TRUE(authors_of("<div>Author Salman Rushdie</div>").empty());
    EXPECT_TRUE(
        authors_of("",
                   "<div class=comments><p class=comment-author><b>Alan Turing</b> says:</p>"
                   "</div><form><p class=author>Your Name</p></form>")
            .empty());
}

TEST(Article, AHouseBesidePeopleIsNoAuthor) {
    const auto declared = [](const std::string& authors, const std::string& printed = "") {
        return authors_of(
            "<script type=application/ld+json>{\"@type\":\"NewsArticle\",\"author\":[" + authors +
            "]}</script>" + printed);
    };
    const std::string ada = R"({"@type":"Person","name":"Ada Lovelace"})";
    const std::string house = R"({"@type":"NewsMediaOrganization","name":"Optical Review"})";
    EXPECT_EQ(declared(ada + "," + house), Names{"Ada Lovelace"});
    EXPECT_EQ(declared(house), Names{"Optical Review"});
    EXPECT_EQ(declared(house, "<p class=byline>Ada Lovelace</p>"), Names{"Ada Lovelace"});
    // A reference that says no name leaves the question to the meta element.
    EXPECT_EQ(
        authors_of("<meta name=author content=\"Ada Lovelace\"><script type=application/ld+json>"
                   "{\"@type\":\"NewsArticle\",\"author\":{\"@id\":\"https://x.example/#1\"}}"
                   "</script>"),
        Names{"Ada Lovelace"});
}

TEST(Metadata, ATitleLosesTheSite) {
    EXPECT_EQ(without_site("The lock is open | Optical Wire", ""), "The lock is open");
    EXPECT_EQ(without_site("The lock is open - Optical Wire", "Optical Wire"), "The lock is open");
    EXPECT_EQ(without_site("Paris - Lille in an hour", "Optical Wire"), "Paris - Lille in an hour");
    EXPECT_EQ(without_site("", ""), "");
}

TEST(Metadata, DatesAsMachinesDeclareThem) {
    const auto date = [](std::string_view text) {
        const auto found = parse_declared_date(text, "en");
        return found ? to_string(*found) : "none";
    };
    EXPECT_EQ(date("2024-04-03"), "2024-04-03");
    EXPECT_EQ(date("Wed, 03 Apr 2024 10:30:00 +0400"), "2024-04-03T10:30:00+04:00");
    EXPECT_EQ(date("1712125800"), "2024-04-03T06:30:00Z");
    EXPECT_EQ(date("April 3, 2024"), "2024-04-03");
    EXPECT_EQ(date("yesterday"), "none");
    EXPECT_EQ(date(""), "none");
}

TEST(Article, LinksAreAbsoluteAndOfTheWeb) {
    const HtmlDocument document = parse_html(
        "<base href='https://wire.example/a/'><a href=b>B</a><a href='javascript:x'>no</a>"
        "<a href='mailto:a@b'>no</a><a href='//c.example/'>C</a><a href=b>again</a><a "
        "href=#x>no</a>");
    const auto links = links_of(document, scan_page(document), "https://other.example/");
    ASSERT_EQ(links.size(), 2u);
    EXPECT_EQ(links[0].url, "https://wire.example/a/b");
    EXPECT_EQ(links[1].url, "https://c.example/");
}

}  // namespace
}  // namespace chappe
