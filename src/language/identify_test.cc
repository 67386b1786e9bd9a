#include "language/identify.h"

#include <gtest/gtest.h>

#include <fstream>
#include <string>
#include <vector>

namespace chappe {
namespace {

std::string language_of(std::string_view text) {
    return std::string(identify_language(text).language);
}

std::string repeated(std::string_view piece, std::size_t bytes) {
    std::string out;
    while (out.size() < bytes) out += piece;
    return out;
}

TEST(Identify, KnowsShortNewsSentences) {
    std::ifstream in(CHAPPE_SOURCE_DIR "/tests/language/sentences.tsv");
    std::string line;
    int seen = 0;
    while (std::getline(in, line)) {
        const std::size_t tab = line.find('\t');
        ASSERT_NE(tab, std::string::npos) << line;
        EXPECT_EQ(language_of(std::string_view(line).substr(tab + 1)), line.substr(0, tab)) << line;
        ++seen;
    }
    EXPECT_GT(seen, 100);
}

TEST(Identify, SaysUnknownWhereThereIsNothingToTell) {
    const std::vector<std::string> texts = {"",
                                            " \n\t",
                                            "0",
                                            "2024-04-03 10:30",
                                            "...!?",
                                            "«»—…",
                                            "🙂🙂🙂",
                                            "https://example.org/fr/une",
                                            "desk@example.org",
                                            "x",
                                            "12 % (+3,4)"};
    for (const std::string& text : texts) {
        EXPECT_EQ(language_of(text), "") << text;
        EXPECT_EQ(identify_language(text).confidence, 0) << text;
    }
}

TEST(Identify, ConfidenceIsAShare) {
    for (const char* text : {"Paris", "La réunion a eu lieu à Paris.", "Η συνάντηση", "会议"}) {
        const double confidence = identify_language(text).confidence;
        EXPECT_GE(confidence, 0) << text;
        EXPECT_LE(confidence, 1) << text;
    }
    EXPECT_GT(identify_language("La réunion prévue le 5 avril a été reportée.").confidence, 0.9);
}

TEST(Identify, TellsNeighboursApart) {
    const std::vector<std::pair<std::string, std::string>> texts = {
        {"az", "Azərbaycan Respublikasının Prezidenti xarici işlər nazirini qəbul edib."},
        {"tr", "Türkiye Cumhuriyeti Cumhurbaşkanı dışişleri bakanını kabul etti."},
        {"ru", "Президент принял министра иностранных дел в Москве."},
        {"uk", "Президент прийняв міністра закордонних справ у Києві."},
        {"kk", "Президент Астанада сыртқы істер министрін қабылдады."},
        {"bg", "Президентът прие министъра на външните работи в София."},
        {"fa", "رئیس جمهور وزیر امور خارجه را در تهران به حضور پذیرفت."},
        {"ar", "استقبل الرئيس وزير الخارجية في القاهرة."},
        {"ur", "صدر نے اسلام آباد میں وزیر خارجہ سے ملاقات کی۔"},
        {"pt", "O presidente recebeu o ministro das Relações Exteriores em Brasília."},
        {"es", "El presidente recibió al ministro de Asuntos Exteriores en Madrid."},
        {"gl", "A Xunta de Galicia anunciou unha nova axuda para as persoas que viven nas aldeas."},
        {"nl", "De premier heeft de minister van Buitenlandse Zaken ontvangen in Den Haag."},
        {"de", "Der Bundeskanzler hat den Außenminister in Berlin empfangen."},
        {"af",
         "Die president het gister gesê dat hy nie weer aan die verkiesing sal deelneem nie."},
        {"zh", "外交部长在北京会见了来访的客人。"},
        {"ja", "首相、米大統領と電話会談へ"},
    };
    for (const auto& [language, text] : texts) EXPECT_EQ(language_of(text), language) << text;
}

TEST(Identify, IsNotLedAstrayByNamesAndAddresses) {
    EXPECT_EQ(
        language_of("Microsoft, Google, Apple et Facebook ont été entendus par le Wall Street "
                    "Journal et le New York Times."),
        "fr");
    EXPECT_EQ(language_of("Voir https://www.example.org/the-latest-news-from-the-world et écrire à "
                          "news@example.org"),
              "fr");
    EXPECT_EQ(language_of("Apple показала новый iPhone и MacBook Pro"), "ru");
    EXPECT_EQ(language_of("苹果公司发布 iPhone 15 Pro Max"), "zh");
    EXPECT_EQ(language_of("삼성전자 Galaxy S24 Ultra 공개"), "ko");
}

TEST(Identify, ReadsCapitals) {
    EXPECT_EQ(language_of("LE PRÉSIDENT A REÇU LE MINISTRE DES AFFAIRES ÉTRANGÈRES"), "fr");
    EXPECT_EQ(language_of("THE PRESIDENT WILL MEET THE PRIME MINISTER ON FRIDAY"), "en");
    EXPECT_EQ(language_of("ПРЕЗИДЕНТ ПРИНЯЛ МИНИСТРА ИНОСТРАННЫХ ДЕЛ"), "ru");
    EXPECT_EQ(language_of("CUMHURBAŞKANI DIŞİŞLERİ BAKANINI KABUL ETTİ"), "tr");
}

TEST(Identify, TheMostOfAMixedTextDecides) {
    const std::string french = "La réunion prévue le 5 avril a été reportée. ";
    const std::string russian = "Встреча перенесена. ";
    EXPECT_EQ(language_of(repeated(french, 900) + russian), "fr");
    EXPECT_EQ(language_of(french + repeated(russian, 900)), "ru");
    // A long text is looked at in pieces: the language of its middle is not overlooked.
    EXPECT_EQ(language_of("Read more news here. " + repeated(french, 15'000)), "fr");
}

TEST(Identify, TakesAnyBytes) {
    EXPECT_EQ(language_of(std::string(1'000'000, 'x')).size() <= 3, true);
    EXPECT_EQ(language_of(repeated("新闻", 1'000'000)), "zh");
    std::string bytes;
    for (int i = 0; i < 100'000; ++i) bytes += static_cast<char>(i * 7919 >> 3);
    EXPECT_LE(identify_language(bytes).confidence, 1);
    EXPECT_EQ(language_of("\xFF\xFE\x80\x80"), "");
    const std::string cut = "La réunion prévue à Genève a été reportée à l’été";
    for (std::size_t size = 0; size < cut.size(); ++size) {
        EXPECT_LE(identify_language(std::string_view(cut).substr(0, size)).confidence, 1);
    }
}

TEST(Identify, AWordOrTwoAreUnknown) {
    for (const char* text : {"hi", "non", "COP29", "Paris", "OK", "a b c"})
        EXPECT_EQ(identify_language(text).language, "") << text;
}

}  // namespace
}  // namespace chappe
