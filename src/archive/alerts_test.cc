// Searches whose matches are sent: what they find, what waits, and what becomes of a try.
#include "archive/alerts.h"

#include <gtest/gtest.h>

#include <future>

#include "archive/test_news.h"

namespace chappe {
namespace {

using namespace test;

const By console{"console", std::nullopt};
constexpr const char* receiver = "https://desk.example/hook";

AlertId add(Archive& archive, std::string query) {
    const auto added = archive.act_and_wait(AddAlert{std::move(query), receiver}, console);
    if (!added) ADD_FAILURE() << added.error().message;
    return added ? added->alert : AlertId{};
}

template <typename What>
void note(Archive& archive, What what) {
    std::promise<Result<void>> noted;
    ASSERT_TRUE(archive.alerts().note(
        std::move(what), [&](Result<void> done) { noted.set_value(std::move(done)); }));
    EXPECT_TRUE(noted.get_future().get());
}

/// Looks until there is nothing more.
void look(Archive& archive) {
    for (;;) {
        auto looks = archive.alerts().look();
        ASSERT_TRUE(looks) << looks.error().message;
        if (looks->empty()) return;
        note(archive, std::move(*looks));
    }
}

std::vector<AlertDelivery> waiting(Archive& archive, Instant at = now()) {
    auto due = archive.alerts().waiting(at);
    EXPECT_TRUE(due) << due.error().message;
    return due ? std::move(*due) : std::vector<AlertDelivery>{};
}

TEST(Alerts, FindWhatComesAfterThem) {
    const Folder folder;
    const auto archive = open(folder);
    put(*archive, submission(dispatch("Avant", "Un canal est inauguré.")));
    const AlertId id = add(*archive, "canal");
    EXPECT_EQ(waiting(*archive).size(), 0u);
    put(*archive, submission(dispatch("Autre chose", "Un pont.")));
    const DispatchId found = put(*archive, submission(dispatch("Deux", "Des canaux."))).id;
    look(*archive);
    auto due = waiting(*archive);
    ASSERT_EQ(due.size(), 1u);
    EXPECT_EQ(due.front().alert.id, id);
    EXPECT_EQ(due.front().change->entry.id, found);
    EXPECT_EQ(due.front().secret.size(), 64u);
    EXPECT_EQ(archive->alerts().list()->front().waiting, 1);
    note(*archive, AlertOutcome{due.front().id, "", {}});
    EXPECT_EQ(waiting(*archive).size(), 0u);
    EXPECT_EQ(archive->alerts().list()->front().delivered, 1);
    look(*archive);
    EXPECT_EQ(waiting(*archive).size(), 0u);  // told once
}

TEST(Alerts, ALookIsKeptOnce) {
    const Folder folder;
    const auto archive = open(folder);
    add(*archive, "canal");
    put(*archive, submission(dispatch("Un", "Un canal.")));
    const auto looks = archive->alerts().look();
    note(*archive, *looks);
    note(*archive, *looks);  // by another program, or after a crash
    EXPECT_EQ(number(folder, "SELECT count(*) FROM outbox"), 1);
}

TEST(Alerts, WhatFailsComesAgainInItsTimeAndInOrder) {
    const Folder folder;
    const auto archive = open(folder);
    add(*archive, "canal");
    const DispatchId first = put(*archive, submission(dispatch("Un", "Un canal."))).id;
    put(*archive, submission(dispatch("Deux", "Un canal.")));
    look(*archive);
    const auto due = waiting(*archive);
    ASSERT_EQ(due.size(), 1u);
    const Instant later = now() + std::chrono::seconds(60);
    note(*archive, AlertOutcome{due.front().id, "desk.example answers 500", later});
    EXPECT_EQ(waiting(*archive).size(), 0u);
    const auto again = waiting(*archive, later);
    ASSERT_EQ(again.size(), 1u);
    EXPECT_EQ(again.front().change->entry.id, first);
    EXPECT_EQ(again.front().tries, 1);
    const auto alerts = archive->alerts().list();
    EXPECT_EQ(alerts->front().trouble, "desk.example answers 500");
    EXPECT_EQ(alerts->front().failures, 1);
    EXPECT_EQ(alerts->front().waiting, 2);
}

TEST(Alerts, ACopyIsToldWhereItsOriginalIsNot) {
    const Folder folder;
    const auto archive = open(folder);
    const std::string words =
        "Le canal entre les deux lacs rouvre mardi après neuf mois de travaux. Une écluse a été "
        "refaite, et les péniches de deux mille tonnes y passeront de nouveau avant la fin du mois "
        "de mai, dit le port.";
    const auto from = [&](std::string_view source, std::string_view more) {
        return submission(dispatch("Le canal rouvre", words + " " + std::string(more)), source);
    };
    put(*archive, from("a", ""));
    add(*archive, "péniches");
    const AlertId rare = add(*archive, "hydrologue");
    put(*archive, from("b", ""));
    const DispatchId own = put(*archive, from("c", "Un hydrologue suit le niveau.")).id;
    EXPECT_TRUE(archive->dispatch(own)->copy_of);
    look(*archive);
    const auto due = waiting(*archive);
    ASSERT_EQ(due.size(), 1u);
    EXPECT_EQ(due.front().alert.id, rare);
    EXPECT_EQ(due.front().change->entry.id, own);
    EXPECT_EQ(due.front().change->kind, ChangeKind::copied);
}

TEST(Alerts, AKillIsToldWithoutWords) {
    const Folder folder;
    const auto archive = open(folder);
    const DispatchId id = put(*archive, submission(dispatch("Un", "Un canal."))).id;
    add(*archive, "canal");
    ASSERT_TRUE(archive->act_and_wait(Withdraw{id, ""}, console));
    look(*archive);
    const auto due = waiting(*archive);
    ASSERT_EQ(due.size(), 1u);
    EXPECT_EQ(due.front().change->kind, ChangeKind::withdrawn);
    EXPECT_TRUE(due.front().change->entry.title.empty());
}

TEST(Alerts, AreRefusedWithoutASearchOrAnAddressAndRemovedWhole) {
    const Folder folder;
    const auto archive = open(folder);
    const auto failure = [&](std::string query, std::string address) {
        const auto done =
            archive->act_and_wait(AddAlert{std::move(query), std::move(address)}, console);
        return done ? Failure::full : done.error().failure;
    };
    EXPECT_EQ(failure("", receiver), Failure::refused);
    EXPECT_EQ(failure("\"ouvert", receiver), Failure::refused);
    EXPECT_EQ(failure("canal", "desk.example"), Failure::refused);
    EXPECT_EQ(failure("canal", "file:///etc"), Failure::refused);
    const AlertId id = add(*archive, "canal");
    put(*archive, submission(dispatch("Un", "Un canal.")));
    look(*archive);
    ASSERT_TRUE(archive->act_and_wait(RemoveAlert{id}, console));
    EXPECT_EQ(number(folder, "SELECT count(*) FROM outbox"), 0);
    EXPECT_EQ(number(folder, "SELECT count(*) FROM consumer"), 0);
    EXPECT_EQ(archive->act_and_wait(RemoveAlert{id}, console).error().failure, Failure::absent);
}

TEST(Alerts, EverythingIsLookedAtAfterManyChanges) {
    const Folder folder;
    const auto archive = open(folder);
    add(*archive, "-rien");
    for (int i = 0; i < 230; ++i)
        put(*archive, submission(dispatch("Titre " + std::to_string(i), "Un canal.")));
    look(*archive);
    EXPECT_EQ(archive->alerts().list()->front().waiting, 230);
}

}  // namespace
}  // namespace chappe
