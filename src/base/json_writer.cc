#include "base/json_writer.h"

#include <fmt/format.h>

#include <array>
#include <cmath>

namespace chappe {
namespace {

/// Bytes that may not stand as they are; of the last two only some of the sequences they begin.
constexpr std::array<bool, 256> special = [] {
    std::array<bool, 256> bytes{};
    for (std::size_t control = 0; control < 0x20; ++control) bytes[control] = true;
    for (const unsigned char byte : {'"', '\\', '<', '>', '&', '\x7F'}) bytes[byte] = true;
    bytes[0xE2] = bytes[0xED] = true;
    return bytes;
}();

/// Writes the special character at `i`; gives the place of its last byte.
std::size_t append_special(std::string& out, std::string_view text, std::size_t i) {
    const char c = text[i];
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
        out += '\\';
        out += c;
    } else if (c == '\n') {
        out += "\\n";
    } else if (c == '\t') {
        out += "\\t";
    } else if (c == '\r') {
        out += "\\r";
    } else if (byte < 0x80) {
        fmt::format_to(std::back_inserter(out), "\\u{:04x}", byte);
    } else if (byte == 0xE2 && (text.substr(i, 3) == "\u2028" || text.substr(i, 3) == "\u2029")) {
        out += text[i + 2] == '\xA8' ? "\\u2028" : "\\u2029";
        i += 2;
    } else if (byte == 0xED && i + 2 < text.size() &&
               static_cast<unsigned char>(text[i + 1]) >= 0xA0) {
        fmt::format_to(std::back_inserter(out), "\\ud{:x}{:02x}", 8 + (text[i + 1] >> 2 & 7),
                       (text[i + 1] & 3) << 6 | (text[i + 2] & 63));
        i += 2;
    } else {
        out += c;
    }
    return i;
}

void append_escaped(std::string& out, std::string_view text) {
    std::size_t plain = 0;  // begin of the run that stands as it is
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (!special[static_cast<unsigned char>(text[i])]) continue;
        out.append(text, plain, i - plain);
        i = append_special(out, text, i);
        plain = i + 1;
    }
    out.append(text, plain, text.size() - plain);
}

}  // namespace

void JsonWriter::separate() {
    if (comma_) out_ += ',';
    comma_ = true;
}

JsonWriter& JsonWriter::begin_object() {
    separate();
    out_ += '{';
    comma_ = false;
    return *this;
}

JsonWriter& JsonWriter::end_object() {
    out_ += '}';
    comma_ = true;
    return *this;
}

JsonWriter& JsonWriter::begin_array() {
    separate();
    out_ += '[';
    comma_ = false;
    return *this;
}

JsonWriter& JsonWriter::end_array() {
    out_ += ']';
    comma_ = true;
    return *this;
}

JsonWriter& JsonWriter::key(std::string_view name) {
    string(name);
    out_ += ':';
    comma_ = false;
    return *this;
}

JsonWriter& JsonWriter::string(std::string_view text) {
    separate();
    out_ += '"';
    append_escaped(out_, text);
    out_ += '"';
    return *this;
}

JsonWriter& JsonWriter::number(std::int64_t value) {
    separate();
    out_ += std::to_string(value);
    return *this;
}

JsonWriter& JsonWriter::hundredths(double value) {
    if (!std::isfinite(value)) return null();
    separate();
    fmt::format_to(std::back_inserter(out_), "{:.2f}", value);
    return *this;
}

JsonWriter& JsonWriter::boolean(bool value) {
    separate();
    out_ += value ? "true" : "false";
    return *this;
}

JsonWriter& JsonWriter::null() {
    separate();
    out_ += "null";
    return *this;
}

}  // namespace chappe
