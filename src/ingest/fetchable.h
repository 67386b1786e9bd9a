#pragma once
// `chappe fetchable`: the fetch policy as a filter, a JSON string (a URL) a line.
//
//     "https://example.org/a"          allow
//     "http://10.0.0.5/"               block
//     "http://user:pw@8.8.8.8/"        block
//
// No packet is ever sent. Names are looked up in a hosts file, and a name whose addresses are not
// known is blocked: nothing shows that they are public.

#include <iosfwd>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "ingest/fetch_policy.h"
#include "ingest/special_address.h"

namespace chappe {

/// Names and their addresses, in place of DNS. Keys are as ascii_name gives them.
using Hosts = std::map<std::string, std::vector<Address>, std::less<>>;

/// One name a line, then its addresses, none or more; `#` begins a comment; a name on two lines has
/// the addresses of both. Fails `refused` at the first line that is something else, with its
/// number.
Result<Hosts> parse_hosts(std::string_view text);

/// Answers every line of `in` with a line on `out`, at once, until `in` ends. A line that is not a
/// JSON string is blocked. Returns the program's exit code: 0, or 5 when `out` cannot be written.
int answer_fetchable(std::istream& in, std::ostream& out, const Hosts* hosts = nullptr);

/// One line of it: may this JSON string be fetched? `hosts` may be null.
bool is_fetchable(std::string_view json_line, const Hosts* hosts);

}  // namespace chappe
