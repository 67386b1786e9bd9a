// Gumbo behind our tree. Gumbo's memory comes from an arena that the document keeps, so its texts
// need no copy and gumbo_destroy_output, which recurses as deep as the page, is never called.

#include "read/html.h"

#include <gumbo.h>

#include <algorithm>
#include <array>

#include "read/html_guard.h"
#include "read/words.h"

namespace chappe {

/// Memory that is given back all at once.
class HtmlMemory {
 public:
    void* take(std::size_t size) {
        size = (size + 15) & ~std::size_t{15};
        if (size > left_) {
            const std::size_t block = std::max<std::size_t>(size, block_size);
            blocks_.push_back(std::make_unique<char[]>(block));
            next_ = blocks_.back().get();
            left_ = block;
        }
        void* memory = next_;
        next_ += size;
        left_ -= size;
        return memory;
    }
    std::string markup;  // gumbo's attribute and text views of the original point in here

 private:
    static constexpr std::size_t block_size = 262'144;
    std::vector<std::unique_ptr<char[]>> blocks_;
    char* next_ = nullptr;
    std::size_t left_ = 0;
};

HtmlDocument::HtmlDocument() = default;
HtmlDocument::~HtmlDocument() = default;
HtmlDocument::HtmlDocument(HtmlDocument&&) noexcept = default;
HtmlDocument& HtmlDocument::operator=(HtmlDocument&&) noexcept = default;

namespace {

// In the order of Tag.
constexpr std::array<std::string_view, 96> tag_names = {
    "",           "",         "a",        "abbr",       "address", "article",  "aside",
    "audio",      "b",        "base",     "blockquote", "body",    "br",       "button",
    "canvas",     "caption",  "center",   "cite",       "code",    "dd",       "details",
    "dialog",     "div",      "dl",       "dt",         "em",      "embed",    "fieldset",
    "figcaption", "figure",   "font",     "footer",     "form",    "frameset", "h1",
    "h2",         "h3",       "h4",       "h5",         "h6",      "head",     "header",
    "hgroup",     "hr",       "html",     "i",          "iframe",  "img",      "input",
    "label",      "legend",   "li",       "link",       "main",    "map",      "math",
    "menu",       "meta",     "nav",      "noscript",   "object",  "ol",       "optgroup",
    "option",     "p",        "picture",  "pre",        "q",       "ruby",     "rp",
    "rt",         "s",        "section",  "select",     "small",   "source",   "span",
    "strong",     "sub",      "summary",  "sup",        "svg",     "table",    "tbody",
    "td",         "template", "textarea", "tfoot",      "th",      "thead",    "time",
    "title",      "tr",       "u",        "ul",         "video"};

/// Gumbo's numbers for tags to ours.
Tag tag_of(GumboTag tag) {
    static const std::array<Tag, GUMBO_TAG_LAST> table = [] {
        std::array<Tag, GUMBO_TAG_LAST> built{};
        for (std::size_t i = 0; i < built.size(); ++i) {
            built[i] = Tag::unknown;
            const char* name = gumbo_normalized_tagname(static_cast<GumboTag>(i));
            if (name == nullptr || *name == '\0') continue;
            for (std::size_t j = 2; j < tag_names.size(); ++j)
                if (tag_names[j] == name) built[i] = static_cast<Tag>(j);
        }
        return built;
    }();
    return tag < GUMBO_TAG_LAST ? table[tag] : Tag::unknown;
}

void* take_memory(void* memory, std::size_t size) {
    return static_cast<HtmlMemory*>(memory)->take(size);
}
void leave_memory(void*, void*) {}

void add_attributes(HtmlDocument& document, Node& node, const GumboVector& attributes) {
    node.first_attribute = static_cast<std::uint32_t>(document.attribute_pool.size());
    node.attributes = attributes.length;
    for (unsigned i = 0; i < attributes.length; ++i) {
        const auto* attribute = static_cast<const GumboAttribute*>(attributes.data[i]);
        document.attribute_pool.push_back({attribute->name, attribute->value});
    }
}

/// A node and where in its children the walk is.
struct Step {
    const GumboElement* element;
    NodeId id;
    unsigned next_child;
};

void fill(HtmlDocument& document, const GumboNode& root) {
    std::vector<Step> open;
    const auto enter = [&](const GumboNode& from, NodeId parent) {
        const auto id = static_cast<NodeId>(document.nodes.size());
        Node node;
        node.parent = parent;
        node.end = id + 1;
        if (from.type == GUMBO_NODE_ELEMENT || from.type == GUMBO_NODE_TEMPLATE) {
            node.tag = tag_of(from.v.element.tag);
            add_attributes(document, node, from.v.element.attributes);
            document.nodes.push_back(node);
            open.push_back({&from.v.element, id, 0});
        } else if (from.type != GUMBO_NODE_COMMENT && from.type != GUMBO_NODE_DOCUMENT) {
            node.tag = Tag::text;
            node.text = from.v.text.text;
            document.nodes.push_back(node);
        }
    };
    enter(root, no_node);
    while (!open.empty()) {
        Step& step = open.back();
        if (step.next_child == step.element->children.length) {
            document.nodes[step.id].end = static_cast<NodeId>(document.nodes.size());
            open.pop_back();
            continue;
        }
        const void* child = step.element->children.data[step.next_child++];
        enter(*static_cast<const GumboNode*>(child), step.id);
    }
}

}  // namespace

std::string_view HtmlDocument::attribute(NodeId node, std::string_view name) const {
    const Node& element = nodes[node];
    for (std::uint32_t i = 0; i < element.attributes; ++i) {
        const Attribute& attribute = attribute_pool[element.first_attribute + i];
        if (attribute.name == name) return attribute.value;
    }
    return {};
}

bool HtmlDocument::has_attribute(NodeId node, std::string_view name) const {
    const Node& element = nodes[node];
    for (std::uint32_t i = 0; i < element.attributes; ++i)
        if (attribute_pool[element.first_attribute + i].name == name) return true;
    return false;
}

std::string HtmlDocument::text_of(NodeId node) const {
    std::string text;
    for (NodeId i = node; i < nodes[node].end; ++i) {
        if (nodes[i].tag == Tag::text)
            text += nodes[i].text;
        else if (nodes[i].tag == Tag::br)
            text += ' ';
    }
    return fold_paragraph(text);
}

std::string_view name_of(Tag tag) {
    return tag_names[static_cast<std::size_t>(tag)];
}

HtmlDocument parse_html(std::string_view text) {
    HtmlDocument document;
    GuardedHtml guarded = guard_html(text);
    document.json_ld = std::move(guarded.json_ld);
    document.notes = std::move(guarded.notes);
    document.memory = std::make_unique<HtmlMemory>();
    document.memory->markup = std::move(guarded.markup);

    GumboOptions options = kGumboDefaultOptions;
    options.allocator = take_memory;
    options.deallocator = leave_memory;
    options.userdata = document.memory.get();
    options.max_errors = 0;
    const std::string& markup = document.memory->markup;
    const GumboOutput* output = gumbo_parse_with_options(&options, markup.data(), markup.size());
    if (output != nullptr && output->root != nullptr) fill(document, *output->root);
    return document;
}

}  // namespace chappe
