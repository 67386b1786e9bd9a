#include "news/posted_dispatch.h"

#include <algorithm>
#include <boost/json.hpp>
#include <optional>

#include "base/url.h"

namespace chappe {
namespace {

namespace json = boost::json;

struct Posted {
    std::string title;
    std::string text;
    std::string url;
};

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
    if (!value || value->is_null()) return std::string();
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

Dispatch dispatch_of(const Posted& posted) {
    Dispatch dispatch;
    dispatch.title = Text::repair(fold_space(posted.title));
    dispatch.body = Text::repair(posted.text);
    dispatch.blocks = blocks_of(dispatch.body);
    if (!dispatch.blocks.empty()) dispatch.lead = dispatch.blocks.front().span;
    dispatch.url = posted.url;
    return dispatch;
}

Result<json::value> parse(std::string_view bytes) {
    boost::system::error_code error;
    json::value value = json::parse({bytes.data(), bytes.size()}, error);
    if (error) return fail(Failure::refused, "this is no JSON: " + error.message());
    return value;
}

}  // namespace

Result<Dispatch> posted_dispatch(std::string_view bytes) {
    const json::value value = TRY(parse(bytes));
    const json::object* object = value.if_object();
    if (!object) return fail(Failure::refused, "a dispatch is a JSON object");
    return dispatch_of(TRY(posted_of(*object)));
}

}  // namespace chappe
