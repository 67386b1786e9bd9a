#pragma once
// How dispatches lie in columns: lists and blocks as JSON, dates in four columns, the summary that
// lists show. Written before a submission reaches the writer; read back with every doubt, since a
// damaged file may hold anything.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "archive/sqlite/statement.h"
#include "base/digest.h"
#include "base/text.h"
#include "base/time.h"
#include "news/dispatch.h"

namespace chappe {

std::string json_of(const std::vector<Text>&);
std::string json_of(const std::vector<std::string>&);
std::string json_of(const std::vector<Block>&);  // [["paragraph",0,120],...]

/// Empty when the JSON is not a list of strings.
std::vector<Text> texts_in(std::string_view json);
/// Blocks of unknown kind are paragraphs; those that do not fit the body are left out.
std::vector<Block> blocks_in(std::string_view json, std::string_view body);

/// Whether the span is one of this text: in it, in order, on character boundaries.
bool fits(Span span, std::string_view text);

struct DateColumns {
    std::optional<std::int64_t> begin, end, minutes;
    std::optional<std::string_view> precision;
};
DateColumns columns_of(const std::optional<Date>&);
/// From four columns, the first of them `column`.
std::optional<Date> date_in(const Query&, int column);

constexpr std::int64_t seconds_of(Instant instant) {
    return instant.time_since_epoch().count();
}
constexpr Instant instant_at(std::int64_t seconds) {
    return Instant{std::chrono::seconds{seconds}};
}

/// Of failures and their like: at most a million.
int count_in(const Query&, int column);
/// Nothing for NULL.
std::optional<Instant> instant_in(const Query&, int column);
/// Nothing when it is none.
std::optional<Digest> digest_in(const Query&, int column);

/// The lead, or the beginning of the body, as one line of at most 400 code points.
std::string summary_of(const Dispatch&);

}  // namespace chappe
