#pragma once
// For tests of the desk: acts on dispatches, by the console unless somebody else is named.

#include <chrono>
#include <optional>
#include <string>
#include <thread>
#include <utility>

#include "archive/test_news.h"

namespace chappe::test {

inline const By console{"console", std::nullopt};

inline Compose compose(Dispatch made, std::optional<Instant> release = std::nullopt) {
    Submission written = submission(std::move(made));
    return {std::move(written.arrival), std::move(written.reading), release};
}
inline Correct correct(DispatchId id, Dispatch made) {
    Submission written = submission(std::move(made));
    return {id, std::move(written.arrival), std::move(written.reading)};
}

/// The receipt of an act that must succeed.
inline ActReceipt act(Archive& archive, Act what, By by = console) {
    auto done = archive.act_and_wait(std::move(what), std::move(by));
    if (done) return std::move(*done);
    ADD_FAILURE() << done.error().message;
    return {};
}
inline Failure failure_of(Archive& archive, Act what, By by = console) {
    const auto done = archive.act_and_wait(std::move(what), std::move(by));
    if (!done) return done.error().failure;
    ADD_FAILURE() << "it was done";
    return Failure::broken;
}

inline std::string title_of(Archive& archive, DispatchId id) {
    const auto stored = archive.dispatch(id);
    return stored ? stored->dispatch.title.str() : stored.error().message;
}
inline DispatchState state_of(Archive& archive, DispatchId id) {
    const auto stored = archive.dispatch(id);
    EXPECT_TRUE(stored);
    return stored ? stored->state : DispatchState::erased;
}

/// Waits for what the writer does of its own accord.
template <typename Done>
bool soon(Done done) {
    for (int i = 0; i < 300; ++i) {
        if (done()) return true;
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    return false;
}

/// Sums and order, as they must be whatever was done.
inline void expect_sound(const Folder& folder) {
    for (const char* nothing :
         {"SELECT count(*) FROM pragma_foreign_key_check",
          "SELECT count(*) - 1 FROM pragma_integrity_check WHERE integrity_check = 'ok'",
          "SELECT (SELECT count(*) FROM dispatch WHERE state = 'live') - value FROM tally"
          " WHERE name = 'dispatches'",
          "SELECT (SELECT count(*) FROM edition e JOIN dispatch d ON d.id = e.dispatch"
          " WHERE d.position > 0) - value FROM tally WHERE name = 'editions'",
          "SELECT count(*) FROM dispatch d WHERE last_change <>"
          " (SELECT max(seq) FROM change WHERE dispatch = d.id)",
          "SELECT count(*) FROM dispatch WHERE state = 'live' AND position = 0",
          "SELECT count(*) FROM dispatch d WHERE state IN ('withdrawn', 'erased')"
          " <> EXISTS (SELECT 1 FROM withdrawal w WHERE w.dispatch = d.id AND w.state = d.state)"})
        EXPECT_EQ(number(folder, nothing), 0) << nothing;
}

}  // namespace chappe::test
