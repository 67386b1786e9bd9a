#include <cstdio>

#include "app/commands.h"
#include "app/report.h"
#include "archive/archive.h"

namespace chappe {
namespace {

Result<UserId> user_named(Archive& archive, const std::string& name) {
    for (const User& user : TRY(archive.users()))
        if (user.name == name) return user.id;
    return fail(Failure::absent,
                "there is no user " + name + "; chappe user list shows those that are");
}

Result<void> act(Archive& archive, const TokenCommand& command) {
    switch (command.action) {
        case TokenCommand::Action::add: {
            NewToken made{command.name};
            if (!command.user.empty()) made.user = TRY(user_named(archive, command.user));
            const std::string token = TRY(archive.add_token(made));
            std::printf("%s\n", token.c_str());  // nothing else: scripts read it
            std::fprintf(stderr,
                         "This token is shown only now. Use: Authorization: Bearer TOKEN\n");
            return {};
        }
        case TokenCommand::Action::list:
            for (const ApiToken& token : TRY(archive.tokens()))
                std::printf("%lld\t%s\t%s\t%s\n", static_cast<long long>(token.id),
                            to_string(token.created).c_str(), token.name.c_str(),
                            token.user.empty() ? "-" : token.user.c_str());
            return {};
        case TokenCommand::Action::remove:
            return archive.remove_token(command.id);
    }
    return {};
}

}  // namespace

int run(const TokenCommand& command) {
    const auto archive = open_archive(command.data);
    if (!archive) return report(archive.error());
    const auto done = act(**archive, command);
    return done ? 0 : report(done.error());
}

}  // namespace chappe
