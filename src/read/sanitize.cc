// One pass parses the markup as the inside of a <div>, keeps, unwraps or drops each element, and
// writes what is left with every quote and bracket escaped. That alone is safe: no element is ever
// written whose content is not plain markup (no raw text, no SVG, no MathML), so whatever tree a
// browser makes of it, it is a tree of allowed elements.
//
// Unwrapping can leave a <p> in a <p>, which parses to another tree than was written. So passes are
// repeated until the markup stays the same.

#include "read/sanitize.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "read/html5/tree.h"

namespace chappe {
namespace {

constexpr int most_passes = 8;  // each unwrapped element can cost one more; then the text is left

// Formatting that is never closed is copied into every paragraph, with its attributes.
constexpr std::size_t most_growth = 8;
constexpr std::size_t always_allowed = 65'536;

enum class Fate { keep, keep_void, unwrap, drop };

Fate fate_of(const HtmlTree& tree, NodeId id) {
    const TreeNode& node = tree.nodes[id];
    if (node.space != Namespace::html) return Fate::drop;
    switch (node.tag) {
        case Tag::a:
        case Tag::abbr:
        case Tag::b:
        case Tag::bdi:
        case Tag::bdo:
        case Tag::blockquote:
        case Tag::caption:
        case Tag::cite:
        case Tag::code:
        case Tag::colgroup:
        case Tag::dd:
        case Tag::del:
        case Tag::div:
        case Tag::dl:
        case Tag::dt:
        case Tag::em:
        case Tag::figcaption:
        case Tag::figure:
        case Tag::h1:
        case Tag::h2:
        case Tag::h3:
        case Tag::h4:
        case Tag::h5:
        case Tag::h6:
        case Tag::i:
        case Tag::ins:
        case Tag::kbd:
        case Tag::li:
        case Tag::mark:
        case Tag::ol:
        case Tag::p:
        case Tag::pre:
        case Tag::q:
        case Tag::rp:
        case Tag::rt:
        case Tag::ruby:
        case Tag::s:
        case Tag::samp:
        case Tag::small:
        case Tag::span:
        case Tag::strong:
        case Tag::sub:
        case Tag::sup:
        case Tag::table:
        case Tag::tbody:
        case Tag::td:
        case Tag::tfoot:
        case Tag::th:
        case Tag::thead:
        case Tag::time:
        case Tag::tr:
        case Tag::u:
        case Tag::ul:
            return Fate::keep;
        case Tag::br:
        case Tag::col:
        case Tag::hr:
        case Tag::wbr:
            return Fate::keep_void;
        case Tag::applet:
        case Tag::audio:
        case Tag::canvas:
        case Tag::datalist:
        case Tag::embed:
        case Tag::frameset:
        case Tag::head:
        case Tag::iframe:
        case Tag::map:
        case Tag::math:
        case Tag::noembed:
        case Tag::noframes:
        case Tag::noscript:
        case Tag::object:
        case Tag::plaintext:
        case Tag::script:
        case Tag::select:
        case Tag::style:
        case Tag::svg:
        case Tag::template_:
        case Tag::textarea:
        case Tag::title:
        case Tag::video:
        case Tag::xmp:
            return Fate::drop;
        default:
            return Fate::unwrap;
    }
}

bool is_number(std::string_view value) {
    return !value.empty() && value.size() <= 4 &&
           std::all_of(value.begin(), value.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// Letters, digits and signs of language tags, times and kinds: "zh-Hant",
/// "2024-04-03T10:00+04:00".
bool is_plain_word(std::string_view value) {
    return !value.empty() && value.size() <= 64 &&
           std::all_of(value.begin(), value.end(), [](char c) {
               return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') || c == '-' ||
                      c == '+' || c == ':' || c == '.';
           });
}

/// An absolute address that browsers read as it is written: no space, control or backslash in it.
bool is_safe_link(std::string_view address) {
    if (address.size() > 4096) return false;
    for (const char c : address) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte <= 0x20 || byte == 0x7F || c == '\\') return false;
    }
    for (const std::string_view scheme : {"https://", "http://", "mailto:"}) {
        if (address.size() <= scheme.size()) continue;
        if (!equal_ignoring_ascii_case(address.substr(0, scheme.size()), scheme)) continue;
        const char next = address[scheme.size()];
        return next != '/' && next != '?' && next != '#' && next != ':' && next != '@';
    }
    return false;
}

bool is_one_of(std::string_view value, std::initializer_list<std::string_view> words) {
    return std::find(words.begin(), words.end(), value) != words.end();
}

/// The allow-list of attributes, each with what its value must be.
bool may_have(Tag tag, const Attribute& attribute) {
    const auto& [name, value] = attribute;
    if (name == "title") return true;
    if (name == "lang") return is_plain_word(value);
    if (name == "dir") return is_one_of(value, {"ltr", "rtl", "auto"});
    switch (tag) {
        case Tag::a:
            return (name == "href" && is_safe_link(value)) ||
                   (name == "hreflang" && is_plain_word(value));
        case Tag::time:
        case Tag::del:
        case Tag::ins:
            return name == "datetime" && is_plain_word(value);
        case Tag::blockquote:
        case Tag::q:
            return name == "cite" && is_safe_link(value);
        case Tag::ol:
            return (name == "start" && is_number(value)) ||
                   (name == "type" && is_one_of(value, {"1", "a", "A", "i", "I"}));
        case Tag::td:
            return is_one_of(name, {"colspan", "rowspan"}) && is_number(value);
        case Tag::th:
            return (is_one_of(name, {"colspan", "rowspan"}) && is_number(value)) ||
                   (name == "scope" && is_one_of(value, {"row", "col", "rowgroup", "colgroup"}));
        case Tag::col:
            return name == "span" && is_number(value);
        default:
            return false;
    }
}

void append_escaped(std::string& out, std::string_view text) {
    for (const char c : text) {
        switch (c) {
            case '&':
                out += "&amp;";
                break;
            case '<':
                out += "&lt;";
                break;
            case '>':
                out += "&gt;";
                break;
            case '"':
                out += "&quot;";
                break;
            case '\r':  // bare it would be parsed as a line feed
                out += "&#13;";
                break;
            default:
                out += c;
        }
    }
}

class Serialiser {
 public:
    explicit Serialiser(const HtmlTree& tree) : tree_(tree) {}

    /// Nothing when it grows beyond `room`.
    std::optional<std::string> markup(std::size_t room) {
        walk([this](NodeId id, Fate fate) { open(id, fate); },
             [this](NodeId id) { out_.append("</").append(tree_.name_of(id)).append(">"); }, room);
        if (out_.size() > room) return std::nullopt;
        return std::move(out_);
    }

    std::string text() {
        walk([](NodeId, Fate) {}, [](NodeId) {}, std::string::npos);
        return std::move(out_);
    }

 private:
    template <typename Open, typename Close>
    void walk(Open open_tag, Close close_tag, std::size_t room) {
        const NodeId root = tree_.fragment_root;
        NodeId at = tree_.nodes[root].first_child;
        while (at != no_node && at != root && out_.size() <= room) {
            const TreeNode& node = tree_.nodes[at];
            bool below = false;
            if (node.kind == NodeKind::text) {
                append_escaped(out_, node.characters());
            } else if (node.kind == NodeKind::element) {
                const Fate fate = fate_of(tree_, at);
                if (tree_.is_html(at, Tag::img))
                    append_escaped(out_, tree_.attribute(at, "alt").value_or(""));
                if (fate == Fate::keep || fate == Fate::keep_void) open_tag(at, fate);
                below = (fate == Fate::keep || fate == Fate::unwrap) && node.first_child != no_node;
                if (fate == Fate::keep && !below) close_tag(at);
            }
            if (below) {
                at = node.first_child;
                continue;
            }
            while (at != root && tree_.nodes[at].next == no_node) {
                at = tree_.nodes[at].parent;
                if (at != root && fate_of(tree_, at) == Fate::keep) close_tag(at);
            }
            if (at != root) at = tree_.nodes[at].next;
        }
    }

    void open(NodeId id, Fate fate) {
        const TreeNode& node = tree_.nodes[id];
        out_.append("<").append(tree_.name_of(id));
        bool is_link = false;
        for (std::uint32_t i = 0; i < node.attributes; ++i) {
            const Attribute& attribute = tree_.attributes[node.first_attribute + i];
            if (!may_have(node.tag, attribute)) continue;
            out_.append(" ").append(attribute.name).append("=\"");
            append_escaped(out_, attribute.value);
            out_ += '"';
            is_link |= attribute.name == "href";
        }
        if (is_link) out_ += " rel=\"nofollow noopener noreferrer\"";
        out_ += '>';
        if (node.tag != Tag::pre || fate != Fate::keep || node.first_child == no_node) return;
        // The line feed behind <pre> is dropped by parsers: one more, where there is one.
        const TreeNode& first = tree_.nodes[node.first_child];
        if (first.kind == NodeKind::text && first.characters().starts_with('\n')) out_ += '\n';
    }

    const HtmlTree& tree_;
    std::string out_;
};

}  // namespace

std::string sanitize(std::string_view markup) {
    ParseOptions inside_div;
    inside_div.fragment = FragmentContext{"div", Namespace::html};
    const std::size_t room = always_allowed + markup.size() * most_growth;

    const std::string repaired(Text::repair(markup).str());
    std::string now = repaired;
    for (int pass = 0; pass < most_passes; ++pass) {
        const HtmlTree tree = parse_tree(now, inside_div);
        auto next = Serialiser(tree).markup(room);
        if (!next) break;
        if (pass > 0 && *next == now) return now;
        now = std::move(*next);
    }
    const HtmlTree tree = parse_tree(repaired, inside_div);
    return Serialiser(tree).text();
}

}  // namespace chappe
