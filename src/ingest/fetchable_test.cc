#include "ingest/fetchable.h"

#include <gtest/gtest.h>

#include <sstream>

namespace chappe {
namespace {

std::string answers(const std::string& lines, const Hosts* hosts) {
    std::istringstream in(lines);
    std::ostringstream out;
    EXPECT_EQ(answer_fetchable(in, out, hosts), 0);
    return out.str();
}

TEST(Fetchable, EachLineGetsItsAnswer) {
    const Hosts hosts = parse_hosts(
                            "# our own\n"
                            "pub.test 93.184.216.34  2606:4700:4700::1111\r\n"
                            "mixed.test\t8.8.8.8 10.0.0.5 # rebinding\n"
                            "\n"
                            "empty.test\n"
                            "two.test 8.8.8.8\n"
                            "TWO.test. 127.0.0.1")
                            .value();
    EXPECT_EQ(answers("\"http://pub.test/\"\n\"http://PUB.test.:8080/x\"\n\"http://mixed.test/\"\n"
                      "\"http://empty.test/\"\n\"http://two.test/\"\n\"http://unknown.test/\"\n"
                      "\"http://8.8.8.8/\"\n\"http://127.0.0.1/\"",
                      &hosts),
              "allow\nallow\nblock\nblock\nblock\nblock\nallow\nblock\n");
}

TEST(Fetchable, WithoutHostsOnlyPublicAddressesPass) {
    EXPECT_EQ(answers("\"http://8.8.8.8/\"\n\"http://example.org/\"\n", nullptr), "allow\nblock\n");
    EXPECT_EQ(answers("", nullptr), "");
}

TEST(Fetchable, LinesThatAreNoStringAreBlocked) {
    EXPECT_EQ(answers("\nhttp://8.8.8.8/\n7\nnull\n[\"http://8.8.8.8/\"]\n\"http://8.8.8.8/\n"
                      "\"http://8.8.8.8/\" \"x\"\n\"http://8.8.8.8/\\ud800\"\n\"\xff\"\n",
                      nullptr),
              "block\nblock\nblock\nblock\nblock\nblock\nblock\nblock\nblock\n");
    EXPECT_EQ(answers("\"http:\\/\\/8.8.8.8\\u002f\"\n", nullptr), "allow\n");
    EXPECT_EQ(answers("\"http://8.8.8.8/\\u0000\"\n", nullptr), "block\n");
    EXPECT_EQ(answers(std::string(1 << 20, '[') + "\n\"http://8.8.8.8/\"\n", nullptr),
              "block\nallow\n");
    // Too long, although what would be kept of it is good.
    EXPECT_EQ(answers("\"http://8.8.8.8/\"" + std::string(100'000, ' ') + "\n", nullptr),
              "block\n");
}

TEST(Fetchable, AnOutputThatFailsEndsTheCommand) {
    std::istringstream in("\"http://8.8.8.8/\"\n\"http://8.8.8.8/\"\n");
    std::ostringstream out;
    out.setstate(std::ios::badbit);
    EXPECT_EQ(answer_fetchable(in, out), 5);
}

TEST(Fetchable, AHostsFileSaysWhichLineIsWrong) {
    const auto message = [](std::string_view text) {
        const auto hosts = parse_hosts(text);
        return hosts ? "" : hosts.error().message;
    };
    EXPECT_EQ(message("a.test 8.8.8.8\nb.test 8.8.8\n"),
              "line 2 of the hosts file: \"8.8.8\" is not an address");
    EXPECT_EQ(message("127.0.0.1 localhost\n"),
              "line 1 of the hosts file: \"127.0.0.1\" is not a name (a name, then addresses)");
    EXPECT_EQ(message(""), "");
    EXPECT_EQ(message("\n\n#\n"), "");
}

}  // namespace
}  // namespace chappe
