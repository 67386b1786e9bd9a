#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <optional>
#include <set>
#include <sstream>

#include "app/commands.h"
#include "app/report.h"
#include "base/text.h"
#include "language/conllu.h"
#include "language/identify.h"
#include "language/names.h"
#include "language/parse.h"
#include "language/tokenizer.h"

namespace chappe {
namespace {

constexpr std::size_t longest_block = 256
                                      << 10;  // bytes of text without a blank line; then it is cut

/// Which model reads what comes next.
class Models {
 public:
    Result<void> open(const ParseCommand& command) {
        language_ = command.language;
        if (command.model.empty()) return {};
        std::ifstream in(command.model, std::ios::binary);
        std::stringstream bytes;
        bytes << in.rdbuf();
        if (!in) return fail(Failure::absent, "cannot read " + command.model);
        auto model = LanguageModel::from_bytes(bytes.view());
        if (!model)
            return fail(model.error().failure, command.model + ": " + model.error().message);
        given_ = std::move(*model);
        return {};
    }

    const LanguageModel& for_text(std::string_view text) {
        if (given_) return *given_;
        if (!language_.empty()) return built_in(language_);
        // A heading or a name says too little; it is taken to go with what stood before it.
        const std::string_view guess = identify_language(text).language;
        if (!guess.empty()) last_ = guess;
        return built_in(last_);
    }

 private:
    const LanguageModel& built_in(const std::string& language) {
        if (const LanguageModel* model = find_language(language)) return *model;
        if (told_.insert(language).second) {
            std::fprintf(stderr, "chappe: %s: tokens and sentences only\n",
                         language.empty()
                             ? "the language is not recognised"
                             : ("there is no model for the language \"" + language + "\"").c_str());
        }
        return any_language();
    }

    std::string language_, last_;
    std::optional<LanguageModel> given_;
    std::set<std::string> told_;
};

Result<void> print(const std::string& text) {
    if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size() || std::fflush(stdout) != 0)
        return fail(Failure::broken, "cannot write to standard output");
    return {};
}

/// The bytes that are there; empty at the end.
Result<std::string_view> read_some(std::array<char, 1 << 16>& room) {
    for (;;) {
        const ssize_t size = ::read(STDIN_FILENO, room.data(), room.size());
        if (size >= 0) return std::string_view(room.data(), static_cast<std::size_t>(size));
        if (errno != EINTR)
            return fail(Failure::broken,
                        std::string("cannot read standard input: ") + std::strerror(errno));
    }
}

/// How much of `text` stands before its last blank line; all of it but a last word when it is long.
std::size_t whole_paragraphs(std::string_view text) {
    std::size_t feed = text.rfind('\n');
    while (feed != std::string_view::npos && feed > 0) {
        const std::size_t before = text.rfind('\n', feed - 1);
        if (before == std::string_view::npos) break;
        if (trim(text.substr(before, feed - before)).empty()) return feed + 1;
        feed = before;
    }
    if (text.size() < longest_block) return 0;
    std::size_t cut = text.find_last_of(" \n\t", longest_block);
    if (cut != std::string_view::npos && cut > 0) return cut;
    return std::max(character_start(text, longest_block), std::size_t{1});
}

class TextParser {
 public:
    explicit TextParser(Models& models) : models_(models) {}

    Result<void> take(std::string_view bytes) {
        const Text text = Text::repair(bytes);
        for (const Span paragraph : paragraphs_of(text)) {
            ParsedText parsed;
            const LanguageModel& model = models_.for_text(paragraph.in(text));
            parse_paragraph(text, paragraph, model, parsed);
            TRY(print(conllu_of(parsed, text, find_names(text, parsed, model))));
        }
        return {};
    }

 private:
    std::string conllu_of(const ParsedText& parsed, const Text& text, std::span<const Name> names) {
        std::string out;
        for (std::uint32_t i = 0; i < parsed.sentences.size(); ++i) {
            std::size_t here = 0;
            while (here < names.size() && names[here].sentence == i) ++here;
            write_conllu(out, parsed.sentences[i], text, ++sentences_, names.first(here));
            names = names.subspan(here);
        }
        return out;
    }

    Models& models_;
    std::uint64_t sentences_ = 0;
};

Result<void> parse_text(Models& models) {
    TextParser parser(models);
    std::array<char, 1 << 16> room;
    std::string waiting;
    for (;;) {
        const std::string_view bytes = TRY(read_some(room));
        if (bytes.empty()) return parser.take(waiting);
        waiting += bytes;
        for (std::size_t whole = whole_paragraphs(waiting); whole > 0;
             whole = whole_paragraphs(waiting)) {
            TRY(parser.take(std::string_view(waiting).substr(0, whole)));
            waiting.erase(0, whole);
        }
    }
}

Result<void> parse_sentence(ConlluSentence& sentence, Models& models) {
    std::string text;
    std::vector<Word> words;
    // Enhanced graphs (empty nodes, DEPS) are not made, and old ones would not fit new trees.
    std::erase_if(sentence.lines,
                  [](const ConlluLine& line) { return !line.is_word() && !line.is_range(); });
    for (ConlluLine& line : sentence.lines) {
        for (const auto column : {ConlluLine::xpos, ConlluLine::deps}) line[column] = "_";
        if (!line.is_word()) continue;
        words.emplace_back().form = line[ConlluLine::form];
        text += line[ConlluLine::form] + " ";
    }
    models.for_text(text).analyse(words);
    std::size_t at = 0;
    for (ConlluLine& line : sentence.lines) {
        if (!line.is_word()) continue;
        const Word& word = words[at++];
        const auto set = [&line](ConlluLine::Column column, std::string_view value) {
            line[column] = value.empty() ? "_" : value;
        };
        set(ConlluLine::lemma, word.lemma);
        set(ConlluLine::upos, word.upos);
        set(ConlluLine::feats, word.feats);
        set(ConlluLine::relation, word.relation);
        set(ConlluLine::head, word.relation.empty() ? "_" : std::to_string(word.head));
    }
    std::string out;
    write_conllu(out, sentence);
    return print(out);
}

Result<void> parse_conllu(Models& models) {
    ConlluReader reader;
    std::array<char, 1 << 16> room;
    std::string waiting;
    for (;;) {
        const std::string_view bytes = TRY(read_some(room));
        const bool at_end = bytes.empty();
        waiting += bytes;
        if (at_end && !waiting.empty()) waiting += '\n';
        std::size_t begin = 0;
        for (std::size_t end = waiting.find('\n'); end != std::string::npos;
             end = waiting.find('\n', begin)) {
            if (TRY(reader.take(std::string_view(waiting).substr(begin, end - begin))))
                TRY(parse_sentence(reader.sentence(), models));
            begin = end + 1;
        }
        waiting.erase(0, begin);
        if (waiting.size() > longest_block)
            return fail(Failure::refused, "CoNLL-U: a line of more than 256 KiB");
        if (!at_end) continue;
        if (TRY(reader.end())) TRY(parse_sentence(reader.sentence(), models));
        return {};
    }
}

}  // namespace

int run(const ParseCommand& command) {
    Models models;
    if (const auto opened = models.open(command); !opened) return report(opened.error());
    const auto done = command.conllu ? parse_conllu(models) : parse_text(models);
    return done ? 0 : report(done.error());
}

}  // namespace chappe
