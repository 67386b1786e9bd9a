#include "understand/lexicon_rows.h"

#include <string>

#include "base/embedded.h"

namespace chappe {

std::span<const EmbeddedFile> understand_files();

std::vector<std::string_view> parts_of(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    for (;;) {
        const std::size_t end = text.find(separator);
        parts.push_back(text.substr(0, end));
        if (end == std::string_view::npos) return parts;
        text.remove_prefix(end + 1);
    }
}

std::vector<std::vector<std::string_view>> understand_rows(std::string_view name) {
    std::vector<std::vector<std::string_view>> rows;
    const std::string path = "lexicons/" + std::string(name) + ".tsv";
    for (const EmbeddedFile& file : understand_files()) {
        if (file.name != path) continue;
        for (const std::string_view line : parts_of(file.bytes, '\n')) {
            if (!line.empty() && line.front() != '#') rows.push_back(parts_of(line, '\t'));
        }
    }
    return rows;
}

std::vector<std::string_view> phrase_words(std::string_view phrase) {
    std::vector<std::string_view> words;
    for (std::string_view word : parts_of(phrase, ' ')) {
        for (std::size_t cut = word.find('\'');
             cut != std::string_view::npos && cut + 1 < word.size(); cut = word.find('\'')) {
            words.push_back(word.substr(0, cut + 1));
            word.remove_prefix(cut + 1);
        }
        words.push_back(word);
    }
    return words;
}

}  // namespace chappe
