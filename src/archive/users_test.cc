// Users, their passwords, sessions and rights, and the log of what they did.
#include "archive/users.h"

#include <gtest/gtest.h>

#include "archive/test_news.h"

namespace chappe {
namespace {

using namespace test;

const By console{"console", std::nullopt};

/// As fast as the tests need: the hash of nobody's password.
constexpr const char* no_password = "$argon2id$v=19$m=65536,t=2,p=1$none";

UserId add(Archive& archive, std::string name, Role role, std::string hash = no_password) {
    const auto added =
        archive.act_and_wait(AddUser{std::move(name), std::move(hash), role}, console);
    if (added) return added->user;
    ADD_FAILURE() << added.error().message;
    return {};
}

std::string session_of(Archive& archive, UserId id) {
    const auto begun = archive.act_and_wait(LogIn{id}, console);
    if (begun) return begun->session;
    ADD_FAILURE() << begun.error().message;
    return {};
}

Failure failure_of(Archive& archive, Act act, By by = console) {
    const auto done = archive.act_and_wait(std::move(act), std::move(by));
    EXPECT_FALSE(done);
    return done ? Failure::full : done.error().failure;
}

TEST(Passwords, AreHashedAndRecognised) {
    const auto hash = hash_password("à la bonne heure");
    ASSERT_TRUE(hash) << hash.error().message;
    EXPECT_TRUE(hash->starts_with("$argon2id$"));
    EXPECT_EQ(hash->find("bonne"), std::string::npos);
    EXPECT_TRUE(password_matches(*hash, "à la bonne heure"));
    EXPECT_FALSE(password_matches(*hash, "à la bonne heurf"));
    EXPECT_FALSE(password_matches(*hash, ""));
    EXPECT_FALSE(password_matches("", ""));
    EXPECT_FALSE(password_matches("$argon2id$", "à la bonne heure"));
    EXPECT_FALSE(password_matches(std::string(4000, '$'), "à la bonne heure"));
    EXPECT_NE(*hash, *hash_password("à la bonne heure"));  // salted
}

TEST(Passwords, AreNeitherShortNorEndless) {
    EXPECT_EQ(hash_password("neuf char").error().failure, Failure::refused);
    EXPECT_EQ(hash_password("éééééééé9").error().failure, Failure::refused);  // 9, of 17 bytes
    EXPECT_EQ(hash_password(std::string(1001, 'x')).error().failure, Failure::refused);
}

TEST(Users, AreAddedListedAndFoundByTheirPassword) {
    const Folder folder;
    const auto archive = open(folder);
    EXPECT_TRUE(archive->users()->empty());
    const UserId anna = add(*archive, "anna", Role::editor, *hash_password("dix lettres"));
    add(*archive, "Éloïse", Role::admin);

    const auto users = archive->users();
    ASSERT_EQ(users->size(), 2U);
    EXPECT_EQ(users->front().name, "anna");
    EXPECT_EQ(users->front().role, Role::editor);
    EXPECT_FALSE(users->front().last_login);

    const auto right = archive->check_password("anna", "dix lettres");
    ASSERT_TRUE(right && *right);
    EXPECT_EQ((*right)->id, anna);
    EXPECT_FALSE(*archive->check_password("anna", "dix lettrez"));
    EXPECT_FALSE(*archive->check_password("nobody", "dix lettres"));
    EXPECT_FALSE(*archive->check_password("Éloïse", ""));
    execute(folder, "UPDATE user SET password = NULL");  // may not log in
    EXPECT_FALSE(*archive->check_password("anna", "dix lettres"));
    EXPECT_FALSE(*archive->check_password("anna", ""));
}

TEST(Users, AnswerForNobodyAsSlowlyAsForSomebody) {
    const Folder folder;
    const auto archive = open(folder);
    add(*archive, "anna", Role::reader, *hash_password("dix lettres"));
    (void)*archive->check_password("nobody", "x");  // the first makes the hash of nobody
    const auto time = [&](const char* name) {
        auto fastest = std::chrono::steady_clock::duration::max();
        for (int i = 0; i < 3; ++i) {
            const auto begin = std::chrono::steady_clock::now();
            EXPECT_FALSE(*archive->check_password(name, "dix lettrez"));
            fastest = std::min(fastest, std::chrono::steady_clock::now() - begin);
        }
        return fastest;
    };
    const auto known = time("anna"), unknown = time("nobody");
    EXPECT_LT(known, unknown * 2);
    EXPECT_LT(unknown, known * 2);
}

TEST(Users, HaveNamesThatCannotBeMistaken) {
    const Folder folder;
    const auto archive = open(folder);
    add(*archive, "anna", Role::reader);
    for (const char* name : {"", "anna", "Anna", "an na", "a\nb", "token:3", "console", "Retention",
                             "a\xC2\xA0z", "\xFF"})
        EXPECT_EQ(failure_of(*archive, AddUser{name, no_password}), Failure::refused) << name;
    EXPECT_EQ(failure_of(*archive, AddUser{std::string(65, 'n'), no_password}), Failure::refused);
    EXPECT_EQ(failure_of(*archive, AddUser{"zoe", no_password}, By{}), Failure::refused);
    EXPECT_EQ(archive->users()->size(), 1U);
}

TEST(Users, AreAbsentWhenTheyAre) {
    const Folder folder;
    const auto archive = open(folder);
    const UserId id = add(*archive, "anna", Role::reader);
    ASSERT_TRUE(archive->act_and_wait(RemoveUser{id}, console));
    const auto audit = archive->audit(0, 10)->size();
    EXPECT_EQ(failure_of(*archive, RemoveUser{id}), Failure::absent);
    EXPECT_EQ(failure_of(*archive, SetRole{id, Role::admin}), Failure::absent);
    EXPECT_EQ(failure_of(*archive, SetPassword{id, no_password}), Failure::absent);
    EXPECT_EQ(failure_of(*archive, LogIn{id}), Failure::absent);
    EXPECT_EQ(archive->audit(0, 10)->size(), audit);
    EXPECT_NE(add(*archive, "anna", Role::reader), id);  // no id twice
}

TEST(Sessions, LastUntilTheirUserLogsOut) {
    const Folder folder;
    const auto archive = open(folder);
    const UserId id = add(*archive, "anna", Role::editor);
    const std::string one = session_of(*archive, id), two = session_of(*archive, id);
    EXPECT_EQ(one.size(), 64U);
    EXPECT_NE(one, two);
    ASSERT_TRUE(*archive->find_session(one));
    EXPECT_EQ((*archive->find_session(one))->name, "anna");
    EXPECT_TRUE((*archive->find_session(one))->last_login);
    EXPECT_FALSE(*archive->find_session(""));
    EXPECT_FALSE(*archive->find_session(to_hex(digest(one))));
    EXPECT_EQ(number(folder, "SELECT count(*) FROM session WHERE hex(digest) = upper('" + one +
                                 "') OR digest = '" + one + "'"),
              0);  // a stolen file opens nothing

    ASSERT_TRUE(archive->act_and_wait(LogOut{one}, console));
    EXPECT_FALSE(*archive->find_session(one));
    EXPECT_TRUE(*archive->find_session(two));
    const auto audit = archive->audit(0, 10)->size();
    EXPECT_TRUE(archive->act_and_wait(LogOut{one}, console));  // it is so
    EXPECT_EQ(archive->audit(0, 10)->size(), audit);
}

TEST(Sessions, EndWithThePasswordAndWithTheUser) {
    const Folder folder;
    const auto archive = open(folder);
    const UserId anna = add(*archive, "anna", Role::editor),
                 ivo = add(*archive, "ivo", Role::admin);
    const std::string annas = session_of(*archive, anna), ivos = session_of(*archive, ivo);
    ASSERT_TRUE(archive->act_and_wait(SetPassword{anna, no_password}, console));
    EXPECT_FALSE(*archive->find_session(annas));
    EXPECT_TRUE(*archive->find_session(ivos));
    ASSERT_TRUE(archive->act_and_wait(RemoveUser{ivo}, console));
    EXPECT_FALSE(*archive->find_session(ivos));
}

TEST(Sessions, EndByTheirAgeAndSlideByUse) {
    const Folder folder;
    const auto archive = open(folder);
    const std::string session = session_of(*archive, add(*archive, "anna", Role::editor));
    const auto left = [&] { return number(folder, "SELECT expires - unixepoch() FROM session"); };
    const auto used = [&] { return number(folder, "SELECT unixepoch() - last_used FROM session"); };
    EXPECT_NEAR(static_cast<double>(left()), 30 * 86400, 60);

    execute(folder, "UPDATE session SET last_used = last_used - 7200, expires = expires - 7200");
    EXPECT_TRUE(*archive->find_session(session));
    for (int i = 0; i < 100 && used() > 60; ++i)
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    EXPECT_NEAR(static_cast<double>(left()), 30 * 86400, 60);

    // However busy, not for ever.
    execute(folder, "UPDATE session SET begun = begun - 89 * 86400, last_used = last_used - 7200");
    EXPECT_TRUE(*archive->find_session(session));
    for (int i = 0; i < 100 && used() > 60; ++i)
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    EXPECT_NEAR(static_cast<double>(left()), 86400, 60);

    execute(folder, "UPDATE session SET expires = unixepoch()");
    EXPECT_FALSE(*archive->find_session(session));
}

TEST(Rights, AreThoseOfTheRoleAtTheMomentOfTheAct) {
    const Folder folder;
    const auto archive = open(folder);
    const UserId admin = add(*archive, "ivo", Role::admin),
                 anna = add(*archive, "anna", Role::editor);
    const By by_admin{"ivo", admin}, by_anna{"anna", anna};
    EXPECT_EQ(failure_of(*archive, AddUser{"zoe", no_password}, by_anna), Failure::refused);
    EXPECT_EQ(failure_of(*archive, SetRole{anna, Role::admin}, by_anna), Failure::refused);
    EXPECT_EQ(failure_of(*archive, SetPassword{admin, no_password}, by_anna), Failure::refused);
    EXPECT_EQ(failure_of(*archive, Erase{DispatchId{1}, {}}, by_anna), Failure::refused);
    EXPECT_TRUE(archive->act_and_wait(SetPassword{anna, no_password}, by_anna));  // one's own

    EXPECT_TRUE(archive->act_and_wait(SetRole{anna, Role::reader}, by_admin));
    EXPECT_EQ(failure_of(*archive, Withdraw{DispatchId{1}, {}}, by_anna), Failure::refused);
    EXPECT_TRUE(archive->act_and_wait(RemoveUser{anna}, by_admin));
    EXPECT_EQ(failure_of(*archive, SetPassword{anna, no_password}, by_anna), Failure::refused);
}

TEST(Rights, OfTheLastAdminAreTakenAtTheConsoleOnly) {
    const Folder folder;
    const auto archive = open(folder);
    const UserId ivo = add(*archive, "ivo", Role::admin);
    EXPECT_EQ(failure_of(*archive, RemoveUser{ivo}, By{"ivo", ivo}), Failure::refused);
    EXPECT_EQ(failure_of(*archive, SetRole{ivo, Role::editor}, By{"ivo", ivo}), Failure::refused);
    EXPECT_TRUE(archive->act_and_wait(SetRole{ivo, Role::admin}, By{"ivo", ivo}));
    const UserId zoe = add(*archive, "zoe", Role::admin);
    EXPECT_TRUE(archive->act_and_wait(SetRole{ivo, Role::editor}, By{"ivo", ivo}));
    EXPECT_TRUE(archive->act_and_wait(RemoveUser{zoe}, console));
}

TEST(Audit, TellsWhatWasDoneNewestFirst) {
    const Folder folder;
    const auto archive = open(folder);
    const UserId ivo = add(*archive, "ivo", Role::admin);
    ASSERT_TRUE(archive->act_and_wait(AddUser{"anna", no_password, Role::editor}, By{"ivo", ivo}));
    session_of(*archive, ivo);
    const auto all = archive->audit(0, 10);
    ASSERT_EQ(all->size(), 3U);
    EXPECT_EQ(all->at(0).act, "log in");
    EXPECT_EQ(all->at(1).act, "add user");
    EXPECT_EQ(all->at(1).by.name, "ivo");
    EXPECT_EQ(all->at(1).by.user, ivo);
    EXPECT_EQ(all->at(1).about, "anna: editor");
    EXPECT_EQ(all->at(2).by.name, "console");
    EXPECT_FALSE(all->at(2).by.user);
    const auto older = archive->audit(all->at(1).id, 10);
    ASSERT_EQ(older->size(), 1U);
    EXPECT_EQ(older->front().id, all->at(2).id);
    EXPECT_EQ(archive->audit(0, 1)->size(), 1U);
}

TEST(Audit, IsOnlyAppendedTo) {
    const Folder folder;
    const auto archive = open(folder);
    add(*archive, "ivo", Role::admin);
    auto database = Database::open(folder.file(), Access::write, 5000);
    ASSERT_TRUE(database);
    EXPECT_FALSE(database->execute("DELETE FROM audit"));
    EXPECT_FALSE(database->execute("UPDATE audit SET by = 'x'"));
    EXPECT_EQ(archive->audit(0, 10)->front().by.name, "console");
}

}  // namespace
}  // namespace chappe
