#pragma once
// Url: an absolute http or https address, after RFC 3986 (Boost.URL), forgiving as pages need it.

#include <optional>
#include <string>
#include <string_view>

namespace chappe {

class Url {
 public:
    /// Nothing unless the text is an absolute http(s) address with a host. Spaces and other
    /// characters that pages leave bare are percent-encoded; host and scheme are lowered.
    static std::optional<Url> parse(std::string_view text);

    /// A reference found on this page: "/d/1", "?p=2", "//host/x". Nothing for mailto:, javascript:
    /// ...
    std::optional<Url> resolve(std::string_view reference) const;

    const std::string& str() const { return text_; }
    std::string_view host() const { return host_; }

    /// The form that tells whether two addresses name one page: no fragment, no default port, no
    /// tracking parameters (utm_*, fbclid, gclid, ...).
    std::string identity() const;

    friend bool operator==(const Url& a, const Url& b) { return a.text_ == b.text_; }

 private:
    Url(std::string text, std::string host) : text_(std::move(text)), host_(std::move(host)) {}
    std::string text_;
    std::string host_;
};

}  // namespace chappe
