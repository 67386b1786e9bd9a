#include "ingest/site_rules.h"

#include <algorithm>
#include <utility>

#include "ingest/asked_wait.h"

namespace chappe {
namespace {

using namespace std::chrono;

constexpr std::string_view product = "chappe";  // our token in robots.txt, as in the User-Agent
constexpr seconds hold = hours(24);             // RFC 9309, 2.4
// A site that does not answer is asked for its rules again soon: until then none of it is visited.
constexpr seconds hold_unreachable = minutes(10);
constexpr seconds longest_stale = days(30);  // 2.3.1.4: "a reasonably long period"
constexpr std::size_t longest_robots = std::size_t{500} * 1024;

bool is_unreachable(int status) {
    // 429 is a 4xx, but says "later", not "there is none".
    return status == 0 || status == 429 || status >= 500;
}

}  // namespace

std::string origin_of(const std::string& url) {
    const std::size_t host = url.find("://") + 3;
    return url.substr(0, url.find_first_of("/?#", host));
}

std::string_view tail_of(std::string_view url) {
    const std::size_t host = url.find("://") + 3;
    return url.substr(std::min(url.find('/', host), url.size()));
}

std::optional<SiteRules> rules_of(const Origin& origin, Instant now) {
    if (!origin.robots_fetched) return std::nullopt;
    SiteRules rules;
    const bool unreachable = is_unreachable(origin.robots_status);
    rules.until = *origin.robots_fetched + (unreachable ? hold_unreachable : hold);
    // Behind us, or fetched by a clock that was wrong.
    if (rules.until <= now || *origin.robots_fetched > now + minutes(1)) return std::nullopt;
    rules.not_before = origin.not_before;
    if (unreachable) {
        rules.robots = RobotsRules::shut();
        rules.unreachable = "its robots.txt cannot be had";
        rules.unreachable += origin.robots_status == 0
                                 ? std::string(": no proper answer")
                                 : ": it answers " + std::to_string(origin.robots_status);
    } else if (origin.robots_status >= 200 && origin.robots_status < 300) {
        rules.robots = RobotsRules::parse(origin.robots, product);
    }
    return rules;
}

Origin origin_after(std::string name, const std::optional<Origin>& known,
                    const Result<Answer>& answer, Instant now) {
    Origin origin;
    origin.name = std::move(name);
    origin.robots_status = answer ? answer->status : 0;
    origin.robots_fetched = now;
    if (known) origin.not_before = known->not_before;
    if (answer && origin.robots_status >= 200 && origin.robots_status < 300)
        origin.robots = answer->body.substr(0, longest_robots);
    if (!is_unreachable(origin.robots_status)) return origin;

    const seconds wait = answer ? retry_after(answer->retry_after, now) : seconds(0);
    if (wait > seconds(0)) origin.not_before = now + wait;
    // The rules of yesterday are better than none; asked again as soon as of one without any.
    const bool has_rules = known && known->robots_fetched &&
                           !is_unreachable(known->robots_status) &&
                           now - *known->robots_fetched < longest_stale;
    if (!has_rules) return origin;
    origin.robots = known->robots;
    origin.robots_status = known->robots_status;
    origin.robots_fetched = now - hold + hold_unreachable;
    return origin;
}

}  // namespace chappe
