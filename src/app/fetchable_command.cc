#include <fstream>
#include <iostream>
#include <iterator>

#include "app/commands.h"
#include "app/report.h"
#include "ingest/fetchable.h"

namespace chappe {
namespace {

Result<Hosts> load_hosts(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    if (!in && text.empty()) return fail(Failure::absent, "cannot open " + path);
    return parse_hosts(text);
}

}  // namespace

int run(const FetchableCommand& command) {
    if (command.hosts.empty()) return answer_fetchable(std::cin, std::cout);
    const auto hosts = load_hosts(command.hosts);
    return hosts ? answer_fetchable(std::cin, std::cout, &*hosts) : report(hosts.error());
}

}  // namespace chappe
