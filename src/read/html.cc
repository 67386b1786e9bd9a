#include "read/html.h"

#include "read/words.h"

namespace chappe {
namespace {

constexpr std::size_t most_json_ld = 64;
constexpr std::size_t most_scripts = 500;

/// Elements whose content a reader never looks at; with the element it is left out of the flat
/// form.
bool is_left_out(const TreeNode& node) {
    if (node.space == Namespace::svg) return true;
    switch (node.tag) {
        case Tag::script:
        case Tag::style:
        case Tag::textarea:
        case Tag::iframe:
        case Tag::noembed:
        case Tag::noframes:
        case Tag::xmp:
            return true;
        default:
            return false;
    }
}

class Flattener {
 public:
    Flattener(const HtmlTree& tree, HtmlDocument& document) : tree_(tree), document_(document) {
        document_.nodes.reserve(tree.nodes.size());
    }

    void run(NodeId root) {
        NodeId at = root;
        while (at != no_node) {
            if (enter(at) && tree_.nodes[at].first_child != no_node) {
                at = tree_.nodes[at].first_child;
                continue;
            }
            while (at != root && tree_.nodes[at].next == no_node) {
                at = tree_.nodes[at].parent;
                leave(at);
            }
            if (at == root) break;
            at = tree_.nodes[at].next;
        }
        while (above_ != no_node) close();
    }

 private:
    /// True when the walk goes on below the node.
    bool enter(NodeId at) {
        const TreeNode& from = tree_.nodes[at];
        switch (from.kind) {
            case NodeKind::text:
                add(Tag::text).text = from.characters();
                return false;
            case NodeKind::template_content:
                return true;
            case NodeKind::element:
                break;
            default:
                return false;
        }
        if (is_left_out(from)) {
            if (from.tag == Tag::script) keep_script(at);
            return false;
        }
        Node& node = add(is_foreign_name(from) ? Tag::unknown : from.tag);
        node.first_attribute = from.first_attribute;
        node.attributes = from.attributes;
        if (from.first_child != no_node) above_ = static_cast<NodeId>(document_.nodes.size() - 1);
        return true;
    }

    static bool is_foreign_name(const TreeNode& node) {
        return node.space != Namespace::html && node.tag != Tag::math;
    }

    Node& add(Tag tag) {
        const auto id = static_cast<NodeId>(document_.nodes.size());
        Node& node = document_.nodes.emplace_back();
        node.tag = tag;
        node.parent = above_;
        node.end = id + 1;
        return node;
    }

    void leave(NodeId at) {
        if (tree_.nodes[at].kind == NodeKind::element) close();
    }

    void close() {
        Node& node = document_.nodes[above_];
        node.end = static_cast<NodeId>(document_.nodes.size());
        above_ = node.parent;
    }

    void keep_script(NodeId script) {
        const TreeNode& node = tree_.nodes[script];
        if (node.space != Namespace::html || node.first_child == no_node) return;
        const std::string_view text = tree_.nodes[node.first_child].characters();
        if (is_json_ld(node)) {
            if (document_.json_ld.size() < most_json_ld) document_.json_ld.emplace_back(text);
        } else if (document_.scripts.size() < most_scripts) {
            document_.scripts.push_back(text);
        }
    }

    bool is_json_ld(const TreeNode& script) const {
        for (std::uint32_t i = 0; i < script.attributes; ++i) {
            const Attribute& attribute = tree_.attributes[script.first_attribute + i];
            if (attribute.name == "type" &&
                lower_ascii(attribute.value).find("ld+json") != std::string::npos)
                return true;
        }
        return false;
    }

    const HtmlTree& tree_;
    HtmlDocument& document_;
    NodeId above_ = no_node;
};

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

HtmlDocument parse_html(std::string_view text) {
    ParseOptions options;
    options.unclosed = Unclosed::is_empty;
    HtmlTree tree = parse_tree(text, options);

    HtmlDocument document;
    NodeId root = tree.nodes[0].first_child;
    while (root != no_node && tree.nodes[root].kind != NodeKind::element)
        root = tree.nodes[root].next;
    if (root != no_node) Flattener(tree, document).run(root);
    document.attribute_pool = std::move(tree.attributes);
    document.notes = std::move(tree.notes);
    document.input = std::move(tree.input);
    document.arena = std::move(tree.arena);
    return document;
}

}  // namespace chappe
