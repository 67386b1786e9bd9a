#pragma once
// What became of a text, for readers: <del> and <ins>, told apart by line and by voice, not by
// colour alone.

#include <string_view>
#include <vector>

#include "base/json_writer.h"
#include "base/word_diff.h"
#include "wire/html_writer.h"
#include "wire/pages.h"

namespace chappe {

/// One line, without an element around it.
void write_diff(HtmlWriter&, const Reader&, std::string_view before, std::string_view after,
                const std::vector<DiffPiece>&);
/// Paragraphs.
void write_body_diff(HtmlWriter&, const Reader&, std::string_view before, std::string_view after,
                     const std::vector<DiffPiece>&);
/// [["same","Le pont ferme "],["removed","deux"],["added","trois"]]
void write_diff(JsonWriter&, std::string_view before, std::string_view after,
                const std::vector<DiffPiece>&);

/// Words (characters, where there are no spaces) that were removed and added.
struct DiffSize {
    std::uint64_t removed = 0;
    std::uint64_t added = 0;
};
DiffSize size_of(std::string_view before, std::string_view after, const std::vector<DiffPiece>&);

}  // namespace chappe
