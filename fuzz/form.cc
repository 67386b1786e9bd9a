// Any bytes as a form: what comes out is bounded, valid UTF-8 without control characters, and reads
// the same again once it is written.
#include <cstdint>
#include <cstdlib>

#include "base/text.h"
#include "wire/forms.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace chappe;
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const auto form = parse_form(bytes);
    if (!form) return 0;
    if (form->fields.size() > most_fields) std::abort();
    std::size_t length = 0;
    for (const auto& [name, value] : form->fields)
        for (const std::string& text : {name, value}) {
            length += text.size();
            if (Text::repair(text).view() != text) std::abort();
            for (const char c : text)
                if ((static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t') || c == 0x7F)
                    std::abort();
        }
    if (length > size) std::abort();
    const auto again = parse_form(to_string(*form));
    if (!again || again->fields != form->fields) std::abort();
    return 0;
}
