#include "language/conllu.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "base/text.h"

namespace chappe {
namespace {

constexpr std::size_t longest_sentence = 20'000;  // lines; a parsed sentence ends after 500 words

std::optional<std::uint32_t> number_in(std::string_view text) {
    std::uint32_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return number;
}

void add_line(std::string& out, std::initializer_list<std::string_view> columns) {
    bool first = true;
    for (const std::string_view column : columns) {
        if (!first) out += '\t';
        out += column.empty() ? "_" : column;
        first = false;
    }
    out += '\n';
}

/// Columns end at tabs and lines at line feeds, so a form must not hold them.
std::string one_line(std::string_view text) {
    std::string out = fold_space(text);
    return out.empty() ? "_" : out;
}

void write_word(std::string& out, const Sentence& sentence, std::size_t at, std::string_view misc) {
    const Word& word = sentence.words[at];
    const std::string id = std::to_string(at + 1);
    const bool parsed = !word.relation.empty();
    add_line(out, {id, one_line(word.form), word.lemma, word.upos, "", word.feats,
                   parsed ? std::to_string(word.head) : "", word.relation, "", misc});
}

/// "Entity=(person)" when a name is this word, half of it when one begins or ends here.
std::string entity_of(std::span<const Name>& names, std::size_t word) {
    if (names.empty() || names.front().first > word) return {};
    const Name& name = names.front();
    const bool first = name.first == word, last = name.first + name.words == word + 1;
    std::string out;
    if (first || last) {
        out = "Entity=";
        if (first) out += '(';
        out += name_of(name.kind);
        if (last) out += ')';
    }
    if (last) names = names.subspan(1);
    return out;
}

}  // namespace

bool ConlluLine::is_word() const {
    return columns[id].find_first_of("-.") == std::string::npos;
}

bool ConlluLine::is_range() const {
    return columns[id].find('-') != std::string::npos;
}

bool ConlluLine::space_after() const {
    const std::string_view list = columns[misc];
    const std::size_t at = list.find("SpaceAfter=No");
    return at == std::string_view::npos || (at > 0 && list[at - 1] != '|');
}

bool ConlluSentence::starts_paragraph() const {
    return std::ranges::any_of(comments, [](std::string_view comment) {
        return comment == "# newpar" || comment.starts_with("# newpar ") || comment == "# newdoc" ||
               comment.starts_with("# newdoc ");
    });
}

Result<void> ConlluReader::take_columns(std::string_view line) {
    const auto refuse = [this](std::string_view what) {
        return fail(Failure::refused,
                    "CoNLL-U line " + std::to_string(number_) + ": " + std::string(what));
    };
    ConlluLine row;
    std::size_t column = 0;
    for (std::size_t begin = 0;; ++column) {
        const std::size_t tab = line.find('\t', begin);
        if (column >= row.columns.size()) return refuse("more than 10 columns");
        row.columns[column] = line.substr(begin, tab - begin);
        if (row.columns[column].empty()) return refuse("an empty column");
        if (tab == std::string_view::npos) break;
        begin = tab + 1;
    }
    if (column != 9) return refuse(std::to_string(column + 1) + " columns instead of 10");
    if (open_.lines.size() >= longest_sentence)
        return refuse("a sentence of more than 20,000 lines");

    const std::string_view id = row[ConlluLine::id];
    if (row.is_range()) {
        const std::size_t dash = id.find('-');
        const auto first = number_in(id.substr(0, dash)), last = number_in(id.substr(dash + 1));
        if (!first || !last || *first != words_ + 1 || *last < *first || range_end_ > words_ ||
            *last > longest_sentence)
            return refuse("the multi-word token " + std::string(id) + " is out of order");
        range_end_ = *last;
    } else if (row.is_word()) {
        if (number_in(id) != words_ + 1)
            return refuse("word " + std::string(id) + " is out of order");
        ++words_;
        const std::string_view head = row[ConlluLine::head];
        if (head != "_" && !number_in(head)) return refuse("the head is not a number");
    }
    open_.lines.push_back(std::move(row));
    return {};
}

Result<bool> ConlluReader::close() {
    if (open_.lines.empty()) return false;
    const auto refuse = [this](std::string_view what) {
        return fail(Failure::refused,
                    "CoNLL-U line " + std::to_string(number_) + ": " + std::string(what));
    };
    if (range_end_ > words_) return refuse("a multi-word token runs past its sentence");
    for (const ConlluLine& line : open_.lines) {
        if (line.is_word() && line[ConlluLine::head] != "_" &&
            *number_in(line[ConlluLine::head]) > words_)
            return refuse("a head outside its sentence");
    }
    done_ = std::move(open_);
    open_ = {};
    words_ = range_end_ = 0;
    return true;
}

Result<bool> ConlluReader::take(std::string_view line) {
    ++number_;
    while (line.ends_with('\r')) line.remove_suffix(1);
    if (trim(line).empty()) return close();
    if (line.starts_with('#') && line.find('\t') == std::string_view::npos) {
        if (open_.comments.size() < longest_sentence) open_.comments.emplace_back(line);
        return false;
    }
    TRY(take_columns(line));
    return false;
}

Result<std::vector<ConlluSentence>> read_conllu(std::string_view bytes) {
    std::vector<ConlluSentence> sentences;
    ConlluReader reader;
    while (!bytes.empty()) {
        const std::size_t end = bytes.find('\n');
        if (TRY(reader.take(bytes.substr(0, end))))
            sentences.push_back(std::move(reader.sentence()));
        bytes.remove_prefix(end == std::string_view::npos ? bytes.size() : end + 1);
    }
    if (TRY(reader.end())) sentences.push_back(std::move(reader.sentence()));
    return sentences;
}

void write_conllu(std::string& out, const ConlluSentence& sentence) {
    for (const std::string& comment : sentence.comments) out += comment + '\n';
    for (const ConlluLine& line : sentence.lines) {
        for (std::size_t i = 0; i < line.columns.size(); ++i) {
            if (i > 0) out += '\t';
            out += line.columns[i];
        }
        out += '\n';
    }
    out += '\n';
}

void write_conllu(std::string& out, const Sentence& sentence, std::string_view text,
                  std::uint64_t number, std::span<const Name> names) {
    if (sentence.starts_paragraph) out += "# newpar\n";
    out += "# sent_id = " + std::to_string(number) + "\n# text = ";
    out += one_line(sentence.span.in(text)) + "\n";
    for (std::size_t t = 0; t < sentence.tokens.size(); ++t) {
        const Token& token = sentence.tokens[t];
        const bool glued =
            t + 1 < sentence.tokens.size() && sentence.tokens[t + 1].span.begin == token.span.end;
        const std::string_view misc = glued ? "SpaceAfter=No" : "";
        if (token.words > 1) {
            const std::string range =
                std::to_string(token.first + 1) + "-" + std::to_string(token.first + token.words);
            add_line(out, {range, one_line(token.span.in(text)), "", "", "", "", "", "", "", misc});
        }
        for (std::size_t w = token.first; w < token.first + token.words; ++w) {
            std::string word_misc = entity_of(names, w);
            if (token.words == 1 && !misc.empty()) {
                if (!word_misc.empty()) word_misc += '|';
                word_misc += misc;
            }
            write_word(out, sentence, w, word_misc);
        }
    }
    out += '\n';
}

}  // namespace chappe
