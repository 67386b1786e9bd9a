// chappe: the command line.
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "app/command_line.h"
#include "app/version.h"
#include "base/result.h"

namespace chappe {
namespace {

std::string default_data() {
    const char* folder = std::getenv("CHAPPE_DATA");
    return folder && *folder ? folder : "chappe-data";
}

}  // namespace

void add_data_option(CLI::App& command, std::filesystem::path& data) {
    data = default_data();
    command
        .add_option("--data", data, "Folder of the archive (else $CHAPPE_DATA, else ./chappe-data)")
        ->type_name("DIR");
}

namespace {

void add_read(CLI::App& app, CommandLine& line) {
    auto* command = app.add_subcommand("read", "Print the dispatches in files, one JSON line each");
    command->add_option("--type", line.read_type, "What the files are; without it Chappe looks")
        ->type_name("TYPE")
        ->check(CLI::IsMember({"text", "html", "xml", "json", "gzip", "warc", "eml"}));
    command
        ->add_option("--url", line.read.url, "Where the bytes came from; links resolve against it")
        ->type_name("URL");
    command
        ->add_option("FILE", line.read.files,
                     "Pages, feeds, mails, WARC files; - is standard input")
        ->required()
        ->type_name("");
    command->footer(
        "Examples:\n"
        "  chappe read page.html\n"
        "  chappe read --url https://agency.example/news/1 - < page.html\n"
        "  chappe read feed.xml | jq .title\n"
        "  chappe read crawl.warc.gz release.eml");
    command->callback([&line] {
        static const std::map<std::string, std::string> media_types = {
            {"text", "text/plain"},       {"html", "text/html"},
            {"xml", "application/xml"},   {"json", "application/json"},
            {"gzip", "application/gzip"}, {"warc", "application/warc"},
            {"eml", "message/rfc822"}};
        if (!line.read_type.empty()) line.read.media_type = media_types.at(line.read_type);
        line.chosen = [&line] { return run(line.read); };
    });
}

void add_add(CLI::App& app, CommandLine& line) {
    auto* command = app.add_subcommand("add", "Put files or web addresses on the wire");
    add_data_option(*command, line.add.data);
    command->add_option("FILE", line.add.inputs, "Pages, feeds, texts, or http(s) addresses")
        ->required()
        ->type_name("");
    command->footer(
        "A running server shows what you add at once.\n"
        "Examples:\n"
        "  chappe add page.html feed.xml\n"
        "  chappe add https://agency.example/rss");
    command->callback([&line] { line.chosen = [&line] { return run(line.add); }; });
}

void add_fetch_options(CLI::App& command, FetchFlags& flags) {
    command
        .add_option("--allow", flags.allow,
                    "A host, address or network that may be fetched though it is not public:\n"
                    "intranet, 10.1.0.0/16")
        ->allow_extra_args(false)  // what follows the value is a source
        ->type_name("NAME");
    command.add_option("--allow-port", flags.ports, "A port besides 80, 443, 8080 and 8443")
        ->allow_extra_args(false)
        ->type_name("N");
    command
        .add_option("--hosts-file", flags.hosts, "A name and its addresses a line, in place of DNS")
        ->type_name("FILE");
}

void add_serve(CLI::App& app, CommandLine& line) {
    auto* command = app.add_subcommand("serve", "Serve the wire: site, feeds, live events, API");
    add_data_option(*command, line.serve.data);
    command->add_option("--listen", line.serve.listen, "Address to listen on")
        ->type_name("HOST")
        ->capture_default_str();
    command->add_option("--port", line.serve.port, "Port to listen on; 0 takes a free one")
        ->type_name("N")
        ->capture_default_str();
    command
        ->add_option("--public-url", line.serve.public_url,
                     "How readers reach it; feeds link to it")
        ->type_name("URL");
    command
        ->add_option("--host", line.serve.hosts,
                     "Another name it is reached by; requests for other names are refused")
        ->type_name("NAME");
    command
        ->add_option("--trusted-proxy", line.serve.trusted_proxies,
                     "Proxy whose X-Forwarded-For and -Proto are believed: 10.0.0.1, 10.0.0.0/8")
        ->type_name("ADDR");
    command
        ->add_option("--access-log", line.serve.access_log,
                     "A JSON line an answer, without addresses of readers; - is standard output")
        ->type_name("FILE");
    command
        ->add_option("--show", line.serve.show,
                     "How much of others' articles the public sees: full or summary (title, lead, "
                     "link).\nWithout it: full on loopback, else summary")
        ->type_name("HOW")
        ->check(CLI::IsMember({"full", "summary"}));
    command
        ->add_option("--retain", line.serve.retain,
                     "Erase dispatches this long after they arrived: 90d, 2y. Without it: never")
        ->type_name("SPAN");
    command->add_flag("--demo", line.serve.demo, "Put the sample dispatches on the wire");
    command->add_flag("--no-fetching", line.serve.no_fetching,
                      "Do not visit the sources (chappe source)");
    add_fetch_options(*command, line.serve.fetch);
    command->footer(
        "The first start prints a token. With it:\n"
        "  curl -H 'Authorization: Bearer TOKEN' -H 'Content-Type: text/html' \\\n"
        "       --data-binary @page.html http://127.0.0.1:8710/api/dispatches");
    command->callback([&line] { line.chosen = [&line] { return run(line.serve); }; });
}

void add_token(CLI::App& app, CommandLine& line) {
    auto* command = app.add_subcommand("token", "Who may post: add, list, remove tokens");
    command->require_subcommand(1);
    command->footer("A token opens the API: curl -H 'Authorization: Bearer TOKEN' ...");
    const auto choose = [&line](TokenCommand::Action action) {
        line.token.action = action;
        line.chosen = [&line] { return run(line.token); };
    };

    auto* add = command->add_subcommand("add", "Make a token and print it, once");
    add_data_option(*add, line.token.data);
    add->add_option("NAME", line.token.name, "Whom or what it is for")->required()->type_name("");
    add->add_option("--user", line.token.user,
                    "Whose: it has that user's rights, and opens the wire to their feed reader")
        ->type_name("NAME");
    add->callback([choose] { choose(TokenCommand::Action::add); });

    auto* list = command->add_subcommand("list", "Number, day, name and user of each token");
    add_data_option(*list, line.token.data);
    list->callback([choose] { choose(TokenCommand::Action::list); });

    auto* remove = command->add_subcommand("remove", "Make a token useless");
    add_data_option(*remove, line.token.data);
    remove->add_option("ID", line.token.id, "Its number in the list")->required()->type_name("");
    remove->callback([choose] { choose(TokenCommand::Action::remove); });
}

void add_source(CLI::App& app, CommandLine& line) {
    auto* command = app.add_subcommand(
        "source", "What the wire is filled from: add, list, remove, pause, refresh, OPML");
    command->require_subcommand(1);
    command->footer(
        "chappe serve visits what is added, as often as it has news and no more than it allows.\n"
        "Examples:\n"
        "  chappe source add https://agency.example/rss\n"
        "  chappe source add --category Presse https://agency.example/ /srv/wire-in\n"
        "  chappe source list");
    using Action = SourceCommand::Action;
    const auto add = [&](const char* name, const char* words, Action action) {
        auto* one = command->add_subcommand(name, words);
        add_data_option(*one, line.source.data);
        one->callback([&line, action] {
            line.source.action = action;
            line.chosen = [&line] { return run(line.source); };
        });
        return one;
    };
    const auto name_sources = [&](CLI::App* one) {
        return one->add_option("SOURCE", line.source.inputs, "Its number in the list, or address")
            ->type_name("");
    };
    auto* added =
        add("add", "Watch web addresses, folders, WARC files, or all of an OPML file", Action::add);
    added->add_option("ADDRESS", line.source.inputs, "Of a feed, a page, a sitemap, a folder")
        ->required()
        ->type_name("");
    added->add_option("--title", line.source.title, "What it is called")->type_name("TEXT");
    added->add_option("--category", line.source.category, "What it is listed under")
        ->type_name("TEXT");
    added
        ->add_option("--full-text", line.source.full_text,
                     "Whether the pages behind a feed's entries are read: auto (when it gives\n"
                     "summaries), always or never")
        ->type_name("WHEN")
        ->check(CLI::IsMember({"auto", "always", "never"}))
        ->capture_default_str();
    add_fetch_options(*added, line.source.fetch);
    auto* list =
        add("list", "Number, health, kind, last success, next visit, a day, title, address",
            Action::list);
    list->add_flag("--json", line.source.json, "One JSON line a source");
    name_sources(add("remove", "Watch it no longer; what it brought stays", Action::remove))
        ->required();
    name_sources(add("pause", "Leave it alone for a while", Action::pause))->required();
    name_sources(add("resume", "Watch it again", Action::resume))->required();
    auto* refresh = add("refresh", "Have it visited now; without SOURCE all", Action::refresh);
    name_sources(refresh);
    add_fetch_options(*refresh, line.source.fetch);
    add("export", "Write an OPML file to standard output", Action::export_all);
}

void add_alert(CLI::App& app, CommandLine& line) {
    auto* command =
        app.add_subcommand("alert", "Searches that are sent to an address: add, list, remove");
    command->require_subcommand(1);
    command->footer(
        "chappe serve posts each dispatch that a search finds, signed, at least once.\n"
        "Example:\n"
        "  chappe alert add --url https://desk.example/hook 'paix lang:fr'");
    const auto choose = [&line](AlertCommand::Action action) {
        line.alert.action = action;
        line.chosen = [&line] { return run(line.alert); };
    };

    auto* add = command->add_subcommand("add", "Send what a search finds from now on");
    add_data_option(*add, line.alert.data);
    add->add_option("QUERY", line.alert.query, "As on the search page")->required()->type_name("");
    add->add_option("--url", line.alert.url, "Where it is posted to")->required()->type_name("URL");
    add_fetch_options(*add, line.alert.fetch);
    add->callback([choose] { choose(AlertCommand::Action::add); });

    auto* list = command->add_subcommand(
        "list", "Number, search, address, what was delivered and waits, last success, trouble");
    add_data_option(*list, line.alert.data);
    list->callback([choose] { choose(AlertCommand::Action::list); });

    auto* remove = command->add_subcommand("remove", "Send no more of it, nor what still waits");
    add_data_option(*remove, line.alert.data);
    remove->add_option("ID", line.alert.id, "Its number in the list")->required()->type_name("");
    remove->callback([choose] { choose(AlertCommand::Action::remove); });
}

void add_user(CLI::App& app, CommandLine& line) {
    auto* command = app.add_subcommand("user", "Who may log in: add, list, role, password, remove");
    command->require_subcommand(1);
    command->footer(
        "A reader sees what the public does not, an editor composes, corrects and withdraws, an\n"
        "admin also erases and keeps the users. Passwords are asked for on a terminal, else read\n"
        "from standard input.\n"
        "Example:\n"
        "  chappe user add anna --role editor");
    using Action = UserCommand::Action;
    const auto add = [&](const char* name, const char* words, Action action) {
        auto* one = command->add_subcommand(name, words);
        add_data_option(*one, line.user.data);
        if (action != Action::list)
            one->add_option("NAME", line.user.name, "The user's name")->required()->type_name("");
        one->callback([&line, action] {
            line.user.action = action;
            line.chosen = [&line] { return run(line.user); };
        });
        return one;
    };
    add("add", "Add somebody, with a password", Action::add)
        ->add_option("--role", line.user.role, "reader, editor or admin")
        ->type_name("ROLE")
        ->capture_default_str();
    add("list", "Name, role, day added and last login of each", Action::list);
    add("role", "Give somebody another role", Action::role)
        ->add_option("ROLE", line.user.role, "reader, editor or admin")
        ->required()
        ->type_name("");
    add("password", "Give somebody another password; logs them out", Action::password);
    add("remove", "Remove somebody; logs them out", Action::remove);
}

void add_withdraw(CLI::App& app, CommandLine& line) {
    auto* command =
        app.add_subcommand("withdraw", "Take a dispatch off the wire; it can be reinstated");
    add_data_option(*command, line.withdraw.data);
    command->add_option("ID", line.withdraw.id, "Its number: the 12 of /d/12")
        ->required()
        ->type_name("");
    command->add_option("--notice", line.withdraw.notice, "Shown in its place")->type_name("TEXT");
    command->callback([&line] { line.chosen = [&line] { return run(line.withdraw); }; });
}

void add_erase(CLI::App& app, CommandLine& line) {
    auto* command = app.add_subcommand("erase", "Remove every word of a dispatch, for good");
    add_data_option(*command, line.erase.data);
    command->add_option("ID", line.erase.id, "Its number: the 12 of /d/12")
        ->required()
        ->type_name("");
    command->add_option("--notice", line.erase.notice, "Shown in its place")->type_name("TEXT");
    command->add_flag("--yes", line.erase.yes, "Do not ask");
    command->footer(
        "Text, address, credit and original bytes go from every edition, from the index and from\n"
        "the log; the command ends when they are gone. What arrives again is not kept. Backups\n"
        "that were made before still have it.");
    command->callback([&line] { line.chosen = [&line] { return run(line.erase); }; });
}

void add_audit(CLI::App& app, CommandLine& line) {
    auto* command = app.add_subcommand("audit", "What was done at the desk, newest first");
    add_data_option(*command, line.audit.data);
    command->add_option("--limit", line.audit.limit, "Lines")
        ->type_name("N")
        ->capture_default_str();
    command->footer("Columns: instant, who, what, dispatch, about whom; parted by tabs.");
    command->callback([&line] { line.chosen = [&line] { return run(line.audit); }; });
}

void add_backup(CLI::App& app, CommandLine& line) {
    auto* command = app.add_subcommand("backup", "Copy the archive into one file, while serving");
    add_data_option(*command, line.backup.data);
    command->add_option("FILE", line.backup.file, "Replaced when it is there")
        ->required()
        ->type_name("");
    command->footer(
        "The file is an SQLite database with everything: dispatches and their original bytes,\n"
        "counts, users, tokens. Keep it as safe as the archive. chappe restore brings it back.");
    command->callback([&line] { line.chosen = [&line] { return run(line.backup); }; });
}

void add_restore(CLI::App& app, CommandLine& line) {
    auto* command = app.add_subcommand("restore", "Make an archive of a backup");
    add_data_option(*command, line.restore.data);
    command->add_option("FILE", line.restore.file, "What chappe backup wrote")
        ->required()
        ->type_name("");
    command->add_flag("--force", line.restore.force, "Replace the archive that is there");
    command->footer("The whole file is checked before anything changes. Stop the server first.");
    command->callback([&line] { line.chosen = [&line] { return run(line.restore); }; });
}

void add_export(CLI::App& app, CommandLine& line) {
    auto* command = app.add_subcommand("export", "Write everything out in open forms");
    add_data_option(*command, line.export_all.data);
    command->add_option("DIR", line.export_all.folder, "Is made")->required()->type_name("");
    command->footer(
        "JSON lines of every dispatch with its editions, and the original bytes as files. Users\n"
        "and tokens are not in it; chappe backup has them.");
    command->callback([&line] { line.chosen = [&line] { return run(line.export_all); }; });
}

void add_import(CLI::App& app, CommandLine& line) {
    auto* command = app.add_subcommand("import", "Take in what chappe export wrote");
    add_data_option(*command, line.import_all.data);
    command->add_option("DIR", line.import_all.folder, "What chappe export wrote")
        ->required()
        ->type_name("");
    command->footer("Into a new archive or one that is there. A second time changes nothing.");
    command->callback([&line] { line.chosen = [&line] { return run(line.import_all); }; });
}

void add_search(CLI::App& app, CommandLine& line) {
    auto* command = app.add_subcommand("search", "Find dispatches by their words");
    add_data_option(*command, line.search.data);
    command
        ->add_option("--order", line.search.order,
                     "newest: first; best: among the newest thousand matches")
        ->type_name("newest|best")
        ->transform(CLI::CheckedTransformer(
            std::map<std::string, Order>{{"newest", Order::newest}, {"best", Order::best}}));
    command->add_option("--limit", line.search.limit, "How many, at most 1000")
        ->type_name("N")
        ->check(CLI::Range(std::size_t{1}, std::size_t{1000}))
        ->capture_default_str();
    command->add_flag("--json", line.search.json, "One JSON line a dispatch");
    command->add_option("QUERY", line.search.words, "Words and filters, as on the site")
        ->required()
        ->type_name("");
    command->footer(
        "Examples:\n"
        "  chappe search paix Bakou\n"
        "  chappe search '\"cessez-le-feu\" (Aliyev OR Bakou) lang:fr since:7d'\n"
        "  chappe search --json -- credit:Azertac -sport");
    command->callback([&line] { line.chosen = [&line] { return run(line.search); }; });
}

/// CLI11 names what is missing before what it does not know; people look for what they typed.
std::string words_for(const CLI::App& app, const CLI::ParseError& error) {
    const std::vector<std::string> unknown = app.remaining(true);
    const std::string words = error.what();
    const bool lacks_command = words.starts_with("A subcommand");
    if (unknown.empty()) return lacks_command ? "which command?" : words;
    if (unknown.front().starts_with('-')) return "there is no flag " + unknown.front();
    return lacks_command ? "there is no command \"" + unknown.front() + "\"" : words;
}

int main_of(int argc, char** argv) {
    CLI::App app("Chappe: a newswire server that knows who said what.", "chappe");
    app.set_version_flag("--version", "chappe " + std::string(version));
    app.require_subcommand(1);
    app.footer(
        "Start here:\n"
        "  chappe serve --demo        a live wire with samples on http://127.0.0.1:8710/\n"
        "  chappe add page.html       and it is on it\n"
        "  chappe COMMAND --help      more of each");
    CommandLine line;
    add_read(app, line);
    add_add(app, line);
    add_serve(app, line);
    add_token(app, line);
    add_alert(app, line);
    add_source(app, line);
    add_user(app, line);
    add_withdraw(app, line);
    add_erase(app, line);
    add_audit(app, line);
    add_backup(app, line);
    add_restore(app, line);
    add_export(app, line);
    add_import(app, line);
    add_search(app, line);
    add_said(app, line);
    add_tools(app, line);
    try {
        app.parse(argc, argv);
    } catch (const CLI::Success& help) {
        return app.exit(help);
    } catch (const CLI::ParseError& error) {
        std::fprintf(stderr, "chappe: %s (chappe --help shows the commands)\n",
                     words_for(app, error).c_str());
        return exit_code(Failure::refused);
    }
    return line.chosen();
}

}  // namespace
}  // namespace chappe

int main(int argc, char** argv) {
    try {
        return chappe::main_of(argc, argv);
    } catch (const std::exception& error) {  // out of memory, out of threads
        std::fprintf(stderr, "chappe: %s\n", error.what());
        return chappe::exit_code(chappe::Failure::broken);
    }
}
