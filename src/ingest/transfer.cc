// curl calls back for each socket it is about to open, for each header and for each piece of the
// body; the limits stand there, because curl's own do not see decompressed bytes and its resolver
// does not know which addresses are private. Each request has a handle, and so a connection, of its
// own: a connection that is used again would not pass the socket callback.

#include "ingest/transfer.h"

#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <new>
#include <utility>

namespace chappe {
namespace {

constexpr std::size_t longest_headers = std::size_t{256} * 1024;  // browsers stop there too
constexpr std::size_t longest_header = 2048;  // of those that are kept and sent back
// deflate reaches 1032:1, news pages 4:1 to 12:1; a page of repeated markup may pass 100:1 while it
// is small, so the ratio counts from here on.
constexpr std::size_t highest_ratio = 100;
constexpr std::size_t ratio_counts_from = std::size_t{256} * 1024;
constexpr long longest_connect_ms = 10'000;

bool curl_is_ready() {
    static const bool ready = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
    return ready;
}

std::string printable_only(std::string_view text, std::size_t longest) {
    std::string out(text.substr(0, longest));
    std::erase_if(out, [](char c) { return c < 0x20 || c > 0x7e; });
    return out;
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

/// Joins a list that begins with `list` (null: a new one); null when there is no memory.
curl_slist* appended(curl_slist* list, const std::string& line) {
    curl_slist* const longer = curl_slist_append(list, line.c_str());
    if (longer == nullptr) curl_slist_free_all(list);
    return longer;
}

}  // namespace

Transfer::Transfer(FetchRequest request, const FetchPolicy& policy)
    : request_(std::move(request)), policy_(policy) {}

Result<std::unique_ptr<Transfer>> Transfer::prepare(FetchRequest request, const FetchPolicy& policy,
                                                    const std::string& user_agent) {
    std::unique_ptr<Transfer> transfer(new Transfer(std::move(request), policy));
    const FetchTarget& target = transfer->request_.target;
    transfer->handle_.reset(curl_is_ready() ? curl_easy_init() : nullptr);
    transfer->hosts_ = pinned(target);
    transfer->headers_ = request_headers(transfer->request_);
    const bool unpinned = !target.literal && !target.addresses.empty() && !transfer->hosts_;
    if (!transfer->handle_ || !transfer->headers_ || unpinned || !transfer->set_options(user_agent))
        return fail(Failure::broken, "libcurl cannot be set up for fetching");
    return transfer;
}

bool Transfer::set_options(const std::string& user_agent) {
    const auto milliseconds = static_cast<long>(std::max<std::int64_t>(
        1, static_cast<std::int64_t>(request_.limits.time.count())));  // 0 would mean no limit
    Options options(handle());
    if (request_.post)
        options.set(CURLOPT_POST, 1L)
            .set(CURLOPT_POSTFIELDS, request_.post->body.data())
            .set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request_.post->body.size()));
    return options.set(CURLOPT_ERRORBUFFER, message_)
        .set(CURLOPT_PRIVATE, static_cast<void*>(this))
        .set(CURLOPT_URL, request_.target.url.c_str())
        .set(CURLOPT_PROTOCOLS_STR, "http,https")
        .set(CURLOPT_FOLLOWLOCATION, 0L)
        .set(CURLOPT_FRESH_CONNECT, 1L)
        .set(CURLOPT_FORBID_REUSE, 1L)
        .set(CURLOPT_PROXY, "")  // none, not even from the environment
        .set(CURLOPT_DISALLOW_USERNAME_IN_URL, 1L)
        .set(CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED))
        .set(CURLOPT_RESOLVE, hosts_.get())
        .set(CURLOPT_OPENSOCKETFUNCTION, &open_socket)
        .set(CURLOPT_OPENSOCKETDATA, static_cast<void*>(this))
        .set(CURLOPT_HEADERFUNCTION, &take_header)
        .set(CURLOPT_HEADERDATA, static_cast<void*>(this))
        .set(CURLOPT_WRITEFUNCTION, &take_body)
        .set(CURLOPT_WRITEDATA, static_cast<void*>(this))
        .set(CURLOPT_VERBOSE, 1L)  // makes curl call the next one; nothing is printed
        .set(CURLOPT_DEBUGFUNCTION, &count_wire)
        .set(CURLOPT_DEBUGDATA, static_cast<void*>(this))
        .set(CURLOPT_TIMEOUT_MS, milliseconds)
        .set(CURLOPT_CONNECTTIMEOUT_MS, std::min(milliseconds, longest_connect_ms))
        .set(CURLOPT_NOSIGNAL, 1L)
        .set(CURLOPT_ACCEPT_ENCODING, "")  // all that this curl can undo
        .set(CURLOPT_USERAGENT, user_agent.c_str())
        .set(CURLOPT_HTTPHEADER, headers_.get())
        .all_taken();
}

/// "host:port:address,address": what curl is to use in place of DNS.
Transfer::List Transfer::pinned(const FetchTarget& target) {
    if (target.literal || target.addresses.empty()) return {nullptr, curl_slist_free_all};
    std::string line = target.host + ":" + std::to_string(target.port) + ":";
    for (const Address& address : target.addresses) {
        if (line.back() != ':') line += ',';
        const bool brackets = address.family == Address::Family::v6;
        line += brackets ? "[" + to_string(address) + "]" : to_string(address);
    }
    return {appended(nullptr, line), curl_slist_free_all};
}

Transfer::List Transfer::request_headers(const FetchRequest& request) {
    curl_slist* list = appended(nullptr,
                                "Accept: text/html, application/xhtml+xml, application/atom+xml, "
                                "application/rss+xml, application/feed+json, "
                                "application/xml;q=0.9, text/plain;q=0.8, */*;q=0.1");
    // What was kept is printable ASCII: no line of its own can begin in it.
    const auto add = [&](const std::string& name, const std::string& value) {
        if (list != nullptr && !value.empty())
            list = appended(list, name + ": " + printable_only(value, longest_header));
    };
    add("If-None-Match", request.etag);
    add("If-Modified-Since", request.last_modified);
    if (request.post) {
        add("Content-Type", request.post->media_type);
        for (const auto& [name, value] : request.post->headers) add(name, value);
        // curl would wait a second for a "100 Continue" that small servers never send.
        if (list != nullptr) list = appended(list, "Expect:");
    }
    return {list, curl_slist_free_all};
}

int Transfer::status() const {
    long code = 0;
    curl_easy_getinfo(handle(), CURLINFO_RESPONSE_CODE, &code);
    return static_cast<int>(code);
}

void Transfer::refuse(std::string why) {
    if (!refusal_) refusal_ = Error{Failure::refused, request_.target.host + ": " + std::move(why)};
}

// ---- callbacks

std::string_view Transfer::objection_to(const Address& address) const {
    const auto& known = request_.target.addresses;
    if (!known.empty() && std::find(known.begin(), known.end(), address) == known.end())
        return "not the address that was judged";
    return request_.target.trusted ? std::string_view{} : policy_.objection(address);
}

curl_socket_t Transfer::open_socket(void* context, curlsocktype, curl_sockaddr* where) noexcept {
    auto& transfer = *static_cast<Transfer*>(context);
    try {
        const auto address = address_of(where->addr);
        if (!address) return CURL_SOCKET_BAD;
        const std::string_view objection = transfer.objection_to(*address);
        if (!objection.empty())
            transfer.refuse("its address " + to_string(*address) +
                            " is not a public one: " + std::string(objection));
        // Once a name has shown a private address, none of its addresses is dialled any more.
        if (transfer.refusal_) return CURL_SOCKET_BAD;
    } catch (const std::bad_alloc&) {
        return CURL_SOCKET_BAD;
    }
    return ::socket(where->family, where->socktype | SOCK_CLOEXEC, where->protocol);
}

std::size_t Transfer::take_header(char* line, std::size_t, std::size_t size,
                                  void* context) noexcept {
    auto& transfer = *static_cast<Transfer*>(context);
    transfer.header_bytes_ += size;
    if (transfer.header_bytes_ > longest_headers) {
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
    transfer.headers_ended_ = last && status >= 200;  // 100 and 103 announce other headers
    transfer.enough_ = last && status >= 300;
    return transfer.enough_ ? 0 : size;
}

/// What is wrong with a body of `total` bytes so far.
std::string_view Transfer::objection_to(std::size_t total) const {
    curl_off_t declared = -1;
    curl_easy_getinfo(handle(), CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &declared);
    const std::size_t longest = request_.limits.longest;
    if (total > longest || std::cmp_greater(declared, longest)) return "the page is too long";
    if (total > ratio_counts_from && total / highest_ratio > wire_bytes_)
        return "compressed more than 100:1, as only bombs are";
    return {};
}

std::size_t Transfer::take_body(char* bytes, std::size_t, std::size_t size,
                                void* context) noexcept {
    auto& transfer = *static_cast<Transfer*>(context);
    std::string& body = transfer.answer_.body;
    try {
        const std::string_view objection = transfer.objection_to(body.size() + size);
        if (!objection.empty()) transfer.refuse(std::string(objection));
        if (transfer.refusal_) return 0;
        body.append(bytes, size);
    } catch (const std::bad_alloc&) {
        return 0;
    }
    return size;
}

/// curl shows the body here before it takes chunks and compression apart. Its progress counter runs
/// behind the body callback when the answer is chunked.
int Transfer::count_wire(CURL*, curl_infotype kind, char*, std::size_t size,
                         void* context) noexcept {
    if (kind == CURLINFO_DATA_IN) static_cast<Transfer*>(context)->wire_bytes_ += size;
    return 0;
}

// ---- what came of it

Error Transfer::error_of(CURLcode code) const {
    const std::string& host = request_.target.host;
    const std::string_view said = message_;
    const std::string detail =
        printable(said.empty() ? std::string_view(curl_easy_strerror(code)) : said);
    switch (code) {
        case CURLE_COULDNT_RESOLVE_HOST:
            return {Failure::absent, "cannot find the host " + host};
        case CURLE_COULDNT_CONNECT:
            return {Failure::busy,
                    host + " does not answer on port " + std::to_string(request_.target.port)};
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
        case CURLE_WRITE_ERROR:  // ours set refusal_ or enough_; what is left is memory
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

/// All of this name, joined by commas (RFC 9110, 5.2).
std::string Transfer::header(const char* name) const {
    std::string joined;
    curl_header* header = nullptr;
    for (std::size_t i = 0;
         curl_easy_header(handle(), name, i, CURLH_HEADER, -1, &header) == CURLHE_OK; ++i) {
        if (!joined.empty()) joined += ", ";
        joined += printable_only(header->value, longest_header);
        if (joined.size() > longest_header) break;
    }
    return joined.substr(0, longest_header);
}

/// Fails when there are two: which one is followed would be a matter of taste.
Result<std::string> Transfer::location() const {
    curl_header* header = nullptr;
    if (curl_easy_header(handle(), "Location", 0, CURLH_HEADER, -1, &header) != CURLHE_OK)
        return std::string{};
    if (header->amount > 1)
        return fail(Failure::refused, request_.target.host + " redirects to two places");
    return std::string(header->value);
}

Result<Answer> Transfer::finish(CURLcode code) {
    constexpr std::size_t longest_media_type = 255;  // RFC 6838, 4.2: 127 a side, and the slash
    if (refusal_) return std::unexpected(*std::move(refusal_));
    if (code != CURLE_OK && !enough_) return std::unexpected(error_of(code));
    // curl takes an end amid the headers for the end of an empty page.
    if (!headers_ended_)
        return fail(Failure::busy,
                    request_.target.host + " broke off its answer: amid its headers");

    answer_.status = status();
    answer_.location = TRY(location());
    const char* media_type = nullptr;
    curl_easy_getinfo(handle(), CURLINFO_CONTENT_TYPE, &media_type);
    answer_.media_type =
        printable_only(media_type == nullptr ? "" : media_type, longest_media_type);
    answer_.etag = header("ETag");
    answer_.last_modified = header("Last-Modified");
    answer_.cache_control = header("Cache-Control");
    answer_.expires = header("Expires");
    answer_.age = header("Age");
    answer_.retry_after = header("Retry-After");
    answer_.link = header("Link");
    return std::move(answer_);
}

}  // namespace chappe
