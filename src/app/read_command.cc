#include <cstdio>

#include "app/commands.h"
#include "app/input.h"
#include "app/report.h"
#include "base/json_writer.h"
#include "news/dispatch_json.h"
#include "read/containers.h"
#include "read/feed.h"
#include "read/read.h"
#include "read/warc.h"

namespace chappe {
namespace {

std::string json_line(const std::string& id, const Dispatch& dispatch) {
    constexpr std::size_t facts = 4096;
    const std::size_t lead = dispatch.lead ? dispatch.lead->size() : 0;
    JsonWriter json;
    json.reserve(dispatch.body.size() + lead + facts);
    json.begin_object().key("id").string(Text::repair(id));
    write_facts(json, dispatch);
    json.end_object();
    std::string line = json.take();
    line += '\n';
    return line;
}

/// Prints the dispatches of one file, each with its number when it is one of several.
class Printer {
 public:
    Printer(const std::string& name, bool numbered) : name_(name), numbered_(numbered) {}

    /// False when standard output is gone (a closed pipe, a full disk).
    bool print(const std::vector<Dispatch>& dispatches) {
        for (const Dispatch& dispatch : dispatches) {
            ++number_;
            const std::string id = numbered_ ? name_ + "#" + std::to_string(number_) : name_;
            const std::string line = json_line(id, dispatch);
            if (std::fwrite(line.data(), 1, line.size(), stdout) != line.size()) return false;
        }
        return true;
    }

    void print_notes(const std::vector<std::string>& notes) const {
        for (const std::string& note : notes)
            std::fprintf(stderr, "chappe: %s: %s\n", name_.c_str(), note.c_str());
    }

    std::size_t number() const { return number_; }

 private:
    std::string name_;
    bool numbered_;
    std::size_t number_ = 0;
};

Result<void> no_output() {
    return fail(Failure::broken, "cannot write to standard output");
}

/// Page by page, whatever the size of the file.
Result<void> print_warc(const std::string& file, ByteSource source) {
    Arrival container;
    container.source = "files";
    container.name = name_without_extension(file);
    container.received = now();
    Printer printer(container.name, true);
    WarcReader warc(std::move(source));
    while (auto page = warc.next()) {
        if (printer.number() >= most_items) {
            printer.print_notes({"items cut: more than 10,000"});
            break;
        }
        const PageReading read_page = read_warc_page(*std::move(page), container, read);
        if (!printer.print(read_page.reading.dispatches)) return no_output();
    }
    printer.print_notes(warc.notes());
    return {};
}

Result<void> print_file(const ReadCommand& command, const std::string& file) {
    if (auto source = TRY(warc_in_file(file))) return print_warc(file, *std::move(source));
    Arrival arrival = TRY(arrival_from_file(file));
    arrival.media_type = command.media_type;
    arrival.url = command.url;
    const Reading reading = read(arrival);
    Printer printer(arrival.name, reading.is_container);
    if (!printer.print(reading.dispatches)) return no_output();
    printer.print_notes(reading.notes);
    return {};
}

}  // namespace

int run(const ReadCommand& command) {
    int code = 0;
    for (const std::string& file : command.files) {
        const auto printed = print_file(command, file);
        if (!printed) code = report(printed.error());  // the other files are still read
        if (std::ferror(stdout)) return code;
    }
    if (std::fflush(stdout) != 0)
        return report({Failure::broken, "cannot write to standard output"});
    return code;
}

}  // namespace chappe
