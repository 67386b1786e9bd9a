// chappe user, withdraw, erase, audit: the desk from the console, also beside a running server.
#include <unistd.h>

#include <cstdio>
#include <iostream>
#include <thread>

#include "app/commands.h"
#include "app/existing_archive.h"
#include "app/password_input.h"
#include "app/report.h"

namespace chappe {
namespace {

using namespace std::chrono_literals;

long long printable(std::int64_t number) {
    return number;
}

Result<User> user_named(Archive& archive, const std::string& name) {
    for (User& user : TRY(archive.users()))
        if (user.name == name) return std::move(user);
    return fail(Failure::absent, "there is no user \"" + name + "\" (chappe user list)");
}

Result<Role> role_of(const std::string& name) {
    const auto role = role_named(name);
    if (!role) return fail(Failure::refused, "a role is reader, editor or admin");
    return *role;
}

/// As it is kept.
Result<std::string> new_password() {
    const std::string password = TRY(read_new_password());
    return hash_password(password);
}

Result<void> list_users(Archive& archive) {
    for (const User& user : TRY(archive.users()))
        std::printf("%s\t%s\t%s\t%s\n", user.name.c_str(), std::string(name_of(user.role)).c_str(),
                    to_string(user.added).c_str(),
                    user.last_login ? to_string(*user.last_login).c_str() : "never");
    return {};
}

Result<void> run_on(Archive& archive, const UserCommand& command) {
    using Action = UserCommand::Action;
    switch (command.action) {
        case Action::add: {
            const Role role = TRY(role_of(command.role));
            const std::string password = TRY(new_password());
            TRY(archive.act_and_wait(AddUser{command.name, password, role}, console));
            return {};
        }
        case Action::password: {
            const User user = TRY(user_named(archive, command.name));
            const std::string password = TRY(new_password());
            TRY(archive.act_and_wait(SetPassword{user.id, password}, console));
            return {};
        }
        case Action::role: {
            const User user = TRY(user_named(archive, command.name));
            const Role role = TRY(role_of(command.role));
            TRY(archive.act_and_wait(SetRole{user.id, role}, console));
            return {};
        }
        case Action::remove: {
            const User user = TRY(user_named(archive, command.name));
            TRY(archive.act_and_wait(RemoveUser{user.id}, console));
            return {};
        }
        case Action::list:
            return list_users(archive);
    }
    return {};
}

/// What is erased is gone: a person confirms it, a script says so beforehand.
Result<void> confirm(const StoredDispatch& stored) {
    if (isatty(STDIN_FILENO) == 0)
        return fail(Failure::refused, "nothing was erased: say --yes when nobody can be asked");
    std::fprintf(stderr,
                 "Erase dispatch %lld for good? \"%s\"\nIts text cannot be brought back. "
                 "Type yes: ",
                 printable(number_of(stored.id)), stored.dispatch.title.str().c_str());
    std::string answer;
    if (!std::getline(std::cin, answer) || answer != "yes")
        return fail(Failure::refused, "nothing was erased");
    return {};
}

Result<void> wait_until_clear(Archive& archive) {
    for (const auto last = std::chrono::steady_clock::now() + 10min;;) {
        if (!TRY(archive.stats()).clearing) return {};
        if (std::chrono::steady_clock::now() >= last)
            return fail(Failure::busy,
                        "erased, but its words are still being cleared from the files; a running "
                        "server, or the next command, goes on with it");
        std::this_thread::sleep_for(50ms);
    }
}

Result<void> run_on(Archive& archive, const EraseCommand& command) {
    const StoredDispatch stored = TRY(archive.dispatch(DispatchId{command.id}));
    if (!command.yes && stored.state != DispatchState::erased) TRY(confirm(stored));
    TRY(archive.act_and_wait(Erase{DispatchId{command.id}, command.notice}, console));
    TRY(wait_until_clear(archive));
    std::printf("erased %lld\n", printable(command.id));
    return {};
}

Result<void> run_on(Archive& archive, const WithdrawCommand& command) {
    TRY(archive.act_and_wait(Withdraw{DispatchId{command.id}, command.notice}, console));
    std::printf("withdrawn %lld\n", printable(command.id));
    return {};
}

Result<void> run_on(Archive& archive, const AuditCommand& command) {
    for (const AuditEntry& entry : TRY(archive.audit(0, command.limit))) {
        const std::int64_t dispatch = number_of(entry.dispatch);
        std::printf("%s\t%s\t%s\t%s\t%s\n", to_string(entry.at).c_str(), entry.by.name.c_str(),
                    entry.act.c_str(), dispatch == 0 ? "" : std::to_string(dispatch).c_str(),
                    entry.about.c_str());
    }
    return {};
}

template <typename Command>
int run_in_archive(const Command& command) {
    const auto archive = open_existing(command.data);
    if (!archive) return report(archive.error());
    const auto done = run_on(**archive, command);
    return done ? 0 : report(done.error());
}

}  // namespace

/// The first user may be added before there is anything to read.
int run(const UserCommand& command) {
    if (command.action != UserCommand::Action::add) return run_in_archive(command);
    const auto archive = open_archive(command.data);
    if (!archive) return report(archive.error());
    const auto done = run_on(**archive, command);
    return done ? 0 : report(done.error());
}

int run(const WithdrawCommand& command) {
    return run_in_archive(command);
}

int run(const EraseCommand& command) {
    return run_in_archive(command);
}

int run(const AuditCommand& command) {
    return run_in_archive(command);
}

}  // namespace chappe
