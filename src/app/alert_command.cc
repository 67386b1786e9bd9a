// `chappe alert`: searches whose matches are sent to an address.
#include <cstdio>

#include "app/commands.h"
#include "app/existing_archive.h"
#include "app/report.h"
#include "ingest/fetch_policy.h"

namespace chappe {
namespace {

Result<void> add(Archive& archive, const AlertCommand& command) {
    const FetchOptions options = TRY(fetch_options(command.fetch));
    const FetchTarget target = TRY(judge_form(command.url, options.policy));
    const ActReceipt receipt =
        TRY(archive.act_and_wait(AddAlert{command.query, target.url}, console));
    std::printf("alert %lld  %s\nsecret %s\n", static_cast<long long>(number_of(receipt.alert)),
                target.url.c_str(), receipt.secret.c_str());
    std::fprintf(stderr,
                 "The secret is shown only now. Each delivery has X-Chappe-Signature-256: "
                 "sha256=HMAC of its body.\n");
    return {};
}

Result<void> list(Archive& archive) {
    for (const Alert& alert : TRY(archive.alerts().list())) {
        std::printf("%lld\t%s\t%s\t%lld delivered, %lld waiting\t%s",
                    static_cast<long long>(number_of(alert.id)), alert.query.c_str(),
                    alert.address.c_str(), static_cast<long long>(alert.delivered),
                    static_cast<long long>(alert.waiting),
                    alert.last_success ? to_string(*alert.last_success).c_str() : "never");
        if (!alert.trouble.empty()) std::printf("\t%s", alert.trouble.c_str());
        std::printf("\n");
    }
    return {};
}

Result<void> act(Archive& archive, const AlertCommand& command) {
    switch (command.action) {
        case AlertCommand::Action::add:
            return add(archive, command);
        case AlertCommand::Action::list:
            return list(archive);
        case AlertCommand::Action::remove:
            TRY(archive.act_and_wait(RemoveAlert{AlertId{command.id}}, console));
            return {};
    }
    return {};
}

}  // namespace

int run(const AlertCommand& command) {
    const auto archive = open_existing(command.data);
    if (!archive) return report(archive.error());
    const auto done = act(**archive, command);
    return done ? 0 : report(done.error());
}

}  // namespace chappe
