#include "language/search_words.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "language/search_letters.h"

namespace chappe {
namespace {

/// "term+second@position ..." of a text.
std::string shown(std::string_view text, std::string_view language) {
    SearchWords reader;
    std::string out;
    for (const SearchWord& word : reader.words(text, language)) {
        if (!out.empty()) out += ' ';
        out += word.term;
        if (!word.second.empty()) out += "+" + word.second;
    }
    return out;
}

/// Whether a query, typed by somebody who does not say in which language, finds these words in a
/// text: each place at its place.
bool finds(std::string_view query, std::string_view text, std::string_view language) {
    std::vector<std::string> in_use = {"de", "en", "es", "fr", "ru"};
    if (has_stemmer(language)) in_use.emplace_back(language);
    SearchWords reader;
    const auto places = reader.places(query, in_use);
    const auto words = reader.words(text, language);
    const auto is_at = [&](std::size_t place, std::size_t position) {
        return position < words.size() && std::any_of(
                                              places[place].begin(), places[place].end(),
                                              [&](const std::string& t) {
                                                  return t == words[position].term ||
                                                         t == words[position].second;
                                              });
    };
    for (std::size_t begin = 0; begin < words.size(); ++begin) {
        std::size_t place = 0;
        while (place < places.size() && is_at(place, begin + place)) ++place;
        if (!places.empty() && place == places.size()) return true;
    }
    return false;
}

TEST(SearchWords, AreStemsWithoutAccents) {
    EXPECT_EQ(shown("L’œuvre d’Aliyev, les négociations", "fr"), "oeuvr aliyev le negoci");
    EXPECT_EQ(shown("The ministers' meetings", "en"), "the minist meet");
    EXPECT_EQ(shown("Rien n'a changé", ""), "rien a change");
    EXPECT_EQ(shown("Le congrès", "fr"), "le congres+congr");
}

TEST(SearchWords, TheShortWayThroughAsciiAgreesWithTheTable) {
    for (int code = 0; code < 0x80; ++code) {
        const char c = static_cast<char>(code);
        const Letter letter = letter_of(static_cast<char32_t>(code));
        const std::string text = std::string("abc") + c + "def";
        if (letter.kind == LetterKind::gap) {
            EXPECT_EQ(shown(text, ""), "abc def") << code;
        } else if (letter.kind == LetterKind::letter) {
            EXPECT_EQ(shown(text, ""), "abc" + std::string(letter.lower) + "def") << code;
        }
    }
}

TEST(SearchWords, SpansAreOfTheWordWithoutWhatIsElided) {
    SearchWords reader;
    const std::string_view text = "à l’Élysée.";
    const auto words = reader.words(text, "fr");
    ASSERT_EQ(words.size(), 2U);
    EXPECT_EQ(words[0].span.in(text), "à");
    EXPECT_EQ(words[1].span.in(text), "Élysée");
    EXPECT_EQ(words[1].position, 1U);
}

TEST(SearchWords, FindWhatIsTypedWithoutAccentsLigaturesAndInflection) {
    EXPECT_TRUE(finds("oeuvre", "une œuvre", "fr"));
    EXPECT_TRUE(finds("œuvres", "une oeuvre", "fr"));
    EXPECT_TRUE(finds("negociations", "la négociation", "fr"));
    EXPECT_TRUE(finds("négociation", "NEGOCIATIONS", "fr"));
    EXPECT_TRUE(finds("Aliyev", "l'arrivée d’Aliyev", "fr"));
    EXPECT_TRUE(finds("Aliyev", "l'arrivée d'Aliyev", "fr"));
    EXPECT_TRUE(finds("d'Aliyev", "Aliyev", "fr"));
    EXPECT_TRUE(finds("Nguyen", "Nguyễn Văn", "vi"));
    EXPECT_TRUE(finds("Nguyễn", "Nguyen", "en"));
    EXPECT_TRUE(finds("congres", "le congrès", "fr"));
    EXPECT_TRUE(finds("congrès", "LE CONGRES", "fr"));
    EXPECT_TRUE(finds("Strasse", "die Straße", "de"));
    EXPECT_TRUE(finds("caesar", "Cæsar", ""));
    EXPECT_TRUE(finds("Đà Nẵng", "da nang", "vi"));
    EXPECT_TRUE(finds("Istanbul", "İstanbul'da", "tr"));
    EXPECT_TRUE(finds("kadin", "KADIN", "tr"));
    EXPECT_TRUE(finds("Lodz", "Łódź", "pl"));
    EXPECT_TRUE(finds("Eliyev", "Əliyev", "az"));
    EXPECT_FALSE(finds("paix", "la pluie", "fr"));
    EXPECT_FALSE(finds("?", "la pluie", "fr"));
}

TEST(SearchWords, ComposedOrNotIsTheSame) {
    EXPECT_EQ(shown("ne\u0301gociation", "fr"), shown("négociation", "fr"));
    EXPECT_EQ(shown("\u1112\u1161\u11AB\u1100\u116E\u11A8", "ko"), shown("한국", "ko"));
    EXPECT_EQ(shown("ｶﾞｿﾘﾝ", "ja"), shown("ガソリン", "ja"));
    EXPECT_EQ(shown("ＡＢＣ １２３", ""), "abc 123");
    EXPECT_EQ(shown("٢٠٢٤ ۲۰۲۴ २०२४", ""), "2024 2024 2024");
    EXPECT_EQ(shown("co\u00ADopé\u200Dration", ""), "cooperation");
}

TEST(SearchWords, ApostrophesPartElidedLettersOnly) {
    EXPECT_EQ(shown("aujourd’hui", ""), "aujourd hui");
    EXPECT_EQ(shown("Biden's don’t", ""), "biden don");
    EXPECT_EQ(shown("l'UE", ""), "ue");
    EXPECT_EQ(shown("'paix'", ""), "paix");
    EXPECT_EQ(shown("п’ять", "uk"), "пять");
    EXPECT_EQ(shown("col·lecció", ""), "colleccio");
    EXPECT_EQ(shown("צה\"ל", "he"), "צהל");
    EXPECT_EQ(shown("cessez-le-feu 3,5 % U.S.", ""), "cessez le feu 3 5 u s");
}

TEST(SearchWords, OtherAlphabetsAreFolded) {
    EXPECT_TRUE(finds("переговоры", "на переговорах", "ru"));
    EXPECT_TRUE(finds("еще", "ещё", "ru"));
    EXPECT_TRUE(finds("Ёлка", "елка", ""));
    EXPECT_TRUE(finds("Αθηνα", "ΑΘΉΝΑ", "el"));
    EXPECT_TRUE(finds("ελλάς", "ΕΛΛΑΣ", ""));
    EXPECT_TRUE(finds("שלום", "שָׁלוֹם", "he"));
    EXPECT_TRUE(finds("مصر", "مِصْر", "ar"));
    EXPECT_TRUE(finds("الرئيس", "رئيس", "ar"));
    EXPECT_TRUE(finds("رئيس", "والرئيس", "ar"));
    EXPECT_TRUE(finds("احمد", "أحمد", ""));
    EXPECT_TRUE(finds("مدرسه", "مدرســة", ""));
    EXPECT_TRUE(finds("هندي", "هندى", ""));
    EXPECT_TRUE(finds("दिल्ली", "नई दिल्ली में", "hi"));
    EXPECT_FALSE(finds("दल", "दिल", ""));
}

TEST(SearchWords, ScriptsWithoutSpacesAreFoundByAnyOfTheirPieces) {
    EXPECT_EQ(shown("北京市", "zh"), "北+北京 京+京市 市");
    for (const std::string_view query : {"北京", "京", "市", "北京市", "京市"})
        EXPECT_TRUE(finds(query, "他在北京市说", "zh")) << query;
    EXPECT_FALSE(finds("市北", "他在北京市说", "zh"));
    EXPECT_TRUE(finds("2024年4月", "于2024年4月3日", "zh"));
    EXPECT_TRUE(finds("北京 2024", "北京2024年", "zh"));
    EXPECT_TRUE(finds("东京", "东京，", "zh"));
    EXPECT_FALSE(finds("东京", "东，京", "zh"));
    EXPECT_TRUE(finds("首相", "岸田首相は", "ja"));
    EXPECT_TRUE(finds("ワシントン", "米ワシントンで", "ja"));
    EXPECT_FALSE(finds("かき", "がき", "ja"));
    EXPECT_TRUE(finds("대통령", "대통령이 말했다", "ko"));
    EXPECT_TRUE(finds("ประเทศ", "นายกรัฐมนตรีประเทศไทย", "th"));
    EXPECT_TRUE(finds("ไทย", "นายกรัฐมนตรีประเทศไทย", "th"));
    EXPECT_TRUE(finds("ប្រទេស", "ក្នុងប្រទេសកម្ពុជា", "km"));
    EXPECT_TRUE(finds("ປະເທດ", "ໃນປະເທດລາວ", "lo"));
    EXPECT_TRUE(finds("မြန်မာ", "ပြည်ထောင်စုမြန်မာနိုင်ငံ", "my"));
    EXPECT_TRUE(finds("COVID肺炎", "新型COVID肺炎", "zh"));
}

TEST(SearchWords, OfOneThatAreWantedComeOthersToo) {
    SearchWords reader;
    const std::vector<std::string> wanted = {"negoci"};
    const std::string_view text = "Les négociations ne sont pas finies";
    const auto words = reader.words(text, "fr", wanted);
    ASSERT_EQ(words.size(), 2U);  // "négociations", "ne"
    EXPECT_EQ(words[0].term, "negoci");
    EXPECT_EQ(words[0].position, 1U);
}

TEST(SearchWords, PlacesAreTheStemsOfAllLanguagesInUse) {
    SearchWords reader;
    const std::vector<std::string> french = {"fr"};
    EXPECT_EQ(reader.places("négociations", french),
              (std::vector<AnyOf>{{"negociations", "negoci"}}));
    EXPECT_EQ(reader.places("a b", {}), (std::vector<AnyOf>{{"a"}, {"b"}}));
    EXPECT_EQ(reader.places("北京", {}), (std::vector<AnyOf>{{"北京"}}));
    EXPECT_TRUE(reader.places("?!", {}).empty());
}

TEST(SearchWords, NamesAreComparedWhole) {
    SearchWords reader;
    EXPECT_EQ(reader.name("Agence France-Presse"), "agence_france_presse");
    EXPECT_EQ(reader.name("Azərtac"), "azertac");
    EXPECT_EQ(reader.name("新华社"), "新_华_社");
}

TEST(SearchWords, TermsAreBoundedWhateverComes) {
    const std::string long_word(100'000, 'a');
    const std::string long_han = [] {
        std::string text;
        for (int i = 0; i < 1000; ++i) text += "\u0E01\u0E34\u0E34\u0E34\u0E34\u0E34\u0E34\u0E34";
        return text;
    }();
    const std::string marks = "e" + [] {
        std::string text;
        for (int i = 0; i < 10'000; ++i) text += "\u0301";
        return text;
    }();
    for (const std::string& text : {long_word, long_han, marks, std::string("\xff\xfe ab\xc3")})
        for (const std::string_view language : {"fr", "zh", "", "../../x", "ar"}) {
            SearchWords reader;
            for (const SearchWord& word : reader.words(text, language)) {
                EXPECT_FALSE(word.term.empty());
                EXPECT_LE(word.term.size(), longest_term);
                EXPECT_LE(word.second.size(), longest_term);
                EXPECT_LE(word.span.end, text.size());
            }
        }
}

}  // namespace
}  // namespace chappe
