#pragma once
// JSON, written straight into a string. The only place that escapes for JSON.
//
//     JsonWriter json;
//     json.begin_object().key("title").string(title).key("tags").begin_array().end_array().end_object();

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace chappe {

class JsonWriter {
 public:
    /// Room for so many bytes, so that a large text is not copied while the result grows.
    JsonWriter& reserve(std::size_t bytes) {
        out_.reserve(bytes);
        return *this;
    }
    JsonWriter& begin_object();
    JsonWriter& end_object();
    JsonWriter& begin_array();
    JsonWriter& end_array();
    JsonWriter& key(std::string_view name);

    /// Valid UTF-8 in, valid UTF-8 out; a lone surrogate in three bytes becomes its escape. `<`,
    /// `>`, `&`, U+2028 and U+2029 are escaped too, so that the result may stand inside a page.
    JsonWriter& string(std::string_view text);
    JsonWriter& number(std::int64_t value);
    /// Rounded to two places: "0.75". NaN and infinities are null.
    JsonWriter& hundredths(double value);
    JsonWriter& boolean(bool value);
    JsonWriter& null();
    /// null when there is nothing.
    JsonWriter& string_or_null(std::string_view text) {
        return text.empty() ? null() : string(text);
    }

    const std::string& str() const { return out_; }
    std::string take() { return std::move(out_); }

 private:
    void separate();
    std::string out_;
    bool comma_ = false;
};

}  // namespace chappe
