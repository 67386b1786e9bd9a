#include <algorithm>

#include "base/digest.h"
#include "base/text.h"
#include "base/url.h"
#include "wire/entry_html.h"
#include "wire/html_writer.h"
#include "wire/miniflux.h"
#include "wire/reading_items.h"

namespace chappe {
namespace {

constexpr std::string_view never = "0001-01-01T00:00:00Z";  // as Go writes it
constexpr std::int64_t words_a_minute = 265;                // Miniflux's default

std::string when(const std::optional<Instant>& at) {
    return at ? to_string(*at) : std::string(never);
}

std::int64_t reading_time(std::string_view text) {
    const auto words = std::count(text.begin(), text.end(), ' ') + 1;
    return std::max<std::int64_t>(1, words / words_a_minute);
}

void write_settings(JsonWriter& json) {
    for (const char* name :
         {"scraper_rules", "rewrite_rules", "blocklist_rules", "keeplist_rules", "urlrewrite_rules",
          "user_agent", "cookie", "username", "password", "apprise_service_urls"})
        json.key(name).string("");
    for (const char* name : {"no_media_player", "ignore_http_cache",
                             "allow_self_signed_certificates", "fetch_via_proxy", "hide_globally"})
        json.key(name).boolean(false);
}

}  // namespace

std::string miniflux_error_json(std::string_view line) {
    JsonWriter json;
    json.begin_object().key("error_message").string(Text::repair(line)).end_object();
    return json.take() + "\n";
}

void write_miniflux_user(JsonWriter& json, const User& user) {
    json.begin_object().key("id").number(number_of(user.id));
    json.key("username").string(user.name);
    json.key("is_admin").boolean(user.role == Role::admin);
    json.key("theme").string("system_serif").key("language").string("en_US");
    json.key("timezone").string("UTC").key("entry_sorting_direction").string("desc");
    json.key("entry_sorting_order").string("published_at");
    json.key("stylesheet").string("").key("google_id").string("");
    json.key("openid_connect_id").string("").key("entries_per_page").number(100);
    json.key("keyboard_shortcuts").boolean(true).key("show_reading_time").boolean(true);
    json.key("entry_swipe").boolean(true).key("display_mode").string("standalone");
    json.key("default_reading_speed").number(words_a_minute);
    json.key("cjk_reading_speed").number(500).key("default_home_page").string("unread");
    json.key("last_login_at").string(when(user.last_login)).end_object();
}

void write_miniflux_category(JsonWriter& json, const ShelfCategory& category, const User& user) {
    json.begin_object().key("id").number(category.id);
    json.key("title").string(category_title(category));
    json.key("user_id").number(number_of(user.id)).key("hide_globally").boolean(false);
    json.end_object();
}

void write_miniflux_feed(JsonWriter& json, const ShelfFeed& feed, const User& user) {
    json.begin_object().key("id").number(number_of(feed.id));
    json.key("user_id").number(number_of(user.id));
    json.key("feed_url").string(Text::repair(feed.address));
    json.key("site_url").string(Text::repair(feed.site_url.empty() ? feed.address : feed.site_url));
    json.key("title").string(feed.title);
    json.key("checked_at").string(when(feed.last_visit));
    json.key("next_check_at").string(when(feed.next_visit));
    json.key("etag_header").string("").key("last_modified_header").string("");
    json.key("parsing_error_message").string(Text::repair(feed.trouble));
    json.key("parsing_error_count").number(feed.failures);
    json.key("crawler").boolean(false).key("disabled").boolean(feed.watched && feed.paused);
    write_settings(json);
    json.key("category");
    write_miniflux_category(json, feed.category, user);
    json.key("icon").null().end_object();
}

void write_miniflux_entry(JsonWriter& json, const MinifluxEntry& shown, const User& user,
                          std::string_view public_url) {
    const ShelfEntry& entry = shown.entry;
    const Dispatch& dispatch = shown.stored.dispatch;
    const std::string own = own_address(public_url, entry.id);
    json.begin_object().key("id").number(number_of(entry.id));
    json.key("user_id").number(number_of(user.id));
    json.key("feed_id").number(number_of(entry.source));
    json.key("status").string(entry.read ? "read" : "unread");
    json.key("hash").string(to_hex(digest(own)));
    json.key("title").string(item_title(dispatch));
    json.key("url").string(item_address(dispatch, own)).key("comments_url").string(own);
    json.key("published_at").string(to_string(entry.published));
    json.key("created_at").string(to_string(entry.arrived));
    json.key("changed_at").string(to_string(entry.changed));
    json.key("content").string(entry_html(dispatch));
    json.key("author").string(item_author(dispatch));
    json.key("share_code").string("").key("starred").boolean(entry.starred.has_value());
    json.key("reading_time").number(reading_time(dispatch.body));
    json.key("enclosures").begin_array().end_array();
    if (shown.feed) {
        json.key("feed");
        write_miniflux_feed(json, *shown.feed, user);
    }
    json.key("tags").begin_array();
    if (dispatch.tags)
        for (const Text& tag : *dispatch.tags) json.string(tag);
    json.end_array().end_object();
}

}  // namespace chappe
