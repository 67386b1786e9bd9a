#pragma once
// Html: a page as a tree, whoever parsed it.
//
// Nodes lie in document order: the subtree of node i is [i, nodes[i].end), so a walk is a loop and
// nothing recurses. Text and attributes are views into memory that the document owns. Scripts,
// styles and comments are not in the tree; JSON-LD is kept beside it.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"

namespace chappe {

enum class Tag : std::uint8_t {
    text,  // a piece of text, not an element
    unknown,
    a,
    abbr,
    address,
    article,
    aside,
    audio,
    b,
    base,
    blockquote,
    body,
    br,
    button,
    canvas,
    caption,
    center,
    cite,
    code,
    dd,
    details,
    dialog,
    div,
    dl,
    dt,
    em,
    embed,
    fieldset,
    figcaption,
    figure,
    font,
    footer,
    form,
    frameset,
    h1,
    h2,
    h3,
    h4,
    h5,
    h6,
    head,
    header,
    hgroup,
    hr,
    html,
    i,
    iframe,
    img,
    input,
    label,
    legend,
    li,
    link,
    main,
    map,
    math,
    menu,
    meta,
    nav,
    noscript,
    object,
    ol,
    optgroup,
    option,
    p,
    picture,
    pre,
    q,
    ruby,
    rp,
    rt,
    s,
    section,
    select,
    small,
    source,
    span,
    strong,
    sub,
    summary,
    sup,
    svg,
    table,
    tbody,
    td,
    template_,
    textarea,
    tfoot,
    th,
    thead,
    time,
    title,
    tr,
    u,
    ul,
    video
};

using NodeId = std::uint32_t;
inline constexpr NodeId no_node = 0xFFFFFFFF;

struct Attribute {
    std::string_view name;  // lower case
    std::string_view value;
};

struct Node {
    Tag tag = Tag::unknown;
    NodeId parent = no_node;
    NodeId end = 0;         // behind the last node of the subtree
    std::string_view text;  // of a text node, entities resolved
    std::uint32_t first_attribute = 0;
    std::uint32_t attributes = 0;
};

class HtmlMemory;  // where the parser's strings live; html.cc knows

struct HtmlDocument {
    HtmlDocument();
    ~HtmlDocument();
    HtmlDocument(HtmlDocument&&) noexcept;
    HtmlDocument& operator=(HtmlDocument&&) noexcept;

    std::vector<Node> nodes;  // nodes[0] is the html element; empty only for a page without a tree
    std::vector<Attribute> attribute_pool;
    std::vector<std::string> json_ld;  // the texts of <script type="application/ld+json">
    std::vector<std::string> notes;    // "nesting cut: deeper than 256"

    /// Empty when there is none; an attribute without a value is empty as well.
    std::string_view attribute(NodeId node, std::string_view name) const;
    bool has_attribute(NodeId node, std::string_view name) const;
    bool is_inside(NodeId node, NodeId ancestor) const {
        return node >= ancestor && node < nodes[ancestor].end;
    }
    /// The text of the subtree, space folded.
    std::string text_of(NodeId node) const;

    std::unique_ptr<HtmlMemory> memory;
};

/// Any text gives a tree no deeper than about 1,050 (256 tables, four elements each). Linear.
/// Bounds on nesting, tags and attributes keep hostile pages small; what they cut is noted, the
/// text of it still comes out.
HtmlDocument parse_html(std::string_view text);

std::string_view name_of(Tag tag);

}  // namespace chappe
