#include <cstdio>

#include "app/commands.h"
#include "app/input.h"
#include "app/report.h"
#include "base/json_writer.h"
#include "news/dispatch_json.h"
#include "read/read.h"

namespace chappe {
namespace {

std::string json_line(const std::string& id, const Dispatch& dispatch) {
    JsonWriter json;
    json.begin_object().key("id").string(Text::repair(id));
    write_facts(json, dispatch);
    json.end_object();
    return json.take() + "\n";
}

/// False when standard output is gone (a closed pipe, a full disk).
bool print(const Arrival& arrival, const Reading& reading) {
    std::size_t number = 0;
    for (const Dispatch& dispatch : reading.dispatches) {
        ++number;
        const std::string id =
            reading.feed ? arrival.name + "#" + std::to_string(number) : arrival.name;
        const std::string line = json_line(id, dispatch);
        if (std::fwrite(line.data(), 1, line.size(), stdout) != line.size()) return false;
    }
    for (const std::string& note : reading.notes)
        std::fprintf(stderr, "chappe: %s: %s\n", arrival.name.c_str(), note.c_str());
    return true;
}

}  // namespace

int run(const ReadCommand& command) {
    int code = 0;
    for (const std::string& file : command.files) {
        auto arrival = arrival_from_file(file);
        if (!arrival) {  // the other files are still read
            code = report(arrival.error());
            continue;
        }
        arrival->media_type = command.media_type;
        arrival->url = command.url;
        if (!print(*arrival, read(*arrival)))
            return report({Failure::broken, "cannot write to standard output"});
    }
    if (std::fflush(stdout) != 0)
        return report({Failure::broken, "cannot write to standard output"});
    return code;
}

}  // namespace chappe
