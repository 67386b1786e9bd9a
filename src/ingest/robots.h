#pragma once
// RobotsRules: what a robots.txt lets us fetch. RFC 9309, https://www.rfc-editor.org/rfc/rfc9309
//
//     User-agent: *                  /archive/2024.html   no
//     Disallow: /archive/            /archive/today.html  yes: the longer rule wins
//     Allow: /archive/today*         /                    yes: nothing forbids it

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace chappe {

class RobotsRules {
 public:
    /// Of a file that was fetched. `agent`: our product token, "chappe". Total; linear in the text,
    /// of which the first 500 KiB are read (2.5).
    static RobotsRules parse(std::string_view text, std::string_view agent);
    /// When there is no such file (2.3.1.3).
    static RobotsRules open() { return {}; }
    /// When it cannot be reached (2.3.1.4).
    static RobotsRules shut();

    /// `tail`: path and query of an address, "/d/1?x=2", percent-encoded as it is dialled.
    bool allows(std::string_view tail) const;

    /// Crawl-delay, which the RFC does not know but many files have; at most a minute, 0 without.
    std::chrono::seconds delay() const { return delay_; }
    /// Sitemap lines, of whatever group, at most 100.
    const std::vector<std::string>& sitemaps() const { return sitemaps_; }

 private:
    struct Rule {
        std::string path;  // normalised as by the RFC
        bool allow = false;
        bool wild = false;  // holds a '*', or a '$' at its end
    };
    friend class RobotsReader;

    std::vector<Rule> rules_;
    std::vector<std::string> sitemaps_;
    std::chrono::seconds delay_{0};
};

}  // namespace chappe
