// `chappe source`: what the wire is filled from.
#include <algorithm>
#include <charconv>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <future>
#include <memory>
#include <optional>
#include <system_error>
#include <utility>

#include "app/commands.h"
#include "app/fetching.h"
#include "app/input.h"
#include "app/report.h"
#include "app/source_list.h"
#include "app/understanding.h"
#include "archive/archive.h"
#include "ingest/fetch_policy.h"
#include "read/opml.h"
#include "read/warc.h"
#include "wire/source_outline.h"

namespace chappe {
namespace {

const By console{"console", std::nullopt};
constexpr std::size_t longest_words = 300;  // of titles and categories, as the archive takes them

/// What is given is an address of the web, or a folder or WARC file of this machine.
Result<AddSource> source_at(const std::string& input, const FetchOptions& options) {
    AddSource source;
    if (is_web_address(input)) {
        const FetchTarget target = TRY(judge_form(input, options.policy));
        source.address = target.url;
        source.host = target.host;
        return source;
    }
    std::error_code error;
    const auto path = std::filesystem::canonical(input, error);
    if (error)
        return fail(Failure::absent, "cannot open " + input + ": " + error.message() +
                                         " (web addresses begin with http:// or https://)");
    source.address = path.string();
    if (std::filesystem::is_directory(path, error)) {
        source.kind = SourceKind::folder;
        return source;
    }
    if (TRY(warc_in_file(source.address))) {
        source.kind = SourceKind::warc;
        return source;
    }
    return fail(Failure::refused, input +
                                      " is neither a web address, a folder nor a WARC file; chappe "
                                      "add reads a file once");
}

/// By its number in the list, its name or its present address.
Result<SourceId> find_source(const std::vector<WatchedSource>& watched, const std::string& asked) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(asked.data(), asked.data() + asked.size(), number);
    const bool is_number = error == std::errc() && end == asked.data() + asked.size();
    std::string address = asked;
    if (const auto target = judge_form(asked, FetchPolicy{})) address = target->url;
    for (const WatchedSource& source : watched) {
        if (is_number ? source.id == SourceId{number}
                      : source.name == asked || source.name == address || source.address == asked ||
                            source.address == address)
            return source.id;
    }
    return fail(Failure::absent,
                "no source " + asked + " is watched; chappe source list shows those that are");
}

/// Nothing when it is no such file, or none that can be read; then its address says why not.
std::optional<Opml> opml_in(const std::string& path) {
    const auto file = arrival_from_file(path);
    if (!file || file->bytes.find("<opml") == std::string::npos) return std::nullopt;
    return read_opml(Text::repair(file->bytes));
}

/// Those that cannot be watched are said; the others are.
Result<void> import_opml(Archive& archive, const Opml& opml, const FetchOptions& options) {
    std::size_t added = 0;
    for (const OpmlSource& listed : opml.sources) {
        auto source = source_at(listed.feed_url, options);
        if (source) {
            source->title = shorten(listed.title, longest_words);
            source->category = shorten(Text::repair(listed.folder), longest_words);
        }
        const auto done = source ? archive.act_and_wait(std::move(*source), console)
                                 : std::unexpected(source.error());
        if (done)
            ++added;
        else
            std::fprintf(stderr, "chappe: %s: %s\n", listed.feed_url.c_str(),
                         done.error().message.c_str());
    }
    for (const std::string& note : opml.notes) std::fprintf(stderr, "chappe: %s\n", note.c_str());
    std::printf("watching %zu more\n", added);
    if (added == 0) return fail(Failure::refused, "no source was added");
    return {};
}

Result<void> add(Archive& archive, const SourceCommand& command, const std::string& input) {
    const FetchOptions options = TRY(fetch_options(command.fetch));
    const auto opml = is_web_address(input) ? std::nullopt : opml_in(input);
    if (opml) return import_opml(archive, *opml, options);
    AddSource source = TRY(source_at(input, options));
    source.title = command.title;
    source.category = command.category;
    source.full_text = full_text_named(command.full_text).value_or(FullText::when_needed);
    const std::string address = source.address;
    const ActReceipt receipt = TRY(archive.act_and_wait(std::move(source), console));
    std::printf("watching %lld  %s\n", static_cast<long long>(number_of(receipt.source)),
                address.c_str());
    return {};
}

struct Words {
    const char* done;
    Act act;
};
Words act_of(SourceCommand::Action action, SourceId id) {
    switch (action) {
        case SourceCommand::Action::remove:
            return {"removed", RemoveSource{id}};
        case SourceCommand::Action::pause:
            return {"paused", PauseSource{id}};
        case SourceCommand::Action::resume:
            return {"watching again", ResumeSource{id}};
        default:
            return {"due now", RefreshSource{id}};
    }
}

Result<void> act_on(Archive& archive, const SourceCommand& command, const std::string& input) {
    const auto watched = TRY(archive.watched());
    const SourceId id = TRY(find_source(watched, input));
    auto [done, act] = act_of(command.action, id);
    TRY(archive.act_and_wait(std::move(act), console));
    std::printf("%s %lld\n", done, static_cast<long long>(number_of(id)));
    return {};
}

/// Those that can be: a paused one is left alone.
Result<void> refresh_all(Archive& archive) {
    constexpr std::size_t at_once = 500;  // fewer than the archive's queue takes
    std::vector<std::future<Result<ActReceipt>>> answers;
    std::size_t due = 0;
    const auto collect = [&]() -> Result<void> {
        for (auto& answer : answers) TRY(answer.get());
        due += answers.size();
        answers.clear();
        return {};
    };
    for (const WatchedSource& source : TRY(archive.watched())) {
        if (source.paused) continue;
        auto promise = std::make_shared<std::promise<Result<ActReceipt>>>();
        answers.push_back(promise->get_future());
        TRY(archive.act(RefreshSource{source.id}, console, [promise](Result<ActReceipt> done) {
            promise->set_value(std::move(done));
        }));
        if (answers.size() == at_once) TRY(collect());
    }
    TRY(collect());
    std::printf("due now: %zu\n", due);
    return {};
}

Result<void> act(Archive& archive, const SourceCommand& command, const std::string& input) {
    return command.action == SourceCommand::Action::add ? add(archive, command, input)
                                                        : act_on(archive, command, input);
}

Result<void> act_without_input(Archive& archive, const SourceCommand& command) {
    switch (command.action) {
        case SourceCommand::Action::list:
            print_list(TRY(archive.watched()), command.json);
            return {};
        case SourceCommand::Action::export_all:
            std::fputs(opml_of(TRY(archive.watched())).c_str(), stdout);
            return {};
        default:
            return refresh_all(archive);
    }
}

/// By whoever serves this archive, or else here and now.
Result<void> visit_what_is_due(Archive& archive, const SourceCommand& command) {
    PollerOptions options;
    options.fetch = TRY(fetch_options(command.fetch));
    std::optional<FetchLock> lock = TRY(FetchLock::take(command.data));
    if (lock)
        fetch_what_is_due(archive, options);
    else
        std::printf("the server visits what is due\n");
    return {};
}

}  // namespace

int run(const SourceCommand& command) {
    const auto archive = open_archive(command.data, understanding());
    if (!archive) return report(archive.error());
    int code = 0;
    if (command.inputs.empty()) {
        const auto done = act_without_input(**archive, command);
        if (!done) code = report(done.error());
    }
    for (const std::string& input : command.inputs) {
        const auto done = act(**archive, command, input);
        if (!done) code = report(done.error());  // the others are still done
    }
    if (command.action == SourceCommand::Action::refresh) {
        const auto visited = visit_what_is_due(**archive, command);
        if (!visited) code = report(visited.error());
    }
    return code;
}

}  // namespace chappe
