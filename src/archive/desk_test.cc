// Acts of the desk, in every state of a dispatch and against everything that may come between.
#include "archive/desk.h"

#include <gtest/gtest.h>

#include <future>

#include "archive/test_desk.h"

namespace chappe {
namespace {

using namespace std::chrono_literals;
using namespace test;

std::vector<ChangeKind> kinds(Archive& archive) {
    std::vector<ChangeKind> all;
    const auto changes = archive.changes(ChangeSeq{0}, 100);
    for (const Change& change : *changes) all.push_back(change.kind);
    return all;
}

Instant in(std::chrono::seconds from_now) {
    return now() + from_now;
}

TEST(Compose, PutsADispatchOnTheWireWithItsBytes) {
    const Folder folder;
    const auto archive = open(folder);
    const DispatchId id = act(*archive, compose(dispatch("Composée"))).dispatch;
    EXPECT_EQ(title_of(*archive, id), "Composée");
    EXPECT_EQ(archive->latest(std::nullopt, 10)->size(), 1U);
    EXPECT_EQ(kinds(*archive), std::vector{ChangeKind::created});
    EXPECT_EQ(number(folder, "SELECT count(*) FROM blob"), 1);
    const auto audit = archive->audit(0, 10);
    ASSERT_EQ(audit->size(), 1U);
    EXPECT_EQ(audit->front().act, "compose");
    EXPECT_EQ(audit->front().dispatch, id);
    EXPECT_EQ(audit->front().about, "");
    expect_sound(folder);
}

TEST(Compose, RefusesWhatIsHereAndWhatIsGone) {
    const Folder folder;
    const auto archive = open(folder);
    const DispatchId id = act(*archive, compose(dispatch("Composée"))).dispatch;
    EXPECT_EQ(failure_of(*archive, compose(dispatch("Composée"))), Failure::refused);
    EXPECT_EQ(failure_of(*archive, compose(dispatch("Composée"), in(1h))), Failure::refused);
    act(*archive, Withdraw{id, {}});
    EXPECT_EQ(failure_of(*archive, compose(dispatch("Composée"))), Failure::refused);
    act(*archive, Erase{id, {}});
    EXPECT_EQ(failure_of(*archive, compose(dispatch("Composée"))), Failure::refused);
    Compose two = compose(dispatch("Une"));
    two.reading.dispatches.push_back(dispatch("Deux"));
    EXPECT_EQ(failure_of(*archive, two), Failure::refused);
    two.reading.dispatches.clear();
    EXPECT_EQ(failure_of(*archive, two), Failure::refused);
    EXPECT_EQ(archive->audit(0, 10)->size(), 3U);  // what was refused was not done
    expect_sound(folder);
}

// ---- embargo

TEST(Embargo, HidesADispatchFromEveryReader) {
    const Folder folder;
    const auto archive = open(folder);
    put(*archive, submission(dispatch("Visible")));
    const auto before = archive->stats();
    const Instant release = in(1h);
    const DispatchId id = act(*archive, compose(dispatch("Sous embargo"), release)).dispatch;
    EXPECT_EQ(archive->latest(std::nullopt, 10)->size(), 1U);
    EXPECT_EQ(kinds(*archive).size(), 1U);
    EXPECT_EQ(archive->stats()->total, before->total);
    EXPECT_EQ(archive->stats()->editions, before->editions);
    const auto stored = archive->dispatch(id);
    EXPECT_EQ(stored->state, DispatchState::embargoed);
    EXPECT_EQ(stored->release, release);
    EXPECT_EQ(stored->dispatch.title.view(), "Sous embargo");  // for the desk
    std::promise<Result<std::uint64_t>> counted;
    ASSERT_TRUE(archive->count_read(
        id, [&](Result<std::uint64_t> count) { counted.set_value(std::move(count)); }));
    EXPECT_EQ(counted.get_future().get().error().failure, Failure::absent);

    const auto desk = archive->desk(10);
    ASSERT_EQ(desk->size(), 1U);
    EXPECT_EQ(desk->front().entry.title.view(), "Sous embargo");
    EXPECT_EQ(desk->front().state, DispatchState::embargoed);
    EXPECT_EQ(desk->front().release, release);
    expect_sound(folder);
}

/// As an agency delivers it.
Submission held(const std::string& title, std::optional<Instant> until) {
    Dispatch item = dispatch(title);
    item.guid = "urn:agency:1";
    item.embargo = until;
    return submission(std::move(item));
}

TEST(Embargo, OfASourceIsKept) {
    const Folder folder;
    const auto archive = open(folder);
    const Instant release = in(1h);
    const Receipt::Item item = put(*archive, held("Sous embargo", release));
    EXPECT_EQ(item.outcome, Outcome::created);
    EXPECT_EQ(archive->latest(std::nullopt, 10)->size(), 0U);
    EXPECT_EQ(archive->dispatch(item.id)->state, DispatchState::embargoed);
    EXPECT_EQ(archive->dispatch(item.id)->release, release);
    EXPECT_EQ(put(*archive, held("Sous embargo", release)).outcome, Outcome::unchanged);
    EXPECT_EQ(archive->stats()->total, 0);
    expect_sound(folder);

    Submission over = held("Embargo passé", in(-1s));
    over.reading.dispatches.front().guid = "urn:agency:2";
    EXPECT_EQ(archive->dispatch(put(*archive, over).id)->state, DispatchState::live);
}

TEST(Embargo, IsChangedAndLiftedByItsSourceAlone) {
    const Folder folder;
    const auto archive = open(folder);
    const DispatchId id = put(*archive, held("Sous embargo", in(1h))).id;
    const Instant later = in(2h);
    EXPECT_EQ(put(*archive, held("Corrigée", later)).outcome, Outcome::edited);
    EXPECT_EQ(archive->dispatch(id)->release, later);
    EXPECT_EQ(title_of(*archive, id), "Corrigée");
    EXPECT_EQ(archive->latest(std::nullopt, 10)->size(), 0U);
    put(*archive, held("Corrigée", std::nullopt));
    ASSERT_TRUE(soon([&] { return state_of(*archive, id) == DispatchState::live; }));
    EXPECT_EQ(archive->latest(std::nullopt, 10)->size(), 1U);
    EXPECT_EQ(archive->stats()->total, 1);
    EXPECT_EQ(archive->stats()->editions, 2);
    expect_sound(folder);

    // What was composed at the desk waits for its hour, whoever brings the same.
    const DispatchId desk = act(*archive, compose(dispatch("Du bureau"), in(1h))).dispatch;
    put(*archive, submission(dispatch("Du bureau")));
    EXPECT_EQ(state_of(*archive, desk), DispatchState::embargoed);
}

TEST(Embargo, EndsAtItsHourByItself) {
    const Folder folder;
    const auto archive = open(folder);
    put(*archive, submission(dispatch("Avant")));
    const DispatchId id = act(*archive, compose(dispatch("Sous embargo"), in(2s))).dispatch;
    const DispatchId later = put(*archive, submission(dispatch("Pendant"))).id;
    ASSERT_TRUE(soon([&] { return state_of(*archive, id) == DispatchState::live; }));
    EXPECT_GE(now(), archive->dispatch(id)->arrived);
    const auto latest = archive->latest(std::nullopt, 10);
    ASSERT_EQ(latest->size(), 3U);
    EXPECT_EQ(latest->front().id, id);  // the newest from its release on
    EXPECT_EQ(latest->at(1).id, later);
    const auto changes = archive->changes(ChangeSeq{0}, 10);
    EXPECT_EQ(changes->back().kind, ChangeKind::created);
    EXPECT_EQ(changes->back().entry.position, changes->back().seq);
    EXPECT_EQ(archive->newest(), changes->back().seq);
    EXPECT_EQ(archive->audit(0, 1)->front().act, "release");
    EXPECT_EQ(archive->audit(0, 1)->front().by.name, "release");
    EXPECT_EQ(number(folder, "SELECT count(*) FROM embargo"), 0);
    expect_sound(folder);
}

TEST(Embargo, OutlivesARestartAndEndsWhenItsHourPassedMeanwhile) {
    const Folder folder;
    DispatchId overdue{}, waiting{};
    {
        const auto archive = open(folder);
        overdue = act(*archive, compose(dispatch("Dans une seconde"), in(1s))).dispatch;
        waiting = act(*archive, compose(dispatch("Dans une heure"), in(1h))).dispatch;
    }
    std::this_thread::sleep_for(1100ms);
    const auto archive = open(folder);
    EXPECT_TRUE(soon([&] { return state_of(*archive, overdue) == DispatchState::live; }));
    EXPECT_EQ(state_of(*archive, waiting), DispatchState::embargoed);
    expect_sound(folder);
}

TEST(Embargo, IsNoneWhenItsHourHasPassed) {
    const Folder folder;
    const auto archive = open(folder);
    const auto done = act(*archive, compose(dispatch("Déjà"), in(-1h)));
    EXPECT_EQ(state_of(*archive, done.dispatch), DispatchState::live);
    expect_sound(folder);
}

TEST(Embargo, IsEndedByHandOnce) {
    const Folder folder;
    const auto archive = open(folder);
    const DispatchId id = act(*archive, compose(dispatch("Sous embargo"), in(1h))).dispatch;
    act(*archive, Release{id});
    EXPECT_EQ(state_of(*archive, id), DispatchState::live);
    EXPECT_EQ(failure_of(*archive, Release{id}), Failure::refused);
    EXPECT_EQ(failure_of(*archive, Release{DispatchId{99}}), Failure::absent);
    EXPECT_EQ(kinds(*archive), std::vector{ChangeKind::created});
    expect_sound(folder);
}

TEST(Embargo, HoldsWhateverArrivesMeanwhile) {
    const Folder folder;
    const auto archive = open(folder);
    Dispatch page = dispatch("Sous embargo");
    page.url = "https://news.example/d/1";
    const DispatchId id = act(*archive, compose(page, in(1h))).dispatch;
    page.title = text("Ce qu'en dit la source");
    const auto arrived = put(*archive, submission(page, "a feed"));
    EXPECT_EQ(arrived.id, id);
    EXPECT_EQ(arrived.outcome, Outcome::unchanged);
    EXPECT_EQ(title_of(*archive, id), "Sous embargo");
    EXPECT_TRUE(archive->latest(std::nullopt, 10)->empty());
    act(*archive, Release{id});
    EXPECT_EQ(put(*archive, submission(page, "a feed")).outcome, Outcome::edited);
    expect_sound(folder);
}

TEST(Embargo, KeepsCorrectionsToItself) {
    const Folder folder;
    const auto archive = open(folder);
    const DispatchId id = act(*archive, compose(dispatch("Sous embargo"), in(1h))).dispatch;
    act(*archive, correct(id, dispatch("Sous embargo, corrigée")));
    EXPECT_TRUE(kinds(*archive).empty());
    EXPECT_EQ(archive->stats()->editions, 0);
    act(*archive, Release{id});
    EXPECT_EQ(title_of(*archive, id), "Sous embargo, corrigée");
    EXPECT_EQ(kinds(*archive), std::vector{ChangeKind::created});
    EXPECT_EQ(archive->stats()->editions, 2);
    expect_sound(folder);
}

TEST(Embargo, WithdrawnNeverEndsAndReinstatedWaitsAgain) {
    const Folder folder;
    const auto archive = open(folder);
    const DispatchId id = act(*archive, compose(dispatch("Sous embargo"), in(1s))).dispatch;
    act(*archive, Withdraw{id, {}});
    std::this_thread::sleep_for(1300ms);
    EXPECT_EQ(state_of(*archive, id), DispatchState::withdrawn);
    EXPECT_TRUE(kinds(*archive).empty());  // readers never saw it
    act(*archive, Reinstate{id});
    EXPECT_TRUE(soon([&] { return state_of(*archive, id) == DispatchState::live; }));
    EXPECT_EQ(kinds(*archive), std::vector{ChangeKind::created});
    expect_sound(folder);
}

// ---- corrections

TEST(Correct, MakesAnEditionOfItsOwnKind) {
    const Folder folder;
    const auto archive = open(folder);
    const DispatchId id = put(*archive, submission(dispatch("Faute"), "a feed")).id;
    act(*archive, correct(id, dispatch("Juste")));
    EXPECT_EQ(title_of(*archive, id), "Juste");
    EXPECT_EQ(archive->dispatch(id)->editions, 2);
    EXPECT_EQ(archive->dispatch(id)->source, "a feed");
    EXPECT_EQ(kinds(*archive), (std::vector{ChangeKind::created, ChangeKind::corrected}));
    EXPECT_EQ(failure_of(*archive, correct(id, dispatch("Juste"))), Failure::refused);
    EXPECT_EQ(failure_of(*archive, correct(DispatchId{99}, dispatch("Juste"))), Failure::absent);
    EXPECT_EQ(archive->dispatch(id)->editions, 2);
    expect_sound(folder);
}

TEST(Correct, KeepsTheFactsThatItsFormCannotSay) {
    const Folder folder;
    const auto archive = open(folder);
    Dispatch page = dispatch("Faute");
    page.url = "https://news.example/d/1";
    page.authors = {text("Rédaction")};
    page.tags.emplace();
    const DispatchId id = put(*archive, submission(page, "a feed")).id;
    Dispatch bare;
    bare.title = text("Juste");
    bare.body = page.body;
    act(*archive, correct(id, bare));
    const auto stored = archive->dispatch(id);
    EXPECT_EQ(stored->dispatch.title.view(), "Juste");
    EXPECT_EQ(stored->dispatch.published, page.published);
    EXPECT_EQ(stored->dispatch.credit, page.credit);
    EXPECT_EQ(stored->dispatch.authors, page.authors);
    EXPECT_EQ(stored->dispatch.tags, page.tags);
    EXPECT_EQ(stored->dispatch.url, page.url);
    EXPECT_EQ(stored->dispatch.language, "fr");
}

TEST(Correct, ReplacesTheFactsThatItsWriterHadInView) {
    const Folder folder;
    const auto archive = open(folder);
    Dispatch page = dispatch("Faute");
    page.url = "https://news.example/d/1";
    page.guid = "1";
    page.site = text("news.example");
    page.authors = {text("Rédaction")};
    page.tags = std::vector{text("paix")};
    const DispatchId id = put(*archive, submission(page, "a feed")).id;
    Dispatch bare;
    bare.title = page.title;
    bare.body = page.body;
    Correct whole = correct(id, bare);
    whole.facts = Facts::replaced;
    act(*archive, whole);
    const auto stored = archive->dispatch(id);
    EXPECT_EQ(stored->dispatch.published, std::nullopt);
    EXPECT_EQ(stored->dispatch.credit, std::nullopt);
    EXPECT_TRUE(stored->dispatch.authors.empty());
    EXPECT_EQ(stored->dispatch.tags, std::nullopt);
    EXPECT_EQ(stored->dispatch.url, "");
    EXPECT_EQ(stored->dispatch.language, "");
    EXPECT_EQ(stored->dispatch.site, page.site);
    EXPECT_EQ(stored->dispatch.guid, page.guid);
    EXPECT_TRUE(archive->agencies()->empty());
    expect_sound(folder);
}

TEST(Correct, MayBeOfTheLanguageOrTheAddressAlone) {
    const Folder folder;
    const auto archive = open(folder);
    Dispatch page = dispatch("Faute");
    page.url = "https://news.example/d/1";
    const DispatchId id = put(*archive, submission(page, "a feed")).id;
    page.language = "ca";
    act(*archive, correct(id, page));
    EXPECT_EQ(archive->dispatch(id)->dispatch.language, "ca");
    page.url = "https://news.example/d/2";
    act(*archive, correct(id, page));
    EXPECT_EQ(archive->dispatch(id)->dispatch.url, "https://news.example/d/2");
    EXPECT_EQ(failure_of(*archive, correct(id, page)), Failure::refused);
    EXPECT_EQ(archive->dispatch(id)->editions, 3);
    expect_sound(folder);
}

TEST(Correct, IsRefusedWhenAnotherOneCameFirst) {
    const Folder folder;
    const auto archive = open(folder);
    const DispatchId id = put(*archive, submission(dispatch("Faute"), "a feed")).id;
    Correct first = correct(id, dispatch("Juste"));
    Correct second = correct(id, dispatch("Plus juste"));
    first.seen = second.seen = archive->dispatch(id)->last_change;
    act(*archive, first);
    EXPECT_EQ(failure_of(*archive, second), Failure::refused);
    EXPECT_EQ(title_of(*archive, id), "Juste");
    second.seen = archive->dispatch(id)->last_change;
    act(*archive, second);
    EXPECT_EQ(title_of(*archive, id), "Plus juste");
    expect_sound(folder);
}

TEST(Correct, StandsUntilTheSourceSaysSomethingElse) {
    const Folder folder;
    const auto archive = open(folder);
    Dispatch page = dispatch("Faute");
    page.url = "https://news.example/d/1";
    const DispatchId id = put(*archive, submission(page, "a feed")).id;
    act(*archive, correct(id, dispatch("Juste")));

    EXPECT_EQ(put(*archive, submission(page, "a feed")).outcome, Outcome::unchanged);
    auto other_bytes = submission(page, "a feed");
    other_bytes.arrival.bytes += "<!-- another menu -->";
    EXPECT_EQ(put(*archive, std::move(other_bytes)).outcome, Outcome::unchanged);
    execute(folder, "UPDATE reading SET reader_version = 0");  // a newer reader reads it again
    EXPECT_EQ(put(*archive, submission(page, "a feed")).outcome, Outcome::unchanged);
    EXPECT_EQ(title_of(*archive, id), "Juste");

    page.title = text("La source se corrige");
    EXPECT_EQ(put(*archive, submission(page, "a feed")).outcome, Outcome::edited);
    EXPECT_EQ(title_of(*archive, id), "La source se corrige");
    act(*archive, correct(id, dispatch("Encore juste")));
    EXPECT_EQ(put(*archive, submission(page, "a feed")).outcome, Outcome::unchanged);
    EXPECT_EQ(title_of(*archive, id), "Encore juste");
    EXPECT_EQ(archive->dispatch(id)->editions, 4);
    expect_sound(folder);
}

// ---- withdrawal

TEST(Withdraw, LeavesATombstoneWithItsNotice) {
    const Folder folder;
    const auto archive = open(folder);
    const DispatchId id = put(*archive, submission(dispatch("À retirer"))).id;
    put(*archive, submission(dispatch("Reste")));
    act(*archive, Withdraw{id, "Retirée à la demande de l’agence."});
    const auto stored = archive->dispatch(id);
    EXPECT_EQ(stored->state, DispatchState::withdrawn);
    EXPECT_EQ(stored->notice.view(), "Retirée à la demande de l’agence.");
    EXPECT_TRUE(stored->dispatch.title.empty());
    EXPECT_TRUE(stored->dispatch.body.empty());
    EXPECT_EQ(archive->latest(std::nullopt, 10)->size(), 1U);
    EXPECT_EQ(archive->stats()->total, 1);
    const auto changes = archive->changes(ChangeSeq{0}, 10);
    EXPECT_EQ(changes->back().kind, ChangeKind::withdrawn);
    EXPECT_TRUE(changes->back().entry.title.empty());
    EXPECT_TRUE(changes->front().entry.title.empty());  // the older change tells nothing either
    EXPECT_EQ(archive->desk(10)->front().entry.title.view(), "À retirer");
    EXPECT_EQ(put(*archive, submission(dispatch("À retirer"))).outcome, Outcome::gone);

    EXPECT_EQ(failure_of(*archive, Withdraw{id, "x"}), Failure::refused);
    EXPECT_EQ(failure_of(*archive, Correct(correct(id, dispatch("y")))), Failure::refused);
    EXPECT_EQ(failure_of(*archive, Release{id}), Failure::refused);
    EXPECT_EQ(failure_of(*archive, Withdraw{DispatchId{99}, {}}), Failure::absent);
    EXPECT_EQ(archive->dispatch(id)->notice.view(), "Retirée à la demande de l’agence.");
    expect_sound(folder);
}

TEST(Withdraw, TakesANoticeOfAParagraphOfText) {
    const Folder folder;
    const auto archive = open(folder);
    const DispatchId id = put(*archive, submission(dispatch("À retirer"))).id;
    EXPECT_EQ(failure_of(*archive, Withdraw{id, std::string(1001, 'x')}), Failure::refused);
    EXPECT_EQ(failure_of(*archive, Withdraw{id, "\xFF"}), Failure::refused);
    EXPECT_EQ(state_of(*archive, id), DispatchState::live);
}

TEST(Reinstate, BringsADispatchBackToItsPlace) {
    const Folder folder;
    const auto archive = open(folder);
    const DispatchId id = put(*archive, submission(dispatch("Première"))).id;
    put(*archive, submission(dispatch("Seconde")));
    EXPECT_EQ(failure_of(*archive, Reinstate{id}), Failure::refused);
    act(*archive, Withdraw{id, "Par erreur."});
    act(*archive, Reinstate{id});
    EXPECT_EQ(title_of(*archive, id), "Première");
    EXPECT_TRUE(archive->dispatch(id)->notice.empty());
    EXPECT_EQ(archive->latest(std::nullopt, 10)->back().id, id);
    EXPECT_EQ(kinds(*archive), (std::vector{ChangeKind::created, ChangeKind::created,
                                            ChangeKind::withdrawn, ChangeKind::edited}));
    EXPECT_EQ(put(*archive, submission(dispatch("Première"))).outcome, Outcome::unchanged);
    EXPECT_EQ(failure_of(*archive, Reinstate{id}), Failure::refused);
    EXPECT_EQ(failure_of(*archive, Reinstate{DispatchId{99}}), Failure::absent);
    act(*archive, Withdraw{id, {}});  // and again
    EXPECT_EQ(state_of(*archive, id), DispatchState::withdrawn);
    expect_sound(folder);
}

// ---- the desk's list, and all of it at once

TEST(Desk, ListsWhatWaitsThenWhatIsGoneThenWhatItWrote) {
    const Folder folder;
    const auto archive = open(folder);
    const DispatchId one = act(*archive, compose(dispatch("Une"))).dispatch;
    const DispatchId feed = put(*archive, submission(dispatch("D'un fil"), "a feed")).id;
    const DispatchId two = act(*archive, compose(dispatch("Deux"))).dispatch;
    const DispatchId waits = act(*archive, compose(dispatch("Attend"), in(1h))).dispatch;
    const DispatchId gone = act(*archive, compose(dispatch("Effacée"))).dispatch;
    act(*archive, Withdraw{feed, {}});
    act(*archive, Erase{gone, {}});
    const auto desk = archive->desk(10);
    ASSERT_EQ(desk->size(), 4U);
    EXPECT_EQ(desk->at(0).entry.id, waits);
    EXPECT_EQ(desk->at(1).entry.id, feed);
    EXPECT_EQ(desk->at(2).entry.id, two);
    EXPECT_EQ(desk->at(3).entry.id, one);
    EXPECT_EQ(archive->desk(2)->size(), 2U);
    EXPECT_TRUE(archive->desk(0)->empty());
}

/// Acts and arrivals of one dispatch from many threads: whatever the order was, all stays sound.
TEST(Desk, RacesWithArrivals) {
    const Folder folder;
    const auto archive = open(folder);
    Dispatch page = dispatch("Page");
    page.url = "https://news.example/d/1";
    const DispatchId id = put(*archive, submission(page, "a feed")).id;
    std::vector<std::jthread> threads;
    threads.emplace_back([&] {
        for (int i = 0; i < 60; ++i) {
            Dispatch next = page;
            next.title = text("Page " + std::to_string(i / 2));
            put(*archive, submission(next, "a feed"));
        }
    });
    threads.emplace_back([&] {
        for (int i = 0; i < 30; ++i) {
            (void)archive->act_and_wait(Withdraw{id, {}}, console);
            (void)archive->act_and_wait(Reinstate{id}, console);
        }
    });
    threads.emplace_back([&] {
        for (int i = 0; i < 30; ++i)
            (void)archive->act_and_wait(correct(id, dispatch("C" + std::to_string(i))), console);
    });
    threads.clear();
    expect_sound(folder);
    EXPECT_EQ(archive->stats()->editions, archive->dispatch(id)->editions);
    act(*archive, Erase{id, {}});
    EXPECT_EQ(put(*archive, submission(page, "a feed")).outcome, Outcome::gone);
    expect_sound(folder);
}

TEST(Audit, HoldsNoWordOfADispatch) {
    const Folder folder;
    const auto archive = open(folder);
    Dispatch made = dispatch("Xylophage");
    const DispatchId id = act(*archive, compose(made, in(1h))).dispatch;
    act(*archive, correct(id, dispatch("Xylophage deux")));
    act(*archive, Release{id});
    act(*archive, Withdraw{id, "Xylophage retirée"});
    act(*archive, Reinstate{id});
    act(*archive, Erase{id, "Xylophage effacée"});
    EXPECT_EQ(archive->audit(0, 100)->size(), 6U);
    EXPECT_EQ(
        number(folder, "SELECT count(*) FROM audit WHERE by || act || about LIKE '%xylophage%'"),
        0);
}

}  // namespace
}  // namespace chappe
