#include "app/service_notice.h"

#include <netdb.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <condition_variable>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <stop_token>
#include <thread>
#include <utility>

#include "base/log.h"

namespace chappe {
namespace {

constexpr timeval patience = {5, 0};

/// Closes what it holds.
class Socket {
 public:
    explicit Socket(int descriptor) : descriptor_(descriptor) {}
    ~Socket() {
        if (descriptor_ >= 0) ::close(descriptor_);
    }
    Socket(const Socket&) = delete;
    Socket& operator=(const Socket&) = delete;
    int get() const { return descriptor_; }

 private:
    int descriptor_;
};

std::unexpected<Error> cannot_tell(std::string_view why) {
    return std::unexpected(
        Error{Failure::broken, "cannot tell the service manager: " + std::string(why)});
}

template <typename Number>
std::optional<Number> number_of(const char* digits) {
    if (!digits) return std::nullopt;
    const char* end = digits + std::strlen(digits);
    Number number{};
    const auto [stop, error] = std::from_chars(digits, end, number);
    if (error != std::errc() || stop != end) return std::nullopt;
    return number;
}

/// Connected to a numeric address, with patience for both directions; -1 when nobody listens.
int connected(const std::string& host, std::uint16_t port) {
    addrinfo wanted = {};
    wanted.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV;
    wanted.ai_socktype = SOCK_STREAM;
    addrinfo* found = nullptr;
    if (::getaddrinfo(host.c_str(), std::to_string(port).c_str(), &wanted, &found) != 0) return -1;
    const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> address(found, ::freeaddrinfo);

    const int descriptor = ::socket(address->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (descriptor < 0) return -1;
    ::setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    ::setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    if (::connect(descriptor, address->ai_addr, address->ai_addrlen) == 0) return descriptor;
    ::close(descriptor);
    return -1;
}

}  // namespace

ServiceNotice::ServiceNotice(std::string socket) : socket_(std::move(socket)) {}

ServiceNotice ServiceNotice::from_environment() {
    const char* socket = std::getenv("NOTIFY_SOCKET");
    return ServiceNotice(socket ? socket : "");
}

Result<void> ServiceNotice::tell(std::string_view state) const {
    if (socket_.empty()) return {};
    sockaddr_un address = {};
    address.sun_family = AF_UNIX;
    if (socket_.size() >= sizeof address.sun_path)
        return cannot_tell("its socket's name is too long");
    std::memcpy(address.sun_path, socket_.data(), socket_.size());
    // "If $NOTIFY_SOCKET starts with '@', the socket is of the abstract kind": NUL in its place.
    if (socket_.front() == '@') address.sun_path[0] = '\0';
    const auto length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + socket_.size());

    const Socket socket(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0));
    if (socket.get() < 0) return cannot_tell(std::strerror(errno));
    const ssize_t sent = ::sendto(socket.get(), state.data(), state.size(), MSG_NOSIGNAL,
                                  reinterpret_cast<const sockaddr*>(&address), length);
    if (sent < 0) return cannot_tell(std::strerror(errno));
    return {};
}

std::optional<std::chrono::microseconds> watchdog_interval(const char* microseconds,
                                                           const char* process) {
    const auto asked = number_of<std::int64_t>(microseconds);
    if (!asked || *asked <= 0) return std::nullopt;
    // Set for another process, from which this one inherited it.
    if (process && number_of<pid_t>(process) != ::getpid()) return std::nullopt;
    return std::chrono::microseconds(*asked);
}

std::optional<std::chrono::microseconds> watchdog_interval() {
    return watchdog_interval(std::getenv("WATCHDOG_USEC"), std::getenv("WATCHDOG_PID"));
}

bool answers(const std::string& host, std::uint16_t port) {
    const Socket socket(connected(host, port));
    if (socket.get() < 0) return false;
    constexpr std::string_view request =
        "GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    if (::send(socket.get(), request.data(), request.size(), MSG_NOSIGNAL) !=
        static_cast<ssize_t>(request.size()))
        return false;
    std::array<char, 9> head;
    const ssize_t taken = ::recv(socket.get(), head.data(), head.size(), MSG_WAITALL);
    return taken == head.size() && std::string_view(head.data(), head.size()) == "HTTP/1.1 ";
}

struct Watchdog::Running {
    ServiceNotice notice;
    std::string host;
    std::uint16_t port;
    std::chrono::microseconds pause;
    std::mutex mutex;
    std::condition_variable_any stopped;
    std::jthread thread;  // last: gone before what it uses

    void watch(const std::stop_token& stop) {
        std::unique_lock lock(mutex);
        while (!stop.stop_requested()) {
            if (!answers(host, port)) {
                log_warning("the server does not answer its own question for its health");
            } else if (const auto told = notice.tell("WATCHDOG=1"); !told) {
                log_warning(told.error().message);
            }
            stopped.wait_for(lock, stop, pause, [] { return false; });
        }
    }
};

Watchdog::Watchdog(const ServiceNotice& notice, std::string host, std::uint16_t port,
                   std::chrono::microseconds interval)
    : running_(new Running{notice, std::move(host), port, interval / 3, {}, {}, {}}) {
    running_->thread = std::jthread(
        [running = running_.get()](const std::stop_token& stop) { running->watch(stop); });
}

Watchdog::~Watchdog() = default;

}  // namespace chappe
