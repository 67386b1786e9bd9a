// The commands that need no archive.
#include <map>

#include "app/command_line.h"

namespace chappe {
namespace {

void add_fetchable(CLI::App& app, CommandLine& line) {
    auto* command = app.add_subcommand("fetchable", "Say which addresses the fetcher would refuse");
    command
        ->add_option("--hosts", line.fetchable.hosts,
                     "A name and its addresses a line, in place of DNS")
        ->type_name("FILE");
    command->footer(
        "Reads a JSON string (a URL) a line and answers allow or block a line. Sends no packet, "
        "so\n"
        "without --hosts every name is blocked and only public addresses pass.");
    command->callback([&line] { line.chosen = [&line] { return run(line.fetchable); }; });
}

void add_html(CLI::App& app, CommandLine& line) {
    auto* command = app.add_subcommand("html", "Show a page as the HTML parser sees it");
    auto* form = command->add_option_group("form");
    auto* tree =
        form->add_flag("--tree", line.html.tree, "Its tree, in the form of html5lib's tests");
    auto* tokens = form->add_flag("--tokens", line.html.tokens, "Its tokens, as a JSON array");
    form->require_option(1);
    command
        ->add_option("--fragment", line.html.fragment,
                     "The element that the markup stands in: td, \"svg path\"")
        ->type_name("TAG")
        ->needs(tree);
    command->add_option("--state", line.html.state, "Where the tokenizer begins: \"RCDATA state\"")
        ->type_name("STATE")
        ->needs(tokens);
    command
        ->add_option("--last-start-tag", line.html.last_start_tag,
                     "The tag whose end tag ends that state")
        ->type_name("T")
        ->needs(tokens);
    command->add_flag("--jsonl", line.html.jsonl, "A JSON string a line, in and out");
    command->footer(
        "Reads standard input, UTF-8.\n"
        "Example:\n"
        "  echo '<p>One<p>Two' | chappe html --tree");
    command->callback([&line] { line.chosen = [&line] { return run(line.html); }; });
}

void add_sanitize(CLI::App& app, CommandLine& line) {
    auto* command = app.add_subcommand("sanitize", "Make markup from outside safe to show");
    command->add_flag("--jsonl", line.sanitize.jsonl, "A JSON string a line, in and out");
    command->footer(
        "Reads standard input. Keeps paragraphs, headings, lists, quotes, tables and links; drops\n"
        "scripts, styles, forms and whatever a browser would load by itself.\n"
        "Example:\n"
        "  chappe sanitize < comment.html");
    command->callback([&line] { line.chosen = [&line] { return run(line.sanitize); }; });
}

void add_parse(CLI::App& app, CommandLine& line) {
    auto* command =
        app.add_subcommand("parse", "Text to sentences, tags, trees and names, as CoNLL-U");
    command
        ->add_option("--language", line.parse.language,
                     "Language of the text; without it Chappe looks, paragraph by paragraph")
        ->type_name("CODE");
    command->add_option("--input", line.parse_input, "text, or conllu to keep its tokens")
        ->type_name("TYPE")
        ->check(CLI::IsMember({"text", "conllu"}))
        ->capture_default_str();
    command->add_option("--model", line.parse.model, "A model of `chappe train language`")
        ->type_name("FILE");
    command->footer(
        "Reads standard input, any number of texts; a blank line ends a sentence.\n"
        "Examples:\n"
        "  echo \"La ministre a dit qu'elle viendrait.\" | chappe parse\n"
        "  chappe parse --language fr --input conllu < gold.conllu > ours.conllu");
    command->callback([&line] {
        line.parse.conllu = line.parse_input == "conllu";
        line.chosen = [&line] { return run(line.parse); };
    });
}

void add_understand(CLI::App& app, CommandLine& line) {
    auto* command = app.add_subcommand("understand", "Say who said what in texts, as JSON lines");
    command->add_option("--actors", line.understand.actors, "Known actors, a JSON line each")
        ->type_name("FILE");
    command->add_flag("--rules-only", line.understand.rules_only, "Without the trained model");
    command->add_option("--model", line.understand.model, "A model of `chappe train statements`")
        ->type_name("FILE");
    command->add_option("--unit", line.understand_unit, "What spans count")
        ->type_name("code-points|bytes")
        ->check(CLI::IsMember({"code-points", "bytes"}))
        ->capture_default_str();
    command->footer(
        "Reads JSON lines on standard input: text, else title and body; id, language, published.\n"
        "Example:\n"
        "  chappe read page.html | chappe understand | jq .attributions");
    command->callback([&line] {
        line.understand.bytes = line.understand_unit == "bytes";
        line.chosen = [&line] { return run(line.understand); };
    });
}

void add_train_statements(CLI::App& train, CommandLine& line) {
    auto* command = train.add_subcommand("statements", "Cues, sources and contents of statements");
    command
        ->add_option("--gold", line.train_statements.gold,
                     "Texts with attributions to learn from, JSON lines")
        ->type_name("FILE")
        ->required();
    command->add_option("--language", line.train_statements.language, "Of the texts")
        ->type_name("CODE")
        ->capture_default_str();
    command->add_option("--output", line.train_statements.output, "Folder of the model")
        ->type_name("DIR")
        ->required();
    command->add_option("--seed", line.train_statements.seed, "The same seed gives the same bytes")
        ->type_name("N")
        ->capture_default_str();
    command->add_option("--rounds", line.train_statements.rounds, "Through the texts")
        ->type_name("N");
    command->callback([&line] { line.chosen = [&line] { return run(line.train_statements); }; });
}

void add_train(CLI::App& app, CommandLine& line) {
    auto* command = app.add_subcommand("train", "Make the models that Chappe reads with");
    command->require_subcommand(1);
    auto* language =
        command->add_subcommand("language", "Tokens, tags, lemmas, trees of a language");
    language->add_option("--treebank", line.train.treebanks, "CoNLL-U files to learn from")
        ->type_name("FILE")
        ->required();
    language->add_option("--dev", line.train.dev, "CoNLL-U file to be scored on")
        ->type_name("FILE");
    language
        ->add_option("--lexicon", line.train.lexicon, "Forms, lemmas, tags (tools/make_lexicon)")
        ->type_name("FILE");
    language->add_option("--language", line.train.language, "Its code; else the folder's name")
        ->type_name("CODE");
    language->add_option("--output", line.train.output, "Folder of the model")
        ->type_name("DIR")
        ->required();
    language->add_option("--seed", line.train.seed, "The same seed gives the same bytes")
        ->type_name("N")
        ->capture_default_str();
    language->callback([&line] { line.chosen = [&line] { return run(line.train); }; });

    auto* names = command->add_subcommand("names", "Who is a person, an organisation, a place");
    names
        ->add_option("--treebank", line.train_names.treebanks,
                     "English CoNLL-U files with entities in MISC, as GUM has them")
        ->type_name("FILE");
    names
        ->add_option("--marked", line.train_names.marked,
                     "Sentences with their names marked, as eval/names has them, by language")
        ->type_name("CODE:FILE");
    names->add_option("--output", line.train_names.output, "Folder of the model")
        ->type_name("DIR")
        ->required();
    names->add_option("--seed", line.train_names.seed, "The same seed gives the same bytes")
        ->type_name("N")
        ->capture_default_str();
    names->callback([&line] { line.chosen = [&line] { return run(line.train_names); }; });
    add_train_statements(*command, line);
}

}  // namespace

void add_tools(CLI::App& app, CommandLine& line) {
    add_fetchable(app, line);
    add_html(app, line);
    add_sanitize(app, line);
    add_parse(app, line);
    add_train(app, line);
    add_understand(app, line);
}

}  // namespace chappe
