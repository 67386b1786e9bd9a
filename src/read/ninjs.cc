// The versions differ in names more than in sense: a member is looked up by its letters alone, so
// "versioncreated", "versionCreated" and "version_created" are one.

#include "read/ninjs.h"
#include "read/authors.h"

#include <algorithm>
#include <array>

#include "base/url.h"
#include "news/status.h"
#include "read/draft.h"
#include "read/feed.h"
#include "read/json_text.h"
#include "read/mail_header.h"
#include "read/metadata.h"
#include "read/nitf.h"
#include "read/page_blocks.h"
#include "read/small_print.h"
#include "read/words.h"

namespace chappe {
namespace {

namespace json = boost::json;

constexpr std::size_t most_tags = 50;
constexpr std::size_t deepest_association = 3;  // a composite of composites

bool same_letters(std::string_view a, std::string_view b) {
    std::size_t i = 0, j = 0;
    while (true) {
        while (i < a.size() && (a[i] == '_' || a[i] == '-')) ++i;
        if (i == a.size() || j == b.size()) return i == a.size() && j == b.size();
        const char c = a[i] >= 'A' && a[i] <= 'Z' ? static_cast<char>(a[i] | 32) : a[i];
        if (c != b[j]) return false;
        ++i;
        ++j;
    }
}

/// `name` in small letters without "_": the first of these members that there is.
const json::value* member(const json::object& item, std::initializer_list<std::string_view> names) {
    for (const std::string_view name : names)
        for (const auto& one : item)
            if (same_letters(one.key(), name)) return &one.value();
    return nullptr;
}

std::string_view text_of(const json::value* value) {
    return value != nullptr && value->is_string() ? std::string_view(value->get_string())
                                                  : std::string_view{};
}

std::string_view text(const json::object& item, std::initializer_list<std::string_view> names) {
    for (const std::string_view name : names)
        if (const std::string_view found = trim(text_of(member(item, {name}))); !found.empty())
            return found;
    return {};
}

const json::array* list(const json::object& item, std::initializer_list<std::string_view> names) {
    for (const std::string_view name : names)
        if (const json::value* value = member(item, {name}); value != nullptr && value->is_array())
            return &value->get_array();
    return nullptr;
}

/// An item has an identifier, and says what or when it is. A feed's item has an address instead.
bool is_item(const json::object& item) {
    const bool named = !text(item, {"uri", "guid"}).empty();
    const bool body =
        list(item, {"bodies", "headlines"}) != nullptr ||
        !text(item, {"bodytext", "bodyhtml", "bodyxhtml", "headline", "body"}).empty();
    const bool when = !text(item, {"versioncreated", "firstcreated", "pubstatus"}).empty();
    return (named && (body || when || !text(item, {"type"}).empty())) || (body && when);
}

/// 2.x and 3.x: [{"role": "main", "value": "..."}]; the main one, else the first.
std::string_view main_value(const json::array* values) {
    if (values == nullptr) return {};
    std::string_view first;
    for (const json::value& value : *values) {
        if (!value.is_object()) continue;
        const std::string_view content = text(value.get_object(), {"value", "text"});
        if (first.empty()) first = content;
        if (!content.empty() && text(value.get_object(), {"role"}) == "main") return content;
    }
    return first;
}

enum class Form { plain, html, nitf };

std::vector<Paragraph> paragraphs_of(std::string_view content, Form form) {
    if (form == Form::nitf) return paragraphs_of_nitf_text(Text::repair(content));
    if (form == Form::html) return paragraphs_of_fragment("<div>" + std::string(content));
    std::vector<Paragraph> paragraphs;
    // Agencies end each paragraph with one line's end, or part them by a blank line.
    for (const std::string_view line : split(content, '\n'))
        if (std::string folded = fold_paragraph(line); !folded.empty())
            paragraphs.push_back({Block::Kind::paragraph, std::move(folded)});
    return paragraphs;
}

/// By its media type, else by its role or its bytes.
Form form_of(std::string_view type, std::string_view role, std::string_view content) {
    const std::string essence = value_without_parameters(type);
    if (essence.find("nitf") != essence.npos) return Form::nitf;
    if (essence.find("html") != essence.npos) return Form::html;
    if (essence == "text/plain") return Form::plain;
    if (role.find("html") != role.npos) return Form::html;
    const std::string_view start = trim(content);
    return start.starts_with('<') && start.ends_with('>') ? Form::html : Form::plain;
}

/// The richest form: markup knows headings, quotes and lists.
std::vector<Paragraph> body_of(const json::object& item) {
    if (const std::string_view html = text(item, {"bodyhtml", "bodyxhtml", "bodyhtml5"});
        !html.empty())
        return paragraphs_of(html, Form::html);
    if (const std::string_view nitf = text(item, {"bodynitf"}); !nitf.empty())
        return paragraphs_of(nitf, Form::nitf);
    std::string_view best;
    Form best_form = Form::plain;
    if (const json::array* bodies = list(item, {"bodies"})) {
        for (const json::value& one : *bodies) {
            if (!one.is_object()) continue;
            const json::object& body = one.get_object();
            const std::string_view content = text(body, {"value", "text"});
            const std::string_view role = text(body, {"role"});
            if (content.empty() || role == "caption" || role == "summary") continue;
            const Form form = form_of(text(body, {"contenttype", "mimetype"}), role, content);
            if (!best.empty() && (form == Form::plain || best_form != Form::plain)) continue;
            best = content;
            best_form = form;
        }
    }
    if (!best.empty()) return paragraphs_of(best, best_form);
    const std::string_view plain = text(item, {"bodytext", "body", "bodysummary"});
    return paragraphs_of(plain, form_of("", "", plain));
}

std::string_view description_of(const json::object& item) {
    const std::string_view one = text(item, {"descriptiontext", "description", "descriptionhtml"});
    return one.empty() ? main_value(list(item, {"descriptions"})) : one;
}

/// Names of [{"name": "..."}] or ["..."].
std::vector<std::string> names_in(const json::array* values) {
    std::vector<std::string> names;
    if (values == nullptr) return names;
    for (const json::value& value : *values) {
        std::string_view name = text_of(&value);
        if (value.is_object()) name = text(value.get_object(), {"name", "value"});
        if (std::string folded = fold_paragraph(name); !folded.empty() && names.size() < most_tags)
            names.push_back(std::move(folded));
    }
    return names;
}

class NinjsReader {
 public:
    explicit NinjsReader(const Arrival& arrival) : arrival_(arrival) {}

    Reading read(const json::value& root) {
        if (const json::object* item = root.if_object(); item != nullptr && is_item(*item)) {
            read_item(*item, 0);
        } else if (const json::array* items = items_in(root)) {
            reading_.is_container = true;
            for (const json::value& one : *items)
                if (one.is_object() && is_item(one.get_object()) && !full())
                    read_item(one.get_object(), 0);
        } else {
            return {};
        }
        if (others_ > 0)
            reading_.notes.push_back(counted(others_, "item", "items") +
                                     " without text left out (pictures, audio, video)");
        if (reading_.dispatches.empty() && others_ == 0)
            reading_.notes.emplace_back("ninjs without text");
        return std::move(reading_);
    }

 private:
    static bool holds_items(const json::value& value) {
        const json::array* items = value.if_array();
        if (items == nullptr || items->empty() || !items->front().is_object()) return false;
        const json::object& first = items->front().get_object();
        const bool feed = first.contains("content_html") || first.contains("content_text");
        return !feed && is_item(first);
    }

    /// `[{...}]`, or the list of items in an object. Nothing when its first is none.
    static const json::array* items_in(const json::value& root) {
        if (holds_items(root)) return root.if_array();
        const json::object* object = root.if_object();
        if (object == nullptr) return nullptr;
        for (const std::string_view name : {"items", "results", "hits", "data"})
            for (const auto& one : *object)
                if (same_letters(one.key(), name) && holds_items(one.value()))
                    return one.value().if_array();
        return nullptr;
    }

    bool full() {
        if (reading_.dispatches.size() < most_items) return false;
        if (!cut_) reading_.notes.emplace_back("items cut: more than 10,000");
        cut_ = true;
        return true;
    }

    void read_item(const json::object& item, std::size_t depth) {
        const std::string type = lower_ascii(text(item, {"type"}));
        std::vector<Paragraph> body = body_of(item);
        const bool text_item = type.empty() || type == "text" || type == "composite";
        const bool composite = type == "composite" || type == "package";
        if (composite && depth < deepest_association) {
            reading_.is_container = true;
            read_associations(item, depth);
        }
        if (!text_item || (composite && body.empty())) {
            others_ += !composite;
            return;
        }
        if (full()) return;
        add_dispatch(item, std::move(body));
    }

    /// 1.x: an object by name; 2.x and 3.x: a list.
    void read_associations(const json::object& item, std::size_t depth) {
        const json::value* all = member(item, {"associations"});
        if (all == nullptr) return;
        if (const json::array* items = all->if_array()) {
            for (const json::value& one : *items)
                if (one.is_object() && !full()) read_item(one.get_object(), depth + 1);
        } else if (const json::object* named = all->if_object()) {
            for (const auto& one : *named)
                if (one.value().is_object() && !full())
                    read_item(one.value().get_object(), depth + 1);
        }
    }

    void add_dispatch(const json::object& item, std::vector<Paragraph> body) {
        Draft draft;
        Dispatch& dispatch = draft.dispatch;
        std::string_view title = text(item, {"headline"});
        if (title.empty()) title = main_value(list(item, {"headlines"}));
        if (title.empty()) title = text(item, {"title", "name", "slugline"});
        dispatch.title = Text::repair(plain_text_of(title));
        draft.paragraphs = std::move(body);
        if (draft.paragraphs.empty()) {
            draft.paragraphs = paragraphs_of_fragment(description_of(item));
            if (!draft.paragraphs.empty())
                dispatch.notes.emplace_back("only a description, no body");
        }
        draft.declared_language = std::string(text(item, {"language"}));
        dispatch.guid = Text::repair(text(item, {"uri", "guid"})).str();
        if (const auto url = Url::parse(dispatch.guid)) dispatch.url = url->str();
        read_dates(item, draft);
        read_credit(item, dispatch);
        read_tags(item, dispatch);
        read_status(item, dispatch);
        if (dispatch.title.empty() && !draft.paragraphs.empty())
            dispatch.title = Text::repair(title_from(draft.paragraphs.front().text));
        Arrival place;
        place.received = arrival_.received;
        reading_.dispatches.push_back(finish(std::move(draft), place));
    }

    static void read_dates(const json::object& item, Draft& draft) {
        const auto date = [&](std::string_view name) {
            return parse_declared_date(text(item, {name}), draft.declared_language);
        };
        Dispatch& dispatch = draft.dispatch;
        for (const std::string_view name : {"firstcreated", "contentcreated"})
            if (!dispatch.published) dispatch.published = date(name);
        for (const std::string_view name : {"versioncreated", "contentmodified"})
            if (!dispatch.modified) dispatch.modified = date(name);
        if (!dispatch.published) dispatch.published = dispatch.modified;
    }

    static void read_credit(const json::object& item, Dispatch& dispatch) {
        std::string_view by = text(item, {"byline", "by"});
        for (const std::string& name : clean_authors({std::string(by)}, "")) {
            if (!is_agency(name))
                dispatch.authors.push_back(Text::repair(name));
            else if (!dispatch.credit)
                dispatch.credit = Credit{Text::repair(name), Credit::Place::byline};
        }
        if (dispatch.credit) return;
        std::vector<std::string> declared = {
            std::string(text(item, {"creditline"})), std::string(text(item, {"source"})),
            std::string(text(item, {"copyrightholder"})), std::string(text(item, {"provider"}))};
        for (std::string& name : names_in(list(item, {"infosources", "infosource"})))
            declared.push_back(std::move(name));
        // A known agency first; else whom the item names as its source, known or not.
        for (const std::string& name : declared)
            if (!dispatch.credit && is_agency(name))
                dispatch.credit =
                    Credit{Text::repair(fold_paragraph(name)), Credit::Place::metadata};
        for (const std::string& name : declared)
            if (!dispatch.credit && !fold_paragraph(name).empty())
                dispatch.credit =
                    Credit{Text::repair(fold_paragraph(name)), Credit::Place::metadata};
    }

    static void read_tags(const json::object& item, Dispatch& dispatch) {
        const json::array* subjects = list(item, {"subjects", "subject"});
        const json::array* keywords = list(item, {"keywords", "keyword"});
        if (subjects == nullptr && keywords == nullptr) return;
        dispatch.tags.emplace();
        for (const json::array* values : {subjects, keywords}) {
            for (const std::string& name : names_in(values)) {
                Text tag = Text::repair(name);
                const bool known = std::find(dispatch.tags->begin(), dispatch.tags->end(), tag) !=
                                   dispatch.tags->end();
                if (!known && dispatch.tags->size() < most_tags)
                    dispatch.tags->push_back(std::move(tag));
            }
        }
    }

    static void read_status(const json::object& item, Dispatch& dispatch) {
        const std::string status = lower_ascii(text(item, {"pubstatus"}));
        if (std::string note = status_note(fold_paragraph(status)); !note.empty())
            dispatch.notes.push_back(std::move(note));
        take_embargo(dispatch, text(item, {"embargoed", "embargo"}));
    }

    const Arrival& arrival_;
    Reading reading_;
    std::size_t others_ = 0;
    bool cut_ = false;
};

}  // namespace

Reading read_ninjs(const Text& text, const Arrival& arrival) {
    auto root = parse_json(text);
    const bool cut_off = !root;
    if (cut_off) root = parse_json(closed_early(text));
    if (!root) return {};
    Reading reading = NinjsReader(arrival).read(*root);
    const bool found = !reading.dispatches.empty() || !reading.notes.empty();
    if (cut_off && found) reading.notes.emplace_back("JSON not well-formed");
    return reading;
}

}  // namespace chappe
