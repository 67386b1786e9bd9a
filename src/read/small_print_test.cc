#include "read/small_print.h"

#include <gtest/gtest.h>

namespace chappe {
namespace {

std::uint64_t reads(std::string_view line) {
    const auto found = find_reads(line);
    return found ? found->reads : 0;
}

TEST(SmallPrint, CountersInManyLanguages) {
    EXPECT_EQ(reads("03 Avril 2024    Lu: 362"), 362u);
    EXPECT_EQ(reads("Lu : 1 204"), 1204u);
    EXPECT_EQ(reads("Lu\u00A0:\u00A01\u202F204"), 1204u);
    EXPECT_EQ(reads("Views: 1,204"), 1204u);
    EXPECT_EQ(reads("1.2K views"), 1200u);
    EXPECT_EQ(reads("12,5K views"), 12500u);
    EXPECT_EQ(reads("Просмотров: 1 024"), 1024u);
    EXPECT_EQ(reads("Görüntüleme: 88"), 88u);
    EXPECT_EQ(reads("Baxış: 1907"), 1907u);
    EXPECT_EQ(reads("Visitas 45"), 45u);
    EXPECT_EQ(reads("Aufrufe: 3.451"), 3451u);
    EXPECT_EQ(reads("阅读：2034"), 2034u);
    EXPECT_EQ(reads("1.2万次阅读"), 12000u);
    EXPECT_EQ(reads("المشاهدات: ٣٤٥"), 345u);
}

TEST(SmallPrint, OtherNumbersAreNoCounters) {
    EXPECT_FALSE(find_reads("4 min read"));
    EXPECT_FALSE(find_reads("12 comments"));
    EXPECT_FALSE(find_reads("Reading time: 4 minutes"));
    EXPECT_FALSE(find_reads("Il a lu 362 pages de ce livre hier soir au palais."));
    EXPECT_FALSE(find_reads("03 Avril 2024"));
    EXPECT_FALSE(find_reads(""));
    EXPECT_FALSE(find_reads("Lu:"));
    EXPECT_FALSE(find_reads("Lu: 99999999999999999999999"));
}

TEST(SmallPrint, ALineOfSmallPrintHoldsLittleElse) {
    EXPECT_TRUE(is_small_print(read_small_print("03 Avril 2024    Lu: 362", "fr")));
    EXPECT_TRUE(is_small_print(read_small_print("POLITIQUE | 3 avril 2024 | Lu : 12", "fr")));
    EXPECT_TRUE(is_small_print(read_small_print("Publié le mercredi 3 avril 2024 à 10h30", "fr")));
    EXPECT_FALSE(is_small_print(read_small_print("Le traité du 3 avril 2024 est signé", "fr")));
    EXPECT_FALSE(is_small_print(read_small_print("Une phrase sans rien", "fr")));
}

TEST(SmallPrint, TagsMayBeDeclaredAndEmpty) {
    EXPECT_EQ(find_tags("Tags:"), std::vector<std::string>{});
    EXPECT_EQ(find_tags("Mots-clés : paix, Caucase ;"),
              (std::vector<std::string>{"paix", "Caucase"}));
    EXPECT_EQ(find_tags("Теги: #мир #экономика"), (std::vector<std::string>{"мир", "экономика"}));
    EXPECT_FALSE(find_tags("Il a dit : rien"));
    EXPECT_FALSE(find_tags(""));
}

TEST(SmallPrint, SideFeedsHaveKnownHeadings) {
    EXPECT_TRUE(is_side_feed_heading("Fil d'info"));
    EXPECT_TRUE(is_side_feed_heading("FIL D’INFO"));
    EXPECT_TRUE(is_side_feed_heading("Лента новостей"));
    EXPECT_FALSE(is_side_feed_heading("Le fil d'info a été coupé"));
    EXPECT_TRUE(is_pointer_elsewhere("Lire aussi : Le pont est ouvert"));
}

TEST(SmallPrint, ACounterMayBeAnEyeOrANumberAlone) {
    EXPECT_EQ(reads("3 April 2024 \U0001F441 1,204"), 1204u);
    EXPECT_EQ(reads("\U0001F441\uFE0F 362"), 362u);
    EXPECT_EQ(bare_count(" 1 204 "), 1204u);
    EXPECT_EQ(bare_count("1.2K"), 1200u);
    EXPECT_FALSE(bare_count("1 204 x"));
    EXPECT_FALSE(bare_count(""));
    EXPECT_TRUE(is_reads_label("Просмотров:"));
    EXPECT_TRUE(is_reads_label("Views"));
    EXPECT_FALSE(is_reads_label("Comments"));
}

}  // namespace
}  // namespace chappe
