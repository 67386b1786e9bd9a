// Groups are collected line by line; those that name us hold, else those for "*" (2.2.1). Of the
// rules that match, the longest decides, Allow among equals (2.2.2). A pattern is compared piece by
// piece between its stars, each at the first place where it fits, without going back.
#include "ingest/robots.h"

#include <algorithm>
#include <charconv>

#include "base/text.h"

namespace chappe {
namespace {

constexpr std::size_t longest_file = std::size_t{500} * 1024;  // 2.5
constexpr std::size_t longest_pattern = 2048;  // as the longest address that is looked at
constexpr std::size_t most_sitemaps = 100;
// Searching for the pieces of a pattern may cost its length times that of the path, so only so many
// bytes of patterns are searched for; what comes behind is cut at its first star, which forbids
// more and allows less.
constexpr std::size_t most_wild = std::size_t{64} * 1024;
constexpr std::chrono::seconds longest_delay{60};

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view blank = " \t\r";
    text.remove_prefix(std::min(text.find_first_not_of(blank), text.size()));
    return text.substr(0, text.find_last_not_of(blank) + 1);
}

int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

bool is_unreserved(unsigned char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.' || c == '_' || c == '~';
}

/// 2.2.2: octets outside of ASCII are percent-encoded, escapes of unreserved characters are
/// decoded, all before comparing.
std::string normalised(std::string_view path) {
    constexpr std::string_view hex = "0123456789ABCDEF";
    std::string out;
    out.reserve(path.size());
    for (std::size_t i = 0; i < path.size(); ++i) {
        const auto byte = static_cast<unsigned char>(path[i]);
        unsigned char value = byte;
        bool escaped = byte >= 0x80 || byte <= 0x20 || byte == 0x7f;
        if (byte == '%' && i + 2 < path.size()) {
            const int high = hex_value(path[i + 1]);
            const int low = hex_value(path[i + 2]);
            if (high >= 0 && low >= 0) {
                value = static_cast<unsigned char>(high * 16 + low);
                escaped = !is_unreserved(value);
                i += 2;
            }
        }
        if (!escaped) {
            out += static_cast<char>(value);
            continue;
        }
        out += '%';
        out += hex[value >> 4];
        out += hex[value & 15];
    }
    return out;
}

/// The pattern holds '*' or ends with '$'.
bool matches_wild(std::string_view pattern, std::string_view path) {
    const bool anchored = pattern.ends_with('$');
    if (anchored) pattern.remove_suffix(1);
    std::size_t star = pattern.find('*');
    if (!path.starts_with(pattern.substr(0, star))) return false;
    if (star == pattern.npos) return !anchored || path.size() == pattern.size();
    path.remove_prefix(star);
    while (true) {
        pattern.remove_prefix(star + 1);
        star = pattern.find('*');
        const std::string_view piece = pattern.substr(0, star);
        const bool last = star == pattern.npos;
        if (last && anchored) return path.ends_with(piece);
        const std::size_t at = path.find(piece);
        if (at == path.npos) return false;
        if (last) return true;
        path.remove_prefix(at + piece.size());
    }
}

}  // namespace

/// Goes through the lines once and keeps two sets of rules: for us and for everybody.
class RobotsReader {
 public:
    explicit RobotsReader(std::string_view agent) : agent_(lower_ascii(agent)) {}

    RobotsRules read(std::string_view text) {
        if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
        text = text.substr(0, longest_file);
        while (!text.empty()) {
            const std::size_t end = std::min(text.find_first_of("\r\n"), text.size());
            read_line(text.substr(0, end));
            text.remove_prefix(std::min(end + 1, text.size()));
        }
        RobotsRules robots = named_ ? std::move(ours_) : std::move(everybodys_);
        robots.sitemaps_ = std::move(sitemaps_);
        return robots;
    }

 private:
    void read_line(std::string_view line) {
        line = trimmed(line.substr(0, line.find('#')));
        const std::size_t colon = line.find(':');
        if (colon == line.npos) return;
        const std::string key = lower_ascii(trimmed(line.substr(0, colon)));
        const std::string_view value = trimmed(line.substr(colon + 1));
        if (key == "user-agent")
            read_agent(value);
        else if (key == "allow" || key == "disallow")
            read_rule(value, key == "allow");
        else if (key == "crawl-delay")
            read_delay(value);
        else if (key == "sitemap" && sitemaps_.size() < most_sitemaps &&
                 value.size() <= longest_pattern)
            sitemaps_.emplace_back(value);
    }

    /// A group begins with one or more of these; the first line behind a rule begins the next.
    void read_agent(std::string_view value) {
        if (!in_agents_) for_us_ = for_everybody_ = false;
        in_agents_ = true;
        // 2.2.1: the product token alone counts, whatever version stands behind it.
        const auto is_token = [](char c) {
            return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
        };
        const auto end = std::find_if_not(value.begin(), value.end(), is_token);
        const std::string_view token =
            value.substr(0, static_cast<std::size_t>(end - value.begin()));
        if (value == "*") for_everybody_ = true;
        if (lower_ascii(token) == agent_) for_us_ = named_ = true;
    }

    void read_rule(std::string_view value, bool allow) {
        in_agents_ = false;
        if (value.empty() || value.size() > longest_pattern) return;
        if (value.front() != '/' && value.front() != '*') return;
        if (for_us_) add(ours_, wild_ours_, value, allow);
        if (for_everybody_) add(everybodys_, wild_everybodys_, value, allow);
    }

    static void add(RobotsRules& robots, std::size_t& wild, std::string_view value, bool allow) {
        RobotsRules::Rule rule{normalised(value), allow, false};
        rule.wild = rule.path.find('*') != std::string::npos || rule.path.ends_with('$');
        if (rule.wild) {
            wild += rule.path.size();
            if (wild > most_wild) {
                if (allow) return;
                rule.path.resize(std::min(rule.path.find_first_of("*$"), rule.path.size()));
                if (rule.path.empty()) rule.path.assign(1, '/');  // g++ 12 warns wrongly of = "/"
                rule.wild = false;
            }
        }
        robots.rules_.push_back(std::move(rule));
    }

    void read_delay(std::string_view value) {
        in_agents_ = false;
        double seconds = 0;
        const auto [end, error] =
            std::from_chars(value.data(), value.data() + value.size(), seconds);
        if (error != std::errc() || !(seconds > 0)) return;
        const auto most = static_cast<double>(longest_delay.count());
        const std::chrono::seconds delay(
            static_cast<std::int64_t>(std::min(seconds, most) + 0.999));
        if (for_us_) ours_.delay_ = std::min(delay, longest_delay);
        if (for_everybody_) everybodys_.delay_ = std::min(delay, longest_delay);
    }

    const std::string agent_;
    bool in_agents_ = false;
    bool for_us_ = false;
    bool for_everybody_ = false;
    bool named_ = false;  // a group names us, so those for everybody do not hold
    RobotsRules ours_, everybodys_;
    std::size_t wild_ours_ = 0, wild_everybodys_ = 0;
    std::vector<std::string> sitemaps_;
};

RobotsRules RobotsRules::parse(std::string_view text, std::string_view agent) {
    return RobotsReader(agent).read(text);
}

RobotsRules RobotsRules::shut() {
    RobotsRules robots;
    robots.rules_.push_back({"/", false, false});
    return robots;
}

bool RobotsRules::allows(std::string_view tail) const {
    const std::string path = normalised(tail.substr(0, longest_pattern));
    if (path == "/robots.txt") return true;  // 2.2.2: implicitly allowed
    std::size_t longest = 0;
    bool allowed = true;
    for (const Rule& rule : rules_) {
        const std::size_t length = rule.path.size();
        if (length < longest || (length == longest && (allowed || !rule.allow))) continue;
        const bool matches = rule.wild ? matches_wild(rule.path, path)
                                       : std::string_view(path).starts_with(rule.path);
        if (!matches) continue;
        longest = length;
        allowed = rule.allow;
    }
    return allowed;
}

}  // namespace chappe
