#include "read/credit.h"

#include <gtest/gtest.h>

#include <string>

namespace chappe {
namespace {

std::string tail(std::string_view paragraph) {
    const auto credit = find_tail_credit(paragraph);
    return credit ? std::string(credit->agency.in(paragraph)) : "";
}

TEST(Credit, CreditClosesTheBody) {
    const std::string_view body = "... des technologies vertes. (Azertac)";
    const auto credit = find_tail_credit(body);
    ASSERT_TRUE(credit);
    EXPECT_EQ(credit->agency.in(body), "Azertac");
    EXPECT_EQ(body.substr(0, credit->cut.begin), "... des technologies vertes.");
    EXPECT_EQ(tail("Fin. (Sémaphore)"), "Sémaphore");
    EXPECT_EQ(tail("Конец. /ТАСС/"), "ТАСС");
    EXPECT_EQ(tail("The end [Reuters]"), "Reuters");
    EXPECT_EQ(tail("完了した。（共同）"), "共同");
}

TEST(Credit, BracketsThatAreNoCredit) {
    EXPECT_EQ(tail("une réunion (à Paris) utile."), "");
    EXPECT_EQ(tail("Il est né à Lyon (France)"), "");
    EXPECT_EQ(tail("Fin. (photo 2)"), "");
    EXPECT_EQ(tail(")"), "");
    EXPECT_EQ(tail("("), "");
    EXPECT_EQ(tail("()"), "");
    EXPECT_EQ(tail("/"), "");
    EXPECT_EQ(tail(""), "");
}

TEST(Credit, CreditInTheDateline) {
    const std::string_view text = "BAKU, April 3 (Reuters) - The talks ended on Wednesday.";
    const auto credit = find_dateline_credit(text);
    ASSERT_TRUE(credit);
    EXPECT_EQ(credit->agency.in(text), "Reuters");
    EXPECT_EQ(
        std::string(text.substr(0, credit->cut.begin)) + std::string(text.substr(credit->cut.end)),
        "BAKU, April 3 - The talks ended on Wednesday.");
    EXPECT_TRUE(find_dateline_credit("PARIS (Sémaphore) — Le pont est ouvert."));
    EXPECT_FALSE(find_dateline_credit("The court (in Paris) said no."));
    EXPECT_FALSE(find_dateline_credit("L'accord (signé hier) - dit-on - tient."));
}

TEST(Credit, ALineThatIsOnlyACredit) {
    const std::string_view line = "Source : AFP";
    const auto credit = find_byline_credit(line);
    ASSERT_TRUE(credit);
    EXPECT_EQ(credit->agency.in(line), "AFP");
    EXPECT_TRUE(find_byline_credit("Par AFP"));
    EXPECT_TRUE(find_byline_credit("(Azertac)"));
    EXPECT_FALSE(find_byline_credit("Par la route, il faut deux heures."));
    EXPECT_FALSE(find_byline_credit(""));
}

std::string dateline(std::string_view paragraph) {
    const auto credit = find_dateline_credit(paragraph);
    if (!credit) return "";
    return std::string(credit->agency.in(paragraph)) + " | " +
           std::string(paragraph.substr(0, credit->cut.begin)) +
           std::string(paragraph.substr(credit->cut.end));
}

TEST(Credit, DatelinesOfManyHouses) {
    EXPECT_EQ(dateline("МОСКВА, 3 апреля — РИА Новости. Мост открыт, сообщили в мэрии."),
              "РИА Новости | МОСКВА, 3 апреля. Мост открыт, сообщили в мэрии.");
    EXPECT_EQ(dateline("Москва. 3 апреля. INTERFAX.RU - Мост открыт."),
              "INTERFAX.RU | Москва. 3 апреля - Мост открыт.");
    EXPECT_EQ(dateline("Bakı, 3 aprel, AZƏRTAC - Körpü açılıb, nazirlik bildirib."),
              "AZƏRTAC | Bakı, 3 aprel - Körpü açılıb, nazirlik bildirib.");
    EXPECT_EQ(dateline("ROMA, 3 aprile - ANSA - Il ponte riapre oggi."),
              "ANSA | ROMA, 3 aprile - Il ponte riapre oggi.");
    EXPECT_EQ(dateline("新华社北京4月3日电 大桥星期三重新开放。"),
              "新华社 | 北京4月3日电 大桥星期三重新开放。");
    EXPECT_EQ(dateline("(서울=연합뉴스) 다리가 다시 열렸다."),
              "연합뉴스 | (서울) 다리가 다시 열렸다.");
    EXPECT_EQ(dateline("【共同】橋が水曜日に再開した。"), "共同 | 橋が水曜日に再開した。");
    EXPECT_EQ(dateline("NEW DELHI, April 3 (ANI): The bridge is open."),
              "ANI | NEW DELHI, April 3: The bridge is open.");
}

TEST(Credit, SentencesAreNoDatelines) {
    EXPECT_EQ(dateline("AFP, the agency, was founded in 1835. It is old."), "");
    EXPECT_EQ(dateline("Report: the bridge is open again."), "");
    EXPECT_EQ(dateline("The bridge, said Reuters, is open - and busy."), "");
    EXPECT_EQ(dateline("Reuters. That was the answer."), "");
    EXPECT_EQ(dateline("4月3日电"), "");
}

TEST(Credit, UnlistedAgenciesWithoutCapitalsSayWhatTheyAre) {
    EXPECT_EQ(tail("وسيفتح المتحف أبوابه في يونيو. (وكالة المرسى)"), "وكالة المرسى");
    EXPECT_EQ(tail("自行车要等到春天。（河口通讯社）"), "河口通讯社");
    EXPECT_EQ(tail("市民は無料で入館できる。（港湾通信社）"), "港湾通信社");
    EXPECT_EQ(tail("自行车要等到春天。（完）"), "");
    EXPECT_EQ(tail("The lock is open. (harbour news agency)"), "harbour news agency");
    EXPECT_EQ(tail("The lock is open. (more soon)"), "");
    const auto site = find_tail_credit("The lock is open. (optical)", "Optical");
    EXPECT_TRUE(site);
}

TEST(Credit, ManySpellingsAreListed) {
    for (const std::string_view name :
         {"AFP", "فرانس برس", "法新社", "Рейтер", "رويترز", "路透社", "ロイター", "AZƏRTAC", "ČTK",
          "ΑΠΕ-ΜΠΕ", "Укрінформ", "연합뉴스", "共同通信", "ایرنا", "Արմենպրես", "AFP/Reuters",
          "dpa und AFP"})
        EXPECT_TRUE(is_agency(name)) << name;
    EXPECT_FALSE(is_agency(""));
    EXPECT_FALSE(is_agency("AFP/"));
}

TEST(Credit, MaterialOfAnAgencyIsItsCredit) {
    const std::string_view line = "avec l’AFP";
    const auto credit = find_byline_credit(line);
    ASSERT_TRUE(credit);
    EXPECT_EQ(credit->agency.in(line), "AFP");
    EXPECT_TRUE(find_byline_credit("Mit Material von dpa"));
    EXPECT_TRUE(find_byline_credit("(avec AFP)"));
    EXPECT_TRUE(find_byline_credit("© AFP"));
    EXPECT_FALSE(find_byline_credit("avec plaisir"));
}

}  // namespace
}  // namespace chappe
