#include "language/treebank.h"

#include <algorithm>
#include <charconv>

namespace chappe {
namespace {

std::uint32_t number_of(std::string_view text) {
    std::uint32_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

/// True when every word between the two is below `head`.
bool is_projective(const GoldSentence& sentence, std::uint32_t child) {
    const std::uint32_t head = sentence.words[child - 1].head;
    if (head == 0) return true;
    for (std::uint32_t at = std::min(child, head) + 1; at < std::max(child, head); ++at) {
        std::uint32_t up = at;
        for (std::size_t steps = 0; up != 0 && up != head && steps <= sentence.words.size();
             ++steps)
            up = sentence.words[up - 1].head;
        if (up != head) return false;
    }
    return true;
}

}  // namespace

GoldSentence gold_sentence(const ConlluSentence& lines) {
    GoldSentence sentence;
    sentence.starts_paragraph = lines.starts_paragraph();
    std::uint32_t inside = 0;  // words of the open multi-word token that are still to come
    for (const ConlluLine& line : lines.lines) {
        if (line.is_range()) {
            const std::string_view id = line[ConlluLine::id];
            const std::size_t dash = id.find('-');
            const std::uint32_t count =
                number_of(id.substr(dash + 1)) - number_of(id.substr(0, dash)) + 1;
            sentence.tokens.push_back({line[ConlluLine::form],
                                       static_cast<std::uint32_t>(sentence.words.size()), count,
                                       line.space_after()});
            inside = count;
        } else if (line.is_word()) {
            if (inside > 0)
                --inside;
            else
                sentence.tokens.push_back({line[ConlluLine::form],
                                           static_cast<std::uint32_t>(sentence.words.size()), 1,
                                           line.space_after()});
            const std::string& feats = line[ConlluLine::feats];
            sentence.words.push_back({line[ConlluLine::form], line[ConlluLine::lemma],
                                      line[ConlluLine::upos], feats == "_" ? "" : feats,
                                      line[ConlluLine::relation],
                                      number_of(line[ConlluLine::head])});
        }
    }
    return sentence;
}

void make_projective(GoldSentence& sentence) {
    const auto size = static_cast<std::uint32_t>(sentence.words.size());
    for (std::uint32_t lifts = 0; lifts < size * 4; ++lifts) {
        std::uint32_t shortest = 0, length = 0;
        for (std::uint32_t child = 1; child <= size; ++child) {
            const std::uint32_t head = sentence.words[child - 1].head;
            const std::uint32_t far = head > child ? head - child : child - head;
            if ((shortest == 0 || far < length) && !is_projective(sentence, child)) {
                shortest = child;
                length = far;
            }
        }
        if (shortest == 0) return;
        std::uint32_t& head = sentence.words[shortest - 1].head;
        head = sentence.words[head - 1].head;
    }
}

}  // namespace chappe
