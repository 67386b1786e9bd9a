#pragma once
// Archive: keeps everything. One door, behind which SQLite works today and PostgreSQL may later.
//
//     dispatch ──< edition (the source changed its text) ──< reading (our reader changed)
//        │                                                       └──< annotation run (our models
//        changed) └──< change: seq, kind; the order of everything that readers can see
//
// Threads: every function may be called from any thread. Writes go through a bounded queue to one
// writer, which groups them into commits; reads lease one of a pool of connections and never wait
// for the writer.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "archive/alerts.h"
#include "archive/shelf.h"
#include "archive/stored_statement.h"
#include "base/digest.h"
#include "base/result.h"
#include "base/time.h"
#include "news/annotations.h"
#include "news/arrival.h"
#include "news/dispatch.h"
#include "news/ids.h"
#include "news/queue.h"
#include "news/reading.h"
#include "news/search_query.h"
#include "news/source.h"
#include "news/websub.h"

namespace chappe {

// ---- writing

/// A retried request is recognised by (client, key). `request` tells a retry from another request
/// that reuses the key, which is refused.
struct IdempotencyKey {
    std::string client;
    std::string key;
    Digest request{};
};

/// What models made of a dispatch. Spans are of its body.
struct Understood {
    std::string models;  // names and versions, JSON object
    Annotations annotations;
};
/// Of each dispatch of a reading, in its order; nothing where the models do not know the language.
using UnderstoodReading = std::vector<std::optional<Understood>>;

/// One arrival and what was read in it; kept whole or not at all.
struct Submission {
    Arrival arrival;
    Reading reading;
    std::optional<IdempotencyKey> idempotency;
    std::optional<Visit> visit{};                   // that brought it; kept with it
    std::optional<UnderstoodReading> understood{};  // else the archive asks for it
};

enum class Outcome {
    created,    // a dispatch that the archive did not have
    edited,     // a new edition: the source changed the text
    unchanged,  // the archive had it, word for word
    gone,       // it was withdrawn or erased here; what arrived was not kept
};

/// What became of each dispatch of a submission, in its order.
struct Receipt {
    struct Item {
        DispatchId id{};
        Outcome outcome = Outcome::created;
    };
    std::vector<Item> items;
    bool replayed = false;  // answered from an earlier request with the same idempotency key
};

// ---- reading

/// A position on the wire: changes before it. Nothing: from the newest on.
using Before = std::optional<ChangeSeq>;

/// A dispatch in a list: what a line on the wire shows.
struct WireEntry {
    DispatchId id{};
    ChangeSeq position{};  // of its arrival on the wire; lists are ordered by it, newest first
    Instant arrived;
    std::string source;
    Text title;
    Text summary;  // the lead, or the beginning of the body; at most 400 code points
    std::string language;
    std::optional<Date> published;
    std::string agency;  // of the credit; empty when none
    Text site;
    std::string url;
    Instant changed;                      // last visible change
    std::int64_t copies = 0;              // near-copies that stand behind it
    std::optional<DispatchId> copy_of{};  // the dispatch that it stands behind
};

/// Whether a list has near-copies of what is in it.
enum class Copies {
    each,  // as they came
    once,  // a story once: those that stand behind another one of the list are left out
};

enum class DispatchState {
    live,
    withdrawn,
    erased,
    embargoed,  // composed at the desk; readers see it from its release on
};

struct ReadsAtSource {
    std::uint64_t count = 0;
    Instant seen;
};

/// A dispatch whole. Of a withdrawn or erased one only id, state and the instants are filled.
struct StoredDispatch {
    DispatchId id{};
    DispatchState state = DispatchState::live;
    Dispatch dispatch;
    std::string source;
    Instant arrived;          // first seen
    Instant changed;          // last visible change
    ChangeSeq last_change{};  // for caches
    std::int64_t editions = 1;
    std::uint64_t reads_here = 0;
    std::optional<ReadsAtSource> reads_at_source;
    std::optional<Instant> release;  // embargoed: when it goes on the wire
    Text notice;                     // withdrawn or erased: shown in its place
    std::int64_t copies = 0;         // as in WireEntry
    std::optional<DispatchId> copy_of{};
};

/// One of a group of near-copies.
struct GroupMember {
    WireEntry entry;
    bool original = false;
    double likeness = 0;     // to what it was recognised by, 0..1
    bool by_person = false;  // a person says that it is one
};

/// A text that the source, or the desk, once gave it.
struct Edition {
    enum class By { source, desk };
    std::int64_t number = 0;  // 1, 2, ...
    By by = By::source;
    Instant arrived;
    Text title;
};

enum class ChangeKind { created, edited, corrected, withdrawn, copied };
/// "new", "edition", "correction", "withdrawal", "copy"
std::string_view name_of(ChangeKind);

struct Change {
    ChangeSeq seq{};
    ChangeKind kind = ChangeKind::created;
    WireEntry entry;  // as it is now, which may be newer than the change; empty text when withdrawn
};

struct ArchiveStats {
    std::int64_t total = 0;  // live dispatches
    std::int64_t editions = 0;
    std::int64_t sources = 0;
    ChangeSeq newest{};
    bool clearing = false;  // words of what was erased may still lie in the archive's files
};

struct ApiToken {
    std::int64_t id = 0;
    std::string name;
    Instant created;
    std::string user;  // whose; empty: the operator's
};
struct NewToken {
    std::string name;
    std::optional<UserId> user{};  // whose; nothing: the operator's
    bool login = false;  // for a password, with which it goes; of a user the newest few are kept
};

// ---- searching

enum class Order {
    newest,  // first
    best,    // within the newest thousand matches
};

struct Search {
    SearchQuery query;
    Order order = Order::newest;
    Before before;  // position of the last line that the reader has
    std::size_t limit = 20;
    Copies copies = Copies::each;  // once: a copy is found where its original is not
};

/// A piece of the title or body around what was looked for, one line.
struct Snippet {
    Text text;
    std::vector<Span> marks;  // the words that were found, in `text`
};

/// A statement that a search asked for, with its words.
struct SaidLine {
    StoredStatement statement;
    Text source, cue;           // empty when there is none
    std::vector<Text> content;  // its pieces
};

/// A statement of somebody else that an actor is mentioned in.
struct SaidOfActor {
    WireEntry entry;  // of its dispatch
    SaidLine said;
};

struct Hit {
    WireEntry entry;
    Snippet snippet;
    std::vector<SaidLine> said;  // what the words who: to: about: said: stance: found
};

struct Hits {
    std::vector<Hit> hits;
    Before next;  // `before` of the page that follows; nothing on the last one
};

/// A source or an agency, and how much of it is here.
struct Tally {
    std::string name;
    Text title;  // as the source calls itself; empty for agencies
    std::int64_t dispatches = 0;
    Instant newest;
};

struct DayTally {
    std::chrono::year_month_day day{};  // as SearchQuery counts days
    std::int64_t dispatches = 0;
};

// ---- the desk

enum class Role {
    reader,  // reads what is not shown to the public
    editor,  // composes, corrects, withdraws
    admin,   // erases, and keeps the users
};
std::string_view name_of(Role);
std::optional<Role> role_named(std::string_view);

struct User {
    UserId id{};
    std::string name;
    Role role = Role::reader;
    Instant added;
    std::optional<Instant> last_login;
};

/// Who did something: "anna", "token:3", "console".
struct By {
    std::string name;
    std::optional<UserId> user;
};
/// Who sends a token.
struct TokenBearer {
    std::int64_t id = 0;
    std::optional<User> user;  // nothing: the operator
};

// Acts of the desk. Each is one transaction with its line in the audit log. `refused` with a line
// for the person when it is not possible; `absent` when there is no such dispatch or user.
struct Compose {
    Arrival arrival;                 // what was written, in the JSON form of news/posted_dispatch.h
    Reading reading;                 // of it: one dispatch
    std::optional<Instant> release;  // an embargo until then
    std::optional<UnderstoodReading> understood{};
};
/// `replaced`: the writer had credit, authors, tags, day, language and address in view, and those
/// that the new text lacks go. `kept`: they stay as they are.
enum class Facts { kept, replaced };
struct Correct {
    DispatchId id{};
    Arrival arrival;
    Reading reading;
    Facts facts = Facts::kept;
    std::optional<ChangeSeq> seen{};  // that the writer had in view; refused after another one
    std::optional<UnderstoodReading> understood{};
};
struct Release {  // an embargoed one, now
    DispatchId id{};
};
struct Withdraw {
    DispatchId id{};
    std::string notice;
};
struct Reinstate {  // a withdrawn one
    DispatchId id{};
};
struct Erase {
    DispatchId id{};
    std::string notice;
};
struct JoinCopies {  // a near-copy of another one, whatever we find
    DispatchId id{};
    DispatchId of{};
};
struct LeaveCopies {  // of none
    DispatchId id{};
};
struct AddUser {
    std::string name;
    std::string password;  // as hash_password made it
    Role role = Role::reader;
};
struct SetPassword {
    UserId id{};
    std::string password;  // as hash_password made it; ends the user's sessions
};
struct SetRole {
    UserId id{};
    Role role = Role::reader;
};
struct RemoveUser {
    UserId id{};
};
struct LogIn {
    UserId id{};
};
struct LogOut {
    std::string session;
};

// Acts on sources: of editors.
struct AddSource {
    std::string address;  // http(s), or an absolute path; becomes the source's name
    std::string host;     // of the address; empty for a path
    SourceKind kind = SourceKind::unknown;
    std::string title;  // empty: as the source calls itself
    std::string category;
    FullText full_text = FullText::when_needed;
};
struct RemoveSource {  // what it brought stays
    SourceId id{};
};
struct PauseSource {
    SourceId id{};
};
struct ResumeSource {
    SourceId id{};
};
struct RefreshSource {  // is due now, also one that is gone; not a paused one
    SourceId id{};
};

// Acts on actors: of editors.
struct CorrectActor {
    std::string slug;
    ActorProperty property = ActorProperty::name;
    std::optional<std::string> value;  // nothing, of the country alone: it has none
};
struct ForgetCorrections {  // all that persons said of it
    std::string slug;
};

struct AddAlert {  // of editors; so is the next
    std::string query;
    std::string address;  // http(s)
};
struct RemoveAlert {
    AlertId id{};
};
using Act = std::variant<Compose, Correct, Release, Withdraw, Reinstate, Erase, JoinCopies,
                         LeaveCopies, AddUser, SetPassword, SetRole, RemoveUser, LogIn, LogOut,
                         AddSource, RemoveSource, PauseSource, ResumeSource, RefreshSource,
                         CorrectActor, ForgetCorrections, AddAlert, RemoveAlert>;

struct ActReceipt {
    DispatchId dispatch{};  // of an act on a dispatch
    UserId user{};          // of an act on a user
    SourceId source{};      // of an act on a source
    AlertId alert{};        // of an act on an alert
    std::string secret;     // of AddAlert: what deliveries are signed with, seen only here
    std::string session;    // of LogIn: 64 hex digits, seen only here
};

struct AuditEntry {
    std::int64_t id = 0;
    Instant at;
    By by;
    std::string act;  // "compose", "withdraw", "log in"
    DispatchId dispatch{};
    std::string about;  // a user's name, a role, a source; never a word of a dispatch
};

/// A dispatch as the desk lists it: also those that readers do not see.
struct DeskEntry {
    WireEntry entry;
    DispatchState state = DispatchState::live;
    std::optional<Instant> release;
};

class Archive {
 public:
    virtual ~Archive() = default;

    // Writes. Accepted ones are answered exactly once, from the writer's thread, after they survive
    // a power cut or failed as a whole. `busy` at once when the queue is full: nothing was
    // accepted. Later `full` on a full disk, `busy` when another program holds the database for
    // more than 5 s, `broken` on a read-only or damaged one.

    using PutAnswer = std::move_only_function<void(Result<Receipt>)>;
    [[nodiscard]] virtual Result<void> submit(Submission, PutAnswer) = 0;

    /// Adds exactly one and answers the new count, from the journal's thread or the writer's, once
    /// it survives a power cut; `absent` when there is no such live dispatch.
    using CountAnswer = std::move_only_function<void(Result<std::uint64_t>)>;
    [[nodiscard]] virtual Result<void> count_read(DispatchId, CountAnswer) = 0;

    /// submit, then wait. For commands; never from an HTTP thread.
    [[nodiscard]] Result<Receipt> put(Submission);

    /// The same without an answer and without waiting: a page view. It survives the end of the
    /// process when this returns, a power cut within a second. The new count; nothing, and nothing
    /// counted, when the count is not in memory (dispatch() brings it there) or the disk does not
    /// take it; reads_here() tells these apart. While another process has the journal it is counted
    /// a moment later, and this is the count before it.
    virtual std::optional<std::uint64_t> count_view(DispatchId) = 0;
    /// What the page shows when the view is not to be counted; nothing when it is not in memory.
    virtual std::optional<std::uint64_t> reads_here(DispatchId) = 0;

    /// Does now, on this thread, what submit and act would else do first, and what can take
    /// seconds: for callers whose thread must not wait. Nothing when this archive understands
    /// nothing.
    virtual std::optional<UnderstoodReading> understand(const Reading&) { return std::nullopt; }

    /// Understands a live or embargoed dispatch with the models of this archive, on this thread, in
    /// place of what was understood of its text before. Statements keep their ids while their
    /// words, their speaker's words and their ordinal among equals stay. False: it changed
    /// meanwhile, or the models do not know its language; nothing was kept.
    using UnderstandAnswer = std::move_only_function<void(Result<bool>)>;
    [[nodiscard]] virtual Result<void> understand_again(DispatchId, UnderstandAnswer) = 0;

    using ActAnswer = std::move_only_function<void(Result<ActReceipt>)>;
    [[nodiscard]] virtual Result<void> act(Act, By, ActAnswer) = 0;
    /// act, then wait. For commands; never from an HTTP thread.
    [[nodiscard]] Result<ActReceipt> act_and_wait(Act, By);

    // Reads. `busy` when no connection gets free within 2 s; `broken` on a damaged database.

    [[nodiscard]] virtual Result<StoredDispatch> dispatch(DispatchId) = 0;
    /// Live dispatches in the order of the wire, newest first.
    [[nodiscard]] virtual Result<std::vector<WireEntry>> latest(Before, std::size_t limit,
                                                                Copies = Copies::each) = 0;
    /// The group of a live dispatch, the original first, then by arrival; empty when it stands
    /// alone.
    [[nodiscard]] virtual Result<std::vector<GroupMember>> copies(DispatchId,
                                                                  std::size_t limit) = 0;
    /// Of a live or embargoed dispatch, oldest first; `absent` else.
    [[nodiscard]] virtual Result<std::vector<Edition>> editions(DispatchId) = 0;
    /// Title, body and facts of an edition as we read it last; `absent` when there is none.
    [[nodiscard]] virtual Result<Dispatch> edition(DispatchId, std::int64_t number) = 0;
    /// Visible changes after `seq`, oldest first.
    [[nodiscard]] virtual Result<std::vector<Change>> changes(ChangeSeq after,
                                                              std::size_t limit) = 0;
    [[nodiscard]] virtual Result<ArchiveStats> stats() = 0;

    [[nodiscard]] virtual Result<Hits> search(const Search&) = 0;

    /// Of a live dispatch, in text order; a nested one behind the one that it stands in.
    [[nodiscard]] virtual Result<std::vector<StoredStatement>> statements(DispatchId) = 0;
    /// Of a live dispatch; `absent` else, and when the newest run does not have it any more.
    [[nodiscard]] virtual Result<StoredStatement> statement(StatementId) = 0;
    /// What models propose as subjects of a live dispatch, the surest first.
    [[nodiscard]] virtual Result<std::vector<Topic>> topics(DispatchId) = 0;
    /// By the slug; of a merged one, what it went into. `absent` when there is none.
    [[nodiscard]] virtual Result<KnownActor> actor(std::string_view slug) = 0;
    /// Those that these words name; without words those who say most. For the desk: also those of
    /// whom readers see nothing.
    [[nodiscard]] virtual Result<std::vector<KnownActor>> actors(std::string_view words,
                                                                 std::size_t limit) = 0;
    /// Statements of others in live dispatches that mention the actor, newest first; looked for
    /// among the newest thousands of mentions.
    [[nodiscard]] virtual Result<std::vector<SaidOfActor>> said_of(KnownActorId,
                                                                   std::size_t limit) = 0;
    /// Live and embargoed dispatches behind this one, oldest first.
    [[nodiscard]] virtual Result<std::vector<UnderstoodBy>> understood_by(DispatchId after,
                                                                          std::size_t limit) = 0;

    /// By name; those with live dispatches.
    [[nodiscard]] virtual Result<std::vector<Tally>> sources() = 0;
    [[nodiscard]] virtual Result<std::vector<Tally>> agencies() = 0;
    /// Days with live dispatches from the first to the last, both included; oldest first.
    [[nodiscard]] virtual Result<std::vector<DayTally>> days(std::chrono::year_month_day first,
                                                             std::chrono::year_month_day last) = 0;

    /// What waits for its release and what was withdrawn, then what the desk composed; newest
    /// first.
    [[nodiscard]] virtual Result<std::vector<DeskEntry>> desk(std::size_t limit) = 0;
    [[nodiscard]] virtual Result<std::vector<User>> users() = 0;
    /// Whose name and password these are; nothing when they are nobody's. Slow on purpose
    /// (argon2id, tens of milliseconds), also for names that do not exist.
    [[nodiscard]] virtual Result<std::optional<User>> check_password(std::string_view name,
                                                                     std::string_view password) = 0;
    /// The same at once, of those that check_password has found right lately; nothing for others.
    [[nodiscard]] virtual Result<std::optional<User>> recall_password(
        std::string_view name, std::string_view password) = 0;
    /// Whose session this is; nothing when it has ended.
    [[nodiscard]] virtual Result<std::optional<User>> find_session(std::string_view session) = 0;
    /// Newest first, before an entry's id (0: from the newest on).
    [[nodiscard]] virtual Result<std::vector<AuditEntry>> audit(std::int64_t before,
                                                                std::size_t limit) = 0;

    /// Sources that are watched, by category and title.
    [[nodiscard]] virtual Result<std::vector<WatchedSource>> watched() = 0;
    /// What is due, for the poller.
    virtual Queue& queue() = 0;
    virtual Shelves& shelves() = 0;  // what each user has read and starred
    virtual Alerts& alerts() = 0;    // searches that are sent to addresses
    virtual Hubs& hubs() = 0;        // who is sent what, by WebSub

    /// The newest change that the writer has committed or seen from another program. Never blocks.
    virtual ChangeSeq newest() const = 0;

    /// Called from the writer's thread after every commit with visible changes, also those of
    /// another program (noticed within 250 ms). Set once, before the first write.
    virtual void on_change(std::function<void(ChangeSeq newest)>) = 0;

    // Tokens of the API: kept as digests; the token itself is seen once, by whom add_token returns
    // it to.

    [[nodiscard]] virtual Result<std::string> add_token(const NewToken&) = 0;
    [[nodiscard]] Result<std::string> add_token(std::string_view name) {
        return add_token(NewToken{std::string(name)});
    }
    [[nodiscard]] virtual Result<std::vector<ApiToken>> tokens() = 0;
    [[nodiscard]] virtual Result<void> remove_token(std::int64_t id) = 0;
    /// Whose it is; nothing when it is not one of ours.
    [[nodiscard]] virtual Result<std::optional<TokenBearer>> find_token(std::string_view token) = 0;
};

/// argon2id, as libsodium writes it. `refused` when the password has fewer than 10 characters or
/// more than 1,000.
[[nodiscard]] Result<std::string> hash_password(std::string_view password);
/// Whether the hash is one of this password. Slow on purpose.
[[nodiscard]] bool password_matches(std::string_view hash, std::string_view password);

struct ArchiveOptions {
    std::size_t readers = 4;                      // connections
    std::size_t queue = 1024;                     // writes that may wait
    std::size_t queue_bytes = 64 << 20;           // and their bytes
    std::chrono::milliseconds fold_period{2000};  // for which reads may stay in the journal
    /// Dispatches that arrived longer ago are erased, a few at a time, by whoever has this set.
    std::optional<std::chrono::seconds> retain{};
    /// Asked for every dispatch before it is kept, on the thread that submits it or that called
    /// Archive::understand; nothing where the models do not know the language. Without: nothing is
    /// understood.
    std::function<std::optional<Understood>(const Dispatch&)> understand;
};

/// Opens or makes `folder/chappe.db` (folder is made too) and brings its schema up to date.
/// `broken` with a clear line when it is no database of ours, damaged, or made by a newer version.
/// A read-only folder or file opens for reading; writes then answer `broken`.
[[nodiscard]] Result<std::unique_ptr<Archive>> open_archive(const std::filesystem::path& folder,
                                                            const ArchiveOptions& = {});

}  // namespace chappe
