#pragma once
// Lemma rules: how a form becomes its lemma. "chantaient" -aient +er; "Chevaux" in lower case -ux
// +l.

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "language/bytes.h"

namespace chappe {

struct LemmaRule {
    std::string cut;  // the form's end, which the rule asks for
    std::string add;
    bool keeps_case = false;  // else the form is taken in lower case

    /// The shortest rule that gives this lemma.
    static LemmaRule between(std::string_view form, std::string_view lemma);
    bool fits(std::string_view form, std::string_view lower) const {
        return (keeps_case ? form : lower).ends_with(cut);
    }
    /// The form itself (in lower case unless it keeps case) when the rule does not fit.
    std::string apply(std::string_view form, std::string_view lower) const;

    friend auto operator<=>(const LemmaRule&, const LemmaRule&) = default;
};

void write(ByteWriter&, const std::vector<LemmaRule>&);
std::vector<LemmaRule> read_lemma_rules(ByteReader&);

}  // namespace chappe
