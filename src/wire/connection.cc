// A connection's bytes: in, to requests; out, from answers. What is answered from kept pages never
// leaves the callback that read it; everything else is attended to by a coroutine.
//
// Awaited calls stand in statements of their own: g++ 12 miscompiles temporaries across co_await.
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>

#include "wire/network.h"

// g++ 12 takes Asio's pair of coroutine allocation functions for mismatched.
#pragma GCC diagnostic ignored "-Wmismatched-new-delete"

namespace chappe {
namespace {

constexpr std::size_t most_noise = 4 << 20;  // read after a refusal, so that its answer arrives

}  // namespace

void Network::wait(ConnectionPointer connection) {
    Socket& socket = connection->socket;
    socket.async_wait(Socket::wait_read, [this, waiting = std::move(connection)](
                                             const boost::system::error_code& error) {
        if (error || !waiting->socket.is_open())
            drop(*waiting);
        else
            readable(waiting);
    });
}

void Network::readable(const ConnectionPointer& connection) {
    Connection& c = *connection;
    time_ = Clock::now();
    if (!read_bytes(c)) {
        drop(c);
        return;
    }
    c.begun = time_;
    answer_at_hand(c);
    const bool at_rest = c.unsent.empty() && c.reader.state() == RequestReader::State::head;
    if (!c.socket.is_open() || (at_rest && (c.last || (stopping_ && c.reader.idle())))) {
        drop(c);
    } else if (at_rest) {
        wait(connection);
    } else {
        asio::co_spawn(context_, attend(connection), asio::detached);
    }
}

/// What the socket has, into the reader. False when the connection is gone.
bool Network::read_bytes(Connection& c) {
    boost::system::error_code error;
    const std::size_t size = c.socket.read_some(asio::buffer(scratch_), error);
    if (error == asio::error::would_block) return true;
    if (error || size == 0) return false;
    c.reader.feed(std::string_view(scratch_).substr(0, size));
    if (c.phase == Phase::waiting && !c.reader.idle()) {
        c.phase = Phase::reading;
        c.deadline = time_ + head_time;
    }
    return true;
}

/// Answers what can be answered without asking anybody, and writes it in one piece.
void Network::answer_at_hand(Connection& c) {
    out_.clear();
    while (c.unsent.empty() && !c.last && c.reader.state() == RequestReader::State::complete) {
        if (!append_at_hand(c)) break;
        c.reader.next();
        c.phase = c.reader.idle() ? Phase::waiting : Phase::reading;
        c.deadline = time_ + (c.reader.idle() ? idle_time : head_time);
        if (out_.size() >= bytes_a_write) write_at_once(c);
    }
    write_at_once(c);
}

/// What the socket takes; the rest is left in `unsent`, within the budget of all answers.
void Network::write_at_once(Connection& c) {
    if (out_.empty()) return;
    boost::system::error_code error;
    const std::size_t size = c.socket.write_some(asio::buffer(out_), error);
    if (error && error != asio::error::would_block)
        c.cut();
    else if (size < out_.size())
        c.unsent.assign(out_, size);
    out_.clear();
}

/// One coroutine a connection, until its requests are answered and its bytes are out.
Awaitable<void> Network::attend(ConnectionPointer connection) {
    Connection& c = *connection;
    bool open = co_await write_rest(c);
    while (open && !c.last && c.reader.state() != RequestReader::State::head) {
        open = co_await answer_one(c);
        if (c.phase == Phase::streaming) {
            co_await stream(connection, c.position);
            open = false;
        }
        if (!open || c.last) break;
        c.reader.next();
        time_ = c.begun = Clock::now();
        c.phase = c.reader.idle() ? Phase::waiting : Phase::reading;
        c.deadline = time_ + (c.reader.idle() ? idle_time : head_time);
        answer_at_hand(c);
        open = co_await write_rest(c);
    }
    if (!open || c.last || !c.socket.is_open() || (stopping_ && c.reader.idle()))
        drop(c);
    else
        wait(std::move(connection));
}

/// False when it did not get through.
Awaitable<bool> Network::write_rest(Connection& c) {
    if (c.unsent.empty()) co_return c.socket.is_open();
    const Phase then = c.phase;
    const auto size = static_cast<std::int64_t>(c.unsent.size());
    metrics_.answer_bytes += size;
    c.phase = Phase::writing;
    c.allow(transfer_time + std::chrono::seconds(c.unsent.size() / slowest_rate));
    boost::system::error_code error;
    for (std::size_t done = 0; !error && done < c.unsent.size();) {
        co_await c.socket.async_wait(Socket::wait_write, asio::redirect_error(awaiting, error));
        if (error || !c.socket.is_open()) break;
        done += c.socket.write_some(asio::buffer(c.unsent) + done, error);
        if (error == asio::error::would_block) error.clear();
    }
    metrics_.answer_bytes -= size;
    c.unsent = {};
    c.phase = then;
    c.allow(then == Phase::waiting ? idle_time : head_time);
    co_return !error && c.socket.is_open();
}

/// Waits for bytes. False when the connection is gone.
Awaitable<bool> Network::take_bytes(Connection& c) {
    boost::system::error_code error;
    co_await c.socket.async_wait(Socket::wait_read, asio::redirect_error(awaiting, error));
    if (error || !c.socket.is_open()) co_return false;
    time_ = Clock::now();
    co_return read_bytes(c);
}

/// RFC 9112, 9.6: an answer before the end of a request is lost when the socket closes over unread
/// bytes, so what still comes is read for a while.
Awaitable<void> Network::linger(Connection& c) {
    boost::system::error_code error;
    c.socket.shutdown(Tcp::socket::shutdown_send, error);
    c.phase = Phase::lingering;
    c.allow(linger_time);
    std::size_t noise = 0;
    while (!error && !stopping_ && noise < most_noise) {
        co_await c.socket.async_wait(Socket::wait_read, asio::redirect_error(awaiting, error));
        if (error || !c.socket.is_open()) co_return;
        noise += c.socket.read_some(asio::buffer(scratch_), error);
        if (error == asio::error::would_block) error.clear();
    }
}

}  // namespace chappe
