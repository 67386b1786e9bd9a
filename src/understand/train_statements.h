#pragma once
// The trainer of models/statements: texts with attributions that people marked (PolNeAR's form, as
// JSON lines) to a StatementModel.

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/span.h"
#include "understand/statement_model.h"

namespace chappe {

struct GoldAttribution {
    std::vector<Span> source, cue, content;  // bytes
};

struct GoldText {
    std::string text;
    std::string language;
    std::vector<GoldAttribution> attributions;
    std::vector<Span> discard;  // stretches that nobody marked: bylines, captions
};

/// Lines of {"text", "lang", "attributions": [{"source", "cue", "content"}], "discard"}; spans are
/// lists of [start, end) in code points. `refused` with the line's number when it is not that.
[[nodiscard]] Result<std::vector<GoldText>> read_gold_texts(std::string_view lines);

struct StatementSettings {
    std::string language = "en";
    std::uint64_t seed = 1;
    int cue_rounds = 6;
    int role_rounds = 6;
    float rate = 0.1F;      // of the gradient steps
    float cue_bias = 0.2F;  // for "outside"; both chosen on PolNeAR dev
    float role_bias = -1;
    std::uint8_t least_seen = 4;  // features that are rarer say nothing
    std::size_t cue_features = 200'000;
    std::size_t role_features = 500'000;
};

/// Deterministic: the same texts, settings and language models give the same bytes. `step` hears
/// what is being done.
StatementModel train_statements(const std::vector<GoldText>&, const StatementSettings&,
                                const std::function<void(const std::string&)>& step);

}  // namespace chappe
