#include "read/newsml.h"

#include <algorithm>
#include <array>

#include "base/url.h"
#include "news/status.h"
#include "read/authors.h"
#include "read/draft.h"
#include "read/feed.h"
#include "read/metadata.h"
#include "read/nitf.h"
#include "read/page_blocks.h"
#include "read/small_print.h"
#include "read/words.h"

namespace chappe {
namespace {

using pugi::xml_node;

constexpr std::size_t most_tags = 50;
constexpr std::size_t most_people = 50;
constexpr std::size_t most_references = 500;  // of one package

bool is(xml_node node, std::string_view name) {
    return equal_ignoring_ascii_case(local_name(node.name()), name);
}

/// "usable" of qcode="stat:usable", or of the older spelling of the whole address as uri.
std::string code_of(xml_node node) {
    std::string_view code = node.attribute("qcode").value();
    if (code.empty()) code = node.attribute("uri").value();
    if (code.empty()) code = node.attribute("literal").value();
    code = code.substr(code.find_last_of(":/") == code.npos ? 0 : code.find_last_of(":/") + 1);
    return lower_ascii(trim(code));
}

/// The name of a party or a subject: <name>, else the text, else its literal.
std::string name_in(xml_node node) {
    std::string name = all_text_in(child_named(node, "name"));
    if (name.empty()) name = fold_paragraph(text_in(node));
    if (name.empty()) name = fold_paragraph(node.attribute("literal").value());
    return name;
}

/// NewsML-G2 knows parties by their codes and names them once, in an assert.
std::string name_of_party(xml_node item, xml_node party) {
    std::string name = name_in(party);
    const std::string_view code = party.attribute("qcode").value();
    if (!name.empty() || code.empty()) return name;
    std::size_t looked_at = 0;
    for (const xml_node one : item.children()) {
        if (++looked_at > 1000) break;
        if (is(one, "assert") && one.attribute("qcode").value() == code) return name_in(one);
    }
    return name;
}

class NewsmlReader {
 public:
    explicit NewsmlReader(const Arrival& arrival) : arrival_(arrival) {}

    Reading read(xml_node root) {
        if (is(root, "newsMessage")) {
            reading_.is_container = true;
            for (const xml_node set : root.children())
                if (is(set, "itemSet"))
                    for (const xml_node item : set.children()) read_any(item);
        } else if (is(root, "newsItem") || is(root, "packageItem")) {
            reading_.is_container = is(root, "packageItem");
            read_any(root);
        } else {
            return {};
        }
        if (reading_.dispatches.empty()) add_packages();
        if (others_ > 0)
            reading_.notes.push_back(counted(others_, "item", "items") +
                                     " without text left out (pictures, audio, video)");
        if (reading_.dispatches.empty() && others_ == 0)
            reading_.notes.emplace_back("NewsML-G2 without text");
        return std::move(reading_);
    }

 private:
    void read_any(xml_node item) {
        if (reading_.dispatches.size() == most_items) {
            if (!cut_) reading_.notes.emplace_back("items cut: more than 10,000");
            cut_ = true;
            return;
        }
        if (is(item, "newsItem")) read_item(item);
        if (is(item, "packageItem")) read_package(item);
    }

    void read_item(xml_node item) {
        const std::string kind = code_of(child_named(child_named(item, "itemMeta"), "itemClass"));
        Draft draft;
        fill(item, draft);
        if (!kind.empty() && kind != "text" && kind != "composite") {
            ++others_;
            return;
        }
        read_content(child_named(item, "contentSet"), draft);
        finish_item(std::move(draft), item);
    }

    void finish_item(Draft&& draft, xml_node item) {
        Dispatch& dispatch = draft.dispatch;
        if (draft.paragraphs.empty()) {
            draft.paragraphs = paragraphs_in(description_of(item));
            if (!draft.paragraphs.empty())
                dispatch.notes.emplace_back("only a description, no body");
        }
        if (dispatch.title.empty() && !draft.paragraphs.empty())
            dispatch.title = Text::repair(title_from(draft.paragraphs.front().text));
        Arrival place;
        place.received = arrival_.received;
        reading_.dispatches.push_back(finish(std::move(draft), place));
    }

    static xml_node description_of(xml_node item) {
        return child_named(child_named(item, "contentMeta"), "description");
    }

    /// What itemMeta and contentMeta say.
    void fill(xml_node item, Draft& draft) const {
        const xml_node about = child_named(item, "itemMeta");
        const xml_node content = child_named(item, "contentMeta");
        Dispatch& dispatch = draft.dispatch;
        draft.declared_language = child_named(content, "language").attribute("tag").value();
        if (draft.declared_language.empty())
            draft.declared_language = item.attribute("xml:lang").value();
        std::string title = all_text_in(child_named(content, "headline"));
        if (title.empty()) title = all_text_in(child_named(about, "title"));
        dispatch.title = Text::repair(title);
        dispatch.guid = Text::repair(trim(item.attribute("guid").value())).str();
        if (const auto url = Url::parse(dispatch.guid)) dispatch.url = url->str();
        read_dates(about, content, draft);
        read_people(item, about, content, dispatch);
        read_tags(content, dispatch);
        read_status(about, dispatch);
    }

    static void read_dates(xml_node about, xml_node content, Draft& draft) {
        const auto date = [&](xml_node parent, std::string_view name) {
            return parse_declared_date(text_in(child_named(parent, name)), draft.declared_language);
        };
        Dispatch& dispatch = draft.dispatch;
        dispatch.published = date(about, "firstCreated");
        if (!dispatch.published) dispatch.published = date(content, "contentCreated");
        dispatch.modified = date(about, "versionCreated");
        if (!dispatch.modified) dispatch.modified = date(content, "contentModified");
        if (!dispatch.published) dispatch.published = dispatch.modified;
    }

    static void read_people(xml_node item, xml_node about, xml_node content, Dispatch& dispatch) {
        std::vector<std::string> people, agencies;
        for (const xml_node node : content.children()) {
            if (people.size() + agencies.size() == most_people) break;
            if (is(node, "by")) people.push_back(all_text_in(node));
            if (is(node, "creator") && people.empty()) people.push_back(name_of_party(item, node));
            if (is(node, "creditline")) agencies.insert(agencies.begin(), all_text_in(node));
            if (is(node, "infoSource")) agencies.push_back(name_of_party(item, node));
        }
        agencies.push_back(name_of_party(item, child_named(about, "provider")));
        for (const std::string& name : clean_authors(people, "")) {
            if (!is_agency(name))
                dispatch.authors.push_back(Text::repair(name));
            else if (!dispatch.credit)
                dispatch.credit = Credit{Text::repair(name), Credit::Place::byline};
        }
        // A known agency first; else whom the item names, known or not.
        for (const bool known : {true, false})
            for (const std::string& name : agencies)
                if (!dispatch.credit && !name.empty() && (!known || is_agency(name)))
                    dispatch.credit = Credit{Text::repair(name), Credit::Place::metadata};
    }

    static void read_tags(xml_node content, Dispatch& dispatch) {
        for (const xml_node node : content.children()) {
            if (!is(node, "subject") && !is(node, "keyword")) continue;
            if (!dispatch.tags) dispatch.tags.emplace();
            Text tag = Text::repair(name_in(node));
            const bool known = std::find(dispatch.tags->begin(), dispatch.tags->end(), tag) !=
                               dispatch.tags->end();
            if (!tag.empty() && !known && dispatch.tags->size() < most_tags)
                dispatch.tags->push_back(std::move(tag));
        }
    }

    static void read_status(xml_node about, Dispatch& dispatch) {
        const std::string status = code_of(child_named(about, "pubStatus"));
        if (std::string note = status_note(lower_ascii(status)); !note.empty())
            dispatch.notes.push_back(std::move(note));
        take_embargo(dispatch, text_in(child_named(about, "embargoed")));
    }

    /// The first rendition with text: inline XML (NITF or XHTML), else inline data.
    static void read_content(xml_node set, Draft& draft) {
        for (const xml_node node : set.children()) {
            if (!draft.paragraphs.empty()) return;
            if (is(node, "inlineXML")) read_inline(node, draft);
        }
        for (const xml_node node : set.children()) {
            if (!draft.paragraphs.empty()) return;
            if (!is(node, "inlineData")) continue;
            const std::string_view type = node.attribute("contenttype").value();
            const std::string text = holds_elements(node) ? markup_in(node) : text_in(node);
            const bool markup = type.find("html") != type.npos || trim(text).starts_with('<');
            if (markup) {
                draft.paragraphs = paragraphs_of_fragment("<div>" + text);
                continue;
            }
            for (const std::string_view line : split(text, '\n'))
                if (std::string folded = fold_paragraph(line); !folded.empty())
                    draft.paragraphs.push_back({Block::Kind::paragraph, std::move(folded)});
        }
    }

    static void read_inline(xml_node inline_xml, Draft& draft) {
        for (const xml_node child : inline_xml.children()) {
            if (is(child, "nitf")) {
                fill_from_nitf(child, draft);
            } else if (is(child, "html")) {
                draft.paragraphs = paragraphs_in(child_named(child, "body"));
            } else {
                continue;
            }
            return;
        }
        draft.paragraphs = paragraphs_in(inline_xml);
    }

    // ---- packages

    void read_package(xml_node package) {
        packages_.push_back(package);
        std::size_t count = 0;
        for (xml_node node = next_node(package, package); node; node = next_node(node, package)) {
            if (!is(node, "itemRef")) continue;
            if (++count > most_references) break;
            if (const auto url = Url::parse(node.attribute("href").value()))
                reading_.links.push_back({url->str(), Text::repair(title_of_reference(node))});
        }
    }

    static std::string title_of_reference(xml_node reference) {
        std::string title = all_text_in(child_named(reference, "headline"));
        return title.empty() ? all_text_in(child_named(reference, "title")) : title;
    }

    /// A package alone is a list of headlines.
    void add_packages() {
        for (const xml_node package : packages_) {
            Draft draft;
            fill(package, draft);
            std::size_t count = 0;
            for (xml_node node = next_node(package, package); node && count < most_references;
                 node = next_node(node, package)) {
                if (!is(node, "itemRef")) continue;
                ++count;
                if (std::string title = title_of_reference(node); !title.empty())
                    draft.paragraphs.push_back({Block::Kind::item, std::move(title)});
            }
            if (draft.paragraphs.empty() && draft.dispatch.title.empty()) continue;
            draft.dispatch.notes.emplace_back("a package of headlines, without their texts");
            finish_item(std::move(draft), package);
        }
    }

    const Arrival& arrival_;
    Reading reading_;
    std::vector<xml_node> packages_;
    std::size_t others_ = 0;
    bool cut_ = false;
};

}  // namespace

Reading read_newsml(const XmlDocument& xml, const Arrival& arrival) {
    Reading reading = NewsmlReader(arrival).read(xml.root);
    const bool found = !reading.dispatches.empty() || !reading.notes.empty();
    if (found && !xml.note.empty()) reading.notes.push_back("NewsML-G2 " + xml.note);
    return reading;
}

}  // namespace chappe
