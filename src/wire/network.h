#pragma once
// Inside the server: one network thread that owns every connection and the live frames, without
// locks. Only server.cc, connection.cc, exchange.cc and live.cc see this.
//
//     accept ─▶ wait ─▶ readable ─▶ answer_at_hand: pages that are kept, no coroutine, one write
//                ▲          │ what is not at hand
//                │          ▼
//                └───── attend (a coroutine) ─▶ Workers: answer(request) ─┐
//                           ▲                                             │ Doorbell
//                           └──────────────── deliver ◀───────────────────┘
//     Archive::on_change ── Doorbell ─▶ changed ─▶ Workers: changes() ─▶ publish ─▶ readers wake

#include <boost/asio/awaitable.hpp>
#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "wire/access_log.h"
#include "wire/audience.h"
#include "wire/gate.h"
#include "wire/page_cache.h"
#include "wire/request_reader.h"
#include "wire/ring.h"
#include "wire/site.h"
#include "wire/workers.h"

namespace chappe {

namespace asio = boost::asio;
using Executor = asio::io_context::executor_type;
using Tcp = asio::ip::tcp;
using Socket = asio::basic_stream_socket<Tcp, Executor>;
using Acceptor = asio::basic_socket_acceptor<Tcp, Executor>;
using Clock = std::chrono::steady_clock;
using Timer = asio::basic_waitable_timer<Clock, asio::wait_traits<Clock>, Executor>;
template <typename T>
using Awaitable = asio::awaitable<T, Executor>;
inline constexpr asio::use_awaitable_t<Executor> awaiting{};

// Times and sizes that a connection is held to. A reader on a bad line gets 8 KiB/s; below that a
// connection costs more than it carries.
inline constexpr std::chrono::seconds head_time{10};
inline constexpr std::chrono::seconds idle_time{30};
inline constexpr std::chrono::seconds transfer_time{10};  // beside size / slowest_rate
inline constexpr std::size_t slowest_rate = 8 << 10;      // bytes a second
inline constexpr std::chrono::seconds linger_time{2};
inline constexpr std::chrono::seconds heartbeat_time{15};
inline constexpr std::chrono::seconds stop_time{10};
inline constexpr std::chrono::seconds patience{1};  // with readers who still take old events
inline constexpr std::size_t ring_size = 4 << 20;
inline constexpr std::size_t page_budget = 64 << 20;  // bytes of pages that are kept
inline constexpr std::size_t largest_crowd = 1024;    // connections of one address
inline constexpr std::size_t changes_a_page = 200;
inline constexpr std::size_t bytes_a_write = 64 << 10;
inline constexpr std::int64_t body_budget = 96 << 20;    // of all requests together
inline constexpr std::int64_t answer_budget = 96 << 20;  // of all answers together
inline constexpr std::size_t small_body = 64 << 10;      // taken before its token is looked up

class Network;
using ConnectionId = std::uint64_t;

/// How other threads reach the network thread; silent once the server is gone.
class Doorbell {
 public:
    explicit Doorbell(Network& network) : network_(&network) {}
    void ring(std::move_only_function<void(Network&)> message);
    void silence();

 private:
    std::mutex mutex_;
    Network* network_;
};

enum class Phase { waiting, reading, answering, writing, lingering, streaming };

/// What a connection's requests say alike, looked at once.
struct Habits {
    std::string host;
    bool admitted = false;  // the host is ours
    std::string user_agent;
    ClientKind kind = ClientKind::program;
    std::string accept_language;
    Ui ui = Ui::en;
    std::string accept_encoding;
    Coding coding = Coding::identity;
};

struct Connection {
    Connection(ConnectionId number, Socket connected, const Address& address)
        : id(number), socket(std::move(connected)), signal(socket.get_executor()), peer(address) {}

    void cut();
    /// What the kernel still holds for a reader that does not read goes too.
    void abort();
    void allow(std::chrono::seconds time) { deadline = Clock::now() + time; }

    ConnectionId id;
    Socket socket;
    Timer signal;  // cancelled when there is something to look at
    Address peer{};
    RequestReader reader;
    Phase phase = Phase::waiting;
    Clock::time_point deadline = Clock::time_point::max();

    Habits habits;
    Gate::Sender sender;           // of the request that is answered now
    Clock::time_point begun;       // when that request was here
    bool last = false;             // the connection ends with this answer
    std::string unsent;            // what its socket did not take
    std::optional<Answer> answer;  // delivered, not taken yet
    std::shared_ptr<Sheet> sheet;  // the same, when others may get it too
    std::int64_t body_bytes = 0;   // its part of the budget

    ChangeSeq position{};  // streaming: what its reader has
};
using ConnectionPointer = std::shared_ptr<Connection>;

/// What a worker made of a request.
struct Made {
    Answer answer;
    std::shared_ptr<Sheet> sheet;  // in place of the answer, when others may get it too
};

/// What several readers may wait for: a page's key, the state of the wire, and the coding that all
/// of them take, since what is not kept as a sheet is sent as it was made.
struct Making {
    std::string key;
    ChangeSeq as_of{};
    Coding coding = Coding::identity;
    auto operator<=>(const Making&) const = default;
};

class Network {
 public:
    Network(Archive& archive, ReadArrival read, Gate, AccessLog, const ServerOptions&);
    ~Network();
    Network(const Network&) = delete;
    Network& operator=(const Network&) = delete;

    [[nodiscard]] Result<void> listen(const ServerOptions&);
    std::uint16_t port() const { return port_; }
    const Site& site() const { return site_; }
    void run();
    void stop();

    // On the network thread.
    void begin_stop();
    void deliver(ConnectionId, Answer);
    void written(ConnectionId, Response);
    void changed(ChangeSeq newest);
    struct Published {
        struct Frame {
            ChangeSeq seq{};
            DispatchId about{};
            bool gone = false;
            std::optional<DispatchId> copy_of;  // whose page counts it
            std::string bytes;
        };
        std::vector<Frame> frames;
        bool whole = false;   // there were no more
        bool failed = false;  // the archive did not answer
    };
    void publish(Published, ChangeSeq asked);

    asio::io_context& context() { return context_; }

 private:
    // server.cc: connections as a whole
    Awaitable<void> accept();
    void greet(Socket, const Address& peer);
    Awaitable<void> sweep();
    void sweep_once();
    bool make_room(const Address& peer);
    bool is_crowded(const Address& peer) const;
    void drop(Connection&);
    void fetch_changes();
    bool is_ahead_of_readers() const;
    void flush_access_log();

    // connection.cc: bytes in and out
    void wait(ConnectionPointer);
    void readable(const ConnectionPointer&);
    bool read_bytes(Connection&);
    void answer_at_hand(Connection&);
    bool append_at_hand(Connection&);
    void write_at_once(Connection&);
    Awaitable<void> attend(ConnectionPointer);
    Awaitable<bool> write_rest(Connection&);
    Awaitable<bool> take_bytes(Connection&);
    Awaitable<void> linger(Connection&);

    // exchange.cc: a request and its answer
    bool admit(Connection&);
    void look_at(Connection&);
    std::string_view key_of(Connection&);
    std::optional<std::uint64_t> count(const Connection&, const Request&, DispatchId);
    void append_sheet(Connection&, const std::shared_ptr<Sheet>&, std::uint64_t reads,
                      const Request&);
    void want_form(const std::shared_ptr<Sheet>&, Coding, std::uint64_t reads);
    void note(const Connection&, const Request&, int status, std::size_t bytes);
    Awaitable<bool> answer_one(Connection&);
    Awaitable<bool> refuse(Connection&, const Request& head, Response);
    Awaitable<std::optional<Response>> read_body(Connection&);
    Awaitable<Answer> shared_answer(Connection&);
    void made(const Making&, Made);
    Awaitable<Answer> ask(Connection&, std::move_only_function<Answer()>, const Request& head);
    Awaitable<Answer> delivered(Connection&);
    Awaitable<Answer> finish(Connection&, Answer, const Request& head);
    Awaitable<bool> write(Connection&, const Request& head, Response, Persistence);
    std::optional<Response> reserve_body(Connection&, const Request& head);
    void release_body(Connection&);
    Persistence persistence_of(const Connection&) const;

    // live.cc: readers of /events
    Awaitable<void> stream(ConnectionPointer, ChangeSeq after);
    Awaitable<bool> write_stream(Connection&, const std::vector<Ring::Bytes>&);
    Awaitable<bool> write_older(Connection&);
    Awaitable<bool> write_newer(Connection&);
    void watch_for_end(const ConnectionPointer&);

    Archive& archive_;
    Gate gate_;
    asio::io_context context_{1};
    asio::executor_work_guard<Executor> work_{context_.get_executor()};
    Acceptor acceptor_{context_};
    Timer sweeper_{context_};
    Timer pause_{context_};  // of accept, when the system has no more sockets
    std::uint16_t port_ = 0;
    std::size_t most_connections_ = 0;

    Metrics metrics_;
    Site site_;
    Ring ring_;
    PageCache pages_;
    Audience audience_;
    AccessLog log_;
    bool log_waits_ = false;  // lines are on their way to the file
    std::map<Making, std::vector<ConnectionId>> making_;
    std::map<Address, std::size_t> crowds_;  // connections of an address or IPv6 network
    Clock::time_point time_;                 // of what happens now
    std::string out_;                        // answers on their way to a socket
    std::string key_;                        // of the page that is looked for
    std::chrono::milliseconds deaf_time_;
    ChangeSeq wanted_{};
    bool fetching_ = false;
    Clock::time_point patient_until_;  // for readers to take what the ring has
    bool stopping_ = false;
    Clock::time_point stop_deadline_ = Clock::time_point::max();
    std::map<ConnectionId, ConnectionPointer> connections_;  // oldest first
    ConnectionId last_connection_ = 0;
    std::string scratch_;  // bytes on their way from a socket to a reader

    std::shared_ptr<Doorbell> doorbell_ = std::make_shared<Doorbell>(*this);
    Workers workers_;  // last: its jobs use all of the above
};

}  // namespace chappe
