// curl calls back for each socket it is about to open, for each header and for each piece of the
// body; the limits stand there, because curl's own do not see decompressed bytes and its resolver
// does not know which addresses are private. Each request has a handle, and so a connection, of its
// own: a connection that is used again would not pass the socket callback.

#include "ingest/download.h"

#include <curl/curl.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <memory>
#include <new>
#include <optional>
#include <string_view>
#include <utility>

namespace chappe {
namespace {

constexpr std::size_t longest_headers = std::size_t{256} * 1024;  // browsers stop there too
// deflate reaches 1032:1, news pages 4:1 to 12:1; a page of repeated markup may pass 100:1 while it
// is small, so the ratio counts from here on.
constexpr std::size_t highest_ratio = 100;
constexpr std::size_t ratio_counts_from = std::size_t{256} * 1024;
constexpr long longest_connect_ms = 10'000;

using Handle = std::unique_ptr<CURL, decltype(&curl_easy_cleanup)>;
using List = std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)>;

/// What the callbacks share during one request.
struct Transfer {
    const Target& target;
    const FetchPolicy& policy;
    DownloadLimits limits;
    CURL* handle = nullptr;
    Answer answer{};
    std::size_t header_bytes = 0;
    std::size_t wire_bytes = 0;  // of the body as sent: compressed, chunk sizes included
    bool headers_ended = false;
    bool enough = false;             // stopped by us, since the status says that no page follows
    std::optional<Error> refusal{};  // stopped by us, and why

    int status() const {
        long code = 0;
        curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &code);
        return static_cast<int>(code);
    }
    void refuse(std::string why) {
        if (!refusal) refusal = Error{Failure::refused, target.host + ": " + std::move(why)};
    }
};

std::string_view objection_to(const Transfer& transfer, const Address& address) {
    const auto& known = transfer.target.addresses;
    if (!known.empty() && std::find(known.begin(), known.end(), address) == known.end())
        return "not the address that was judged";
    return transfer.target.trusted ? std::string_view{} : transfer.policy.objection(address);
}

curl_socket_t open_socket(void* context, curlsocktype, curl_sockaddr* where) noexcept {
    auto& transfer = *static_cast<Transfer*>(context);
    try {
        const auto address = address_of(where->addr);
        if (!address) return CURL_SOCKET_BAD;
        const std::string_view objection = objection_to(transfer, *address);
        if (!objection.empty())
            transfer.refuse("its address " + to_string(*address) +
                            " is not a public one: " + std::string(objection));
        // Once a name has shown a private address, none of its addresses is dialled any more.
        if (transfer.refusal) return CURL_SOCKET_BAD;
    } catch (const std::bad_alloc&) {
        return CURL_SOCKET_BAD;
    }
    return ::socket(where->family, where->socktype | SOCK_CLOEXEC, where->protocol);
}

std::size_t take_header(char* line, std::size_t, std::size_t size, void* context) noexcept {
    auto& transfer = *static_cast<Transfer*>(context);
    transfer.header_bytes += size;
    if (transfer.header_bytes > longest_headers) {
        try {
            transfer.refuse("more than 256 KiB of headers");
        } catch (const std::bad_alloc&) {
            return 0;
        }
        return 0;
    }
    const int status = transfer.status();
    const bool last =
        std::string_view(line, size).find_first_not_of("\r\n") == std::string_view::npos;
    transfer.headers_ended = last && status >= 200;  // 100 and 103 announce other headers
    transfer.enough = last && status >= 300;
    return transfer.enough ? 0 : size;
}

/// What is wrong with a body of `total` bytes so far.
std::string_view objection_to(const Transfer& transfer, std::size_t total) {
    curl_off_t declared = -1;
    curl_easy_getinfo(transfer.handle, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &declared);
    if (total > transfer.limits.longest || std::cmp_greater(declared, transfer.limits.longest))
        return "the page is too long";
    if (total > ratio_counts_from && total / highest_ratio > transfer.wire_bytes)
        return "compressed more than 100:1, as only bombs are";
    return {};
}

std::size_t take_body(char* bytes, std::size_t, std::size_t size, void* context) noexcept {
    auto& transfer = *static_cast<Transfer*>(context);
    std::string& body = transfer.answer.body;
    try {
        const std::string_view objection = objection_to(transfer, body.size() + size);
        if (!objection.empty()) transfer.refuse(std::string(objection));
        if (transfer.refusal) return 0;
        body.append(bytes, size);
    } catch (const std::bad_alloc&) {
        return 0;
    }
    return size;
}

/// curl shows the body here before it takes chunks and compression apart. Its progress counter runs
/// behind the body callback when the answer is chunked.
int count_wire(CURL*, curl_infotype kind, char*, std::size_t size, void* context) noexcept {
    if (kind == CURLINFO_DATA_IN) static_cast<Transfer*>(context)->wire_bytes += size;
    return 0;
}

bool curl_is_ready() {
    static const bool ready = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
    return ready;
}

/// Sets options one by one and remembers whether one of them was not taken.
class Options {
 public:
    explicit Options(CURL* handle) : handle_(handle) {}
    template <typename Value>
    Options& set(CURLoption option, Value value) {
        all_taken_ = curl_easy_setopt(handle_, option, value) == CURLE_OK && all_taken_;
        return *this;
    }
    bool all_taken() const { return all_taken_; }

 private:
    CURL* handle_;
    bool all_taken_ = true;
};

/// "host:port:address,address": what curl is to use in place of DNS.
List pinned(const Target& target) {
    if (target.literal || target.addresses.empty()) return {nullptr, curl_slist_free_all};
    std::string line = target.host + ":" + std::to_string(target.port) + ":";
    for (const Address& address : target.addresses) {
        if (line.back() != ':') line += ',';
        const bool brackets = address.family == Address::Family::v6;
        line += brackets ? "[" + to_string(address) + "]" : to_string(address);
    }
    return {curl_slist_append(nullptr, line.c_str()), curl_slist_free_all};
}

List request_headers() {
    return {curl_slist_append(nullptr,
                              "Accept: text/html, application/xhtml+xml, application/atom+xml, "
                              "application/rss+xml, application/feed+json, application/xml;q=0.9, "
                              "text/plain;q=0.8, */*;q=0.1"),
            curl_slist_free_all};
}

bool prepare(Transfer& transfer, const std::string& user_agent, const List& hosts,
             const List& headers, char* message) {
    const auto milliseconds = static_cast<long>(std::max<std::int64_t>(
        1, static_cast<std::int64_t>(transfer.limits.time.count())));  // 0 would mean no limit
    return Options(transfer.handle)
        .set(CURLOPT_ERRORBUFFER, message)
        .set(CURLOPT_URL, transfer.target.url.c_str())
        .set(CURLOPT_PROTOCOLS_STR, "http,https")
        .set(CURLOPT_FOLLOWLOCATION, 0L)
        .set(CURLOPT_PROXY, "")  // none, not even from the environment
        .set(CURLOPT_DISALLOW_USERNAME_IN_URL, 1L)
        .set(CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED))
        .set(CURLOPT_RESOLVE, hosts.get())
        .set(CURLOPT_OPENSOCKETFUNCTION, &open_socket)
        .set(CURLOPT_OPENSOCKETDATA, static_cast<void*>(&transfer))
        .set(CURLOPT_HEADERFUNCTION, &take_header)
        .set(CURLOPT_HEADERDATA, static_cast<void*>(&transfer))
        .set(CURLOPT_WRITEFUNCTION, &take_body)
        .set(CURLOPT_WRITEDATA, static_cast<void*>(&transfer))
        .set(CURLOPT_VERBOSE, 1L)  // makes curl call the next one; nothing is printed
        .set(CURLOPT_DEBUGFUNCTION, &count_wire)
        .set(CURLOPT_DEBUGDATA, static_cast<void*>(&transfer))
        .set(CURLOPT_TIMEOUT_MS, milliseconds)
        .set(CURLOPT_CONNECTTIMEOUT_MS, std::min(milliseconds, longest_connect_ms))
        .set(CURLOPT_NOSIGNAL, 1L)
        .set(CURLOPT_ACCEPT_ENCODING, "")  // all that this curl can undo
        .set(CURLOPT_USERAGENT, user_agent.c_str())
        .set(CURLOPT_HTTPHEADER, headers.get())
        .all_taken();
}

Error error_of(CURLcode code, const Transfer& transfer, std::string_view message) {
    const std::string& host = transfer.target.host;
    const std::string detail =
        printable(message.empty() ? std::string_view(curl_easy_strerror(code)) : message);
    switch (code) {
        case CURLE_COULDNT_RESOLVE_HOST:
            return {Failure::absent, "cannot find the host " + host};
        case CURLE_COULDNT_CONNECT:
            return {Failure::busy,
                    host + " does not answer on port " + std::to_string(transfer.target.port)};
        case CURLE_OPERATION_TIMEDOUT:
            return {Failure::busy, host + " did not finish its answer in time"};
        case CURLE_PEER_FAILED_VERIFICATION:
            return {Failure::refused, "the certificate of " + host + " is not valid: " + detail};
        case CURLE_SSL_CONNECT_ERROR:
            return {Failure::refused, host + " does not speak TLS as it should: " + detail};
        case CURLE_SSL_CACERT_BADFILE:
            return {Failure::broken, "no root certificates here: install ca-certificates"};
        case CURLE_BAD_CONTENT_ENCODING:
            return {Failure::refused, host + ": the answer cannot be decompressed"};
        case CURLE_OUT_OF_MEMORY:
        case CURLE_WRITE_ERROR:  // ours set refusal or enough; what is left is memory
            return {Failure::broken, "not enough memory to fetch from " + host};
        case CURLE_PARTIAL_FILE:
        case CURLE_GOT_NOTHING:
        case CURLE_RECV_ERROR:
        case CURLE_SEND_ERROR:
        case CURLE_HTTP2:
        case CURLE_HTTP2_STREAM:
            return {Failure::busy, host + " broke off its answer: " + detail};
        default:
            return {Failure::refused, host + ": no proper answer: " + detail};
    }
}

std::string printable_only(const char* text) {
    constexpr std::size_t longest_media_type = 255;  // RFC 6838, 4.2: 127 a side, and the slash
    std::string out(std::string_view(text == nullptr ? "" : text).substr(0, longest_media_type));
    std::erase_if(out, [](char c) { return c < 0x20 || c > 0x7e; });
    return out;
}

/// Fails when there are two: which one is followed would be a matter of taste.
Result<std::string> location_in(const Transfer& transfer) {
    curl_header* header = nullptr;
    if (curl_easy_header(transfer.handle, "Location", 0, CURLH_HEADER, -1, &header) != CURLHE_OK)
        return std::string{};
    if (header->amount > 1)
        return fail(Failure::refused, transfer.target.host + " redirects to two places");
    return std::string(header->value);
}

}  // namespace

Result<Answer> download(const Target& target, const FetchPolicy& policy, DownloadLimits limits,
                        const std::string& user_agent) {
    const Handle handle(curl_is_ready() ? curl_easy_init() : nullptr, curl_easy_cleanup);
    const List hosts = pinned(target);
    const List headers = request_headers();
    Transfer transfer{.target = target, .policy = policy, .limits = limits, .handle = handle.get()};
    char message[CURL_ERROR_SIZE] = {};
    const bool unpinned = !target.literal && !target.addresses.empty() && !hosts;
    if (!handle || !headers || unpinned || !prepare(transfer, user_agent, hosts, headers, message))
        return fail(Failure::broken, "libcurl cannot be set up for fetching");

    const CURLcode code = curl_easy_perform(handle.get());
    if (transfer.refusal) return std::unexpected(*std::move(transfer.refusal));
    if (code != CURLE_OK && !transfer.enough)
        return std::unexpected(error_of(code, transfer, message));
    // curl takes an end amid the headers for the end of an empty page.
    if (!transfer.headers_ended)
        return std::unexpected(error_of(CURLE_GOT_NOTHING, transfer, "amid its headers"));

    transfer.answer.status = transfer.status();
    transfer.answer.location = TRY(location_in(transfer));
    const char* media_type = nullptr;
    curl_easy_getinfo(handle.get(), CURLINFO_CONTENT_TYPE, &media_type);
    transfer.answer.media_type = printable_only(media_type);
    return std::move(transfer.answer);
}

}  // namespace chappe
