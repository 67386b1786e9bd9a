#pragma once
// The tags of a language: a UPOS with its features. A tag is scored by its parts, so that rare
// combinations share what is known of each: the UPOS, each feature, and the whole.
//
//     VERB|Mood=Ind|Number=Plur   = score[VERB] + score[Mood=Ind] + score[Number=Plur] +
//     score[whole]

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "language/bytes.h"
#include "language/weights.h"

namespace chappe {

class TagSet {
 public:
    struct Tag {
        std::string feats;  // "" for none
        std::uint8_t upos = 0;
        std::vector<std::uint16_t> parts;  // outputs of the scorer, the whole's last
    };

    /// The number of a tag, which is added when it is new. Call finish() after the last.
    std::uint16_t add(std::string_view upos, std::string_view feats);
    void finish();

    std::size_t size() const { return tags_.size(); }
    std::size_t upos_count() const { return upos_.size(); }
    const Tag& tag(std::size_t number) const { return tags_[number]; }
    const std::string& upos(std::size_t number) const { return upos_[number]; }
    /// Numbers of the tags with this UPOS.
    std::span<const std::uint16_t> with_upos(std::size_t upos) const { return by_upos_[upos]; }
    std::size_t outputs() const { return outputs_; }
    /// Where the parts of those tags lie.
    Weights::Stripes stripes(std::size_t upos) const { return stripes_[upos]; }

    void write(ByteWriter&) const;
    static TagSet read(ByteReader&);

 private:
    std::vector<std::string> upos_;
    std::vector<Tag> tags_;
    std::vector<std::vector<std::uint16_t>> by_upos_;
    std::vector<Weights::Stripes> stripes_;
    std::size_t outputs_ = 0;
};

}  // namespace chappe
