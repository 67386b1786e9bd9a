#include "wire/access_log.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/json_writer.h"
#include "base/text.h"

namespace chappe {
namespace {

constexpr std::size_t most_waiting = 8 << 20;  // bytes of lines
constexpr std::size_t longest_path = 200;      // bytes of a path in a line

/// -1 with errno when it cannot be opened.
int open_for_appending(const std::string& path) {
    if (path == "-") return ::dup(STDOUT_FILENO);
    return ::open(path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0640);
}

Result<void> trouble(const std::string& path) {
    return fail(Failure::refused,
                "cannot write the access log " + path + ": " + std::string(std::strerror(errno)));
}

}  // namespace

Result<AccessLog> AccessLog::open(std::string path) {
    AccessLog log;
    log.path_ = std::move(path);
    if (log.is_on()) TRY(write(log.path_, ""));
    return log;
}

void AccessLog::add(const Request& request, int status, std::size_t bytes,
                    std::chrono::microseconds took, ClientKind client, Instant now) {
    if (!is_on()) return;
    if (lines_.size() > most_waiting) {
        ++left_out_;
        return;
    }
    std::string_view path = request.target;
    path = path.substr(0, path.find('?')).substr(0, longest_path);
    JsonWriter json;
    json.begin_object().key("time").string(to_string(now));
    json.key("method").string(request.method).key("path").string(path);
    json.key("status").number(status).key("bytes").number(static_cast<std::int64_t>(bytes));
    lines_ += json.str();
    lines_ += fmt::format(",\"ms\":{:.1f},\"client\":\"{}\"}}\n",
                          static_cast<double>(took.count()) / 1000, name_of(client));
}

std::string AccessLog::take() {
    std::string out = std::exchange(lines_, {});
    if (left_out_ > 0) out += fmt::format("{{\"left_out\":{}}}\n", std::exchange(left_out_, 0));
    return out;
}

Result<void> AccessLog::write(const std::string& path, std::string_view lines) {
    const int file = open_for_appending(path);
    if (file < 0) return trouble(path);
    while (!lines.empty()) {
        const ssize_t size = ::write(file, lines.data(), lines.size());
        if (size < 0 && errno == EINTR) continue;
        if (size < 0) {
            const auto failed = trouble(path);
            ::close(file);
            return failed;
        }
        lines.remove_prefix(static_cast<std::size_t>(size));
    }
    ::close(file);
    return {};
}

}  // namespace chappe
