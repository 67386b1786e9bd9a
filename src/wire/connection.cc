// One connection: requests in, answers out, one after the other; or live events until it ends.
//
// Awaited calls stand in statements of their own: g++ 12 miscompiles temporaries across co_await.
#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/write.hpp>

#include "wire/api.h"
#include "wire/asked.h"
#include "wire/network.h"

// g++ 12 takes Asio's pair of coroutine allocation functions for mismatched.
#pragma GCC diagnostic ignored "-Wmismatched-new-delete"

namespace chappe {
namespace {

constexpr std::string_view continue_line = "HTTP/1.1 100 Continue\r\n\r\n";
constexpr std::string_view reconnect_line = "retry: 2000\n\n";
constexpr std::string_view heartbeat = ": \n\n";
constexpr std::size_t most_noise = 4 << 20;  // read after a refusal, so that its answer arrives

std::chrono::seconds time_for(std::size_t bytes) {
    return transfer_time + std::chrono::seconds(bytes / slowest_rate);
}

/// A request without its body, for answers that come after the body has been given away.
Request head_only(const Request& request) {
    Request head;
    head.method = request.method;
    head.target = request.target;
    head.accept_language = request.accept_language;
    head.if_none_match = request.if_none_match;
    return head;
}

/// For who asked another server by a name that leads here.
Response misdirected() {
    Response response;
    response.status = 421;
    response.type = "text/plain; charset=utf-8";
    response.body = "This server does not go by that name (chappe serve --host NAME adds one).\n";
    response.headers.push_back({"Cache-Control", "no-store"});
    return response;
}

}  // namespace

Awaitable<void> Network::serve(ConnectionPointer connection) {
    Connection& c = *connection;
    c.allow(head_time);
    for (;;) {
        const bool whole = co_await read_head(c);
        if (!whole) break;
        const bool again = co_await answer_one(c);
        if (c.phase == Phase::streaming) {
            co_await stream(connection, c.position);
            break;
        }
        if (!again) break;
        c.phase = Phase::waiting;
        c.allow(idle_time);
        c.reader.next();
        if (stopping_ && c.reader.idle()) break;
    }
    c.cut();
    release_body(c);
    --metrics_.connections;
    connections_.erase(c.id);
    if (stopping_ && connections_.empty()) sweeper_.cancel();
}

/// What the socket has, into the reader. False when the connection is gone.
Awaitable<bool> Network::take_bytes(Connection& c) {
    for (;;) {
        boost::system::error_code error;
        co_await c.socket.async_wait(Socket::wait_read, asio::redirect_error(awaiting, error));
        if (error || !c.socket.is_open()) co_return false;
        const std::size_t size = c.socket.read_some(asio::buffer(scratch_), error);
        if (error == asio::error::would_block) continue;
        if (error || size == 0) co_return false;
        c.reader.feed(std::string_view(scratch_).substr(0, size));
        co_return true;
    }
}

/// True when there is a head to look at, or a refusal to answer.
Awaitable<bool> Network::read_head(Connection& c) {
    while (c.reader.state() == RequestReader::State::head) {
        const bool taken = co_await take_bytes(c);
        if (!taken) co_return false;
        if (c.phase == Phase::waiting && !c.reader.idle()) {
            c.phase = Phase::reading;
            c.allow(head_time);
        }
    }
    c.phase = Phase::reading;
    co_return true;
}

std::optional<Response> Network::reserve_body(Connection& c, const Request& head) {
    const auto declared = c.reader.declared_length();
    const auto wanted = static_cast<std::int64_t>(declared.value_or(c.reader.body_received()));
    const std::int64_t more = std::max<std::int64_t>(wanted - c.body_bytes, 0);
    if (metrics_.body_bytes + more > body_budget) return busy_response(head);
    metrics_.body_bytes += more;
    c.body_bytes += more;
    return std::nullopt;
}

void Network::release_body(Connection& c) {
    metrics_.body_bytes -= c.body_bytes;
    c.body_bytes = 0;
}

/// The body, into the reader. An answer when it is not wanted; the connection must end then.
Awaitable<std::optional<Response>> Network::read_body(Connection& c) {
    Request& head = c.reader.request();
    const bool large = c.reader.declared_length().value_or(small_body + 1) > small_body;
    const bool writes = head.method != "GET" && head.method != "HEAD";
    // Who may not write hears so before sending megabytes.
    if (writes && (large || c.reader.expects_continue() || head.authorization.empty())) {
        std::move_only_function<Answer()> look = [request = head, &site = site_]() -> Answer {
            auto refused = refuse_early(request, site);
            if (refused) return std::move(*refused);
            return Stream{};
        };
        Answer early = co_await ask(c, std::move(look), head);
        if (auto* refused = std::get_if<Response>(&early)) co_return std::move(*refused);
    }
    c.phase = Phase::reading;
    if (c.reader.expects_continue()) {
        boost::system::error_code error;
        c.allow(transfer_time);
        co_await asio::async_write(c.socket, asio::buffer(continue_line),
                                   asio::redirect_error(awaiting, error));
    }
    const auto begun = Clock::now();
    while (c.reader.state() == RequestReader::State::body) {
        auto full = reserve_body(c, head);
        if (full) co_return std::move(*full);
        c.deadline = begun + time_for(c.reader.body_received());
        const bool taken = co_await take_bytes(c);
        if (!taken) {
            c.cut();
            co_return std::nullopt;
        }
    }
    co_return std::nullopt;
}

/// Says in the request who sends it. False when it is not meant for us.
bool Network::admit(Connection& c) {
    Request& request = c.reader.request();
    if (!gate_.knows(request.host)) return false;
    const Gate::Sender sender = gate_.sender_of(c.peer, c.reader.forwarded());
    request.client = to_string(sender.address);
    request.secure = sender.secure;
    return true;
}

/// False when the connection is to end.
Awaitable<bool> Network::answer_one(Connection& c) {
    if (c.reader.state() != RequestReader::State::refused && !admit(c)) {
        const Request head = head_only(c.reader.request());
        const bool written = co_await write(c, head, misdirected(), Persistence::close);
        if (written) co_await linger(c);
        co_return false;
    }
    const bool has_body = c.reader.state() == RequestReader::State::body;
    if (has_body) {
        auto unwanted = co_await read_body(c);
        if (unwanted) {
            const Request head = head_only(c.reader.request());
            const bool written = co_await write(c, head, std::move(*unwanted), Persistence::close);
            if (written) co_await linger(c);
            co_return false;
        }
        if (!c.socket.is_open()) co_return false;
    }
    const Request head = head_only(c.reader.request());
    if (c.reader.state() == RequestReader::State::refused) {
        const auto& refusal = c.reader.refusal();
        Response response = error_response(head, refusal.status, refusal.line);
        const bool written = co_await write(c, head, std::move(response), Persistence::close);
        if (written) co_await linger(c);
        co_return false;
    }
    Answer answered = co_await answer_to_request(c, head);
    release_body(c);
    if (!c.socket.is_open()) co_return false;
    if (auto* follow = std::get_if<Stream>(&answered)) {
        if (head.method == "HEAD") {
            Response empty;
            empty.type = "text/event-stream; charset=utf-8";
            co_return co_await write(c, head, std::move(empty), Persistence::close);
        }
        c.phase = Phase::streaming;
        c.position = follow->after;
        co_return false;
    }
    const Persistence persistence =
        c.reader.keep_alive() && !stopping_ ? Persistence::keep_alive : Persistence::close;
    const bool written =
        co_await write(c, head, std::move(std::get<Response>(answered)), persistence);
    co_return written&& persistence == Persistence::keep_alive;
}

/// At once when it is a file of ours or a page that was made since the last change, else by a
/// worker.
Awaitable<Answer> Network::answer_to_request(Connection& c, const Request& head) {
    const ChangeSeq newest = archive_.newest();  // before the page is made
    std::optional<Response> at_once = answer_at_once(c.reader.request());
    if (!at_once) at_once = pages_.find(c.reader.request(), newest);
    if (at_once) co_return std::move(*at_once);

    std::move_only_function<Answer()> work = [request = std::move(c.reader.request()),
                                              &site = site_] {
        return chappe::answer(request, site);
    };
    Answer asked = co_await ask(c, std::move(work), head);
    Answer answered = co_await finish(c, std::move(asked), head);
    if (const auto* made = std::get_if<Response>(&answered)) pages_.keep(head, newest, *made);
    co_return answered;
}

/// Asks a worker. The request is answered 503 when too many wait.
Awaitable<Answer> Network::ask(Connection& c, std::move_only_function<Answer()> job,
                               const Request& head) {
    c.phase = Phase::answering;
    c.deadline = Clock::time_point::max();
    c.answer.reset();
    const bool accepted =
        workers_.offer([bell = doorbell_, id = c.id, work = std::move(job)]() mutable {
            Answer made = work();
            bell->ring([id, told = std::move(made)](Network& network) mutable {
                network.deliver(id, std::move(told));
            });
        });
    if (!accepted) {
        ++metrics_.queue_full;
        co_return busy_response(head);
    }
    Answer made = co_await delivered(c);
    co_return made;
}

Awaitable<Answer> Network::delivered(Connection& c) {
    while (!c.answer) {
        boost::system::error_code woken;
        c.signal.expires_at(Clock::time_point::max());
        co_await c.signal.async_wait(asio::redirect_error(awaiting, woken));
    }
    Answer made = std::move(*c.answer);
    c.answer.reset();
    co_return made;
}

/// Puts the count into a page; hands a write to the archive's writer. This connection waits for it,
/// no thread does.
Awaitable<Answer> Network::finish(Connection& c, Answer asked, const Request& head) {
    Result<void> accepted;
    if (auto* counted = std::get_if<Counted>(&asked)) {
        co_return with_reads(*counted, head, counted->reads);
    } else if (auto* put = std::get_if<Put>(&asked)) {
        accepted = archive_.submit(
            std::move(put->submission), [bell = doorbell_, id = c.id](Result<Receipt> receipt) {
                bell->ring([id, told = std::move(receipt)](Network& network) {
                    network.written(id, answer_to(told));
                });
            });
    } else if (auto* count = std::get_if<Count>(&asked)) {
        const DispatchId dispatch = count->id;
        accepted = archive_.count_read(
            dispatch, [bell = doorbell_, id = c.id, dispatch](Result<std::uint64_t> reads) {
                bell->ring([id, dispatch, told = std::move(reads)](Network& network) {
                    network.written(id, answer_to(dispatch, told));
                });
            });
    } else if (auto* later = std::get_if<Later>(&asked)) {
        accepted = later->start([bell = doorbell_, id = c.id](Response response) {
            bell->ring([id, told = std::move(response)](Network& network) mutable {
                network.written(id, std::move(told));
            });
        });
    } else {
        co_return asked;
    }
    if (!accepted) co_return failure_response(head, accepted.error());
    ++metrics_.writes_waiting;
    Answer made = co_await delivered(c);
    co_return made;
}

void Network::written(ConnectionId id, Response response) {
    --metrics_.writes_waiting;
    deliver(id, std::move(response));
}

/// False when it did not get through.
Awaitable<bool> Network::write(Connection& c, const Request& head, Response response,
                               Persistence persistence) {
    if (metrics_.answer_bytes + static_cast<std::int64_t>(response.body.size()) > answer_budget)
        response = busy_response(head);
    metrics_.count(response.status);
    const std::string front = head_of(response, persistence);
    const bool empty = head.method == "HEAD" || response.status == 304;
    const auto size = static_cast<std::int64_t>(response.body.size());
    metrics_.answer_bytes += size;
    c.phase = Phase::writing;
    c.allow(time_for(response.body.size()));
    const std::array<asio::const_buffer, 2> parts = {
        asio::buffer(front), empty ? asio::const_buffer() : asio::buffer(response.body)};
    boost::system::error_code error;
    co_await asio::async_write(c.socket, parts, asio::redirect_error(awaiting, error));
    metrics_.answer_bytes -= size;
    co_return !error;
}

/// RFC 9112, 9.6: an answer before the end of a request is lost when the socket closes over unread
/// bytes, so what still comes is read for a while.
Awaitable<void> Network::linger(Connection& c) {
    boost::system::error_code error;
    c.socket.shutdown(Tcp::socket::shutdown_send, error);
    c.allow(linger_time);
    std::size_t noise = 0;
    while (!error && noise < most_noise) {
        co_await c.socket.async_wait(Socket::wait_read, asio::redirect_error(awaiting, error));
        if (error || !c.socket.is_open()) co_return;
        noise += c.socket.read_some(asio::buffer(scratch_), error);
        if (error == asio::error::would_block) error.clear();
    }
}

/// Live events. A reader is behind (pages from the archive), or live (frames from the ring).
Awaitable<void> Network::stream(ConnectionPointer connection, ChangeSeq after) {
    Connection& c = *connection;
    ++metrics_.event_readers;
    metrics_.count(200);
    c.position = after;
    watch_for_end(connection);
    const auto opening =
        std::make_shared<const std::string>(head_of_stream() + std::string(reconnect_line));
    const std::vector<Ring::Bytes> first = {opening};
    bool open = co_await write_stream(c, first);
    while (open && !stopping_ && c.socket.is_open()) {
        if (ring_.holds(c.position))
            open = co_await write_newer(c);
        else
            open = co_await write_older(c);
    }
    --metrics_.event_readers;
}

Awaitable<bool> Network::write_stream(Connection& c, const std::vector<Ring::Bytes>& frames) {
    std::vector<asio::const_buffer> parts;
    std::size_t size = 0;
    for (const Ring::Bytes& frame : frames) {
        parts.push_back(asio::buffer(*frame));
        size += frame->size();
    }
    c.allow(time_for(size));
    boost::system::error_code error;
    co_await asio::async_write(c.socket, parts, asio::redirect_error(awaiting, error));
    c.deadline = Clock::time_point::max();
    co_return !error;
}

/// A page of changes that the ring no longer has.
Awaitable<bool> Network::write_older(Connection& c) {
    c.live = false;
    struct Page {
        std::string frames;
        ChangeSeq reached{};
        bool failed = false;
    };
    const auto page = std::make_shared<Page>();
    page->reached = c.position;
    c.answer.reset();
    const bool accepted = workers_.offer(
        [bell = doorbell_, id = c.id, page, after = c.position, &archive = archive_] {
            const auto changes = archive.changes(after, changes_a_page);
            page->failed = !changes;
            if (changes)
                for (const Change& change : *changes) {
                    page->frames += event_frame(change);
                    page->reached = change.seq;
                }
            bell->ring([id](Network& network) { network.deliver(id, Stream{}); });
        });
    if (!accepted) co_return false;  // it comes back by itself, and the queue has had a rest
    (void)co_await delivered(c);
    if (page->failed || !c.socket.is_open()) co_return false;
    // Nothing between here and the ring: what was there is no longer told.
    c.position = page->frames.empty() ? ring_.floor() : page->reached;
    if (page->frames.empty()) co_return true;
    const std::vector<Ring::Bytes> frames = {
        std::make_shared<const std::string>(std::move(page->frames))};
    const bool written = co_await write_stream(c, frames);
    co_return written;
}

/// What is new, or a heartbeat when nothing is for a while.
Awaitable<bool> Network::write_newer(Connection& c) {
    c.live = true;
    Ring::Slice slice = ring_.after(c.position, bytes_a_write);
    if (slice.frames.empty()) {
        boost::system::error_code woken;
        c.signal.expires_after(heartbeat_time);
        co_await c.signal.async_wait(asio::redirect_error(awaiting, woken));
        if (woken) co_return c.socket.is_open();
        slice.frames.push_back(std::make_shared<const std::string>(heartbeat));
    }
    const bool written = co_await write_stream(c, slice.frames);
    c.position = slice.reached;
    co_return written;
}

/// Readers of /events say nothing more; when they leave, their place is free at once.
void Network::watch_for_end(const ConnectionPointer& connection) {
    Connection& c = *connection;
    c.socket.async_wait(Socket::wait_read, [this, connection](boost::system::error_code error) {
        if (error || !connection->socket.is_open()) return;
        const std::size_t size = connection->socket.read_some(asio::buffer(scratch_), error);
        if (error == asio::error::would_block) {
            error.clear();
        } else if (error || size == 0) {
            connection->cut();
            return;
        }
        watch_for_end(connection);
    });
}

}  // namespace chappe
