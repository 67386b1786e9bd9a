#include "ingest/fetchable.h"

#include <boost/json.hpp>
#include <istream>
#include <optional>
#include <ostream>

#include "base/text.h"
#include "ingest/host_name.h"

namespace chappe {
namespace {

// A URL of 8192 bytes, each written as \u0000, fits.
constexpr std::size_t longest_line = std::size_t{64} * 1024;

/// The next line without its end; nothing when the input has ended. What is longer than
/// longest_line is dropped, and the line comes back one byte too long.
std::optional<std::string> take_line(std::istream& in) {
    std::string line;
    std::istream::int_type c = in.get();
    if (c == std::istream::traits_type::eof()) return std::nullopt;
    for (; c != std::istream::traits_type::eof() && c != '\n'; c = in.get())
        if (line.size() <= longest_line) line += std::istream::traits_type::to_char_type(c);
    return line;
}

/// The next word of a line of the hosts file; empty at its end.
std::string_view take_word(std::string_view& line) {
    constexpr std::string_view blank = " \t\r";
    line.remove_prefix(std::min(line.find_first_not_of(blank), line.size()));
    const std::string_view word = line.substr(0, line.find_first_of(blank));
    line.remove_prefix(word.size());
    return word;
}

Result<void> read_hosts_line(std::string_view line, std::size_t number, Hosts& hosts) {
    const std::string where = "line " + std::to_string(number) + " of the hosts file: ";
    const std::string_view written = take_word(line);
    if (written.empty()) return {};
    const auto name = ascii_name(written);
    if (!name)
        return fail(Failure::refused, where + "\"" + printable(written) +
                                          "\" is not a name (a name, then addresses)");
    std::vector<Address>& addresses = hosts[*name];
    for (std::string_view word = take_word(line); !word.empty(); word = take_word(line)) {
        const auto address = parse_address(word);
        if (!address)
            return fail(Failure::refused, where + "\"" + printable(word) + "\" is not an address");
        addresses.push_back(*address);
    }
    return {};
}

}  // namespace

Result<Hosts> parse_hosts(std::string_view text) {
    Hosts hosts;
    for (std::size_t number = 1; !text.empty(); ++number) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        const std::string_view line = text.substr(0, end);
        TRY(read_hosts_line(line.substr(0, line.find('#')), number, hosts));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return hosts;
}

bool is_fetchable(std::string_view json_line, const Hosts* hosts) {
    if (json_line.size() > longest_line) return false;
    boost::system::error_code error;
    const boost::json::value value = boost::json::parse(json_line, error);
    if (error || !value.is_string()) return false;

    const auto look_up = [hosts](const std::string& name) -> std::vector<Address> {
        if (hosts == nullptr) return {};
        const auto found = hosts->find(name);
        return found == hosts->end() ? std::vector<Address>{} : found->second;
    };
    const boost::json::string& url = value.get_string();
    return judge({url.data(), url.size()}, FetchPolicy{}, look_up).has_value();
}

int answer_fetchable(std::istream& in, std::ostream& out, const Hosts* hosts) {
    for (auto line = take_line(in); line; line = take_line(in)) {
        out << (is_fetchable(*line, hosts) ? "allow\n" : "block\n") << std::flush;
        if (!out) return exit_code(Failure::broken);
    }
    return 0;
}

}  // namespace chappe
