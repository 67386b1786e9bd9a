#include "read/feed.h"

#include <algorithm>

#include "base/url.h"
#include "news/status.h"
#include "read/authors.h"
#include "read/base64.h"
#include "read/draft.h"
#include "read/feed_facts.h"
#include "read/feed_names.h"
#include "read/metadata.h"
#include "read/page_blocks.h"
#include "read/small_print.h"
#include "read/words.h"
#include "read/xml_document.h"

namespace chappe {
namespace {

using enum FeedSpace;
using pugi::xml_node;
using Elements = std::vector<NamedElement>;

constexpr std::size_t most_tags = 50;
constexpr std::size_t most_people = 50;  // of one item

std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '<')
            out += "&lt;";
        else if (c == '&')
            out += "&amp;";
        else
            out += c;
    }
    return out;
}

/// RSS 2.0: "desk@example.org (Ada Lovelace)".
std::string name_in_mail_address(std::string text) {
    const std::size_t open = text.find('(');
    if (open == text.npos || !text.ends_with(')') || text.find('@') > open) return text;
    return text.substr(open + 1, text.size() - open - 2);
}

class FeedReader {
 public:
    FeedReader(xml_node root, const Arrival& arrival)
        : root_(root), names_(root), arrival_(arrival) {}

    Reading read() {
        const bool atom = equal_ignoring_ascii_case(local_name(root_.name()), "feed");
        channel_ = atom ? root_ : names_.child(root_, {feed, "channel"});
        reading_.is_container = true;
        reading_.feed = facts_of_feed(names_, root_, channel_, arrival_);
        const std::string outer = outer_base(atom);
        read_items(root_, outer);
        if (channel_ != root_) read_items(channel_, outer);
        take_tombstones();
        if (reading_.dispatches.empty()) reading_.notes.emplace_back("feed without items");
        reading_.feed->summaries_only = fullness_.summaries_only();
        return std::move(reading_);
    }

 private:
    void read_items(xml_node parent, const std::string& outer) {
        parent_ = parent;
        base_ = base_in_feed(parent, outer);
        for (const xml_node node : parent.children()) {
            const FeedName name = names_.name_of(node);
            const bool taken_back = name == FeedName{tombstones, "deleted-entry"};
            if (!taken_back && !(name == FeedName{feed, "item"}) &&
                !(name == FeedName{feed, "entry"}))
                continue;
            if (reading_.dispatches.size() == most_items) {
                reading_.notes.emplace_back("items cut: more than 10,000");
                return;
            }
            if (taken_back)
                read_tombstone(node);
            else
                read_item(node);
        }
    }

    /// RFC 6721: "ref" is the id of the entry that is no more, since "when".
    void read_tombstone(xml_node node) {
        Dispatch dispatch;
        dispatch.guid = Text::repair(trim(node.attribute("ref").value())).str();
        if (dispatch.guid.empty() || tombstones_.size() == most_items) return;
        dispatch.modified = parse_declared_date(node.attribute("when").value(), "");
        dispatch.notes.push_back(status_note("canceled"));
        tombstones_.push_back(std::move(dispatch));
    }

    /// An entry and a tombstone of the same id: the newer is what the source means.
    void take_tombstones() {
        const auto time_of = [](const Dispatch& dispatch) {
            const auto& date = dispatch.modified ? dispatch.modified : dispatch.published;
            return date ? date->when.begin : Instant{};
        };
        std::vector<Dispatch>& entries = reading_.dispatches;
        WordMap<Instant> taken_back;
        for (const Dispatch& tombstone : tombstones_)
            taken_back.emplace(tombstone.guid, time_of(tombstone));
        std::erase_if(entries, [&](const Dispatch& entry) {
            const auto found = taken_back.find(entry.guid);
            if (found == taken_back.end()) return false;
            if (time_of(entry) <= found->second) return true;
            taken_back.erase(found);
            return false;
        });
        for (Dispatch& tombstone : tombstones_)
            if (taken_back.erase(tombstone.guid) > 0 && entries.size() < most_items)
                entries.push_back(std::move(tombstone));
    }

    void read_item(xml_node item) {
        const Elements elements = names_.children(item);
        Draft draft;
        Dispatch& dispatch = draft.dispatch;
        draft.declared_language = language_of(item, elements);
        dispatch.title = Text::repair(title_of(elements));
        dispatch.site = site_of(elements);
        read_address(item, elements, dispatch);
        read_dates(elements, dispatch);
        read_people(elements, dispatch);
        read_tags(elements, dispatch);
        const Fullness::Given given = read_content(elements, draft);
        if (draft.paragraphs.size() > 1 && draft.paragraphs.front().text == dispatch.title.view())
            draft.paragraphs.erase(draft.paragraphs.begin());
        drop_feed_tail(draft);
        if (dispatch.title.empty() && !draft.paragraphs.empty())
            dispatch.title = Text::repair(title_from(draft.paragraphs.front().text));
        if (!dispatch.url.empty()) reading_.links.push_back({dispatch.url, dispatch.title});
        // The feed's address is the feed's: an item without a link has none.
        Arrival place;
        place.received = arrival_.received;
        reading_.dispatches.push_back(finish(std::move(draft), place));
        fullness_.add(reading_.dispatches.back(), given);
    }

    std::string language_of(xml_node item, const Elements& elements) const {
        std::string language = item.attribute("xml:lang").value();
        if (language.empty()) language = first_text(elements, {{dc, "language"}});
        return language.empty() ? reading_.feed->language : language;
    }

    static std::string title_of(const Elements& elements) {
        const xml_node title = first_of(elements, {{feed, "title"}});
        const std::string_view type = title.attribute("type").value();
        // RFC 4287, 3.1.1.1: plain text holds no markup.
        if (type == "text" && !trim(text_in(title)).empty()) return fold_paragraph(text_in(title));
        return plain_text_of(first_text(
            elements, {{feed, "title"}, {atom, "title"}, {dc, "title"}, {media, "title"}}));
    }

    /// Where an entry was taken from: RFC 4287, 4.2.11; RSS 2.0, "source".
    Text site_of(const Elements& elements) const {
        const xml_node source = first_of(elements, {{feed, "source"}});
        const xml_node inner = names_.child(source, {feed, "title"});
        const std::string title = plain_text_of(text_in(inner ? inner : source));
        return title.empty() ? reading_.feed->title : Text::repair(title);
    }

    /// RFC 4287, 2: Atom's references are relative to the feed. RSS says nothing, and its feeds are
    /// often served from another host than the site that their links mean.
    std::string outer_base(bool atom) const {
        const std::string& site = reading_.feed->site_url;
        return (atom && Url::parse(arrival_.url)) || site.empty() ? arrival_.url : site;
    }

    std::string absolute(xml_node node, std::string_view reference) const {
        return resolve_in_feed(node, reference, base_, parent_);
    }

    /// The page first: an entry may link to the same in other media.
    std::string link_of(const Elements& elements) const {
        std::string second;
        for (const auto& [name, node] : elements) {
            if (!equal_ignoring_ascii_case(name.local, "link") || !node.attribute("href")) continue;
            if (name.space != feed && name.space != atom) continue;
            const std::string rel = lower_ascii(trim(node.attribute("rel").as_string("alternate")));
            if (rel != "alternate") continue;
            const std::string_view type = node.attribute("type").value();
            std::string address = absolute(node, node.attribute("href").value());
            if (type.empty() || type.find("html") != type.npos) return address;
            if (second.empty()) second = std::move(address);
        }
        for (const auto& [name, node] : elements)
            if (name == FeedName{feed, "link"} && !node.attribute("href"))
                if (std::string address = absolute(node, text_in(node)); !address.empty())
                    return address;
        return second;
    }

    void read_address(xml_node item, const Elements& elements, Dispatch& dispatch) const {
        // FeedBurner's own links lead through its counter.
        if (const xml_node original = first_of(elements, {{feedburner, "origLink"}}))
            dispatch.url = absolute(original, text_in(original));
        if (dispatch.url.empty()) dispatch.url = link_of(elements);
        const xml_node guid = first_of(elements, {{feed, "guid"}, {feed, "id"}, {atom, "id"}});
        dispatch.guid = Text::repair(trim(text_in(guid))).str();
        if (dispatch.guid.empty())
            dispatch.guid = Text::repair(item.attribute("rdf:about").value()).str();
        const bool permanent =
            !equal_ignoring_ascii_case(guid.attribute("isPermaLink").value(), "false");
        if (dispatch.url.empty() && permanent)
            if (const auto url = Url::parse(dispatch.guid)) dispatch.url = url->str();
    }

    std::optional<Date> first_date(const Elements& elements,
                                   std::initializer_list<FeedName> names) const {
        for (const FeedName& name : names)
            for (const NamedElement& element : elements)
                if (element.name == name)
                    if (auto date =
                            parse_declared_date(text_in(element.node), reading_.feed->language))
                        return date;
        return std::nullopt;
    }

    void read_dates(const Elements& elements, Dispatch& dispatch) const {
        dispatch.published = first_date(elements, {{feed, "pubDate"},
                                                   {feed, "published"},
                                                   {atom, "published"},
                                                   {feed, "issued"},
                                                   {dc, "date"},
                                                   {dcterms, "issued"},
                                                   {feed, "created"},
                                                   {dcterms, "created"},
                                                   {feed, "date"}});
        dispatch.modified = first_date(
            elements,
            {{feed, "updated"}, {atom, "updated"}, {feed, "modified"}, {dcterms, "modified"}});
        // RFC 4287, 4.2.15: an entry has at least its date of change.
        if (!dispatch.published) dispatch.published = dispatch.modified;
    }

    void add_people(const Elements& elements, std::vector<std::string>& people) const {
        for (const auto& [name, node] : elements) {
            if (!(name == FeedName{feed, "author"}) && !(name == FeedName{atom, "author"}) &&
                !(name == FeedName{dc, "creator"}))
                continue;
            if (people.size() == most_people) return;
            xml_node inner = names_.child(node, {name.space, "name"});
            if (!inner) inner = child_named(node, "name");
            people.push_back(name_in_mail_address(plain_text_of(text_in(inner ? inner : node))));
        }
    }

    void read_people(const Elements& elements, Dispatch& dispatch) const {
        std::vector<std::string> people;
        add_people(elements, people);
        // RFC 4287, 4.2.1: an entry's author, else its source's, else the feed's.
        if (people.empty())
            if (const xml_node source = first_of(elements, {{feed, "source"}}))
                add_people(names_.children(source), people);
        if (people.empty()) people.push_back(first_text(elements, {{itunes, "author"}}));
        if (people.empty() || people.front().empty())
            if (channel_ == root_) add_people(names_.children(channel_), people);
        for (const std::string& name : clean_authors(people, dispatch.site)) {
            if (!is_agency(name))
                dispatch.authors.push_back(Text::repair(name));
            else if (!dispatch.credit)
                dispatch.credit = Credit{Text::repair(name), Credit::Place::metadata};
        }
    }

    static void read_tags(const Elements& elements, Dispatch& dispatch) {
        for (const auto& [name, node] : elements) {
            if (!(name == FeedName{feed, "category"}) && !(name == FeedName{atom, "category"}) &&
                !(name == FeedName{dc, "subject"}))
                continue;
            if (!dispatch.tags) dispatch.tags.emplace();
            std::string_view term = node.attribute("label").value();
            if (term.empty()) term = node.attribute("term").value();
            const std::string text =
                plain_text_of(term.empty() ? text_in(node) : std::string(term));
            Text tag = Text::repair(text);
            const bool known = std::find(dispatch.tags->begin(), dispatch.tags->end(), tag) !=
                               dispatch.tags->end();
            if (!tag.empty() && !known && dispatch.tags->size() < most_tags)
                dispatch.tags->push_back(std::move(tag));
        }
    }

    /// RFC 4287, 4.1.3; Atom 0.3 has "mode" instead of types for what is escaped.
    static std::string atom_content(xml_node node) {
        if (!node || node.attribute("src")) return {};
        const std::string type = lower_ascii(trim(node.attribute("type").value()));
        const std::string_view mode = node.attribute("mode").value();
        const std::string text = holds_elements(node) ? markup_in(node) : text_in(node);
        if (mode == "base64") return decode_base64(text);
        // Plain text by its type: its brackets are no markup.
        if (type == "text" || (type == "text/plain" && mode != "escaped")) return escaped(text);
        const bool is_text = type.find('/') == type.npos || type.starts_with("text/") ||
                             type.ends_with("xml") || type.find("html") != type.npos;
        return is_text ? text : std::string();
    }

    static Fullness::Given read_content(const Elements& elements, Draft& draft) {
        std::string whole =
            atom_content(first_of(elements, {{feed, "content"}, {atom, "content"}}));
        if (trim(whole).empty())
            whole = first_text(elements, {{content, "encoded"}, {xhtml, "body"}, {xhtml, "div"}});
        std::string summary = first_text(elements, {{feed, "description"},
                                                    {feed, "summary"},
                                                    {atom, "summary"},
                                                    {dc, "description"},
                                                    {dcterms, "abstract"},
                                                    {media, "description"},
                                                    {itunes, "summary"}});
        if (trim(summary).empty())
            summary = text_in(child_named(first_of(elements, {{media, "group"}}), "description"));
        // A content may be a mere stub beside the description.
        const bool full = !trim(whole).empty() && whole.size() * 2 > summary.size();
        const bool same = full && whole == summary;  // a summary that was put into both
        draft.paragraphs = paragraphs_of_fragment(full ? whole : summary);
        if (draft.paragraphs.empty())
            draft.paragraphs = paragraphs_of_fragment(full ? summary : whole);
        return full && !same ? Fullness::Given::as_content : Fullness::Given::as_summary;
    }

    xml_node root_, channel_;
    std::vector<Dispatch> tombstones_;
    xml_node parent_;  // of the items being read
    FeedNames names_;
    const Arrival& arrival_;
    std::string base_;  // of relative addresses in them
    Reading reading_;
    Fullness fullness_;
};

}  // namespace

Reading read_xml_feed(const Text& text, const Arrival& arrival) {
    const XmlDocument xml = parse_xml(text);
    return read_xml_feed(xml, arrival);
}

Reading read_xml_feed(const XmlDocument& xml, const Arrival& arrival) {
    Reading reading;
    const std::string name = lower_ascii(local_name(xml.root.name()));
    if (name == "rss" || name == "feed" || name == "rdf" || name == "channel")
        reading = FeedReader(xml.root, arrival).read();
    if (!xml.note.empty()) reading.notes.push_back("feed " + xml.note);
    return reading;
}

}  // namespace chappe
