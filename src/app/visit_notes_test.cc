#include "app/visit_notes.h"

#include <gtest/gtest.h>

#include "read/read.h"

namespace chappe {
namespace {

using namespace std::chrono_literals;

const std::string address = "https://agence.example/une";

Delivery delivery_of(std::string bytes, SourceKind kind = SourceKind::unknown) {
    Delivery delivery;
    delivery.errand.name = delivery.errand.address = address;
    delivery.errand.kind = kind;
    delivery.arrival.bytes = std::move(bytes);
    delivery.arrival.url = address;
    delivery.arrival.source = address;
    delivery.visit.at = Instant{std::chrono::sys_days(std::chrono::year(2024) / 4 / 3) + 12h};
    delivery.visit.etag = "\"v1\"";
    return delivery;
}
Reading note(Delivery& delivery) {
    Reading reading = read(delivery.arrival);
    note_reading(delivery, reading);
    return reading;
}

std::string feed(std::string_view text) {
    return "<rss version=\"2.0\"><channel><title>Le fil</title><item><title>Un accord</title>"
           "<link>https://agence.example/d/1</link><pubDate>Wed, 03 Apr 2024 10:00:00 GMT</pubDate>"
           "<description>" +
           std::string(text) + "</description></item></channel></rss>";
}

TEST(VisitNotes, AFeedOfSummariesHasItsPagesRead) {
    Delivery delivery = delivery_of(feed("La réunion s'est tenue."));
    const Reading reading = note(delivery);
    EXPECT_EQ(reading.dispatches.size(), 1U);
    EXPECT_EQ(delivery.visit.kind, SourceKind::feed);
    EXPECT_EQ(delivery.visit.summaries_only, true);
    ASSERT_EQ(delivery.visit.pages.size(), 1U);
    EXPECT_EQ(delivery.visit.pages[0].address, "https://agence.example/d/1");
    EXPECT_EQ(delivery.visit.pages[0].item, 0U);
    ASSERT_TRUE(delivery.visit.rhythm_before);
    EXPECT_EQ(delivery.visit.rhythm_before->items, 1);
    EXPECT_EQ(delivery.visit.rhythm_before->hours, 2);
}

TEST(VisitNotes, AFeedOfWholeTextsHasNotUnlessSomebodySaysSo) {
    std::string whole;
    for (int i = 0; i < 60; ++i) whole += "Le tunnel sera percé en juin, a indiqué la ministre. ";
    Delivery delivery = delivery_of(feed(whole));
    note(delivery);
    EXPECT_EQ(delivery.visit.summaries_only, false);
    EXPECT_TRUE(delivery.visit.pages.empty());
    delivery = delivery_of(feed(whole));
    delivery.errand.full_text = FullText::always;
    note(delivery);
    EXPECT_EQ(delivery.visit.pages.size(), 1U);
    delivery = delivery_of(feed("Court."));
    delivery.errand.full_text = FullText::never;
    note(delivery);
    EXPECT_TRUE(delivery.visit.pages.empty());
}

TEST(VisitNotes, WhatAFeedAsksForIsNoted) {
    Delivery delivery = delivery_of(
        "<rss version=\"2.0\"><channel><title>Le fil</title><ttl>90</ttl><skipHours><hour>3</hour>"
        "</skipHours><skipDays><day>Sunday</day></skipDays><item><title>x</title></item></channel>"
        "</rss>");
    delivery.visit.manners.wait = 60s;
    note(delivery);
    EXPECT_EQ(delivery.visit.manners,
              (Manners{.wait = 90min, .skip_hours = 1U << 3, .skip_days = 1}));
}

TEST(VisitNotes, APageLeadsToTheFeedItDeclares) {
    Delivery delivery = delivery_of(
        "<html><head><link rel=alternate type=application/rss+xml href=/rss></head><body>x");
    const Reading reading = note(delivery);
    EXPECT_TRUE(reading.dispatches.empty());
    EXPECT_EQ(delivery.visit.moved_to, "https://agence.example/rss");
    EXPECT_EQ(delivery.visit.kind, SourceKind::unknown);
    EXPECT_EQ(delivery.visit.etag, "");
    EXPECT_EQ(delivery.visit.health, Health::well);
}

TEST(VisitNotes, ElseToANewsSitemapOfTheSite) {
    Delivery delivery = delivery_of("<html><body>x");
    delivery.sitemaps = {"https://agence.example/sitemap.xml",
                         "https://agence.example/sitemap-news.xml"};
    note(delivery);
    EXPECT_EQ(delivery.visit.moved_to, "https://agence.example/sitemap-news.xml");
}

TEST(VisitNotes, ElseItsLinksAreWatched) {
    Delivery delivery = delivery_of(
        "<html><body><a href=/>Accueil de notre site et plus</a><a href=/contact>Contact</a>"
        "<a href=/d/1?utm_source=x>Les ministres se sont réunis à Bakou</a>"
        "<a href=/d/1>Les ministres se sont réunis à Bakou, suite</a>"
        "<a href=https://other.example/d/2>Un article qui est chez un autre site</a>");
    const Reading reading = note(delivery);
    EXPECT_TRUE(reading.dispatches.empty());
    EXPECT_EQ(delivery.visit.kind, SourceKind::page);
    std::vector<std::string> pages;
    for (const FoundPage& page : delivery.visit.pages) pages.push_back(page.address);
    EXPECT_EQ(pages,
              (std::vector<std::string>{"https://agence.example/", "https://agence.example/d/1"}));
}

TEST(VisitNotes, ASitemapGivesPages) {
    Delivery delivery = delivery_of(
        "<urlset><url><loc>https://agence.example/d/1</loc><lastmod>2024-04-02</lastmod></url>"
        "<url><loc>https://agence.example/d/0</loc><lastmod>2023-04-02</lastmod></url></urlset>");
    EXPECT_TRUE(note(delivery).dispatches.empty());
    EXPECT_EQ(delivery.visit.kind, SourceKind::sitemap);
    ASSERT_EQ(delivery.visit.pages.size(), 1U);
    delivery = delivery_of(
        "<sitemapindex><sitemap><loc>https://agence.example/1.xml</loc></sitemap></sitemapindex>");
    note(delivery);
    EXPECT_EQ(delivery.visit.health, Health::failing);
    EXPECT_NE(delivery.visit.trouble.find("https://agence.example/1.xml"), std::string::npos);
}

TEST(VisitNotes, WhatIsNothingOfThisIsAFailure) {
    Delivery delivery = delivery_of("<html><body><p>Bonjour");
    note(delivery);
    EXPECT_EQ(delivery.visit.health, Health::failing);
    delivery = delivery_of("<html><body><p>Bonjour", SourceKind::feed);
    note(delivery);
    EXPECT_EQ(delivery.visit.trouble, "it was a feed and is none any more");
}

TEST(VisitNotes, APageWithoutAnArticleIsAFailedReading) {
    Delivery delivery = delivery_of("<html><body><p>Connectez-vous pour lire.");
    delivery.errand.page = PageId{1};
    EXPECT_TRUE(note(delivery).dispatches.empty());
    EXPECT_EQ(delivery.visit.trouble, "no article could be read on this page");
}

}  // namespace
}  // namespace chappe
