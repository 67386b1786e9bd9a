// A structured perceptron (Collins 2002): the best sequence of tags under the weights as they stand
// is compared with the right one, and the weights of both are moved. Half of the time the features
// that see words themselves are left out, so that those that see classes of words learn to do
// without them: for the other language they will have to.
#include "language/train_names.h"

#include <algorithm>
#include <map>
#include <optional>
#include <tuple>

#include "base/text.h"
#include "language/feature_key.h"
#include "language/parse.h"
#include "language/perceptron.h"
#include "language/train_tagger.h"
#include "language/treebank.h"

namespace chappe {
namespace {

struct Mention {
    std::string kind;
    std::size_t begin = 0, end = 0;  // words of the sentence
};

/// Value of a key in a MISC column.
std::string_view misc_value(std::string_view misc, std::string_view key) {
    while (!misc.empty()) {
        const std::string_view part = misc.substr(0, misc.find('|'));
        if (part.starts_with(key) && part.size() > key.size() && part[key.size()] == '=')
            return part.substr(key.size() + 1);
        misc.remove_prefix(std::min(misc.size(), part.size() + 1));
    }
    return {};
}

/// "(2-abstract-new-...(3-place-...)1)": opens 2, opens and closes 3, closes 1.
void take_mentions(std::string_view value, std::size_t word,
                   std::map<std::string, std::vector<Mention>, std::less<>>& open,
                   std::vector<Mention>& done) {
    const auto close = [&](std::string_view number) {
        const auto place = open.find(number);
        if (place == open.end() || place->second.empty()) return;
        done.push_back(std::move(place->second.back()));
        done.back().end = word + 1;
        place->second.pop_back();
    };
    while (!value.empty()) {
        const bool opens = value.front() == '(';
        if (opens) value.remove_prefix(1);
        const std::size_t size = std::min(value.find_first_of("()"), value.size());
        const std::string_view piece = value.substr(0, size);
        const std::string_view number = piece.substr(0, piece.find('-'));
        value.remove_prefix(size);
        if (opens) {
            const std::string_view rest = piece.substr(std::min(piece.size(), number.size() + 1));
            open[std::string(number)].push_back(
                {std::string(rest.substr(0, rest.find('-'))), word, word + 1});
        }
        const bool closes = value.starts_with(')');
        if (closes) {
            value.remove_prefix(1);
            close(number);
        }
    }
}

std::vector<Mention> mentions_of(const ConlluSentence& sentence) {
    std::map<std::string, std::vector<Mention>, std::less<>> open;
    std::vector<Mention> done;
    std::size_t word = 0;
    for (const ConlluLine& line : sentence.lines) {
        if (!line.is_word()) continue;
        take_mentions(misc_value(line[ConlluLine::misc], "Entity"), word, open, done);
        ++word;
    }
    return done;
}

std::optional<std::size_t> kind_number(std::string_view kind) {
    if (kind == "person") return 0;
    if (kind == "organization" || kind == "org" || kind == "organisation") return 1;
    if (kind == "place") return 2;
    return std::nullopt;
}

/// Finds where the name in a mention begins and ends.
class NameInMention {
 public:
    NameInMention(const GoldSentence& gold, const NameSentence& seen, const Mention& mention)
        : gold_(gold), seen_(seen), mention_(mention) {}

    /// Empty when the mention is no name: "the president", "our town".
    std::optional<Mention> find(std::size_t kind) const {
        const std::optional<std::size_t> head = head_of_mention();
        if (!head || gold_.words[*head].upos != "PROPN" || !seen_.words[*head].capital)
            return std::nullopt;
        Mention name{"", *head, *head + 1};
        while (name.begin > mention_.begin && continues_left(name.begin - 1, kind)) --name.begin;
        while (name.end < mention_.end) {
            const std::size_t more = continues_right(name.end, kind);
            if (more == 0) break;
            name.end += more;
        }
        while (name.begin < name.end && is_outside(name.begin, kind)) ++name.begin;
        if (name.begin == name.end) return std::nullopt;
        return name;
    }

 private:
    std::optional<std::size_t> head_of_mention() const {
        for (std::size_t at = mention_.begin; at < mention_.end; ++at) {
            const std::size_t head = gold_.words[at].head;
            if (head == 0 || head - 1 < mention_.begin || head - 1 >= mention_.end) return at;
        }
        return std::nullopt;
    }
    bool is_capital(std::size_t at) const {
        const std::string_view upos = gold_.words[at].upos;
        return seen_.words[at].capital && (upos == "PROPN" || upos == "ADJ" || upos == "NOUN" ||
                                           upos == "NUM" || upos == "VERB");  // "United"
    }
    bool is_joint(std::size_t at) const {
        const std::string_view form = gold_.words[at].form;
        return form == "-" || form == "&" || form == "." || form == "'" || form == "/";
    }
    bool continues_left(std::size_t at, std::size_t kind) const {
        if (gold_.words[at].upos == "PROPN" && gold_.words[at].relation != "appos") return true;
        if (kind != 0 && is_capital(at)) return true;
        return is_joint(at) && at > mention_.begin && is_capital(at - 1) && seen_.words[at].glued;
    }
    /// How many words more.
    std::size_t continues_right(std::size_t at, std::size_t kind) const {
        const auto proper = [&](std::size_t word) {
            if (word >= mention_.end || gold_.words[word].relation == "appos") return false;
            return gold_.words[word].upos == "PROPN" || (kind != 0 && is_capital(word)) ||
                   (kind == 0 && gold_.words[word].upos == "NUM" && seen_.words[word].capital);
        };
        if (proper(at)) return 1;
        if (is_joint(at) && seen_.words[at].glued && proper(at + 1)) return 2;
        if (kind == 0) return 0;
        const std::string_view form = gold_.words[at].form;
        const bool links = form == "of" || form == "for" || form == "de" || form == "du" ||
                           form == "on" || form == "&" || (form == "and" && kind == 1);
        if (!links) return 0;
        if (proper(at + 1)) return 2;
        return at + 1 < mention_.end && gold_.words[at + 1].form == "the" && proper(at + 2) ? 3 : 0;
    }
    /// A title, an article, what joins.
    bool is_outside(std::size_t at, std::size_t kind) const {
        const NameWord& word = seen_.words[at];
        if (!word.capital && gold_.words[at].upos != "PROPN") return true;
        if (gold_.words[at].form == "The" && at == 0) return true;
        return kind == 0 && (word.classes & title_word) && !(word.classes & given_name);
    }

    const GoldSentence& gold_;
    const NameSentence& seen_;
    const Mention& mention_;
};

/// The words of a treebank's sentence, as a parsed one.
Sentence sentence_of(const GoldSentence& gold, const LanguageModel& model, std::string& text) {
    Sentence sentence;
    for (const GoldWord& word : gold.words) sentence.words.emplace_back().form = word.form;
    for (const GoldToken& token : gold.tokens) {
        Token& out = sentence.tokens.emplace_back();
        out.span.begin = static_cast<std::uint32_t>(text.size());
        text += token.form;
        out.span.end = static_cast<std::uint32_t>(text.size());
        out.first = token.first;
        out.words = token.words;
        if (token.space_after) text += ' ';
    }
    model.analyse(sentence.words);
    return sentence;
}

/// Tags that the tagger can give: no name outside of live words.
void settle(NamedSentence& sentence) {
    NameTag before = 0;
    for (std::size_t at = 0; at < sentence.gold.size(); ++at) {
        NameTag& tag = sentence.gold[at];
        if (!sentence.seen.words[at].live) tag = 0;
        if (!may_follow(before, tag)) tag = begin_tag(kind_of(tag));
        before = tag;
    }
}

void mark(std::vector<NameTag>& tags, std::size_t begin, std::size_t end, std::size_t kind) {
    for (std::size_t at = begin; at < end; ++at)
        tags[at] = static_cast<NameTag>(begin_tag(kind) + (at > begin ? 1 : 0));
}

}  // namespace

NamedSentence named_sentence(const ConlluSentence& sentence, const LanguageModel& model,
                             const NameLexicon& lexicon) {
    const GoldSentence gold = gold_sentence(sentence);
    std::string text;
    const Sentence parsed = sentence_of(gold, model, text);
    NamedSentence named{look_at_names(text, parsed, model, lexicon),
                        std::vector<NameTag>(gold.words.size()), hash_of(model.language)};
    std::vector<Mention> mentions = mentions_of(sentence);
    // The longest last: it overwrites what it holds.
    std::ranges::sort(mentions, {}, [](const Mention& mention) {
        return std::tuple(mention.end - mention.begin, mention.begin,
                          std::string_view(mention.kind));
    });
    for (const Mention& mention : mentions) {
        std::optional<std::size_t> kind = kind_number(mention.kind);
        if (!kind) continue;
        const auto name = NameInMention(gold, named.seen, mention).find(*kind);
        if (!name) continue;
        const auto words =
            std::span(named.seen.words).subspan(name->begin, name->end - name->begin);
        if (words.size() == 1 && (words[0].classes & (people_word | other_word))) continue;
        const bool listed = std::ranges::all_of(words.subspan(1), [](const NameWord& word) {
            return (word.classes & place_inside) != 0;
        });
        if (listed && (words[0].classes & country_start)) kind = 2;
        mark(named.gold, name->begin, name->end, *kind);
    }
    settle(named);
    return named;
}

Result<MarkedText> read_marked(std::string_view line) {
    MarkedText out;
    while (!line.empty()) {
        const std::size_t open = line.find('[');
        out.text += line.substr(0, open);
        if (open == std::string_view::npos) break;
        const std::size_t close = line.find(']', open);
        const std::size_t space = line.find(' ', open);
        if (close == std::string_view::npos || space > close)
            return fail(Failure::refused, "a mark is not closed: " + std::string(line));
        const auto kind = kind_number(line.substr(open + 1, space - open - 1));
        if (!kind) return fail(Failure::refused, "a mark of no known kind: " + std::string(line));
        const auto begin = static_cast<std::uint32_t>(out.text.size());
        out.text += line.substr(space + 1, close - space - 1);
        out.marks.push_back({{begin, static_cast<std::uint32_t>(out.text.size())}, *kind});
        line.remove_prefix(close + 1);
    }
    return out;
}

std::vector<NamedSentence> named_sentences(const MarkedText& marked, const LanguageModel& model,
                                           const NameLexicon& lexicon) {
    std::vector<NamedSentence> out;
    for (const Sentence& sentence : parse(marked.text, model).sentences) {
        NamedSentence& named = out.emplace_back(
            NamedSentence{look_at_names(marked.text, sentence, model, lexicon),
                          std::vector<NameTag>(sentence.words.size()), hash_of(model.language)});
        for (const MarkedText::Mark& one : marked.marks) {
            std::size_t begin = 0, end = 0;
            for (std::size_t at = 0; at < named.seen.words.size(); ++at) {
                const Span span = named.seen.words[at].span;
                if (span.begin < one.span.begin || span.end > one.span.end) continue;
                if (end == 0) begin = at;
                end = at + 1;
            }
            if (end > begin) mark(named.gold, begin, end, one.kind);
        }
        settle(named);
    }
    return out;
}

namespace {

/// Moves the weights of a sequence of tags.
void update(Perceptron& perceptron, const NameSentence& sentence, std::span<const NameTag> tags,
            std::span<const NameTag> other, std::uint32_t language, int by) {
    NameKeys keys;
    for (std::size_t at = 0; at < tags.size(); ++at) {
        if (!sentence.words[at].live) continue;
        const bool starts = at == 0 || !sentence.words[at - 1].live;
        const NameTag before = starts ? NameTag{0} : tags[at - 1];
        const NameTag other_before = starts ? NameTag{0} : other[at - 1];
        if (tags[at] == other[at] && before == other_before) continue;
        perceptron.update(name_step_keys(sentence, at, before), tags[at], by);
        if (tags[at] == other[at]) continue;
        name_keys(sentence, at, language, keys);
        perceptron.update(keys.all(), tags[at], by);
    }
}

void learn(Perceptron& perceptron, const NamedSentence& sentence, std::uint32_t language) {
    std::vector<NameTag> found(sentence.gold.size());
    decode_names<std::int32_t>(
        sentence.seen, language,
        [&](std::span<const std::uint32_t> keys, std::span<std::int32_t> scores) {
            perceptron.add_to(scores, keys);
        },
        found);
    if (found != sentence.gold) {
        update(perceptron, sentence.seen, sentence.gold, found, language, 1);
        update(perceptron, sentence.seen, found, sentence.gold, language, -1);
    }
    perceptron.tick();
}

}  // namespace

NameModel train_names(std::vector<NamedSentence> sentences, const NameTrainingSettings& settings,
                      const std::function<void(const std::string&)>& say) {
    Committee committee;
    Random random(settings.seed);
    for (int member = 1; member <= settings.members; ++member) {
        say("names, tagger " + std::to_string(member) + " of " + std::to_string(settings.members));
        Perceptron perceptron;
        for (int epoch = 0; epoch < settings.epochs; ++epoch) {
            random.shuffle(sentences);
            for (const NamedSentence& sentence : sentences)
                learn(perceptron, sentence, random.one_in(2) ? 0 : sentence.language);
        }
        committee.add(perceptron);
    }
    return {committee.weights(settings.features)};
}

}  // namespace chappe
