#pragma once
// LoopbackServer: a small HTTP server for tests, on a free port of 127.0.0.1, in a thread of its
// own. It answers one connection after the other with whatever bytes the test wants, proper or not.

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <functional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>

namespace chappe {

class LoopbackServer {
 public:
    /// One request. send() gives false when the other side is gone or the server ends.
    struct Connection {
        int socket;
        std::string request;  // the header lines and the body
        const std::atomic<bool>& ending;

        std::string path() const {
            const auto begin = request.find(' ') + 1;
            return request.substr(begin, request.find(' ', begin) - begin);
        }
        std::string host() const {
            const auto begin = request.find("\r\nHost: ") + 8;
            return request.substr(begin, request.find("\r\n", begin) - begin);
        }
        std::string body() const { return request.substr(request.find("\r\n\r\n") + 4); }
        bool send(std::string_view bytes) const {
            while (!bytes.empty() && !ending) {
                const ssize_t sent = ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
                if (sent <= 0) return false;
                bytes.remove_prefix(static_cast<std::size_t>(sent));
            }
            return !ending;
        }
    };
    using Handler = std::function<void(const Connection&)>;

    explicit LoopbackServer(Handler handler) : handler_(std::move(handler)) {
        listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in where{};
        where.sin_family = AF_INET;
        where.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof where;
        auto* const address = reinterpret_cast<sockaddr*>(&where);
        if (::bind(listener_, address, size) != 0 || ::listen(listener_, 16) != 0 ||
            ::getsockname(listener_, address, &size) != 0)
            throw std::runtime_error("no free port on 127.0.0.1");
        port_ = ntohs(where.sin_port);
        thread_ = std::thread([this] { serve(); });
    }
    ~LoopbackServer() {
        ending_ = true;
        thread_.join();
        ::close(listener_);
    }
    LoopbackServer(const LoopbackServer&) = delete;
    LoopbackServer& operator=(const LoopbackServer&) = delete;

    std::uint16_t port() const { return port_; }
    int connections() const { return connections_; }
    std::string url(std::string_view path) const {
        return "http://127.0.0.1:" + std::to_string(port_) + std::string(path);
    }

 private:
    void serve() {
        while (!ending_) {
            pollfd waiting{.fd = listener_, .events = POLLIN, .revents = 0};
            if (::poll(&waiting, 1, 20) <= 0) continue;
            const int socket = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
            if (socket < 0) continue;
            ++connections_;
            const timeval patience{.tv_sec = 5, .tv_usec = 0};
            ::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
            ::setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
            answer(socket);
            ::close(socket);
        }
    }
    /// Of the whole request, as far as it is known.
    static std::size_t size_of(const std::string& request) {
        const std::size_t head = request.find("\r\n\r\n");
        if (head == std::string::npos) return std::string::npos;
        const std::size_t length = request.find("\r\nContent-Length: ");
        return head + 4 + (length < head ? std::stoul(request.substr(length + 18)) : 0);
    }
    void answer(int socket) {
        std::string request;
        char piece[4096];
        while (request.size() < size_of(request)) {
            const ssize_t got = ::recv(socket, piece, sizeof piece, 0);
            if (got <= 0) return;
            request.append(piece, static_cast<std::size_t>(got));
        }
        handler_({socket, std::move(request), ending_});
    }

    Handler handler_;
    int listener_ = -1;
    std::uint16_t port_ = 0;
    std::atomic<bool> ending_ = false;
    std::atomic<int> connections_ = 0;
    std::thread thread_;
};

}  // namespace chappe
