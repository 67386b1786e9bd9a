#pragma once
// Tells the service manager how the server is, as sd_notify(3) describes it: one datagram to the
// socket that $NOTIFY_SOCKET names. Without one nothing is sent.
//
//     READY=1       the port is open: units that come after may start
//     STOPPING=1    answering what was accepted, then gone
//     WATCHDOG=1    still alive, if $WATCHDOG_USEC asks for it; without it the server is restarted

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace chappe {

class ServiceNotice {
 public:
    /// `socket` as in $NOTIFY_SOCKET: a path, or a name of the abstract kind after "@"; empty:
    /// nobody listens.
    explicit ServiceNotice(std::string socket);

    static ServiceNotice from_environment();

    bool is_heard() const { return !socket_.empty(); }

    /// Sends "READY=1" and its like. `broken` when nobody takes it; done at once when nobody
    /// listens.
    Result<void> tell(std::string_view state) const;

 private:
    std::string socket_;
};

/// How often the manager wants to hear that this process lives; nothing when it does not ask.
/// Of $WATCHDOG_USEC and $WATCHDOG_PID.
std::optional<std::chrono::microseconds> watchdog_interval(const char* microseconds,
                                                           const char* process);
std::optional<std::chrono::microseconds> watchdog_interval();

/// True when a server at this address answers a request with any status at all within 5 s: network
/// thread, queue and workers move.
bool answers(const std::string& host, std::uint16_t port);

/// Asks the server at this address for its health at a third of `interval` and passes on that it
/// lives, in a thread of its own until destroyed.
class Watchdog {
 public:
    Watchdog(const ServiceNotice&, std::string host, std::uint16_t port,
             std::chrono::microseconds interval);
    ~Watchdog();
    Watchdog(const Watchdog&) = delete;
    Watchdog& operator=(const Watchdog&) = delete;

 private:
    struct Running;
    std::unique_ptr<Running> running_;
};

}  // namespace chappe
