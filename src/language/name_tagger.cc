// Which words may be in a name is settled first, cheaply: those with a capital and what can stand
// between and behind them. The others cost nothing more, and four words of five are others.
#include "language/name_tagger.h"

#include <algorithm>
#include <bit>

#include "base/text.h"
#include "language/feature_key.h"
#include "language/letters.h"
#include "language/model_file.h"

namespace chappe {
namespace {

constexpr std::string_view magic = "CHAPPENM";
constexpr char version = 1;
constexpr std::string_view kind = "names model";
constexpr std::size_t most_bytes = 16 << 20;  // of the weights; ours take 2 MB

// What the language's lexicon knows of a form with a capital.
enum Known : std::uint32_t {
    known_common = 1U << 0,  // it is a word in small letters
    known_given = 1U << 1,
    known_family = 1U << 2,
    known_place = 1U << 3,
    known_name = 1U << 4,
};

std::uint32_t known_of(std::string_view tag) {
    if (!tag.starts_with("PROPN")) return known_common;
    if (tag.find("Name=Given") != std::string_view::npos) return known_given;
    if (tag.find("Name=Family") != std::string_view::npos ||
        tag.find("Sense=person") != std::string_view::npos)
        return known_family;
    if (tag.find("Name=Other") != std::string_view::npos) return 0;  // towns, firms, rivers
    if (tag.find("Sense=location") != std::string_view::npos) return known_place;
    return known_name;
}

std::uint32_t known_of(const LanguageModel& model, const std::string& form,
                       const std::string& lower) {
    std::uint32_t known = 0;
    const std::uint32_t hash = hash_of(form), lower_hash = hash_of(lower);
    if (const LexiconClass* entry = model.lexicon.find(hash, hash)) {
        for (const LexiconClass::Reading& reading : entry->readings)
            known |= known_of(model.lexicon.tag(reading.tag));
    }
    if (const LexiconClass* entry = model.lexicon.find(lower_hash, lower_hash)) {
        for (const LexiconClass::Reading& reading : entry->readings)
            known |= known_of(model.lexicon.tag(reading.tag)) & known_common;
    }
    return known;
}

NameShape shape_of(std::string_view form) {
    int upper = 0, lower = 0, digits = 0, letters = 0, upper_inside = 0;
    bool first_upper = false;
    for (std::size_t at = 0; at < form.size() && at < 64;) {
        const CodePoint c = code_point_at(form, at);
        const Sign sign = sign_of(c.value);
        if (sign == Sign::upper) {
            first_upper |= letters == 0;
            upper_inside += letters > 0;
            ++upper;
        }
        lower += sign == Sign::lower;
        digits += sign == Sign::digit;
        letters += sign == Sign::upper || sign == Sign::lower;
        at += c.size;
    }
    if (letters == 0) return digits > 0 ? NameShape::digit : NameShape::mark;
    if (upper == 0) return digits > 0 ? NameShape::mixed : NameShape::small;
    if (letters == 1) return NameShape::initial;
    if (lower == 0) return NameShape::capitals;
    if (first_upper && (upper_inside == 0 || form.find('-') != std::string_view::npos ||
                        form.find('\'') != std::string_view::npos))
        return NameShape::capital;
    return NameShape::mixed;
}

std::string straightened(std::string_view form) {
    std::string out;
    for (std::size_t at = 0; at < form.size();) {
        const bool curly = form.substr(at).starts_with("\u2019");
        out += curly ? '\'' : form[at];
        at += curly ? 3 : 1;
    }
    return out;
}

/// Size of an elided article or the like that was not parted from its word: "l'OTAN".
std::size_t elision_of(std::string_view form) {
    const std::size_t mark = form.find('\'');
    if (mark == 0 || mark > 2 || mark + 1 >= form.size()) return 0;
    for (const char c : form.substr(0, mark)) {
        if (c < 'a' || c > 'z') return 0;
    }
    return starts_upper(form.substr(mark + 1)) ? mark + 1 : 0;
}

/// Bytes of a form behind its first letters, the last of which is an apostrophe of either kind.
std::uint32_t size_behind(std::string_view form, std::size_t letters) {
    const std::size_t mark = form[letters - 1] == '\'' ? 1 : 3;
    return static_cast<std::uint32_t>(form.size() - (letters - 1) - mark);
}

/// Spans of a token's words: each its own where the forms make up the token ("Russia's"), else all
/// the token's ("du").
void give_spans(std::string_view text, const Token& token, const Sentence& sentence,
                std::vector<NameWord>& words) {
    std::size_t size = 0;
    bool same = true;
    const std::string_view whole = token.span.in(text);
    for (std::uint32_t w = token.first; w < token.first + token.words; ++w) {
        const std::string& form = sentence.words[w].form;
        same = same && whole.substr(std::min(size, whole.size())).starts_with(form);
        size += form.size();
    }
    same = same && size == whole.size();
    std::uint32_t begin = token.span.begin;
    for (std::uint32_t w = token.first; w < token.first + token.words; ++w) {
        const auto length = static_cast<std::uint32_t>(sentence.words[w].form.size());
        words[w].span = same ? Span{begin, begin + length} : token.span;
        words[w].whole = same || token.words == 1;
        begin += length;
    }
    if (token.words == 1) words[token.first].span = token.span;
}

/// Listed places and organisations that begin at each word with a capital (or a common word of
/// places, "mer Noire"); the longest counts.
void find_phrases(const NameLexicon& lexicon, std::span<const std::string> straight,
                  std::span<const std::string> folded, std::vector<NameWord>& words) {
    constexpr std::size_t longest = 12;  // words; hyphens may count as words
    for (std::size_t at = 0; at < words.size(); ++at) {
        if (!words[at].capital && !(words[at].classes & site_word)) continue;
        std::uint64_t written_key = NameLexicon::empty_phrase, folded_key = written_key;
        bool capital = false;
        std::uint32_t kinds[2] = {};
        std::size_t ends[2] = {};
        for (std::size_t end = at; end < words.size() && end < at + longest; ++end) {
            written_key = NameLexicon::extend(written_key, straight[end]);
            folded_key = NameLexicon::extend(folded_key, folded[end]);
            capital |= words[end].capital;
            const NameLexicon::Found found = lexicon.phrase(written_key, folded_key);
            if (capital && (found.kinds & place_start)) {
                kinds[0] = found.kinds & (place_start | country_start);
                ends[0] = end + 1;
            }
            if (capital && (found.kinds & body_start)) {
                kinds[1] = body_start;
                ends[1] = end + 1;
            }
            if (!found.goes_on) break;
        }
        for (const std::size_t which : {0, 1}) {
            if (ends[which] == 0) continue;
            words[at].classes |= kinds[which];
            for (std::size_t inside = at + 1; inside < ends[which]; ++inside)
                words[inside].classes |= which == 0 ? place_inside : body_inside;
        }
    }
}

bool joins(const NameWord& word, std::string_view form) {
    return (word.glued && (form == "-" || form == "'" || form == "\u2019")) || form == "&";
}

/// A name does not run over this word.
bool parts(const NameWord& word, const Word& written) {
    if (word.capital) return false;
    if (word.shape == NameShape::mark)
        return !joins(word, written.form) && !(written.form == "." && word.glued);
    const std::string_view upos = written.upos;
    return upos == "VERB" || upos == "AUX" || upos == "PRON" || upos == "SCONJ";
}

void find_live(const Sentence& sentence, std::vector<NameWord>& words) {
    constexpr std::size_t reach = 7;  // "Comité international de la Croix-Rouge" has 5 words
    std::size_t left = 0;
    for (std::size_t at = 0; at < words.size(); ++at) {
        NameWord& word = words[at];
        if (word.capital ||
            (word.classes & (place_start | place_inside | body_start | body_inside)))
            left = reach;
        else if (parts(word, sentence.words[at]))
            left = 0;
        word.live = left > 0;
        if (left > 0) --left;
    }
    // Before a capital: "ministère de la Défense", "von der Leyen", "lac Kivu".
    left = 0;
    for (std::size_t at = words.size(); at > 0; --at) {
        NameWord& word = words[at - 1];
        if (word.capital)
            left = reach;
        else if (parts(word, sentence.words[at - 1]))
            left = 0;
        if (left > 0 && (word.classes & (body_word | site_word | particle_word))) word.live = true;
        if (left > 0) --left;
    }
    // A common word that is live makes what is between it and the capital live.
    for (std::size_t at = 0; at < words.size(); ++at) {
        if (!words[at].live || words[at].capital) continue;
        for (std::size_t to = at + 1; to < words.size() && to <= at + reach; ++to) {
            if (parts(words[to], sentence.words[to])) break;
            if (!words[to].capital) continue;
            for (std::size_t between = at + 1; between < to; ++between) words[between].live = true;
            break;
        }
    }
}

void find_runs(const Sentence& sentence, NameSentence& out) {
    std::vector<NameWord>& words = out.words;
    for (std::size_t at = 0; at < words.size();) {
        if (!words[at].capital) {
            ++at;
            continue;
        }
        NameRun run{static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at), 0};
        std::size_t last = at;
        for (std::size_t end = at; end < words.size() && end <= last + 3; ++end) {
            if (words[end].capital)
                last = end;
            else if (!(words[end].classes & (particle_word | link_word)) &&
                     !joins(words[end], sentence.words[end].form) &&
                     !(sentence.words[end].form == "." && words[end].glued))
                break;
        }
        run.end = static_cast<std::uint32_t>(last + 1);
        out.runs.push_back(run);
        for (; at <= last; ++at) {
            words[at].run = static_cast<std::uint32_t>(out.runs.size());
            out.runs.back().classes |= words[at].classes;
        }
    }
}

bool is_headline(std::span<const NameWord> words) {
    std::size_t capitals = 0, all = 0;
    for (const NameWord& word : words) {
        if (word.shape == NameShape::mark || word.shape == NameShape::digit) continue;
        if (!word.capital && (word.classes & (particle_word | link_word | where_word))) continue;
        ++all;
        capitals += word.capital;
    }
    return all >= 3 && capitals * 5 >= all * 4;
}

}  // namespace

NameSentence look_at_names(std::string_view text, const Sentence& sentence,
                           const LanguageModel& model, const NameLexicon& lexicon) {
    NameSentence out;
    out.words.resize(sentence.words.size());
    std::vector<std::string> straight(out.words.size()), folded(out.words.size());
    for (const Token& token : sentence.tokens) give_spans(text, token, sentence, out.words);
    for (std::size_t at = 0; at < out.words.size(); ++at) {
        const Word& from = sentence.words[at];
        NameWord& word = out.words[at];
        straight[at] = straightened(from.form);
        if (const std::size_t elided = elision_of(straight[at]); elided > 0) {
            straight[at].erase(0, elided);
            if (word.span.size() == from.form.size())
                word.span.begin = word.span.end - size_behind(from.form, elided);
        }
        folded[at] = folded_name(straight[at]);
        word.folded = hash_of(folded[at]);
        word.classes = lexicon.classes(word.folded) & ~(say_word | lead_word);
        if (from.upos == "VERB")
            word.classes |=
                lexicon.classes(hash_of(folded_name(from.lemma))) & (say_word | lead_word);
        word.upos = hash_of(from.upos);
        word.relation = hash_of(from.relation);
        word.head = from.head;
        word.glued = at > 0 && out.words[at - 1].span.end == word.span.begin;
        word.shape = shape_of(straight[at]);
        word.capital = word.shape == NameShape::capital || word.shape == NameShape::capitals ||
                       word.shape == NameShape::initial || word.shape == NameShape::mixed;
        if (!word.capital) continue;
        word.written = hash_of(straight[at]);
        std::size_t three = folded[at].size();
        for (int letters = 0; letters < 3 && three > 0; ++letters)
            three = character_start(folded[at], three - 1);
        word.suffix = hash_of(std::string_view(folded[at]).substr(three));
        word.known = known_of(model, straight[at], lower_case(straight[at]));
        if (lexicon.ends_like_family(folded[at])) word.classes |= family_ending;
        if (word.known & known_given) word.classes |= given_name;
    }
    find_phrases(lexicon, straight, folded, out.words);
    find_live(sentence, out.words);
    find_runs(sentence, out);
    out.headline = is_headline(out.words);
    return out;
}

namespace {

/// Where keys are gathered; the number of a template keeps equal values apart.
class KeyMaker {
 public:
    explicit KeyMaker(NameKeys& out) : out_(out) { out_.size = 0; }
    void add(std::uint64_t of_template, std::uint64_t value) {
        if (out_.size < out_.keys.size()) out_.keys[out_.size++] = feature_key(of_template, value);
    }
    void add_bits(std::uint64_t of_template, std::uint32_t bits) {
        for (; bits != 0; bits &= bits - 1)
            add(of_template, static_cast<std::uint64_t>(std::countr_zero(bits)));
    }

 private:
    NameKeys& out_;
};

const NameWord& word_at(const NameSentence& sentence, std::size_t at, int offset) {
    static const NameWord outside = [] {
        NameWord word;
        word.upos = 1;
        word.shape = NameShape::mark;
        return word;
    }();
    const std::size_t place = at + static_cast<std::size_t>(offset);  // wraps below 0
    return place < sentence.words.size() ? sentence.words[place] : outside;
}

std::uint64_t shape(const NameWord& word) {
    return static_cast<std::uint64_t>(word.shape);
}

/// What stands to the left within five words, nearest first, of what tells a name's kind.
std::uint64_t nearest_sign(const NameSentence& sentence, std::size_t at) {
    constexpr std::uint32_t signs = title_word | role_word | body_word | site_word | land_word;
    for (int back = 1; back <= 5; ++back) {
        const NameWord& word = word_at(sentence, at, -back);
        if (word.shape == NameShape::mark && !word.glued) return 0;
        if (word.classes & signs) return join(word.classes & signs, back > 2 ? 3U : 1U);
    }
    return 0;
}

void run_keys(const NameSentence& sentence, std::size_t at, std::uint32_t language,
              KeyMaker& keys) {
    const NameWord& word = sentence.words[at];
    if (word.run == 0) return;
    const NameRun& run = sentence.runs[word.run - 1];
    const std::size_t length = std::min<std::size_t>(run.end - run.begin, 5);
    const std::size_t place = at == run.begin ? 0 : at + 1 == run.end ? 2 : 1;
    const NameWord& before = word_at(sentence, run.begin, -1);
    const NameWord& after = word_at(sentence, run.end, 0);
    const NameWord& first = sentence.words[run.begin];
    const NameWord& last = sentence.words[run.end - 1];
    const std::uint64_t whole = join(length, place);
    keys.add(60, whole);
    keys.add(61, join(whole, before.upos));
    keys.add(62, join(whole, after.upos));
    keys.add(63, join(place, before.classes));
    keys.add(64, join(place, after.classes));
    keys.add_bits(65, before.classes);
    keys.add_bits(66, after.classes);
    keys.add_bits(67, run.classes);
    keys.add(68, join(place, first.classes));
    keys.add(69, join(place, last.classes));
    keys.add(70,
             join(whole, first.classes & (given_name | title_word | place_start), word.classes));
    keys.add(71, join(run.begin == 0 ? 1 : 0, whole, first.known));
    if (language == 0) return;
    keys.add(72, join(language, before.folded));
    keys.add(73, join(language, after.folded));
    keys.add(74, join(language, last.folded));
    keys.add(75, join(language, first.folded));
}

}  // namespace

void name_keys(const NameSentence& sentence, std::size_t at, std::uint32_t language,
               NameKeys& out) {
    KeyMaker keys(out);
    const NameWord& word = sentence.words[at];
    const NameWord& left = word_at(sentence, at, -1);
    const NameWord& right = word_at(sentence, at, 1);
    keys.add(0, 0);
    for (int offset = -2; offset <= 2; ++offset) {
        const NameWord& near = word_at(sentence, at, offset);
        const auto place = static_cast<std::uint64_t>(offset + 2);
        keys.add(1 + place, shape(near));
        keys.add(6 + place, near.upos);
        keys.add_bits(11 + place, near.classes);
    }
    keys.add(16, join(shape(word), shape(right)));
    keys.add(17, join(shape(left), shape(word)));
    keys.add(18, join(word.classes, shape(word)));
    keys.add(19, join(left.classes, shape(word)));
    keys.add(20, join(left.classes, word.classes));
    keys.add(21, join(word.classes, right.classes));
    keys.add(22, join(left.upos, word.upos));
    keys.add(23, join(word.upos, right.upos));
    keys.add(24, join(word.upos, shape(word), word.relation));
    const std::uint32_t head_classes =  // the root's head is outside
        word_at(sentence, word.head, -1).classes & ~(particle_word | link_word);
    keys.add(25, join(word.relation, head_classes));
    keys.add(26, join(at == 0 ? 1 : 0, shape(word), word.known, word.upos));
    keys.add(27, join(word.known, shape(word)));
    keys.add(28, join(word.known, word.classes));
    keys.add(29, join(right.known, shape(word)));
    keys.add(30, join(sentence.headline ? 1 : 0, shape(word), word.upos));
    keys.add(31, join(nearest_sign(sentence, at), shape(word)));
    keys.add(32, join(word.glued ? 1 : 0, shape(left), shape(word)));
    keys.add(33, join(left.classes, word.classes, right.classes));
    run_keys(sentence, at, language, keys);
    if (language == 0) return;
    keys.add(40, join(language, word.folded));
    keys.add(41, join(language, left.folded));
    keys.add(42, join(language, right.folded));
    keys.add(43, join(language, left.folded, word.folded));
    keys.add(44, join(language, word.folded, right.folded));
    keys.add(45, join(language, word.suffix));
}

std::array<std::uint32_t, 2> name_step_keys(const NameSentence& sentence, std::size_t at,
                                            NameTag before) {
    const NameWord& word = sentence.words[at];
    return {feature_key(80, before), feature_key(81, join(before, shape(word), word.upos))};
}

std::string NameModel::to_bytes() const {
    ByteWriter out;
    weights.write(out);
    return pack_model(magic, version, out.take());
}

Result<NameModel> NameModel::from_bytes(std::string_view bytes) {
    return from_parts(TRY(unpack_model(magic, version, kind, most_bytes, bytes)));
}

Result<NameModel> NameModel::from_parts(std::string_view parts) {
    ByteReader bytes(parts);
    NameModel model;
    model.weights = Weights::read(bytes, name_tags);
    if (bytes.failed() || !bytes.at_end())
        return fail(Failure::broken, std::string(kind) + ": the parts do not fit together");
    return model;
}

void NameModel::tag(const NameSentence& sentence, std::uint32_t language,
                    std::span<NameTag> tags) const {
    decode_names<std::int32_t>(
        sentence, language,
        [this](std::span<const std::uint32_t> keys, std::span<std::int32_t> scores) {
            weights.add_to(scores, keys);
        },
        tags);
}

}  // namespace chappe
