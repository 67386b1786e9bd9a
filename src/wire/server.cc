// The server as a whole: accepting, time limits, live frames, stopping.
#include "wire/server.h"

#include <sys/resource.h>

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>

#include "base/log.h"
#include "wire/api.h"
#include "wire/network.h"

namespace chappe {
namespace {

// Requests; at about a millisecond each, half a second's wait with 2 workers.
constexpr std::size_t longest_queue = 512;
constexpr std::size_t most_connections = 20000;
constexpr std::size_t other_descriptors = 128;  // the archive's files, logs, standard streams
constexpr int socket_buffer = 128 << 10;        // of the kernel, a connection
constexpr std::chrono::milliseconds sweep_time{500};
constexpr std::chrono::milliseconds accept_pause{100};

/// Raises the soft limit on open files to the hard one; how many connections fit then.
std::size_t connections_that_fit() {
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return 512;
    if (limit.rlim_cur < limit.rlim_max) {
        rlimit wanted = limit;
        wanted.rlim_cur = limit.rlim_max;
        if (setrlimit(RLIMIT_NOFILE, &wanted) == 0) limit = wanted;
    }
    const std::size_t files = limit.rlim_cur;
    return std::clamp<std::size_t>(files > other_descriptors ? files - other_descriptors : 16, 16,
                                   most_connections);
}

Address address_of(const asio::ip::address& given) {
    Address address;
    if (given.is_v6()) {
        address.family = Address::Family::v6;
        address.bytes = given.to_v6().to_bytes();
        return undressed(address);
    }
    const auto bytes = given.to_v4().to_bytes();
    std::copy(bytes.begin(), bytes.end(), address.bytes.begin());
    return address;
}

Result<void> listen_with(Acceptor& acceptor, const ServerOptions& options) {
    boost::system::error_code error;
    const auto address =
        asio::ip::make_address(options.host == "localhost" ? "127.0.0.1" : options.host, error);
    if (error)
        return fail(Failure::refused, "--listen needs an IP address, not \"" + options.host + "\"");
    const Tcp::endpoint endpoint(address, options.port);
    const std::string where = options.host + " port " + std::to_string(options.port);
    acceptor.open(endpoint.protocol(), error);
    if (!error) acceptor.set_option(asio::socket_base::reuse_address(true), error);
    if (!error) acceptor.bind(endpoint, error);
    if (!error) acceptor.listen(4096, error);
    if (error == asio::error::address_in_use)
        return fail(Failure::busy, where + " is taken; choose another with --port");
    if (error) return fail(Failure::refused, "cannot listen on " + where + ": " + error.message());
    return {};
}

std::string without_slash(std::string url) {
    while (url.ends_with('/')) url.pop_back();
    return url;
}

}  // namespace

void Doorbell::ring(std::move_only_function<void(Network&)> message) {
    const std::lock_guard lock(mutex_);
    if (!network_) return;
    asio::post(network_->context(),
               [network = network_, told = std::move(message)]() mutable { told(*network); });
}

void Doorbell::silence() {
    const std::lock_guard lock(mutex_);
    network_ = nullptr;
}

void Connection::cut() {
    boost::system::error_code ignored;  // it is closed whatever the system says
    socket.close(ignored);
    signal.cancel();
}

void Connection::abort() {
    boost::system::error_code ignored;  // without the option it is an ordinary end
    socket.set_option(asio::socket_base::linger(true, 0), ignored);
    cut();
}

Network::Network(Archive& archive, ReadArrival read, Gate gate, AccessLog log,
                 const ServerOptions& options)
    : archive_(archive),
      gate_(std::move(gate)),
      site_{archive,    std::move(read), without_slash(options.public_url),
            metrics_,   options.show,    options.read_pushed,
            options.hub},
      ring_(archive.newest(), ring_size),
      pages_(ring_.newest(), page_budget),
      log_(std::move(log)),
      deaf_time_(options.deaf_time),
      wanted_(ring_.newest()),
      scratch_(64 << 10, '\0'),
      workers_(options.workers, longest_queue) {
    metrics_.started = now().time_since_epoch().count();
    most_connections_ = connections_that_fit();
    archive_.on_change([bell = doorbell_](ChangeSeq newest) {
        bell->ring([newest](Network& network) { network.changed(newest); });
    });
}

Network::~Network() {
    doorbell_->silence();
}

Result<void> Network::listen(const ServerOptions& options) {
    TRY(listen_with(acceptor_, options));
    boost::system::error_code error;
    const Tcp::endpoint endpoint = acceptor_.local_endpoint(error);
    port_ = endpoint.port();
    if (site_.public_url.empty()) {
        const std::string host =
            endpoint.address().is_v6() ? "[" + options.host + "]" : options.host;
        site_.public_url = "http://" + host + ":" + std::to_string(port_);
    }
    return {};
}

void Network::run() {
    asio::co_spawn(context_, accept(), asio::detached);
    asio::co_spawn(context_, sweep(), asio::detached);
    context_.run();
}

void Network::stop() {
    doorbell_->ring([](Network& network) { network.begin_stop(); });
}

Awaitable<void> Network::accept() {
    while (!stopping_) {
        boost::system::error_code error;
        Socket socket(context_);
        Tcp::endpoint peer;
        co_await acceptor_.async_accept(socket, peer, asio::redirect_error(awaiting, error));
        if (stopping_) co_return;
        if (error) {
            pause_.expires_after(accept_pause);
            co_await pause_.async_wait(asio::redirect_error(awaiting, error));
            continue;
        }
        if (make_room(address_of(peer.address())))
            greet(std::move(socket), address_of(peer.address()));
    }
}

/// An address, or the network of an IPv6 one: what one household has.
Address crowd_of(Address address) {
    if (address.family == Address::Family::v6)
        std::fill(address.bytes.begin() + 8, address.bytes.end(), std::uint8_t{0});
    return address;
}

bool Network::is_crowded(const Address& peer) const {
    if (is_loopback(peer) || gate_.trusts(peer)) return false;
    const auto found = crowds_.find(crowd_of(peer));
    return found != crowds_.end() && found->second >= largest_crowd;
}

void Network::greet(Socket socket, const Address& peer) {
    boost::system::error_code error;
    socket.non_blocking(true, error);
    if (!error) socket.set_option(Tcp::no_delay(true), error);
    // What the kernel holds for a slow reader is memory too.
    if (!error) socket.set_option(asio::socket_base::send_buffer_size(socket_buffer), error);
    if (error) return;  // it is gone already
    auto connection = std::make_shared<Connection>(++last_connection_, std::move(socket), peer);
    connections_.emplace(connection->id, connection);
    ++crowds_[crowd_of(peer)];
    ++metrics_.connections;
    ++metrics_.connections_total;
    connection->allow(head_time);
    wait(std::move(connection));
}

/// The end of a connection: whoever held it last calls this, once.
void Network::drop(Connection& c) {
    c.cut();
    release_body(c);
    --metrics_.connections;
    if (const auto crowd = crowds_.find(crowd_of(c.peer)); --crowd->second == 0)
        crowds_.erase(crowd);
    connections_.erase(c.id);
    if (stopping_ && connections_.empty()) sweeper_.cancel();
}

/// With every place taken, the oldest connection that only waits gives up its own. False when none
/// does, and when this address has its share.
bool Network::make_room(const Address& peer) {
    if (is_crowded(peer)) {
        ++metrics_.crowded;
        return false;
    }
    if (connections_.size() < most_connections_) return true;
    const auto idle = std::find_if(connections_.begin(), connections_.end(), [](const auto& entry) {
        return entry.second->phase == Phase::waiting && entry.second->socket.is_open();
    });
    if (idle == connections_.end()) return false;
    idle->second->cut();
    return true;
}

Awaitable<void> Network::sweep() {
    for (;;) {
        boost::system::error_code error;
        sweeper_.expires_after(sweep_time);
        co_await sweeper_.async_wait(asio::redirect_error(awaiting, error));
        sweep_once();
        if (stopping_ && connections_.empty()) break;
        if (Clock::now() > stop_deadline_) {
            log_warning("stopped with connections that did not end in time");
            context_.stop();
            break;
        }
    }
    work_.reset();
}

void Network::sweep_once() {
    const auto time = Clock::now();
    for (const auto& [id, connection] : connections_) {
        if (connection->deadline > time || !connection->socket.is_open()) continue;
        if (connection->phase == Phase::waiting) {
            connection->cut();
        } else {
            ++(connection->phase == Phase::streaming ? metrics_.event_readers_dropped
                                                     : metrics_.timeouts);
            connection->abort();
        }
    }
    metrics_.queue = static_cast<std::int64_t>(workers_.waiting());
    metrics_.page_bytes = static_cast<std::int64_t>(pages_.bytes());
    audience_.pass_time(now());
    flush_access_log();
    fetch_changes();  // again, when the archive did not answer the last time
}

/// A worker writes it: a slow disk is not for this thread.
void Network::flush_access_log() {
    if (!log_.is_on() || log_waits_) return;
    std::string lines = log_.take();
    if (lines.empty()) return;
    log_waits_ = true;
    workers_.insist([bell = doorbell_, path = log_.path(), text = std::move(lines)] {
        const auto written = AccessLog::write(path, text);
        if (!written) log_warning(written.error().message);
        bell->ring([](Network& network) { network.log_waits_ = false; });
    });
}

void Network::begin_stop() {
    stopping_ = true;
    stop_deadline_ = Clock::now() + stop_time;
    boost::system::error_code ignored;  // there is nothing to do about it
    acceptor_.close(ignored);
    pause_.cancel();
    for (const auto& [id, connection] : connections_) {
        // What is not here whole was not accepted; what was is answered.
        const Phase phase = connection->phase;
        if (phase == Phase::waiting || phase == Phase::reading || phase == Phase::lingering)
            connection->cut();
        if (phase == Phase::streaming) connection->cut();
    }
    sweeper_.cancel();
}

void Network::deliver(ConnectionId id, Answer answer) {
    const auto found = connections_.find(id);
    if (found == connections_.end()) return;
    found->second->answer = std::move(answer);
    found->second->signal.cancel();
}

void Network::changed(ChangeSeq newest) {
    wanted_ = std::max(wanted_, newest);
    fetch_changes();
}

void Network::fetch_changes() {
    if (fetching_ || stopping_ || wanted_ <= ring_.newest() || is_ahead_of_readers()) return;
    fetching_ = true;
    workers_.insist(
        [bell = doorbell_, &archive = archive_, after = ring_.newest(), asked = wanted_] {
            Published published;
            const auto changes = archive.changes(after, changes_a_page);
            published.failed = !changes;
            if (changes) {
                published.whole = changes->size() < changes_a_page;
                for (const Change& change : *changes)
                    published.frames.push_back({change.seq, change.entry.id,
                                                change.kind == ChangeKind::withdrawn,
                                                change.entry.copy_of, event_frame(change)});
            }
            bell->ring([told = std::move(published), asked](Network& network) mutable {
                network.publish(std::move(told), asked);
            });
        });
}

/// After a commit of thousands the ring would run away from readers who are taking the first of it:
/// the next page waits until they have most of this one, or a second has passed.
bool Network::is_ahead_of_readers() const {
    if (Clock::now() > patient_until_) return false;
    return std::any_of(connections_.begin(), connections_.end(), [&](const auto& entry) {
        const Connection& c = *entry.second;
        // Who has taken nothing for a while is not waited for.
        const bool takes = c.deadline > Clock::now() + deaf_time_ - patience / 4;
        return c.phase == Phase::streaming && takes && ring_.holds(c.position) &&
               ring_.backlog(c.position) > ring_size / 2;
    });
}

void Network::publish(Published published, ChangeSeq asked) {
    fetching_ = false;
    for (auto& [seq, about, gone, copy_of, bytes] : published.frames) {
        if (gone) ring_.forget(about);
        pages_.changed(about);
        if (copy_of) pages_.changed(*copy_of);
        pages_.know(seq);
        ring_.push(seq, about, std::move(bytes));
    }
    if (published.whole) pages_.know(asked);
    // Changes that are no longer told (erased ones) must not be asked for for ever.
    if (published.whole && wanted_ == asked) wanted_ = ring_.newest();
    patient_until_ = Clock::now() + patience;
    for (const auto& [id, connection] : connections_)
        if (connection->phase == Phase::streaming) connection->signal.cancel();
    if (!published.failed) fetch_changes();
}

namespace {

class NetworkServer : public Server {
 public:
    NetworkServer(Archive& archive, ReadArrival read, Gate gate, AccessLog log,
                  const ServerOptions& options)
        : network_(archive, std::move(read), std::move(gate), std::move(log), options) {}
    Result<void> listen(const ServerOptions& options) { return network_.listen(options); }

    std::uint16_t port() const override { return network_.port(); }
    const std::string& public_url() const override { return network_.site().public_url; }
    Document document(const std::string& target) const override {
        return document_at(target, network_.site());
    }
    void run() override { network_.run(); }
    void stop() override { network_.stop(); }

 private:
    Network network_;
};

}  // namespace

Result<void> can_listen(const ServerOptions& options) {
    TRY(Gate::make(options));
    asio::io_context context;
    Acceptor acceptor(context);
    return listen_with(acceptor, options);
}

Result<std::unique_ptr<Server>> make_server(Archive& archive, ReadArrival read,
                                            const ServerOptions& options) {
    Gate gate = TRY(Gate::make(options));
    AccessLog log = TRY(AccessLog::open(options.access_log));
    auto server = std::make_unique<NetworkServer>(archive, std::move(read), std::move(gate),
                                                  std::move(log), options);
    if (auto listening = server->listen(options); !listening)
        return std::unexpected(std::move(listening).error());
    return server;
}

}  // namespace chappe
