#pragma once
// What kinds of element there are for the tree construction (HTML standard 13.2.4.2, 13.2.4.3,
// 13.2.6.3), as bits.

#include <array>
#include <cstdint>

#include "read/html5/tag.h"

namespace chappe {

enum TagKind : std::uint16_t {
    special = 1,
    scope_boundary = 2,
    list_boundary = 4,    // beside those of scope
    button_boundary = 8,  // beside those of scope
    table_boundary = 16,
    formatting = 32,
    implied_end = 64,
    implied_end_thoroughly = 128,  // beside those of implied_end
    heading = 256,
    table_context = 512,        // table, template, html
    table_body_context = 1024,  // tbody, tfoot, thead, template, html
    row_context = 2048,         // tr, template, html
    fosters = 4096,             // table, tbody, tfoot, thead, tr
    cell = 8192,                // td, th
};

inline constexpr std::array<std::uint16_t, tag_count> html_kinds = [] {
    std::array<std::uint16_t, tag_count> kinds{};
    const auto set = [&kinds](std::uint16_t kind, std::initializer_list<Tag> tags) {
        for (const Tag tag : tags) kinds[static_cast<std::size_t>(tag)] |= kind;
    };
    using enum Tag;
    set(special,
        {address,   applet,   area,     article, aside,   base,     basefont,   bgsound, blockquote,
         body,      br,       button,   caption, center,  col,      colgroup,   dd,      details,
         dir,       div,      dl,       dt,      embed,   fieldset, figcaption, figure,  footer,
         form,      frame,    frameset, h1,      h2,      h3,       h4,         h5,      h6,
         head,      header,   hgroup,   hr,      html,    iframe,   img,        input,   keygen,
         li,        link,     listing,  main,    marquee, menu,     meta,       nav,     noembed,
         noframes,  noscript, object,   ol,      p,       param,    plaintext,  pre,     script,
         search,    section,  select,   source,  style,   summary,  table,      tbody,   td,
         template_, textarea, tfoot,    th,      thead,   title,    tr,         track,   ul,
         wbr,       xmp});
    set(scope_boundary, {applet, caption, html, table, td, th, marquee, object, select, template_});
    set(list_boundary, {ol, ul});
    set(button_boundary, {button});
    set(table_boundary, {html, table, template_});
    set(formatting, {a, b, big, code, em, font, i, nobr, s, small, strike, strong, tt, u});
    set(implied_end, {dd, dt, li, optgroup, option, p, rb, rp, rt, rtc});
    set(implied_end_thoroughly, {caption, colgroup, tbody, td, tfoot, th, thead, tr});
    set(heading, {h1, h2, h3, h4, h5, h6});
    set(table_context, {table, template_, html});
    set(table_body_context, {tbody, tfoot, thead, template_, html});
    set(row_context, {tr, template_, html});
    set(fosters, {table, tbody, tfoot, thead, tr});
    set(cell, {td, th});
    return kinds;
}();

inline constexpr std::uint16_t kinds_of(Tag html_tag) {
    return html_kinds[static_cast<std::size_t>(html_tag)];
}

}  // namespace chappe
