// The one file that sees Beast. Beast decodes bodies; what may stand in a head is decided here
// first, because Beast forgives folded lines, and smuggling lives on what servers forgive
// differently.
#include "wire/request_reader.h"

#include <algorithm>
#include <array>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include "base/text.h"
#include "wire/forms.h"

namespace chappe {
namespace {

namespace http = boost::beast::http;

constexpr std::size_t longest_chunk_head = 4096;  // size and extensions; ours send a few bytes
// A chunked body always has this much to come: "0", two line ends. Beast 1.81 asserts when it is
// given less of its last chunk (basic_parser.ipp, parse_chunk_header; found by fuzz/http.cc).
constexpr std::size_t last_chunk = 5;

bool is_letter_or_digit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/// RFC 9110, 5.6.2
bool is_token(std::string_view text) {
    constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
    return !text.empty() && std::all_of(text.begin(), text.end(), [&](char c) {
        return is_letter_or_digit(c) || marks.find(c) != marks.npos;
    });
}

bool is_host(std::string_view text) {
    constexpr std::string_view marks = ".-_:[]";
    return !text.empty() && std::all_of(text.begin(), text.end(), [&](char c) {
        return is_letter_or_digit(c) || marks.find(c) != marks.npos;
    });
}

std::string_view trim_blanks(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

/// Nothing unless all of it is digits that fit.
std::optional<std::uint64_t> length_of(std::string_view digits) {
    if (digits.empty() || digits.size() > 18) return std::nullopt;
    std::uint64_t value = 0;
    for (const char c : digits) {
        if (c < '0' || c > '9') return std::nullopt;
        value = value * 10 + static_cast<std::uint64_t>(c - '0');
    }
    return value;
}

bool has_item(std::string_view list, std::string_view wanted) {
    while (!list.empty()) {
        const std::string_view item = list.substr(0, list.find(','));
        list.remove_prefix(std::min(list.size(), item.size() + 1));
        if (equal_ignoring_ascii_case(trim_blanks(item), wanted)) return true;
    }
    return false;
}

struct Place {
    std::string_view host;  // empty when the target has none
    std::string_view path;
};

/// "http://host/path" as proxies send it (RFC 9112, 3.2.2) is "/path" at "host".
std::optional<Place> place_of(std::string_view target) {
    for (const std::string_view scheme : {"http://", "https://"}) {
        if (!equal_ignoring_ascii_case(target.substr(0, scheme.size()), scheme)) continue;
        const std::string_view rest = target.substr(scheme.size());
        const std::size_t slash = rest.find('/');
        if (!is_host(rest.substr(0, slash))) return std::nullopt;
        return Place{rest.substr(0, slash), slash == rest.npos ? "/" : rest.substr(slash)};
    }
    if (!target.starts_with('/')) return std::nullopt;
    return Place{{}, target};
}

}  // namespace

class RequestReader::Parser {
 public:
    explicit Parser(std::size_t head_limit, std::size_t body_limit) {
        beast_.header_limit(static_cast<std::uint32_t>(head_limit));
        beast_.body_limit(body_limit);
    }

    enum class Progress { more, done, broken, too_large };

    /// Takes what it can off the front of `bytes`.
    Progress put(std::string_view bytes, std::size_t& used) {
        used = 0;
        while (!beast_.is_done()) {
            boost::system::error_code error;
            const std::string_view rest = bytes.substr(used);
            if (beast_.is_header_done() && beast_.chunked() && rest.size() < last_chunk)
                return Progress::more;
            const std::size_t taken =
                beast_.put(boost::asio::const_buffer(rest.data(), rest.size()), error);
            used += taken;
            if (error == http::error::need_more) return Progress::more;
            if (error == http::error::body_limit) return Progress::too_large;
            if (error) return Progress::broken;
            if (taken == 0 && !beast_.is_done()) return Progress::more;
        }
        return Progress::done;
    }
    std::string& body() { return beast_.get().body(); }

 private:
    http::request_parser<http::string_body> beast_;
};

RequestReader::RequestReader(const RequestLimits& limits) : limits_(limits) {}
RequestReader::~RequestReader() = default;

bool RequestReader::idle() const {
    return state_ == State::head && rest().empty();
}

std::size_t RequestReader::body_received() const {
    return parser_ ? parser_->body().size() : request_.body.size();
}

RequestReader::State RequestReader::feed(std::string_view bytes) {
    bytes_.append(bytes);
    return advance();
}

RequestReader::State RequestReader::next() {
    // What a request left behind is moved to the front; an idle connection holds no memory.
    bytes_.erase(0, at_);
    if (bytes_.empty()) bytes_.shrink_to_fit();
    at_ = scanned_ = headers_ = hosts_ = 0;
    parser_.reset();
    request_ = {};
    forwarded_.clear();
    http_1_0_ = expects_continue_ = chunked_ = false;
    keep_alive_ = true;
    length_.reset();
    state_ = State::head;
    return advance();
}

RequestReader::State RequestReader::refuse(int status, std::string_view line) {
    refusal_ = {status, line};
    bytes_.clear();
    at_ = 0;
    return state_ = State::refused;
}

RequestReader::State RequestReader::advance() {
    if (state_ == State::head) read_head();
    if (state_ == State::body) read_body();
    return state_;
}

void RequestReader::read_head() {
    // RFC 9112, 2.2: empty lines before a request are skipped.
    while (scanned_ == 0 && rest().starts_with("\r\n")) at_ += 2;
    const std::string_view text = rest();
    for (; scanned_ < text.size(); ++scanned_) {
        const auto c = static_cast<unsigned char>(text[scanned_]);
        const bool half_end = c == '\n' && (scanned_ == 0 || text[scanned_ - 1] != '\r');
        const bool half_begin = c != '\n' && scanned_ > 0 && text[scanned_ - 1] == '\r';
        const bool control = (c < 0x20 && c != '\t' && c != '\r' && c != '\n') || c == 0x7F;
        if (half_end || half_begin || control) {
            refuse(400, "the head of this request has stray control characters");
            return;
        }
        if (c == '\n' && text.substr(0, scanned_ + 1).ends_with("\r\n\r\n")) {
            scan_head(scanned_ + 1);
            return;
        }
        if (scanned_ >= limits_.head) {
            const bool line_alone = text.find("\r\n") == text.npos;
            refuse(line_alone ? 414 : 431, "the head of a request may have 8 KiB");
            return;
        }
    }
}

bool RequestReader::scan_head(std::size_t end) {
    std::string_view text = rest().substr(0, end - 2);
    const std::size_t first = text.find("\r\n");
    if (!take_request_line(text.substr(0, first))) return false;
    text.remove_prefix(first + 2);
    while (!text.empty()) {
        const std::size_t line_end = text.find("\r\n");
        if (!take_header(text.substr(0, line_end))) return false;
        text.remove_prefix(line_end + 2);
    }
    if (!check_framing()) return false;

    if (!chunked_ && length_.value_or(0) == 0) {
        at_ += end;
        state_ = State::complete;
        return true;
    }
    // Who reads this head does not know yet whether its session has ended; what was typed must get
    // through all the same.
    const bool says_who = !request_.authorization.empty() || !request_.auth_token.empty();
    const std::size_t body_limit = says_who                         ? limits_.body
                                   : is_form(request_.content_type) ? limits_.body_form
                                                                    : limits_.body_unnamed;
    if (length_.value_or(0) > body_limit) {
        refuse(413, "the body is too large");
        return false;
    }
    parser_ = std::make_unique<Parser>(limits_.head + 1, body_limit);
    state_ = State::body;  // Beast takes the head again and decodes what follows
    return true;
}

bool RequestReader::take_request_line(std::string_view line) {
    const std::size_t first = line.find(' ');
    const std::size_t last = line.rfind(' ');
    if (first == line.npos || first == last) {
        refuse(400, "this is no HTTP request");
        return false;
    }
    const std::string_view method = line.substr(0, first);
    const std::string_view target = line.substr(first + 1, last - first - 1);
    const std::string_view version = line.substr(last + 1);
    const bool visible = std::all_of(target.begin(), target.end(),
                                     [](char c) { return c > 0x20 && c < 0x7F && c != '#'; });
    const auto place = place_of(target);
    if (!is_token(method) || method.size() > 20 || !visible || !place) {
        refuse(400, "this is no request line");
        return false;
    }
    if (version != "HTTP/1.1" && version != "HTTP/1.0") {
        refuse(version.starts_with("HTTP/") ? 505 : 400, "only HTTP/1.1 and HTTP/1.0 are spoken");
        return false;
    }
    http_1_0_ = version == "HTTP/1.0";
    keep_alive_ = !http_1_0_;
    request_.method = method;
    request_.target = place->path;
    request_.host = place->host;
    return true;
}

bool RequestReader::take_header(std::string_view line) {
    const std::size_t colon = line.find(':');
    if (colon == line.npos || !is_token(line.substr(0, colon))) {
        refuse(400, "a header line is not well-formed");
        return false;
    }
    if (++headers_ > limits_.headers) {
        refuse(431, "too many header lines");
        return false;
    }
    const std::string name = lower_ascii(line.substr(0, colon));
    const std::string_view value = trim_blanks(line.substr(colon + 1));
    return take_framing(name, value) && take_field(name, value);
}

/// What the site reads. A list may come in several lines (RFC 9110, 5.3); the others only once.
bool RequestReader::take_field(std::string_view name, std::string_view value) {
    struct Field {
        std::string_view name;
        std::string Request::* value;
        bool list;
    };
    constexpr std::array<Field, 17> fields = {{
        {"accept-encoding", &Request::accept_encoding, true},
        {"accept-language", &Request::accept_language, true},
        {"authorization", &Request::authorization, false},
        {"content-encoding", &Request::content_encoding, true},
        {"content-type", &Request::content_type, false},
        {"cookie", &Request::cookie, false},
        {"idempotency-key", &Request::idempotency_key, false},
        {"if-none-match", &Request::if_none_match, true},
        {"last-event-id", &Request::last_event_id, false},
        {"origin", &Request::origin, false},
        {"purpose", &Request::purpose, true},
        {"sec-fetch-site", &Request::fetch_site, false},
        {"sec-purpose", &Request::purpose, true},
        {"user-agent", &Request::user_agent, false},
        {"x-auth-token", &Request::auth_token, false},
        {"x-hub-signature", &Request::hub_signature, false},
        {"x-moz", &Request::purpose, true},
    }};
    const auto add = [](std::string& list, std::string_view item) {
        if (!list.empty()) list += ", ";
        list += item;
    };
    for (const Field& field : fields) {
        if (field.name != name) continue;
        std::string& kept = request_.*field.value;
        if (!kept.empty() && !field.list) {
            refuse(400, "a header that may come once came twice");
            return false;
        }
        add(kept, value);
    }
    if (name == "x-forwarded-for") add(forwarded_.chain, value);
    if (name == "x-forwarded-proto") add(forwarded_.protocol, value);
    return true;
}

/// What says where the request ends and what becomes of the connection.
bool RequestReader::take_framing(std::string_view name, std::string_view value) {
    if (name == "host") {
        ++hosts_;
        if (is_host(value)) {
            // RFC 9112, 3.2.2: a host in the request line is the one that counts.
            if (request_.host.empty()) request_.host = value;
            return true;
        }
        refuse(400, "the Host header is not well-formed");
        return false;
    }
    if (name == "content-length") {
        const auto length = length_of(value);
        if (length && !length_) {
            length_ = length;
            return true;
        }
        refuse(400, "Content-Length must be one number");
        return false;
    }
    if (name == "transfer-encoding") {
        if (!chunked_ && !http_1_0_ && equal_ignoring_ascii_case(value, "chunked"))
            return chunked_ = true;
        refuse(http_1_0_ || chunked_ ? 400 : 501, "Transfer-Encoding may be chunked, once");
        return false;
    }
    if (name == "connection" && has_item(value, "close")) keep_alive_ = false;
    if (name == "expect") {
        expects_continue_ = !http_1_0_ && equal_ignoring_ascii_case(value, "100-continue");
        if (!expects_continue_ && !http_1_0_) {
            refuse(417, "only 100-continue can be expected");
            return false;
        }
    }
    return true;
}

bool RequestReader::check_framing() {
    if (hosts_ > 1 || (hosts_ == 0 && !http_1_0_)) {
        refuse(400, "a request has one Host header");
        return false;
    }
    if (chunked_ && length_) {
        refuse(400, "Content-Length and Transfer-Encoding exclude each other");
        return false;
    }
    return true;
}

void RequestReader::read_body() {
    std::size_t used = 0;
    const Parser::Progress progress = parser_->put(rest(), used);
    at_ += used;
    switch (progress) {
        case Parser::Progress::more:
            if (rest().size() > std::max(longest_chunk_head, limits_.head))
                refuse(400, "a chunk's head is too long");
            else if (used > 0)
                bytes_.erase(0, std::exchange(at_, 0));
            return;
        case Parser::Progress::done:
            request_.body = std::move(parser_->body());
            parser_.reset();
            state_ = State::complete;
            return;
        case Parser::Progress::too_large:
            refuse(413, "the body is too large");
            return;
        case Parser::Progress::broken:
            refuse(400, "the body is not well-formed");
            return;
    }
}

}  // namespace chappe
