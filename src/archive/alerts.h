#pragma once
// Alerts: searches whose matches are sent to an address.
//
//     change ─▶ look: does the search find it? ─▶ outbox ─▶ due ─▶ (app/alerting) ─▶ delivered
//                                                    ▲                               │ failed
//                                                    └──────── later, and later ─────┘
//
// An alert has looked at every change up to its consumer's position, and what it found waits in the
// outbox, which move in one transaction: whoever is killed between tells a change twice, never not
// at all. Of each alert one delivery is under way, so that its changes arrive in their order.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "news/ids.h"

namespace chappe {

struct Change;

struct Alert {
    AlertId id{};
    std::string query;
    std::string address;
    Instant added;
    std::string added_by;  // a user's name, "console"
    std::int64_t delivered = 0;
    std::int64_t waiting = 0;
    std::optional<Instant> last_success;
    int failures = 0;     // in a row
    std::string trouble;  // of the last try, for people; empty: none
};

/// What an alert has seen of the changes behind its position.
struct AlertLook {
    AlertId alert{};
    ChangeSeq from{}, to{};
    std::vector<ChangeSeq> found;
};

/// A change that an alert has to tell, with what is told of it now.
struct AlertDelivery {
    std::int64_t id = 0;  // of the outbox
    Alert alert;
    std::string secret;
    int tries = 0;                         // that failed
    std::shared_ptr<const Change> change;  // never null
};

struct AlertOutcome {
    std::int64_t id = 0;  // of the outbox
    std::string trouble;  // empty: it was delivered
    Instant next_try;     // when it was not
};

class Alerts {
 public:
    virtual ~Alerts() = default;

    [[nodiscard]] virtual Result<std::vector<Alert>> list() = 0;
    /// Of every alert that is behind the newest change, some hundred changes at a time. Nothing
    /// moves until it is kept.
    [[nodiscard]] virtual Result<std::vector<AlertLook>> look() = 0;
    /// The oldest of each alert, when its time has come.
    [[nodiscard]] virtual Result<std::vector<AlertDelivery>> waiting(Instant now) = 0;

    using Noted = std::move_only_function<void(Result<void>)>;
    /// Answered from the writer's thread once it survives a power cut.
    [[nodiscard]] virtual Result<void> note(std::vector<AlertLook>, Noted) = 0;
    [[nodiscard]] virtual Result<void> note(AlertOutcome, Noted) = 0;
};

}  // namespace chappe
