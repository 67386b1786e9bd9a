#pragma once
// What is known of words in names and beside them: given names, titles, ministries and companies,
// countries with their peoples and capitals (lexicons/*.tsv, which name their sources).

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace chappe {

/// Classes of a word, as bits; the first ones are those of lexicons/name_words.tsv.
enum NameWordClass : std::uint32_t {
    title_word = 1U << 0,
    role_word = 1U << 1,
    body_word = 1U << 2,
    firm_word = 1U << 3,
    site_word = 1U << 4,
    land_word = 1U << 5,
    particle_word = 1U << 6,
    where_word = 1U << 7,
    say_word = 1U << 8,   // of lemmas
    lead_word = 1U << 9,  // of lemmas
    other_word = 1U << 10,
    link_word = 1U << 11,
    given_name = 1U << 12,
    people_word = 1U << 13,  // "French", "azerbaïdjanaise"
    place_start = 1U << 14,  // a listed place begins, goes on here
    place_inside = 1U << 15,
    country_start = 1U << 16,
    body_start = 1U << 17,  // the same of a listed organisation
    body_inside = 1U << 18,
    family_ending = 1U << 19,
    courtesy_word = 1U << 20,  // "Mme", "Dr."; also a title_word
};

/// A word in small letters without accents, its apostrophes straight: how lexicons are looked up.
std::string folded_name(std::string_view word);

class NameLexicon {
 public:
    /// Classes of a folded word (hash_of), without those of phrases.
    std::uint32_t classes(std::uint32_t folded) const;
    bool ends_like_family(std::string_view folded) const;

    /// Phrases are found letter by letter without spaces, so that it does not matter how text was
    /// cut into words. `written` and `folded` are phrase_key's of all words from the phrase's
    /// first.
    struct Found {
        std::uint32_t kinds = 0;  // place_start, country_start, body_start: what ends here
        bool goes_on = false;     // a longer one may
    };
    Found phrase(std::uint64_t written, std::uint64_t folded) const;

    static constexpr std::uint64_t empty_phrase = 0xcbf29ce484222325U;
    /// `key` with the bytes of another word.
    static std::uint64_t extend(std::uint64_t key, std::string_view word);

    /// The lexicon for "en" or "fr", made on first use; null for others.
    static const NameLexicon* find(std::string_view language);

 private:
    friend class NameLexiconReader;
    /// Open addressing; a key of 0 is a free place.
    struct Table {
        struct Slot {
            std::uint64_t key = 0;
            std::uint32_t bits = 0;
        };
        std::vector<Slot> slots = std::vector<Slot>(1024);
        std::size_t used = 0;
        void add(std::uint64_t key, std::uint32_t bits);
        std::uint32_t find(std::uint64_t key) const;
    };
    Table words_, phrases_;
    std::vector<std::string> endings_;  // sorted
};

}  // namespace chappe
