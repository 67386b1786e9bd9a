#pragma once
// Alerts in memory, for MemoryArchive: they are listed, and nothing is ever found or sent.

#include <string>
#include <utility>
#include <vector>

#include "archive/archive.h"

namespace chappe {

class MemoryAlerts : public Alerts {
 public:
    Result<ActReceipt> operator()(const AddAlert& act) {
        if (act.query.empty()) return fail(Failure::refused, "an alert needs a search");
        ActReceipt receipt;
        receipt.alert = AlertId{++last_};
        receipt.secret = "secret-" + std::to_string(last_);
        Alert& alert = alerts_.emplace_back();
        alert.id = receipt.alert;
        alert.query = act.query;
        alert.address = act.address;
        alert.added = now();
        return receipt;
    }
    Result<ActReceipt> operator()(const RemoveAlert& act) {
        if (std::erase_if(alerts_, [&](const Alert& one) { return one.id == act.id; }) == 0)
            return fail(Failure::absent, "there is no such alert");
        return ActReceipt{};
    }

    Result<std::vector<Alert>> list() override { return alerts_; }
    Result<std::vector<AlertLook>> look() override { return std::vector<AlertLook>(); }
    Result<std::vector<AlertDelivery>> waiting(Instant) override {
        return std::vector<AlertDelivery>();
    }
    Result<void> note(std::vector<AlertLook>, Noted noted) override {
        noted(Result<void>());
        return {};
    }
    Result<void> note(AlertOutcome, Noted noted) override {
        noted(Result<void>());
        return {};
    }

 private:
    std::vector<Alert> alerts_;
    std::int64_t last_ = 0;
};

}  // namespace chappe
