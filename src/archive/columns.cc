#include "archive/columns.h"

#include <algorithm>
#include <array>
#include <boost/json.hpp>

#include "base/json_writer.h"
#include "base/text.h"

namespace chappe {
namespace {

namespace json = boost::json;

constexpr std::size_t longest_summary = 400;  // code points; WireEntry::summary

constexpr std::array<std::string_view, 3> precisions = {"second", "minute", "day"};

template <typename Strings>
std::string json_of_strings(const Strings& strings) {
    JsonWriter writer;
    writer.begin_array();
    for (const std::string_view string : strings) writer.string(string);
    return writer.end_array().take();
}

/// An empty array when the text is not one.
json::array array_in(std::string_view text) {
    boost::system::error_code error;
    json::value value = json::parse(text, error);
    if (error || !value.is_array()) return {};
    return std::move(value.get_array());
}

std::optional<Block> block_in(const json::value& value, std::string_view body) {
    const json::array* parts = value.if_array();
    if (!parts || parts->size() != 3 || !(*parts)[0].is_string()) return std::nullopt;
    boost::system::error_code bad_begin, bad_end;
    const Span span{(*parts)[1].to_number<std::uint32_t>(bad_begin),
                    (*parts)[2].to_number<std::uint32_t>(bad_end)};
    if (bad_begin || bad_end || !fits(span, body)) return std::nullopt;
    const auto kind = block_kind_named(std::string_view((*parts)[0].get_string()));
    return Block{kind.value_or(Block::Kind::paragraph), span};
}

}  // namespace

std::string json_of(const std::vector<Text>& texts) {
    return json_of_strings(texts);
}

std::string json_of(const std::vector<std::string>& strings) {
    std::vector<Text> texts;  // notes may quote what a page held
    texts.reserve(strings.size());
    for (const std::string& string : strings) texts.push_back(Text::repair(string));
    return json_of_strings(texts);
}

std::string json_of(const std::vector<Block>& blocks) {
    JsonWriter writer;
    writer.begin_array();
    for (const Block& block : blocks)
        writer.begin_array()
            .string(name_of(block.kind))
            .number(block.span.begin)
            .number(block.span.end)
            .end_array();
    return writer.end_array().take();
}

std::vector<Text> texts_in(std::string_view text) {
    std::vector<Text> texts;
    for (const json::value& value : array_in(text))
        if (value.is_string()) texts.push_back(Text::repair(std::string_view(value.get_string())));
    return texts;
}

std::vector<Block> blocks_in(std::string_view text, std::string_view body) {
    std::vector<Block> blocks;
    for (const json::value& value : array_in(text)) {
        const auto block = block_in(value, body);
        const std::size_t behind = blocks.empty() ? 0 : blocks.back().span.end;
        if (block && block->span.begin >= behind) blocks.push_back(*block);
    }
    return blocks;
}

bool fits(Span span, std::string_view text) {
    return span.begin <= span.end && span.end <= text.size() &&
           starts_character(text, span.begin) && starts_character(text, span.end);
}

DateColumns columns_of(const std::optional<Date>& date) {
    if (!date) return {};
    DateColumns columns;
    columns.begin = seconds_of(date->when.begin);
    columns.end = seconds_of(date->when.end);
    if (date->offset) columns.minutes = date->offset->count();
    columns.precision = precisions[static_cast<std::size_t>(date->precision)];
    return columns;
}

std::optional<Date> date_in(const Query& row, int column) {
    if (row.is_null(column)) return std::nullopt;
    Date date;
    date.when = {instant_at(row.integer(column)), instant_at(row.integer(column + 1))};
    if (!row.is_null(column + 2)) date.offset = std::chrono::minutes{row.integer(column + 2)};
    const auto found = std::find(precisions.begin(), precisions.end(), row.text(column + 3));
    if (found != precisions.end())
        date.precision = static_cast<Precision>(found - precisions.begin());
    return date;
}

std::string summary_of(const Dispatch& dispatch) {
    // 8 KB hold 400 code points however much space stands between them on a page of news.
    constexpr std::size_t enough = 8192;
    std::string_view text = dispatch.body;
    if (dispatch.lead && fits(*dispatch.lead, text)) text = dispatch.lead->in(text);
    text = text.substr(0, character_start(text, std::min(text.size(), enough)));
    return shorten(fold_space(text), longest_summary - 1);  // and "…"
}

int count_in(const Query& row, int column) {
    return static_cast<int>(std::clamp<std::int64_t>(row.integer(column), 0, 1'000'000));
}

std::optional<Instant> instant_in(const Query& row, int column) {
    const auto seconds = row.optional_integer(column);
    if (!seconds) return std::nullopt;
    return instant_at(*seconds);
}

std::optional<Digest> digest_in(const Query& row, int column) {
    const std::string_view bytes = row.text(column);
    Digest digest{};
    if (bytes.size() != digest.size()) return std::nullopt;
    std::copy(bytes.begin(), bytes.end(), digest.begin());
    return digest;
}

}  // namespace chappe
