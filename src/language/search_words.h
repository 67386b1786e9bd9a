#pragma once
// Words as a search sees them: the same for the index, the query and the marks in a snippet.
//
//     L’œuvre d’Aliyev, les négociations     oeuvr · aliyev · le · negoci
//     北京市                                  北+北京 · 京+京市 · 市
//
// Words are stemmed in their language (libstemmer), and only then lose their accents; elided
// letters are dropped. A word whose stem without accents differs from the stem of the word without
// accents stands under both ("congrès": congres, congr), so that either way of typing finds it.
// Scripts without spaces are cut into pieces (a character; for Thai, Lao, Khmer and Burmese a
// letter with its vowels), and each piece stands alone and together with the next one: any piece of
// a text can be found, without a dictionary that would cut a query otherwise than the text.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/span.h"

namespace chappe {

/// Changes whenever other terms come out of the same text: indexes of another number are made anew.
inline constexpr int search_words_version = 1;

/// Terms are at most this many bytes, cut on a character boundary.
inline constexpr std::size_t longest_term = 64;

struct SearchWord {
    std::string term;
    std::string second;            // another term at the same place; empty when there is none
    Span span;                     // in the text
    std::uint32_t second_end = 0;  // of what `second` stands for: this word, or two pieces
    std::uint32_t position = 0;    // 0, 1, 2, ...
};

/// What one place of a phrase may be.
using AnyOf = std::vector<std::string>;

/// Linear in the text. For one thread at a time; keeps stemmers and the words it has met.
class SearchWords {
 public:
    SearchWords();
    ~SearchWords();
    SearchWords(SearchWords&&) noexcept;

    /// `language`: BCP 47 primary subtag; words of one without a stemmer are only folded. Lives
    /// until the next call.
    std::span<const SearchWord> words(std::string_view text, std::string_view language);

    /// The same, and only the words that may be among these terms: much faster.
    std::span<const SearchWord> words(std::string_view text, std::string_view language,
                                      std::span<const std::string> wanted);

    /// The places of a query's word or phrase, one behind the other; what it may be in documents of
    /// any of these languages. A query has no language of its own.
    std::vector<AnyOf> places(std::string_view text, std::span<const std::string> languages);

    /// Words without accents, small, joined by '_': for names that are compared whole.
    std::string name(std::string_view text);

 private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

/// Whether words of this language are stemmed.
bool has_stemmer(std::string_view language);

}  // namespace chappe
