// Doors of the archive whose work is under way: each leaves this file with its commit.
#include "archive/archive.h"

namespace chappe {
namespace {
constexpr const char* unbuilt = "this door of the archive is not built yet";
}

Result<void> Archive::act(Act, By, ActAnswer) {
    return fail(Failure::broken, unbuilt);
}
Result<ActReceipt> Archive::act_and_wait(Act, By) {
    return fail(Failure::broken, unbuilt);
}
Result<Hits> Archive::search(const Search&) {
    return fail(Failure::broken, unbuilt);
}
Result<std::vector<Tally>> Archive::sources() {
    return fail(Failure::broken, unbuilt);
}
Result<std::vector<Tally>> Archive::agencies() {
    return fail(Failure::broken, unbuilt);
}
Result<std::vector<DayTally>> Archive::days(std::chrono::year_month_day,
                                            std::chrono::year_month_day) {
    return fail(Failure::broken, unbuilt);
}
Result<std::vector<DeskEntry>> Archive::desk(std::size_t) {
    return fail(Failure::broken, unbuilt);
}
Result<std::vector<User>> Archive::users() {
    return fail(Failure::broken, unbuilt);
}
Result<std::optional<User>> Archive::check_password(std::string_view, std::string_view) {
    return fail(Failure::broken, unbuilt);
}
Result<std::optional<User>> Archive::find_session(std::string_view) {
    return fail(Failure::broken, unbuilt);
}
Result<std::vector<AuditEntry>> Archive::audit(std::int64_t, std::size_t) {
    return fail(Failure::broken, unbuilt);
}
Result<std::string> hash_password(std::string_view) {
    return fail(Failure::broken, unbuilt);
}
std::string_view name_of(Role role) {
    return role == Role::admin ? "admin" : role == Role::editor ? "editor" : "reader";
}
std::optional<Role> role_named(std::string_view name) {
    for (const Role role : {Role::reader, Role::editor, Role::admin})
        if (name_of(role) == name) return role;
    return std::nullopt;
}

}  // namespace chappe
