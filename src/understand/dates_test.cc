#include "understand/dates.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <fstream>

#include "base/time.h"
#include "understand/lexicon_rows.h"
#include "understand/test_text.h"

namespace chappe {
namespace {

struct DateLine {
    std::string language;
    std::chrono::year_month_day day;
    std::string sentence;
    std::vector<Timex> dates;
};

/// "en", a day, "It ends [Monday|2024-04-08]."
DateLine read_line(const std::string& line) {
    const auto columns = parts_of(line, '\t');
    DateLine read{std::string(columns.at(0)), parse_iso_date(columns.at(1))->local_day(), {}, {}};
    std::string_view rest = columns.at(2);
    while (!rest.empty()) {
        const std::size_t open = rest.find('[');
        read.sentence += rest.substr(0, open);
        if (open == std::string_view::npos) break;
        const std::size_t bar = rest.find('|', open), close = rest.find(']', open);
        Timex date;
        date.span.begin = static_cast<std::uint32_t>(read.sentence.size());
        read.sentence += rest.substr(open + 1, bar - open - 1);
        date.span.end = static_cast<std::uint32_t>(read.sentence.size());
        date.value = rest.substr(bar + 1, close - bar - 1);
        read.dates.push_back(date);
        rest.remove_prefix(close + 1);
    }
    return read;
}

std::vector<Timex> found_in(const DateLine& line) {
    const TestText parsed(line.sentence, line.language);
    return find_dates(parsed.nodes, line.language, line.day);
}

TEST(Dates, NineteenOfTwentyOfOurSentencesAreRight) {
    std::ifstream in(std::string(CHAPPE_SOURCE_DIR) + "/eval/dates/dates.tsv");
    std::string line;
    std::size_t sentences = 0, wanted = 0, right = 0, spurious = 0;
    while (std::getline(in, line)) {
        if (line.empty() || line.front() == '#') continue;
        const DateLine gold = read_line(line);
        ++sentences;
        const std::vector<Timex> found = found_in(gold);
        std::size_t hits = 0;
        for (const Timex& date : gold.dates)
            hits += static_cast<std::size_t>(std::ranges::count(found, date));
        wanted += gold.dates.size();
        right += hits;
        spurious += found.size() - hits;
        if (hits == gold.dates.size() && found.size() == hits) continue;
        std::string ours;
        for (const Timex& date : found)
            ours += " [" + std::string(date.span.in(gold.sentence)) + "|" + date.value + "]";
        std::printf("  %s\n      found%s\n", line.c_str(), ours.c_str());
    }
    std::printf("dates: %zu sentences, %zu of %zu right with span and value, %zu spurious\n",
                sentences, right, wanted, spurious);
    ASSERT_GE(sentences, 200U);
    EXPECT_GE(right * 100, wanted * 95);
    EXPECT_LE(spurious * 100, wanted * 5);
}

TEST(Dates, WithoutWordsOfALanguageThereAreNone) {
    const TestText parsed("Am 5. April 2024 war es kalt.", "de");
    EXPECT_TRUE(find_dates(parsed.nodes, "de", std::chrono::year(2024) / 4 / 3).empty());
}

TEST(Dates, OddNumbersAreNoDates) {
    const auto day = std::chrono::year(2024) / 4 / 3;
    for (const char* odd :
         {"99/99/9999", "31 février", "0 avril", "999999999999 ans", "il y a 99999 ans", "le 5",
          "2024,5", "5-5-5-5-5-5", "dans dans dans deux"}) {
        const TestText parsed(odd, "fr");
        for (const Timex& date : find_dates(parsed.nodes, "fr", day))
            EXPECT_LE(date.span.end, parsed.text.size());
    }
}

}  // namespace
}  // namespace chappe
