// One pass: words become hashes, and each word begins a shingle that ends where enough of text is
// in it. A word weighs 8, a piece of a script without spaces 5, a shingle 40: five words or eight
// pieces, and in a mixed text something between, decided where it stands and not by the whole.
#include "language/shingles.h"

#include <algorithm>
#include <string>

#include "base/text.h"
#include "language/search_letters.h"

namespace chappe {
namespace {

constexpr unsigned word_weight = 8;
constexpr unsigned piece_weight = 5;
constexpr unsigned shingle_weight = 40;

struct HashedWord {
    std::uint64_t hash = 0;
    unsigned weight = 0;
};

/// The finalizer of MurmurHash3 (Appleby): every bit of the input moves every bit of the output.
std::uint64_t mixed(std::uint64_t x) {
    x ^= x >> 33;
    x *= 0xFF51AFD7ED558CCDU;
    x ^= x >> 33;
    x *= 0xC4CEB9FE1A85EC53U;
    return x ^ (x >> 33);
}

/// FNV-1a, a byte at a time.
class Hash {
 public:
    void add(unsigned char byte) { value_ = (value_ ^ byte) * prime; }
    void add(std::string_view bytes) {
        for (const char c : bytes) add(static_cast<unsigned char>(c));
    }
    bool empty() const { return value_ == begin; }
    /// What was added; then it is empty again.
    std::uint64_t take() {
        const std::uint64_t taken = mixed(value_);
        value_ = begin;
        return taken;
    }

 private:
    static constexpr std::uint64_t begin = 0xCBF29CE484222325U;
    static constexpr std::uint64_t prime = 0x100000001B3U;
    std::uint64_t value_ = begin;
};

class WordHasher {
 public:
    std::vector<HashedWord> words_of(std::string_view text) {
        words_.reserve(text.size() / 6 + 1);
        for (std::size_t at = 0; at < text.size();) {
            const auto byte = static_cast<unsigned char>(text[at]);
            if (byte < 0x80) {
                take_ascii(byte);
                ++at;
                continue;
            }
            const CodePoint c = code_point_at(text, at);
            take(letter_of(c.value));
            at += c.size;
        }
        end_word();
        return std::move(words_);
    }

 private:
    void take_ascii(unsigned char c) {
        if (c >= 'A' && c <= 'Z')
            hash_.add(static_cast<unsigned char>(c + 32));
        else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
            hash_.add(c);
        else
            end_word();
    }
    void take(const Letter& letter) {
        switch (letter.kind) {
            case LetterKind::letter:
                return add(letter);
            case LetterKind::piece:
            case LetterKind::lead:
            case LetterKind::follow:
                end_word();
                add(letter);
                return end_word(piece_weight);
            case LetterKind::gap:
            case LetterKind::soft_gap:
            case LetterKind::apostrophe:
                return end_word();
            case LetterKind::mark:
            case LetterKind::inner:
            case LetterKind::nothing:
            case LetterKind::stack:
                return;
        }
    }
    void add(const Letter& letter) {
        folded_.clear();
        append_folded(folded_, letter.lower);
        hash_.add(folded_);
    }
    void end_word(unsigned weight = word_weight) {
        if (!hash_.empty()) words_.push_back({hash_.take(), weight});
    }

    Hash hash_;
    std::string folded_;
    std::vector<HashedWord> words_;
};

}  // namespace

std::vector<std::uint64_t> shingles_of(std::string_view text) {
    const std::vector<HashedWord> words = WordHasher().words_of(text);
    std::vector<std::uint64_t> shingles;
    shingles.reserve(words.size());
    for (std::size_t first = 0; first < words.size(); ++first) {
        std::uint64_t hash = 0;
        unsigned weight = 0;
        for (std::size_t i = first; i < words.size() && weight < shingle_weight; ++i) {
            hash = mixed(hash + words[i].hash);
            weight += words[i].weight;
        }
        if (weight < shingle_weight) break;  // so do all behind it
        shingles.push_back(hash);
    }
    return shingles;
}

std::vector<std::uint64_t> as_set(std::vector<std::uint64_t> shingles) {
    std::sort(shingles.begin(), shingles.end());
    shingles.erase(std::unique(shingles.begin(), shingles.end()), shingles.end());
    return shingles;
}

std::size_t in_common(const std::vector<std::uint64_t>& a, const std::vector<std::uint64_t>& b) {
    std::size_t common = 0;
    for (auto x = a.begin(), y = b.begin(); x != a.end() && y != b.end();) {
        if (*x < *y) {
            ++x;
        } else if (*y < *x) {
            ++y;
        } else {
            ++common;
            ++x;
            ++y;
        }
    }
    return common;
}

}  // namespace chappe
