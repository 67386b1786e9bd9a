#include "archive/acts.h"

#include <utility>

#include "archive/alert_rows.h"
#include "archive/audit.h"
#include "archive/desk.h"
#include "archive/known_actors.h"
#include "archive/users.h"
#include "archive/watches.h"

namespace chappe {
namespace {

/// What an act is called in the audit log, and who may do it.
struct Rule {
    std::string_view name;
    Role needs = Role::admin;
};
struct RuleOf {
    Rule operator()(const Compose&) const { return {"compose", Role::editor}; }
    Rule operator()(const Correct&) const { return {"correct", Role::editor}; }
    Rule operator()(const Release&) const { return {"release", Role::editor}; }
    Rule operator()(const Withdraw&) const { return {"withdraw", Role::editor}; }
    Rule operator()(const Reinstate&) const { return {"reinstate", Role::editor}; }
    Rule operator()(const Erase&) const { return {"erase"}; }
    Rule operator()(const JoinCopies&) const { return {"join copies", Role::editor}; }
    Rule operator()(const LeaveCopies&) const { return {"leave copies", Role::editor}; }
    Rule operator()(const AddUser&) const { return {"add user"}; }
    Rule operator()(const SetPassword&) const { return {"set password"}; }
    Rule operator()(const SetRole&) const { return {"set role"}; }
    Rule operator()(const RemoveUser&) const { return {"remove user"}; }
    Rule operator()(const LogIn&) const { return {"log in", Role::reader}; }
    Rule operator()(const LogOut&) const { return {"log out", Role::reader}; }
    Rule operator()(const AddSource&) const { return {"add source", Role::editor}; }
    Rule operator()(const RemoveSource&) const { return {"remove source", Role::editor}; }
    Rule operator()(const PauseSource&) const { return {"pause source", Role::editor}; }
    Rule operator()(const ResumeSource&) const { return {"resume source", Role::editor}; }
    Rule operator()(const RefreshSource&) const { return {"refresh source", Role::editor}; }
    Rule operator()(const CorrectActor&) const { return {"correct actor", Role::editor}; }
    Rule operator()(const ForgetCorrections&) const { return {"forget corrections", Role::editor}; }
    Rule operator()(const AddAlert&) const { return {"add alert", Role::editor}; }
    Rule operator()(const RemoveAlert&) const { return {"remove alert", Role::editor}; }
};

/// Programs and the console have shown their right elsewhere (a token, the folder).
Result<void> check_right(Database& database, const Act& act, const By& by, Role needs) {
    if (!by.user) return {};
    const auto user = TRY(find_user(database, *by.user));
    if (!user) return fail(Failure::refused, "this user was removed");
    if (const auto* own = std::get_if<SetPassword>(&act); own && own->id == *by.user) return {};
    if (user->role < needs)
        return fail(Failure::refused, "only an " + std::string(name_of(needs)) + " may do this");
    return {};
}

/// Does the act; gives what the log and the caller are told. Nothing: there was nothing to do.
struct Doer {
    Database& database;
    const PreparedAct& prepared;
    Effects& effects;

    using Done = Result<std::optional<UserAct>>;
    bool by_user() const { return prepared.by.user.has_value(); }

    Done operator()(const AddUser& act) const { return add_user(database, act); }
    Done operator()(const SetPassword& act) const { return set_password(database, act); }
    Done operator()(const SetRole& act) const { return set_role(database, act, by_user()); }
    Done operator()(const RemoveUser& act) const { return remove_user(database, act, by_user()); }
    Done operator()(const LogIn& act) const { return log_in(database, act); }
    Done operator()(const LogOut& act) const { return log_out(database, act); }
    Done operator()(const AddSource& act) const { return add_source(database, act); }
    Done operator()(const RemoveSource& act) const { return remove_source(database, act); }
    Done operator()(const PauseSource& act) const { return pause_source(database, act); }
    Done operator()(const ResumeSource& act) const { return resume_source(database, act); }
    Done operator()(const RefreshSource& act) const { return refresh_source(database, act); }
    Done operator()(const CorrectActor& act) const {
        return correct_actor(database, act, prepared.by, effects);
    }
    Done operator()(const ForgetCorrections& act) const {
        return forget_corrections(database, act, effects);
    }

    Done operator()(const AddAlert& act) const { return add_alert(database, act, prepared.by); }
    Done operator()(const RemoveAlert& act) const { return remove_alert(database, act); }

    template <typename OnADispatch>
    Done operator()(const OnADispatch&) const {
        UserAct done;
        done.receipt.dispatch = TRY(act_on_dispatch(database, prepared, effects));
        return done;
    }
};

}  // namespace

Result<PreparedAct> prepare(Act act, By by, const Understand& understand) {
    if (by.name.empty()) return fail(Failure::refused, "an act by nobody");
    PreparedAct prepared;
    prepared.by = std::move(by);
    const auto take = [&](auto& written) -> Result<void> {
        if (written.reading.dispatches.size() != 1)
            return fail(Failure::refused, "one dispatch at a time is written at the desk");
        Submission submission{std::move(written.arrival), std::move(written.reading), std::nullopt};
        submission.understood = std::move(written.understood);
        prepared.news = prepare(std::move(submission), understand);
        return {};
    };
    if (auto* compose = std::get_if<Compose>(&act)) TRY(take(*compose));
    if (auto* correct = std::get_if<Correct>(&act)) TRY(take(*correct));
    prepared.act = std::move(act);
    return prepared;
}

std::size_t bytes_of(const Act& act) {
    if (const auto* compose = std::get_if<Compose>(&act))
        return bytes_of({compose->arrival, compose->reading, std::nullopt});
    if (const auto* correct = std::get_if<Correct>(&act))
        return bytes_of({correct->arrival, correct->reading, std::nullopt});
    return 0;
}

Result<ActReceipt> keep_act(Database& database, const PreparedAct& prepared, Effects& effects) {
    const Rule rule = std::visit(RuleOf{}, prepared.act);
    TRY(check_right(database, prepared.act, prepared.by, rule.needs));
    auto done = TRY(std::visit(Doer{database, prepared, effects}, prepared.act));
    if (!done) return ActReceipt{};
    TRY(keep_audit(database, prepared.by, {rule.name, done->receipt.dispatch, done->about}));
    return std::move(done->receipt);
}

}  // namespace chappe
