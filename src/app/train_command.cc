#include <cstdio>
#include <fstream>
#include <sstream>

#include "app/commands.h"
#include "app/progress.h"
#include "app/report.h"
#include "base/text.h"
#include "language/parse.h"
#include "language/train_language.h"
#include "language/train_names.h"

namespace chappe {
namespace {

Result<std::string> bytes_of_file(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    std::stringstream bytes;
    bytes << in.rdbuf();
    if (!in) return fail(Failure::absent, "cannot read " + path);
    std::string all = std::move(bytes).str();
    if (all.starts_with("\xfd"
                        "7zXZ"))
        return fail(Failure::refused, path + " is compressed: xz -dk " + path);
    return all;
}

/// Of several files the first sets the style where treebanks differ: of the others the trainers see
/// half in each pass.
Result<std::vector<GoldSentence>> treebank(const std::vector<std::string>& paths) {
    std::vector<GoldSentence> sentences;
    for (const std::string& path : paths) {
        const std::string bytes = TRY(bytes_of_file(path));
        auto lines = read_conllu(bytes);
        if (!lines) return fail(lines.error().failure, path + ": " + lines.error().message);
        for (const ConlluSentence& sentence : *lines) {
            sentences.push_back(gold_sentence(sentence));
            if (&path != &paths.front()) sentences.back().every = 2;
        }
    }
    if (sentences.empty()) return fail(Failure::refused, "the treebank holds no sentence");
    return sentences;
}

/// Shares of the words of `gold` that get the right tag, lemma, head, and head with relation (up to
/// its colon).
void print_scores(const LanguageModel& model, const std::vector<GoldSentence>& gold) {
    double all = 0, upos = 0, lemmas = 0, heads = 0, arcs = 0;
    for (const GoldSentence& sentence : gold) {
        std::vector<Word> words;
        for (const GoldWord& word : sentence.words) words.emplace_back().form = word.form;
        model.analyse(words);
        for (std::size_t i = 0; i < words.size(); ++i) {
            const GoldWord& right = sentence.words[i];
            const std::string_view relation = words[i].relation;
            all += 1;
            upos += words[i].upos == right.upos;
            lemmas += words[i].lemma == right.lemma || right.lemma == "_";
            heads += words[i].head == right.head;
            arcs += words[i].head == right.head &&
                    relation.substr(0, relation.find(':')) ==
                        right.relation.substr(0, right.relation.find(':'));
        }
    }
    if (all == 0) return;
    std::printf("dev, gold tokens: UPOS %.2f, lemmas %.2f, UAS %.2f, LAS %.2f\n", 100 * upos / all,
                100 * lemmas / all, 100 * heads / all, 100 * arcs / all);
}

Result<void> write_model(const std::filesystem::path& path, const std::string& bytes) {
    std::error_code error;
    std::filesystem::create_directories(path.parent_path(), error);
    std::ofstream out(path, std::ios::binary);
    out << bytes;
    out.close();
    if (!out) return fail(Failure::broken, "cannot write " + path.string());
    std::printf("%s: %zu bytes\n", path.c_str(), bytes.size());
    return {};
}

Result<void> train(const TrainLanguageCommand& command) {
    std::vector<GoldSentence> sentences = TRY(treebank(command.treebanks));
    const std::vector<GoldSentence> dev =
        command.dev.empty() ? std::vector<GoldSentence>() : TRY(treebank({command.dev}));
    Lexicon lexicon;
    if (!command.lexicon.empty()) {
        const std::string lines = TRY(bytes_of_file(command.lexicon));
        auto read = Lexicon::from_lines(lines);
        if (!read) return fail(read.error().failure, command.lexicon + ": " + read.error().message);
        lexicon = std::move(*read);
    }
    const std::filesystem::path folder =
        command.output.has_filename() ? command.output : command.output.parent_path();
    std::size_t words = 0;
    for (const GoldSentence& sentence : sentences) words += sentence.words.size();
    TrainingSettings settings = TrainingSettings::for_words(words);
    settings.language = command.language.empty() ? folder.filename().string() : command.language;
    settings.seed = command.seed;
    const Progress progress;
    const LanguageModel model =
        train_language(std::move(sentences), std::move(lexicon), settings,
                       [&](const std::string& step) { progress.say(step); });
    progress.end();

    const std::string bytes = model.to_bytes();
    // What is published is what was read back: bytes, not the numbers they were made from.
    const LanguageModel read = TRY(LanguageModel::from_bytes(bytes));
    TRY(write_model(folder / (settings.language + ".model"), bytes));
    print_scores(read, dev);
    return {};
}

struct NameReader {
    const LanguageModel* model = nullptr;
    const NameLexicon* lexicon = nullptr;
};

Result<NameReader> name_reader(const std::string& language) {
    const NameReader reader{find_language(language), NameLexicon::find(language)};
    if (reader.model && reader.lexicon) return reader;
    return fail(Failure::refused, "there is no model for the language \"" + language + "\"");
}

Result<void> take_marked(const std::string& argument, std::vector<NamedSentence>& sentences) {
    const std::size_t colon = argument.find(':');
    if (colon == std::string::npos)
        return fail(Failure::refused, "--marked takes a language and a file: fr:" + argument);
    const NameReader reader = TRY(name_reader(argument.substr(0, colon)));
    const std::string path = argument.substr(colon + 1);
    const std::string bytes = TRY(bytes_of_file(path));
    for (std::string_view rest = bytes; !rest.empty();) {
        const std::string_view line = rest.substr(0, rest.find('\n'));
        rest.remove_prefix(std::min(rest.size(), line.size() + 1));
        if (line.starts_with('#') || trim(line).empty()) continue;
        const auto marked = read_marked(line);
        if (!marked) return fail(marked.error().failure, path + ": " + marked.error().message);
        for (NamedSentence& sentence : named_sentences(*marked, *reader.model, *reader.lexicon))
            sentences.push_back(std::move(sentence));
    }
    return {};
}

Result<void> train(const TrainNamesCommand& command) {
    std::vector<NamedSentence> sentences;
    const NameReader english = TRY(name_reader("en"));
    for (const std::string& path : command.treebanks) {
        const std::string bytes = TRY(bytes_of_file(path));
        const auto lines = read_conllu(bytes);
        if (!lines) return fail(lines.error().failure, path + ": " + lines.error().message);
        for (const ConlluSentence& sentence : *lines)
            sentences.push_back(named_sentence(sentence, *english.model, *english.lexicon));
    }
    for (const std::string& argument : command.marked) TRY(take_marked(argument, sentences));
    if (sentences.empty()) return fail(Failure::refused, "there is no sentence to learn from");
    NameTrainingSettings settings;
    settings.seed = command.seed;
    const Progress progress;
    const NameModel model = train_names(std::move(sentences), settings,
                                        [&](const std::string& step) { progress.say(step); });
    progress.end();
    return write_model(command.output / "names.model", model.to_bytes());
}

}  // namespace

int run(const TrainNamesCommand& command) {
    const auto done = train(command);
    return done ? 0 : report(done.error());
}

int run(const TrainLanguageCommand& command) {
    const auto done = train(command);
    return done ? 0 : report(done.error());
}

}  // namespace chappe
