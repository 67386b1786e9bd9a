#include "language/name_lexicon.h"

#include <algorithm>
#include <array>
#include <optional>
#include <span>

#include "base/embedded.h"
#include "base/text.h"
#include "language/feature_key.h"
#include "language/letters.h"
#include "language/search_letters.h"

namespace chappe {

std::span<const EmbeddedFile> name_lexicons();  // made by chappe_embed

namespace {

constexpr std::uint32_t phrase_goes_on = 1U << 31;
constexpr std::uint64_t written_salt = 0x9e3779b97f4a7c15U;  // keeps the two kinds of keys apart

constexpr std::pair<std::string_view, std::uint32_t> class_names[] = {
    {"courtesy", courtesy_word | title_word},
    {"title", title_word},
    {"role", role_word},
    {"body", body_word},
    {"firm", firm_word},
    {"site", site_word},
    {"land", land_word},
    {"where", where_word},
    {"particle", particle_word},
    {"say", say_word},
    {"lead", lead_word},
    {"other", other_word},
    {"link", link_word},
};

template <typename Take>
void for_each_part(std::string_view text, char mark, Take take) {
    while (!text.empty()) {
        const std::size_t at = text.find(mark);
        if (const std::string_view part = text.substr(0, at); !part.empty()) take(part);
        text.remove_prefix(at == std::string_view::npos ? text.size() : at + 1);
    }
}

/// Where a phrase may be cut into words, however that is done.
bool is_border(std::string_view phrase, std::size_t at) {
    const auto cuts = [](char c) { return c == ' ' || c == '-' || c == '\'' || c == '.'; };
    return at == phrase.size() || cuts(phrase[at]) || cuts(phrase[at - 1]);
}

}  // namespace

std::string folded_name(std::string_view word) {
    return map_letters(word, [](std::string& out, char32_t c) {
        if (c == U'\u2019' || c == U'\u02bc' || c == U'\u2018')
            out += '\'';
        else if (c == U'\u2010' || c == U'\u2011')
            out += '-';
        else if (const Letter letter = letter_of(c); letter.lower.empty())
            append_utf8(out, c);
        else
            append_folded(out, letter.lower);
    });
}

void NameLexicon::Table::add(std::uint64_t key, std::uint32_t bits) {
    if (key == 0) key = 1;
    if (used * 2 >= slots.size()) {
        std::vector<Slot> old(slots.size() * 2);
        old.swap(slots);
        used = 0;
        for (const Slot& slot : old) {
            if (slot.key != 0) add(slot.key, slot.bits);
        }
    }
    std::size_t at = key & (slots.size() - 1);
    while (slots[at].key != 0 && slots[at].key != key) at = (at + 1) & (slots.size() - 1);
    used += slots[at].key == 0;
    slots[at].key = key;
    slots[at].bits |= bits;
}

std::uint32_t NameLexicon::Table::find(std::uint64_t key) const {
    if (key == 0) key = 1;
    std::size_t at = key & (slots.size() - 1);
    while (slots[at].key != 0 && slots[at].key != key) at = (at + 1) & (slots.size() - 1);
    return slots[at].bits;
}

std::uint32_t NameLexicon::classes(std::uint32_t folded) const {
    return words_.find(mix(folded));
}

bool NameLexicon::ends_like_family(std::string_view folded) const {
    for (std::size_t size = 2; size <= 7 && size + 2 <= folded.size(); ++size) {
        const std::string_view ending = folded.substr(folded.size() - size);
        if (std::ranges::binary_search(endings_, ending)) return true;
    }
    return false;
}

std::uint64_t NameLexicon::extend(std::uint64_t key, std::string_view word) {
    for (const char c : word) {
        if (c != ' ') key = (key ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
    }
    return key;
}

NameLexicon::Found NameLexicon::phrase(std::uint64_t written, std::uint64_t folded) const {
    const std::uint32_t bits =
        phrases_.find(mix(folded)) | phrases_.find(mix(written ^ written_salt));
    return {bits & (place_start | country_start | body_start), (bits & phrase_goes_on) != 0};
}

/// Reads the tables for one language.
class NameLexiconReader {
 public:
    explicit NameLexiconReader(std::string_view language) : language_(language) {}

    NameLexicon read() {
        for (const EmbeddedFile& file : name_lexicons()) {
            const std::string_view name = file.name.substr(file.name.rfind('/') + 1);
            for_each_part(file.bytes, '\n', [&](std::string_view line) {
                if (!line.starts_with('#')) take_line(name, columns_of(line));
            });
        }
        std::ranges::sort(lexicon_.endings_);
        return std::move(lexicon_);
    }

 private:
    using Columns = std::array<std::string_view, 7>;

    static Columns columns_of(std::string_view line) {
        Columns columns;
        for (std::string_view& column : columns) {
            const std::size_t tab = line.find('\t');
            column = line.substr(0, tab);
            line.remove_prefix(tab == std::string_view::npos ? line.size() : tab + 1);
        }
        return columns;
    }

    bool is_ours(std::string_view language) const {
        return language == "=" || language == language_;
    }
    /// The French column, or the English one when that is empty or French is not read.
    std::string_view ours(std::string_view english, std::string_view french) const {
        return language_ == "fr" && !french.empty() ? french : english;
    }

    void take_line(std::string_view file, const Columns& columns) {
        if (file == "given_names.tsv") {
            add_words(columns[1], given_name);
        } else if (file == "name_words.tsv") {
            if (is_ours(columns[1])) add_class(columns[0], columns[2]);
        } else if (file == "organisations.tsv") {
            if (is_ours(columns[0])) add_written(columns[1]);
        } else if (file == "agencies.tsv") {
            add_written(columns[0]);
            add_written(columns[1]);
        } else if (file == "countries.tsv") {
            add_folded(ours(columns[1], columns[2]), place_start | country_start);
            add_people(language_ == "fr" ? columns[4] : columns[3]);
            add_folded(ours(columns[5], columns[6]), place_start);
        } else if (columns[0] == "=") {  // places.tsv, place_names.tsv
            add_folded(columns[1], place_start);
        } else {
            add_folded(ours(columns[0], columns[1]), place_start);
        }
    }

    void add_word(std::string_view folded, std::uint32_t bits) {
        lexicon_.words_.add(mix(hash_of(folded)), bits);
    }
    void add_words(std::string_view list, std::uint32_t bits) {
        for_each_part(list, '|', [&](std::string_view word) { add_word(folded_name(word), bits); });
    }
    void add_class(std::string_view name, std::string_view list) {
        if (name == "ending") {
            for_each_part(list, '|', [&](std::string_view ending) {
                if (std::string folded = folded_name(ending); folded.size() > 1)
                    lexicon_.endings_.push_back(std::move(folded));
            });
        }
        for (const auto& [known, bits] : class_names) {
            if (known == name) add_words(list, bits);
        }
    }
    /// Each with its plural.
    void add_people(std::string_view list) {
        for_each_part(list, '|', [&](std::string_view people) {
            const std::string folded = folded_name(people);
            add_word(folded, people_word);
            add_word(folded + "s", people_word);
        });
    }
    void add_phrase(std::string_view phrase, std::uint64_t salt, std::uint32_t bits) {
        for (std::size_t at = 1; at <= phrase.size(); ++at) {
            if (!is_border(phrase, at)) continue;
            const std::uint64_t key =
                NameLexicon::extend(NameLexicon::empty_phrase, phrase.substr(0, at));
            lexicon_.phrases_.add(mix(key ^ salt), at == phrase.size() ? bits : phrase_goes_on);
        }
    }
    void add_folded(std::string_view list, std::uint32_t bits) {
        for_each_part(list, '|',
                      [&](std::string_view phrase) { add_phrase(folded_name(phrase), 0, bits); });
    }
    /// Under their capitals: "US" is a country, "us" is not a body called "US".
    void add_written(std::string_view list) {
        for_each_part(list, '|', [&](std::string_view phrase) {
            add_phrase(phrase, written_salt, body_start);
        });
    }

    std::string_view language_;
    NameLexicon lexicon_;
};

const NameLexicon* NameLexicon::find(std::string_view language) {
    if (language == "en") {
        static const NameLexicon english = NameLexiconReader("en").read();
        return &english;
    }
    if (language == "fr") {
        static const NameLexicon french = NameLexiconReader("fr").read();
        return &french;
    }
    return nullptr;
}

}  // namespace chappe
