// One walk over the text's characters cuts it into words and pieces; a word becomes its terms when
// it ends. Words repeat (Zipf), so the terms of those met lately are kept: most words of a text
// cost one look-up. Cost: linear; a word longer than 48 characters goes on without being kept.
#include "language/search_words.h"

#include <libstemmer.h>

#include <algorithm>
#include <array>
#include <unordered_map>
#include <utility>

#include "base/text.h"
#include "language/search_letters.h"

namespace chappe {
namespace {

constexpr std::size_t longest_word = 48;     // characters; "Donaudampfschifffahrtsgesellschaft": 34
constexpr std::size_t longest_piece = 12;    // characters; a Burmese syllable may have 9
constexpr std::size_t most_kept = 1U << 15;  // words a language, a few megabytes

struct StemmerDelete {
    void operator()(sb_stemmer* stemmer) const { sb_stemmer_delete(stemmer); }
};
using Stemmer = std::unique_ptr<sb_stemmer, StemmerDelete>;

bool is_language(std::string_view code) {
    return code.size() >= 2 && code.size() <= 3 &&
           std::all_of(code.begin(), code.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

Stemmer stemmer_for(std::string_view language) {
    if (!is_language(language)) return nullptr;
    const std::string code(language == "nb" || language == "nn" ? "no" : language);
    return Stemmer(sb_stemmer_new(code.c_str(), "UTF_8"));
}

std::string stem_of(sb_stemmer* stemmer, std::string_view word) {
    if (!stemmer) return std::string(word);
    const auto* symbols = reinterpret_cast<const sb_symbol*>(word.data());
    const sb_symbol* stem = sb_stemmer_stem(stemmer, symbols, static_cast<int>(word.size()));
    if (!stem) return std::string(word);
    return {reinterpret_cast<const char*>(stem),
            static_cast<std::size_t>(sb_stemmer_length(stemmer))};
}

std::string folded(std::string_view lower) {
    std::string out;
    out.reserve(lower.size());
    append_folded(out, lower);
    return out;
}

/// "al-", which Arabic writes together with the noun, also behind "and", "by", "like", "so".
std::string_view without_article(std::string_view word) {
    constexpr std::string_view al = "\u0627\u0644";  // 2 letters of 2 bytes
    for (const std::string_view before : {"", "\u0648", "\u0628", "\u0643", "\u0641"}) {
        if (!word.starts_with(before)) continue;
        const std::string_view rest = word.substr(before.size());
        if (rest.starts_with(al) && rest.size() >= al.size() + 6) return rest.substr(al.size());
    }
    return word;
}

std::string plain_of(std::string_view lower) {
    const std::string fold = folded(lower);
    return std::string(without_article(fold));
}

void cut(std::string& term) {
    if (term.size() <= longest_term) return;
    term.resize(character_start(term, longest_term));
}

bool has_letter(std::string_view word) {
    return std::any_of(word.begin(), word.end(), [](char c) { return c < '0' || c > '9'; });
}

struct Terms {
    std::string first, second;
};

/// A word that is small and composed, to the terms it stands under.
Terms terms_of(sb_stemmer* stemmer, std::string_view lower) {
    Terms terms;
    if (!stemmer || !has_letter(lower)) {
        terms.first = plain_of(lower);
    } else {
        terms.first = folded(stem_of(stemmer, lower));
        const std::string plain = plain_of(lower);
        if (plain != lower) terms.second = stem_of(stemmer, plain);
    }
    if (terms.first.empty()) terms.first = plain_of(lower);
    cut(terms.first);
    cut(terms.second);
    if (terms.second == terms.first) terms.second.clear();
    return terms;
}

/// What an English word may end with behind an apostrophe.
bool is_clitic(std::string_view part) {
    for (const std::string_view clitic : {"s", "t", "d", "m", "ll", "re", "ve"})
        if (part == clitic) return true;
    return false;
}

bool is_ascii_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// What letter_of() calls a gap.
bool is_ascii_gap(char c) {
    return static_cast<unsigned char>(c) < 0x80 && c != '\'' && c != '"' && !is_ascii_letter(c) &&
           !(c >= '0' && c <= '9');
}

/// Cuts a text; `Told` gets word(lower, span) and piece(text, span, follows the one before).
template <typename Told>
class Cutter {
 public:
    Cutter(std::string_view text, Told& told) : text_(text), told_(told) {}

    void run() {
        while (at_ < text_.size()) {
            if (take_ascii()) continue;
            const CodePoint c = code_point_at(text_, at_);
            take(letter_of(c.value), c);
            at_ += c.size;
        }
        end_word();
        end_piece();
    }

 private:
    /// Most of most texts, without a look at the table: runs of ASCII letters, and gaps.
    bool take_ascii() {
        std::size_t end = at_;
        while (end < text_.size() && is_ascii_letter(text_[end])) ++end;
        if (end > at_) {
            add_ascii_letters(end);
            return true;
        }
        if (!is_ascii_gap(text_[at_])) return false;
        end_word();
        end_run();
        ++at_;
        return true;
    }

    void add_ascii_letters(std::size_t end) {
        end_run();
        if (word_length_ == 0) word_begin_ = at_;
        const std::size_t room = longest_word - std::min(word_length_, longest_word);
        const std::string_view letters = text_.substr(at_, std::min(end - at_, room));
        for (const char c : letters) word_ += static_cast<char>(c | 0x20);
        word_length_ += end - at_;
        last_latin_ = true;
        at_ = word_end_ = end;
    }

    bool letter_behind(const CodePoint& c) const {
        const std::size_t next = at_ + c.size;
        return next < text_.size() &&
               letter_of(code_point_at(text_, next).value).kind == LetterKind::letter;
    }

    void take(const Letter& letter, const CodePoint& c) {
        switch (letter.kind) {
            case LetterKind::letter:
                end_run();
                add_to_word(letter, c);
                last_latin_ = letter.latin;
                return;
            case LetterKind::mark:
            case LetterKind::stack:
                if (word_length_ > 0)
                    add_to_word(letter, c);
                else
                    add_to_piece(letter, c);
                return;
            case LetterKind::apostrophe:
                take_apostrophe(c);
                return;
            case LetterKind::inner:
                if (word_length_ > 0 && letter_behind(c) && (!last_latin_ || c.value == 0xB7))
                    return;
                break;
            case LetterKind::nothing:
                return;
            case LetterKind::soft_gap:
                end_word();
                return;
            case LetterKind::piece:
            case LetterKind::lead:
            case LetterKind::follow:
                take_piece(letter, c);
                return;
            case LetterKind::gap:
                break;
        }
        end_word();
        end_run();
    }

    // ---- words

    void add_to_word(const Letter& letter, const CodePoint& c) {
        if (word_length_ == 0) word_begin_ = at_;
        word_end_ = at_ + c.size;
        if (++word_length_ > longest_word) return;
        word_ += letter.lower;
        compose_word_ |= letter.needs_composing;
    }

    /// d’Aliyev: what is elided has at most two letters; longer ones (aujourd’hui) are words.
    void take_apostrophe(const CodePoint& c) {
        if (word_length_ == 0 || !letter_behind(c)) {
            end_word();
            end_run();
            return;
        }
        if (!last_latin_) return;  // п’ять
        const bool elided = word_length_ <= 2;
        if (elided)
            forget_word();
        else
            end_word();
        behind_word_ = !elided;
    }

    void end_word() {
        if (word_length_ > 0) {
            if (compose_word_) word_ = composed(word_);
            if (!word_.empty() && !(behind_word_ && is_clitic(word_)))
                told_.word(word_, span(word_begin_, word_end_));
        }
        forget_word();
        behind_word_ = false;
    }

    void forget_word() {
        word_.clear();
        word_length_ = 0;
        compose_word_ = false;
    }

    // ---- pieces

    void take_piece(const Letter& letter, const CodePoint& c) {
        end_word();
        const bool goes_on =
            piece_length_ > 0 && (letter.kind == LetterKind::follow || joins_next_);
        if (!goes_on) end_piece();
        const bool lead = letter.kind == LetterKind::lead;
        add_to_piece(letter, c);
        joins_next_ = lead;
    }

    void add_to_piece(const Letter& letter, const CodePoint& c) {
        if (piece_length_ == 0) {
            if (letter.kind == LetterKind::mark || letter.kind == LetterKind::stack) return;
            piece_begin_ = at_;
        }
        piece_end_ = at_ + c.size;
        joins_next_ = letter.kind == LetterKind::stack;
        compose_piece_ |= letter.needs_composing;
        if (++piece_length_ <= longest_piece) piece_ += letter.lower;
    }

    void end_piece() {
        if (piece_length_ == 0) return;
        if (compose_piece_) piece_ = composed(piece_);
        told_.piece(piece_, span(piece_begin_, piece_end_), in_run_);
        in_run_ = true;
        piece_.clear();
        piece_length_ = 0;
        joins_next_ = compose_piece_ = false;
    }

    void end_run() {
        end_piece();
        in_run_ = false;
    }

    static Span span(std::size_t begin, std::size_t end) {
        return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
    }

    std::string_view text_;
    Told& told_;
    std::size_t at_ = 0;

    std::string word_;
    std::size_t word_begin_ = 0, word_end_ = 0, word_length_ = 0;
    bool compose_word_ = false, last_latin_ = false, behind_word_ = false;

    std::string piece_;
    std::size_t piece_begin_ = 0, piece_end_ = 0, piece_length_ = 0;
    bool compose_piece_ = false, joins_next_ = false, in_run_ = false;
};

/// Stemming leaves a word's beginning alone, except in these.
bool keeps_beginnings(std::string_view language) {
    return language != "ar" && language != "id" && language != "ga" && language != "tl";
}

/// A set of first bytes: what a wanted term may begin with.
class FirstBytes {
 public:
    explicit FirstBytes(std::span<const std::string> terms) {
        for (const std::string& term : terms)
            if (!term.empty()) has_[static_cast<unsigned char>(term[0])] = true;
    }
    bool has(std::string_view word) const {
        // What is beyond ASCII may become an ASCII letter; it is looked at closer.
        const auto first = static_cast<unsigned char>(word[0]);
        return first >= 0x80 || has_[first];
    }

 private:
    std::array<bool, 256> has_{};
};

}  // namespace

struct SearchWords::Parts {
    struct Language {
        Stemmer stemmer;
        bool keeps_beginnings = true;
        std::unordered_map<std::string, Terms> met;
    };
    std::unordered_map<std::string, Language> languages;
    std::vector<SearchWord> words;
    std::size_t used = 0;

    Language& language(std::string_view code) {
        const std::string key(is_language(code) ? code : std::string_view());
        const auto [found, is_new] = languages.try_emplace(key);
        if (is_new) {
            found->second.stemmer = stemmer_for(key);
            found->second.keeps_beginnings = chappe::keeps_beginnings(key);
        }
        return found->second;
    }

    const Terms& terms(Language& language, const std::string& lower) {
        const auto found = language.met.find(lower);
        if (found != language.met.end()) return found->second;
        if (language.met.size() >= most_kept) language.met.clear();
        return language.met.emplace(lower, terms_of(language.stemmer.get(), lower)).first->second;
    }

    SearchWord& add(Span span, std::uint32_t position) {
        if (used == words.size()) words.emplace_back();
        SearchWord& word = words[used++];
        word.term.clear();
        word.second.clear();
        word.span = span;
        word.second_end = span.end;
        word.position = position;
        return word;
    }
};

namespace {

/// Collects the words of a text.
template <typename Parts, typename Language>
struct Collector {
    Parts& parts;
    Language& language;
    const FirstBytes* wanted;
    std::uint32_t position = 0;

    void word(const std::string& lower, Span span) {
        const std::uint32_t here = position++;
        if (wanted && language.keeps_beginnings && !wanted->has(lower)) return;
        const Terms& terms = parts.terms(language, lower);
        SearchWord& word = parts.add(span, here);
        word.term = terms.first;
        word.second = terms.second;
    }

    void piece(const std::string& text, Span span, bool follows) {
        const std::uint32_t here = position++;
        if (follows && parts.used > 0) {
            SearchWord& before = parts.words[parts.used - 1];
            before.second = before.term + text;
            cut(before.second);
            before.second_end = span.end;
        }
        SearchWord& word = parts.add(span, here);
        word.term = text;
        cut(word.term);
    }
};

/// Collects the places of a query.
template <typename Parts>
struct Asker {
    Parts& parts;
    std::span<const std::string> languages;
    std::vector<AnyOf> places;
    std::vector<bool> pair;  // the place is a piece with the next one

    static void add(AnyOf& terms, std::string term) {
        cut(term);
        if (term.empty()) return;
        if (std::find(terms.begin(), terms.end(), term) == terms.end())
            terms.push_back(std::move(term));
    }

    void word(const std::string& lower, Span) {
        AnyOf terms;
        add(terms, plain_of(lower));
        for (const std::string& code : languages) {
            const Terms& of_language = parts.terms(parts.language(code), lower);
            add(terms, of_language.first);
            add(terms, of_language.second);
        }
        places.push_back(std::move(terms));
        pair.push_back(false);
    }

    void piece(const std::string& text, Span, bool follows) {
        if (follows && !places.empty()) {
            std::string both = places.back().front() + text;
            cut(both);
            places.back().front() = std::move(both);
            pair.back() = true;
        }
        AnyOf terms;
        add(terms, text);
        places.push_back(std::move(terms));
        pair.push_back(false);
    }

    /// The last piece of a run is in the pair before it, and says something new only where another
    /// word follows, whose place it parts from the pair.
    std::vector<AnyOf> take() {
        if (places.size() >= 2 && pair[places.size() - 2]) places.pop_back();
        return std::move(places);
    }
};

struct Namer {
    std::string name;
    void add(std::string_view folded) {
        if (!name.empty()) name += '_';
        name += folded;
    }
    void word(const std::string& lower, Span) { add(folded(lower)); }
    void piece(const std::string& text, Span, bool) { add(text); }
};

}  // namespace

SearchWords::SearchWords() : parts_(std::make_unique<Parts>()) {}
SearchWords::~SearchWords() = default;
SearchWords::SearchWords(SearchWords&&) noexcept = default;

std::span<const SearchWord> SearchWords::words(std::string_view text, std::string_view language) {
    parts_->used = 0;
    Collector<Parts, Parts::Language> collector{*parts_, parts_->language(language), nullptr};
    Cutter(text, collector).run();
    return {parts_->words.data(), parts_->used};
}

std::span<const SearchWord> SearchWords::words(std::string_view text, std::string_view language,
                                               std::span<const std::string> wanted) {
    const FirstBytes first(wanted);
    parts_->used = 0;
    Collector<Parts, Parts::Language> collector{*parts_, parts_->language(language), &first};
    Cutter(text, collector).run();
    return {parts_->words.data(), parts_->used};
}

std::vector<AnyOf> SearchWords::places(std::string_view text,
                                       std::span<const std::string> languages) {
    Asker<Parts> asker{*parts_, languages, {}, {}};
    Cutter(text, asker).run();
    return asker.take();
}

std::string SearchWords::name(std::string_view text) {
    Namer namer;
    Cutter(text, namer).run();
    cut(namer.name);
    return std::move(namer.name);
}

bool has_stemmer(std::string_view language) {
    return stemmer_for(language) != nullptr;
}

}  // namespace chappe
