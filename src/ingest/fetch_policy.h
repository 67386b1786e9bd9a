#pragma once
// FetchPolicy: may this address of the web be fetched?
//
//     https://Example.org/a b#c           https://example.org/a%20b on port 443
//     http://169.254.169.254/             refused: link-local, RFC 3927
//     http://0x7f.1/                      refused: two parsers would dial two hosts
//     http://example.org@10.0.0.5/        refused: credentials
//
// What is dialled is never the text that was given but the plain ASCII form that came out of
// judging it, so that no second parser has a say. A place where common parsers are known to differ
// is refused all the same: such an address was written to deceive.

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "ingest/special_address.h"

namespace chappe {

/// All addresses of a name; none when there is no such name. The name is as ascii_name gives it.
using Resolver = std::function<std::vector<Address>(const std::string& name)>;

/// The operator's exceptions, for an intranet or a test: hosts by name, whatever their address, and
/// addresses by network. They lift the rules on names and addresses, none of the others.
class AllowList {
 public:
    /// "wiki.example.org", "intranet", "10.1.0.0/16", "127.0.0.1". Fails `refused` on anything
    /// else.
    static Result<AllowList> parse(const std::vector<std::string>& entries);

    bool holds(const Address&) const;
    bool holds(std::string_view name) const;

 private:
    std::vector<std::string> names_;
    std::vector<Subnet> networks_;
};

struct FetchPolicy {
    std::vector<std::uint16_t> ports = {80, 443, 8080, 8443};
    AllowList allow;

    /// Empty when this address may be dialled, else why not: "loopback, RFC 1122".
    std::string_view objection(const Address&) const;
};

/// A page that may be fetched, in the form to dial.
struct FetchTarget {
    std::string url;   // ASCII, without fragment; the host is `host`
    std::string host;  // a name, or an address without brackets
    std::uint16_t port = 0;
    std::optional<Address> literal;  // when the host is an address
    std::vector<Address> addresses;  // the literal, or what the resolver gave; all may be dialled
    bool trusted = false;            // the name is on the allow-list: its addresses are not judged
};

/// The rules that need no resolver; `addresses` stays empty for a name. Fails `refused`, with one
/// printable line that says which rule.
Result<FetchTarget> judge_form(std::string_view url, const FetchPolicy&);
/// All rules. Every address of a name must pass, for the next look-up may give any of them. Fails
/// `refused`, or `absent` when the name has no address.
Result<FetchTarget> judge(std::string_view url, const FetchPolicy&, const Resolver&);

/// For messages: printable ASCII, anything else is a question mark, 80 characters at most.
std::string printable(std::string_view untrusted);

}  // namespace chappe
