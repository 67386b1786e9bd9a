// What is understood of a dispatch, through the archive's door: kept with it, found by who said
// what to whom, gone with it.
#include "archive/understood.h"

#include <gtest/gtest.h>

#include <future>

#include "archive/test_desk.h"

namespace chappe {
namespace {

using namespace test;

constexpr std::chrono::year_month_day today{std::chrono::year{2024}, std::chrono::April,
                                            std::chrono::day{10}};

Span place_of(std::string_view words, std::string_view text) {
    const std::size_t at = text.find(words);
    EXPECT_NE(at, std::string_view::npos) << words;
    return {static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at + words.size())};
}

Actor person(std::string_view name, std::string_view body, std::string_view role = {}) {
    Actor actor;
    actor.name = name;
    actor.kind = Actor::Kind::person;
    if (!role.empty()) actor.roles.emplace_back(role);
    actor.mentions = {{place_of(name, body), Mention::How::name}};
    return actor;
}

/// "La ministre Anna Duval a assuré à Karim Bensaïd que le pont tiendra." and "Karim Bensaïd a nié
/// que le budget a dit qu'il manque.": understood as by models that are always right.
constexpr std::string_view story =
    "La ministre Anna Duval a assuré à Karim Bensaïd que le pont tiendra. Karim Bensaïd a nié que "
    "le budget manque.";

std::optional<Understood> understand(const Dispatch& dispatch) {
    const std::string_view body = dispatch.body;
    if (body.find("le pont tiendra") == std::string_view::npos) return std::nullopt;
    Understood made;
    made.models = R"({"test":1})";
    Annotations& all = made.annotations;
    all.actors = {person("Anna Duval", body, "ministre"), person("Karim Bensaïd", body)};
    Statement first;
    first.source = place_of("La ministre Anna Duval", body);
    first.cue = place_of("a assuré", body);
    first.content = {place_of("que le pont tiendra", body)};
    first.speaker = ActorId{0};
    first.addressee = ActorId{1};
    first.stance = Stance::assure;
    first.said_on = SaidOn{"2024-04-03", SaidOn::How::published};
    first.confidence = 0.9;
    Statement second;
    second.source = place_of("Karim Bensaïd a nié", body);
    second.source->end -= static_cast<std::uint32_t>(std::string_view(" a nié").size());
    second.cue = place_of("a nié", body);
    second.content = {place_of("que le budget manque", body)};
    second.speaker = ActorId{1};
    second.stance = Stance::deny;
    Statement nested;
    nested.content = {place_of("le budget manque", body)};
    second.nested = {nested};
    all.statements = {first, second};
    return made;
}

ArchiveOptions understanding() {
    ArchiveOptions options;
    options.understand = understand;
    return options;
}

std::vector<std::string> said(Archive& archive, std::string_view typed) {
    ParsedQuery parsed = parse_query(typed, today);
    EXPECT_TRUE(parsed.problems.empty()) << typed;
    auto hits = archive.search({std::move(parsed.query), Order::newest, {}, 20});
    std::vector<std::string> found;
    if (!hits) {
        ADD_FAILURE() << hits.error().message;
        return found;
    }
    for (const Hit& hit : hits->hits)
        for (const SaidLine& line : hit.said)
            for (const Text& piece : line.content) found.push_back(piece.str());
    return found;
}

using Words = std::vector<std::string>;

TEST(Understood, IsKeptWithItsDispatch) {
    const Folder folder;
    const auto archive = open(folder, understanding());
    const DispatchId id = put(*archive, submission(dispatch("Le pont", story))).id;
    const auto statements = archive->statements(id);
    ASSERT_TRUE(statements);
    ASSERT_EQ(statements->size(), 3U);
    const StoredDispatch stored = archive->dispatch(id).value();
    const StoredStatement& first = statements->front();
    EXPECT_EQ(first.content.front().in(stored.dispatch.body), "que le pont tiendra");
    EXPECT_EQ(first.speaker->name.view(), "Anna Duval");
    EXPECT_EQ(first.speaker->slug, "anna-duval");
    EXPECT_EQ(first.addressee->name.view(), "Karim Bensaïd");
    EXPECT_EQ(first.stance, Stance::assure);
    EXPECT_EQ(first.said_on, (SaidOn{"2024-04-03", SaidOn::How::published}));
    EXPECT_EQ(statements->at(2).inside, statements->at(1).id);
    const auto alone = archive->statement(first.id);
    ASSERT_TRUE(alone);
    EXPECT_EQ(alone->dispatch, id);
}

TEST(Understood, AStatementKeepsItsIdWhileItsWordsStay) {
    const Folder folder;
    const auto archive = open(folder, understanding());
    Dispatch made = dispatch("Le pont", story);
    made.url = "https://news.example/pont";
    const DispatchId id = put(*archive, submission(made)).id;
    const auto before = archive->statements(id).value();
    made.title = text("Le pont tiendra");
    made.body = text("Une phrase de plus.\n\n" + std::string(story));
    made.lead.reset();
    made.blocks.clear();
    EXPECT_EQ(put(*archive, submission(made)).outcome, Outcome::edited);
    const auto after = archive->statements(id).value();
    ASSERT_EQ(after.size(), before.size());
    for (std::size_t i = 0; i < after.size(); ++i) EXPECT_EQ(after[i].id, before[i].id);
    EXPECT_NE(after.front().content, before.front().content);
}

TEST(Understood, IsFoundByWhoSaidWhatToWhom) {
    const Folder folder;
    const auto archive = open(folder, understanding());
    put(*archive, submission(dispatch("Le pont", story)));
    EXPECT_EQ(said(*archive, "who:Duval"), Words{"que le pont tiendra"});
    EXPECT_EQ(said(*archive, "qui:\"Anna Duval\""), Words{"que le pont tiendra"});
    EXPECT_EQ(said(*archive, "who:anna-duval about:ponts"), Words{"que le pont tiendra"});
    EXPECT_EQ(said(*archive, "to:bensaid"), Words{"que le pont tiendra"});
    EXPECT_EQ(said(*archive, "who:bensaid sur:\"manque budget\""), Words{"que le budget manque"});
    EXPECT_EQ(said(*archive, "said:\"le budget manque\" stance:deny"),
              Words{"que le budget manque"});
    EXPECT_EQ(said(*archive, "posture:démentir"), Words{"que le budget manque"});
    // One statement must meet them all.
    EXPECT_EQ(said(*archive, "who:Duval about:budget"), Words{});
    EXPECT_EQ(said(*archive, "who:Duval stance:deny"), Words{});
    EXPECT_EQ(said(*archive, "who:Duval to:Duval"), Words{});
    EXPECT_EQ(said(*archive, "who:nobody"), Words{});
}

TEST(Understood, SurnamesOfOneAreLinkedAndOthersAreNot) {
    const Folder folder;
    auto options = understanding();
    options.understand = [](const Dispatch& dispatch) -> std::optional<Understood> {
        Understood made;
        Actor actor = person(dispatch.title.view(), dispatch.body);
        Statement statement;
        statement.content = {place_of("avance", dispatch.body)};
        statement.speaker = ActorId{0};
        made.annotations.actors = {actor};
        made.annotations.statements = {statement};
        return made;
    };
    const auto archive = open(folder, options);
    const auto speaker = [&](std::string_view name) -> std::string {
        const DispatchId id =
            put(*archive, submission(dispatch(name, std::string(name) + " avance."))).id;
        const auto statements = archive->statements(id).value();
        return statements.front().speaker ? statements.front().speaker->slug : "";
    };
    EXPECT_EQ(speaker("Duval"), "");  // nobody of that name is known yet
    EXPECT_EQ(speaker("Anna Duval"), "anna-duval");
    EXPECT_EQ(speaker("Mme Duval"), "mme-duval");
    EXPECT_EQ(speaker("Paul Roux"), "paul-roux");
    EXPECT_EQ(speaker("Roux"), "paul-roux");
    EXPECT_EQ(speaker("Duval "), "");  // two have it now
}

TEST(Understood, AnActorIsIntroducedByDispatches) {
    const Folder folder;
    const auto archive = open(folder, understanding());
    const DispatchId id = put(*archive, submission(dispatch("Le pont", story))).id;
    const auto actor = archive->actor("anna-duval");
    ASSERT_TRUE(actor);
    EXPECT_EQ(actor->statements, 1);
    ASSERT_EQ(actor->introductions.size(), 1U);
    EXPECT_EQ(actor->introductions.front().role.view(), "ministre");
    EXPECT_EQ(actor->introductions.front().example, id);
    EXPECT_FALSE(archive->actor("nobody"));
    EXPECT_EQ(archive->actor("nobody").error().failure, Failure::absent);
}

TEST(Understood, GoesWithItsDispatch) {
    const Folder folder;
    const auto archive = open(folder, understanding());
    const DispatchId id = put(*archive, submission(dispatch("Le pont", story))).id;
    const StatementId statement = archive->statements(id).value().front().id;

    ASSERT_TRUE(archive->act_and_wait(Withdraw{id, ""}, console));
    EXPECT_TRUE(archive->statements(id).value().empty());
    EXPECT_FALSE(archive->statement(statement));
    EXPECT_FALSE(archive->actor("anna-duval"));
    EXPECT_EQ(said(*archive, "who:Duval"), Words{});

    ASSERT_TRUE(archive->act_and_wait(Reinstate{id}, console));
    EXPECT_EQ(said(*archive, "who:Duval"), Words{"que le pont tiendra"});

    ASSERT_TRUE(archive->act_and_wait(Erase{id, ""}, console));
    EXPECT_FALSE(archive->actor("anna-duval"));
    for (const char* table : {"annotation_run", "statement_record", "statement_span", "mention",
                              "introduction", "actor_fact", "actor_alias", "topic"})
        EXPECT_EQ(number(folder, std::string("SELECT count(*) FROM ") + table), 0) << table;
}

TEST(Understood, AgainKeepsIdsAndReplacesWhatWasUnderstood) {
    const Folder folder;
    DispatchId id{};
    std::vector<StoredStatement> before;
    {
        const auto archive = open(folder, understanding());
        id = put(*archive, submission(dispatch("Le pont", story))).id;
        before = archive->statements(id).value();
    }
    ArchiveOptions newer;
    newer.understand = [](const Dispatch& dispatch) {
        auto made = understand(dispatch);
        made->models = R"({"test":2})";
        made->annotations.statements.erase(made->annotations.statements.begin());
        made->annotations.actors.front().roles = {"ministre des ponts"};
        made->annotations.topics = {{"medtop:20000001", "ponts", 0.7}};
        return made;
    };
    const auto archive = open(folder, newer);
    const auto known = archive->understood_by({}, 10).value();
    ASSERT_EQ(known.size(), 1U);
    EXPECT_EQ(known.front().models, R"({"test":1})");
    const ChangeSeq seq = archive->newest();
    std::promise<Result<bool>> told;
    ASSERT_TRUE(archive->understand_again(id, [&](Result<bool> kept) { told.set_value(kept); }));
    EXPECT_TRUE(told.get_future().get().value());

    const auto after = archive->statements(id).value();
    ASSERT_EQ(after.size(), 2U);
    EXPECT_EQ(after.front().id, before.at(1).id);
    EXPECT_FALSE(archive->statement(before.front().id));
    EXPECT_EQ(archive->topics(id).value().front().label, "ponts");
    EXPECT_EQ(archive->understood_by({}, 10).value().front().models, R"({"test":2})");
    EXPECT_EQ(number(folder, "SELECT count(*) FROM annotation_run"), 1);
    EXPECT_EQ(said(*archive, "who:Duval"), Words{});
    EXPECT_EQ(said(*archive, "who:bensaid"), Words{"que le budget manque"});
    const auto actor = archive->actor("anna-duval");
    ASSERT_TRUE(actor);
    EXPECT_EQ(actor->statements, 0);
    ASSERT_EQ(actor->introductions.size(), 1U);
    EXPECT_EQ(actor->introductions.front().role.view(), "ministre des ponts");
    EXPECT_GT(archive->newest(), seq);                       // caches are told,
    EXPECT_TRUE(archive->changes(seq, 10).value().empty());  // readers are not
}

TEST(Understood, WhatAPersonCorrectedStaysWhateverModelsSay) {
    const Folder folder;
    const auto archive = open(folder, understanding());
    const DispatchId id = put(*archive, submission(dispatch("Le pont", story))).id;
    const auto correct = [&](ActorProperty property, std::optional<std::string> value) {
        return archive->act_and_wait(CorrectActor{"anna-duval", property, std::move(value)},
                                     console);
    };
    ASSERT_TRUE(correct(ActorProperty::name, "Anna Duval-Roux"));
    ASSERT_TRUE(correct(ActorProperty::country, "FR"));
    ASSERT_TRUE(correct(ActorProperty::no_role, "ministre"));
    EXPECT_EQ(correct(ActorProperty::country, "France").error().failure, Failure::refused);
    EXPECT_EQ(correct(ActorProperty::name, std::nullopt).error().failure, Failure::refused);
    const auto still_corrected = [&] {
        const auto actor = archive->actor("anna-duval");
        ASSERT_TRUE(actor);
        EXPECT_EQ(actor->name.name.view(), "Anna Duval-Roux");
        EXPECT_EQ(actor->country, "FR");
        EXPECT_TRUE(actor->introductions.empty());
        EXPECT_EQ(actor->corrections.size(), 3U);
        EXPECT_EQ(said(*archive, "who:\"Anna Duval-Roux\""), Words{"que le pont tiendra"});
    };
    still_corrected();
    std::promise<Result<bool>> told;
    ASSERT_TRUE(archive->understand_again(id, [&](Result<bool> kept) { told.set_value(kept); }));
    EXPECT_TRUE(told.get_future().get().value());
    still_corrected();
    EXPECT_EQ(archive->audit(0, 1).value().front().act, "correct actor");

    ASSERT_TRUE(archive->act_and_wait(ForgetCorrections{"anna-duval"}, console));
    const auto actor = archive->actor("anna-duval");
    ASSERT_TRUE(actor);
    EXPECT_EQ(actor->name.name.view(), "Anna Duval");
    EXPECT_TRUE(actor->country.empty());
    EXPECT_EQ(actor->introductions.size(), 1U);
}

TEST(Understood, WhoeverIsSpokenAboutHasWhatOthersSay) {
    const Folder folder;
    auto options = understanding();
    options.understand = [](const Dispatch& dispatch) {
        auto made = understand(dispatch);
        made->annotations.actors.front().mentions.push_back(
            {place_of("le budget manque", dispatch.body), Mention::How::role});
        return made;
    };
    const auto archive = open(folder, options);
    const DispatchId id = put(*archive, submission(dispatch("Le pont", story))).id;
    const KnownActor duval = archive->actor("anna-duval").value();
    const auto of = archive->said_of(duval.name.id, 10).value();
    ASSERT_EQ(of.size(), 1U);  // not twice, though a claim stands in it
    EXPECT_EQ(of.front().entry.id, id);
    EXPECT_EQ(of.front().said.content.front().view(), "que le budget manque");
    EXPECT_EQ(of.front().said.statement.speaker->slug, "karim-bensaid");
    ASSERT_TRUE(archive->act_and_wait(Withdraw{id, ""}, console));
    EXPECT_TRUE(archive->said_of(duval.name.id, 10).value().empty());
}

TEST(Understood, WhatWasUnderstoodBeforeIsNotAskedForAgain) {
    const Folder folder;
    int asked = 0;
    auto options = understanding();
    options.understand = [&](const Dispatch& dispatch) {
        ++asked;
        return understand(dispatch);
    };
    const auto archive = open(folder, options);
    Submission news = submission(dispatch("Le pont", story));
    news.understood = archive->understand(news.reading);
    EXPECT_EQ(asked, 1);
    const DispatchId id = put(*archive, std::move(news)).id;
    EXPECT_EQ(asked, 1);
    EXPECT_EQ(archive->statements(id).value().size(), 3U);
}

TEST(Understood, SpansThatDoNotFitAreLeftOut) {
    Understood understood;
    Statement beyond;
    beyond.content = {{5, 50}};
    Statement within_a_character;
    within_a_character.content = {{0, 1}};
    Statement right;
    right.content = {{0, 2}};
    understood.annotations.statements = {beyond, within_a_character, right};
    const PreparedStatements prepared = prepare(std::move(understood), "é dit");
    ASSERT_EQ(prepared.records.size(), 1U);
    EXPECT_EQ(prepared.records.front().statement.content.front(), (Span{0, 2}));
}

}  // namespace
}  // namespace chappe
