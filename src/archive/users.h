#pragma once
// Users: who can log in, and their sessions. A session ends 30 days after it was last used, 90 days
// after it began, with its user, and when the password changes.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "archive/archive.h"
#include "archive/sqlite/database.h"

namespace chappe {

// Acts; each gives the line for the audit log. Inside the writer's transaction.

/// What an act on a user gives: the receipt, and whom it was about.
struct UserAct {
    ActReceipt receipt;
    std::string about;
};
[[nodiscard]] Result<UserAct> add_user(Database&, const AddUser&);
[[nodiscard]] Result<UserAct> set_password(Database&, const SetPassword&);
/// `by_user`: somebody who logged in; they cannot take the last admin's rights, a console can.
[[nodiscard]] Result<UserAct> set_role(Database&, const SetRole&, bool by_user);
[[nodiscard]] Result<UserAct> remove_user(Database&, const RemoveUser&, bool by_user);
[[nodiscard]] Result<UserAct> log_in(Database&, const LogIn&);
/// Nothing when there was no such session: what was asked for is so.
[[nodiscard]] Result<std::optional<UserAct>> log_out(Database&, const LogOut&);

[[nodiscard]] Result<std::vector<User>> find_users(Database&);
[[nodiscard]] Result<std::optional<User>> find_user(Database&, UserId);

struct Login {
    User user;
    std::string password;  // hash; empty: may not log in
};
[[nodiscard]] Result<std::optional<Login>> find_login(Database&, std::string_view name);

struct FoundSession {
    User user;
    bool to_be_noted = false;  // its last use was noted more than an hour ago
};
[[nodiscard]] Result<std::optional<FoundSession>> find_session_of(Database&,
                                                                  std::string_view session);
[[nodiscard]] Result<void> note_use(Database&, std::string_view session);

/// Removes sessions that have ended.
[[nodiscard]] Result<void> prune_sessions(Database&);

}  // namespace chappe
