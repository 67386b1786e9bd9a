#pragma once
// The words of pages that show how a dispatch is repeated and how it changed.

#include <initializer_list>
#include <string>
#include <string_view>

#include "wire/messages.h"

namespace chappe {

enum class StoryMessage {
    added,
    alone_button,
    by_desk,
    by_person,
    by_source,
    changes,
    compare,
    compared,
    copies_intro,
    copies_many,
    copies_more,
    copies_none,
    copies_one,
    copies_title,
    copy_button,
    copy_label,
    copy_mark,
    copy_note,
    diff_legend,
    edition_number,
    from_to,
    newest,
    original,
    removed,
    same_text,
    see_original,
    see_versions,
    text_not_shown,
    to_dispatch,
    versions_intro,
    versions_title,
    what_changed,
    words_changed,  // last: story_messages.cc counts by it
};

std::string_view say(Ui, StoryMessage);
/// The message with its `{}` replaced, in order.
std::string say(Ui, StoryMessage, std::initializer_list<std::string_view> values);

/// "+1 copy", "+3 reprises"
std::string copies_words(Ui, std::int64_t count);

}  // namespace chappe
