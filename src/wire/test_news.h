#pragma once
// News for the tests of wire, and a reader that stands in for read/: the first line is the title,
// the rest the text. JSON is a dispatch as it is posted.

#include "news/arrival.h"
#include "news/posted_dispatch.h"
#include "news/reading.h"

namespace chappe {

inline Reading read_json_plainly(const Arrival& arrival) {
    Reading reading;
    Result<Dispatch> posted = posted_dispatch(arrival.bytes);
    if (!posted) {
        reading.notes.push_back(posted.error().message);
        return reading;
    }
    if (posted->language.empty()) posted->language = "fr";
    reading.dispatches.push_back(*std::move(posted));
    return reading;
}

inline Reading read_plainly(const Arrival& arrival) {
    if (arrival.media_type.starts_with("application/json")) return read_json_plainly(arrival);
    const Text text = Text::repair(arrival.bytes);
    const std::string_view all = text;
    const std::size_t line_end = std::min(all.find('\n'), all.size());
    Dispatch dispatch;
    dispatch.title = Text::trusted(std::string(trim(all.substr(0, line_end))));
    dispatch.body = Text::trusted(std::string(trim(all.substr(line_end))));
    if (!dispatch.body.empty()) {
        const Span whole{0, static_cast<std::uint32_t>(dispatch.body.size())};
        dispatch.blocks = {{Block::Kind::paragraph, whole}};
        dispatch.lead = whole;
    }
    dispatch.language = "fr";
    Reading reading;
    reading.dispatches.push_back(std::move(dispatch));
    return reading;
}

}  // namespace chappe
