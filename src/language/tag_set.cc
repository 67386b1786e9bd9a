#include "language/tag_set.h"

#include <algorithm>
#include <map>

namespace chappe {

std::uint16_t TagSet::add(std::string_view upos, std::string_view feats) {
    if (feats == "_") feats = {};
    const auto place = std::ranges::find(upos_, upos);
    const auto number = static_cast<std::uint8_t>(place - upos_.begin());
    if (place == upos_.end()) upos_.emplace_back(upos);
    for (std::size_t i = 0; i < tags_.size(); ++i) {
        if (tags_[i].upos == number && tags_[i].feats == feats)
            return static_cast<std::uint16_t>(i);
    }
    tags_.push_back({std::string(feats), number, {}});
    return static_cast<std::uint16_t>(tags_.size() - 1);
}

void TagSet::finish() {
    by_upos_.assign(upos_.size(), {});
    stripes_.assign(upos_.size(), 0);
    std::map<std::string, std::uint16_t, std::less<>> parts;
    outputs_ = upos_.size();
    for (std::size_t i = 0; i < tags_.size(); ++i) {
        Tag& tag = tags_[i];
        tag.parts = {tag.upos};
        by_upos_[tag.upos].push_back(static_cast<std::uint16_t>(i));
        for (std::string_view rest = tag.feats; !rest.empty();) {
            const std::size_t bar = rest.find('|');
            const auto [part, fresh] =
                parts.try_emplace(std::string(rest.substr(0, bar)), outputs_);
            if (fresh) ++outputs_;
            tag.parts.push_back(part->second);
            rest.remove_prefix(bar == std::string_view::npos ? rest.size() : bar + 1);
        }
        tag.parts.push_back(static_cast<std::uint16_t>(outputs_++));
        for (const std::uint16_t part : tag.parts) stripes_[tag.upos] |= Weights::stripe_of(part);
    }
}

void TagSet::write(ByteWriter& out) const {
    out.number(upos_.size());
    for (const std::string& upos : upos_) out.string(upos);
    out.number(tags_.size());
    for (const Tag& tag : tags_) {
        out.number(tag.upos);
        out.string(tag.feats);
    }
}

TagSet TagSet::read(ByteReader& bytes) {
    TagSet set;
    set.upos_.resize(bytes.number_up_to(64));
    for (std::string& upos : set.upos_) upos = bytes.string();
    set.tags_.resize(bytes.number_up_to(4096));
    for (Tag& tag : set.tags_) {
        tag.upos = static_cast<std::uint8_t>(bytes.number_up_to(64));
        tag.feats = bytes.string();
        if (tag.upos >= set.upos_.size()) {
            bytes.fail();
            return {};
        }
    }
    if (set.tags_.empty()) bytes.fail();
    set.finish();
    if (set.outputs_ >= 0x8000) bytes.fail();
    return set;
}

}  // namespace chappe
