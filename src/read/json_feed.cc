// JSON Feed 1.x. A feed that was cut off is closed behind its last whole item and read to there.

#include "base/url.h"
#include "read/authors.h"
#include "read/draft.h"
#include "read/feed.h"
#include "read/feed_facts.h"
#include "read/json_text.h"
#include "read/metadata.h"
#include "read/page_blocks.h"
#include "read/small_print.h"
#include "read/words.h"

namespace chappe {
namespace {

namespace json = boost::json;

constexpr std::size_t most_tags = 50;

std::string_view member(const json::object& object, std::string_view key) {
    return string_member(object, key);
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

void add_people(const json::object& object, std::vector<std::string>& names) {
    if (const json::array* authors = array_member(object, "authors"))
        for (const json::value& author : *authors)
            if (author.is_object()) names.emplace_back(member(author.get_object(), "name"));
    if (const json::value* author = object.if_contains("author"); author && author->is_object())
        names.emplace_back(member(author->get_object(), "name"));
}

/// JSON Feed 1.1, "authors": those of the feed hold for items without their own.
void read_people(const json::object& item, const json::object& feed, Dispatch& dispatch) {
    std::vector<std::string> names;
    add_people(item, names);
    if (names.empty()) add_people(feed, names);
    for (const std::string& name : clean_authors(names, dispatch.site)) {
        if (!is_agency(name))
            dispatch.authors.push_back(Text::repair(name));
        else if (!dispatch.credit)
            dispatch.credit = Credit{Text::repair(name), Credit::Place::metadata};
    }
}

Dispatch read_item(const json::object& item, const json::object& feed, const FeedFacts& facts,
                   const Arrival& arrival, Fullness& fullness) {
    Draft draft;
    Dispatch& dispatch = draft.dispatch;
    dispatch.title = Text::repair(fold_paragraph(member(item, "title")));
    dispatch.site = facts.title;
    dispatch.url = absolute(member(item, "url"), arrival);
    dispatch.guid = Text::repair(id_of(item)).str();
    // JSON Feed 1.1, "id": ideally the whole address of the item; "external_url": what it is about.
    if (dispatch.url.empty())
        if (const auto url = Url::parse(dispatch.guid)) dispatch.url = url->str();
    if (dispatch.url.empty()) dispatch.url = absolute(member(item, "external_url"), arrival);
    dispatch.published = parse_declared_date(member(item, "date_published"), facts.language);
    dispatch.modified = parse_declared_date(member(item, "date_modified"), facts.language);
    read_people(item, feed, dispatch);
    if (const json::array* tags = array_member(item, "tags")) {
        dispatch.tags.emplace();
        for (const json::value& tag : *tags) {
            if (!tag.is_string() || dispatch.tags->size() == most_tags) continue;
            const std::string text = fold_paragraph(std::string_view(tag.get_string()));
            if (!text.empty()) dispatch.tags->push_back(Text::repair(text));
        }
    }
    const std::string_view html = member(item, "content_html");
    const std::string_view text = member(item, "content_text");
    if (!html.empty()) {
        draft.paragraphs = paragraphs_of_fragment(html);
    } else {
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
    drop_feed_tail(draft);
    Arrival place;
    place.received = arrival.received;
    Dispatch finished = finish(std::move(draft), place);
    fullness.add(finished, html.empty() && text.empty() ? Fullness::Given::as_summary
                                                        : Fullness::Given::as_content);
    return finished;
}

FeedFacts facts_of(const json::object& feed, const Arrival& arrival) {
    FeedFacts facts;
    facts.title = Text::repair(fold_paragraph(member(feed, "title")));
    facts.url = absolute(member(feed, "feed_url"), arrival);
    if (facts.url.empty())
        if (const auto url = Url::parse(arrival.url)) facts.url = url->str();
    facts.site_url = absolute(member(feed, "home_page_url"), arrival);
    facts.language = primary_language(member(feed, "language"));
    if (const json::array* hubs = array_member(feed, "hubs"))
        for (const json::value& hub : *hubs)
            if (hub.is_object() && facts.hub.empty() &&
                equal_ignoring_ascii_case(member(hub.get_object(), "type"), "websub"))
                facts.hub = absolute(member(hub.get_object(), "url"), arrival);
    facts.next = absolute(member(feed, "next_url"), arrival);
    if (const json::value* expired = feed.if_contains("expired"))
        facts.ended = expired->is_bool() && expired->get_bool();
    return facts;
}

}  // namespace

Reading read_json_feed(const Text& text, const Arrival& arrival) {
    Reading reading;
    auto root = parse_json(text);
    if (!root) {
        reading.notes.emplace_back("JSON not well-formed");
        root = parse_json(closed_early(text));
    }
    const json::object* feed = root ? root->if_object() : nullptr;
    const json::array* items = feed != nullptr ? array_member(*feed, "items") : nullptr;
    if (items == nullptr) {
        reading.notes.emplace_back("no feed in this JSON");
        return reading;
    }
    reading.is_container = true;
    reading.feed = facts_of(*feed, arrival);
    Fullness fullness;
    for (const json::value& item : *items) {
        if (!item.is_object()) continue;
        if (reading.dispatches.size() == most_items) {
            reading.notes.emplace_back("items cut: more than 10,000");
            break;
        }
        reading.dispatches.push_back(
            read_item(item.get_object(), *feed, *reading.feed, arrival, fullness));
        const Dispatch& dispatch = reading.dispatches.back();
        if (!dispatch.url.empty()) reading.links.push_back({dispatch.url, dispatch.title});
    }
    reading.feed->summaries_only = fullness.summaries_only();
    if (items->empty()) reading.notes.emplace_back("feed without items");
    return reading;
}

}  // namespace chappe
