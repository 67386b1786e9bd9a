#pragma once
// Part words: what class, id and role say of an element.
//
//     <div class="relatedArticles">      related
//     <p class="article__standfirst">    content, lead
//
// The words and their kinds are in lexicons/page_parts.tsv.

#include <array>
#include <cstdint>
#include <string_view>

namespace chappe {

/// Kinds of parts, one bit each; the first column of the lexicon.
enum Part : std::uint32_t {
    part_content = 1U << 0,    // the article's own text
    part_lead = 1U << 1,       // the standfirst
    part_author = 1U << 2,     // byline
    part_date = 1U << 3,       // date of publication
    part_share = 1U << 4,      // share bars
    part_related = 1U << 5,    // other pieces
    part_subscribe = 1U << 6,  // newsletters, logins, paywalls
    part_advert = 1U << 7,     // advertisements
    part_notice = 1U << 8,     // cookie banners, legal lines
    part_menu = 1U << 9,       // navigation
    part_comment = 1U << 10,   // readers' comments
    part_side = 1U << 11,      // side bars, widgets
    part_tags = 1U << 12,      // topics
    part_caption = 1U << 13,   // under a picture
    part_media = 1U << 14,     // galleries, players, embedded posts
    part_person = 1U << 15,    // who the author is
    part_unseen = 1U << 16,    // for screen readers and printers
    part_note = 1U << 17,      // corrections, footnotes
    part_soft = 1U << 18,      // against, unless much prose is in it
    part_reads = 1U << 19,     // how often the piece was read
};

inline constexpr std::array<std::string_view, 20> part_names = {
    "content", "lead",   "author", "date",    "share", "related", "subscribe",
    "advert",  "notice", "menu",   "comment", "side",  "tags",    "caption",
    "media",   "person", "unseen", "note",    "soft",  "reads"};

/// Any of these names a part that is not the article.
inline constexpr std::uint32_t part_drop = part_share | part_related | part_subscribe |
                                           part_advert | part_notice | part_menu | part_comment |
                                           part_side | part_tags | part_caption | part_media |
                                           part_person | part_unseen | part_note;

/// The kinds that the words of an attribute's value name. Words are runs of letters, also those
/// inside "relatedArticles"; a whole class name counts without its marks: "read-more" is
/// "readmore".
std::uint32_t part_words(std::string_view names);

}  // namespace chappe
