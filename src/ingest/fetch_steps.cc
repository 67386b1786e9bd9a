#include "ingest/fetch_steps.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/percent.h"
#include "base/text.h"
#include "base/time.h"
#include "base/url.h"

namespace chappe {
namespace {

constexpr std::size_t longest_file_name = 100;  // code points; names go into ids and titles

/// "https://x.org/news/2024-04-03.html?p=1": "2024-04-03". The host when the path names no file.
std::string name_of(const FetchTarget& page) {
    std::string_view path = page.url;
    path = path.substr(0, path.find('?'));
    path.remove_prefix(path.find('/', path.find("//") + 2));
    while (path.ends_with('/')) path.remove_suffix(1);
    std::string_view last = path.substr(path.rfind('/') + 1);
    if (const auto dot = last.rfind('.'); dot != last.npos && dot > 0) last = last.substr(0, dot);
    std::string name = Text::repair(percent_decoded(last)).str();
    std::replace_if(
        name.begin(), name.end(),
        [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f || c == '/'; }, ' ');
    name = shorten(fold_space(name), longest_file_name);
    return name.find_first_not_of('.') == name.npos ? page.host : name;  // "", ".", ".."
}

/// Where a redirect leads, as a text to be judged. An absolute address is judged as it was sent, so
/// that no repair of ours makes it look better than it is.
Result<std::string> follow(const FetchTarget& from, const std::string& location) {
    if (location.empty())
        return fail(Failure::refused, from.host + " redirects, but does not say where to");
    const std::string lower = lower_ascii(location.substr(0, 8));
    if (lower.starts_with("http:") || lower.starts_with("https:")) return location;
    if (location.starts_with("//")) return from.url.substr(0, from.url.find(':') + 1) + location;

    const bool control = std::any_of(location.begin(), location.end(), [](char c) {
        return static_cast<unsigned char>(c) < 0x20 || c == '\\';
    });
    const auto base = Url::parse(from.url);
    const auto next = base && !control ? base->resolve(location) : std::nullopt;
    if (!next)
        return fail(Failure::refused,
                    from.host + " redirects to \"" + printable(location) + "\", which is no page");
    return next->str();
}

}  // namespace

bool is_redirect(int status) {
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

Error error_of(int status, const std::string& host) {
    const std::string answer = host + " answers " + std::to_string(status) + ": ";
    switch (status) {
        case 401:
            return {Failure::refused, answer + "the page needs a login"};
        case 403:
            return {Failure::refused, answer + "the site does not let us read this page"};
        case 404:
            return {Failure::absent, answer + "there is no such page"};
        case 410:
            return {Failure::absent, answer + "the page has been withdrawn"};
        case 429:
            return {Failure::busy, answer + "we have asked too often; try again later"};
        case 451:
            return {Failure::refused, answer + "the page is barred for legal reasons"};
        default:
            break;
    }
    if (status >= 500) return {Failure::busy, answer + "the site is in trouble; try again later"};
    if (status >= 400) return {Failure::refused, answer + "the site does not take this request"};
    return {Failure::refused, answer + "that is not a page"};
}

Result<FetchTarget> judge_for(std::string_view url, const FetchOptions& options) {
    return options.resolver ? judge(url, options.policy, options.resolver)
                            : judge_form(url, options.policy);
}

Result<FetchTarget> judge_redirect(const FetchTarget& from, const std::string& location,
                                   const FetchOptions& options) {
    const std::string next = TRY(follow(from, location));
    auto target = judge_for(next, options);
    if (!target)
        return fail(
            target.error().failure,
            from.host + " redirects to a page that is not fetched: " + target.error().message);
    return target;
}

Arrival arrival_of(const FetchTarget& page, Answer answer) {
    Arrival arrival;
    arrival.bytes = std::move(answer.body);
    arrival.media_type = std::move(answer.media_type);
    arrival.url = page.url;
    arrival.source = page.host;
    arrival.name = name_of(page);
    arrival.received = now();
    return arrival;
}

}  // namespace chappe
