#include "understand/understand.h"

#include <gtest/gtest.h>

#include <string>

#include "base/text.h"

namespace chappe {
namespace {

const UnderstandSettings rules_only{nullptr, {}};

Annotations understood(std::string_view text, std::string_view language,
                       const UnderstandSettings& settings = rules_only) {
    return understand({text, language, std::chrono::year(2024) / 4 / 3}, settings);
}

std::string speaker(const Annotations& all, std::size_t statement) {
    const auto& who = all.statements.at(statement).speaker;
    return who ? all.actors.at(index_of(*who)).name : "nobody";
}
std::string addressee(const Annotations& all, std::size_t statement) {
    const auto& who = all.statements.at(statement).addressee;
    return who ? all.actors.at(index_of(*who)).name : "nobody";
}

// A dispatch about people who are long dead: Gambetta and Ferry were ministers of the same
// republic.
constexpr std::string_view call =
    "Le président du Conseil, Léon Gambetta, a reçu le 2 avril un coup de fil du ministre Jules "
    "Ferry.\n\n"
    "Jules Ferry a déclaré que l'école serait gratuite. Il a promis de défendre la loi.\n\n"
    "Le président du Conseil a souligné que les crédits manquaient.";

TEST(Understand, LinksNamesRolesAndPronouns) {
    const Annotations all = understood(call, "fr");
    ASSERT_EQ(all.statements.size(), 3U);
    EXPECT_EQ(speaker(all, 0), "Jules Ferry");
    EXPECT_EQ(speaker(all, 1), "Jules Ferry");
    EXPECT_EQ(speaker(all, 2), "Léon Gambetta");
    EXPECT_EQ(all.statements[1].stance, Stance::promise);
}

TEST(Understand, TheOtherPartyOfACallIsAddressed) {
    const Annotations all = understood(call, "fr");
    ASSERT_EQ(all.statements.size(), 3U);
    EXPECT_EQ(addressee(all, 0), "Léon Gambetta");
    EXPECT_EQ(addressee(all, 2), "Jules Ferry");
    ASSERT_TRUE(all.statements[0].said_on);
    EXPECT_EQ(*all.statements[0].said_on, (SaidOn{"2024-04-02", SaidOn::How::event}));
}

std::string kind_of_speaker(const Annotations& all, std::size_t statement) {
    const auto& who = all.statements.at(statement).speaker;
    return who ? std::string(name_of(all.actors.at(index_of(*who)).kind)) : "nobody";
}

TEST(Understand, TellsPeopleFromBodiesAndTitlesFromNames) {
    const Annotations all = understood(
        "NASA said that the telescope was on its way.\n\n"
        "The administrator, Bill Nelson, said that it would work. Mr. Nelson added that the "
        "mirrors would unfold.\n\n"
        "The astronomer Jane Rigby said that the images were sharp.",
        "en", {});
    ASSERT_EQ(all.statements.size(), 4U);
    EXPECT_EQ(speaker(all, 0), "NASA");
    EXPECT_EQ(kind_of_speaker(all, 0), "organisation");
    EXPECT_EQ(speaker(all, 1), "Bill Nelson");
    EXPECT_EQ(speaker(all, 2), "Bill Nelson");
    EXPECT_EQ(speaker(all, 3), "Jane Rigby");
    EXPECT_EQ(kind_of_speaker(all, 3), "person");
}

TEST(Understand, NamesBehindAShortenedOneAreFound) {
    // The tagger takes "Congrès d'" for a name.
    const Annotations all = understood(
        "Le 25 mai 1961, le président des États-Unis, John Kennedy, a demandé au Congrès d'engager "
        "le pays à envoyer un homme sur la Lune et à le ramener sain et sauf avant la fin de la "
        "décennie.\n\nJohn Kennedy a déclaré qu'aucun projet spatial ne serait aussi coûteux. Il a "
        "assuré que ce ne serait pas un homme seul. Kennedy a ajouté qu'il valait mieux partir.",
        "fr");
    ASSERT_EQ(all.statements.size(), 4U);
    EXPECT_EQ(addressee(all, 0), "Congrès");
    for (std::size_t i = 0; i < 4; ++i) EXPECT_EQ(speaker(all, i), "John Kennedy") << i;
}

TEST(Understand, AnAcronymThatSpeaksIsABody) {
    const Annotations all = understood(
        "According to ESA, the batteries of the lander hold enough energy for two days.", "en");
    ASSERT_EQ(all.statements.size(), 1U);
    EXPECT_EQ(speaker(all, 0), "ESA");
    EXPECT_EQ(kind_of_speaker(all, 0), "organisation");
}

TEST(Understand, AThingThatIsMeantForSomethingClaimsNothing) {
    const Annotations all = understood(
        "Stephan Ulamec said that the harpoons meant to anchor the lander had not fired.", "en",
        {});
    ASSERT_EQ(all.statements.size(), 1U);
    EXPECT_TRUE(all.statements[0].nested.empty());
}

TEST(Understand, ADaySaysNothing) {
    const std::string_view text =
        "Le pont sera rouvert au trafic avant l'été, a rapporté lundi le Courrier de Lyon.";
    const Annotations all = understood(text, "fr");
    ASSERT_EQ(all.statements.size(), 1U);
    ASSERT_TRUE(all.statements[0].source);
    EXPECT_EQ(all.statements[0].source->in(text), "le Courrier de Lyon");
}

TEST(Understand, SaysNothingOfATextWithoutStatements) {
    const Annotations all = understood("Le pont est fermé.", "fr");
    EXPECT_TRUE(all.statements.empty());
    EXPECT_TRUE(understood("", "fr").actors.empty());
}

TEST(Understand, KnowsABareNameFromElsewhere) {
    UnderstandSettings settings = rules_only;
    settings.known.push_back({"Léon Gambetta", Actor::Kind::person, "président du Conseil", "FR"});
    const Annotations all = understood("Selon Gambetta, la loi passera.", "fr", settings);
    for (const Actor& actor : all.actors) {
        if (actor.kind == Actor::Kind::person) {
            EXPECT_EQ(actor.name, "Léon Gambetta");
        }
    }
}

void check_span(std::string_view text, Span span) {
    ASSERT_LE(span.begin, span.end);
    ASSERT_LE(span.end, text.size());
    for (const std::uint32_t at : {span.begin, span.end})
        ASSERT_TRUE(at == text.size() || (static_cast<unsigned char>(text[at]) & 0xc0) != 0x80);
}

TEST(Understand, HoldsOutAgainstOddTexts) {
    std::string all_quotes, crossed, bullets;
    for (int i = 0; i < 300; ++i) {
        all_quotes += "« Oui », dit-il. ";
        crossed += "“ « ” » \" ";
        bullets += "\" Le maire dit :\n";
    }
    for (const std::string& odd :
         {all_quotes, crossed, bullets, std::string(5000, '"'), std::string("«"),
          std::string("Selon"), std::string("a dit que"), std::string("« a dit que")}) {
        for (const std::string_view language : {"fr", "en", "de", ""}) {
            const Annotations all = understood(odd, language);
            for (const Statement& one : all.statements) {
                EXPECT_FALSE(one.content.empty());
                for (const Span piece : one.content) check_span(odd, piece);
            }
        }
    }
}

}  // namespace
}  // namespace chappe
