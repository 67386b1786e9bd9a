#include <boost/json.hpp>
#include <string>

#include "base/text.h"
#include "understand/lexicon_rows.h"
#include "understand/train_statements.h"

namespace chappe {
namespace {

namespace json = boost::json;

/// Where each code point begins; the last is the text's size.
std::vector<std::uint32_t> byte_places(std::string_view text) {
    std::vector<std::uint32_t> places;
    for (std::size_t at = 0; at < text.size(); at += code_point_at(text, at).size)
        places.push_back(static_cast<std::uint32_t>(at));
    places.push_back(static_cast<std::uint32_t>(text.size()));
    return places;
}

/// False when it is no list of [start, end) in the text.
bool take_spans(const json::object& object, std::string_view name,
                const std::vector<std::uint32_t>& places, std::vector<Span>& out) {
    const json::value* value = object.if_contains(name);
    if (!value || value->is_null()) return true;
    if (!value->is_array()) return false;
    for (const json::value& one : value->get_array()) {
        const json::array* pair = one.if_array();
        if (!pair || pair->size() != 2 || !(*pair)[0].is_int64() || !(*pair)[1].is_int64())
            return false;
        const std::int64_t begin = (*pair)[0].get_int64(), end = (*pair)[1].get_int64();
        if (begin < 0 || end < begin || end >= static_cast<std::int64_t>(places.size()))
            return false;
        out.push_back(
            {places[static_cast<std::size_t>(begin)], places[static_cast<std::size_t>(end)]});
    }
    return true;
}

bool take_text(const json::object& object, GoldText& gold) {
    const json::value* text = object.if_contains("text");
    if (!text || !text->is_string()) return false;
    gold.text = text->get_string();
    for (const std::string_view name : {"language", "lang"}) {
        const json::value* language = object.if_contains(name);
        if (language && language->is_string()) gold.language = language->get_string();
    }
    const std::vector<std::uint32_t> places = byte_places(gold.text);
    if (!take_spans(object, "discard", places, gold.discard)) return false;
    const json::value* attributions = object.if_contains("attributions");
    if (!attributions || !attributions->is_array()) return false;
    for (const json::value& value : attributions->get_array()) {
        const json::object* one = value.if_object();
        if (!one) return false;
        GoldAttribution& attribution = gold.attributions.emplace_back();
        if (!take_spans(*one, "source", places, attribution.source) ||
            !take_spans(*one, "cue", places, attribution.cue) ||
            !take_spans(*one, "content", places, attribution.content))
            return false;
    }
    return true;
}

}  // namespace

Result<std::vector<GoldText>> read_gold_texts(std::string_view lines) {
    std::vector<GoldText> texts;
    std::size_t number = 0;
    for (const std::string_view line : parts_of(lines, '\n')) {
        ++number;
        if (trim(line).empty()) continue;
        boost::system::error_code error;
        const json::value value = json::parse(line, error);
        GoldText text;
        if (error || !value.is_object() || !take_text(value.get_object(), text))
            return fail(Failure::refused,
                        "line " + std::to_string(number) + ": not a text with attributions");
        texts.push_back(std::move(text));
    }
    return texts;
}

}  // namespace chappe
