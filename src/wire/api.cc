#include "wire/api.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "news/dispatch_json.h"

namespace chappe {
namespace {

constexpr std::size_t longest_title = 300;  // code points in a list; headlines have 60 to 120

/// Code points for byte offsets that only grow, so that many spans cost one pass.
class CodePointCounter {
 public:
    explicit CodePointCounter(std::string_view text) : text_(text) {}
    std::int64_t at(std::size_t byte) {
        if (byte < byte_) byte_ = count_ = 0;
        count_ += code_points_before(text_.substr(byte_), byte - byte_);
        byte_ = byte;
        return static_cast<std::int64_t>(count_);
    }

 private:
    std::string_view text_;
    std::size_t byte_ = 0;
    std::size_t count_ = 0;
};

void write_span(JsonWriter& json, CodePointCounter& counter, Span span) {
    json.begin_array().number(counter.at(span.begin)).number(counter.at(span.end)).end_array();
}

/// Strings that are not Text come from the archive too; whatever they hold, JSON stays UTF-8.
JsonWriter& write_loose(JsonWriter& json, std::string_view bytes) {
    return json.string_or_null(Text::repair(bytes).view());
}

void write_date(JsonWriter& json, std::string_view name, const std::optional<Date>& date) {
    json.key(name).string_or_null(date ? to_string(*date) : "");
}

/// What only the archive's readers ask for.
void write_place(JsonWriter& json, const Dispatch& dispatch) {
    json.key("credit_place").string_or_null(dispatch.credit ? name_of(dispatch.credit->place) : "");
    write_loose(json.key("guid"), dispatch.guid);
}

void write_spans(JsonWriter& json, const Dispatch& dispatch) {
    CodePointCounter counter(dispatch.body);
    json.key("blocks").begin_array();
    for (const Block& block : dispatch.blocks) {
        json.begin_object().key("kind").string(name_of(block.kind)).key("span");
        write_span(json, counter, block.span);
        json.end_object();
    }
    json.end_array().key("lead_span");
    dispatch.lead ? write_span(json, counter, *dispatch.lead) : (void)json.null();
}

void write_reads(JsonWriter& json, const StoredDispatch& stored) {
    json.key("reads_here").number(static_cast<std::int64_t>(stored.reads_here));
    json.key("reads_at_source");
    if (!stored.reads_at_source) {
        json.null();
        return;
    }
    json.begin_object();
    json.key("count").number(static_cast<std::int64_t>(stored.reads_at_source->count));
    json.key("seen").string(to_string(stored.reads_at_source->seen)).end_object();
}

std::string_view name_of(DispatchState state) {
    constexpr std::array<std::string_view, 4> names = {"live", "withdrawn", "erased", "embargoed"};
    return names[static_cast<std::size_t>(state)];
}

}  // namespace

std::string short_title(const WireEntry& entry) {
    return shorten(entry.title, longest_title);
}

void write_entry(JsonWriter& json, const WireEntry& entry) {
    json.begin_object();
    json.key("id").number(number_of(entry.id));
    json.key("seq").number(number_of(entry.position));
    json.key("arrived").string(to_string(entry.arrived));
    write_loose(json.key("source"), entry.source);
    json.key("title").string_or_null(short_title(entry));
    json.key("summary").string_or_null(entry.summary);
    write_loose(json.key("language"), entry.language);
    write_date(json, "published", entry.published);
    write_loose(json.key("agency"), entry.agency);
    json.key("site").string_or_null(entry.site);
    write_loose(json.key("url"), entry.url);
    json.end_object();
}

std::string dispatch_json(const StoredDispatch& stored) {
    JsonWriter json;
    json.begin_object();
    json.key("id").number(number_of(stored.id));
    json.key("state").string(name_of(stored.state));
    json.key("arrived").string(to_string(stored.arrived));
    json.key("changed").string(to_string(stored.changed));
    json.key("seq").number(number_of(stored.last_change));
    json.key("editions").number(stored.editions);
    json.key("release").string_or_null(stored.release ? to_string(*stored.release) : "");
    write_loose(json.key("source"), stored.source);
    write_facts(json, stored.dispatch);
    write_place(json, stored.dispatch);
    write_spans(json, stored.dispatch);
    write_reads(json, stored);
    json.end_object();
    return json.take() + "\n";
}

std::string dispatch_text(const StoredDispatch& stored) {
    const Dispatch& dispatch = stored.dispatch;
    std::string out = dispatch.title.str();
    if (!out.empty()) out += "\n\n";
    std::string facts;
    if (dispatch.published) facts = to_string(*dispatch.published);
    if (dispatch.credit) facts += (facts.empty() ? "" : " · ") + dispatch.credit->agency.str();
    if (!dispatch.url.empty()) facts += (facts.empty() ? "" : " · ") + dispatch.url;
    if (!facts.empty()) out += Text::repair(facts).str() + "\n\n";
    out += dispatch.body.view();
    if (!out.ends_with('\n')) out += '\n';
    return out;
}

std::string list_json(const std::vector<WireEntry>& entries, Before next) {
    JsonWriter json;
    json.begin_object().key("dispatches").begin_array();
    for (const WireEntry& entry : entries) write_entry(json, entry);
    json.end_array().key("next");
    next ? json.number(number_of(*next)) : json.null();
    json.end_object();
    return json.take() + "\n";
}

std::string stats_json(const ArchiveStats& stats) {
    JsonWriter json;
    json.begin_object();
    json.key("total").number(stats.total);
    json.key("editions").number(stats.editions);
    json.key("sources").number(stats.sources);
    json.key("newest").number(number_of(stats.newest));
    json.end_object();
    return json.take() + "\n";
}

std::string error_json(std::string_view line) {
    JsonWriter json;
    json.begin_object().key("error").string(Text::repair(line).view()).end_object();
    return json.take() + "\n";
}

std::string gone_json(const StoredDispatch& stored) {
    JsonWriter json;
    json.begin_object();
    json.key("error").string("this dispatch has been " + std::string(name_of(stored.state)));
    json.key("id").number(number_of(stored.id));
    json.key("state").string(name_of(stored.state));
    json.key("notice").string_or_null(stored.notice);
    json.key("since").string(to_string(stored.changed)).end_object();
    return json.take() + "\n";
}

std::string event_frame(const Change& change) {
    JsonWriter json;
    json.begin_object();
    json.key("seq").number(number_of(change.seq));
    json.key("kind").string(name_of(change.kind));
    json.key("dispatch");
    write_entry(json, change.entry);
    json.end_object();
    return "id: " + std::to_string(number_of(change.seq)) + "\ndata: " + json.str() + "\n\n";
}

bool is_readable_type(std::string_view content_type) {
    const std::string type = lower_ascii(trim(content_type.substr(0, content_type.find(';'))));
    if (type.empty() || type.starts_with("text/") || type.ends_with("+xml") ||
        type.ends_with("+json"))
        return true;
    constexpr std::array<std::string_view, 3> named = {"application/json", "application/xml",
                                                       "application/octet-stream"};
    return std::find(named.begin(), named.end(), type) != named.end();
}

}  // namespace chappe
