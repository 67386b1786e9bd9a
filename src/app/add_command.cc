#include <cstdio>

#include "app/commands.h"
#include "app/input.h"
#include "app/pipeline.h"
#include "app/report.h"
#include "app/understanding.h"
#include "ingest/fetch.h"
#include "read/warc.h"

namespace chappe {
namespace {

const char* words_of(Outcome outcome) {
    switch (outcome) {
        case Outcome::created:
            return "added";
        case Outcome::edited:
            return "new edition of";
        case Outcome::unchanged:
            return "already have";
        case Outcome::gone:
            return "withdrawn here, not added again:";
    }
    return "";
}

void print(Archive& archive, const Receipt& receipt) {
    for (const Receipt::Item& item : receipt.items) {
        const auto stored = archive.dispatch(item.id);
        const std::string title = stored ? stored->dispatch.title.str() : std::string();
        const std::string held = stored && stored->release
                                     ? "  (under embargo until " + to_string(*stored->release) + ")"
                                     : std::string();
        std::printf("%s %lld  %s%s\n", words_of(item.outcome),
                    static_cast<long long>(number_of(item.id)), title.c_str(), held.c_str());
    }
}

/// Each page is kept as an arrival of its own, so a file may be of any size.
Result<void> add_warc(Archive& archive, const std::string& input, ByteSource source) {
    Arrival container;
    container.source = "files";
    container.name = name_without_extension(input);
    WarcReader warc(std::move(source));
    std::size_t count = 0;
    while (auto page = warc.next()) {
        container.received = now();
        const Receipt receipt = TRY(run_pipeline(archive, *std::move(page), container));
        count += receipt.items.size();
        print(archive, receipt);
    }
    for (const std::string& note : warc.notes())
        std::fprintf(stderr, "chappe: %s: %s\n", input.c_str(), note.c_str());
    if (count == 0) return fail(Failure::refused, input + ": no dispatch in it");
    return {};
}

Result<void> add(Archive& archive, const std::string& input) {
    const bool web = is_web_address(input);
    if (!web)
        if (auto source = TRY(warc_in_file(input)))
            return add_warc(archive, input, *std::move(source));
    Arrival arrival = TRY(web ? fetch(input, {}) : arrival_from_file(input));
    const Receipt receipt = TRY(run_pipeline(archive, std::move(arrival)));
    if (receipt.items.empty()) return fail(Failure::refused, input + ": no dispatch in it");
    print(archive, receipt);
    return {};
}

}  // namespace

int run(const AddCommand& command) {
    const auto archive = open_archive(command.data, understanding());
    if (!archive) return report(archive.error());
    int code = 0;
    for (const std::string& input : command.inputs) {
        auto added = add(**archive, input);
        if (added) continue;
        // Of several inputs people must see which one; some failures name only their cause.
        Error& error = added.error();
        if (error.message.find(input) == std::string::npos)
            error.message = input + ": " + error.message;
        code = report(error);  // the others are still added
    }
    return code;
}

}  // namespace chappe
