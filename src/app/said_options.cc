// The commands on what the archive knows of who said what.
#include "app/command_line.h"

namespace chappe {
namespace {

void add_reunderstand(CLI::App& app, CommandLine& line) {
    auto* command =
        app.add_subcommand("reunderstand", "Find who said what anew, with newer models");
    add_data_option(*command, line.reunderstand.data);
    command->add_flag("--all", line.reunderstand.all, "Also what these same models understood");
    command->footer(
        "Statements keep their addresses while their words stay. May be stopped at any time; the\n"
        "next run goes on. A running server shows what is done at once.");
    command->callback([&line] { line.chosen = [&line] { return run(line.reunderstand); }; });
}

void add_actors(CLI::App& app, CommandLine& line) {
    auto* command = app.add_subcommand(
        "actors", "Who is known: list, show, correct names, countries and roles");
    command->require_subcommand(1);
    command->footer(
        "What you set stays, whatever later dispatches and newer models say.\n"
        "Examples:\n"
        "  chappe actors list Blinken\n"
        "  chappe actors show antony-blinken\n"
        "  chappe actors set antony-blinken name \"Antony J. Blinken\"\n"
        "  chappe actors set antony-blinken \"no role\" \"ministre\"\n"
        "  chappe actors reset antony-blinken");
    using Action = ActorsCommand::Action;
    const auto choose = [&line](Action action) {
        line.actors.action = action;
        line.chosen = [&line] { return run(line.actors); };
    };

    auto* list = command->add_subcommand("list", "Those of this name; else those who say most");
    add_data_option(*list, line.actors.data);
    list->add_option("NAME", line.actors.words, "A name, a surname or a slug")->type_name("");
    list->add_option("--limit", line.actors.limit, "At most so many")
        ->type_name("N")
        ->capture_default_str();
    list->add_flag("--json", line.actors.json, "A JSON line each");
    list->callback([choose] { choose(Action::list); });

    auto* show = command->add_subcommand("show", "All facts, who says so, and their dispatches");
    add_data_option(*show, line.actors.data);
    show->add_option("SLUG", line.actors.slug, "As in /actor/SLUG")->required()->type_name("");
    show->callback([choose] { choose(Action::show); });

    auto* set = command->add_subcommand("set", "Correct a fact");
    add_data_option(*set, line.actors.data);
    set->add_option("SLUG", line.actors.slug, "As in /actor/SLUG")->required()->type_name("");
    set->add_option("FACT", line.actors.property, "name, country, role, \"no role\"")
        ->required()
        ->type_name("")
        ->check(CLI::IsMember({"name", "country", "role", "no role"}));
    set->add_option("VALUE", line.actors.value, "Its value; a country is its code, none for none")
        ->required()
        ->type_name("");
    set->callback([choose] { choose(Action::set); });

    auto* reset = command->add_subcommand("reset", "Forget all corrections of an actor");
    add_data_option(*reset, line.actors.data);
    reset->add_option("SLUG", line.actors.slug, "As in /actor/SLUG")->required()->type_name("");
    reset->callback([choose] { choose(Action::reset); });
}

}  // namespace

void add_said(CLI::App& app, CommandLine& line) {
    add_reunderstand(app, line);
    add_actors(app, line);
}

}  // namespace chappe
