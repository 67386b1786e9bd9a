#pragma once
// The gate: is a request meant for us, and who sends it? Looked at before anything else of it.
//
// A name that is not ours in Host is how a stranger's page reaches a server on a private network
// (DNS rebinding): its browser believes our pages to be its own. An address in Host cannot be
// rebound.

#include <string>
#include <string_view>
#include <vector>

#include "base/address.h"
#include "base/result.h"
#include "wire/http.h"
#include "wire/server.h"

namespace chappe {

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
    bool trusts(const Address& peer) const;

    struct Sender {
        Address address{};
        bool secure = false;  // came over https
    };
    /// `peer` undressed (base/address.h).
    Sender sender_of(const Address& peer, const Forwarded&) const;

 private:
    std::vector<std::string> hosts_;  // lower case, without port
    std::vector<Subnet> proxies_;
    bool secure_ = false;  // the public address is https
};

}  // namespace chappe
