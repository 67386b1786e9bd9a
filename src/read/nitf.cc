#include "read/nitf.h"

#include <algorithm>
#include <array>

#include "base/url.h"
#include "read/authors.h"
#include "read/metadata.h"
#include "read/small_print.h"
#include "read/words.h"

namespace chappe {
namespace {

constexpr std::size_t most_tags = 50;
constexpr std::size_t most_people = 50;

struct Kind {
    std::string_view name;
    Block::Kind kind;
};
/// Elements that are a block; of nested ones the outer kind wins, as for a quote's paragraphs.
constexpr std::array<Kind, 18> blocks = {{
    {"p", Block::Kind::paragraph},
    {"pre", Block::Kind::paragraph},
    {"div", Block::Kind::paragraph},
    {"section", Block::Kind::paragraph},
    {"abstract", Block::Kind::paragraph},
    {"block", Block::Kind::paragraph},
    {"tr", Block::Kind::paragraph},
    {"hl2", Block::Kind::heading},
    {"h1", Block::Kind::heading},
    {"h2", Block::Kind::heading},
    {"h3", Block::Kind::heading},
    {"h4", Block::Kind::heading},
    {"bq", Block::Kind::quote},
    {"blockquote", Block::Kind::quote},
    {"li", Block::Kind::item},
    {"dt", Block::Kind::item},
    {"dd", Block::Kind::item},
    {"item", Block::Kind::item},
}};

/// Not text of the article: pictures with their captions, notes to editors, scripts.
constexpr std::array<std::string_view, 10> left_out = {
    "media", "figure", "note", "fn", "script", "style", "head", "credit", "object", "iframe"};

std::optional<Block::Kind> block_kind(std::string_view name) {
    for (const Kind& one : blocks)
        if (one.name == name) return one.kind;
    return std::nullopt;
}

/// A walk that knows which block it is in. Where an element opens or closes, a block ends.
class BlockWalk {
 public:
    std::vector<Paragraph> walk(pugi::xml_node within) {
        pugi::xml_node node = within.first_child();
        while (node && node != within) {
            const std::string name = lower_ascii(local_name(node.name()));
            const bool skipped =
                std::find(left_out.begin(), left_out.end(), name) != left_out.end();
            if (!skipped) enter(node, name);
            if (!skipped && node.first_child()) {
                node = node.first_child();
                continue;
            }
            while (node && node != within && !node.next_sibling()) {
                node = node.parent();
                if (node != within) leave(node);
            }
            if (node && node != within) {
                node = node.next_sibling();
            }
        }
        flush();
        return std::move(out_);
    }

 private:
    struct Open {
        pugi::xml_node node;
        Block::Kind kind;
    };

    void enter(pugi::xml_node node, const std::string& name) {
        if (node.type() == pugi::node_pcdata || node.type() == pugi::node_cdata) {
            text_ += node.value();
            return;
        }
        if (name == "br" || name == "td" || name == "th") text_ += ' ';
        const auto kind = block_kind(name);
        if (!kind) return;
        flush();
        if (!node.first_child()) return;
        const bool outer = !open_.empty() && open_.back().kind != Block::Kind::paragraph;
        open_.push_back({node, outer ? open_.back().kind : *kind});
    }

    void leave(pugi::xml_node node) {
        if (open_.empty() || open_.back().node != node) return;
        flush();
        open_.pop_back();
    }

    void flush() {
        std::string folded = fold_paragraph(text_);
        text_.clear();
        if (folded.empty()) return;
        out_.push_back(
            {open_.empty() ? Block::Kind::paragraph : open_.back().kind, std::move(folded)});
    }

    std::vector<Open> open_;
    std::vector<Paragraph> out_;
    std::string text_;
};

void read_docdata(pugi::xml_node docdata, Draft& draft) {
    Dispatch& dispatch = draft.dispatch;
    const auto date = [&](std::string_view element) {
        const pugi::xml_node node = child_named(docdata, element);
        const std::string_view norm = node.attribute("norm").value();
        return parse_declared_date(norm.empty() ? text_in(node) : std::string(norm),
                                   draft.declared_language);
    };
    if (!dispatch.published) dispatch.published = date("date.issue");
    if (!dispatch.published) dispatch.published = date("date.release");
    if (dispatch.guid.empty())
        dispatch.guid =
            Text::repair(trim(child_named(docdata, "doc-id").attribute("id-string").value())).str();
    const pugi::xml_node keys = child_named(docdata, "key-list");
    if (!keys) return;
    if (!dispatch.tags) dispatch.tags.emplace();
    for (const pugi::xml_node key : keys.children()) {
        const std::string_view declared = key.attribute("key").value();
        Text tag =
            Text::repair(fold_paragraph(declared.empty() ? text_in(key) : std::string(declared)));
        const bool known =
            std::find(dispatch.tags->begin(), dispatch.tags->end(), tag) != dispatch.tags->end();
        if (!tag.empty() && !known && dispatch.tags->size() < most_tags)
            dispatch.tags->push_back(std::move(tag));
    }
}

void read_people(pugi::xml_node head, Dispatch& dispatch) {
    std::vector<std::string> names;
    for (const pugi::xml_node byline : head.children()) {
        if (local_name(byline.name()) != "byline" || names.size() >= most_people) continue;
        bool person = false;
        for (const pugi::xml_node child : byline.children())
            if (local_name(child.name()) == "person" && names.size() < most_people) {
                names.push_back(all_text_in(child));
                person = true;
            }
        if (!person) names.push_back(all_text_in(byline));
    }
    for (const std::string& name : clean_authors(names, dispatch.site)) {
        if (!is_agency(name))
            dispatch.authors.push_back(Text::repair(name));
        else if (!dispatch.credit)
            dispatch.credit = Credit{Text::repair(name), Credit::Place::byline};
    }
    const std::string distributor = all_text_in(child_named(head, "distributor"));
    if (!dispatch.credit && !distributor.empty())
        dispatch.credit = Credit{Text::repair(distributor), Credit::Place::metadata};
}

/// "BAKU, April 3 (Reuters)": the place is said by the article too, the agency perhaps only here.
void read_dateline(pugi::xml_node head, Dispatch& dispatch) {
    const std::string line = all_text_in(child_named(head, "dateline"));
    if (line.empty() || dispatch.credit) return;
    if (const auto found = find_tail_credit(line))
        dispatch.credit = Credit{Text::repair(found->agency.in(line)), Credit::Place::dateline};
}

std::string title_in(pugi::xml_node nitf, pugi::xml_node head) {
    const pugi::xml_node hedline = child_named(head, "hedline");
    std::string title = all_text_in(child_named(hedline, "hl1"));
    if (title.empty()) title = all_text_in(hedline);
    if (title.empty()) title = all_text_in(child_named(child_named(nitf, "head"), "title"));
    return title;
}

}  // namespace

std::vector<Paragraph> paragraphs_in(pugi::xml_node node) {
    return BlockWalk().walk(node);
}

std::vector<Paragraph> paragraphs_of_nitf_text(const Text& text) {
    const XmlDocument xml = parse_xml(Text::trusted("<nitf>" + text.str() + "</nitf>"));
    return paragraphs_in(xml.root);
}

void fill_from_nitf(pugi::xml_node nitf, Draft& draft) {
    Dispatch& dispatch = draft.dispatch;
    const pugi::xml_node body = child_named(nitf, "body");
    const pugi::xml_node head = child_named(body, "body.head");
    if (draft.declared_language.empty())
        draft.declared_language = nitf.attribute("xml:lang").value();
    if (dispatch.title.empty()) dispatch.title = Text::repair(title_in(nitf, head));
    read_docdata(child_named(child_named(nitf, "head"), "docdata"), draft);
    if (dispatch.authors.empty()) read_people(head, dispatch);
    read_dateline(head, dispatch);
    // An abstract is a summary beside the text: it is read where there is no other.
    draft.paragraphs = paragraphs_in(child_named(body, "body.content"));
    if (draft.paragraphs.empty()) draft.paragraphs = paragraphs_in(child_named(head, "abstract"));
    const std::string tagline = all_text_in(child_named(child_named(body, "body.end"), "tagline"));
    if (!tagline.empty()) draft.paragraphs.push_back({Block::Kind::paragraph, tagline});
    if (dispatch.title.empty() && !draft.paragraphs.empty())
        dispatch.title = Text::repair(title_from(draft.paragraphs.front().text));
}

Reading read_nitf(const XmlDocument& xml, const Arrival& arrival) {
    Reading reading;
    if (!equal_ignoring_ascii_case(local_name(xml.root.name()), "nitf")) return reading;
    Draft draft;
    fill_from_nitf(xml.root, draft);
    reading.dispatches.push_back(finish(std::move(draft), arrival));
    if (!xml.note.empty()) reading.notes.push_back("NITF " + xml.note);
    return reading;
}

}  // namespace chappe
