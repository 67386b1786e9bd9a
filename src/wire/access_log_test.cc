#include "wire/access_log.h"

#include <gtest/gtest.h>

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>

namespace chappe {
namespace {

using namespace std::chrono_literals;

Request request_for(std::string target) {
    Request request;
    request.method = "GET";
    request.target = std::move(target);
    request.client = "203.0.113.9";
    request.user_agent = "Mozilla/5.0";
    return request;
}

class AccessLogTest : public testing::Test {
 protected:
    AccessLogTest() { std::filesystem::create_directories(folder_); }
    ~AccessLogTest() override { std::filesystem::remove_all(folder_); }
    std::string path() const { return (folder_ / "access.log").string(); }
    std::string content() const {
        std::ifstream in(path());
        return {std::istreambuf_iterator<char>(in), {}};
    }

    const std::filesystem::path folder_ =
        std::filesystem::temp_directory_path() / ("chappe-access-" + std::to_string(::getpid()));
};

TEST_F(AccessLogTest, ALineSaysWhatWasAnsweredAndNothingOfTheReader) {
    auto log = AccessLog::open(path());
    ASSERT_TRUE(log);
    log->add(request_for("/search?q=secret"), 200, 5213, 1400us, ClientKind::person, Instant{});
    EXPECT_EQ(log->take(),
              "{\"time\":\"1970-01-01T00:00:00Z\",\"method\":\"GET\",\"path\":\"/search\","
              "\"status\":200,\"bytes\":5213,\"ms\":1.4,\"client\":\"person\"}\n");
    EXPECT_EQ(log->take(), "");
}

TEST_F(AccessLogTest, AFileMovedAwayIsBegunAnew) {
    auto log = AccessLog::open(path());
    ASSERT_TRUE(log);
    ASSERT_TRUE(AccessLog::write(path(), "one\n"));
    ASSERT_TRUE(AccessLog::write(path(), "two\n"));
    EXPECT_EQ(content(), "one\ntwo\n");
    std::filesystem::rename(path(), path() + ".1");
    ASSERT_TRUE(AccessLog::write(path(), "three\n"));
    EXPECT_EQ(content(), "three\n");
}

TEST_F(AccessLogTest, WhatCannotBeWrittenFastEnoughIsLeftOutAndSaidSo) {
    auto log = AccessLog::open(path());
    ASSERT_TRUE(log);
    const Request request = request_for("/" + std::string(5000, 'x'));
    for (int i = 0; i < 60000; ++i) log->add(request, 200, 1, 1us, ClientKind::bot, Instant{});
    const std::string lines = log->take();
    EXPECT_LT(lines.size(), 9U << 20);
    EXPECT_NE(lines.find("{\"left_out\":"), std::string::npos);
}

TEST_F(AccessLogTest, WithoutAPathThereIsNone) {
    auto log = AccessLog::open("");
    ASSERT_TRUE(log);
    EXPECT_FALSE(log->is_on());
    log->add(request_for("/"), 200, 1, 1us, ClientKind::person, Instant{});
    EXPECT_EQ(log->take(), "");
    EXPECT_FALSE(AccessLog::open((folder_ / "no folder" / "x").string()));
}

}  // namespace
}  // namespace chappe
