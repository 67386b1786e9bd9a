#pragma once
// The trained statement taggers as one file (models/statements/statements.model).
//
//     "CHAPPEST"  version (1 byte)  32 bytes BLAKE2b-256 of the rest  zstd frame of the parts

#include <string>
#include <string_view>

#include "base/result.h"
#include "understand/chain.h"
#include "understand/features.h"

namespace chappe {

/// One tagger for cues, one for the roles around a cue.
struct StatementTaggers {
    Chain cues;
    Chain roles;
    float cue_bias = 0;  // added to "outside"; chosen on held-out texts
    float role_bias = 0;
};

struct StatementModel {
    std::string language;  // that the words are of: "en"
    StatementTaggers taggers;

    /// The model inside this program, unpacked on first use and kept; null when there is none.
    static const StatementModel* built_in();

    std::string to_bytes() const;
    /// `broken` with one line that says what is wrong: another kind, another version, damaged.
    [[nodiscard]] static Result<StatementModel> from_bytes(std::string_view bytes);
    std::string to_parts() const;
    /// The parts alone, without the frame. Any bytes: a model or an error.
    [[nodiscard]] static Result<StatementModel> from_parts(std::string_view parts);
};

}  // namespace chappe
