#pragma once
// The gate: is a request meant for us, and who sends it? Looked at before anything else of it.
//
// A name that is not ours in Host is how a stranger's page reaches a server on a private network
// (DNS rebinding): its browser believes our pages to be its own. An address in Host cannot be
// rebound.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "wire/http.h"
#include "wire/server.h"

namespace chappe {

/// An IP address as 16 bytes; those of IPv4 as ::ffff:a.b.c.d (RFC 4291, 2.5.5.2).
using AddressBytes = std::array<std::uint8_t, 16>;
std::optional<AddressBytes> parse_peer_address(std::string_view text);
std::string to_string(const AddressBytes&);
bool is_four(const AddressBytes&);  // of IPv4
bool is_loopback(const AddressBytes&);

/// What the proxy in front of us wrote into a request; believed only of one that is trusted.
struct Forwarded {
    std::string chain;     // X-Forwarded-For: "reader, proxy, proxy"
    std::string protocol;  // X-Forwarded-Proto: "https"
    void clear() {
        chain.clear();
        protocol.clear();
    }
};

class Gate {
 public:
    /// `refused` when a trusted proxy is no address ("10.0.0.1") or network ("10.0.0.0/8").
    [[nodiscard]] static Result<Gate> make(const ServerOptions&);

    /// May a request name this host? Also with a port; of no host at all, what HTTP/1.0 sends.
    bool knows(std::string_view host) const;
    bool trusts(const AddressBytes& peer) const;

    struct Sender {
        AddressBytes address{};
        bool secure = false;  // came over https
    };
    Sender sender_of(const AddressBytes& peer, const Forwarded&) const;

 private:
    struct Block {
        AddressBytes first{};
        unsigned bits = 128;
    };
    static std::optional<Block> parse_block(std::string_view text);

    std::vector<std::string> hosts_;  // lower case, without port
    std::vector<Block> proxies_;
    bool secure_ = false;  // the public address is https
};

}  // namespace chappe
