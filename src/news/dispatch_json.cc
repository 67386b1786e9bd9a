#include "news/dispatch_json.h"

namespace chappe {
namespace {

void write_date(JsonWriter& json, const std::optional<Date>& date) {
    if (date)
        json.string(to_string(*date));
    else
        json.null();
}

template <typename Strings>
void write_strings(JsonWriter& json, const Strings& strings) {
    json.begin_array();
    for (const auto& string : strings) json.string(string);
    json.end_array();
}

}  // namespace

void write_facts(JsonWriter& json, const Dispatch& dispatch) {
    json.key("title").string_or_null(dispatch.title);
    json.key("lead").string_or_null(dispatch.lead ? dispatch.lead->in(dispatch.body)
                                                  : std::string_view());
    json.key("body").string_or_null(dispatch.body);
    json.key("published");
    write_date(json, dispatch.published);
    json.key("modified");
    write_date(json, dispatch.modified);
    json.key("language").string_or_null(dispatch.language);
    json.key("authors");
    write_strings(json, dispatch.authors);
    json.key("credit").string_or_null(dispatch.credit ? dispatch.credit->agency.view()
                                                      : std::string_view());
    json.key("reads");
    if (dispatch.reads)
        json.number(static_cast<std::int64_t>(*dispatch.reads));
    else
        json.null();
    json.key("tags");
    if (dispatch.tags)
        write_strings(json, *dispatch.tags);
    else
        json.null();
    json.key("site").string_or_null(dispatch.site);
    json.key("url").string_or_null(dispatch.url);
    json.key("notes");
    write_strings(json, dispatch.notes);
}

}  // namespace chappe
