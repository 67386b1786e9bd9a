// The archive on SQLite: opens the file as well as the disk allows, and joins writer and readers.
#include "archive/archive.h"

#include <future>
#include <system_error>
#include <utility>

#include "archive/acts.h"
#include "archive/alert_rows.h"
#include "archive/audit.h"
#include "archive/folder.h"
#include "archive/hubs.h"
#include "archive/known_actors.h"
#include "archive/lookup.h"
#include "archive/passwords.h"
#include "archive/prepared.h"
#include "archive/read_counter.h"
#include "archive/readers.h"
#include "archive/reunderstand.h"
#include "archive/right_passwords.h"
#include "archive/schema.h"
#include "archive/search.h"
#include "archive/shelf_rows.h"
#include "archive/tokens.h"
#include "archive/understood.h"
#include "archive/users.h"
#include "archive/visits.h"
#include "archive/watches.h"
#include "archive/writer.h"
#include "base/log.h"

namespace chappe {
namespace {

/// How an archive could be opened.
struct Opened {
    Database database;
    Access readers = Access::read;
    bool writable = true;
};

Result<void> keep_visit_of_nothing(Database& database, const Visit& visit) {
    return keep_visit(database, visit, Receipt{});
}

struct ShelfWish {
    UserId user{};
    ShelfChange change;
};
Result<void> keep_shelf_wish(Database& database, const ShelfWish& wish) {
    return keep_shelf_change(database, wish.user, wish.change);
}

class SqliteArchive final : public Archive,
                            private Queue,
                            private Hubs,
                            private Shelves,
                            private Alerts {
 public:
    SqliteArchive(const std::filesystem::path& file, Opened opened, ChangeSeq newest,
                  const ArchiveOptions& options)
        : understand_(options.understand),
          readers_(file, opened.readers, options.readers),
          reads_(file.parent_path(), readers_, opened.writable ? Access::write : Access::read,
                 options.fold_period),
          writer_(file, std::move(opened.database), opened.writable, newest,
                  {options.queue, options.queue_bytes}, Upkeep(options.retain),
                  [this] { readers_.reopen(Access::read); }) {
        writer_.watch(
            {[this](DispatchId id) { reads_.forget(id); }, [this] { reads_.forget_all(); }});
        reads_.start(writer_);
    }

    // Answers may still read; then the readers close, so that the writer can fold the log.
    ~SqliteArchive() override {
        reads_.stop();
        writer_.stop();
        readers_.reopen(Access::read);
    }

    Result<void> submit(Submission, PutAnswer) override;
    Result<void> count_read(DispatchId id, CountAnswer answer) override {
        return reads_.count_read(id, std::move(answer));
    }
    std::optional<std::uint64_t> count_view(DispatchId id) override {
        return reads_.count_view(id);
    }
    std::optional<std::uint64_t> reads_here(DispatchId id) override {
        return reads_.reads_here(id);
    }
    std::optional<UnderstoodReading> understand(const Reading& reading) override {
        if (!understand_) return std::nullopt;
        return understand_all(reading, understand_);
    }
    Result<void> understand_again(DispatchId, UnderstandAnswer) override;
    Result<void> act(Act, By, ActAnswer) override;

    Result<StoredDispatch> dispatch(DispatchId) override;
    Result<std::vector<WireEntry>> latest(Before before, std::size_t limit,
                                          Copies copies) override {
        return read(
            [&](Database& database) { return find_latest(database, before, limit, copies); });
    }
    Result<std::vector<GroupMember>> copies(DispatchId id, std::size_t limit) override {
        return read([&](Database& database) { return find_copies(database, id, limit); });
    }
    Result<std::vector<Edition>> editions(DispatchId id) override {
        return read([&](Database& database) { return find_editions(database, id); });
    }
    Result<Dispatch> edition(DispatchId id, std::int64_t number) override {
        return read([&](Database& database) { return find_edition(database, id, number); });
    }
    Result<std::vector<Change>> changes(ChangeSeq after, std::size_t limit) override {
        return read([&](Database& database) { return find_changes(database, after, limit); });
    }
    Result<ArchiveStats> stats() override { return read(find_stats); }
    ChangeSeq newest() const override { return writer_.newest(); }
    void on_change(std::function<void(ChangeSeq)> told) override {
        writer_.on_change(std::move(told));
    }

    Result<Hits> search(const Search& asked) override {
        return read([&](Database& database) { return find_hits(database, asked); });
    }
    Result<std::vector<StoredStatement>> statements(DispatchId id) override {
        return read([&](Database& database) { return find_live_statements(database, id); });
    }
    Result<StoredStatement> statement(StatementId id) override {
        return read([&](Database& database) { return find_statement(database, id); });
    }
    Result<std::vector<Topic>> topics(DispatchId id) override {
        return read([&](Database& database) { return find_live_topics(database, id); });
    }
    Result<KnownActor> actor(std::string_view slug) override {
        return read([&](Database& database) { return find_actor(database, slug); });
    }
    Result<std::vector<KnownActor>> actors(std::string_view words, std::size_t limit) override {
        return read([&](Database& database) { return find_actors(database, words, limit); });
    }
    Result<std::vector<SaidOfActor>> said_of(KnownActorId id, std::size_t limit) override {
        return read([&](Database& database) { return find_said_of(database, id, limit); });
    }
    Result<std::vector<UnderstoodBy>> understood_by(DispatchId after, std::size_t limit) override {
        return read([&](Database& database) { return find_understood_by(database, after, limit); });
    }
    Result<std::vector<Tally>> sources() override { return read(find_sources); }
    Result<std::vector<Tally>> agencies() override { return read(find_agencies); }
    Result<std::vector<DayTally>> days(std::chrono::year_month_day first,
                                       std::chrono::year_month_day last) override {
        return read([&](Database& database) { return find_days(database, first, last); });
    }

    Result<std::vector<DeskEntry>> desk(std::size_t limit) override {
        return read([&](Database& database) { return find_desk(database, limit); });
    }
    Result<std::vector<User>> users() override { return read(find_users); }
    Result<std::optional<User>> check_password(std::string_view name,
                                               std::string_view password) override;
    Result<std::optional<User>> recall_password(std::string_view name,
                                                std::string_view password) override;
    Result<std::optional<User>> find_session(std::string_view session) override;
    Result<std::vector<AuditEntry>> audit(std::int64_t before, std::size_t limit) override {
        return read([&](Database& database) { return find_audit(database, before, limit); });
    }

    Result<std::vector<WatchedSource>> watched() override { return read(find_watched); }
    Queue& queue() override { return *this; }
    Shelves& shelves() override { return *this; }
    Alerts& alerts() override { return *this; }
    Hubs& hubs() override { return *this; }

    Result<std::string> add_token(const NewToken&) override;
    Result<std::vector<ApiToken>> tokens() override { return read(list_tokens); }
    Result<void> remove_token(std::int64_t id) override;
    Result<std::optional<TokenBearer>> find_token(std::string_view token) override {
        return read([&](Database& database) { return find_bearer(database, token); });
    }

 private:
    template <typename Ask>
    auto read(Ask ask) -> std::invoke_result_t<Ask, Database&> {
        Readers::Lease lease = TRY(readers_.lease());
        auto answer = ask(*lease);
        if (!answer && answer.error().failure == Failure::broken) lease.discard();
        return answer;
    }
    Result<void> write_and_wait(Write<bool>::Work);

    // What is due.
    Result<std::vector<Errand>> due(Instant now, std::size_t limit) override {
        return read([&](Database& database) { return find_due(database, now, limit); });
    }
    Result<std::optional<Origin>> origin(const std::string& name) override {
        return read([&](Database& database) { return find_origin(database, name); });
    }
    Result<void> keep(Origin origin, Queue::Kept kept) override {
        const std::size_t bytes = origin.robots.size();
        return keep_with(keep_origin, std::move(origin), bytes, std::move(kept));
    }
    Result<void> keep(Visit visit, Queue::Kept kept) override {
        return keep_with(keep_visit_of_nothing, std::move(visit), 0, std::move(kept));
    }

    // What users have read.
    Result<std::vector<ShelfCategory>> categories() override { return read(find_shelf_categories); }
    Result<std::vector<ShelfFeed>> feeds(UserId user) override {
        return read([&](Database& database) -> Result<std::vector<ShelfFeed>> {
            const Transaction moment = TRY(Transaction::read(database));
            return find_shelf_feeds(database, user);
        });
    }
    Result<ShelfPage> find(UserId user, const ShelfQuery& query) override {
        return read([&](Database& database) { return find_shelf_page(database, user, query); });
    }
    Result<std::vector<ShelfEntry>> entries(UserId user,
                                            const std::vector<DispatchId>& ids) override {
        return read([&](Database& database) { return find_shelf_entries(database, user, ids); });
    }
    Result<void> keep(UserId user, ShelfChange change, Shelves::Kept kept) override {
        return keep_with(keep_shelf_wish, ShelfWish{user, std::move(change)}, 0, std::move(kept));
    }

    // What is sent.
    Result<std::vector<Alert>> list() override { return read(find_alerts); }
    Result<std::vector<AlertLook>> look() override { return read(look_for_alerts); }
    Result<std::vector<AlertDelivery>> waiting(Instant now) override {
        return read([&](Database& database) { return find_due_alerts(database, now); });
    }
    Result<void> note(std::vector<AlertLook> looks, Noted noted) override {
        return keep_with(keep_looks, std::move(looks), 0, std::move(noted));
    }
    Result<void> note(AlertOutcome outcome, Noted noted) override {
        return keep_with(keep_outcome, std::move(outcome), 0, std::move(noted));
    }

    // Who is sent what.
    Result<std::vector<Subscription>> due_subscriptions(Instant now, std::size_t limit) override {
        return read(
            [&](Database& database) { return find_due_subscriptions(database, now, limit); });
    }
    Result<std::optional<Subscription>> subscription_at(std::string_view callback) override {
        return read([&](Database& database) { return find_subscription(database, callback); });
    }
    Result<std::vector<Listener>> listeners(Instant now) override {
        return read([&](Database& database) { return find_listeners(database, now); });
    }
    Result<void> keep(SubscriptionNews news, Hubs::Kept kept) override {
        return keep_with(keep_subscription_news, std::move(news), 0, std::move(kept));
    }
    Result<void> keep(ListeningWish wish, Hubs::Kept kept) override {
        return keep_with(keep_listening_wish, std::move(wish), 0, std::move(kept));
    }
    Result<void> keep(ListenerNews news, Hubs::Kept kept) override {
        return keep_with(keep_listener_news, std::move(news), 0, std::move(kept));
    }

    using Done = std::move_only_function<void(Result<void>)>;
    template <typename Value>
    Result<void> keep_with(Result<void> (*keeper)(Database&, const Value&), Value,
                           std::size_t bytes, Done);

    const Understand understand_;
    Readers readers_;
    ReadCounter reads_;
    RightPasswords right_passwords_;
    Writer writer_;
};

Result<void> SqliteArchive::submit(Submission submission, PutAnswer answer) {
    if (submission.arrival.source.empty())
        return fail(Failure::refused, "an arrival without a source");
    const std::size_t bytes = bytes_of(submission);
    TRY(writer_.reserve(bytes));
    auto work = [prepared = prepare(std::move(submission), understand_)](Database& database,
                                                                         Effects& effects) {
        return chappe::keep(database, prepared, effects);
    };
    auto job = std::make_unique<Write<Receipt>>(std::move(work), std::move(answer));
    job->bytes = bytes;
    writer_.enqueue(std::move(job));
    return {};
}

/// The journal of reads may be folded between the question and its answer; then it is asked again.
Result<StoredDispatch> SqliteArchive::dispatch(DispatchId id) {
    for (int tries = 0; tries < 20; ++tries) {
        const std::uint64_t ticket = reads_.ticket();
        ReadsInDatabase found;
        StoredDispatch stored = TRY(
            read([&](Database& database) { return find_dispatch(database, id, found.position); }));
        if (stored.state != DispatchState::live) return stored;
        found.reads = stored.reads_here;
        const auto total = reads_.complete(id, found, ticket);
        if (!total) continue;
        stored.reads_here = *total;
        return stored;
    }
    return fail(Failure::busy, "the archive is busy; try again later");
}

Result<void> SqliteArchive::act(Act act, By by, ActAnswer answer) {
    const std::size_t bytes = bytes_of(act);
    auto prepared = TRY(prepare(std::move(act), std::move(by), understand_));
    TRY(writer_.reserve(bytes));
    auto work = [prepared = std::move(prepared)](Database& database, Effects& effects) {
        return keep_act(database, prepared, effects);
    };
    auto job = std::make_unique<Write<ActReceipt>>(std::move(work), std::move(answer));
    job->bytes = bytes;
    writer_.enqueue(std::move(job));
    return {};
}

Result<void> SqliteArchive::understand_again(DispatchId id, UnderstandAnswer answer) {
    const auto text = TRY(read([&](Database& database) { return find_text(database, id); }));
    std::optional<Understood> understood;
    if (text && understand_) understood = understand_(text->dispatch);
    if (!understood) {
        answer(false);
        return {};
    }
    const std::size_t bytes = text->dispatch.body.size();
    TRY(writer_.reserve(bytes));
    auto work = [id, reading = text->reading,
                 prepared = prepare(std::move(*understood), text->dispatch.body)](
                    Database& database, Effects& effects) {
        return keep_understood_again(database, id, reading, prepared, effects);
    };
    auto job = std::make_unique<Write<bool>>(std::move(work), std::move(answer));
    job->bytes = bytes;
    writer_.enqueue(std::move(job));
    return {};
}

Result<void> SqliteArchive::write_and_wait(Write<bool>::Work work) {
    TRY(writer_.reserve(0));
    std::promise<Result<bool>> promise;
    std::future<Result<bool>> outcome = promise.get_future();
    auto answer = [&promise](Result<bool> result) { promise.set_value(std::move(result)); };
    writer_.enqueue(std::make_unique<Write<bool>>(std::move(work), std::move(answer)));
    TRY(outcome.get());
    return {};
}

Result<std::string> SqliteArchive::add_token(const NewToken& made) {
    if (made.name.empty()) return fail(Failure::refused, "a token needs a name");
    std::string token = random_hex(32);
    auto work = [&](Database& database, Effects&) -> Result<bool> {
        TRY(keep_token(database, made, token));
        return true;
    };
    TRY(write_and_wait(std::move(work)));
    return token;
}

Result<void> SqliteArchive::remove_token(std::int64_t id) {
    return write_and_wait([id](Database& database, Effects&) -> Result<bool> {
        TRY(drop_token(database, id));
        return true;
    });
}

// ---- what is due, who is sent what

template <typename Value>
Result<void> SqliteArchive::keep_with(Result<void> (*keeper)(Database&, const Value&), Value value,
                                      std::size_t bytes, Done done) {
    TRY(writer_.reserve(bytes));
    auto work = [keeper, value = std::move(value)](Database& database, Effects&) -> Result<bool> {
        TRY(keeper(database, value));
        return true;
    };
    auto answer = [done = std::move(done)](Result<bool> kept) mutable {
        done(kept ? Result<void>() : std::unexpected(std::move(kept).error()));
    };
    auto job = std::make_unique<Write<bool>>(std::move(work), std::move(answer));
    job->bytes = bytes;
    writer_.enqueue(std::move(job));
    return {};
}

// ---- who logs in

/// No connection is held while the hash takes its time.
Result<std::optional<User>> SqliteArchive::check_password(std::string_view name,
                                                          std::string_view password) {
    const std::optional<Login> login =
        TRY(read([&](Database& database) { return find_login(database, name); }));
    const bool may_log_in = login && !login->password.empty();
    const bool right = password_matches(may_log_in ? login->password : hash_of_nobody(), password);
    if (!may_log_in || !right) return std::nullopt;
    right_passwords_.remember(login->password, password);
    return login->user;
}

Result<std::optional<User>> SqliteArchive::recall_password(std::string_view name,
                                                           std::string_view password) {
    const std::optional<Login> login =
        TRY(read([&](Database& database) { return find_login(database, name); }));
    if (!login || !right_passwords_.recalls(login->password, password)) return std::nullopt;
    return login->user;
}

Result<std::optional<User>> SqliteArchive::find_session(std::string_view session) {
    auto found = TRY(read([&](Database& database) { return find_session_of(database, session); }));
    if (!found) return std::nullopt;
    // Noted when there is room for it; else the next request does.
    if (found->to_be_noted && writer_.reserve(0)) {
        auto work = [key = std::string(session)](Database& database, Effects&) -> Result<bool> {
            TRY(note_use(database, key));
            return true;
        };
        writer_.enqueue(std::make_unique<Write<bool>>(std::move(work), [](Result<bool>) {}));
    }
    return std::move(found->user);
}

// ---- opening

/// The log may hold commits that only a writer can fold in; without one the file alone is whole.
bool has_log(const std::filesystem::path& file) {
    std::error_code error;
    const auto size = std::filesystem::file_size(file.string() + "-wal", error);
    return !error && size > 0;
}

Result<Opened> open_to_read_only(const std::filesystem::path& file) {
    for (const Access access : {Access::read, Access::immutable}) {
        if (access == Access::immutable && has_log(file)) break;
        Result<Database> database = open_for_reading(file, access, longest_wait_ms);
        if (database) return Opened{std::move(*database), access, false};
        if (database.error().message.find("older Chappe") != std::string::npos)
            return std::unexpected(database.error());
    }
    return fail(Failure::broken, "the archive can neither be written nor read here");
}

/// A disk where nothing can be written (or is full) still lets people read.
Result<Opened> open_as_possible(const std::filesystem::path& file) {
    Result<Database> database = open_for_writing(file, Access::create);
    if (database) return Opened{std::move(*database)};
    const Error why = database.error();
    if (why.failure != Failure::full && why.failure != Failure::broken) return std::unexpected(why);

    Result<Opened> opened = open_to_read_only(file);
    if (!opened) return std::unexpected(why);
    log_warning(file.string() + " is open for reading only: " + why.message);
    return opened;
}

}  // namespace

Result<Receipt> Archive::put(Submission submission) {
    std::promise<Result<Receipt>> promise;
    std::future<Result<Receipt>> receipt = promise.get_future();
    TRY(submit(std::move(submission),
               [&promise](Result<Receipt> result) { promise.set_value(std::move(result)); }));
    return receipt.get();
}

Result<ActReceipt> Archive::act_and_wait(Act what, By by) {
    std::promise<Result<ActReceipt>> promise;
    std::future<Result<ActReceipt>> receipt = promise.get_future();
    TRY(act(std::move(what), std::move(by),
            [&promise](Result<ActReceipt> result) { promise.set_value(std::move(result)); }));
    return receipt.get();
}

Result<std::unique_ptr<Archive>> open_archive(const std::filesystem::path& folder,
                                              const ArchiveOptions& options) {
    TRY(make_private_folder(folder));
    const std::filesystem::path file = folder / "chappe.db";
    const auto say_where = [&](const Error& error) {
        return fail(error.failure, file.string() + ": " + error.message);
    };
    Result<Opened> opened = open_as_possible(file);
    if (!opened) return say_where(opened.error());
    const Result<ChangeSeq> newest = find_newest(opened->database);
    if (!newest) return say_where(newest.error());
    return std::make_unique<SqliteArchive>(file, std::move(*opened), *newest, options);
}

}  // namespace chappe
