#include "zipf.h"

#include <array>
#include <cmath>
#include <utility>

#include "base/json_writer.h"

namespace chappe::zipf {
namespace {

struct Language {
    std::string_view name;
    std::array<std::string_view, 16> syllables;
    unsigned share;  // of 100
};

constexpr std::array<Language, 8> languages = {{
    {"fr",
     {"la", "re", "mi", "tou", "ché", "pa", "vro", "sen", "qui", "dal", "fon", "bé", "gran", "lu",
      "jor", "cel"},
     40},
    {"en",
     {"the", "ran", "wil", "ko", "ster", "ma", "lin", "ho", "ped", "gra", "tu", "vick", "sho",
      "brel", "fa", "nom"},
     20},
    {"de",
     {"der", "schu", "ga", "len", "kro", "bü", "tan", "we", "zim", "fal", "hor", "ni", "mö", "pf",
      "ras", "stel"},
     8},
    {"es",
     {"el", "ca", "mo", "ñe", "tri", "las", "vo", "per", "gui", "dor", "sa", "lun", "que", "bi",
      "zar", "fo"},
     8},
    {"ru",
     {"на", "ко", "ми", "тор", "ве", "лы", "ща", "ро", "бу", "ден", "жи", "пас", "го", "сту", "хе",
      "зла"},
     8},
    {"az",
     {"və", "qa", "lı", "şu", "mə", "dö", "bir", "ço", "nak", "gü", "ri", "tə", "sal", "yo", "kə",
      "zi"},
     6},
    {"tr",
     {"bu", "lar", "ça", "gö", "mek", "yı", "so", "tü", "ka", "ren", "şi", "do", "va", "pü", "han",
      "zel"},
     5},
    {"ar",
     {"ال", "كا", "مو", "تر", "في", "لا", "سو", "دي", "عل", "نا", "رو", "با", "حم", "قي", "شا",
      "هو"},
     5},
}};

constexpr std::uint64_t sources = 200, agencies = 30;
constexpr std::size_t body_bytes = 2500, paragraph_bytes = 450;

class Dice {  // xorshift64*, Vigna 2016
 public:
    explicit Dice(std::uint64_t seed) : state_((seed + 1) * 0x9E3779B97F4A7C15U) {
        for (int i = 0; i < 4; ++i) next();
    }
    std::uint64_t next() {
        state_ ^= state_ >> 12;
        state_ ^= state_ << 25;
        state_ ^= state_ >> 27;
        return state_ * 0x2545F4914F6CDD1DU;
    }
    std::uint64_t below(std::uint64_t end) { return (next() >> 11) % end; }
    /// Zipf's law with exponent 1: the logarithm of the rank is even.
    std::uint64_t rank() {
        const double even = static_cast<double>(next() >> 11) * 0x1p-53;
        return static_cast<std::uint64_t>(std::exp(even * std::log(double{ranks})));
    }

 private:
    std::uint64_t state_;
};

std::size_t pick_language(Dice& dice) {
    std::uint64_t left = dice.below(100);
    for (std::size_t i = 0; i < languages.size(); ++i) {
        if (left < languages[i].share) return i;
        left -= languages[i].share;
    }
    return 0;
}

std::string words(Dice& dice, std::size_t language, std::size_t bytes) {
    std::string text;
    while (text.size() < bytes) {
        if (!text.empty()) text += dice.below(12) == 0 ? ", " : " ";
        text += word(language, dice.rank());
    }
    return text;
}

}  // namespace

std::string word(std::size_t language, std::uint64_t rank) {
    std::string made;
    for (; rank > 0; rank = (rank - 1) / 16)  // bijective: no word twice by its number
        made += languages[language].syllables[(rank - 1) % 16];
    return made;
}

std::string_view language_name(std::size_t language) {
    return languages[language].name;
}

Submission submission(std::uint64_t number) {
    Dice dice(number);
    const std::size_t language = pick_language(dice);
    Dispatch dispatch;
    dispatch.title = Text::repair(words(dice, language, 60) + " " + std::to_string(number));
    std::string body;
    while (body.size() < body_bytes) {
        const auto begin = static_cast<std::uint32_t>(body.size());
        body += words(dice, language, paragraph_bytes) + ".";
        dispatch.blocks.push_back(
            {Block::Kind::paragraph, {begin, static_cast<std::uint32_t>(body.size())}});
        if (body.size() < body_bytes) body += "\n\n";
    }
    dispatch.body = Text::repair(body);
    dispatch.lead = dispatch.blocks.front().span;
    dispatch.language = std::string(languages[language].name);
    const std::chrono::sys_days first{std::chrono::year{2019} / 1 / 1};
    const std::chrono::sys_days day = first + std::chrono::days(dice.below(365 * 7));
    dispatch.published = Date::day(std::chrono::year_month_day{day});
    if (dice.below(2) == 0)
        dispatch.credit = Credit{Text::repair("Agence" + std::to_string(dice.below(agencies))),
                                 Credit::Place::tail};
    const std::string source = "source" + std::to_string(dice.below(sources));
    dispatch.url = "https://www." + source + ".example/" + std::to_string(number);

    Submission made;
    JsonWriter json;
    json.begin_object()
        .key("title")
        .string(dispatch.title)
        .key("text")
        .string(dispatch.body)
        .end_object();
    made.arrival.bytes = json.take();
    made.arrival.media_type = "application/json";
    made.arrival.source = source;
    made.arrival.received = day + std::chrono::hours(12);
    made.reading.dispatches.push_back(std::move(dispatch));
    return made;
}

}  // namespace chappe::zipf
