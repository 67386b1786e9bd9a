#pragma once
// Words as data: the lexicons that travel inside the program, and folding, so that "LU" finds "Lu".

#include <boost/unordered/unordered_flat_map.hpp>
#include <boost/unordered/unordered_flat_set.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace chappe {

/// Rows of lexicons/NAME.tsv, split at tabs; comments and empty lines left out. Views into the
/// program itself.
std::vector<std::vector<std::string_view>> lexicon_rows(std::string_view name);

/// "a|b|c" to its parts.
std::vector<std::string_view> split(std::string_view text, char separator);

/// Unicode case folding of each code point; dotless and dotted i become i, a typographic apostrophe
/// becomes "'", a no-break space a space: what a person reads as the same word.
std::string fold_case(std::string_view text);
/// The same for one code point.
char32_t fold_letter(char32_t c);
/// fold_case(text).starts_with(folded), without making the string; `folded` is folded already.
bool folds_to_begin_with(std::string_view text, std::string_view folded);
/// fold_case(text) == folded, likewise.
bool folds_to(std::string_view text, std::string_view folded);

struct StringHash {
    using is_transparent = void;
    using is_avalanching = void;  // good in all its bits: no mixing behind it
    std::size_t operator()(std::string_view text) const {
        return std::hash<std::string_view>{}(text);
    }
};
using WordSet = boost::unordered_flat_set<std::string, StringHash, std::equal_to<>>;
template <typename Value>
using WordMap = boost::unordered_flat_map<std::string, Value, StringHash, std::equal_to<>>;
using ViewSet = boost::unordered_flat_set<std::string_view, StringHash, std::equal_to<>>;

/// "1 item", "2 items": for notes.
std::string counted(std::size_t count, std::string_view one, std::string_view many);

/// The letters and digits that a text begins with: "Agence" of "Agence France-Presse".
std::string_view first_word(std::string_view text);
/// Of the text folded; and of all texts of a set of folded ones. Few lines begin with one of the
/// set, and one look up tells.
std::string folded_first_word(std::string_view text);
WordSet first_words(const WordSet& texts);

/// The folded words of the rows whose first column is `kind`, from the last column.
WordSet lexicon_words(std::string_view name, std::string_view kind);

/// Runs of space become one space and the ends are trimmed; a no-break or other special space that
/// stands alone stays what it is.
std::string fold_paragraph(std::string_view text);

/// A letter or digit of any script.
bool is_word_character(char32_t c);
bool is_upper(char32_t c);
bool is_letter(char32_t c);
/// A letter of a script that has no case: Arabic, Hebrew, Han, kana, Georgian ...
bool is_caseless_letter(char32_t c);
/// 0..9 for a decimal digit of any script, else -1.
int digit_value(char32_t c);

/// ".", "!", "?", "…", "。", "؟" and closing quotes behind one of them.
bool ends_sentence(std::string_view text);

/// Han, kana and other scripts that write without spaces: their letters count as half a word.
bool is_wide_script(char32_t c);

/// Words of the text; two letters of a script without spaces count as one.
std::size_t count_words(std::string_view text);

}  // namespace chappe
