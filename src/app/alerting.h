#pragma once
// Alerting: what alerts find is sent to their addresses, from an archive's outbox.

#include <memory>
#include <string>

#include "archive/archive.h"
#include "ingest/fetch.h"

namespace chappe {

/// What is posted for a change, as JSON; `public_url` without a slash at its end.
std::string alert_body(const AlertDelivery&, std::string_view public_url);
/// The same in every try of a delivery: "7-123".
std::string delivery_name(const AlertDelivery&);

/// Works in a thread of its own until destroyed. What is under way then is sent again after the
/// next start, under the same name.
class Alerting {
 public:
    /// `archive` must outlive it.
    Alerting(Archive& archive, std::string public_url, FetchOptions);
    ~Alerting();
    Alerting(const Alerting&) = delete;
    Alerting& operator=(const Alerting&) = delete;

 private:
    struct Running;
    std::unique_ptr<Running> running_;
};

}  // namespace chappe
