#include "read/feed.h"

#include <array>
#include <pugixml.hpp>
#include <sstream>

#include "base/url.h"
#include "read/draft.h"
#include "read/metadata.h"
#include "read/page_blocks.h"
#include "read/small_print.h"
#include "read/words.h"
#include "read/xml_text.h"

namespace chappe {
namespace {

using pugi::xml_node;

std::string_view local_name(std::string_view name) {
    const std::size_t colon = name.find(':');
    return colon == name.npos ? name : name.substr(colon + 1);
}

/// Text and CDATA directly inside a node.
std::string text_in(xml_node node) {
    std::string text;
    for (const xml_node child : node.children())
        if (child.type() == pugi::node_pcdata || child.type() == pugi::node_cdata)
            text += child.value();
    return text;
}

/// The markup inside a node, as for Atom's type="xhtml". pugixml prints without recursion.
std::string markup_in(xml_node node) {
    std::ostringstream out;
    for (const xml_node child : node.children())
        child.print(out, "", pugi::format_raw, pugi::encoding_utf8);
    return std::move(out).str();
}

bool holds_elements(xml_node node) {
    for (const xml_node child : node.children())
        if (child.type() == pugi::node_element) return true;
    return false;
}

class FeedReader {
 public:
    FeedReader(xml_node root, const Arrival& arrival) : root_(root), arrival_(arrival) {
        const std::string_view name = root.name();
        if (const std::size_t colon = name.find(':'); colon != name.npos)
            prefix_ = name.substr(0, colon + 1);
    }

    Reading read() {
        const bool atom = local_name(root_.name()) == "feed";
        channel_ = atom ? root_ : child(root_, "channel");
        read_facts();
        std::size_t items = 0;
        for (const xml_node parent : {root_, channel_}) {
            for (const xml_node node : parent.children()) {
                const std::string_view name = node.name();
                if (name != "item" && name != "entry" && without_prefix(name) != "entry" &&
                    without_prefix(name) != "item")
                    continue;
                if (++items > most_items) {
                    reading_.notes.emplace_back("items cut: more than 10,000");
                    return std::move(reading_);
                }
                read_item(node);
            }
            if (channel_ == root_) break;
        }
        if (items == 0) reading_.notes.emplace_back("feed without items");
        return std::move(reading_);
    }

 private:
    /// The name without the prefix that the root has: "atom:feed" makes "atom:entry" an entry.
    std::string_view without_prefix(std::string_view name) const {
        return !prefix_.empty() && name.starts_with(prefix_) ? name.substr(prefix_.size()) : name;
    }

    xml_node child(xml_node node, std::string_view name) const {
        for (const xml_node one : node.children())
            if (one.name() == name || without_prefix(one.name()) == name) return one;
        return {};
    }

    /// The first that is there and not empty, as text.
    std::string first_text(xml_node node, std::initializer_list<std::string_view> names) const {
        for (const std::string_view name : names) {
            const xml_node found = child(node, name);
            if (!found) continue;
            std::string text = holds_elements(found) ? markup_in(found) : text_in(found);
            if (!trim(text).empty()) return text;
        }
        return {};
    }

    std::optional<Url> base_of(xml_node node) const {
        std::vector<std::string_view> bases;
        for (; node; node = node.parent())
            if (const auto base = node.attribute("xml:base")) bases.emplace_back(base.value());
        auto url = Url::parse(arrival_.url);
        if (!url) url = Url::parse(reading_.feed ? reading_.feed->site_url : "");
        for (auto it = bases.rbegin(); it != bases.rend(); ++it)
            if (auto next = url ? url->resolve(*it) : Url::parse(*it)) url = next;
        return url;
    }

    std::string absolute(xml_node node, std::string_view reference) const {
        reference = trim(reference);
        if (reference.empty()) return {};
        const auto base = base_of(node);
        const auto url = base ? base->resolve(reference) : Url::parse(reference);
        return url ? url->str() : std::string{};
    }

    /// Atom's link of a relation, else RSS's link with text.
    std::string link_of(xml_node node, std::string_view relation) const {
        for (const xml_node link : node.children()) {
            if (local_name(link.name()) != "link" || !link.attribute("href")) continue;
            const std::string_view rel = link.attribute("rel").as_string("alternate");
            if (rel == relation) return absolute(link, link.attribute("href").value());
        }
        if (relation != "alternate") return {};
        const xml_node link = child(node, "link");
        return absolute(link ? link : node, text_in(link));
    }

    void read_facts() {
        FeedFacts facts;
        reading_.feed.emplace();
        facts.title = Text::repair(plain_text_of(first_text(channel_, {"title"})));
        facts.site_url = link_of(channel_, "alternate");
        facts.url = link_of(channel_, "self");
        if (facts.url.empty())
            if (const auto url = Url::parse(arrival_.url)) facts.url = url->str();
        facts.hub = link_of(channel_, "hub");
        facts.language = first_text(channel_, {"language", "dc:language"});
        if (facts.language.empty()) facts.language = root_.attribute("xml:lang").value();
        facts.language = primary_language(facts.language);
        reading_.feed = std::move(facts);
    }

    void read_item(xml_node item) {
        Draft draft;
        Dispatch& dispatch = draft.dispatch;
        draft.declared_language = item.attribute("xml:lang").value();
        if (draft.declared_language.empty())
            draft.declared_language = first_text(item, {"dc:language"});
        if (draft.declared_language.empty()) draft.declared_language = reading_.feed->language;
        dispatch.title = Text::repair(title_of(item));
        dispatch.site = reading_.feed->title;
        read_address(item, dispatch);
        read_dates(item, dispatch);
        read_people(item, dispatch);
        read_tags(item, dispatch);
        draft.paragraphs = paragraphs_of_fragment(content_of(item));
        if (!draft.paragraphs.empty() && draft.paragraphs.size() > 1 &&
            draft.paragraphs.front().text == dispatch.title.view())
            draft.paragraphs.erase(draft.paragraphs.begin());
        if (dispatch.title.empty() && !draft.paragraphs.empty())
            dispatch.title = Text::repair(title_from(draft.paragraphs.front().text));
        if (!dispatch.url.empty()) reading_.links.push_back({dispatch.url, dispatch.title});
        // The feed's address is the feed's: an item without a link has none.
        Arrival place;
        place.received = arrival_.received;
        reading_.dispatches.push_back(finish(std::move(draft), place));
    }

    std::string title_of(xml_node item) const {
        const xml_node title = child(item, "title");
        const std::string_view type = title.attribute("type").value();
        // RFC 4287, 3.1.1.1: plain text holds no markup.
        if (type == "text") return fold_paragraph(text_in(title));
        return plain_text_of(first_text(item, {"title", "dc:title"}));
    }

    void read_address(xml_node item, Dispatch& dispatch) const {
        dispatch.url = link_of(item, "alternate");
        const xml_node guid = child(item, "guid") ? child(item, "guid") : child(item, "id");
        dispatch.guid = Text::repair(trim(text_in(guid))).str();
        if (dispatch.guid.empty())
            dispatch.guid = Text::repair(item.attribute("rdf:about").value()).str();
        const bool permanent = std::string_view(guid.attribute("isPermaLink").value()) != "false";
        if (dispatch.url.empty() && permanent)
            if (const auto url = Url::parse(dispatch.guid)) dispatch.url = url->str();
    }

    void read_dates(xml_node item, Dispatch& dispatch) const {
        const std::string_view language = reading_.feed->language;
        for (const std::string_view name :
             {"pubDate", "published", "issued", "dc:date", "dcterms:issued", "created", "pubdate"})
            if (!dispatch.published)
                dispatch.published = parse_declared_date(first_text(item, {name}), language);
        for (const std::string_view name :
             {"updated", "modified", "dcterms:modified", "atom:updated"})
            if (!dispatch.modified)
                dispatch.modified = parse_declared_date(first_text(item, {name}), language);
        // RFC 4287, 4.2.15: an entry has at least its date of change.
        if (!dispatch.published) dispatch.published = dispatch.modified;
    }

    void read_people(xml_node item, Dispatch& dispatch) const {
        std::vector<std::string> names;
        for (const xml_node node : item.children()) {
            const std::string_view name = node.name();
            if (name == "dc:creator" || without_prefix(name) == "author") {
                const xml_node inner = child(node, "name");
                std::string text = plain_text_of(text_in(inner ? inner : node));
                // RSS 2.0: "desk@example.org (Ada Lovelace)"
                if (const std::size_t open = text.find('(');
                    open != text.npos && text.ends_with(')') && text.find('@') < open)
                    text = text.substr(open + 1, text.size() - open - 2);
                names.push_back(std::move(text));
            }
        }
        for (const std::string& name : clean_authors(names, dispatch.site)) {
            if (!is_agency(name))
                dispatch.authors.push_back(Text::repair(name));
            else if (!dispatch.credit)
                dispatch.credit = Credit{Text::repair(name), Credit::Place::metadata};
        }
    }

    void read_tags(xml_node item, Dispatch& dispatch) const {
        for (const xml_node node : item.children()) {
            const std::string_view name = node.name();
            if (without_prefix(name) != "category" && name != "dc:subject") continue;
            if (!dispatch.tags) dispatch.tags.emplace();
            std::string_view term = node.attribute("label").value();
            if (term.empty()) term = node.attribute("term").value();
            const std::string tag = plain_text_of(term.empty() ? text_in(node) : std::string(term));
            if (!tag.empty() && dispatch.tags->size() < 50)
                dispatch.tags->push_back(Text::repair(tag));
        }
    }

    std::string content_of(xml_node item) const {
        const xml_node content = child(item, "content");
        if (content && !content.attribute("src")) {
            const std::string_view type = content.attribute("type").value();
            // Plain text by its type: its brackets are no markup.
            if (type == "text" || type == "text/plain") return escaped(text_in(content));
            std::string text = first_text(item, {"content"});
            if (!text.empty()) return text;
        }
        return first_text(item, {"content:encoded", "description", "summary", "dc:description",
                                 "media:description"});
    }

    static std::string escaped(std::string_view text) {
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

    xml_node root_, channel_;
    const Arrival& arrival_;
    std::string_view prefix_;
    Reading reading_;
};

}  // namespace

Reading read_xml_feed(const Text& xml, const Arrival& arrival) {
    std::string text = resolve_html_names(trim(xml));
    pugi::xml_document document;
    // parse_default knows no DTD: the five entities of XML and character references, nothing else.
    const auto parsed = document.load_buffer_inplace(text.data(), text.size(), pugi::parse_default,
                                                     pugi::encoding_utf8);
    Reading reading;
    const xml_node root = document.document_element();
    const std::string name = lower_ascii(local_name(root.name()));
    if (name == "rss" || name == "feed" || name == "rdf")
        reading = FeedReader(root, arrival).read();
    if (!parsed)
        reading.notes.push_back(std::string("feed not well-formed: ") + parsed.description());
    return reading;
}

}  // namespace chappe
