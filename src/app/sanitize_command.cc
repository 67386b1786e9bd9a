#include <iostream>
#include <iterator>

#include "app/commands.h"
#include "app/json_lines.h"
#include "app/report.h"
#include "base/json_writer.h"
#include "read/sanitize.h"

namespace chappe {

int run(const SanitizeCommand& command) {
    if (command.jsonl) {
        const auto answered = answer_json_lines(std::cin, std::cout, [](std::string_view markup) {
            JsonWriter json;
            json.string(sanitize(markup));
            return json.take();
        });
        return answered ? 0 : report(answered.error());
    }
    const std::string markup{std::istreambuf_iterator<char>(std::cin), {}};
    std::cout << sanitize(markup) << std::flush;
    return std::cout ? 0 : report({Failure::broken, "cannot write to standard output"});
}

}  // namespace chappe
