#include "app/fetch_flags.h"

#include <fstream>
#include <iterator>
#include <memory>
#include <utility>

#include "ingest/fetchable.h"

namespace chappe {
namespace {

Result<Resolver> resolver_of(const std::string& path) {
    if (path.empty()) return Resolver{};
    std::ifstream in(path, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    if (!in && text.empty()) return fail(Failure::absent, "cannot open " + path);
    const auto hosts = std::make_shared<const Hosts>(TRY(parse_hosts(text)));
    return [hosts](const std::string& name) {
        const auto found = hosts->find(name);
        return found == hosts->end() ? std::vector<Address>{} : found->second;
    };
}

}  // namespace

Result<FetchOptions> fetch_options(const FetchFlags& flags) {
    FetchOptions options;
    options.policy.allow = TRY(AllowList::parse(flags.allow));
    options.policy.ports.insert(options.policy.ports.end(), flags.ports.begin(), flags.ports.end());
    options.resolver = TRY(resolver_of(flags.hosts));
    options.contact_url = flags.contact_url;
    return options;
}

}  // namespace chappe
