#pragma once
// CoNLL-U, the format of treebanks (https://universaldependencies.org/format.html): a line a word
// of ten columns, `# key = value` comments before each sentence, a blank line behind it.

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "language/names.h"
#include "language/parsed_text.h"

namespace chappe {

/// The columns, as text.
struct ConlluLine {
    enum Column { id, form, lemma, upos, xpos, feats, head, relation, deps, misc };
    std::array<std::string, 10> columns;

    const std::string& operator[](Column column) const { return columns[column]; }
    std::string& operator[](Column column) { return columns[column]; }
    bool is_word() const;   // "3"; not "3-4" (a multi-word token) and not "3.1" (an empty node)
    bool is_range() const;  // "3-4"
    bool space_after() const;
};

struct ConlluSentence {
    std::vector<std::string> comments;  // with their "#"
    std::vector<ConlluLine> lines;
    bool starts_paragraph() const;
};

/// Takes lines one at a time, so that a file of any length needs the memory of a sentence.
class ConlluReader {
 public:
    /// True when `line` (without its line feed) ended a sentence; it is in sentence() until the
    /// next call. `refused` with the line's number for what is not CoNLL-U: columns, numbering,
    /// heads that are no numbers, more than 20,000 lines in a sentence.
    [[nodiscard]] Result<bool> take(std::string_view line);
    /// The same for a file that does not end in a blank line.
    [[nodiscard]] Result<bool> end() { return close(); }
    ConlluSentence& sentence() { return done_; }

 private:
    Result<bool> close();
    Result<void> take_columns(std::string_view line);

    ConlluSentence open_, done_;
    std::uint64_t number_ = 0;
    std::uint32_t words_ = 0;
    std::uint32_t range_end_ = 0;
};

/// All sentences of a file's bytes.
[[nodiscard]] Result<std::vector<ConlluSentence>> read_conllu(std::string_view bytes);

void write_conllu(std::string& out, const ConlluSentence&);

/// With `# sent_id`, `# text`, `# newpar` and SpaceAfter, so that the text can be put together
/// again. `names` are those of this sentence, in order; they stand in MISC as mentions of entities
/// do in GUM: `Entity=(person` with the first word, `Entity=person)` with the last.
void write_conllu(std::string& out, const Sentence&, std::string_view text, std::uint64_t number,
                  std::span<const Name> names = {});

}  // namespace chappe
