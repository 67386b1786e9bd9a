#pragma once
// Bytes of a connection to requests, one after the other. No sockets: the server and the fuzzer
// feed it alike.
//
// Strict where servers have been fooled (RFC 9112, 11.2): one length or one chunked coding, never
// both; no folded, doubled or half-ended header lines. What it refuses ends the connection.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "wire/gate.h"
#include "wire/http.h"

namespace chappe {

struct RequestLimits {
    std::size_t head = 8 << 10;           // request line and headers, bytes
    std::size_t headers = 100;            // lines
    std::size_t body = 16 << 20;          // of one who sends a token
    std::size_t body_form = 1 << 20;      // of a form: 100,000 letters are up to 900 KB of %XX
    std::size_t body_unnamed = 64 << 10;  // of all others
};

class RequestReader {
 public:
    enum class State {
        head,      // the head is not whole yet
        body,      // request() has the head
        complete,  // request() is whole; next() goes on
        refused,   // refusal() says why; the rest of the connection is noise
    };

    explicit RequestReader(const RequestLimits& limits = {});
    ~RequestReader();

    State feed(std::string_view bytes);
    State state() const { return state_; }
    /// Not a byte of the next request is here.
    bool idle() const;
    /// Of a complete request: forgets it and begins the next, which may be here already.
    State next();

    Request& request() { return request_; }
    const Forwarded& forwarded() const { return forwarded_; }
    bool keep_alive() const { return keep_alive_; }
    bool expects_continue() const { return expects_continue_; }
    /// Nothing for a chunked body.
    std::optional<std::uint64_t> declared_length() const { return length_; }
    bool is_chunked() const { return chunked_; }
    std::size_t body_received() const;

    struct Refusal {
        int status = 400;
        std::string_view line;
    };
    const Refusal& refusal() const { return refusal_; }

 private:
    class Parser;  // Beast's

    State advance();
    State refuse(int status, std::string_view line);
    void read_head();
    bool scan_head(std::size_t end);
    bool take_request_line(std::string_view line);
    bool take_header(std::string_view line);
    bool take_field(std::string_view name, std::string_view value);
    bool take_framing(std::string_view name, std::string_view value);
    bool check_framing();
    void read_body();
    std::string_view rest() const { return std::string_view(bytes_).substr(at_); }

    RequestLimits limits_;
    State state_ = State::head;
    std::string bytes_;  // received, from at_ on not consumed
    std::size_t at_ = 0;
    std::size_t scanned_ = 0;  // bytes of rest() known to be no head's end
    std::unique_ptr<Parser> parser_;
    Request request_;
    Forwarded forwarded_;
    Refusal refusal_;

    bool http_1_0_ = false;
    bool keep_alive_ = true;
    bool expects_continue_ = false;
    bool chunked_ = false;
    std::size_t headers_ = 0;
    std::size_t hosts_ = 0;
    std::optional<std::uint64_t> length_;
};

}  // namespace chappe
