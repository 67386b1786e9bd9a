#include "wire/target.h"

#include "base/percent.h"
#include "base/text.h"

namespace chappe {
namespace {

constexpr std::size_t most_parameters = 32;  // a page of ours needs 3; the rest is not looked at

enum class Plus { plain, space };

std::optional<std::string> decode(std::string_view text, Plus plus) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '+' && plus == Plus::space) {
            out += ' ';
        } else if (text[i] == '%') {
            const auto byte = percent_byte(text.substr(i));
            if (!byte) return std::nullopt;
            out += *byte;
            i += 2;
        } else {
            out += text[i];
        }
    }
    for (const char c : out)
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) return std::nullopt;
    if (Text::repair(out).view() != out) return std::nullopt;
    return out;
}

}  // namespace

std::string_view Target::parameter(std::string_view name) const {
    for (const auto& [key, value] : query)
        if (key == name) return value;
    return {};
}

std::optional<Target> parse_target(std::string_view target) {
    if (!target.starts_with('/')) return std::nullopt;
    const std::size_t mark = target.find('?');
    auto path = decode(target.substr(0, mark), Plus::plain);
    if (!path) return std::nullopt;

    Target out{std::move(*path), {}};
    std::string_view rest = mark == target.npos ? std::string_view() : target.substr(mark + 1);
    while (!rest.empty() && out.query.size() < most_parameters) {
        const std::string_view pair = rest.substr(0, rest.find('&'));
        rest.remove_prefix(std::min(rest.size(), pair.size() + 1));
        const std::size_t equals = pair.find('=');
        auto key = decode(pair.substr(0, equals), Plus::space);
        auto value = decode(equals == pair.npos ? "" : pair.substr(equals + 1), Plus::space);
        if (!key || !value) return std::nullopt;
        if (!key->empty()) out.query.emplace_back(std::move(*key), std::move(*value));
    }
    return out;
}

std::optional<std::int64_t> parse_number(std::string_view digits) {
    if (digits.empty() || digits.size() > 18) return std::nullopt;
    if (digits.size() > 1 && digits.front() == '0') return std::nullopt;
    std::int64_t value = 0;
    for (const char c : digits) {
        if (c < '0' || c > '9') return std::nullopt;
        value = value * 10 + (c - '0');
    }
    return value;
}

}  // namespace chappe
