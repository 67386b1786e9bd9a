// One thread: it looks at what has changed and at what waits, and posts to all receivers at once,
// of each one thing at a time. A receiver that does not answer keeps its own things waiting, and
// nobody else's.
#include "app/alerting.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <random>
#include <thread>
#include <utility>

#include "app/sending.h"
#include "base/back_off.h"
#include "base/hmac.h"
#include "base/json_writer.h"
#include "ingest/downloads.h"
#include "ingest/fetch_steps.h"
#include "wire/api.h"

namespace chappe {
namespace {

using namespace std::chrono;
using Clock = steady_clock;

constexpr milliseconds glance{20};            // at the wire, for changes
constexpr milliseconds look_period{1000};     // at what waits for its time
constexpr milliseconds trouble_period{5000};  // when the archive does not answer
constexpr milliseconds patience{10'000};      // with an answer
constexpr std::size_t longest_answer = 64 << 10;
constexpr std::size_t most_at_once = 64;
constexpr seconds first_pause{2};
constexpr seconds longest_pause{3600};

}  // namespace

std::string delivery_name(const AlertDelivery& delivery) {
    return fmt::format("{}-{}", number_of(delivery.alert.id), number_of(delivery.change->seq));
}

std::string alert_body(const AlertDelivery& delivery, std::string_view public_url) {
    const Change& change = *delivery.change;
    JsonWriter json;
    json.begin_object().key("delivery").string(delivery_name(delivery));
    json.key("alert").number(number_of(delivery.alert.id));
    json.key("search").string(delivery.alert.query);
    json.key("kind").string(name_of(change.kind)).key("seq").number(number_of(change.seq));
    json.key("page").string(fmt::format("{}/d/{}", public_url, number_of(change.entry.id)));
    json.key("dispatch");
    if (change.kind == ChangeKind::withdrawn)
        json.begin_object().key("id").number(number_of(change.entry.id)).end_object();
    else
        write_entry(json, change.entry);
    json.end_object();
    return json.take() + "\n";
}

struct Alerting::Running {
    Running(Archive& its_archive, std::string its_url, FetchOptions its_options)
        : archive(its_archive),
          public_url(std::move(its_url)),
          options(std::move(its_options)),
          downloads(options.policy, user_agent(options.contact_url)),
          thread([this] { run(); }) {}
    ~Running() {
        stopping = true;
        downloads.wake();
        thread.join();
    }

    void run();
    void look();
    void send_what_waits();
    void send(const AlertDelivery&);
    void note(const AlertDelivery&, std::string trouble);

    Archive& archive;
    const std::string public_url;
    const FetchOptions options;
    // The archive may still tell them something when this is gone.
    std::shared_ptr<UnderWay<AlertId>> served = std::make_shared<UnderWay<AlertId>>();
    std::shared_ptr<std::atomic<bool>> looking = std::make_shared<std::atomic<bool>>(false);
    std::shared_ptr<std::atomic<bool>> moved = std::make_shared<std::atomic<bool>>(true);
    ChangeSeq newest{};
    Looks looks{"alerts"};
    std::minstd_rand random{std::random_device{}()};
    std::atomic<bool> stopping = false;
    Downloads downloads;  // its callbacks use the above
    std::thread thread;
};

void Alerting::Running::run() {
    Clock::time_point next_look{};
    while (!stopping) {
        const bool changed = archive.newest() != newest;
        if (changed || moved->exchange(false) || Clock::now() >= next_look) {
            newest = archive.newest();
            looks.begin();
            look();
            send_what_waits();
            next_look = Clock::now() + (looks.end() ? look_period : trouble_period);
        }
        downloads.run(glance);
    }
}

void Alerting::Running::look() {
    if (looking->load()) return;
    auto seen = looks.told(archive.alerts().look());
    if (!seen || seen->empty()) return;
    looking->store(true);
    const auto accepted = archive.alerts().note(
        std::move(*seen), [under_way = looking, more = moved](const Result<void>&) {
            under_way->store(false);
            more->store(true);
        });
    if (!accepted) looking->store(false);
}

void Alerting::Running::send_what_waits() {
    const auto waiting = looks.told(archive.alerts().waiting(now()));
    if (!waiting) return;
    for (const AlertDelivery& delivery : *waiting) {
        if (downloads.running() >= most_at_once) return;
        if (!served->has(delivery.alert.id)) send(delivery);
    }
}

void Alerting::Running::send(const AlertDelivery& delivery) {
    served->begin(delivery.alert.id);
    auto target = judge_for(delivery.alert.address, options);
    if (!target) return note(delivery, target.error().message);
    const std::string host = target->host;
    const std::string body = alert_body(delivery, public_url);
    FetchRequest request{std::move(*target), {longest_answer, patience}};
    request.post = Posting{
        body,
        "application/json",
        {{"X-Chappe-Delivery", delivery_name(delivery)},
         {"X-Chappe-Event", std::string(name_of(delivery.change->kind))},
         {"X-Chappe-Signature-256", "sha256=" + hmac_hex(Sha::sha256, delivery.secret, body)}}};
    downloads.start(std::move(request), [this, delivery, host](const Result<Answer>& answer) {
        note(delivery, is_success(answer) ? "" : trouble_in(answer, host));
    });
}

void Alerting::Running::note(const AlertDelivery& delivery, std::string what) {
    AlertOutcome outcome{delivery.id, std::move(what), {}};
    if (!outcome.trouble.empty()) {
        const double chance = std::uniform_real_distribution<double>(0, 1)(random);
        outcome.next_try =
            now() + backed_off(first_pause, longest_pause, delivery.tries + 1, chance);
    }
    const AlertId id = delivery.alert.id;
    const auto accepted = archive.alerts().note(
        std::move(outcome), [under_way = served, more = moved, id](const Result<void>&) {
            under_way->end(id);
            more->store(true);
        });
    if (!accepted) served->end(id);
}

Alerting::Alerting(Archive& archive, std::string public_url, FetchOptions options)
    : running_(std::make_unique<Running>(archive, std::move(public_url), std::move(options))) {}

Alerting::~Alerting() = default;

}  // namespace chappe
