#pragma once
// Spans at the doors count code points.

#include <cstdint>
#include <string_view>

#include "base/json_writer.h"
#include "base/span.h"
#include "base/text.h"

namespace chappe {

/// Code points for byte offsets; those that only grow cost one pass together.
class CodePointCounter {
 public:
    explicit CodePointCounter(std::string_view text) : text_(text) {}
    std::int64_t at(std::size_t byte) {
        if (byte < byte_) byte_ = count_ = 0;
        count_ += code_points_before(text_.substr(byte_), byte - byte_);
        byte_ = byte;
        return static_cast<std::int64_t>(count_);
    }

 private:
    std::string_view text_;
    std::size_t byte_ = 0;
    std::size_t count_ = 0;
};

/// `[begin,end]`
inline void write_span(JsonWriter& json, CodePointCounter& counter, Span span) {
    json.begin_array().number(counter.at(span.begin)).number(counter.at(span.end)).end_array();
}

}  // namespace chappe
