#pragma once
// A dispatch as it is typed at the desk: every field as text, right or wrong.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "archive/archive.h"
#include "wire/forms.h"
#include "wire/messages.h"

namespace chappe {

/// What is wrong with a field of a form, for its person. `field` empty: with the whole form.
struct Problem {
    std::string field;
    std::string line;
};
using Problems = std::vector<Problem>;

struct DeskDraft {
    std::string title;
    std::string text;
    std::string language;  // "fr"; empty: to be found out
    std::string credit;
    std::string authors;    // parted by commas
    std::string tags;       // parted by commas
    std::string url;        // of the source
    std::string published;  // "2026-11-25", or a clock time with its offset
    bool embargo = false;
    std::string release;  // "2026-11-25T18:00", on the clocks of:
    std::string zone = "UTC";
};

DeskDraft draft_of(const Form&);
/// To correct it.
DeskDraft draft_of(const Dispatch&);
/// A new one begins with today's date.
DeskDraft new_draft(Instant now);

struct CheckedDraft {
    Problems problems;
    std::optional<Instant> release;
};
CheckedDraft check(Ui, const DeskDraft&, Instant now);

/// In the form of news/posted_dispatch.h.
std::string posted_json(const DeskDraft&);

/// Headings, quotes and list items are not typed: a corrected text keeps them where their words
/// have stayed, and so its site. Names with commas stay whole where nobody has touched them.
void keep_what_is_not_typed(Dispatch& corrected, const Dispatch& former);

/// Of the languages that a draft can be marked with, by their own names.
struct OwnName {
    std::string_view code;
    std::string_view name;
};
const std::vector<OwnName>& draft_languages();

}  // namespace chappe
