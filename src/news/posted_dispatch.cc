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

/// Paragraphs part at blank lines; a line of nothing but space is blank. Lines of one paragraph are
/// joined by a space, inside a line nothing changes.
std::vector<std::string> paragraphs_of(std::string_view text) {
    std::vector<std::string> paragraphs;
    bool open = false;
    while (!text.empty()) {
        const std::size_t size = std::min(text.find('\n'), text.size());
        const std::string_view line = trim(text.substr(0, size));
        text.remove_prefix(std::min(size + 1, text.size()));
        if (!line.empty() && open)
            paragraphs.back().append(" ").append(line);
        else if (!line.empty())
            paragraphs.emplace_back(line);
        open = !line.empty();
    }
    return paragraphs;
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
    std::string body;
    for (const std::string& paragraph : paragraphs_of(Text::repair(posted.text).view())) {
        if (!body.empty()) body += "\n\n";
        const auto begin = static_cast<std::uint32_t>(body.size());
        body += paragraph;
        dispatch.blocks.push_back(
            {Block::Kind::paragraph, Span{begin, static_cast<std::uint32_t>(body.size())}});
    }
    dispatch.body = Text::trusted(std::move(body));
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
