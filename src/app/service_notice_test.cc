#include "app/service_notice.h"

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <string>
#include <thread>

namespace chappe {
namespace {

/// The service manager's end.
class Manager {
 public:
    /// Bound to a name of the abstract kind, free again when this test ends.
    Manager() : name_("@chappe-notice-test-" + std::to_string(::getpid())) {
        descriptor_ = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
        sockaddr_un address = {};
        address.sun_family = AF_UNIX;
        std::memcpy(address.sun_path + 1, name_.data() + 1, name_.size() - 1);
        const auto length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + name_.size());
        const timeval patience = {5, 0};
        ::setsockopt(descriptor_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        if (::bind(descriptor_, reinterpret_cast<const sockaddr*>(&address), length) != 0)
            ADD_FAILURE() << std::strerror(errno);
    }
    ~Manager() { ::close(descriptor_); }
    Manager(const Manager&) = delete;
    Manager& operator=(const Manager&) = delete;

    const std::string& name() const { return name_; }
    /// What was said next; empty after 5 s of silence.
    std::string next() const {
        std::array<char, 100> words;
        const ssize_t taken = ::recv(descriptor_, words.data(), words.size(), 0);
        return taken < 0 ? "" : std::string(words.data(), static_cast<std::size_t>(taken));
    }

 private:
    std::string name_;
    int descriptor_;
};

/// Listens on loopback and answers one connection with `words`, if any.
class OneAnswer {
 public:
    explicit OneAnswer(std::string_view words) {
        listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in address = {};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t length = sizeof address;
        auto* any = reinterpret_cast<sockaddr*>(&address);
        if (::bind(listener_, any, length) != 0 || ::listen(listener_, 1) != 0 ||
            ::getsockname(listener_, any, &length) != 0)
            ADD_FAILURE() << std::strerror(errno);
        port_ = ntohs(address.sin_port);
        thread_ = std::jthread([listener = listener_, words = std::string(words)] {
            const int client = ::accept(listener, nullptr, nullptr);
            std::array<char, 1000> request;
            ::recv(client, request.data(), request.size(), 0);
            ::send(client, words.data(), words.size(), MSG_NOSIGNAL);
            ::close(client);
        });
    }
    ~OneAnswer() {
        ::shutdown(listener_, SHUT_RDWR);
        thread_.join();
        ::close(listener_);
    }
    OneAnswer(const OneAnswer&) = delete;
    OneAnswer& operator=(const OneAnswer&) = delete;
    std::uint16_t port() const { return port_; }

 private:
    int listener_;
    std::uint16_t port_ = 0;
    std::jthread thread_;
};

TEST(ServiceNotice, SaysItsWordsToTheManager) {
    const Manager manager;
    const ServiceNotice notice(manager.name());
    EXPECT_TRUE(notice.is_heard());
    ASSERT_TRUE(notice.tell("READY=1"));
    EXPECT_EQ(manager.next(), "READY=1");
    ASSERT_TRUE(notice.tell("STOPPING=1"));
    EXPECT_EQ(manager.next(), "STOPPING=1");
}

TEST(ServiceNotice, IsSilentWithoutAManager) {
    const ServiceNotice notice("");
    EXPECT_FALSE(notice.is_heard());
    EXPECT_TRUE(notice.tell("READY=1"));
}

TEST(ServiceNotice, NamesAManagerThatIsNotThere) {
    EXPECT_FALSE(ServiceNotice("/nobody/listens/here").tell("READY=1"));
    EXPECT_FALSE(ServiceNotice(std::string(200, 'x')).tell("READY=1"));
}

TEST(ServiceNotice, WatchdogIsAskedForByThisProcessOnly) {
    using std::chrono::microseconds;
    const std::string own = std::to_string(::getpid());
    EXPECT_EQ(watchdog_interval("30000000", own.c_str()), microseconds(30'000'000));
    EXPECT_EQ(watchdog_interval("30000000", nullptr), microseconds(30'000'000));
    EXPECT_EQ(watchdog_interval("30000000", "1"), std::nullopt);
    EXPECT_EQ(watchdog_interval(nullptr, nullptr), std::nullopt);
    EXPECT_EQ(watchdog_interval("0", nullptr), std::nullopt);
    EXPECT_EQ(watchdog_interval("soon", nullptr), std::nullopt);
}

TEST(ServiceNotice, AServerThatRefusesStillAnswers) {
    EXPECT_TRUE(answers("127.0.0.1", OneAnswer("HTTP/1.1 503 Service Unavailable\r\n\r\n").port()));
    EXPECT_FALSE(answers("127.0.0.1", OneAnswer("").port()));
    EXPECT_FALSE(answers("127.0.0.1", OneAnswer("SSH-2.0-").port()));
    EXPECT_FALSE(answers("no address", 1));
}

TEST(ServiceNotice, WatchdogPassesOnThatTheServerLives) {
    const Manager manager;
    const OneAnswer server("HTTP/1.1 200 OK\r\n\r\n");
    const Watchdog watchdog(ServiceNotice(manager.name()), "127.0.0.1", server.port(),
                            std::chrono::minutes(1));
    EXPECT_EQ(manager.next(), "WATCHDOG=1");
}

}  // namespace
}  // namespace chappe
