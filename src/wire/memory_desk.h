#pragma once
// The people of a desk in memory, for MemoryArchive: users, sessions, the audit log. A password may
// be given as it is instead of its hash, which takes tests too long.

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "archive/archive.h"

namespace chappe {

/// As the audit log names an act.
struct MemoryActName {
    std::string operator()(const Compose&) const { return "compose"; }
    std::string operator()(const Correct&) const { return "correct"; }
    std::string operator()(const Release&) const { return "release"; }
    std::string operator()(const Withdraw&) const { return "withdraw"; }
    std::string operator()(const Reinstate&) const { return "reinstate"; }
    std::string operator()(const Erase&) const { return "erase"; }
    std::string operator()(const JoinCopies&) const { return "join copies"; }
    std::string operator()(const LeaveCopies&) const { return "leave copies"; }
    std::string operator()(const AddUser&) const { return "add user"; }
    std::string operator()(const SetPassword&) const { return "set password"; }
    std::string operator()(const SetRole&) const { return "set role"; }
    std::string operator()(const RemoveUser&) const { return "remove user"; }
    std::string operator()(const LogIn&) const { return "log in"; }
    std::string operator()(const LogOut&) const { return "log out"; }
    std::string operator()(const AddSource&) const { return "add source"; }
    std::string operator()(const RemoveSource&) const { return "remove source"; }
    std::string operator()(const PauseSource&) const { return "pause source"; }
    std::string operator()(const ResumeSource&) const { return "resume source"; }
    std::string operator()(const RefreshSource&) const { return "refresh source"; }
    std::string operator()(const CorrectActor&) const { return "correct actor"; }
    std::string operator()(const ForgetCorrections&) const { return "forget corrections"; }
    std::string operator()(const AddAlert&) const { return "add alert"; }
    std::string operator()(const RemoveAlert&) const { return "remove alert"; }
};

class MemoryDesk {
 public:
    Result<ActReceipt> operator()(const AddUser& act) {
        for (const auto& [id, known] : users_)
            if (known.user.name == act.name)
                return fail(Failure::refused, "there is a user of this name");
        ActReceipt receipt;
        receipt.user = UserId{++last_user_};
        Known& known = users_[receipt.user];
        known.user.id = receipt.user;
        known.user.name = act.name;
        known.user.role = act.role;
        known.user.added = now();
        known.password = act.password;
        return receipt;
    }
    Result<ActReceipt> operator()(const SetPassword& act) {
        return with(act.id, [&](Known& known) {
            known.password = act.password;
            end_sessions(act.id);
        });
    }
    Result<ActReceipt> operator()(const SetRole& act) {
        return with(act.id, [&](Known& known) { known.user.role = act.role; });
    }
    Result<ActReceipt> operator()(const RemoveUser& act) {
        auto receipt = with(act.id, [&](Known&) { end_sessions(act.id); });
        users_.erase(act.id);
        return receipt;
    }
    Result<ActReceipt> operator()(const LogIn& act) {
        auto receipt = with(act.id, [&](Known& known) { known.user.last_login = now(); });
        if (!receipt) return receipt;
        receipt->session = random_hex(32);
        sessions_[receipt->session] = act.id;
        return receipt;
    }
    Result<ActReceipt> operator()(const LogOut& act) {
        sessions_.erase(act.session);
        return ActReceipt{};
    }

    void note(const By& by, std::string act, const ActReceipt& receipt) {
        AuditEntry entry;
        entry.id = static_cast<std::int64_t>(audit_.size()) + 1;
        entry.at = now();
        entry.by = by;
        entry.act = std::move(act);
        entry.dispatch = receipt.dispatch;
        const auto user = users_.find(receipt.user);
        if (user != users_.end()) entry.about = user->second.user.name;
        audit_.push_back(std::move(entry));
    }

    std::vector<User> users() const {
        std::vector<User> all;
        for (const auto& [id, known] : users_) all.push_back(known.user);
        return all;
    }
    std::optional<User> check_password(std::string_view name, std::string_view password) const {
        for (const auto& [id, known] : users_) {
            if (known.user.name != name || known.password.empty()) continue;
            const bool hashed = known.password.starts_with("$argon2id$");
            if (hashed ? password_matches(known.password, password) : known.password == password)
                return known.user;
        }
        return std::nullopt;
    }
    std::optional<User> find_session(std::string_view session) const {
        const auto found = sessions_.find(std::string(session));
        if (found == sessions_.end()) return std::nullopt;
        return users_.at(found->second).user;
    }
    std::vector<AuditEntry> audit(std::int64_t before, std::size_t limit) const {
        std::vector<AuditEntry> newest;
        for (auto entry = audit_.rbegin(); entry != audit_.rend(); ++entry)
            if ((before == 0 || entry->id < before) && newest.size() < limit)
                newest.push_back(*entry);
        return newest;
    }

    std::string add_token(const NewToken& made) {
        tokens_.emplace_back("token-" + made.name, made.user);
        return tokens_.back().first;
    }
    Result<void> remove_token(std::int64_t id) {
        if (id < 1 || static_cast<std::size_t>(id) > tokens_.size())
            return fail(Failure::absent, "there is no such token");
        tokens_[static_cast<std::size_t>(id) - 1].first.clear();
        return {};
    }
    std::optional<TokenBearer> find_token(std::string_view token) const {
        for (std::size_t i = 0; i < tokens_.size(); ++i) {
            const auto& [known, user] = tokens_[i];
            if (known.empty() || known != token) continue;
            TokenBearer bearer{static_cast<std::int64_t>(i) + 1, std::nullopt};
            if (user) bearer.user = users_.at(*user).user;
            return bearer;
        }
        return std::nullopt;
    }

 private:
    struct Known {
        User user;
        std::string password;
    };

    template <typename Change>
    Result<ActReceipt> with(UserId id, Change change) {
        const auto found = users_.find(id);
        if (found == users_.end()) return fail(Failure::absent, "there is no such user");
        change(found->second);
        ActReceipt receipt;
        receipt.user = id;
        return receipt;
    }
    void end_sessions(UserId id) {
        std::erase_if(sessions_, [&](const auto& session) { return session.second == id; });
    }

    std::map<UserId, Known> users_;
    std::map<std::string, UserId> sessions_;
    std::vector<std::pair<std::string, std::optional<UserId>>> tokens_;
    std::vector<AuditEntry> audit_;
    std::int64_t last_user_ = 0;
};

}  // namespace chappe
