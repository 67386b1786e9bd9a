#include "wire/news_article.h"

#include "base/text.h"
#include "base/url.h"

namespace chappe {
namespace {

constexpr std::size_t longest_headline = 300;     // code points; schema.org sets no limit
constexpr std::size_t longest_description = 400;  // as in lists

void write_text(JsonWriter& json, std::string_view key, std::string_view text) {
    if (!text.empty()) json.key(key).string(Text::repair(text).view());
}

void write_one(JsonWriter& json, std::string_view type, std::string_view name) {
    json.begin_object().key("@type").string(type);
    write_text(json, "name", name);
    json.end_object();
}

/// Who wrote it: the people that the page names, else the agency.
void write_authors(JsonWriter& json, const Dispatch& dispatch) {
    if (dispatch.authors.empty() && !dispatch.credit) return;
    json.key("author").begin_array();
    for (const Text& author : dispatch.authors) write_one(json, "Person", author);
    if (dispatch.authors.empty()) write_one(json, "NewsMediaOrganization", dispatch.credit->agency);
    json.end_array();
}

/// Where it was published first, when that was not here.
void write_origin(JsonWriter& json, const Dispatch& dispatch) {
    const auto url = Url::parse(dispatch.url);
    if (url) write_text(json, "isBasedOn", url->str());
    if (dispatch.site.empty() && !url) return;
    json.key("publisher");
    write_one(json, "Organization", dispatch.site.empty() ? url->host() : dispatch.site.view());
}

void write_tags(JsonWriter& json, const Dispatch& dispatch) {
    if (!dispatch.tags || dispatch.tags->empty()) return;
    json.key("keywords").begin_array();
    for (const Text& tag : *dispatch.tags) json.string(tag);
    json.end_array();
}

}  // namespace

JsonWriter news_article(const StoredDispatch& stored, std::string_view address) {
    const Dispatch& dispatch = stored.dispatch;
    JsonWriter json;
    json.begin_object().key("@context").string("https://schema.org");
    json.key("@type").string("NewsArticle");
    write_text(json, "url", address);
    write_text(json, "mainEntityOfPage", address);
    write_text(json, "headline", shorten(dispatch.title, longest_headline));
    if (dispatch.lead)
        write_text(json, "description",
                   shorten(dispatch.lead->in(dispatch.body), longest_description));
    write_text(json, "datePublished",
               dispatch.published ? to_string(*dispatch.published) : to_string(stored.arrived));
    if (dispatch.modified) write_text(json, "dateModified", to_string(*dispatch.modified));
    write_text(json, "inLanguage", dispatch.language);
    write_authors(json, dispatch);
    if (dispatch.credit) {
        json.key("sourceOrganization");
        write_one(json, "NewsMediaOrganization", dispatch.credit->agency);
    }
    write_origin(json, dispatch);
    write_tags(json, dispatch);
    json.end_object();
    return json;
}

}  // namespace chappe
