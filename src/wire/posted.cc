// A POST to /api/dispatches. The one file that sees Boost.JSON's parser.
//
//     {"title": "...", "text": "...", "url": "https://..."}   a dispatch as it stands
//     a page, a feed, a text, with its Content-Type           read as if it had been fetched
#include <algorithm>
#include <boost/json.hpp>

#include "base/digest.h"
#include "base/text.h"
#include "base/url.h"
#include "wire/api.h"

namespace chappe {
namespace {

namespace json = boost::json;

constexpr std::size_t longest_key = 255;  // of an idempotency key: a UUID has 36

struct Posted {
    std::string title;
    std::string text;
    std::string url;
};

std::string media_type(std::string_view content_type) {
    return lower_ascii(trim(content_type.substr(0, content_type.find(';'))));
}

/// Blocks at blank lines. A line of nothing but space is blank.
std::vector<Block> blocks_of(std::string_view body) {
    std::vector<Block> blocks;
    std::optional<Span> open;
    const auto close = [&] {
        if (open) blocks.push_back({Block::Kind::paragraph, *open});
        open.reset();
    };
    for (std::size_t at = 0; at < body.size();) {
        const std::size_t feed = std::min(body.find('\n', at), body.size());
        std::string_view line = body.substr(at, feed - at);
        if (line.ends_with('\r')) line.remove_suffix(1);
        const auto begin = static_cast<std::uint32_t>(at);
        if (trim(line).empty())
            close();
        else
            open =
                Span{open ? open->begin : begin, begin + static_cast<std::uint32_t>(line.size())};
        at = feed + 1;
    }
    close();
    return blocks;
}

Result<std::string> take_string(const json::object& object, std::string_view name) {
    const json::value* value = object.if_contains(name);
    if (!value) return std::string();
    const json::string* text = value->if_string();
    if (!text)
        return fail(Failure::refused, "\"" + std::string(name) + "\" must be a string of text");
    return std::string(text->data(), text->size());
}

Result<Posted> posted_of(const json::object& object) {
    for (const auto& member : object)
        if (member.key() != "title" && member.key() != "text" && member.key() != "url")
            return fail(Failure::refused,
                        "unknown member \"" + shorten(std::string_view(member.key()), 40) +
                            "\": a dispatch has \"title\", \"text\" and, if you like, \"url\"");
    Posted posted{TRY(take_string(object, "title")), TRY(take_string(object, "text")),
                  TRY(take_string(object, "url"))};
    if (trim(posted.title).empty()) return fail(Failure::refused, "\"title\" is missing or empty");
    if (trim(posted.text).empty()) return fail(Failure::refused, "\"text\" is missing or empty");
    if (!posted.url.empty()) {
        const auto url = Url::parse(posted.url);
        if (!url) return fail(Failure::refused, "\"url\" must be a whole http or https address");
        posted.url = url->str();
    }
    return posted;
}

std::string language_of(const Posted& posted, const Arrival& arrival, const ReadArrival& read) {
    Arrival plain{posted.title + "\n\n" + posted.text,
                  "text/plain; charset=utf-8",
                  "",
                  arrival.source,
                  "",
                  arrival.received};
    const Reading reading = read(plain);
    return reading.dispatches.empty() ? "" : reading.dispatches.front().language;
}

Dispatch dispatch_of(const Posted& posted) {
    Dispatch dispatch;
    dispatch.title = Text::repair(fold_space(posted.title));
    dispatch.body = Text::repair(posted.text);
    dispatch.blocks = blocks_of(dispatch.body);
    if (!dispatch.blocks.empty()) dispatch.lead = dispatch.blocks.front().span;
    dispatch.url = posted.url;
    return dispatch;
}

/// A JSON Feed says so in its version (jsonfeed.org/version/1.1).
bool is_json_feed(const json::object& object) {
    const json::value* version = object.if_contains("version");
    const json::string* text = version ? version->if_string() : nullptr;
    return text && std::string_view(*text).find("jsonfeed.org/version/") != std::string_view::npos;
}

/// The dispatch of a JSON post; nothing when it is a feed, which `read` knows.
Result<std::optional<Dispatch>> read_json(const Arrival& arrival, const ReadArrival& read) {
    boost::system::error_code error;
    json::value value;
    try {
        value = json::parse(arrival.bytes, error);
    } catch (const std::exception&) {
        return fail(Failure::refused, "this JSON does not fit into memory");
    }
    if (error) return fail(Failure::refused, "this is no JSON: " + error.message());
    const json::object* object = value.if_object();
    if (!object) return fail(Failure::refused, "a dispatch is a JSON object");
    if (is_json_feed(*object)) return std::optional<Dispatch>();
    const Posted posted = TRY(posted_of(*object));
    Dispatch dispatch = dispatch_of(posted);
    dispatch.language = language_of(posted, arrival, read);
    return std::optional<Dispatch>(std::move(dispatch));
}

}  // namespace

Result<Submission> submission_of(const Request& request, const ReadArrival& read) {
    if (request.body.empty()) return fail(Failure::refused, "the body is empty");
    if (request.idempotency_key.size() > longest_key)
        return fail(Failure::refused, "Idempotency-Key has more than 255 characters");

    Submission submission;
    Arrival& arrival = submission.arrival;
    arrival.bytes = request.body;
    arrival.media_type = request.content_type;
    arrival.source = "desk";
    arrival.received = now();

    std::optional<Dispatch> dispatch;
    if (media_type(request.content_type) == "application/json")
        dispatch = TRY(read_json(arrival, read));
    if (dispatch)
        submission.reading.dispatches.push_back(std::move(*dispatch));
    else
        submission.reading = read(arrival);
    if (submission.reading.dispatches.empty())
        return fail(Failure::refused, "there is no dispatch in what was posted");
    return submission;
}

}  // namespace chappe
