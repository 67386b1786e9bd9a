#pragma once
// What readers see: the live wire, dispatch pages, feeds, live events, the API, over HTTP.

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "archive/archive.h"
#include "base/result.h"
#include "news/arrival.h"
#include "news/reading.h"
#include "news/websub.h"

namespace chappe {

/// Makes dispatches of what is posted. Called from worker threads.
using ReadArrival = std::function<Reading(const Arrival&)>;
/// Makes a submission of what a hub sent for a feed that we are subscribed to. Likewise.
using ReadPushed = std::function<Submission(const Subscription&, Arrival)>;

/// How much of the articles of others the public sees. Those of this desk, and everything for those
/// who are logged in or send a token, are always whole.
enum class Show {
    full,
    summary,  // title, lead and a link to the source
};

struct ServerOptions {
    std::string host = "127.0.0.1";
    std::uint16_t port = 8710;                 // 0: any free one
    std::string public_url;                    // "https://wire.example"; empty: http://host:port
    std::vector<std::string> trusted_proxies;  // addresses whose X-Forwarded-For is believed
    std::vector<std::string> hosts;  // names that Host may have, beside those of public_url, host
                                     // and localhost, and any IP address
    Show show = Show::full;
    std::string access_log;                      // a file, "-" for standard output; empty: none
    std::chrono::milliseconds deaf_time{10000};  // a reader of /events may take nothing that long
    std::size_t workers = 2;                     // threads that read the archive and make pages
    ReadPushed read_pushed{};                    // empty: what hubs send is not taken
    bool hub = false;  // feeds name our hub, and it takes subscribers: somebody serves them
};

/// What stands at an address.
struct Document {
    int status = 0;
    std::string type;  // media type
    std::string body;
};

class Server {
 public:
    virtual ~Server() = default;

    virtual std::uint16_t port() const = 0;
    /// Without a slash at its end.
    virtual const std::string& public_url() const = 0;

    /// What anybody gets for this target, "/feed.atom?q=tunnel"; made on this thread.
    virtual Document document(const std::string& target) const = 0;

    /// Serves until stop(); accepted requests are answered first. Blocks.
    virtual void run() = 0;

    /// From any thread; returns at once.
    virtual void stop() = 0;
};

/// Whether make_server could listen there; it fails as that does.
[[nodiscard]] Result<void> can_listen(const ServerOptions&);

/// Binds and listens; `refused` when the host is no address, `busy` when the port is taken.
/// `archive` must outlive the server.
[[nodiscard]] Result<std::unique_ptr<Server>> make_server(Archive& archive, ReadArrival,
                                                          const ServerOptions& = {});

}  // namespace chappe
