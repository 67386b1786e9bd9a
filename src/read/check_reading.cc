#include "read/check_reading.h"

#include "base/text.h"
#include "base/url.h"
#include "read/feed.h"
#include "read/words.h"

namespace chappe {
namespace {

bool is_valid(std::string_view text) {
    return Text::repair(text).view() == text;
}

bool is_web_address(std::string_view url) {
    return url.empty() || Url::parse(url).has_value();
}

std::string broken_block(const Dispatch& dispatch) {
    const std::string_view body = dispatch.body;
    std::size_t expected = 0;
    for (const Block& block : dispatch.blocks) {
        const Span span = block.span;
        if (span.begin != expected) return "a block does not follow the one before by a blank line";
        if (span.begin >= span.end) return "an empty block";
        if (span.end > body.size()) return "a block ends behind the body";
        if (!starts_character(body, span.begin) || !starts_character(body, span.end))
            return "a block is not on character boundaries";
        const std::string_view text = span.in(body);
        if (trim(text) != text) return "a block begins or ends with space";
        if (text.find('\n') != text.npos) return "a block has a line break inside";
        if (span.end < body.size() && body.substr(span.end, 2) != "\n\n")
            return "no blank line behind a block";
        expected = span.end + 2;
    }
    if (dispatch.blocks.empty() != body.empty()) return "blocks do not cover the body";
    if (!dispatch.blocks.empty() && dispatch.blocks.back().span.end != body.size())
        return "the last block does not end the body";
    return {};
}

std::string broken_dispatch(const Dispatch& dispatch) {
    for (const std::string_view text :
         {dispatch.title.view(), dispatch.body.view(), dispatch.site.view(),
          std::string_view(dispatch.guid), std::string_view(dispatch.url),
          std::string_view(dispatch.language)})
        if (!is_valid(text)) return "text that is not UTF-8";
    for (const Text& author : dispatch.authors)
        if (!is_valid(author) || author.empty()) return "an author that is empty or not UTF-8";
    if (dispatch.tags)
        for (const Text& tag : *dispatch.tags)
            if (!is_valid(tag) || tag.empty()) return "a tag that is empty or not UTF-8";
    for (const std::string& note : dispatch.notes)
        if (!is_valid(note) || note.empty()) return "a note that is empty or not UTF-8";
    if (dispatch.credit && (!is_valid(dispatch.credit->agency) || dispatch.credit->agency.empty()))
        return "a credit that is empty or not UTF-8";
    if (dispatch.title.view().find('\n') != std::string_view::npos)
        return "a line break in a title";
    if (!is_web_address(dispatch.url)) return "an address that is not of the web";
    if (auto broken = broken_block(dispatch); !broken.empty()) return broken;
    if (dispatch.lead) {
        bool is_block = false;
        for (const Block& block : dispatch.blocks) is_block |= block.span == *dispatch.lead;
        if (!is_block) return "a lead that is no block";
    } else if (!dispatch.blocks.empty()) {
        return "a body without a lead";
    }
    return {};
}

}  // namespace

std::string broken_promise(const Reading& reading) {
    for (const Dispatch& dispatch : reading.dispatches)
        if (auto broken = broken_dispatch(dispatch); !broken.empty()) return broken;
    if (reading.dispatches.size() > most_items) return "more than 10,000 dispatches";
    if (reading.dispatches.empty() && reading.notes.empty()) return "nothing, and no note why";
    for (const Link& link : reading.links)
        if (link.url.empty() || !is_web_address(link.url) || !is_valid(link.text))
            return "a link that is not of the web";
    for (const std::string& note : reading.notes)
        if (!is_valid(note) || note.empty()) return "a note that is empty or not UTF-8";
    if (reading.feed && !reading.is_container) return "a feed that is no container";
    if (reading.feed) {
        const FeedFacts& feed = *reading.feed;
        for (const std::string_view url : {feed.url, feed.site_url, feed.hub, feed.next})
            if (!is_web_address(url)) return "a feed's address that is not of the web";
        if (!is_valid(feed.title) || !is_valid(feed.language)) return "a feed's text is not UTF-8";
    }
    return {};
}

}  // namespace chappe
