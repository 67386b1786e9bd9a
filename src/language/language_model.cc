#include "language/language_model.h"

#include "language/feature_key.h"
#include "language/model_file.h"

namespace chappe {
namespace {

constexpr std::string_view kind = "language model";
constexpr std::string_view magic = "CHAPPELM";
constexpr char version = 2;
constexpr std::size_t most_bytes = 64 << 20;  // of the parts; the English ones take 12 MB

std::uint32_t sense_of(const LexiconClass& entry, std::string_view upos) {
    return upos == "VERB" || upos == "AUX" ? entry.verb : entry.noun;
}

Part part_of(std::string_view upos) {
    if (upos == "NOUN" || upos == "PROPN" || upos == "PRON") return Part::nominal;
    if (upos == "VERB") return Part::verb;
    return upos == "PUNCT" ? Part::stop : Part::other;
}

}  // namespace

std::string LanguageModel::to_parts() const {
    ByteWriter out;
    out.string(language);
    lexicon.write(out);
    tokenizer.write(out);
    tagger.tags.write(out);
    tagger.first.write(out, Weights::Values::bytes);
    tagger.second.write(out, Weights::Values::bytes);
    lemmatizer.write(out);
    out.number(parser.relations.size());
    for (const std::string& relation : parser.relations) out.string(relation);
    out.number(parser.root_relation);
    parser.weights.write(out, Weights::Values::bytes);
    return out.take();
}

Result<LanguageModel> LanguageModel::from_parts(std::string_view parts) {
    ByteReader bytes(parts);
    LanguageModel model;
    model.language = bytes.string();
    model.lexicon = Lexicon::read(bytes);
    model.tokenizer = Tokenizer::read(bytes);
    model.tagger.tags = TagSet::read(bytes);
    model.tagger.first = Weights::read(bytes, model.tagger.tags.upos_count());
    model.tagger.second = Weights::read(bytes, model.tagger.tags.outputs());
    model.lemmatizer = Lemmatizer::read(bytes);
    model.parser.relations.resize(bytes.number_up_to(1024));
    for (std::string& relation : model.parser.relations) relation = bytes.string();
    model.parser.root_relation = static_cast<std::uint32_t>(bytes.number_up_to(1024));
    model.parser.weights = Weights::read(bytes, model.parser.outputs());
    if (bytes.failed() || !bytes.at_end() ||
        model.parser.root_relation >= model.parser.relations.size())
        return fail(Failure::broken, std::string(kind) + ": the parts do not fit together");
    return model;
}

std::string LanguageModel::to_bytes() const {
    return pack_model(magic, version, to_parts());
}

Result<LanguageModel> LanguageModel::from_bytes(std::string_view bytes) {
    return from_parts(TRY(unpack_model(magic, version, kind, most_bytes, bytes)));
}

TagWord LanguageModel::look_up(std::string_view form) const {
    TagWord word;
    word.look = look_at(form);
    word.lexicon = lexicon.find(word.look.form, word.look.lower);
    return word;
}

TreeWord LanguageModel::tree_word(const TagWord& word, std::string_view lemma) const {
    const TagSet::Tag& tag = tagger.tags.tag(word.tag);
    const std::string& upos = tagger.tags.upos(tag.upos);
    return {.word = word.look.lower,
            .lemma = hash_of(lemma),
            .upos = tag.upos,
            .tag = word.tag,
            .sense = word.lexicon ? sense_of(*word.lexicon, upos) : 0,
            .part = part_of(upos)};
}

void LanguageModel::analyse(std::span<Word> words) const {
    std::vector<TagWord> looks;
    looks.reserve(words.size());
    for (const Word& word : words) looks.push_back(look_up(word.form));
    tag(words, looks);
    hang(words, looks);
}

void LanguageModel::tag(std::span<Word> words, std::span<TagWord> looks) const {
    if (tagger.tags.size() == 0) return;
    tagger.tag(looks);
    for (std::size_t i = 0; i < words.size(); ++i) {
        const TagSet::Tag& tag = tagger.tags.tag(looks[i].tag);
        words[i].upos = tagger.tags.upos(tag.upos);
        words[i].feats = tag.feats;
        words[i].lemma = lemmatizer.lemma(words[i].form, looks[i], tagger.tags, lexicon);
    }
}

void LanguageModel::hang(std::span<Word> words, std::span<const TagWord> looks) const {
    if (tagger.tags.size() == 0) return;
    std::vector<TreeWord> tree;
    tree.reserve(words.size());
    for (std::size_t i = 0; i < words.size(); ++i)
        tree.push_back(tree_word(looks[i], words[i].lemma));
    const std::vector<Arc> arcs = parser.parse(tree);
    for (std::size_t i = 0; i < words.size(); ++i) {
        words[i].head = arcs[i].head;
        words[i].relation = parser.relations[arcs[i].relation];
    }
}

}  // namespace chappe
