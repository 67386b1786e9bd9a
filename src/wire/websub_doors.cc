// WebSub, both sides (https://www.w3.org/TR/websub/): our hub takes subscribers, hubs of others
// verify our subscriptions and send what is new. Nothing is sent to whoever asks before they were
// called back (app/websub.cc).
#include <algorithm>
#include <array>
#include <chrono>

#include "base/hmac.h"
#include "base/log.h"
#include "base/text.h"
#include "base/url.h"
#include "wire/api.h"
#include "wire/asked.h"
#include "wire/forms.h"
#include "wire/websub.h"

namespace chappe {
namespace {

using namespace std::chrono;

constexpr std::size_t longest_address = 2048;
constexpr std::size_t longest_secret = 199;  // WebSub, 5.1: less than 200 bytes
constexpr seconds usual_lease = days(10);
constexpr seconds shortest_lease = hours(1);
constexpr seconds longest_lease = days(30);
constexpr std::array<std::string_view, 3> feeds = {"/feed.atom", "/feed.rss", "/feed.json"};

/// WebSub, 5: a description for people is plain text.
Response plain(int status, std::string line) {
    Response response;
    response.status = status;
    response.type = "text/plain; charset=utf-8";
    response.body = std::move(line) + "\n";
    response.headers.push_back({"Cache-Control", "no-store"});
    return response;
}

Response plain(const Asked& asked, const Error& error) {
    return plain(failure_response(asked, error).status, error.message);
}

/// Of a feed of ours, as a target; empty for any other address.
std::string feed_target(const Asked& asked, std::string_view topic) {
    const std::string& base = asked.site.public_url;
    if (!topic.starts_with(base)) return {};
    const std::string_view target = topic.substr(base.size());
    const std::string_view path = target.substr(0, target.find('?'));
    if (std::find(feeds.begin(), feeds.end(), path) == feeds.end()) return {};
    return std::string(target);
}

bool is_web_address(std::string_view text) {
    return text.size() <= longest_address && Url::parse(text);
}

Result<ListeningWish> wish_in(const Asked& asked, const Form& form) {
    ListeningWish wish;
    wish.at = now();
    wish.callback = form.value("hub.callback");
    wish.topic = form.value("hub.topic");
    wish.secret = form.value("hub.secret");
    const std::string_view mode = form.value("hub.mode");
    const std::string_view lease = form.value("hub.lease_seconds");
    if (mode != "subscribe" && mode != "unsubscribe")
        return fail(Failure::refused, "hub.mode is subscribe or unsubscribe");
    if (!is_web_address(wish.callback))
        return fail(Failure::refused, "hub.callback is an address of http or https");
    if (wish.secret.size() > longest_secret)
        return fail(Failure::refused, "hub.secret has less than 200 bytes");
    if (mode == "unsubscribe") return wish;  // also from a feed that is none any more
    const std::string target = feed_target(asked, wish.topic);
    if (target.empty() || document_at(target, asked.site).status != 200)
        return fail(Failure::refused, "hub.topic is no feed of this site");
    wish.lease = usual_lease;
    if (!lease.empty()) {
        const auto asked_for = parse_number(lease);
        if (!asked_for) return fail(Failure::refused, "hub.lease_seconds is a number");
        wish.lease = std::clamp(seconds(*asked_for), shortest_lease, longest_lease);
    }
    return wish;
}

/// The answer once it is kept.
template <typename News>
Answer keep_then(const Asked& asked, News news, Response kept) {
    Hubs& hubs = asked.site.archive.hubs();
    return Later{[&hubs, news = std::move(news), kept = std::move(kept),
                  request = asked.request](Later::Reply reply) mutable {
        return hubs.keep(std::move(news), [kept = std::move(kept), request = std::move(request),
                                           reply = std::move(reply)](Result<void> done) mutable {
            reply(done ? std::move(kept) : failure_response(request, done.error()));
        });
    }};
}

/// The subscription that this callback is one of; a Response when there is none.
std::variant<Subscription, Response> subscription_of(const Asked& asked) {
    auto found = asked.site.archive.hubs().subscription_at(asked.name);
    if (!found) return plain(asked, found.error());
    if (!*found) return plain(404, "nothing is awaited here");
    return **std::move(found);
}

/// WebSub, 7.1.1: "sha256=..." over the body.
bool is_signed(const Request& request, const Subscription& subscription) {
    const std::string_view sent = request.hub_signature;
    const std::size_t equals = sent.find('=');
    const auto function = sha_named(lower_ascii(sent.substr(0, equals)));
    if (equals == sent.npos || !function) return false;
    return same_secret(hmac_hex(*function, subscription.secret, request.body),
                       lower_ascii(sent.substr(equals + 1)));
}

}  // namespace

std::optional<Response> refuse_unknown_callback(const Request&, const Site& site,
                                                std::string_view callback) {
    const auto found = site.archive.hubs().subscription_at(callback);
    if (!found) return plain(503, found.error().message);
    if (!*found) return plain(404, "nothing is awaited here");
    return std::nullopt;
}

std::string hub_url(const Site& site) {
    return site.hub ? site.public_url + "/hub" : std::string();
}

Answer hub_door(const Asked& asked) {
    if (!asked.site.hub) return plain(404, "there is no hub here: this wire does not fetch");
    if (!is_form(asked.request.content_type))
        return plain(415, "a hub is asked with a form (application/x-www-form-urlencoded)");
    const auto form = parse_form(asked.request.body);
    if (!form) return plain(asked, form.error());
    auto wish = wish_in(asked, *form);
    if (!wish) return plain(asked, wish.error());
    return keep_then(asked, std::move(*wish), plain(202, "you will be called back"));
}

/// A hub asks whether it was us (5.3), or says that it will send nothing (5.2).
Answer verify_door(const Asked& asked) {
    auto found = subscription_of(asked);
    if (auto* refused = std::get_if<Response>(&found)) return std::move(*refused);
    const auto& subscription = std::get<Subscription>(found);
    const Target& target = asked.target;
    const std::string_view mode = target.parameter("hub.mode");
    const std::string_view challenge = target.parameter("hub.challenge");
    if (target.parameter("hub.topic") != subscription.links.topic)
        return plain(404, "this topic is not awaited here");

    SubscriptionNews news;
    news.source = subscription.source;
    news.at = now();
    if (mode == "denied") {
        news.what = SubscriptionNews::What::denied;
        news.trouble =
            "the hub sends nothing: " + shorten(fold_space(target.parameter("hub.reason")), 200);
        return keep_then(asked, std::move(news), plain(200, "noted"));
    }
    // As long as the source is watched we want to be sent what is new.
    if (mode != "subscribe" || challenge.empty() || challenge.size() > longest_address)
        return plain(404, "this was not asked for");
    news.what = SubscriptionNews::What::verified;
    const auto lease = parse_number(target.parameter("hub.lease_seconds"));
    news.lease = std::clamp(lease ? seconds(*lease) : usual_lease, seconds(60), longest_lease);
    Response confirmed = plain(200, "");
    confirmed.body = challenge;
    return keep_then(asked, std::move(news), std::move(confirmed));
}

Answer push_door(const Asked& asked) {
    auto found = subscription_of(asked);
    if (auto* refused = std::get_if<Response>(&found)) return std::move(*refused);
    const auto& subscription = std::get<Subscription>(found);
    // 8: to an invalid one nothing else must be said, lest somebody try until it fits.
    if (!is_signed(asked.request, subscription)) {
        log_warning("sources: " + subscription.name +
                    ": something came that its hub did not sign; it was not taken");
        return plain(202, "thank you");
    }
    if (!asked.site.read_pushed) return plain(503, "nothing is taken here; try again later");

    Arrival arrival;
    arrival.bytes = asked.request.body;
    arrival.media_type = asked.request.content_type;
    arrival.url = subscription.links.topic;
    arrival.source = subscription.name;
    arrival.received = now();
    Submission submission = asked.site.read_pushed(subscription, std::move(arrival));
    if (submission.reading.dispatches.empty()) return plain(202, "thank you");
    submission.understood = asked.site.archive.understand(submission.reading);
    Archive& archive = asked.site.archive;
    return Later{[&archive, submission = std::move(submission),
                  request = asked.request](Later::Reply reply) mutable {
        return archive.submit(std::move(submission), [request = std::move(request),
                                                      reply = std::move(reply)](
                                                         Result<Receipt> receipt) mutable {
            reply(receipt ? plain(202, "thank you") : failure_response(request, receipt.error()));
        });
    }};
}

}  // namespace chappe
