#include "read/html5/dump.h"

#include <algorithm>

#include "base/json_writer.h"
#include "read/html5/foreign_names.h"

namespace chappe {
namespace {

void dump_attributes(std::string& out, const HtmlTree& tree, NodeId id, std::size_t depth) {
    const TreeNode& node = tree.nodes[id];
    std::vector<std::pair<std::string, std::string_view>> sorted;
    for (std::uint32_t i = 0; i < node.attributes; ++i) {
        const Attribute& one = tree.attributes[node.first_attribute + i];
        std::string name(one.name);
        if (node.space != Namespace::html) {
            const NamespacedName parts = foreign_attribute(one.name);
            if (!parts.prefix.empty()) name.assign(parts.prefix).append(" ").append(parts.local);
        }
        sorted.emplace_back(std::move(name), one.value);
    }
    std::sort(sorted.begin(), sorted.end());
    for (const auto& [name, value] : sorted) {
        out.append("| ").append(depth * 2, ' ').append(name).append("=\"").append(value);
        out += "\"\n";
    }
}

void dump_node(std::string& out, const HtmlTree& tree, NodeId id, std::size_t depth) {
    const TreeNode& node = tree.nodes[id];
    out.append("| ").append(depth * 2, ' ');
    switch (node.kind) {
        case NodeKind::document:
            break;
        case NodeKind::doctype: {
            const Doctype& doctype = tree.doctype;
            out.append("<!DOCTYPE ").append(doctype.name);
            if (!doctype.public_id.empty() || !doctype.system_id.empty())
                out.append(" \"")
                    .append(doctype.public_id)
                    .append("\" \"")
                    .append(doctype.system_id)
                    .append("\"");
            out += ">\n";
            break;
        }
        case NodeKind::element:
            out += '<';
            if (node.space == Namespace::svg) out += "svg ";
            if (node.space == Namespace::mathml) out += "math ";
            out.append(tree.name_of(id)).append(">\n");
            dump_attributes(out, tree, id, depth + 1);
            break;
        case NodeKind::template_content:
            out += "content\n";
            break;
        case NodeKind::text:
            out.append("\"").append(node.characters()).append("\"\n");
            break;
        case NodeKind::comment:
            out.append("<!-- ").append(node.characters()).append(" -->\n");
            break;
    }
}

void write_token(JsonWriter& json, const HtmlToken& token, const std::vector<Attribute>& pool) {
    json.begin_array();
    switch (token.kind) {
        case TokenKind::start_tag:
            json.string("StartTag").string(token.text).begin_object();
            for (std::uint32_t i = 0; i < token.attributes; ++i) {
                const Attribute& attribute = pool[token.first_attribute + i];
                json.key(attribute.name).string(attribute.value);
            }
            json.end_object();
            if (token.self_closing) json.boolean(true);
            break;
        case TokenKind::end_tag:
            json.string("EndTag").string(token.text);
            break;
        case TokenKind::comment:
            json.string("Comment").string(token.text);
            break;
        case TokenKind::doctype: {
            const auto id = [&json](bool has, std::string_view text) {
                has ? json.string(text) : json.null();
            };
            json.string("DOCTYPE");
            id(!token.text.empty(), token.text);
            id(token.has_public_id, token.public_id);
            id(token.has_system_id, token.system_id);
            json.boolean(!token.force_quirks);
            break;
        }
        case TokenKind::characters:
        case TokenKind::nul:
        case TokenKind::end_of_file:
            break;
    }
    json.end_array();
}

}  // namespace

std::string dump_tree(const HtmlTree& tree) {
    std::string out;
    const NodeId root = tree.fragment_root == no_node ? 0 : tree.fragment_root;
    std::size_t depth = 0;
    NodeId at = tree.nodes[root].first_child;
    while (at != no_node) {
        dump_node(out, tree, at, depth);
        if (tree.nodes[at].first_child != no_node) {
            at = tree.nodes[at].first_child;
            ++depth;
            continue;
        }
        while (at != root && tree.nodes[at].next == no_node) {
            at = tree.nodes[at].parent;
            --depth;
        }
        if (at == root) break;
        at = tree.nodes[at].next;
    }
    return out;
}

std::string dump_tokens(std::string_view markup, TextState state, std::string_view last_start_tag) {
    const InputBuffer input(markup);
    Arena arena;
    std::vector<Attribute> pool;
    HtmlTokenizer tokenizer(input, arena, pool);
    tokenizer.enter(state);
    tokenizer.set_last_start_tag(last_start_tag);

    JsonWriter json;
    json.begin_array();
    std::string characters;
    HtmlToken token;
    do {
        tokenizer.next(token);
        if (token.kind == TokenKind::characters) {
            characters += token.text;
        } else if (token.kind == TokenKind::nul) {
            characters += '\0';
        } else {
            if (!characters.empty())
                json.begin_array().string("Character").string(characters).end_array();
            characters.clear();
            if (token.kind != TokenKind::end_of_file) write_token(json, token, pool);
        }
        pool.clear();
    } while (token.kind != TokenKind::end_of_file);
    json.end_array();
    return json.take();
}

}  // namespace chappe
