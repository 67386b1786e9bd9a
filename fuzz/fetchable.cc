// The fetch policy on any bytes, as a URL and as a line of `chappe fetchable`. What it lets through
// must be what curl dials: curl's own parser has to find the same host and port, in the text as it
// was given and in the form that is dialled; and that form is final, for a second judge and for
// Url.

#include <curl/curl.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>

#include "base/url.h"
#include "ingest/fetch_policy.h"
#include "ingest/fetchable.h"
#include "ingest/host_name.h"

namespace {

using namespace chappe;
using Parser = std::unique_ptr<CURLU, decltype(&curl_url_cleanup)>;

void require(bool holds, const char* what, std::string_view url) {
    if (holds) return;
    std::fprintf(stderr, "%s: %.*s\n", what, static_cast<int>(url.size()), url.data());
    std::abort();
}

std::string part(CURLU* parser, CURLUPart which) {
    char* text = nullptr;
    const bool found = curl_url_get(parser, which, &text, CURLU_DEFAULT_PORT) == CURLUE_OK;
    const std::string copy = found ? text : "";
    curl_free(text);
    return copy;
}

/// What curl would dial; empty when it refuses.
std::string dialled_by_curl(const std::string& url) {
    const Parser parser(curl_url(), curl_url_cleanup);
    if (curl_url_set(parser.get(), CURLUPART_URL, url.c_str(), 0) != CURLUE_OK) return {};
    std::string host = part(parser.get(), CURLUPART_HOST);
    if (host.starts_with('[')) {
        const auto address = parse_address(std::string_view(host).substr(1, host.size() - 2));
        host = address ? to_string(*address) : "odd";
    } else if (!parse_address(host)) {
        host = ascii_name(host).value_or("odd");
    }
    return part(parser.get(), CURLUPART_SCHEME) + " " + host + " " +
           part(parser.get(), CURLUPART_PORT);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(reinterpret_cast<const char*>(data), size);
    static const FetchPolicy policy;
    (void)is_fetchable(text, nullptr);

    const auto target = judge_form(text, policy);
    if (!target) {
        for (const char c : target.error().message)
            require(c >= 0x20 && c <= 0x7e, "unprintable reason", target.error().message);
        return 0;
    }
    require(!target->trusted, "trusted without a list", text);
    require(!target->literal || is_public(*target->literal), "not public", text);

    const std::string scheme = target->url.substr(0, target->url.find(':'));
    const std::string ours = scheme + " " + target->host + " " + std::to_string(target->port);
    require(dialled_by_curl(target->url) == ours, "curl would dial another host", target->url);
    const std::string theirs = dialled_by_curl(text);
    require(theirs.empty() || theirs == ours, "curl reads another host", text);

    const auto again = judge_form(target->url, policy);
    require(again && again->url == target->url, "judged twice, judged differently", text);
    const auto parsed = Url::parse(target->url);
    require(parsed && parsed->str() == target->url, "Url reads it differently", target->url);
    return 0;
}
