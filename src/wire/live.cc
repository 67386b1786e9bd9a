// Readers of /events. One is behind (pages from the archive) or live (frames from the ring, which
// are shared, not copied). Whoever takes nothing for a while is deaf and dropped; whoever takes
// slowly is not.
#include <boost/asio/buffer.hpp>
#include <boost/asio/redirect_error.hpp>

#include "wire/api.h"
#include "wire/network.h"

// g++ 12 takes Asio's pair of coroutine allocation functions for mismatched.
#pragma GCC diagnostic ignored "-Wmismatched-new-delete"

namespace chappe {
namespace {

constexpr std::string_view reconnect_line = "retry: 2000\n\n";
constexpr std::string_view heartbeat = ": \n\n";
constexpr std::chrono::seconds queue_pause{1};  // when no worker has time for an older page

/// What of the frames is not written yet, as buffers of one write.
std::vector<asio::const_buffer> rest_of(const std::vector<Ring::Bytes>& frames, std::size_t done) {
    std::vector<asio::const_buffer> parts;
    for (const Ring::Bytes& frame : frames) {
        const std::size_t skip = std::min(done, frame->size());
        done -= skip;
        if (skip < frame->size()) parts.push_back(asio::buffer(*frame) + skip);
    }
    return parts;
}

}  // namespace

Awaitable<void> Network::stream(ConnectionPointer connection, ChangeSeq after) {
    Connection& c = *connection;
    ++metrics_.event_readers;
    metrics_.count(200);
    c.position = after;
    watch_for_end(connection);
    const std::vector<Ring::Bytes> first = {
        std::make_shared<const std::string>(head_of_stream() + std::string(reconnect_line))};
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
    std::size_t size = 0;
    for (const Ring::Bytes& frame : frames) size += frame->size();
    boost::system::error_code error;
    for (std::size_t done = 0; done < size;) {
        done += c.socket.write_some(rest_of(frames, done), error);
        if (done == size) break;
        if (error && error != asio::error::would_block) co_return false;
        c.deadline = Clock::now() + deaf_time_;
        co_await c.socket.async_wait(Socket::wait_write, asio::redirect_error(awaiting, error));
        if (error || !c.socket.is_open()) co_return false;
        c.deadline = Clock::time_point::max();
    }
    co_return true;
}

/// A page of changes that the ring no longer has.
Awaitable<bool> Network::write_older(Connection& c) {
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
    if (!accepted) {
        boost::system::error_code woken;
        c.signal.expires_after(queue_pause);
        co_await c.signal.async_wait(asio::redirect_error(awaiting, woken));
        co_return c.socket.is_open();
    }
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
