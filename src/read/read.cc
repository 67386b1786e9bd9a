#include "read/read.h"

#include <algorithm>

#include "base/text.h"
#include "language/identify.h"
#include "news/posted_dispatch.h"
#include "read/article.h"
#include "read/charset.h"
#include "read/containers.h"
#include "read/draft.h"
#include "read/feed.h"
#include "read/format.h"
#include "read/html.h"
#include "read/mail.h"
#include "read/newsml.h"
#include "read/ninjs.h"
#include "read/nitf.h"
#include "read/opml.h"
#include "read/plain_text.h"
#include "read/words.h"
#include "read/xml_document.h"

namespace chappe {
namespace {

constexpr std::size_t largest_text = 64'000'000;  // bytes; a feed of 10,000 items is ~50 MB
constexpr std::size_t most_packed = 3;            // gzip in gzip in gzip
constexpr std::size_t largest_page = 16'000'000;  // bytes; the largest news pages are ~5 MB

Reading read_page(const Text& text, const Arrival& arrival) {
    Reading reading;
    const std::string_view markup =
        text.view().substr(0, character_start(text, std::min(text.size(), largest_page)));
    if (markup.size() < text.size()) reading.notes.emplace_back("page cut: larger than 16 MB");
    Draft draft;
    {  // The tree goes before the dispatch is made: both are large when a page is.
        const HtmlDocument document = parse_html(markup);
        const PageScan scan = scan_page(document);
        reading.links = links_of(document, scan, arrival.url);
        draft = read_article(document, scan, arrival);
    }
    reading.dispatches.push_back(finish(std::move(draft), arrival));
    return reading;
}

Reading read_text(const Text& text, const Arrival& arrival) {
    Reading reading;
    reading.dispatches.push_back(finish(read_plain_text(text), arrival));
    return reading;
}

/// A dispatch as the desk posts it.
Reading read_posted(const Text& text) {
    Reading reading;
    Result<Dispatch> posted = posted_dispatch(text);
    if (!posted) {
        reading.notes.push_back(posted.error().message);
        return reading;
    }
    if (posted->language.empty())
        posted->language =
            identify_language(posted->title.str() + "\n\n" + posted->body.str()).language;
    reading.dispatches.push_back(*std::move(posted));
    return reading;
}

Reading read_json(const Text& text, const Arrival& arrival) {
    if (Reading ninjs = read_ninjs(text, arrival);
        !ninjs.dispatches.empty() || !ninjs.notes.empty())
        return ninjs;
    Reading reading = read_json_feed(text, arrival);
    if (reading.feed) return reading;
    Reading posted = read_posted(text);
    if (posted.dispatches.empty())
        posted.notes.insert(posted.notes.begin(), reading.notes.begin(), reading.notes.end());
    return posted;
}

/// A list of sources: no news in it, but where news is.
Reading read_sources(const Opml& opml) {
    Reading reading;
    reading.is_container = true;
    reading.notes = opml.notes;
    reading.notes.push_back("a list of " + counted(opml.sources.size(), "source", "sources") +
                            " (OPML), no dispatch in it");
    for (const OpmlSource& source : opml.sources)
        reading.links.push_back({source.feed_url, source.title});
    return reading;
}

Reading read_xml(const Text& text, const Arrival& arrival) {
    const XmlDocument xml = parse_xml(text);
    if (const auto opml = read_opml(xml)) return read_sources(*opml);
    for (const auto reader : {read_newsml, read_nitf})
        if (Reading reading = reader(xml, arrival);
            !reading.dispatches.empty() || !reading.notes.empty())
            return reading;
    Reading reading = read_xml_feed(xml, arrival);
    if (reading.feed) return reading;
    // XML of some other kind: what text there is comes out as from a page.
    Reading page = read_page(text, arrival);
    page.notes = std::move(reading.notes);
    page.notes.emplace_back("no feed in this XML");
    return page;
}

Reading read_as(Format format, const Text& text, const Arrival& arrival) {
    switch (format) {
        case Format::html:
            return read_page(text, arrival);
        case Format::xml:
            return read_xml(text, arrival);
        case Format::json:
            return read_json(text, arrival);
        case Format::text:
            break;
    }
    return read_text(text, arrival);
}

/// Zeros, and bytes of no charset, decode to U+FFFD, nearly all of them.
bool is_no_text(std::string_view text) {
    constexpr std::string_view replaced = "\uFFFD";
    const std::size_t most_good = text.size() / 10;
    std::size_t count = 0, at = text.find(replaced);
    for (; at != text.npos && at - count * replaced.size() <= most_good;
         at = text.find(replaced, at + replaced.size()))
        ++count;
    return at == text.npos && text.size() - count * replaced.size() <= most_good;
}

/// Text of any format, from its bytes on.
Reading read_decoded(const Arrival& arrival) {
    const std::string_view bytes = std::string_view(arrival.bytes).substr(0, largest_text);
    const Decoded decoded = decode(bytes, arrival.media_type);
    Reading reading;
    std::vector<std::string> notes = decoded.notes;
    if (bytes.size() < arrival.bytes.size()) notes.emplace_back("bytes cut: more than 64 MB");
    if (trim(decoded.text).empty()) {
        notes.emplace_back("empty");
    } else if (is_no_text(decoded.text)) {
        notes.emplace_back("not text");
    } else {
        FormatGuess guess = detect_format(arrival.media_type, decoded.text);
        if (!guess.note.empty()) notes.push_back(std::move(guess.note));
        reading = read_as(guess.format, decoded.text, arrival);
    }
    // What is known of the bytes holds for the arrival; a page's only dispatch carries it too.
    if (reading.dispatches.size() == 1 && !reading.is_container)
        reading.dispatches.front().notes.insert(reading.dispatches.front().notes.begin(),
                                                notes.begin(), notes.end());
    reading.notes.insert(reading.notes.begin(), notes.begin(), notes.end());
    return reading;
}

Reading read_at(const Arrival& arrival, std::size_t packed) {
    const auto container = detect_container(arrival.media_type, arrival.bytes);
    if (!container) return read_decoded(arrival);
    switch (*container) {
        case Container::mail:
            return read_mail(arrival.bytes, arrival);
        case Container::warc:
            return read_warc(arrival, read_decoded);
        case Container::gzip:
            break;
    }
    if (packed == most_packed) {
        Reading reading;
        reading.notes.emplace_back("packed more than three times over");
        return reading;
    }
    return read_gzip(arrival, [&](const Arrival& inner) { return read_at(inner, packed + 1); });
}

}  // namespace

Reading read(const Arrival& arrival) {
    return read_at(arrival, 0);
}

}  // namespace chappe
