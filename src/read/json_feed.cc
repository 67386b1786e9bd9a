// JSON Feed 1.x. A feed that was cut off is closed behind its last whole item and read to there.

#include <boost/json.hpp>

#include "base/url.h"
#include "read/draft.h"
#include "read/feed.h"
#include "read/metadata.h"
#include "read/page_blocks.h"
#include "read/small_print.h"
#include "read/words.h"

namespace chappe {
namespace {

namespace json = boost::json;

constexpr std::size_t deepest = 32;

std::optional<json::value> parse(std::string_view text) {
    json::parse_options options;
    options.max_depth = deepest;
    options.allow_trailing_commas = true;
    options.allow_comments = true;
    json::error_code error;
    json::value value =
        json::parse({text.data(), text.size()}, error, json::storage_ptr(), options);
    if (error) return std::nullopt;
    return value;
}

/// The text up to the last item that is whole, with the brackets closed.
std::string closed_early(std::string_view text) {
    std::string open;
    std::size_t whole = 0;
    bool inside = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (inside) {
            if (c == '\\')
                ++i;
            else if (c == '"')
                inside = false;
        } else if (c == '"') {
            inside = true;
        } else if (c == '{' || c == '[') {
            if (open.size() < deepest + 2) open += c;
        } else if (c == '}' || c == ']') {
            if (!open.empty()) open.pop_back();
            if (open == "{[") whole = i + 1;
        }
    }
    return whole == 0 ? std::string{} : std::string(text.substr(0, whole)) + "]}";
}

std::string_view member(const json::object& object, const char* key) {
    const json::value* value = object.if_contains(key);
    return value != nullptr && value->is_string() ? std::string_view(value->get_string())
                                                  : std::string_view{};
}

const json::array* list(const json::object& object, const char* key) {
    const json::value* value = object.if_contains(key);
    return value != nullptr ? value->if_array() : nullptr;
}

std::string absolute(std::string_view reference, const Arrival& arrival) {
    if (trim(reference).empty()) return {};
    const auto base = Url::parse(arrival.url);
    const auto url = base ? base->resolve(reference) : Url::parse(reference);
    return url ? url->str() : std::string{};
}

/// JSON Feed 1.1, "id": a number is taken as its digits.
std::string id_of(const json::object& item) {
    const json::value* id = item.if_contains("id");
    if (id != nullptr && (id->is_int64() || id->is_uint64())) return json::serialize(*id);
    return std::string(member(item, "id"));
}

void read_people(const json::object& object, Dispatch& dispatch) {
    std::vector<std::string> names;
    if (const json::array* authors = list(object, "authors"))
        for (const json::value& author : *authors)
            if (author.is_object()) names.emplace_back(member(author.get_object(), "name"));
    if (const json::value* author = object.if_contains("author"); author && author->is_object())
        names.emplace_back(member(author->get_object(), "name"));
    for (const std::string& name : clean_authors(names, dispatch.site)) {
        if (!is_agency(name))
            dispatch.authors.push_back(Text::repair(name));
        else if (!dispatch.credit)
            dispatch.credit = Credit{Text::repair(name), Credit::Place::metadata};
    }
}

Dispatch read_item(const json::object& item, const FeedFacts& facts, const Arrival& arrival) {
    Draft draft;
    Dispatch& dispatch = draft.dispatch;
    dispatch.title = Text::repair(fold_paragraph(member(item, "title")));
    dispatch.site = facts.title;
    dispatch.url = absolute(member(item, "url"), arrival);
    dispatch.guid = Text::repair(id_of(item)).str();
    dispatch.published = parse_declared_date(member(item, "date_published"), facts.language);
    dispatch.modified = parse_declared_date(member(item, "date_modified"), facts.language);
    read_people(item, dispatch);
    if (const json::array* tags = list(item, "tags")) {
        dispatch.tags.emplace();
        for (const json::value& tag : *tags)
            if (tag.is_string() && dispatch.tags->size() < 50)
                dispatch.tags->push_back(
                    Text::repair(fold_paragraph(std::string_view(tag.get_string()))));
    }
    if (const std::string_view html = member(item, "content_html"); !html.empty()) {
        draft.paragraphs = paragraphs_of_fragment(html);
    } else {
        const std::string_view text = member(item, "content_text");
        for (const std::string_view line :
             split(text.empty() ? member(item, "summary") : text, '\n')) {
            std::string folded = fold_paragraph(line);
            if (!folded.empty())
                draft.paragraphs.push_back({Block::Kind::paragraph, std::move(folded)});
        }
    }
    draft.declared_language = std::string(member(item, "language"));
    if (draft.declared_language.empty()) draft.declared_language = facts.language;
    if (dispatch.title.empty() && !draft.paragraphs.empty())
        dispatch.title = Text::repair(title_from(draft.paragraphs.front().text));
    Arrival place;
    place.received = arrival.received;
    return finish(std::move(draft), place);
}

FeedFacts facts_of(const json::object& feed, const Arrival& arrival) {
    FeedFacts facts;
    facts.title = Text::repair(fold_paragraph(member(feed, "title")));
    facts.url = absolute(member(feed, "feed_url"), arrival);
    if (facts.url.empty())
        if (const auto url = Url::parse(arrival.url)) facts.url = url->str();
    facts.site_url = absolute(member(feed, "home_page_url"), arrival);
    facts.language = primary_language(member(feed, "language"));
    if (const json::array* hubs = list(feed, "hubs"))
        for (const json::value& hub : *hubs)
            if (hub.is_object() && facts.hub.empty() &&
                equal_ignoring_ascii_case(member(hub.get_object(), "type"), "websub"))
                facts.hub = absolute(member(hub.get_object(), "url"), arrival);
    return facts;
}

}  // namespace

Reading read_json_feed(const Text& text, const Arrival& arrival) {
    Reading reading;
    auto root = parse(text);
    if (!root) {
        reading.notes.emplace_back("JSON not well-formed");
        root = parse(closed_early(text));
    }
    const json::object* feed = root ? root->if_object() : nullptr;
    const json::array* items = feed != nullptr ? list(*feed, "items") : nullptr;
    if (items == nullptr) {
        reading.notes.emplace_back("no feed in this JSON");
        return reading;
    }
    reading.feed = facts_of(*feed, arrival);
    for (const json::value& item : *items) {
        if (!item.is_object()) continue;
        if (reading.dispatches.size() == most_items) {
            reading.notes.emplace_back("items cut: more than 10,000");
            break;
        }
        reading.dispatches.push_back(read_item(item.get_object(), *reading.feed, arrival));
        const Dispatch& dispatch = reading.dispatches.back();
        if (!dispatch.url.empty()) reading.links.push_back({dispatch.url, dispatch.title});
    }
    if (items->empty()) reading.notes.emplace_back("feed without items");
    return reading;
}

}  // namespace chappe
