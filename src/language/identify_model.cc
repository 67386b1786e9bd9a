#include "language/identify_model.h"

#include <algorithm>
#include <cassert>
#include <cstring>

#include "base/embedded.h"

namespace chappe {

std::span<const EmbeddedFile> identify_files();  // made by chappe_embed

namespace {

constexpr std::size_t head_size = 16;
constexpr std::size_t table_head_size = 32;

constexpr std::size_t aligned(std::size_t size) {
    return (size + 15) / 16 * 16;
}

std::uint32_t number_at(std::string_view bytes, std::size_t at) {
    std::uint32_t number = 0;
    std::memcpy(&number, bytes.data() + at, sizeof number);
    return number;
}

}  // namespace

std::string_view LanguageTable::language(std::size_t index) const {
    const char* code = languages[index];
    return {code, static_cast<std::size_t>(std::find(code, code + 8, '\0') - code)};
}

const std::int8_t* LanguageTable::find(std::uint64_t hash) const {
    const std::size_t mask = slots.size() - 1;
    const auto fingerprint = static_cast<std::uint16_t>(hash >> 48);
    for (std::size_t at = hash & mask; slots[at].row != 0; at = (at + 1) & mask) {
        if (slots[at].fingerprint == fingerprint) {
            return weights.data() + std::size_t{slots[at].row - 1U} * stride;
        }
    }
    return nullptr;
}

LanguageTable table_of(std::string_view model, std::uint32_t script) {
    assert(model.size() >= head_size && model.starts_with("CHAPPEID"));
    std::size_t at = head_size;
    for (std::uint32_t left = number_at(model, 12); left > 0; --left) {
        LanguageTable table;
        const std::size_t languages = number_at(model, at + 4);
        const std::size_t slots = number_at(model, at + 16);
        const std::size_t rows = number_at(model, at + 20);
        table.script = number_at(model, at);
        table.stride = number_at(model, at + 8);
        table.longest = number_at(model, at + 12);
        std::memcpy(&table.scale, model.data() + at + 24, sizeof table.scale);
        at += table_head_size;
        table.languages = {reinterpret_cast<const char(*)[8]>(model.data() + at), languages};
        at += aligned(languages * 8);
        table.bias = {reinterpret_cast<const std::int8_t*>(model.data() + at), table.stride};
        at += table.stride;
        table.slots = {reinterpret_cast<const FeatureSlot*>(model.data() + at), slots};
        at += slots * sizeof(FeatureSlot);
        table.weights = {reinterpret_cast<const std::int8_t*>(model.data() + at),
                         rows * table.stride};
        at += rows * table.stride;
        assert(at <= model.size());
        if (table.script == script) return table;
    }
    return {};
}

std::string_view built_in_model() {
    return identify_files().front().bytes;
}

}  // namespace chappe
