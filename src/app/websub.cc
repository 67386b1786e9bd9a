// One thread looks at what is due: every second, and whenever the wire has changed. A listener or a
// hub that is being asked is left alone until it has answered and the archive knows.
#include "app/websub.h"

#include <fmt/format.h>

#include <atomic>
#include <map>
#include <random>
#include <string>
#include <thread>
#include <utility>

#include "app/sending.h"
#include "base/digest.h"
#include "base/hmac.h"
#include "base/percent.h"
#include "ingest/downloads.h"
#include "ingest/fetch_steps.h"
#include "news/websub.h"

namespace chappe {
namespace {

using namespace std::chrono;
using Clock = steady_clock;

constexpr milliseconds glance{20};            // at the wire, for changes
constexpr milliseconds look_period{1000};     // at what is due
constexpr milliseconds trouble_period{5000};  // when the archive does not answer
constexpr milliseconds patience{10'000};      // with an answer
constexpr std::size_t longest_answer = 64 << 10;
constexpr std::size_t most_at_once = 64;
constexpr std::size_t most_redirects = 3;  // of a hub
constexpr seconds wanted_lease = days(10);

using Fields = std::vector<std::pair<std::string_view, std::string>>;

/// hub.mode=subscribe&hub.topic=...
std::string encoded(const Fields& fields) {
    std::string out;
    for (const auto& [name, value] : fields) {
        if (!out.empty()) out += '&';
        out.append(name).append("=").append(percent_encoded(value));
    }
    return out;
}

/// Behind what the address has already (WebSub, 5.3).
std::string with_query(const std::string& url, const Fields& fields) {
    return url + (url.find('?') == url.npos ? "?" : "&") + encoded(fields);
}

/// A feed of ours as it is now.
struct Made {
    ChangeSeq as_of{};
    Document document;
    Digest digest{};
};

}  // namespace

struct WebSub::Running {
    Running(Archive& its_archive, const Server& its_server, WebSubOptions its_options)
        : archive(its_archive),
          server(its_server),
          options(std::move(its_options)),
          downloads(options.fetch.policy, user_agent(options.fetch.contact_url)),
          thread([this] { run(); }) {}
    ~Running() {
        stopping = true;
        downloads.wake();
        thread.join();
    }

    void run();
    void look();

    void ask_hubs();
    void ask(const Subscription&);
    void post_to_hub(const Subscription&, FetchTarget, std::size_t redirects);
    void keep(SubscriptionNews);

    void serve_listeners();
    void verify(const Listener&);
    void send(const Listener&);
    const Made* feed_at(const std::string& topic);
    void keep(ListenerNews);

    double chance() { return std::uniform_real_distribution<double>(0, 1)(random); }
    bool has_room() const { return downloads.running() < most_at_once; }

    Archive& archive;
    const Server& server;
    const WebSubOptions options;
    // The archive may still tell them something when this is gone.
    std::shared_ptr<UnderWay<SourceId>> asked = std::make_shared<UnderWay<SourceId>>();
    std::shared_ptr<UnderWay<ListenerId>> served = std::make_shared<UnderWay<ListenerId>>();
    std::map<std::string, Made> feeds;  // by topic
    ChangeSeq newest{};
    Looks looks{"WebSub"};
    std::minstd_rand random{std::random_device{}()};
    std::atomic<bool> stopping = false;
    Downloads downloads;  // its callbacks use the above
    std::thread thread;
};

void WebSub::Running::run() {
    Clock::time_point next_look{};
    while (!stopping) {
        if (archive.newest() != newest || Clock::now() >= next_look) {
            newest = archive.newest();
            looks.begin();
            look();
            next_look = Clock::now() + (looks.end() ? look_period : trouble_period);
        }
        downloads.run(glance);
    }
}

void WebSub::Running::look() {
    if (options.subscribes) ask_hubs();
    serve_listeners();
}

// ---- hubs of others

void WebSub::Running::ask_hubs() {
    const auto due = looks.told(archive.hubs().due_subscriptions(now(), most_at_once));
    if (!due) return;
    for (const Subscription& subscription : *due)
        if (has_room() && !asked->has(subscription.source)) ask(subscription);
}

void WebSub::Running::ask(const Subscription& subscription) {
    asked->begin(subscription.source);
    auto target = judge_for(subscription.links.hub, options.fetch);
    if (target) return post_to_hub(subscription, std::move(*target), 0);
    SubscriptionNews news{.source = subscription.source, .what = SubscriptionNews::What::failed};
    news.trouble = "its hub cannot be asked: " + target.error().message;
    keep(std::move(news));
}

void WebSub::Running::post_to_hub(const Subscription& subscription, FetchTarget target,
                                  std::size_t redirects) {
    FetchRequest request{target, {longest_answer, patience}};
    request.post =
        Posting{encoded({{"hub.mode", "subscribe"},
                         {"hub.topic", subscription.links.topic},
                         {"hub.callback", server.public_url() + "/websub/" + subscription.callback},
                         {"hub.secret", subscription.secret},
                         {"hub.lease_seconds", std::to_string(wanted_lease.count())}}),
                "application/x-www-form-urlencoded"};
    downloads.start(std::move(request), [this, subscription, target = std::move(target),
                                         redirects](const Result<Answer>& answer) {
        SubscriptionNews news{.source = subscription.source};
        const bool moved = answer && (answer->status == 307 || answer->status == 308);
        if (moved && redirects < most_redirects) {
            auto next = judge_redirect(target, answer->location, options.fetch);
            if (next) return post_to_hub(subscription, std::move(*next), redirects + 1);
        }
        if (!is_success(answer)) {
            news.what = SubscriptionNews::What::failed;
            news.trouble = "its hub cannot be asked: " + trouble_in(answer, target.host);
        }
        keep(std::move(news));
    });
}

void WebSub::Running::keep(SubscriptionNews news) {
    news.at = now();
    news.chance = chance();
    const SourceId id = news.source;
    const auto accepted = archive.hubs().keep(
        std::move(news), [under_way = asked, id](const Result<void>&) { under_way->end(id); });
    if (!accepted) asked->end(id);
}

// ---- our hub

void WebSub::Running::serve_listeners() {
    const Instant time = now();
    const auto listeners = looks.told(archive.hubs().listeners(time));
    if (!listeners) return;
    if (listeners->empty()) feeds.clear();
    for (const Listener& listener : *listeners) {
        if (!has_room()) return;
        if (served->has(listener.id)) continue;
        if (listener.wished_lease)
            verify(listener);
        else if (listener.due <= time)
            send(listener);
    }
}

/// Null when nothing can be had there now.
const Made* WebSub::Running::feed_at(const std::string& topic) {
    Made& made = feeds[topic];
    if (made.as_of == newest && made.document.status == 200) return &made;
    const std::string& base = server.public_url();
    if (!topic.starts_with(base)) return nullptr;  // the public address is another one now
    made.document = server.document(topic.substr(base.size()));
    if (made.document.status != 200) return nullptr;
    made.as_of = newest;
    made.digest = digest(made.document.body);
    return &made;
}

/// WebSub, 5.3: only who repeats the challenge meant it.
void WebSub::Running::verify(const Listener& listener) {
    const bool subscribes = listener.wished_lease->count() > 0;
    ListenerNews news{.id = listener.id};
    if (subscribes) {
        // It has what it found in the feed when it asked; what comes from now on is sent.
        const Made* const made = feed_at(listener.topic);
        if (!made) return;
        news.told = made->digest;
    }
    const std::string challenge = random_hex(16);
    served->begin(listener.id);
    auto target = judge_for(
        with_query(listener.callback,
                   {{"hub.mode", subscribes ? "subscribe" : "unsubscribe"},
                    {"hub.topic", listener.topic},
                    {"hub.challenge", challenge},
                    {"hub.lease_seconds", std::to_string(listener.wished_lease->count())}}),
        options.fetch);
    if (!target) {
        news.what = ListenerNews::What::refused;
        news.trouble = target.error().message;
        return keep(std::move(news));
    }
    const std::string host = target->host;
    downloads.start(
        {std::move(*target), {longest_answer, patience}},
        [this, news, challenge, host](const Result<Answer>& answer) mutable {
            const bool meant = is_success(answer) && answer->body == challenge;
            news.what = meant ? ListenerNews::What::confirmed : ListenerNews::What::refused;
            if (!meant)
                news.trouble = is_success(answer) ? host + " does not repeat the challenge"
                                                  : trouble_in(answer, host);
            keep(std::move(news));
        });
}

void WebSub::Running::send(const Listener& listener) {
    const Made* const made = feed_at(listener.topic);
    if (!made || listener.told == made->digest) return;
    ListenerNews news{.id = listener.id, .told = made->digest};
    served->begin(listener.id);
    auto target = judge_for(listener.callback, options.fetch);
    if (!target) {
        news.what = ListenerNews::What::failed;
        news.trouble = target.error().message;
        return keep(std::move(news));
    }
    const std::string host = target->host;
    FetchRequest request{std::move(*target), {longest_answer, patience}};
    request.post = Posting{made->document.body,
                           made->document.type,
                           {{"Link", fmt::format("<{}/hub>; rel=\"hub\", <{}>; rel=\"self\"",
                                                 server.public_url(), listener.topic)}}};
    if (!listener.secret.empty())
        request.post->headers.emplace_back(
            "X-Hub-Signature",
            "sha256=" + hmac_hex(Sha::sha256, listener.secret, made->document.body));
    downloads.start(std::move(request), [this, news, host](const Result<Answer>& answer) mutable {
        if (answer && answer->status == 410) {
            news.what = ListenerNews::What::gone;
        } else if (!is_success(answer)) {
            news.what = ListenerNews::What::failed;
            news.trouble = trouble_in(answer, host);
        }
        keep(std::move(news));
    });
}

void WebSub::Running::keep(ListenerNews news) {
    news.at = now();
    news.chance = chance();
    const ListenerId id = news.id;
    const auto accepted = archive.hubs().keep(
        std::move(news), [under_way = served, id](const Result<void>&) { under_way->end(id); });
    if (!accepted) served->end(id);
}

WebSub::WebSub(Archive& archive, const Server& server, WebSubOptions options)
    : running_(std::make_unique<Running>(archive, server, std::move(options))) {}

WebSub::~WebSub() = default;

}  // namespace chappe
