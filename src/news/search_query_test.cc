#include "news/search_query.h"

#include <gtest/gtest.h>

namespace chappe {
namespace {

using namespace std::chrono_literals;
using Problem = QueryProblem::Kind;

constexpr std::chrono::year_month_day today = 2026y / 11 / 25;

std::string day(std::chrono::year_month_day d) {
    const auto two = [](unsigned n) { return (n < 10 ? "0" : "") + std::to_string(n); };
    return std::to_string(static_cast<int>(d.year())) + "-" +
           two(static_cast<unsigned>(d.month())) + "-" + two(static_cast<unsigned>(d.day()));
}

/// The tree as one line: all(paix, any(a, b), none(c)).
std::string shown(const SearchQuery& query) {
    using Kind = SearchQuery::Kind;
    const auto list = [&](std::string name) {
        name += '(';
        for (const SearchQuery& part : query.parts)
            name += (name.ends_with('(') ? "" : ", ") + shown(part);
        return name + ')';
    };
    switch (query.kind) {
        case Kind::all:
            return list("all");
        case Kind::any:
            return list("any");
        case Kind::none:
            return list("none");
        case Kind::word:
            return query.text;
        case Kind::phrase:
            return '"' + query.text + '"';
        case Kind::source:
            return "source:" + query.text;
        case Kind::language:
            return "lang:" + query.text;
        case Kind::credit:
            return "credit:" + query.text;
        case Kind::since:
            return "since:" + day(query.day);
        case Kind::until:
            return "until:" + day(query.day);
        case Kind::on:
            return "on:" + day(query.day);
        case Kind::who:
            return "who:" + query.text;
        case Kind::to:
            return "to:" + query.text;
        case Kind::about:
            return "about:" + query.text;
        case Kind::said:
            return "said:" + query.text;
        case Kind::stance:
            return "stance:" + query.text;
    }
    return "?";
}

/// Of a query that is right.
std::string tree(std::string_view text) {
    const ParsedQuery parsed = parse_query(text, today);
    EXPECT_TRUE(parsed.problems.empty()) << text;
    return shown(parsed.query);
}

/// The only problem of a query, its place and the tree that is left.
void expect_problem(std::string_view text, Problem kind, std::string_view place,
                    std::string_view left) {
    SCOPED_TRACE(text);
    const ParsedQuery parsed = parse_query(text, today);
    ASSERT_EQ(parsed.problems.size(), 1U);
    EXPECT_EQ(parsed.problems[0].kind, kind);
    EXPECT_EQ(parsed.problems[0].place.in(text), place);
    EXPECT_EQ(shown(parsed.query), left);
    EXPECT_FALSE(words_of(kind).empty());
}

TEST(SearchQuery, AsksWhoSaidWhatToWhom) {
    EXPECT_EQ(tree("who:Blinken to:\"Ilham Aliyev\" about:paix"),
              "all(who:Blinken, to:Ilham Aliyev, about:paix)");
    EXPECT_EQ(tree("qui:Blinken à:Aliyev sur:paix dit:\"la paix\""),
              "all(who:Blinken, to:Aliyev, about:paix, said:la paix)");
    EXPECT_EQ(tree("posture:démentir stance:deny"), "all(stance:deny, stance:deny)");
    EXPECT_EQ(tree("to:2024-04-03 to:yesterday"), "all(until:2024-04-03, until:2026-11-24)");
    expect_problem("a stance:maybe", Problem::not_a_stance, "maybe", "a");
}

TEST(SearchQuery, HeadersExampleIsItsTree) {
    EXPECT_EQ(tree("paix \"cessez-le-feu\" (Aliyev OR Bakou) -sport lang:fr since:7d"),
              "all(paix, \"cessez-le-feu\", any(Aliyev, Bakou), none(sport), lang:fr, "
              "since:2026-11-18)");
}

TEST(SearchQuery, NothingAsksForEverything) {
    EXPECT_EQ(tree(""), "all()");
    EXPECT_EQ(tree(" \t\u3000 "), "all()");
    EXPECT_EQ(tree("?! … &"), "all()");
}

TEST(SearchQuery, OrBindsCloserThanTheSpace) {
    EXPECT_EQ(tree("paix"), "paix");
    EXPECT_EQ(tree("a b"), "all(a, b)");
    EXPECT_EQ(tree("a AND b ET c"), "all(a, b, c)");
    EXPECT_EQ(tree("a b OR c OU d e"), "all(a, any(b, c, d), e)");
    EXPECT_EQ(tree("(a b) OR c"), "any(all(a, b), c)");
    EXPECT_EQ(tree("a OR(b c)OR\"d\""), "any(a, all(b, c), \"d\")");
    EXPECT_EQ(tree("a or b"), "all(a, or, b)");
    EXPECT_EQ(tree("OU va le ORchestre"), "all(OU, va, le, ORchestre)");
    EXPECT_EQ(tree("((a)) (b (c))"), "all(a, b, c)");
}

TEST(SearchQuery, ExclusionsMayStandAloneAndCancelEachOther) {
    EXPECT_EQ(tree("-sport"), "none(sport)");
    EXPECT_EQ(tree("a OR -b"), "any(a, none(b))");
    EXPECT_EQ(tree("a -(b c) -\"d e\" -lang:fr"),
              "all(a, none(all(b, c)), none(\"d e\"), none(lang:fr))");
    EXPECT_EQ(tree("-(-a)"), "a");
    EXPECT_EQ(tree("−sport"), "none(sport)");
    EXPECT_EQ(tree("Paris - Bakou"), "all(Paris, Bakou)");
    EXPECT_EQ(tree("porte-parole"), "porte-parole");
}

TEST(SearchQuery, PhrasesTakeTheQuotationMarksOfAllKeyboards) {
    EXPECT_EQ(tree("\"coup de fil\""), "\"coup de fil\"");
    EXPECT_EQ(tree("« coup de fil »"), "\"coup de fil\"");
    EXPECT_EQ(tree("“coup de fil” „Ja genau“ »so auch«"),
              "all(\"coup de fil\", \"Ja genau\", \"so auch\")");
    EXPECT_EQ(tree("“coup de fil\""), "\"coup de fil\"");
    EXPECT_EQ(tree("「東京」 『京都』"), "all(\"東京\", \"京都\")");
    EXPECT_EQ(tree("a\"b c\"d"), "all(a, \"b c\", d)");
    EXPECT_EQ(tree("d’Aliyev l'Iran"), "all(d’Aliyev, l'Iran)");
    EXPECT_EQ(tree("\"\" \"?\""), "all()");
}

TEST(SearchQuery, FiltersAnswerToBothTheirNames) {
    EXPECT_EQ(tree("source:desk langue:FR lang:pt-BR"), "all(source:desk, lang:fr, lang:pt)");
    EXPECT_EQ(tree("credit:\"Agence France-Presse\" agence:«Azertac»"),
              "all(credit:Agence France-Presse, credit:Azertac)");
    EXPECT_EQ(tree("Lang:fr Crédit:AFP"), "all(lang:fr, credit:AFP)");
    EXPECT_EQ(tree("source:https://agency.example/feed"), "source:https://agency.example/feed");
    EXPECT_EQ(tree("(source:a OR source:b) lang:fr"), "all(any(source:a, source:b), lang:fr)");
    EXPECT_EQ(tree("lang：zh（北京 OR 上海）"), "all(lang:zh, any(北京, 上海))");
}

TEST(SearchQuery, ColonsOfHeadlinesTimesAndAddressesAreNoFilters) {
    EXPECT_EQ(tree("Sommet: Macron"), "all(Sommet:, Macron)");
    EXPECT_EQ(tree("10:30"), "10:30");
    EXPECT_EQ(tree("https://a.example/b"), "https://a.example/b");
}

TEST(SearchQuery, DaysAreDaysMonthsYearsOrSoLongAgo) {
    EXPECT_EQ(tree("on:2024-04-03"), "on:2024-04-03");
    EXPECT_EQ(tree("le:2024-04"), "all(since:2024-04-01, until:2024-04-30)");
    EXPECT_EQ(tree("on:2024"), "all(since:2024-01-01, until:2024-12-31)");
    EXPECT_EQ(tree("-on:2024"), "none(all(since:2024-01-01, until:2024-12-31))");
    EXPECT_EQ(tree("since:2024-02 until:2024-02"), "all(since:2024-02-01, until:2024-02-29)");
    EXPECT_EQ(tree("depuis:7j jusqu:2w"), "all(since:2026-11-18, until:2026-11-11)");
    EXPECT_EQ(tree("since:9m"), "since:2026-02-25");
    EXPECT_EQ(tree("since:1y"), "since:2025-11-25");
    EXPECT_EQ(tree("on:today"), "on:2026-11-25");
    EXPECT_EQ(tree("le:hier le:aujourd’hui le:aujourd'hui"),
              "all(on:2026-11-24, on:2026-11-25, on:2026-11-25)");
    EXPECT_EQ(shown(parse_query("since:3m", 2026y / 5 / 31).query), "since:2026-02-28");
}

TEST(SearchQuery, ProblemsHaveTheirPlaceAndLeaveTheRest) {
    expect_problem("paix \"coup de", Problem::open_quote, "\"", "all(paix, \"coup de\")");
    expect_problem("paix « coup", Problem::open_quote, "«", "all(paix, \"coup\")");
    expect_problem("a (b c", Problem::open_bracket, "(", "all(a, b, c)");
    expect_problem("a) b", Problem::stray_bracket, ")", "all(a, b)");
    expect_problem("a ( ) b", Problem::empty_brackets, "( )", "all(a, b)");
    expect_problem("a OR", Problem::nothing_after, "OR", "a");
    expect_problem("a OR OU b", Problem::nothing_after, "OR", "all(a, b)");
    expect_problem("(a OR) b", Problem::nothing_after, "OR", "all(a, b)");
    expect_problem("a -", Problem::nothing_after, "-", "a");
    expect_problem("a lang: b", Problem::nothing_after, "lang:", "all(a, b)");
    expect_problem("lang:\"\"", Problem::nothing_after, "lang:", "all()");
    expect_problem("a colour:red", Problem::unknown_filter, "colour:", "all(a, colour:red)");
}

TEST(SearchQuery, WhatIsNoDayIsSaid) {
    for (const std::string_view value :
         {"tomorow", "2024-13", "2024-02-30", "2024-4-3", "d", "99999d", "0000", "2024/04/03",
          "９９９９９９d", "2024-04-03x", "9999y"}) {
        const std::string text = "a since:" + std::string(value);
        expect_problem(text, Problem::not_a_day, value, "a");
    }
}

TEST(SearchQuery, LengthDepthAndTermsAreBounded) {
    const std::string long_one(1001, 'a');
    expect_problem(long_one, Problem::too_long, "a", std::string(1000, 'a'));
    std::string accents;
    for (int i = 0; i < 501; ++i) accents += "é";
    EXPECT_EQ(parse_query("a" + accents, today).problems.at(0).place.begin, 999U);

    const std::string deep = std::string(400, '(') + "a" + std::string(400, ')');
    EXPECT_EQ(shown(parse_query(deep, today).query), "a");
    EXPECT_EQ(parse_query(deep, today).problems.at(0).kind, Problem::too_deep);
    EXPECT_EQ(shown(parse_query(std::string(900, '-') + "a", today).query), "a");

    std::string many;
    for (int i = 0; i < 61; ++i) many += "a ";
    const ParsedQuery parsed = parse_query(many, today);
    ASSERT_EQ(parsed.problems.size(), 1U);
    EXPECT_EQ(parsed.problems[0].place.begin, 120U);
    EXPECT_EQ(parsed.query.parts.size(), 60U);
}

TEST(SearchQuery, SeveralProblemsComeInTheOrderOfTheText) {
    const ParsedQuery parsed = parse_query(") lang: (a", today);
    ASSERT_EQ(parsed.problems.size(), 3U);
    EXPECT_EQ(parsed.problems[0].kind, Problem::stray_bracket);
    EXPECT_EQ(parsed.problems[1].kind, Problem::nothing_after);
    EXPECT_EQ(parsed.problems[2].kind, Problem::open_bracket);
    EXPECT_EQ(shown(parsed.query), "a");
}

}  // namespace
}  // namespace chappe
