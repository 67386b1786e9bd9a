#include "language/lemma_rule.h"

#include "base/text.h"
#include "language/letters.h"

namespace chappe {

LemmaRule LemmaRule::between(std::string_view form, std::string_view lemma) {
    const std::string lower = lower_case(form);
    LemmaRule rule;
    rule.keeps_case = form != lower && lower_case(lemma) != lemma;
    const std::string_view from = rule.keeps_case ? form : std::string_view(lower);
    std::size_t same = 0;
    while (same < from.size() && same < lemma.size() && from[same] == lemma[same]) ++same;
    while (same > 0 && !(starts_character(from, same) && starts_character(lemma, same))) --same;
    rule.cut = from.substr(same);
    rule.add = lemma.substr(same);
    return rule;
}

std::string LemmaRule::apply(std::string_view form, std::string_view lower) const {
    std::string lemma(keeps_case ? form : lower);
    if (!lemma.ends_with(cut)) return lemma;
    lemma.resize(lemma.size() - cut.size());
    lemma += add;
    return lemma.empty() ? std::string(form) : lemma;
}

void write(ByteWriter& out, const std::vector<LemmaRule>& rules) {
    out.number(rules.size());
    for (const LemmaRule& rule : rules) {
        out.string(rule.cut);
        out.string(rule.add);
        out.number(rule.keeps_case ? 1 : 0);
    }
}

std::vector<LemmaRule> read_lemma_rules(ByteReader& bytes) {
    std::vector<LemmaRule> rules(bytes.count());
    for (LemmaRule& rule : rules) {
        rule.cut = bytes.string();
        rule.add = bytes.string();
        rule.keeps_case = bytes.number_up_to(1) == 1;
        if (Text::repair(rule.cut).view() != rule.cut || Text::repair(rule.add).view() != rule.add)
            bytes.fail();
    }
    return rules;
}

}  // namespace chappe
