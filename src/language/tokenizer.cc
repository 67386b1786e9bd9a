#include "language/tokenizer.h"

#include <algorithm>

#include "base/text.h"
#include "language/feature_key.h"

namespace chappe {
namespace {

constexpr std::uint32_t longest_piece = 400;     // bytes; "Donaudampfschiff..." is 80
constexpr std::uint32_t longest_sentence = 500;  // tokens; the longest of the treebanks has 250

bool is_letter(Sign letter) {
    return letter == Sign::upper || letter == Sign::lower;
}

const CutToken outside;

const CutToken& token_at(std::span<const CutToken> tokens, std::size_t at, int step) {
    const auto index = static_cast<std::ptrdiff_t>(at) + step;
    if (index < 0 || index >= static_cast<std::ptrdiff_t>(tokens.size())) return outside;
    return tokens[static_cast<std::size_t>(index)];
}

std::uint32_t upos_of(const TagWord& word) {
    return word.lexicon ? word.lexicon->upos : 0;
}

bool says_yes(const Weights& weights, const KeyList& keys) {
    std::int32_t score[1] = {0};
    weights.add_to(score, keys.all());
    return score[0] > 0;
}

bool is_stop(std::string_view token) {
    return token.ends_with('.') || token.ends_with('!') || token.ends_with('?') ||
           token.ends_with("…") || token.ends_with(':') || token.ends_with(';') ||
           token.ends_with("。") || token.ends_with("؟") || token.ends_with("！") ||
           token.ends_with("？");
}

bool is_closing(std::string_view token) {
    return token == "\"" || token == "»" || token == "”" || token == "’" || token == "'" ||
           token == ")" || token == "]" || token == "“" || token == "''";
}

/// Pieces of a 400-byte cut of a run are still words; their hash needs no more.
std::uint32_t lower_hash(std::string_view text) {
    return hash_of(lower_case(straight(text.substr(0, 64))));
}

/// For languages that nothing was learnt of: marks are tokens, but for those inside words and
/// numbers.
bool ends_by_rule(std::span<const Piece> pieces, std::size_t at) {
    const Piece &left = pieces[at - 1], &right = pieces[at];
    if (right.before != Gap::none) return true;
    const auto solid = [](const Piece& piece) { return piece.kind != Sign::other; };
    if (solid(left) && solid(right)) return false;
    const auto joins = [&](std::size_t mark) {
        return mark > 0 && mark + 1 < pieces.size() && pieces[mark].span.size() <= 3 &&
               pieces[mark].before == Gap::none && pieces[mark + 1].before == Gap::none &&
               solid(pieces[mark - 1]) && solid(pieces[mark + 1]) &&
               (pieces[mark].hash == hash_of("-") || pieces[mark].hash == hash_of("'") ||
                pieces[mark].hash == hash_of(".") ||
                (pieces[mark].hash == hash_of(",") && pieces[mark + 1].kind == Sign::digit));
    };
    return !joins(at) && !joins(at - 1);
}

/// A full stop ends a sentence, with the quotation mark or bracket that closes right behind it.
bool sentence_ends_by_rule(std::string_view text, std::span<const CutToken> tokens,
                           std::size_t at) {
    const auto is_final = [&](const CutToken& token) {
        const std::string_view form = token.span.in(text);
        return is_stop(form) && !form.ends_with(':') && !form.ends_with(';');
    };
    const auto closes = [&](const CutToken& token) {
        return token.before == Gap::none && is_closing(token.span.in(text));
    };
    if (at + 1 < tokens.size() && closes(tokens[at + 1])) return false;
    return is_final(tokens[at]) || (at > 0 && closes(tokens[at]) && is_final(tokens[at - 1]));
}

}  // namespace

std::vector<Span> paragraphs_of(std::string_view text) {
    std::vector<Span> paragraphs;
    std::size_t begin = std::string_view::npos, end = 0;
    int feeds = 0;
    for (std::size_t at = 0; at < text.size();) {
        const CodePoint c = code_point_at(text, at);
        if (c.value == '\n' || c.value == 0x2028) ++feeds;
        if (c.value == '\f' || c.value == 0x2029) feeds = 2;
        if (sign_of(c.value) != Sign::space) {
            if (feeds >= 2 && begin != std::string_view::npos) {
                paragraphs.push_back(
                    {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)});
                begin = std::string_view::npos;
            }
            feeds = 0;
            if (begin == std::string_view::npos) begin = at;
            end = at + c.size;
        }
        at += c.size;
    }
    if (begin != std::string_view::npos)
        paragraphs.push_back({static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)});
    return paragraphs;
}

std::vector<Piece> pieces_of(std::string_view text, Span paragraph) {
    std::vector<Piece> pieces;
    Gap gap = Gap::none;
    std::uint32_t chunk = 0;
    char32_t last = 0;
    for (std::size_t at = paragraph.begin; at < paragraph.end;) {
        const CodePoint c = code_point_at(text, at);
        const auto begin = static_cast<std::uint32_t>(at);
        at += c.size;
        const auto end = static_cast<std::uint32_t>(at);
        const Sign letter = sign_of(c.value);
        if (letter == Sign::space) {
            if (gap == Gap::none) ++chunk;
            gap = c.value == '\n' || gap == Gap::line ? Gap::line : Gap::space;
            continue;
        }
        const bool grows =
            !pieces.empty() && gap == Gap::none &&
            end - pieces.back().span.begin <= longest_piece &&
            (letter == Sign::mark || (is_letter(letter) && is_letter(pieces.back().kind)) ||
             (letter == Sign::digit && pieces.back().kind == Sign::digit) ||
             (letter == Sign::other && c.value == last));
        last = c.value;
        if (grows) {
            pieces.back().span.end = end;
            continue;
        }
        pieces.push_back(
            {{begin, end}, letter == Sign::mark ? Sign::other : letter, gap, 0, 0, chunk});
        gap = Gap::none;
    }
    for (Piece& piece : pieces) {
        const std::string_view form = piece.span.in(text);
        piece.hash = lower_hash(form);
        const std::uint64_t size = std::min<std::uint64_t>(form.size(), 4);
        piece.shape = static_cast<std::uint32_t>(
            piece.kind == Sign::other ? piece.hash
                                      : mix(join(static_cast<std::uint64_t>(piece.kind), size)));
    }
    return pieces;
}

bool is_open(std::span<const Piece> pieces, std::size_t at) {
    const Piece& right = pieces[at];
    if (right.before == Gap::none) return true;
    // "12 000": a space inside a number.
    return right.before == Gap::space && right.kind == Sign::digit && right.span.size() == 3 &&
           pieces[at - 1].kind == Sign::digit && pieces[at - 1].span.size() <= 3 &&
           right.span.begin - pieces[at - 1].span.end <= 3;
}

/// Tokens wherever they stand: a treebank that has straight quotation marks cannot teach it.
bool is_quotation_mark(const Piece& piece) {
    for (const std::string_view mark : {"“", "”", "„", "«", "»", "‹", "›"}) {
        if (piece.hash == hash_of(mark)) return true;
    }
    return false;
}

bool has_reading(const Lexicon& lexicon, const LexiconClass& entry, std::string_view begin) {
    return std::ranges::any_of(entry.readings, [&](const LexiconClass::Reading& reading) {
        return lexicon.tag(reading.tag).starts_with(begin);
    });
}

/// How many pieces from `at` on are a pronoun that hangs on the verb before it: "dit | -il", "a |
/// -t-elle", by the lexicon; 0 for none. Treebanks have few of them, news has many.
std::size_t enclitic_at(std::string_view text, std::span<const Piece> pieces, std::size_t begin,
                        std::size_t at, const Lexicon& lexicon) {
    constexpr std::size_t longest = 4;  // "-", "t", "-", "il"
    if (pieces[at].hash != hash_of("-") || pieces[at].before != Gap::none) return 0;
    std::size_t end = at + 1;
    for (; end < pieces.size() && end - at <= longest; ++end) {
        const Piece& piece = pieces[end];
        if (piece.before != Gap::none || (!is_letter(piece.kind) && piece.hash != hash_of("-")))
            break;
    }
    const auto entry_of = [&](std::size_t from, std::size_t to) {
        const std::uint32_t from_byte = pieces[from].span.begin;
        const std::uint32_t hash =
            lower_hash(text.substr(from_byte, pieces[to - 1].span.end - from_byte));
        return lexicon.find(hash, hash);
    };
    const LexiconClass* enclitic = end - at > longest ? nullptr : entry_of(at, end);
    if (!enclitic || !has_reading(lexicon, *enclitic, "PRON|Enclitic")) return 0;
    const LexiconClass* verb = entry_of(begin, at);
    if (!verb || !has_reading(lexicon, *verb, "VERB") || entry_of(begin, end)) return 0;
    return end - at;
}

void split_keys(std::string_view text, std::span<const Piece> pieces, std::size_t begin,
                std::size_t at, const Lexicon& lexicon, KeyList& keys) {
    static const Piece none;
    const Piece &left = pieces[at - 1], &right = pieces[at];
    const auto inside = [&](std::size_t index, std::uint32_t chunk) -> const Piece& {
        return index < pieces.size() && pieces[index].chunk == chunk ? pieces[index] : none;
    };
    const Piece& left2 = at >= 2 ? inside(at - 2, left.chunk) : none;
    const Piece& right2 = inside(at + 1, right.chunk);
    const Piece& right3 = inside(at + 2, right.chunk);
    std::size_t first = at - 1, last = at;
    while (first > 0 && at - first < 12 && pieces[first - 1].chunk == left.chunk) --first;
    while (last + 1 < pieces.size() && last - at < 12 && pieces[last + 1].chunk == right.chunk)
        ++last;
    const std::string_view so_far =
        text.substr(pieces[begin].span.begin, left.span.end - pieces[begin].span.begin);
    const std::string_view rest =
        text.substr(right.span.begin, pieces[last].span.end - right.span.begin);
    const std::string_view whole =
        text.substr(pieces[first].span.begin, pieces[last].span.end - pieces[first].span.begin);
    const std::uint32_t so_far_hash = lower_hash(so_far), rest_hash = lower_hash(rest),
                        whole_hash = lower_hash(whole);
    const auto class_of = [&](std::uint32_t hash) -> std::uint64_t {
        const LexiconClass* entry = lexicon.find(hash, hash);
        return entry ? entry->upos : 0;
    };
    const std::uint64_t x_far = class_of(so_far_hash), x_rest = class_of(rest_hash),
                        x_whole = class_of(whole_hash);
    const std::uint64_t gap = right.before == Gap::none ? 0 : 1;
    std::uint64_t shapes = 0;
    for (std::size_t i = first; i <= last; ++i) shapes = join(shapes, pieces[i].shape, i == at);
    keys.size = 0;
    keys.add(gap);
    keys.add(join(left.hash, gap));
    keys.add(join(right.hash, gap));
    keys.add(join(left.hash, right.hash));
    keys.add(join(left.shape, right.shape, gap));
    keys.add(join(left2.shape, left.shape, right.shape));
    keys.add(join(left.shape, right.shape, right2.shape));
    keys.add(join(left2.shape, left.shape, right.shape, right2.shape));
    keys.add(join(left2.hash, left.hash));
    keys.add(join(right.hash, right2.hash));
    keys.add(join(left2.hash, left.hash, right.shape));
    keys.add(join(left.shape, right.hash, right2.shape));
    keys.add(join(left.shape, right.hash, right2.hash));
    keys.add(join(right.hash, right2.hash, right3.hash));
    keys.add(so_far_hash);
    keys.add(join(so_far_hash, right.shape));
    keys.add(rest_hash);
    keys.add(join(rest_hash, left.shape));
    keys.add(whole_hash);
    keys.add(join(shapes, gap));
    keys.add(join(x_far != 0, x_rest != 0, x_whole != 0, right.shape));
    keys.add(join(x_far, right.hash));
    keys.add(join(x_rest, right.hash, left.shape));
    keys.add(join(x_whole, right.shape, left.shape));
    keys.add(join(at - begin, last - at, left.shape, right.shape));
    keys.add(join(x_far, x_rest, right.hash));
    keys.add(join(right.before == Gap::none, last == at, right.hash, left.shape));
    keys.add(join(first == at - 1, left.hash, right.shape));
}

void expand_keys(std::span<const CutToken> tokens, std::size_t at, KeyList& keys) {
    const TagWord& word = tokens[at].word;
    const TagWord &left = token_at(tokens, at, -1).word, &right = token_at(tokens, at, 1).word;
    const TagWord &left2 = token_at(tokens, at, -2).word, &right2 = token_at(tokens, at, 2).word;
    const std::uint64_t w = word.look.lower;
    const auto morph = [](const TagWord& of) -> std::uint64_t {
        return of.lexicon ? of.lexicon->morph : 0;
    };
    keys.size = 0;
    keys.add(w);
    keys.add(join(w, left.look.lower));
    keys.add(join(w, right.look.lower));
    keys.add(join(w, left.look.lower, left2.look.lower));
    keys.add(join(w, right.look.lower, right2.look.lower));
    keys.add(join(w, left.look.suffix[2]));
    keys.add(join(w, right.look.suffix[2]));
    keys.add(join(w, left.look.suffix[1]));
    keys.add(join(w, right.look.suffix[1]));
    keys.add(join(w, upos_of(left)));
    keys.add(join(w, upos_of(right)));
    keys.add(join(w, upos_of(left), upos_of(right)));
    keys.add(join(w, morph(left)));
    keys.add(join(w, morph(right)));
    keys.add(join(w, upos_of(left), upos_of(left2)));
    keys.add(join(w, left2.look.lower));
    keys.add(join(w, right2.look.lower));
    keys.add(join(w, word.look.capital, at == 0));
    keys.add(join(w, left.look.shape));
    keys.add(join(w, right.look.shape));
    keys.add(join(w, upos_of(right2), upos_of(right)));
    keys.add(join(w, word.look.shape));
    keys.add(join(w, left.look.lower, right.look.suffix[2]));
    keys.add(join(w, left.look.lower, upos_of(right)));
}

void SentenceSoFar::take(std::string_view token) {
    ++tokens;
    if (token == "\"")
        quotes ^= 1;
    else if (token == "«" || token == "“")
        quotes = 1;
    else if (token == "»" || token == "”")
        quotes = 0;
    else if (token == "(" || token == "[")
        ++brackets;
    else if ((token == ")" || token == "]") && brackets > 0)
        --brackets;
}

bool may_end(std::string_view text, std::span<const CutToken> tokens, std::size_t at) {
    if (at + 1 >= tokens.size()) return false;
    const CutToken &token = tokens[at], &next = tokens[at + 1];
    const std::string_view form = token.span.in(text);
    const bool stop = is_stop(form) || is_closing(form);
    if (next.before == Gap::none) return stop;
    if (stop || next.before == Gap::line) return true;
    return sign_of(code_point_at(text, next.span.begin).value) != Sign::lower;
}

/// "« Quand ? »": what closes stays with what it closes.
bool closes_next(std::string_view text, const CutToken& next) {
    const std::string_view form = next.span.in(text);
    return form == "»" || form == "”" || form == ")" || form == "]";
}

bool begins_anew(std::string_view text, const CutToken& next) {
    const Sign sign = sign_of(code_point_at(text, next.span.begin).value);
    const std::string_view form = next.span.in(text);
    return sign == Sign::upper || sign == Sign::digit || form == "«" || form == "“" || form == "(";
}

void end_keys(std::span<const CutToken> tokens, std::size_t at, const SentenceSoFar& so_far,
              KeyList& keys) {
    const CutToken &token = tokens[at], &next = token_at(tokens, at, 1);
    const TagWord &l0 = token.word, &l1 = token_at(tokens, at, -1).word,
                  &l2 = token_at(tokens, at, -2).word;
    const TagWord &r0 = next.word, &r1 = token_at(tokens, at, 2).word,
                  &r2 = token_at(tokens, at, 3).word;
    const auto gap = static_cast<std::uint64_t>(next.before);
    const std::uint64_t length = so_far.tokens < 4    ? so_far.tokens
                                 : so_far.tokens < 8  ? 4
                                 : so_far.tokens < 20 ? 5
                                                      : 6;
    const std::uint64_t open =
        static_cast<std::uint64_t>(so_far.quotes) * 2 + (so_far.brackets > 0 ? 1 : 0);
    keys.size = 0;
    keys.add(gap);
    keys.add(join(l0.look.lower, gap));
    keys.add(join(l0.look.lower, r0.look.shape, gap));
    keys.add(join(l0.look.shape, r0.look.shape, gap));
    keys.add(join(l1.look.lower, l0.look.lower));
    keys.add(join(l1.look.shape, l0.look.lower, r0.look.shape));
    keys.add(join(l1.look.lower, l0.look.lower, r0.look.shape));
    keys.add(join(l2.look.shape, l1.look.shape, l0.look.lower, r0.look.shape));
    keys.add(join(l0.look.lower, r0.look.lower));
    keys.add(join(l0.look.lower, r0.look.form));
    keys.add(join(r0.look.form, gap));
    keys.add(join(r0.look.form, r1.look.lower));
    keys.add(join(r0.look.shape, r1.look.shape, l0.look.shape));
    keys.add(join(r0.look.shape, r1.look.shape, r2.look.shape, l0.look.shape));
    keys.add(join(r0.look.lower, r0.look.capital, l0.look.shape));
    keys.add(join(upos_of(r0), r0.look.shape, l0.look.shape));
    keys.add(join(upos_of(r0), upos_of(r1), r0.look.capital, l0.look.shape));
    keys.add(join(upos_of(l0), upos_of(r0), r0.look.capital));
    keys.add(join(upos_of(l1), l1.look.capital, l0.look.lower, r0.look.capital));
    keys.add(join(l0.look.lower, length, r0.look.shape));
    keys.add(join(l0.look.lower, open, r0.look.shape));
    keys.add(join(length, l0.look.shape, r0.look.shape, gap));
    keys.add(join(open, length, r0.look.capital));
    keys.add(join(l1.look.suffix[2], l0.look.lower, r0.look.capital));
    keys.add(join(r1.look.lower, r0.look.capital, l0.look.shape));
    keys.add(join(l0.look.form, l0.look.shape, r0.look.capital));
    keys.add(join(r0.look.form, l0.look.shape, open));
    keys.add(join(token.before == Gap::none, l0.look.lower, r0.look.shape, gap));
    keys.add(join(r0.lexicon ? r0.lexicon->noun : 0, r0.look.capital, l0.look.shape));
}

std::vector<CutToken> Tokenizer::tokens(std::string_view text, Span paragraph,
                                        const Lexicon& lexicon) const {
    const std::vector<Piece> pieces = pieces_of(text, paragraph);
    std::vector<CutToken> tokens;
    KeyList keys;
    std::size_t begin = 0;   // first piece of the token
    std::size_t inside = 0;  // up to here the pieces of an enclitic stay together
    for (std::size_t at = 1; at <= pieces.size() && !pieces.empty(); ++at) {
        if (at < inside) continue;
        const std::size_t enclitic =
            at < pieces.size() ? enclitic_at(text, pieces, begin, at, lexicon) : 0;
        bool ends = true;
        if (at < pieces.size() && enclitic == 0 && is_open(pieces, at) &&
            !is_quotation_mark(pieces[at - 1]) && !is_quotation_mark(pieces[at]) &&
            pieces[at].span.end - pieces[begin].span.begin <= longest_piece * 4) {
            if (is_untrained()) {
                ends = ends_by_rule(pieces, at);
            } else {
                split_keys(text, pieces, begin, at, lexicon, keys);
                ends = says_yes(split, keys);
            }
        }
        if (!ends) continue;
        CutToken& token = tokens.emplace_back();
        token.span = {pieces[begin].span.begin, pieces[at - 1].span.end};
        token.before = pieces[begin].before;
        token.word.look = look_at(token.span.in(text));
        token.word.lexicon = lexicon.find(token.word.look.form, token.word.look.lower);
        begin = at;
        inside = at + enclitic;
    }
    return tokens;
}

void Tokenizer::find_ends(std::span<CutToken> tokens, std::string_view text) const {
    SentenceSoFar so_far;
    KeyList keys;
    bool moved = false;  // an end that was found waits for what closes
    for (std::size_t at = 0; at < tokens.size(); ++at) {
        so_far.take(tokens[at].span.in(text));
        bool ends = at + 1 == tokens.size() || so_far.tokens >= longest_sentence;
        if (!ends && may_end(text, tokens, at)) {
            if (is_untrained()) {
                ends = sentence_ends_by_rule(text, tokens, at);
            } else {
                end_keys(tokens, at, so_far, keys);
                ends = says_yes(end, keys) || (moved && begins_anew(text, tokens[at + 1]));
            }
            moved = ends && closes_next(text, tokens[at + 1]);
            ends = ends && !moved;
        }
        tokens[at].ends_sentence = ends;
        if (ends) so_far = {};
    }
}

const Expansion* Tokenizer::expansion(std::span<const CutToken> tokens, std::size_t at) const {
    const std::uint32_t key = tokens[at].word.look.lower;
    const auto found = std::ranges::lower_bound(entries, key, {}, &Entry::key);
    if (found == entries.end() || found->key != key) return nullptr;
    if (!found->always) {
        KeyList keys;
        expand_keys(tokens, at, keys);
        if (!says_yes(expand, keys)) return nullptr;
    }
    return &expansions[found->expansion];
}

std::vector<std::string> words_of(std::string_view token, const Expansion& expansion) {
    std::vector<std::string> words;
    if (expansion.words.empty()) {
        std::size_t at = 0;
        for (std::size_t i = 0; i < expansion.sizes.size(); ++i) {
            const std::size_t begin = at;
            for (std::uint32_t left = expansion.sizes[i]; left > 0 && at < token.size(); --left)
                at += code_point_at(token, at).size;
            if (i + 1 == expansion.sizes.size()) at = token.size();
            if (at > begin) words.emplace_back(token.substr(begin, at - begin));
        }
        return words;
    }
    const bool all_upper = token.size() > 1 && starts_upper(token) && starts_upper(token.substr(1));
    for (const std::string& word : expansion.words) {
        std::string cased = word;
        const std::size_t upper = all_upper                              ? word.size()
                                  : words.empty() && starts_upper(token) ? 1
                                                                         : 0;
        for (std::size_t i = 0; i < upper && i < cased.size(); ++i) {
            if (cased[i] >= 'a' && cased[i] <= 'z') cased[i] = static_cast<char>(cased[i] - 32);
        }
        if (upper > 0 && cased.starts_with("à")) cased.replace(0, 2, "À");
        words.push_back(cased);
    }
    return words;
}

namespace {

/// "Galois'" and "don’t": the ending that is a word of its own, in characters from the end.
std::vector<std::string> split_ending(std::string_view form,
                                      const std::vector<std::string>& endings) {
    const std::string lower = straight(lower_case(form));
    for (const std::string& ending : endings) {
        if (lower.size() <= ending.size() || !lower.ends_with(ending)) continue;
        std::size_t characters = code_points_before(ending, ending.size()), at = form.size();
        for (; characters > 0; --characters) at = character_start(form, at - 1);
        const Sign before = sign_of(code_point_at(lower, 0).value);
        if (at == 0 || before == Sign::other) return {};
        return {std::string(form.substr(0, at)), std::string(form.substr(at))};
    }
    return {};
}

}  // namespace

void Tokenizer::cut(std::string_view text, Span paragraph, const Lexicon& lexicon, ParsedText& out,
                    std::vector<TagWord>& words) const {
    std::vector<CutToken> tokens = this->tokens(text, paragraph, lexicon);
    find_ends(tokens, text);
    bool fresh = true;
    for (std::size_t at = 0; at < tokens.size(); ++at) {
        const CutToken& token = tokens[at];
        if (fresh) {
            Sentence& sentence = out.sentences.emplace_back();
            sentence.starts_paragraph = at == 0;
            sentence.span.begin = token.span.begin;
        }
        Sentence& sentence = out.sentences.back();
        sentence.span.end = token.span.end;
        fresh = token.ends_sentence;
        const std::string_view form = token.span.in(text);
        const auto number = static_cast<std::uint32_t>(sentence.tokens.size());
        const auto first = static_cast<std::uint32_t>(sentence.words.size());
        const auto add = [&](std::string word_form, const TagWord& word) {
            Word& word_out = sentence.words.emplace_back();
            word_out.form = std::move(word_form);
            word_out.token = number;
            words.push_back(word);
        };
        const Expansion* found = expansion(tokens, at);
        std::vector<std::string> parts;
        if (found)
            parts = words_of(form, *found);
        else if (!endings.empty())
            parts = split_ending(form, endings);
        if (parts.size() < 2) {
            add(std::string(form), token.word);
        } else {
            for (std::string& part : parts) {
                TagWord word;
                word.look = look_at(part);
                word.lexicon = lexicon.find(word.look.form, word.look.lower);
                add(std::move(part), word);
            }
        }
        sentence.tokens.push_back(
            {token.span, first, static_cast<std::uint32_t>(sentence.words.size()) - first});
    }
}

void Tokenizer::write(ByteWriter& out) const {
    split.write(out, Weights::Values::bytes);
    expand.write(out, Weights::Values::bytes);
    end.write(out, Weights::Values::bytes);
    out.number(expansions.size());
    for (const Expansion& expansion : expansions) {
        out.number(expansion.words.size());
        for (const std::string& word : expansion.words) out.string(word);
        out.number(expansion.sizes.size());
        for (const std::uint32_t size : expansion.sizes) out.number(size);
    }
    out.number(entries.size());
    for (const Entry& entry : entries) {
        out.number(entry.key);
        out.number(entry.expansion);
        out.number(entry.always ? 1 : 0);
    }
    out.number(endings.size());
    for (const std::string& ending : endings) out.string(ending);
}

Tokenizer Tokenizer::read(ByteReader& bytes) {
    Tokenizer tokenizer;
    tokenizer.split = Weights::read(bytes, 1);
    tokenizer.expand = Weights::read(bytes, 1);
    tokenizer.end = Weights::read(bytes, 1);
    tokenizer.expansions.resize(bytes.count());
    for (Expansion& expansion : tokenizer.expansions) {
        expansion.words.resize(bytes.count());
        for (std::string& word : expansion.words) word = Text::repair(bytes.string()).str();
        expansion.sizes.resize(bytes.count());
        for (std::uint32_t& size : expansion.sizes)
            size = static_cast<std::uint32_t>(bytes.number_up_to(1000));
    }
    tokenizer.entries.resize(bytes.count());
    for (Entry& entry : tokenizer.entries) {
        entry.key = static_cast<std::uint32_t>(bytes.number_up_to(0xffffffff));
        entry.expansion = static_cast<std::uint32_t>(bytes.number_up_to(0xffffffff));
        entry.always = bytes.number_up_to(1) == 1;
        if (entry.expansion >= tokenizer.expansions.size()) bytes.fail();
    }
    tokenizer.endings.resize(bytes.count());
    for (std::string& ending : tokenizer.endings) ending = Text::repair(bytes.string()).str();
    if (bytes.failed()) return {};
    return tokenizer;
}

}  // namespace chappe
