#include "wire/http.h"

#include <fmt/format.h>

#include <array>
#include <ctime>

namespace chappe {
namespace {

constexpr std::string_view security_lines =
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

/// RFC 9110, 5.6.7: the one form of a date that servers write.
std::string date_line(std::time_t time) {
    constexpr std::array<std::string_view, 7> days = {"Sun", "Mon", "Tue", "Wed",
                                                      "Thu", "Fri", "Sat"};
    constexpr std::array<std::string_view, 12> months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    std::tm parts{};
    gmtime_r(&time, &parts);
    return fmt::format("Date: {}, {:02} {} {} {:02}:{:02}:{:02} GMT\r\n",
                       days[static_cast<std::size_t>(parts.tm_wday)], parts.tm_mday,
                       months[static_cast<std::size_t>(parts.tm_mon)], 1900 + parts.tm_year,
                       parts.tm_hour, parts.tm_min, parts.tm_sec);
}

}  // namespace

void append_header(std::string& out, std::string_view name, std::string_view value) {
    out.append(name).append(": ").append(value).append("\r\n");
}

std::string_view status_line(int status) {
    static const auto lines = [] {
        std::array<std::string, 600> made;
        for (std::size_t i = 100; i < made.size(); ++i)
            made[i] = fmt::format("HTTP/1.1 {} {}\r\n", i, reason_of(static_cast<int>(i)));
        return made;
    }();
    return lines[static_cast<std::size_t>(status)];
}

std::string_view security_headers() {
    return security_lines;
}

std::string_view strict_transport() {
    return "Strict-Transport-Security: max-age=15552000\r\n";
}

void append_date(std::string& out) {
    thread_local std::time_t second = 0;
    thread_local std::string line;
    const std::time_t time = std::time(nullptr);
    if (time != second) {
        second = time;
        line = date_line(time);
    }
    out += line;
}

std::string_view reason_of(int status) {
    for (const Reason& reason : reasons)
        if (reason.status == status) return reason.words;
    return "Unknown";
}

std::string head_of(const Response& response, Persistence persistence, Scheme scheme) {
    std::string out(status_line(response.status));
    out.reserve(900);
    // RFC 9110, 15.4.5: a 304 has no body, and a length would be that of the page.
    if (response.status != 304) {
        append_header(out, "Content-Type", response.type);
        append_header(out, "Content-Length", std::to_string(response.body.size()));
    }
    for (const Header& header : response.headers) append_header(out, header.name, header.value);
    append_date(out);
    if (scheme == Scheme::https) out += strict_transport();
    if (persistence == Persistence::close) append_header(out, "Connection", "close");
    out += security_lines;
    out += "\r\n";
    return out;
}

std::string head_of_stream() {
    std::string out(status_line(200));
    append_date(out);
    append_header(out, "Content-Type", "text/event-stream; charset=utf-8");
    append_header(out, "Cache-Control", "no-store");
    append_header(out, "Connection", "close");
    // nginx holds answers back unless told; a live wire must not wait in a buffer.
    append_header(out, "X-Accel-Buffering", "no");
    out += security_lines;
    out += "\r\n";
    return out;
}

}  // namespace chappe
