#include <array>
#include <cstdio>
#include <iostream>
#include <iterator>
#include <optional>

#include "app/commands.h"
#include "app/json_lines.h"
#include "app/report.h"
#include "base/json_writer.h"
#include "base/text.h"
#include "read/html5/dump.h"

namespace chappe {
namespace {

/// "RCDATA state", "rcdata"; empty is the data state.
std::optional<TextState> state_named(std::string_view words) {
    struct Name {
        std::string_view name;
        TextState state;
    };
    constexpr std::array<Name, 7> names = {{{"", TextState::data},
                                            {"data", TextState::data},
                                            {"rcdata", TextState::rcdata},
                                            {"rawtext", TextState::rawtext},
                                            {"script data", TextState::script_data},
                                            {"plaintext", TextState::plaintext},
                                            {"cdata section", TextState::cdata_section}}};
    std::string name = lower_ascii(words);
    if (name.ends_with(" state")) name.resize(name.size() - 6);
    for (const Name& known : names)
        if (known.name == name) return known.state;
    return std::nullopt;
}

/// "td", "svg path", "math mi".
FragmentContext context_named(std::string_view words) {
    FragmentContext context;
    if (words.starts_with("svg ")) context.space = Namespace::svg;
    if (words.starts_with("math ")) context.space = Namespace::mathml;
    context.name = words.substr(words.rfind(' ') + 1);
    return context;
}

std::string tree_of(std::string_view markup, const HtmlCommand& command) {
    ParseOptions options;
    if (!command.fragment.empty()) options.fragment = context_named(command.fragment);
    const HtmlTree tree = parse_tree(markup, options);
    for (const std::string& note : tree.notes) std::fprintf(stderr, "chappe: %s\n", note.c_str());
    return dump_tree(tree);
}

}  // namespace

int run(const HtmlCommand& command) {
    const auto state = state_named(command.state);
    if (!state)
        return report({Failure::refused, "no such state: " + command.state +
                                             " (Data, RCDATA, RAWTEXT, Script data, PLAINTEXT, "
                                             "CDATA section)"});
    const auto dump = [&](std::string_view markup) {
        return command.tokens ? dump_tokens(markup, *state, lower_ascii(command.last_start_tag))
                              : tree_of(markup, command);
    };
    if (command.jsonl) {
        const auto answered = answer_json_lines(std::cin, std::cout, [&](std::string_view markup) {
            if (command.tokens) return dump(markup);
            JsonWriter json;
            json.string(dump(markup));
            return json.take();
        });
        return answered ? 0 : report(answered.error());
    }
    const std::string markup{std::istreambuf_iterator<char>(std::cin), {}};
    std::cout << dump(markup) << (command.tokens ? "\n" : "") << std::flush;
    return std::cout ? 0 : report({Failure::broken, "cannot write to standard output"});
}

}  // namespace chappe
