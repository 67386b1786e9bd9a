#pragma once
// A plain client for tests: raw bytes over a socket of this machine, with a time limit everywhere.

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace chappe {

struct Reply {
    int status = 0;  // 0: the connection ended without an answer
    std::string head;
    std::string body;
};

class HttpClient {
 public:
    explicit HttpClient(std::uint16_t port, int receive_buffer = 0) {
        socket_ = ::socket(AF_INET, SOCK_STREAM, 0);
        if (receive_buffer > 0)
            ::setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        connected_ = ::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
    }
    ~HttpClient() { ::close(socket_); }
    HttpClient(const HttpClient&) = delete;
    HttpClient& operator=(const HttpClient&) = delete;

    bool connected() const { return connected_; }

    bool send(std::string_view bytes) {
        while (!bytes.empty()) {
            pollfd ready{socket_, POLLOUT, 0};
            if (::poll(&ready, 1, 5000) != 1) return false;
            const ssize_t sent =
                ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
            if (sent <= 0) return false;
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        }
        return true;
    }

    /// Reads until `mark` has come; false after `limit` or at the end of the connection.
    bool read_until(std::string_view mark, std::chrono::milliseconds limit) {
        const auto end = std::chrono::steady_clock::now() + limit;
        while (received_.find(mark) == std::string::npos)
            if (!read_some(end)) return false;
        return true;
    }

    /// True when the other side has ended the connection within `limit`.
    bool ended(std::chrono::milliseconds limit) {
        const auto end = std::chrono::steady_clock::now() + limit;
        while (!ended_)
            if (!read_some(end)) break;
        return ended_;
    }

    /// The next answer. `method` HEAD: it has no body.
    Reply reply(std::string_view method = "GET",
                std::chrono::milliseconds limit = std::chrono::seconds(5)) {
        Reply out;
        if (!read_until("\r\n\r\n", limit)) return out;
        const std::size_t head_end = received_.find("\r\n\r\n") + 4;
        out.head = received_.substr(0, head_end);
        out.status = std::atoi(out.head.c_str() + 9);
        received_.erase(0, head_end);
        const std::size_t at = out.head.find("Content-Length: ");
        if (at == std::string::npos || method == "HEAD") return out;
        const auto size = static_cast<std::size_t>(std::atoll(out.head.c_str() + at + 16));
        const auto end = std::chrono::steady_clock::now() + limit;
        while (received_.size() < size)
            if (!read_some(end)) break;
        out.body = received_.substr(0, size);
        received_.erase(0, size);
        return out;
    }

    Reply get(std::string_view target, std::string_view headers = "") {
        send("GET " + std::string(target) + " HTTP/1.1\r\nHost: localhost\r\n" +
             std::string(headers) + "\r\n");
        return reply();
    }

    Reply post(std::string_view target, std::string_view headers, std::string_view body) {
        send("POST " + std::string(target) + " HTTP/1.1\r\nHost: localhost\r\n" +
             std::string(headers) + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
             std::string(body));
        return reply();
    }

    const std::string& received() const { return received_; }

 private:
    bool read_some(std::chrono::steady_clock::time_point end) {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
            end - std::chrono::steady_clock::now());
        pollfd ready{socket_, POLLIN, 0};
        if (ended_ || left.count() <= 0 || ::poll(&ready, 1, static_cast<int>(left.count())) != 1)
            return false;
        char buffer[65536];
        const ssize_t size = ::recv(socket_, buffer, sizeof buffer, 0);
        ended_ = size <= 0;
        if (!ended_) received_.append(buffer, static_cast<std::size_t>(size));
        return !ended_;
    }

    int socket_ = -1;
    bool connected_ = false;
    bool ended_ = false;
    std::string received_;
};

}  // namespace chappe
