// Myers, "An O(ND) Difference Algorithm and Its Variations" (1986), 4b: the middle of a shortest
// edit script is looked for from both ends, then both halves likewise; linear space. The work is
// counted, and what is left when it is used up is not compared. Afterwards matches that are shorter
// than the changes on both sides of them are given up, as in Fraser's "semantic cleanup"
// (https://neil.fraser.name/writing/diff/), since a common article between two other sentences
// tells nothing.
#include "base/word_diff.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <unordered_map>

#include "base/text.h"

namespace chappe {
namespace {

constexpr std::size_t most_words = 60'000;       // of a text; a book chapter has 8,000
constexpr std::size_t most_slide = 100;          // words
constexpr std::int64_t most_steps = 20'000'000;  // some 50 ms

// ---- words

/// A word, a character of a script without spaces, a mark, or space.
std::vector<Span> words_of(std::string_view text) {
    enum class Of { space, letters, other };
    const auto kind_of = [](char32_t c) {
        if (is_space(c)) return Of::space;
        if (c < 0x80)
            return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z')
                       ? Of::letters
                       : Of::other;
        // Punctuation, and scripts from CJK radicals on; Thai and its neighbours.
        const bool apart = (c >= 0x2000 && c <= 0x206F) || c >= 0x2E80 || c == 0xAB || c == 0xBB ||
                           (c >= 0xE00 && c <= 0xEFF);
        return apart ? Of::other : Of::letters;
    };
    std::vector<Span> words;
    Of last = Of::other;
    for (std::size_t at = 0; at < text.size();) {
        const CodePoint c = code_point_at(text, at);
        const Of kind = kind_of(c.value);
        const auto end = static_cast<std::uint32_t>(at + c.size);
        if (kind != Of::other && kind == last && !words.empty())
            words.back().end = end;
        else
            words.push_back({static_cast<std::uint32_t>(at), end});
        last = kind;
        at += c.size;
    }
    return words;
}

bool is_blank(std::string_view word) {
    return trim(word).empty();
}

/// Words as numbers, so that equal ones are compared at once.
class Numbers {
 public:
    std::uint32_t of_parting() const { return number(parting); }
    std::uint32_t of_space() const { return number(space); }

    std::vector<std::uint32_t> of(std::string_view text, const std::vector<Span>& words) {
        std::vector<std::uint32_t> numbers;
        numbers.reserve(words.size());
        for (const Span& span : words) {
            std::string_view word = span.in(text);
            if (is_blank(word)) word = word.find(parting) == word.npos ? space : parting;
            const auto next = static_cast<std::uint32_t>(known_.size());
            numbers.push_back(known_.try_emplace(word, next).first->second);
        }
        return numbers;
    }

 private:
    static constexpr std::string_view parting = "\n\n";  // paragraphs
    static constexpr std::string_view space = " ";

    /// One that no word has, when there is none.
    std::uint32_t number(std::string_view word) const {
        const auto found = known_.find(word);
        return found == known_.end() ? UINT32_MAX : found->second;
    }

    std::unordered_map<std::string_view, std::uint32_t> known_;
};

// ---- matches

/// So many words from here and from there are the same.
struct Match {
    std::size_t before = 0;
    std::size_t after = 0;
    std::size_t size = 0;
};

class Comparison {
 public:
    Comparison(const std::vector<std::uint32_t>& a, const std::vector<std::uint32_t>& b)
        : a_(a), b_(b) {}

    std::vector<Match> matches() {
        compare({0, a_.size(), 0, b_.size()});
        return std::move(matches_);
    }

 private:
    using Place = std::int64_t;
    /// A piece of a and a piece of b.
    struct Box {
        std::size_t a0 = 0, a1 = 0, b0 = 0, b1 = 0;
    };

    void add(std::size_t a, std::size_t b, std::size_t size) {
        if (size == 0) return;
        if (!matches_.empty()) {
            Match& last = matches_.back();
            if (last.before + last.size == a && last.after + last.size == b) {
                last.size += size;
                return;
            }
        }
        matches_.push_back({a, b, size});
    }

    void compare(Box box) {
        std::size_t head = 0, tail = 0;
        while (box.a0 + head < box.a1 && box.b0 + head < box.b1 &&
               a_[box.a0 + head] == b_[box.b0 + head])
            ++head;
        add(box.a0, box.b0, head);
        box.a0 += head;
        box.b0 += head;
        while (box.a0 < box.a1 && box.b0 < box.b1 && a_[box.a1 - 1] == b_[box.b1 - 1]) {
            --box.a1;
            --box.b1;
            ++tail;
        }
        if (box.a0 < box.a1 && box.b0 < box.b1) {
            if (const auto snake = find_middle(box)) {
                compare({box.a0, snake->a0, box.b0, snake->b0});
                add(snake->a0, snake->b0, snake->a1 - snake->a0);
                compare({snake->a1, box.a1, snake->b1, box.b1});
            }
        }
        add(box.a1, box.b1, tail);
    }

    /// Where paths from both corners meet: a run of matches, maybe empty. Nothing when the steps
    /// are used up.
    std::optional<Box> find_middle(const Box& box) {
        const auto n = static_cast<Place>(box.a1 - box.a0);
        const auto m = static_cast<Place>(box.b1 - box.b0);
        const Place delta = n - m;
        const bool odd = (delta & 1) != 0;
        const Place most = (n + m + 1) / 2;
        const std::size_t middle = static_cast<std::size_t>(most) + 1;
        forth_.assign(2 * middle + 1, 0);
        back_.assign(2 * middle + 1, 0);
        const auto at = [&](Place k) {
            return static_cast<std::size_t>(k + static_cast<Place>(middle));
        };
        for (Place d = 0; d <= most; ++d) {
            for (Place k = -d; k <= d; k += 2) {
                Place x = furthest(forth_, at, k, d);
                const Place begin = x;
                while (x < n && x - k < m && a_[box.a0 + index(x)] == b_[box.b0 + index(x - k)])
                    ++x;
                forth_[at(k)] = x;
                steps_ += 1 + x - begin;
                const bool met = odd && k >= delta - (d - 1) && k <= delta + (d - 1) &&
                                 x + back_[at(delta - k)] >= n;
                if (met)
                    return Box{box.a0 + index(begin), box.a0 + index(x), box.b0 + index(begin - k),
                               box.b0 + index(x - k)};
            }
            for (Place k = -d; k <= d; k += 2) {
                Place x = furthest(back_, at, k, d);
                const Place begin = x;
                while (x < n && x - k < m &&
                       a_[box.a1 - 1 - index(x)] == b_[box.b1 - 1 - index(x - k)])
                    ++x;
                back_[at(k)] = x;
                steps_ += 1 + x - begin;
                const bool met =
                    !odd && delta - k >= -d && delta - k <= d && x + forth_[at(delta - k)] >= n;
                if (met)
                    return Box{box.a1 - index(x), box.a1 - index(begin), box.b1 - index(x - k),
                               box.b1 - index(begin - k)};
            }
            if (steps_ > most_steps) return std::nullopt;
        }
        return std::nullopt;
    }

    template <typename At>
    static Place furthest(const std::vector<Place>& reached, const At& at, Place k, Place d) {
        if (d == 0) return 0;
        if (k == -d || (k != d && reached[at(k - 1)] < reached[at(k + 1)]))
            return reached[at(k + 1)];
        return reached[at(k - 1)] + 1;
    }
    static std::size_t index(Place place) { return static_cast<std::size_t>(place); }

    const std::vector<std::uint32_t>& a_;
    const std::vector<std::uint32_t>& b_;
    std::vector<Match> matches_;
    std::vector<Place> forth_, back_;
    Place steps_ = 0;
};

// ---- pieces

class Pieces {
 public:
    Pieces(std::string_view before, std::string_view after)
        : before_(before), after_(after), old_(words_of(before)), new_(words_of(after)) {}

    std::vector<DiffPiece> make() {
        Numbers numbers;
        std::vector<std::uint32_t> a = numbers.of(before_, old_), b = numbers.of(after_, new_);
        a.resize(std::min(a.size(), most_words));
        b.resize(std::min(b.size(), most_words));
        std::vector<DiffPiece> pieces;
        std::size_t x = 0, y = 0;
        std::vector<Match> matches = without_chance(Comparison(a, b).matches());
        slide(matches, a, b, numbers.of_parting(), numbers.of_space());
        for (const Match& match : matches) {
            if (match.size == 0) continue;
            add_change(pieces, x, match.before, y, match.after);
            pieces.push_back({DiffPiece::Kind::same,
                              span(old_, match.before, match.before + match.size),
                              span(new_, match.after, match.after + match.size)});
            x = match.before + match.size;
            y = match.after + match.size;
        }
        add_change(pieces, x, old_.size(), y, new_.size());
        return pieces;
    }

 private:
    static Span span(const std::vector<Span>& words, std::size_t begin, std::size_t end) {
        if (begin == end) {
            const std::uint32_t here = begin == 0 ? 0 : words[begin - 1].end;
            return {here, here};
        }
        return {words[begin].begin, words[end - 1].end};
    }
    void add_change(std::vector<DiffPiece>& pieces, std::size_t x0, std::size_t x1, std::size_t y0,
                    std::size_t y1) const {
        if (x0 < x1)
            pieces.push_back({DiffPiece::Kind::removed, span(old_, x0, x1), span(new_, y0, y0)});
        if (y0 < y1)
            pieces.push_back({DiffPiece::Kind::added, span(old_, x1, x1), span(new_, y0, y1)});
    }
    /// Bytes of the longer side of a change.
    std::uint32_t weight(std::size_t x0, std::size_t x1, std::size_t y0, std::size_t y1) const {
        return std::max(span(old_, x0, x1).size(), span(new_, y0, y1).size());
    }

    /// What was only removed, or only added, often can stand one word earlier or later: "one. Two"
    /// in "one. Two. Three". It is to begin where a paragraph or a word begins.
    static void slide(std::vector<Match>& matches, const std::vector<std::uint32_t>& a,
                      const std::vector<std::uint32_t>& b, std::uint32_t parting,
                      std::uint32_t space) {
        for (std::size_t i = 0; i + 1 < matches.size(); ++i) {
            Match& before = matches[i];
            Match& after = matches[i + 1];
            const bool removed = before.after + before.size == after.after;
            const bool added = before.before + before.size == after.before;
            if (removed == added) continue;
            const std::vector<std::uint32_t>& words = removed ? a : b;
            const std::size_t begin = (removed ? before.before : before.after) + before.size;
            const std::size_t end = removed ? after.before : after.after;
            const auto worth = [&](std::size_t at) {
                return words[at - 1] == parting ? 2 : words[at - 1] == space ? 1 : 0;
            };
            std::size_t best = 0;
            for (std::size_t by = 0; by < before.size && by <= most_slide; ++by) {
                if (by > 0 && words[begin - by] != words[end - by]) break;
                if (begin > by && worth(begin - by) > worth(begin - best)) best = by;
            }
            before.size -= best;
            after.before -= best;
            after.after -= best;
            after.size += best;
        }
    }

    /// A match at the beginning or the end of the texts stays.
    std::vector<Match> without_chance(const std::vector<Match>& all) const {
        std::vector<Match> kept;
        for (std::size_t i = 0; i < all.size(); ++i) {
            kept.push_back(all[i]);
            const Match next = i + 1 < all.size() ? all[i + 1] : Match{old_.size(), new_.size(), 0};
            while (!kept.empty() && is_chance(kept, next)) kept.pop_back();
        }
        return kept;
    }
    bool is_chance(const std::vector<Match>& kept, const Match& next) const {
        const Match& last = kept.back();
        const Match before = kept.size() > 1 ? kept[kept.size() - 2] : Match{};
        const std::uint32_t here = span(old_, last.before, last.before + last.size).size();
        const std::uint32_t ahead =
            weight(last.before + last.size, next.before, last.after + last.size, next.after);
        const std::uint32_t behind = weight(before.before + before.size, last.before,
                                            before.after + before.size, last.after);
        if (ahead == 0 || behind == 0) return false;
        const bool blank = is_blank(span(old_, last.before, last.before + last.size).in(before_));
        return blank || (here <= ahead && here <= behind);
    }

    std::string_view before_, after_;
    std::vector<Span> old_, new_;
};

}  // namespace

std::vector<DiffPiece> word_diff(std::string_view before, std::string_view after) {
    return Pieces(before, after).make();
}

}  // namespace chappe
