#include "wire/forms.h"

#include <algorithm>

#include "base/percent.h"
#include "base/text.h"

namespace chappe {
namespace {

std::string decode(std::string_view text) {
    std::string spaced(text);
    std::replace(spaced.begin(), spaced.end(), '+', ' ');
    return percent_decoded(spaced);
}

/// Browsers send CR LF for every line end (HTML, 4.10.21.7).
std::string with_plain_lines(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto c = static_cast<unsigned char>(text[i]);
        if (c == '\r') {
            if (i + 1 == text.size() || text[i + 1] != '\n') out += '\n';
        } else if ((c < 0x20 && c != '\n' && c != '\t') || c == 0x7F) {
            out += ' ';
        } else {
            out += text[i];
        }
    }
    return out;
}

}  // namespace

std::string_view Form::value(std::string_view name) const {
    for (const auto& [key, text] : fields)
        if (key == name) return text;
    return {};
}

bool Form::has(std::string_view name) const {
    return std::any_of(fields.begin(), fields.end(),
                       [&](const auto& field) { return field.first == name; });
}

bool is_form(std::string_view content_type) {
    return equal_ignoring_ascii_case(trim(content_type.substr(0, content_type.find(';'))),
                                     form_type);
}

Result<Form> parse_form(std::string_view body, std::size_t most) {
    Form form;
    while (!body.empty()) {
        const std::string_view pair = body.substr(0, body.find('&'));
        body.remove_prefix(std::min(body.size(), pair.size() + 1));
        if (pair.empty()) continue;
        if (form.fields.size() == most)
            return fail(Failure::refused, "this form has too many fields");
        const std::size_t equals = pair.find('=');
        std::string name = decode(pair.substr(0, equals));
        std::string value = decode(equals == pair.npos ? "" : pair.substr(equals + 1));
        if (name.size() > longest_field_name)
            return fail(Failure::refused, "a field's name is too long");
        // A NUL is well-formed UTF-8, but no Text; it goes the way of the other controls.
        name = with_plain_lines(name);
        value = with_plain_lines(value);
        if (Text::repair(name).view() != name || Text::repair(value).view() != value)
            return fail(Failure::refused, "this form is not UTF-8");
        form.fields.emplace_back(std::move(name), std::move(value));
    }
    return form;
}

std::string to_string(const Form& form) {
    std::string out;
    for (const auto& [name, value] : form.fields) {
        if (!out.empty()) out += '&';
        out.append(percent_encoded(name)).append("=").append(percent_encoded(value));
    }
    return out;
}

}  // namespace chappe
