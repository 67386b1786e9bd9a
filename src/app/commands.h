#pragma once
// The commands of `chappe`. Each returns the exit code of the program; what went wrong is one line
// on standard error (exit codes: base/result.h).

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "app/fetch_flags.h"
#include "archive/archive.h"

namespace chappe {

struct ReadCommand {
    std::vector<std::string> files;  // "-" is standard input
    std::string media_type;          // overrides detection; empty: detect
    std::string url;                 // where the bytes came from
};
/// Prints one JSON line a dispatch.
int run(const ReadCommand&);

struct AddCommand {
    std::filesystem::path data;
    std::vector<std::string> inputs;  // files and http(s) addresses
};
/// Keeps what was read; prints one line a dispatch.
int run(const AddCommand&);

struct ServeCommand {
    std::filesystem::path data;
    std::string listen = "127.0.0.1";
    std::uint16_t port = 8710;
    std::string public_url;
    std::vector<std::string> hosts;            // further names that Host may have
    std::vector<std::string> trusted_proxies;  // addresses or networks
    std::string access_log;                    // a file, "-" for standard output
    std::string show;    // "full", "summary"; empty: full as long as nobody else can reach it
    std::string retain;  // "90d", "2y"; empty: for ever
    bool demo = false;
    bool no_fetching = false;  // sources are not visited
    FetchFlags fetch;
};
/// Serves until SIGINT or SIGTERM.
int run(const ServeCommand&);

struct TokenCommand {
    enum class Action { add, list, remove };
    Action action = Action::list;
    std::filesystem::path data;
    std::string name;     // add
    std::string user;     // add: whose; empty: the operator's
    std::int64_t id = 0;  // remove
};
int run(const TokenCommand&);

struct AlertCommand {
    enum class Action { add, list, remove };
    Action action = Action::list;
    std::filesystem::path data;
    std::string query;    // add
    std::string url;      // add
    std::int64_t id = 0;  // remove
    FetchFlags fetch;     // add: which addresses are allowed
};
/// Searches that are told to others.
int run(const AlertCommand&);

struct UserCommand {
    enum class Action { add, list, remove, role, password };
    Action action = Action::list;
    std::filesystem::path data;
    std::string name;             // all but list
    std::string role = "reader";  // add, role
};
int run(const UserCommand&);

struct WithdrawCommand {
    std::filesystem::path data;
    std::int64_t id = 0;
    std::string notice;
};
int run(const WithdrawCommand&);

struct EraseCommand {
    std::filesystem::path data;
    std::int64_t id = 0;
    std::string notice;
    bool yes = false;  // nobody is asked
};
/// Ends when no word of it is left in the archive's files.
int run(const EraseCommand&);

struct AuditCommand {
    std::filesystem::path data;
    std::size_t limit = 100;
};
/// Newest first: instant, who, what, dispatch, about whom; parted by tabs.
int run(const AuditCommand&);

struct BackupCommand {
    std::filesystem::path data;
    std::filesystem::path file;
};
/// Also while a server writes.
int run(const BackupCommand&);

struct RestoreCommand {
    std::filesystem::path file;
    std::filesystem::path data;
    bool force = false;  // replace the archive that is there
};
int run(const RestoreCommand&);

struct ExportCommand {
    std::filesystem::path data;
    std::filesystem::path folder;  // is made
};
/// Also while a server writes.
int run(const ExportCommand&);

struct ImportCommand {
    std::filesystem::path folder;
    std::filesystem::path data;
};
/// Also while a server runs, which shows what is added at once.
int run(const ImportCommand&);

struct SearchCommand {
    std::filesystem::path data;
    std::vector<std::string> words;  // of the query
    Order order = Order::newest;
    std::size_t limit = 20;
    bool json = false;
};
/// Prints what was found: two lines a dispatch, or one of JSON.
int run(const SearchCommand&);

struct SourceCommand {
    enum class Action { add, list, remove, pause, resume, refresh, export_all };
    Action action = Action::list;
    std::filesystem::path data;
    /// add: web addresses, folders, WARC and OPML files; others: numbers or
    /// addresses of sources. refresh without any: all.
    std::vector<std::string> inputs;
    std::string title, category;  // add
    std::string full_text = "auto";
    bool json = false;  // list
    FetchFlags fetch;   // add, refresh
};
/// What the wire is filled from; prints a line a source.
int run(const SourceCommand&);

struct FetchableCommand {
    std::string hosts;  // a file; empty: DNS
};
/// Answers `allow` or `block` for each JSON string on standard input.
int run(const FetchableCommand&);

struct HtmlCommand {
    bool tree = false;  // one of the two
    bool tokens = false;
    bool jsonl = false;    // a JSON string a line, both ways
    std::string fragment;  // "td", "svg path": the markup stands inside of it; empty: a page
    std::string state;     // "RCDATA state"
    std::string last_start_tag;
};
int run(const HtmlCommand&);

struct SanitizeCommand {
    bool jsonl = false;  // a JSON string a line, both ways
};
int run(const SanitizeCommand&);

struct ParseCommand {
    std::string language;  // "fr"; empty: as each paragraph is recognised
    std::string model;     // a file; empty: those inside the program
    bool conllu = false;   // the input is CoNLL-U: its tokens are kept
};
/// Writes CoNLL-U for the text on standard input.
int run(const ParseCommand&);

struct TrainLanguageCommand {
    std::vector<std::string> treebanks;
    std::string dev;
    std::string lexicon;
    std::string language;  // empty: the last part of `output`
    std::filesystem::path output;
    std::uint64_t seed = 1;
};
/// Makes the model of a language; prints its size and its scores on `dev`.
int run(const TrainLanguageCommand&);

struct TrainNamesCommand {
    std::vector<std::string> treebanks;  // English, entities in MISC as in GUM
    std::vector<std::string> marked;     // "fr:FILE": sentences as in eval/names
    std::filesystem::path output;
    std::uint64_t seed = 1;
};
/// Makes the tagger of names; prints its size.
int run(const TrainNamesCommand&);

struct UnderstandCommand {
    std::string actors;       // a file of known actors; empty: none
    std::string model;        // a file; empty: the one inside the program
    bool rules_only = false;  // no trained statement model
    bool bytes = false;       // spans in bytes instead of code points
};
/// Answers each JSON line on standard input with one of its statements, actors, dates and topics.
int run(const UnderstandCommand&);

struct ReunderstandCommand {
    std::filesystem::path data;
    bool all = false;  // also what the same models understood
};
/// Understands the archive again, oldest first; prints how far it is.
int run(const ReunderstandCommand&);

struct ActorsCommand {
    enum class Action { list, show, set, reset };
    Action action = Action::list;
    std::filesystem::path data;
    std::vector<std::string> words;  // list
    std::size_t limit = 100;         // list
    bool json = false;               // list
    std::string slug;                // all but list
    std::string property, value;     // set
};
int run(const ActorsCommand&);

struct TrainStatementsCommand {
    std::vector<std::string> gold;
    std::string language = "en";
    std::filesystem::path output;
    std::uint64_t seed = 1;
    int rounds = 0;  // through the texts; 0: as many as the shipped model had
};
/// Makes the model of statements; prints its size.
int run(const TrainStatementsCommand&);

}  // namespace chappe
