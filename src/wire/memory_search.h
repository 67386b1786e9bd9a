#pragma once
// What MemoryArchive finds: plain text inside title and body, ASCII letters without case. No stems,
// no accents, no ranking: those are the archive's, and tested there.

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "archive/archive.h"
#include "base/text.h"
#include "base/url.h"

namespace chappe {

inline std::chrono::year_month_day day_of(const StoredDispatch& stored) {
    if (stored.dispatch.published) return stored.dispatch.published->local_day();
    return std::chrono::floor<std::chrono::days>(stored.arrived);
}

inline bool matches(const SearchQuery& query, const StoredDispatch& stored) {
    const Dispatch& dispatch = stored.dispatch;
    const auto one = [&](const SearchQuery& part) { return matches(part, stored); };
    const auto equal = [&](std::string_view text) {
        return equal_ignoring_ascii_case(text, query.text);
    };
    switch (query.kind) {
        case SearchQuery::Kind::all:
            return std::all_of(query.parts.begin(), query.parts.end(), one);
        case SearchQuery::Kind::any:
            return std::any_of(query.parts.begin(), query.parts.end(), one);
        case SearchQuery::Kind::none:
            return !one(query.parts.front());
        case SearchQuery::Kind::word:
        case SearchQuery::Kind::phrase:
            return lower_ascii(dispatch.title.str() + "\n" + dispatch.body.str())
                       .find(lower_ascii(query.text)) != std::string::npos;
        case SearchQuery::Kind::source: {
            const auto url = Url::parse(stored.source);
            return equal(stored.source) || equal(dispatch.site) || (url && equal(url->host()));
        }
        case SearchQuery::Kind::language:
            return equal(dispatch.language);
        case SearchQuery::Kind::credit:
            return dispatch.credit && equal(dispatch.credit->agency);
        case SearchQuery::Kind::since:
            return day_of(stored) >= query.day;
        case SearchQuery::Kind::until:
            return day_of(stored) <= query.day;
        case SearchQuery::Kind::on:
            return day_of(stored) == query.day;
        default:
            return false;  // statements are the archive's, and tested there
    }
}

/// Every word of the query, the first time that it stands in the text.
inline void mark(const SearchQuery& query, Snippet& snippet) {
    for (const SearchQuery& part : query.parts)
        if (part.kind != SearchQuery::Kind::none) mark(part, snippet);
    if (query.kind != SearchQuery::Kind::word && query.kind != SearchQuery::Kind::phrase) return;
    const std::size_t at = lower_ascii(snippet.text).find(lower_ascii(query.text));
    if (at == std::string::npos) return;
    snippet.marks.push_back(
        {static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at + query.text.size())});
    std::sort(snippet.marks.begin(), snippet.marks.end(),
              [](Span a, Span b) { return a.begin < b.begin; });
}

}  // namespace chappe
