#include <csignal>
#include <cstdio>
#include <optional>
#include <span>
#include <thread>

#include "app/alerting.h"
#include "app/commands.h"
#include "app/fetching.h"
#include "app/input.h"
#include "app/pipeline.h"
#include "app/report.h"
#include "app/service_notice.h"
#include "app/understanding.h"
#include "app/websub.h"
#include "base/address.h"
#include "base/embedded.h"
#include "base/log.h"
#include "base/url.h"
#include "read/read.h"
#include "wire/server.h"

namespace chappe {

std::span<const EmbeddedFile> sample_files();  // samples/, inside the program

namespace {

/// SIGINT and SIGTERM, turned into one call. Made before any other thread, so that all inherit the
/// mask.
class StopSignals {
 public:
    StopSignals() {
        sigemptyset(&signals_);
        sigaddset(&signals_, SIGINT);
        sigaddset(&signals_, SIGTERM);
        pthread_sigmask(SIG_BLOCK, &signals_, nullptr);
        std::signal(SIGPIPE, SIG_IGN);  // a reader that hangs up is no reason to end
    }

    /// Waits for the first signal; after it the next one ends the program at once.
    void wait() {
        int signal = 0;
        sigwait(&signals_, &signal);
        std::signal(SIGINT, SIG_DFL);
        std::signal(SIGTERM, SIG_DFL);
        pthread_sigmask(SIG_UNBLOCK, &signals_, nullptr);
    }

 private:
    sigset_t signals_;
};

Result<void> add_samples(Archive& archive) {
    for (const EmbeddedFile& file : sample_files()) {
        Arrival arrival;
        arrival.bytes = std::string(file.bytes);
        arrival.source = "samples";
        arrival.name = name_without_extension(file.name);
        arrival.received = now();
        TRY(run_pipeline(archive, std::move(arrival)));
    }
    return {};
}

/// Without a token nobody can post, so the first start makes one; not as a service, where what is
/// printed is kept in a journal for all operators to read.
Result<void> greet(Archive& archive, const ServiceNotice& notice) {
    if (notice.is_heard() || !TRY(archive.tokens()).empty()) return {};
    const std::string token = TRY(archive.add_token("first"));
    std::printf("Token for posting, shown only now: %s\n", token.c_str());
    return {};
}

bool is_this_machine(std::string_view host) {
    if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
    const auto address = parse_address(host);
    return host == "localhost" || (address && is_loopback(*address));
}

/// To publish the whole articles of others is a decision; whoever has not made it shows summaries
/// as soon as somebody else can reach the wire, also through a proxy.
Show show_of(const ServeCommand& command) {
    if (!command.show.empty()) return command.show == "full" ? Show::full : Show::summary;
    const auto url = Url::parse(command.public_url);
    const bool reached = !is_this_machine(command.listen) || (url && !is_this_machine(url->host()));
    return reached ? Show::summary : Show::full;
}

/// A service manager that does not listen is no reason not to serve.
void tell(const ServiceNotice& notice, std::string_view state) {
    const auto told = notice.tell(state);
    if (!told) log_warning(told.error().message);
}

Result<ArchiveOptions> archive_options(const ServeCommand& command) {
    ArchiveOptions options;
    if (command.retain.empty()) return understanding(options);
    options.retain = days_in(command.retain);
    if (!options.retain)
        return fail(Failure::refused,
                    "--retain needs days or years, like 90d or 2y, not \"" + command.retain + "\"");
    return understanding(options);
}

/// Whoever is visited can see in the User-Agent whom to ask, once readers can reach the wire.
Result<PollerOptions> poller_options(const ServeCommand& command) {
    FetchFlags flags = command.fetch;
    const auto url = Url::parse(command.public_url);
    if (url && !is_this_machine(url->host())) flags.contact_url = url->str();
    PollerOptions options;
    options.fetch = TRY(fetch_options(flags));
    return options;
}

void say_on_the_air(const std::string& listen, std::uint16_t port) {
    const bool v6 = listen.find(':') != std::string::npos;
    const std::string host = v6 ? "[" + listen + "]" : listen;
    std::printf("Chappe is on the air: http://%s:%u/   (Ctrl-C ends it)\n", host.c_str(), port);
    std::fflush(stdout);
}

Result<void> serve(const ServeCommand& command, StopSignals& signals) {
    const ServiceNotice notice = ServiceNotice::from_environment();
    ServerOptions options;
    options.host = command.listen;
    options.port = command.port;
    options.public_url = command.public_url;
    options.hosts = command.hosts;
    options.trusted_proxies = command.trusted_proxies;
    options.access_log = command.access_log;
    options.show = show_of(command);
    options.read_pushed = read_pushed;
    options.hub = !command.no_fetching;
    const ArchiveOptions kept = TRY(archive_options(command));
    const PollerOptions polling = TRY(poller_options(command));
    TRY(can_listen(options));  // before anything is made
    const auto archive = TRY(open_archive(command.data, kept));
    const auto server = TRY(make_server(*archive, read, options));

    // An archive that cannot be written is still served to its readers.
    const auto greeted = greet(*archive, notice);
    if (!greeted) log_warning("no token was made: " + greeted.error().message);
    if (command.demo) TRY(add_samples(*archive));

    std::optional<Fetching> fetching;
    std::optional<WebSub> websub;
    std::optional<Alerting> alerting;
    if (!command.no_fetching) {
        fetching.emplace(*archive, command.data, polling);
        websub.emplace(*archive, *server,
                       WebSubOptions{polling.fetch, !command.public_url.empty()});
        alerting.emplace(*archive, server->public_url(), polling.fetch);
    }

    say_on_the_air(command.listen, server->port());
    tell(notice, "READY=1");
    std::optional<Watchdog> watchdog;
    if (const auto interval = watchdog_interval(); interval && notice.is_heard())
        watchdog.emplace(notice, command.listen, server->port(), *interval);

    std::thread stopper([&] {
        signals.wait();
        tell(notice, "STOPPING=1");
        log_info("stopping: answering what was accepted");
        server->stop();
    });
    server->run();
    alerting.reset();
    websub.reset();
    fetching.reset();  // what was fetched is kept
    stopper.join();
    return {};
}

}  // namespace

int run(const ServeCommand& command) {
    StopSignals signals;
    const auto served = serve(command, signals);
    return served ? 0 : report(served.error());
}

}  // namespace chappe
