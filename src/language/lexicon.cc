#include "language/lexicon.h"

#include <algorithm>
#include <bit>
#include <map>

#include "language/feature_key.h"
#include "language/letters.h"

namespace chappe {
namespace {

/// "VERB|Frame=t|Mood=Ind" -> "VERB", then each feature.
template <typename Take>
void for_each_part(std::string_view tag, Take take) {
    while (!tag.empty()) {
        const std::size_t bar = tag.find('|');
        take(tag.substr(0, bar));
        tag.remove_prefix(bar == std::string_view::npos ? tag.size() : bar + 1);
    }
}

bool is_ours(std::string_view part) {
    return part.starts_with("Sense=") || part.starts_with("Frame=") || part.starts_with("Name=");
}

/// How many of the tag's features the word has, less those in which they differ.
int agreement(std::string_view tag, std::string_view feats) {
    int points = 0;
    bool first = true;
    for_each_part(tag, [&](std::string_view part) {
        if (std::exchange(first, false) || is_ours(part)) return;
        const std::string_view name = part.substr(0, part.find('=') + 1);
        for_each_part(feats, [&](std::string_view feat) {
            if (feat == part)
                points += 2;
            else if (feat.starts_with(name))
                points -= 3;
        });
    });
    return points;
}

}  // namespace

void Lexicon::describe(LexiconClass& entry) const {
    std::vector<std::uint32_t> upos, morph;
    for (const LexiconClass::Reading& reading : entry.readings) {
        const std::string_view tag = tags_[reading.tag];
        const std::string_view part_of_speech = tag.substr(0, tag.find('|'));
        std::uint64_t whole = 0;
        for_each_part(tag, [&](std::string_view part) {
            if (!is_ours(part)) {
                whole = join(whole, hash_of(part));
            } else if (part_of_speech == "VERB") {
                entry.verb = hash_of(part);
            } else if (entry.noun == 0) {
                entry.noun = hash_of(part);
            }
        });
        upos.push_back(hash_of(part_of_speech));
        morph.push_back(static_cast<std::uint32_t>(whole));
    }
    const auto set_hash = [](std::vector<std::uint32_t>& set) {
        std::ranges::sort(set);
        const auto rest = std::ranges::unique(set);
        set.erase(rest.begin(), rest.end());
        std::uint64_t hash = set.size();
        for (const std::uint32_t member : set) hash = join(hash, member);
        return static_cast<std::uint32_t>(mix(hash)) | 1U;
    };
    entry.upos = set_hash(upos);
    entry.morph = set_hash(morph);
}

void Lexicon::index(std::size_t forms) {
    // As in Weights: a key's top bits tell its place.
    slots_.assign(std::bit_ceil(forms * 4 / 3 + 2), {});
    shift_ = 32 - std::countr_zero(slots_.size());
}

void Lexicon::insert(std::uint32_t key, std::uint32_t class_number) {
    std::size_t at = key >> shift_;
    while (slots_[at].key != 0 && slots_[at].key != key) at = (at + 1) & (slots_.size() - 1);
    slots_[at] = {key, class_number};
}

const LexiconClass* Lexicon::find(std::uint32_t key) const {
    const std::size_t mask = slots_.size() - 1;
    for (std::size_t at = key >> shift_; slots_[at].key != 0; at = (at + 1) & mask) {
        if (slots_[at].key == key) return &classes_[slots_[at].class_number];
    }
    return nullptr;
}

const LexiconClass* Lexicon::find(std::uint32_t form, std::uint32_t lower) const {
    if (slots_.empty()) return nullptr;
    const LexiconClass* entry = find(form);
    return entry || form == lower ? entry : find(lower);
}

const LemmaRule* Lexicon::lemma_rule(const LexiconClass& entry, std::string_view upos,
                                     std::string_view feats) const {
    if (upos == "AUX") upos = "VERB";
    const LexiconClass::Reading* best = nullptr;
    int most = 0;
    for (const LexiconClass::Reading& reading : entry.readings) {
        const std::string_view tag = tags_[reading.tag];
        if (tag.substr(0, tag.find('|')) != upos) continue;
        const int points = agreement(tag, feats);
        if (!best || points > most) {
            best = &reading;
            most = points;
        }
    }
    return best ? &rules_[best->rule] : nullptr;
}

Result<Lexicon> Lexicon::from_lines(std::string_view lines) {
    Lexicon lexicon;
    std::map<std::string, std::uint32_t, std::less<>> tags;
    std::map<LemmaRule, std::uint32_t> rules;
    std::map<std::string, std::vector<std::pair<std::uint32_t, std::uint32_t>>, std::less<>> forms;
    for (std::size_t number = 1; !lines.empty(); ++number) {
        const std::size_t end = lines.find('\n');
        const std::string_view line = lines.substr(0, end);
        lines.remove_prefix(end == std::string_view::npos ? lines.size() : end + 1);
        const std::size_t first = line.find('\t'), second = line.find('\t', first + 1);
        if (second == std::string_view::npos ||
            line.find('\t', second + 1) != std::string_view::npos)
            return fail(Failure::refused, "lexicon line " + std::to_string(number) +
                                              ": form, lemma and tag are asked for, tabs between");
        const std::string_view form = line.substr(0, first);
        const std::string_view lemma = line.substr(first + 1, second - first - 1);
        const auto tag = tags.try_emplace(std::string(line.substr(second + 1)), tags.size()).first;
        const auto rule = rules.try_emplace(LemmaRule::between(form, lemma), rules.size()).first;
        forms[std::string(form)].emplace_back(tag->second, rule->second);
    }
    lexicon.tags_.resize(tags.size());
    for (const auto& [tag, number] : tags) lexicon.tags_[number] = tag;
    lexicon.rules_.resize(rules.size());
    for (const auto& [rule, number] : rules) lexicon.rules_[number] = rule;
    std::map<std::vector<std::pair<std::uint32_t, std::uint32_t>>, std::uint32_t> classes;
    lexicon.index(forms.size());
    for (auto& [form, readings] : forms) {
        std::ranges::sort(readings);
        const auto [place, fresh] = classes.try_emplace(readings, classes.size());
        if (fresh) {
            LexiconClass& entry = lexicon.classes_.emplace_back();
            for (const auto& [tag, rule] : readings) entry.readings.push_back({tag, rule});
            lexicon.describe(entry);
        }
        const std::uint32_t key = hash_of(form);
        lexicon.insert(key == 0 ? 1 : key, place->second);
    }
    return lexicon;
}

void Lexicon::write(ByteWriter& out) const {
    out.number(tags_.size());
    for (const std::string& tag : tags_) out.string(tag);
    chappe::write(out, rules_);
    out.number(classes_.size());
    for (const LexiconClass& entry : classes_) {
        out.number(entry.readings.size());
        for (const LexiconClass::Reading& reading : entry.readings) {
            out.number(reading.tag);
            out.number(reading.rule);
        }
    }
    std::vector<Slot> sorted;
    for (const Slot& slot : slots_) {
        if (slot.key != 0) sorted.push_back(slot);
    }
    std::ranges::sort(sorted, {}, &Slot::key);
    ByteWriter keys, low_bytes, numbers;
    std::uint32_t previous = 0;
    for (const Slot& slot : sorted) {
        keys.number((slot.key - previous) >> 8);
        low_bytes.byte(slot.key - previous);
        previous = slot.key;
        numbers.number(slot.class_number);
    }
    out.number(sorted.size());
    out.string(keys.take());
    out.string(low_bytes.take());
    out.string(numbers.take());
}

Lexicon Lexicon::read(ByteReader& bytes) {
    Lexicon lexicon;
    lexicon.tags_.resize(bytes.count());
    for (std::string& tag : lexicon.tags_) tag = bytes.string();
    lexicon.rules_ = read_lemma_rules(bytes);
    lexicon.classes_.resize(bytes.count());
    for (LexiconClass& entry : lexicon.classes_) {
        entry.readings.resize(bytes.count());
        for (LexiconClass::Reading& reading : entry.readings) {
            reading.tag = static_cast<std::uint32_t>(bytes.number_up_to(0xffffffff));
            reading.rule = static_cast<std::uint32_t>(bytes.number_up_to(0xffffffff));
            if (reading.tag >= lexicon.tags_.size() || reading.rule >= lexicon.rules_.size())
                bytes.fail();
        }
        if (bytes.failed()) return {};
        lexicon.describe(entry);
    }
    const std::size_t forms = bytes.count();
    ByteReader keys(bytes.string()), low_bytes(bytes.string()), numbers(bytes.string());
    lexicon.index(forms);
    std::uint64_t key = 0;
    for (std::size_t i = 0; i < forms; ++i) {
        key += keys.number_up_to(0xffffff) << 8 | low_bytes.byte();
        const std::uint64_t number = numbers.number();
        if (key == 0 || key > 0xffffffffU || number >= lexicon.classes_.size() || keys.failed() ||
            low_bytes.failed() || numbers.failed()) {
            bytes.fail();
            return {};
        }
        lexicon.insert(static_cast<std::uint32_t>(key), static_cast<std::uint32_t>(number));
    }
    return lexicon;
}

}  // namespace chappe
