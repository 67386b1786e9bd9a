// What a search finds, and that it finds what the archive holds, whatever was done to it. Asked
// through the archive's door alone, so that another backend can be asked the same.
#include "archive/search.h"

#include <gtest/gtest.h>

#include <set>

#include "archive/test_desk.h"

namespace chappe {
namespace {

using namespace std::chrono_literals;
using namespace test;

constexpr std::chrono::year_month_day today{std::chrono::year{2024}, std::chrono::April,
                                            std::chrono::day{10}};

Search asked(std::string_view typed, std::size_t limit = 20, Before before = {}) {
    ParsedQuery parsed = parse_query(typed, today);
    EXPECT_TRUE(parsed.problems.empty()) << typed;
    return {std::move(parsed.query), Order::newest, before, limit};
}

Hits search(Archive& archive, const Search& what) {
    auto hits = archive.search(what);
    if (hits) return std::move(*hits);
    ADD_FAILURE() << hits.error().message;
    return {};
}

std::vector<std::string> titles(Archive& archive, std::string_view typed) {
    std::vector<std::string> found;
    for (const Hit& hit : search(archive, asked(typed)).hits)
        found.push_back(hit.entry.title.str());
    return found;
}

using Titles = std::vector<std::string>;

DispatchId keep(Archive& archive, std::string_view title, std::string_view words,
                std::string_view language = "fr", std::string_view source = "desk") {
    Dispatch made = dispatch(title, words);
    made.language = language;
    return put(archive, submission(std::move(made), source)).id;
}

TEST(Search, FindsWordsHoweverTheyAreTyped) {
    const Folder folder;
    const auto archive = open(folder);
    keep(*archive, "Une œuvre", "Reprise des négociations à Bakou.");
    keep(*archive, "Visite", "L’entretien d’Aliyev a eu lieu.");
    keep(*archive, "Hà Nội", "Ông Nguyễn phát biểu.", "vi");
    for (const char* typed : {"oeuvre", "œuvre", "OEUVRE", "negociations", "négociation"})
        EXPECT_EQ(titles(*archive, typed), Titles{"Une œuvre"}) << typed;
    EXPECT_EQ(titles(*archive, "Aliyev"), Titles{"Visite"});
    EXPECT_EQ(titles(*archive, "aliyev"), Titles{"Visite"});
    EXPECT_EQ(titles(*archive, "Nguyen"), Titles{"Hà Nội"});
    EXPECT_EQ(titles(*archive, "nowhere"), Titles{});
}

TEST(Search, FindsWordsOfEveryScript) {
    const Folder folder;
    const auto archive = open(folder);
    keep(*archive, "zh", "北京市政府今天宣布。", "zh");
    keep(*archive, "ja", "東京で会議が開かれた。", "ja");
    keep(*archive, "th", "การประชุมที่กรุงเทพมหานคร", "th");
    keep(*archive, "ar", "أعلن الرئيس عن الاتفاقية الجديدة.", "ar");
    keep(*archive, "he", "ראש הממשלה נאם בירושלים.", "he");
    keep(*archive, "ru", "Президент подписал соглашение.", "ru");
    const std::vector<std::pair<const char*, const char*>> expected = {
        {"北京", "zh"},    {"市", "zh"},     {"東京", "ja"},       {"会議", "ja"},
        {"กรุงเทพ", "th"},  {"ประชุม", "th"},  {"الرئيس", "ar"},     {"رئيس", "ar"},
        {"اتفاقية", "ar"}, {"הממשלה", "he"}, {"соглашения", "ru"}, {"ПРЕЗИДЕНТ", "ru"}};
    for (const auto& [typed, title] : expected)
        EXPECT_EQ(titles(*archive, typed), Titles{title}) << typed;
    EXPECT_EQ(titles(*archive, "京東"), Titles{});
}

TEST(Search, JoinsWordsPhrasesAndExclusions) {
    const Folder folder;
    const auto archive = open(folder);
    keep(*archive, "A", "La paix durable est signée.");
    keep(*archive, "B", "Une paix fragile, un sport durable.");
    keep(*archive, "C", "Le sport avance.");
    EXPECT_EQ(titles(*archive, "paix durable"), (Titles{"B", "A"}));
    EXPECT_EQ(titles(*archive, "\"paix durable\""), Titles{"A"});
    EXPECT_EQ(titles(*archive, "paix -sport"), Titles{"A"});
    EXPECT_EQ(titles(*archive, "(fragile OR avance) sport"), (Titles{"C", "B"}));
    EXPECT_EQ(titles(*archive, "fragile OU signée"), (Titles{"B", "A"}));
    EXPECT_EQ(titles(*archive, ""), (Titles{"C", "B", "A"}));
}

TEST(Search, FiltersBySourceLanguageCreditAndDay) {
    const Folder folder;
    const auto archive = open(folder);
    keep(*archive, "fr", "paix", "fr", "https://agence.example/rss");
    keep(*archive, "en", "paix", "en", "desk");
    Dispatch later = dispatch("later", "paix");
    later.published = Date::day({std::chrono::year{2024}, std::chrono::April, std::chrono::day{9}});
    later.credit = Credit{text("Agence France-Presse"), Credit::Place::tail};
    put(*archive, submission(std::move(later)));
    EXPECT_EQ(titles(*archive, "paix lang:en"), Titles{"en"});
    EXPECT_EQ(titles(*archive, "source:agence.example"), Titles{"fr"});
    EXPECT_EQ(titles(*archive, "source:desk lang:fr"), Titles{"later"});
    EXPECT_EQ(titles(*archive, "credit:\"agence france-presse\""), Titles{"later"});
    EXPECT_EQ(titles(*archive, "on:2024-04-03"), (Titles{"en", "fr"}));
    EXPECT_EQ(titles(*archive, "since:2024-04-04"), Titles{"later"});
    EXPECT_EQ(titles(*archive, "since:7d"), (Titles{"later", "en", "fr"}));
    EXPECT_EQ(titles(*archive, "until:2024-04-02"), Titles{});
    EXPECT_EQ(titles(*archive, "paix -lang:fr"), Titles{"en"});
}

TEST(Search, ShowsWhereTheWordsStand) {
    const Folder folder;
    const auto archive = open(folder);
    std::string words;
    for (int i = 0; i < 200; ++i) words += "Rien de neuf ici. ";
    keep(*archive, "long", words + "Les négociations reprennent à Genève. " + words);
    const Hits hits = search(*archive, asked("negociation geneve"));
    ASSERT_EQ(hits.hits.size(), 1U);
    const Snippet& snippet = hits.hits.front().snippet;
    ASSERT_EQ(snippet.marks.size(), 2U);
    EXPECT_EQ(snippet.marks[0].in(snippet.text), "négociations");
    EXPECT_EQ(snippet.marks[1].in(snippet.text), "Genève");
    EXPECT_EQ(snippet.text.view().find('\n'), std::string_view::npos);
}

TEST(Search, PagesNeitherLoseNorDoubleWhileNewsArrives) {
    const Folder folder;
    const auto archive = open(folder);
    for (int i = 0; i < 50; ++i)
        keep(*archive, "titre " + std::to_string(i), "paix " + std::to_string(i));
    std::set<std::string> seen;
    Before before;
    int pages = 0;
    do {
        const Hits hits = search(*archive, asked("paix", 7, before));
        for (const Hit& hit : hits.hits)
            EXPECT_TRUE(seen.insert(hit.entry.title.str()).second) << hit.entry.title.str();
        before = hits.next;
        keep(*archive, "neuf " + std::to_string(pages), "paix nouvelle " + std::to_string(pages));
        ++pages;
    } while (before && pages < 20);
    EXPECT_EQ(seen.size(), 50U);
    EXPECT_EQ(pages, 8);
}

TEST(Search, BestOrderPutsTheTitleFirst) {
    const Folder folder;
    const auto archive = open(folder);
    keep(*archive, "Paix signée", "Un accord.");
    keep(*archive, "Sport", "On parle un peu de paix dans ce texte.");
    Search best = asked("paix");
    best.order = Order::best;
    const Hits hits = search(*archive, best);
    ASSERT_EQ(hits.hits.size(), 2U);
    EXPECT_EQ(hits.hits.front().entry.title.view(), "Paix signée");
    EXPECT_EQ(titles(*archive, "paix"), (Titles{"Sport", "Paix signée"}));
}

TEST(Search, FollowsEditionsWithdrawalsAndErasures) {
    const Folder folder;
    const auto archive = open(folder);
    Dispatch first = dispatch("Un", "Le premier texte.");
    first.guid = "g1";
    const DispatchId id = put(*archive, submission(first)).id;
    EXPECT_EQ(titles(*archive, "premier"), Titles{"Un"});

    Dispatch second = dispatch("Deux", "Une version nouvelle.");
    second.guid = "g1";
    EXPECT_EQ(put(*archive, submission(second)).outcome, Outcome::edited);
    EXPECT_EQ(titles(*archive, "premier"), Titles{});
    EXPECT_EQ(titles(*archive, "version"), Titles{"Deux"});

    act(*archive, Withdraw{id, ""});
    EXPECT_EQ(titles(*archive, "version"), Titles{});
    EXPECT_TRUE(archive->sources()->empty());
    act(*archive, Reinstate{id});
    EXPECT_EQ(titles(*archive, "version"), Titles{"Deux"});
    act(*archive, correct(id, dispatch("Trois", "Un rectificatif.")));
    EXPECT_EQ(titles(*archive, "version"), Titles{});
    EXPECT_EQ(titles(*archive, "rectificatif"), Titles{"Trois"});
    act(*archive, Erase{id, ""});
    EXPECT_EQ(titles(*archive, "rectificatif"), Titles{});
    expect_sound(folder);
    EXPECT_EQ(number(folder, "SELECT count(*) FROM day_tally"), 0);
}

TEST(Search, TheEmbargoedAreFoundOnceReleased) {
    const Folder folder;
    const auto archive = open(folder);
    const DispatchId id =
        act(*archive, compose(dispatch("Secret", "Un accord secret."), now() + 1h)).dispatch;
    EXPECT_EQ(titles(*archive, "secret"), Titles{});
    EXPECT_TRUE(archive->agencies()->empty());
    act(*archive, Release{id});
    EXPECT_EQ(titles(*archive, "secret"), Titles{"Secret"});
}

TEST(Search, TheIndexIsMadeAnewWhenItsWordsChange) {
    const Folder folder;
    {
        const auto archive = open(folder);
        for (int i = 0; i < 30; ++i)
            keep(*archive, "t" + std::to_string(i), "paix " + std::to_string(i));
    }
    execute(folder, "UPDATE search_state SET value = 1 WHERE name = 'words'");
    const auto archive = open(folder);
    EXPECT_EQ(search(*archive, asked("paix", 100)).hits.size(), 30U);
    EXPECT_EQ(number(folder, "SELECT sum(dispatches) FROM day_tally"), 30);
}

TEST(Search, TalliesNameSourcesAgenciesAndDays) {
    const Folder folder;
    const auto archive = open(folder);
    keep(*archive, "a", "x", "fr", "desk");
    keep(*archive, "b", "y", "fr", "samples");
    keep(*archive, "c", "z", "fr", "samples");
    const auto sources = archive->sources();
    ASSERT_TRUE(sources);
    ASSERT_EQ(sources->size(), 2U);
    EXPECT_EQ(sources->at(1).name, "samples");
    EXPECT_EQ(sources->at(1).dispatches, 2);
    const auto agencies = archive->agencies();
    ASSERT_TRUE(agencies);
    ASSERT_EQ(agencies->size(), 1U);
    EXPECT_EQ(agencies->front().name, "Azertac");
    EXPECT_EQ(agencies->front().dispatches, 3);
    const std::chrono::year_month_day day{std::chrono::year{2024}, std::chrono::April,
                                          std::chrono::day{3}};
    const auto days = archive->days(day, day);
    ASSERT_TRUE(days);
    ASSERT_EQ(days->size(), 1U);
    EXPECT_EQ(days->front().day, day);
    EXPECT_EQ(days->front().dispatches, 3);
}

TEST(Search, HostileQueriesAnswerInTime) {
    const Folder folder;
    const auto archive = open(folder);
    keep(*archive, "a", "a \" b OR NEAR(c) { } * ^ : k:all 北京");
    const std::vector<std::string> typed = {
        "k:all",       "\"\"\"\"",    "NEAR(a b)",
        "a*",          "{title} : a", "\x1f\x1f a",
        "^a",          "l:fr",        "'; DROP TABLE search_0; --",
        "\"k:all\"",   "-a -b",       std::string(900, 'x'),
        "北京北京北京"};
    for (const std::string& query : typed) {
        const Search what{parse_query(query, today).query, Order::best, {}, 20};
        const auto begun = std::chrono::steady_clock::now();
        const auto hits = archive->search(what);
        EXPECT_TRUE(hits || hits.error().failure == Failure::refused) << query;
        EXPECT_LT(std::chrono::steady_clock::now() - begun, 2s) << query;
    }
    EXPECT_EQ(titles(*archive, "north"), Titles{});
}

}  // namespace
}  // namespace chappe
