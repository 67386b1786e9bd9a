// Each host has a line of errands; the host whose turn comes first is in `ready_`. An errand that
// is at the head of its host's line needs the rules of its origin: from memory, else from the
// archive, else robots.txt is fetched first, in the same turn. What was visited stays in
// `outstanding` until the archive has it, so that nothing is visited twice, however often the queue
// gives it.
#include "ingest/poller.h"

#include <algorithm>
#include <atomic>
#include <deque>
#include <map>
#include <mutex>
#include <random>
#include <set>
#include <string>
#include <utility>

#include "base/log.h"
#include "ingest/asked_wait.h"
#include "ingest/downloads.h"
#include "ingest/fetch_steps.h"
#include "ingest/site_rules.h"

namespace chappe {
namespace {

using namespace std::chrono;
using Clock = steady_clock;

constexpr milliseconds ask_period{500};  // for what is due; `chappe source add` is seen that soon
constexpr milliseconds trouble_period{5000};  // when the archive does not answer
constexpr milliseconds retry_keeping{30'000};
constexpr std::size_t most_bytes = 64 << 20;  // of pages that are fetched and not kept yet
constexpr std::size_t most_sites = 20'000;    // in memory; idle ones go when there are more

/// What an errand is known by.
using Key = std::pair<SourceId, PageId>;
Key key_of(const Errand& errand) {
    return {errand.source, errand.page};
}

/// What the poller and those who keep its visits share.
struct Outstanding {
    std::mutex mutex;
    std::map<Key, Clock::time_point> until;  // max: as long as it is under way
    std::size_t under_way = 0;
    std::size_t bytes = 0;
    Downloads* downloads = nullptr;  // to be woken; null once the poller is gone

    void add(const Key& key) {
        const std::lock_guard lock(mutex);
        until[key] = Clock::time_point::max();
        ++under_way;
    }
    void kept(const Key& key, bool well, std::size_t size) {
        const std::lock_guard lock(mutex);
        --under_way;
        bytes -= size;
        if (well)
            until.erase(key);
        else
            until[key] = Clock::now() + retry_keeping;
        if (downloads) downloads->wake();
    }
    bool has(const Key& key) {
        const std::lock_guard lock(mutex);
        const auto found = until.find(key);
        if (found == until.end()) return false;
        if (found->second > Clock::now()) return true;
        until.erase(found);
        return false;
    }
    std::set<Key> keys() {
        const std::lock_guard lock(mutex);
        std::set<Key> all;
        for (const auto& entry : until) all.insert(all.end(), entry.first);
        return all;
    }
    std::size_t count() {
        const std::lock_guard lock(mutex);
        return under_way;
    }
    std::size_t size() {
        const std::lock_guard lock(mutex);
        return until.size();
    }
    bool has_room() {
        const std::lock_guard lock(mutex);
        return bytes < most_bytes;
    }
};

struct Task {
    Errand errand;
    Visit visit;
    FetchTarget target;
    std::size_t redirects = 0;
    bool moved_for_good = true;  // so far all redirects were permanent
    milliseconds left{0};
    milliseconds took{0};
};
using TaskPtr = std::unique_ptr<Task>;

struct Site {
    std::deque<TaskPtr> line;
    bool busy = false;
    bool is_ready = false;  // it stands in ready_
    Clock::time_point free_at;
    std::map<std::string, SiteRules> rules;  // by origin
};

/// What a status says of a source.
Health health_of(int status) {
    switch (status) {
        case 401:
        case 403:
            return Health::forbidden;
        case 404:
            return Health::missing;
        case 410:
            return Health::gone;
        case 451:
            return Health::barred;
        default:
            return Health::failing;
    }
}

std::string clock_of(Instant at) {
    return to_string(at);
}

}  // namespace

struct Poller::State {
    State(Queue& its_queue, PollerOptions its_options, Take its_take)
        : queue(its_queue),
          options(std::move(its_options)),
          take(std::move(its_take)),
          downloads(options.fetch.policy, user_agent(options.fetch.contact_url)) {
        outstanding->downloads = &downloads;
    }
    ~State() {
        const std::lock_guard lock(outstanding->mutex);
        outstanding->downloads = nullptr;
    }

    // Errands come in.
    std::size_t ask_for_errands();
    void begin(Errand);
    void line_up(TaskPtr, bool first);

    // A host's turn.
    void start_ready();
    void make_ready(const std::string& host, Site&);
    void take_turn(const std::string& host, Site&);
    SiteRules* find_rules(Site&, const std::string& origin);
    void fetch_robots(const std::string& host, Site&, const std::string& origin);
    struct RobotsVisit {
        std::string host, origin;
        std::optional<Origin> known;
        FetchTarget target;
        std::size_t redirects = 0;
    };
    void get_robots(RobotsVisit);
    void take_robots(RobotsVisit, Result<Answer>);
    bool may_visit(Task&, const SiteRules&);
    void visit(const std::string& host, Site&, TaskPtr, const SiteRules&);

    // An answer.
    void take_answer(TaskPtr, Result<Answer>);
    void redirect(TaskPtr, const Answer&);
    void note_asked_wait(Task&, const Answer&);
    void take_page(TaskPtr, Answer);
    std::vector<std::string> sitemaps_of(const FetchTarget&);
    void keep_unchanged(TaskPtr, const Answer&);
    void keep_failed(TaskPtr, Health, std::string trouble);
    void keep(TaskPtr);
    void keep_origin(Origin);
    Queue::Kept when_kept(const Task&, std::size_t bytes);

    void forget_idle_sites();
    void run(bool until_idle);
    milliseconds wait_time(Clock::time_point next_ask) const;

    Queue& queue;
    const PollerOptions options;
    const Take take;
    std::shared_ptr<Outstanding> outstanding = std::make_shared<Outstanding>();
    std::map<std::string, Site> sites;                          // by host
    std::set<std::pair<Clock::time_point, std::string>> ready;  // hosts, by when it is their turn
    std::minstd_rand random{std::random_device{}()};
    std::string trouble;
    std::atomic<bool> stopping = false;
    Downloads downloads;  // last: it goes first
};

// ---- errands come in

/// How many there may be to begin: those that were begun, and those to be asked for once more.
std::size_t Poller::State::ask_for_errands() {
    const std::size_t open = outstanding->size();
    // Most of them wait for their host's turn.
    if (open >= 16 * options.at_once || !outstanding->has_room()) return 0;
    // While the queue is being read a visit may be kept: then it stands in the answer still, and is
    // not outstanding any more.
    const std::set<Key> before = outstanding->keys();
    auto due = queue.due(now(), open + 4 * options.at_once);
    if (!due) {
        if (due.error().message != trouble) log_warning("sources: " + due.error().message);
        trouble = due.error().message;
        return 0;
    }
    trouble.clear();
    std::size_t fresh = 0;
    for (Errand& errand : *due) {
        const Key key = key_of(errand);
        if (outstanding->has(key)) continue;
        ++fresh;
        if (before.contains(key)) continue;
        outstanding->add(key);
        begin(std::move(errand));
    }
    return fresh;
}

void Poller::State::begin(Errand errand) {
    auto task = std::make_unique<Task>();
    task->visit.source = errand.source;
    task->visit.page = errand.page;
    task->left = options.fetch.deadline;
    task->errand = std::move(errand);
    auto target = judge_for(task->errand.address, options.fetch);
    if (!target)
        return keep_failed(std::move(task), Health::failing, std::move(target).error().message);
    task->target = std::move(*target);
    line_up(std::move(task), false);
}

void Poller::State::line_up(TaskPtr task, bool first) {
    const std::string host = task->target.host;
    Site& site = sites[host];
    if (first)
        site.line.push_front(std::move(task));
    else
        site.line.push_back(std::move(task));
    make_ready(host, site);
}

// ---- a host's turn

void Poller::State::make_ready(const std::string& host, Site& site) {
    if (site.busy || site.is_ready || site.line.empty()) return;
    site.is_ready = true;
    ready.emplace(site.free_at, host);
}

void Poller::State::start_ready() {
    while (!ready.empty() && downloads.running() < options.at_once && outstanding->has_room() &&
           ready.begin()->first <= Clock::now()) {
        const std::string host = ready.begin()->second;
        ready.erase(ready.begin());
        Site& site = sites[host];
        site.is_ready = false;
        take_turn(host, site);
    }
}

void Poller::State::take_turn(const std::string& host, Site& site) {
    if (site.line.empty()) return;
    const std::string origin = origin_of(site.line.front()->target.url);
    const SiteRules* const rules = find_rules(site, origin);
    if (!rules) return fetch_robots(host, site, origin);
    TaskPtr task = std::move(site.line.front());
    site.line.pop_front();
    if (may_visit(*task, *rules)) return visit(host, site, std::move(task), *rules);
    keep(std::move(task));
    make_ready(host, site);
}

/// Null when they have to be fetched.
SiteRules* Poller::State::find_rules(Site& site, const std::string& origin) {
    const auto found = site.rules.find(origin);
    if (found != site.rules.end() && found->second.until > now()) return &found->second;
    const auto known = queue.origin(origin);
    if (!known || !*known) return nullptr;
    auto rules = rules_of(**known, now());
    if (!rules) return nullptr;
    return &(site.rules[origin] = std::move(*rules));
}

void Poller::State::fetch_robots(const std::string& host, Site& site, const std::string& origin) {
    site.busy = true;
    RobotsVisit visit{host, origin, std::nullopt, {}, 0};
    if (auto known = queue.origin(origin)) visit.known = std::move(*known);
    auto target = judge_for(origin + "/robots.txt", options.fetch);
    if (!target) return take_robots(std::move(visit), std::unexpected(std::move(target).error()));
    visit.target = std::move(*target);
    get_robots(std::move(visit));
}

void Poller::State::get_robots(RobotsVisit visit) {
    FetchRequest request{visit.target, {options.fetch.longest, options.fetch.deadline}};
    downloads.start(std::move(request),
                    [this, visit = std::move(visit)](Result<Answer> answer) mutable {
                        take_robots(std::move(visit), std::move(answer));
                    });
}

void Poller::State::take_robots(RobotsVisit visit, Result<Answer> answer) {
    // 2.3.1.2: at least five redirects, also to other hosts; more mean that there is none.
    if (answer && is_redirect(answer->status)) {
        auto next = judge_redirect(visit.target, answer->location, options.fetch);
        if (next && visit.redirects < options.fetch.redirects) {
            visit.target = std::move(*next);
            ++visit.redirects;
            return get_robots(std::move(visit));
        }
        answer->status = 404;
    }
    Origin origin = origin_after(visit.origin, visit.known, answer, now());
    Site& site = sites[visit.host];
    auto rules = rules_of(origin, now());
    if (!rules) rules.emplace().until = now() + seconds(60);  // its clock or ours is odd
    if (!answer && !rules->unreachable.empty()) rules->unreachable = answer.error().message;
    site.rules[visit.origin] = std::move(*rules);
    keep_origin(std::move(origin));
    site.busy = false;
    site.free_at = Clock::now();  // robots.txt and the page behind it are one visit
    make_ready(visit.host, site);
}

/// When not, the visit says why.
bool Poller::State::may_visit(Task& task, const SiteRules& rules) {
    const std::string& host = task.target.host;
    Visit& visit = task.visit;
    visit.at = now();
    if (rules.not_before && *rules.not_before > visit.at) {
        visit.health = Health::failing;
        visit.trouble = host + " asked not to be visited before " + clock_of(*rules.not_before);
        visit.manners.wait = *rules.not_before - visit.at;
        return false;
    }
    if (!rules.unreachable.empty()) {
        visit.health = Health::failing;
        visit.trouble = rules.unreachable.find(host) == std::string::npos
                            ? host + ": " + rules.unreachable
                            : rules.unreachable;
        return false;
    }
    if (rules.robots.allows(tail_of(task.target.url))) return true;
    visit.health = Health::excluded;
    visit.trouble = host + " asks programs not to read this page (robots.txt)";
    return false;
}

void Poller::State::visit(const std::string& host, Site& site, TaskPtr task,
                          const SiteRules& rules) {
    site.busy = true;
    const milliseconds pause = std::max<milliseconds>(options.pause, rules.robots.delay());
    FetchRequest request{task->target, {options.fetch.longest, task->left}};
    // What was kept for the address that the source had is no key to another one.
    if (task->redirects == 0) {
        request.etag = task->errand.etag;
        request.last_modified = task->errand.last_modified;
    }
    const auto begun = Clock::now();
    downloads.start(std::move(request), [this, host, pause, begun,
                                         task = std::move(task)](Result<Answer> answer) mutable {
        const auto took = duration_cast<milliseconds>(Clock::now() - begun);
        Site& visited = sites[host];
        visited.busy = false;
        visited.free_at = Clock::now() + pause;
        task->took += took;
        task->left -= std::min(took, task->left);
        take_answer(std::move(task), std::move(answer));
        make_ready(host, visited);
    });
}

// ---- an answer

void Poller::State::take_answer(TaskPtr task, Result<Answer> answer) {
    if (!answer)
        return keep_failed(std::move(task), Health::failing, std::move(answer).error().message);
    task->visit.status = answer->status;
    if (answer->status == 200) return take_page(std::move(task), std::move(*answer));
    if (answer->status == 304) return keep_unchanged(std::move(task), *answer);
    if (is_redirect(answer->status)) return redirect(std::move(task), *answer);
    note_asked_wait(*task, *answer);
    const std::string host = task->target.host;
    keep_failed(std::move(task), health_of(answer->status), error_of(answer->status, host).message);
}

void Poller::State::redirect(TaskPtr task, const Answer& answer) {
    if (task->redirects == options.fetch.redirects || task->left <= milliseconds(0)) {
        const std::string why = task->target.host + " redirects more than " +
                                std::to_string(options.fetch.redirects) + " times";
        return keep_failed(std::move(task), Health::failing, why);
    }
    auto next = judge_redirect(task->target, answer.location, options.fetch);
    if (!next)
        return keep_failed(std::move(task), Health::failing, std::move(next).error().message);
    ++task->redirects;
    if (answer.status != 301 && answer.status != 308) task->moved_for_good = false;
    // On the same host it is the same visit.
    if (next->host == task->target.host) sites[next->host].free_at = Clock::now();
    task->target = std::move(*next);
    line_up(std::move(task), true);
}

/// Retry-After holds for the whole host: its other pages wait as well.
void Poller::State::note_asked_wait(Task& task, const Answer& answer) {
    const seconds wait = retry_after(answer.retry_after, now());
    if (wait <= seconds(0)) return;
    task.visit.manners.wait = wait;
    if (answer.status != 429 && answer.status != 503) return;
    const std::string name = origin_of(task.target.url);
    Site& site = sites[task.target.host];
    site.rules[name].not_before = now() + wait;
    auto known = queue.origin(name);
    Origin origin = known && *known ? std::move(**known) : Origin{};
    origin.name = name;
    origin.not_before = now() + wait;
    keep_origin(std::move(origin));
}

void Poller::State::take_page(TaskPtr task, Answer answer) {
    Visit& visit = task->visit;
    const Errand& errand = task->errand;
    visit.at = now();
    visit.content = digest(answer.body);
    visit.etag = answer.etag;
    visit.last_modified = answer.last_modified;
    visit.bytes = answer.body.size();
    if (errand.content && *errand.content == *visit.content)
        return keep_unchanged(std::move(task), answer);
    visit.took = task->took;
    visit.manners.wait = freshness(answer.cache_control, answer.expires, answer.age, visit.at);
    visit.chance = std::uniform_real_distribution<double>(0, 1)(random);
    if (task->moved_for_good && task->redirects > 0) visit.moved_to = task->target.url;
    Delivery delivery;
    delivery.link_header = std::move(answer.link);
    delivery.arrival = arrival_of(task->target, std::move(answer));
    delivery.arrival.source = errand.name;
    delivery.visit = std::move(visit);
    delivery.sitemaps = sitemaps_of(task->target);
    const std::size_t bytes = delivery.arrival.bytes.size();
    {
        const std::lock_guard lock(outstanding->mutex);
        outstanding->bytes += bytes;
    }
    Queue::Kept kept = when_kept(*task, bytes);
    delivery.errand = std::move(task->errand);
    take(std::move(delivery), std::move(kept));
}

void Poller::State::keep_unchanged(TaskPtr task, const Answer& answer) {
    Visit& visit = task->visit;
    visit.at = now();
    visit.unchanged = true;
    visit.etag = answer.etag.empty() ? task->errand.etag : answer.etag;
    visit.last_modified =
        answer.last_modified.empty() ? task->errand.last_modified : answer.last_modified;
    visit.manners = task->errand.manners;  // what the feed itself asks for was read in it
    visit.manners.wait = std::max(
        visit.manners.wait, freshness(answer.cache_control, answer.expires, answer.age, visit.at));
    if (task->moved_for_good && task->redirects > 0) visit.moved_to = task->target.url;
    keep(std::move(task));
}

void Poller::State::keep_failed(TaskPtr task, Health health, std::string why) {
    task->visit.at = now();
    task->visit.health = health;
    task->visit.trouble = std::move(why);
    keep(std::move(task));
}

void Poller::State::keep(TaskPtr task) {
    Visit& visit = task->visit;
    visit.took = task->took;
    visit.chance = std::uniform_real_distribution<double>(0, 1)(random);
    const auto accepted = queue.keep(std::move(visit), when_kept(*task, 0));
    if (!accepted) outstanding->kept(key_of(task->errand), false, 0);
}

void Poller::State::keep_origin(Origin origin) {
    // What is not kept is fetched again after the next start.
    const auto accepted = queue.keep(std::move(origin), [](const Result<void>&) {});
    if (!accepted) log_warning("sources: " + accepted.error().message);
}

Queue::Kept Poller::State::when_kept(const Task& task, std::size_t bytes) {
    return [shared = outstanding, key = key_of(task.errand), bytes](const Result<void>& kept) {
        shared->kept(key, kept.has_value(), bytes);
    };
}

/// As far as the rules of its origin are in memory.
std::vector<std::string> Poller::State::sitemaps_of(const FetchTarget& target) {
    const Site& site = sites[target.host];
    const auto found = site.rules.find(origin_of(target.url));
    return found == site.rules.end() ? std::vector<std::string>() : found->second.robots.sitemaps();
}

// ---- the loop

/// The pause behind a visit is over for those that are idle; the rules are in the archive.
void Poller::State::forget_idle_sites() {
    if (sites.size() < most_sites) return;
    std::erase_if(sites, [](const auto& entry) {
        const Site& site = entry.second;
        return site.line.empty() && !site.busy && !site.is_ready && site.free_at < Clock::now();
    });
}

milliseconds Poller::State::wait_time(Clock::time_point next_ask) const {
    Clock::time_point until = next_ask;
    if (!ready.empty() && downloads.running() < options.at_once && outstanding->has_room())
        until = std::min(until, ready.begin()->first);
    const auto wait = ceil<milliseconds>(until - Clock::now());
    return std::clamp(wait, milliseconds(0), ask_period);
}

void Poller::State::run(bool until_idle) {
    Clock::time_point next_ask{};
    std::size_t before = 0;
    while (!stopping) {
        const std::size_t open = outstanding->count();
        // At once when much was done since, so that a long line of those that are due moves on.
        if (Clock::now() >= next_ask || open + options.at_once < before) {
            const std::size_t fresh = ask_for_errands();
            before = outstanding->count();
            if (until_idle && fresh == 0 && before == 0) return;
            next_ask = Clock::now() + (trouble.empty() ? ask_period : trouble_period);
        }
        start_ready();
        downloads.run(until_idle && outstanding->count() == 0 ? milliseconds(0)
                                                              : wait_time(next_ask));
        if (until_idle && outstanding->count() == 0) next_ask = {};
        forget_idle_sites();
    }
}

Poller::Poller(Queue& queue, PollerOptions options, Take take)
    : state_(std::make_unique<State>(queue, std::move(options), std::move(take))) {}

Poller::~Poller() = default;

void Poller::run() {
    state_->run(false);
}

void Poller::run_until_idle() {
    state_->run(true);
}

void Poller::stop() {
    state_->stopping = true;
    state_->downloads.wake();
}

}  // namespace chappe
