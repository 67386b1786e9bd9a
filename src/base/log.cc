// The one file that sees spdlog.
#include "base/log.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

namespace chappe {
namespace {

spdlog::logger& logger() {
    static const auto instance = [] {
        auto made = spdlog::stderr_logger_mt("chappe");
        made->set_pattern("%Y-%m-%dT%H:%M:%S%z %l %v");
        made->flush_on(spdlog::level::info);
        return made;
    }();
    return *instance;
}

}  // namespace

void log_info(std::string_view line) {
    logger().info(line);
}
void log_warning(std::string_view line) {
    logger().warn(line);
}
void log_error(std::string_view line) {
    logger().error(line);
}
void log_quietly() {
    logger().set_level(spdlog::level::warn);
}

}  // namespace chappe
