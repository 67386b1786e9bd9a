#include "news/status.h"

#include <algorithm>

#include "base/text.h"

namespace chappe {
namespace {

constexpr std::string_view before_status = "the source says: ";
constexpr std::size_t longest_status = 40;  // code points

}  // namespace

std::string status_note(std::string_view status) {
    if (status.empty() || status == "usable") return {};
    return std::string(before_status) + shorten(Text::repair(status), longest_status);
}

bool is_taken_back(const Dispatch& dispatch) {
    return std::any_of(dispatch.notes.begin(), dispatch.notes.end(), [](std::string_view note) {
        if (!note.starts_with(before_status)) return false;
        note.remove_prefix(before_status.size());
        return note == "canceled" || note == "cancelled";
    });
}

}  // namespace chappe
