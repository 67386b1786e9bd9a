#pragma once
// Tables of messages: what the site says, in its languages, a row for each value of an enum.

#include <array>
#include <cstddef>
#include <string_view>

#include "wire/messages.h"

namespace chappe {

struct UiWords {
    std::string_view fr;
    std::string_view en;
    constexpr std::string_view in(Ui ui) const { return ui == Ui::fr ? fr : en; }
};

template <typename Message>
struct MessageRow {
    Message message;
    UiWords words;
};

/// Rows stand in the order of the enum, none is missing, and each speaks both languages: so a
/// message is found by its number. For static_assert.
template <typename Message, std::size_t size>
constexpr bool every_message_has_its_row(const std::array<MessageRow<Message>, size>& rows) {
    for (std::size_t i = 0; i < size; ++i)
        if (static_cast<std::size_t>(rows[i].message) != i || rows[i].words.fr.empty() ||
            rows[i].words.en.empty())
            return false;
    return true;
}

}  // namespace chappe
