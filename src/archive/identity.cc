#include "archive/identity.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>

#include "base/url.h"

namespace chappe {
namespace {

/// Fields put one after another so that no two lists of fields give the same bytes: each with its
/// length before it, an absent one as its own mark. Digests of these bytes are kept in the archive:
/// the form cannot change, only get another version number in front.
class Fields {
 public:
    explicit Fields(std::string_view version) { text(version); }

    void text(std::string_view value) {
        number(static_cast<std::int64_t>(value.size()));
        bytes_ += value;
    }
    void number(std::int64_t value) {
        bytes_ += std::to_string(value);
        bytes_ += ':';
    }
    void absent() { bytes_ += '-'; }
    Digest digest() const { return chappe::digest(bytes_); }

 private:
    std::string bytes_;
};

void add_texts(Fields& fields, const std::vector<Text>& texts) {
    fields.number(static_cast<std::int64_t>(texts.size()));
    for (const Text& text : texts) fields.text(text);
}

void add_date(Fields& fields, const std::optional<Date>& date) {
    if (!date) return fields.absent();
    fields.number(date->when.begin.time_since_epoch().count());
    fields.number(date->when.end.time_since_epoch().count());
    date->offset ? fields.number(date->offset->count()) : fields.absent();
    fields.number(static_cast<int>(date->precision));
}

Identity identity_by_content(const Arrival& arrival, const Dispatch& dispatch) {
    Fields fields("content 1");
    fields.text(arrival.source);
    fields.text(dispatch.title);
    fields.text(dispatch.body);
    return {fields.digest(), "content"};
}

std::string address_of(const Arrival& arrival, const Reading& reading, const Dispatch& dispatch) {
    const bool is_page = !reading.feed && reading.dispatches.size() == 1;
    const std::string& given = dispatch.url.empty() && is_page ? arrival.url : dispatch.url;
    const auto url = Url::parse(given);
    return url ? url->identity() : std::string();
}

Identity identity_of(const Arrival& arrival, const Reading& reading, const Dispatch& dispatch) {
    if (!dispatch.guid.empty()) {
        Fields fields("guid 1");
        fields.text(arrival.source);
        fields.text(dispatch.guid);
        return {fields.digest(), "guid"};
    }
    if (const std::string address = address_of(arrival, reading, dispatch); !address.empty()) {
        Fields fields("url 1");
        fields.text(address);
        return {fields.digest(), "url"};
    }
    return identity_by_content(arrival, dispatch);
}

}  // namespace

std::vector<Identity> identities_of(const Arrival& arrival, const Reading& reading) {
    std::vector<Identity> identities;
    std::map<Digest, std::vector<std::size_t>> items_of;
    for (const Dispatch& dispatch : reading.dispatches) {
        identities.push_back(identity_of(arrival, reading, dispatch));
        items_of[identities.back().key].push_back(identities.size() - 1);
    }
    for (const auto& [key, items] : items_of) {
        const Dispatch& first = reading.dispatches[items.front()];
        const bool same_news = std::all_of(items.begin(), items.end(), [&](std::size_t item) {
            const Dispatch& other = reading.dispatches[item];
            return other.title == first.title && other.body == first.body;
        });
        if (same_news) continue;
        for (const std::size_t item : items)
            identities[item] = identity_by_content(arrival, reading.dispatches[item]);
    }
    return identities;
}

Digest content_of(const Dispatch& dispatch) {
    Fields fields("edition 1");
    fields.text(dispatch.title);
    fields.text(dispatch.body);
    if (dispatch.lead) {
        fields.number(dispatch.lead->begin);
        fields.number(dispatch.lead->end);
    } else {
        fields.absent();
    }
    if (dispatch.credit) {
        fields.text(dispatch.credit->agency);
        fields.number(static_cast<int>(dispatch.credit->place));
    } else {
        fields.absent();
    }
    add_date(fields, dispatch.published);
    add_texts(fields, dispatch.authors);
    dispatch.tags ? add_texts(fields, *dispatch.tags) : fields.absent();
    return fields.digest();
}

Digest words_of(std::string_view title, std::string_view body) {
    Fields fields("words 1");
    fields.text(title);
    fields.text(body);
    return fields.digest();
}

}  // namespace chappe
