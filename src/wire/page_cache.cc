#include "wire/page_cache.h"

#include <algorithm>
#include <array>

#include "wire/asked.h"

namespace chappe {
namespace {

constexpr std::size_t largest_page = 256 << 10;  // bytes; a page of 50 lines has 20 to 60 KB

/// Nothing for all other addresses: there are endlessly many, and some of their pages change
/// without a change of the wire, as those that show a counter.
std::optional<std::string> key_of(const Request& request) {
    constexpr std::array<std::string_view, 6> kept = {"/",          "/?ui=fr",   "/?ui=en",
                                                      "/feed.atom", "/feed.rss", "/feed.json"};
    if (request.method != "GET" && request.method != "HEAD") return std::nullopt;
    if (std::find(kept.begin(), kept.end(), request.target) == kept.end()) return std::nullopt;
    const Ui ui = reader_of(request, *parse_target(request.target)).ui;
    return std::string(code_of(ui)) + ' ' + request.target;
}

std::string_view etag_of(const Response& response) {
    const auto found = std::find_if(response.headers.begin(), response.headers.end(),
                                    [](const Header& header) { return header.name == "ETag"; });
    return found == response.headers.end() ? std::string_view() : found->value;
}

}  // namespace

std::optional<Response> PageCache::find(const Request& request, ChangeSeq newest) const {
    if (newest != newest_) return std::nullopt;
    const auto key = key_of(request);
    if (!key) return std::nullopt;
    const auto found = pages_.find(*key);
    if (found == pages_.end()) return std::nullopt;
    auto kept = not_modified(request, etag_of(found->second));
    if (!kept) return found->second;
    kept->headers = found->second.headers;
    return kept;
}

void PageCache::keep(const Request& request, ChangeSeq newest, const Response& response) {
    if (response.status != 200 || response.body.size() > largest_page) return;
    if (newest < newest_) return;
    const auto key = key_of(request);
    if (!key) return;
    if (newest != newest_) pages_.clear();
    newest_ = newest;
    pages_[*key] = response;
}

}  // namespace chappe
