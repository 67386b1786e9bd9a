#include "wire/http.h"

#include <array>

namespace chappe {
namespace {

constexpr std::string_view security_headers =
    "Content-Security-Policy: default-src 'none'; style-src 'self'; script-src 'self'; "
    "connect-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'\r\n"
    "X-Content-Type-Options: nosniff\r\n"
    // Nothing for others; but "no-referrer" would also make browsers send our own forms with
    // "Origin: null" (Fetch, 3.2, append a request Origin header).
    "Referrer-Policy: same-origin\r\n"
    "Cross-Origin-Opener-Policy: same-origin\r\n"
    "Cross-Origin-Resource-Policy: same-origin\r\n";

struct Reason {
    int status;
    std::string_view words;
};

constexpr auto reasons = std::to_array<Reason>({
    {200, "OK"},
    {201, "Created"},
    {303, "See Other"},
    {304, "Not Modified"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {408, "Request Timeout"},
    {410, "Gone"},
    {413, "Content Too Large"},
    {414, "URI Too Long"},
    {415, "Unsupported Media Type"},
    {417, "Expectation Failed"},
    {421, "Misdirected Request"},
    {422, "Unprocessable Content"},
    {431, "Request Header Fields Too Large"},
    {429, "Too Many Requests"},
    {500, "Internal Server Error"},
    {501, "Not Implemented"},
    {503, "Service Unavailable"},
    {505, "HTTP Version Not Supported"},
    {507, "Insufficient Storage"},
    {100, "Continue"},
});

void append_header(std::string& out, std::string_view name, std::string_view value) {
    out.append(name).append(": ").append(value).append("\r\n");
}

std::string status_line(int status) {
    std::string out = "HTTP/1.1 ";
    out += std::to_string(status);
    out += ' ';
    out += reason_of(status);
    out += "\r\n";
    return out;
}

}  // namespace

std::string_view reason_of(int status) {
    for (const Reason& reason : reasons)
        if (reason.status == status) return reason.words;
    return "Unknown";
}

std::string head_of(const Response& response, Persistence persistence) {
    std::string out = status_line(response.status);
    out.reserve(900);
    // RFC 9110, 15.4.5: a 304 has no body, and a length would be that of the page.
    if (response.status != 304) {
        append_header(out, "Content-Type", response.type);
        append_header(out, "Content-Length", std::to_string(response.body.size()));
    }
    for (const Header& header : response.headers) append_header(out, header.name, header.value);
    if (persistence == Persistence::close) append_header(out, "Connection", "close");
    out += security_headers;
    out += "\r\n";
    return out;
}

std::string head_of_stream() {
    std::string out = status_line(200);
    append_header(out, "Content-Type", "text/event-stream; charset=utf-8");
    append_header(out, "Cache-Control", "no-store");
    append_header(out, "Connection", "close");
    // nginx holds answers back unless told; a live wire must not wait in a buffer.
    append_header(out, "X-Accel-Buffering", "no");
    out += security_headers;
    out += "\r\n";
    return out;
}

}  // namespace chappe
