#include "read/charset.h"

#include <gtest/gtest.h>
#include <unicode/ucnv.h>
#include <unicode/ucsdet.h>

#include <map>

namespace chappe {
namespace {

/// UTF-8 to bytes of a charset, by ICU.
std::string encode(std::string_view utf8, const char* charset) {
    UErrorCode status = U_ZERO_ERROR;
    std::string out(utf8.size() * 4 + 16, '\0');
    const std::string from(utf8);
    const auto size =
        ucnv_convert(charset, "utf-8", out.data(), static_cast<std::int32_t>(out.size()),
                     from.data(), static_cast<std::int32_t>(from.size()), &status);
    EXPECT_TRUE(U_SUCCESS(status)) << charset;
    out.resize(static_cast<std::size_t>(size));
    return out;
}

std::string icu_guess(const std::string& bytes) {
    UErrorCode status = U_ZERO_ERROR;
    UCharsetDetector* detector = ucsdet_open(&status);
    ucsdet_setText(detector, bytes.data(), static_cast<std::int32_t>(bytes.size()), &status);
    const UCharsetMatch* match = ucsdet_detect(detector, &status);
    const std::string name = match != nullptr ? ucsdet_getName(match, &status) : "";
    ucsdet_close(detector);
    return name;
}

struct Sample {
    const char* charset;
    std::string_view text;
};

// Sentences of our own about public facts.
const Sample samples[] = {
    {"windows-1252",
     "Le télégraphe de Chappe reliait Paris à Lille dès 1794 ; ses bras mobiles "
     "étaient observés à la lunette d’une tour à l’autre."},
    {"windows-1252",
     "Die Brücke über die Förde wurde für den Verkehr geöffnet, sagte der Bürgermeister."},
    {"windows-1252", "El túnel más largo de España mide veintiocho kilómetros y cruza la sierra."},
    {"windows-1252",
     "A estação de São Bento, no Porto, tem vinte mil azulejos; a construção é de 1916."},
    {"windows-1252", "Bron över Öresund är åtta kilometer lång och öppnades för trafik år 2000."},
    {"windows-1252", "Le préfet a été nommé à Besançon"},
    {"windows-1252", "Brücke für Fußgänger geöffnet"},
    {"windows-1250", "Nowe władze miasta będą wybrane w niedzielę"},
    {"windows-1250", "Příští schůzka vlády bude v pondělí"},
    {"windows-1251", "Пожар на складе потушен"},
    {"windows-1251", "Курс рубля"},
    {"KOI8-R", "Курс рубля вырос"},
    {"windows-1254", "Başkan yarın İzmir’e gidiyor"},
    {"windows-1256", "افتتاح الجسر الجديد"},
    {"GB18030", "大桥今天通车"},
    {"Big5", "大橋今天通車了"},
    {"Shift_JIS", "新しい橋が開通した"},
    {"EUC-JP", "新しい橋が開通した"},
    {"EUC-KR", "새로운 다리 개통"},
    {"windows-1250",
     "Wieża ciśnień została otwarta w środę; zwiedzający mogą wejść na górę bezpłatnie."},
    {"windows-1250",
     "Nejdelší český tunel měří přes čtyři kilometry a vlaky jím jezdí od roku 2018."},
    {"windows-1250",
     "A lánchíd felújítása után újra átkelhetnek az autóbuszok és a gyalogosok is."},
    {"windows-1251", "Мост через пролив открыт для движения, сообщили в министерстве транспорта."},
    {"windows-1251",
     "Міст через Дніпро відкрили після ремонту, повідомили у міністерстві інфраструктури."},
    {"windows-1251",
     "Мостът над Дунав беше открит отново след ремонта, съобщиха от министерството."},
    {"KOI8-R", "Мост через пролив открыт для движения, сообщили в министерстве транспорта."},
    {"ISO-8859-5", "Мост через пролив открыт для движения, сообщили в министерстве транспорта."},
    {"windows-1253",
     "Η γέφυρα Ρίου–Αντιρρίου άνοιξε για την κυκλοφορία το 2004, δήλωσε ο υπουργός."},
    {"windows-1254",
     "Köprü yeniden trafiğe açıldı; ışıklandırma çalışmaları ise ağustosta bitecek."},
    {"windows-1255", "הגשר נפתח מחדש לתנועה לאחר שיפוץ של שנתיים, כך מסרה העירייה."},
    {"windows-1256", "أعلنت وزارة النقل أن الجسر الجديد فتح أمام حركة المرور صباح اليوم."},
    {"windows-1257",
     "Lietuvos geležinkeliai pranešė, kad naujas tiltas per Nerį bus atidarytas rugsėjį."},
    {"GB18030", "新的跨海大桥今天上午正式通车，全长五十五公里，双向六车道。"},
    {"Big5", "新的跨海大橋今天上午正式通車，全長五十五公里，雙向六車道。"},
    {"Shift_JIS", "新しい橋は今日の午前に開通した。全長は五十五キロで、車線は六つある。"},
    {"EUC-JP", "新しい橋は今日の午前に開通した。全長は五十五キロで、車線は六つある。"},
    {"EUC-KR",
     "새로운 다리가 오늘 오전에 개통되었다고 국토교통부가 밝혔다. 길이는 오십오 킬로미터이다."},
};

TEST(Charset, EveryDeclaredCharsetIsRead) {
    for (const Sample& sample : samples) {
        const Decoded decoded = decode(encode(sample.text, sample.charset),
                                       std::string("text/plain; charset=") + sample.charset);
        EXPECT_EQ(decoded.text.view(), sample.text) << sample.charset;
        EXPECT_TRUE(decoded.notes.empty()) << sample.charset << decoded.notes.front();
    }
}

TEST(Charset, TheGuessIsBetterThanIcuOnTheSameTexts) {
    std::size_t ours = 0, icu = 0;
    for (const Sample& sample : samples) {
        const std::string bytes = encode(sample.text, sample.charset);
        const Decoded decoded = decode(bytes, "text/plain");
        const bool right = decoded.text.view() == sample.text;
        EXPECT_TRUE(right) << sample.charset << " read as " << decoded.charset << ": "
                           << decoded.text.view();
        ours += right;
        const std::string name = icu_guess(bytes);
        const auto known = charset_named(name);
        icu += known && decode(bytes, "text/plain; charset=" + name).text.view() == sample.text;
    }
    RecordProperty("right", static_cast<int>(ours));
    RecordProperty("right_icu", static_cast<int>(icu));
    EXPECT_GT(ours, icu);
}

TEST(Charset, LabelsMeanWhatTheWebMeans) {
    EXPECT_EQ(charset_named("iso-8859-1"), "windows-1252");
    EXPECT_EQ(charset_named(" Latin1 "), "windows-1252");
    EXPECT_EQ(charset_named("gb2312"), "gbk");
    EXPECT_EQ(charset_named("ISO-8859-9"), "windows-1254");
    EXPECT_EQ(charset_named("ks_c_5601-1987"), "euc-kr");
    EXPECT_FALSE(charset_named("klingon"));
    EXPECT_FALSE(charset_named(""));
}

TEST(Charset, TheBytesMayDeclareIt) {
    EXPECT_EQ(declared_inside("<meta charset=windows-1251>"), "windows-1251");
    EXPECT_EQ(
        declared_inside("<META http-equiv='Content-Type' content='text/html; charset=koi8-r'>"),
        "koi8-r");
    EXPECT_EQ(declared_inside("<?xml version='1.0' encoding='ISO-8859-2'?>"), "iso-8859-2");
    EXPECT_EQ(declared_inside("<!-- <meta charset=big5> --><meta charset='utf-16'>"), "utf-8");
    EXPECT_FALSE(declared_inside("<meta name=charset content=x>"));
    EXPECT_FALSE(declared_inside("<meta charset="));
    EXPECT_FALSE(declared_inside("<?xml encoding="));
}

constexpr std::string_view russian_text =
    "Мост через пролив открыт для движения, сообщили в министерстве транспорта.";

TEST(Charset, ALieIsNoticed) {
    const std::string russian = encode(russian_text, "windows-1251");
    const Decoded lie = decode("<meta charset=utf-8>" + russian, "text/html");
    EXPECT_EQ(lie.charset, "windows-1251");
    EXPECT_FALSE(lie.notes.empty());

    const Decoded other = decode(russian_text, "text/plain; charset=windows-1251");
    EXPECT_EQ(other.text.view(), russian_text);
    EXPECT_FALSE(other.notes.empty());

    const Decoded both =
        decode("<meta charset=windows-1251>" + russian, "text/html; charset=utf-8");
    EXPECT_EQ(both.charset, "windows-1251");
}

TEST(Charset, DamagedUtf8StaysUtf8) {
    const std::string text = std::string(russian_text) + "\xD0";
    const Decoded decoded = decode(text, "text/plain; charset=utf-8");
    EXPECT_EQ(decoded.charset, "utf-8");
    EXPECT_TRUE(decoded.text.view().ends_with("\uFFFD"));
    EXPECT_EQ(decoded.notes.size(), 1u);
}

TEST(Charset, MarksAndUtf16) {
    EXPECT_EQ(decode("\xEF\xBB\xBFhé", "text/plain; charset=windows-1252").text.view(), "hé");
    EXPECT_EQ(decode("\xFF\xFE" + encode("Тир 😀", "utf-16le"), "").text.view(), "Тир 😀");
    EXPECT_EQ(decode(encode("plain words", "utf-16be"), "").text.view(), "plain words");
    // A Text holds no NUL, and no half of a pair.
    const std::string odd(
        "\xFF\xFE"
        "a\0\0\0\x00\xD8z\0",
        10);
    EXPECT_EQ(decode(odd, "").text, Text::repair(decode(odd, "").text));
    EXPECT_TRUE(decode(odd, "").text.view().starts_with("a\uFFFD"));
    EXPECT_EQ(decode(std::string("\xFF\xFE\x00\xD8", 4), "").text.view(), "\uFFFD");
}

TEST(Charset, AnyBytesGiveText) {
    for (int byte = 0; byte < 256; ++byte) {
        const std::string bytes(7, static_cast<char>(byte));
        for (const char* type : {"", "text/html; charset=utf-8", "text/plain; charset=gbk",
                                 "text/plain; charset=\"", "text/plain;charset=iso-2022-jp"}) {
            const Decoded decoded = decode(bytes, type);
            EXPECT_EQ(Text::repair(decoded.text).view(), decoded.text.view());
        }
    }
}

}  // namespace
}  // namespace chappe
