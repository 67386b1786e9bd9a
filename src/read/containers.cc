#include "read/containers.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "base/text.h"
#include "read/feed.h"
#include "read/mail_header.h"
#include "read/unpack.h"

namespace chappe {
namespace {

constexpr std::size_t largest_unpacked = 64'000'000;  // bytes; a feed of 10,000 items is ~50 MB
constexpr std::size_t largest_bodies = 64'000'000;    // bytes of text of one reading

ByteSource source_of(std::string_view bytes) {
    return [bytes](char* buffer, std::size_t size) mutable {
        const std::size_t given = std::min(size, bytes.size());
        std::memcpy(buffer, bytes.data(), given);
        bytes.remove_prefix(given);
        return given;
    };
}

}  // namespace

std::optional<Container> detect_container(std::string_view media_type, std::string_view bytes) {
    if (looks_like_warc(bytes.substr(0, 64 * 1024))) return Container::warc;
    if (is_gzip(bytes)) return Container::gzip;
    const std::string type = value_without_parameters(media_type);
    if (type == "message/rfc822" || type == "message/global")
        if (!read_mail_head(bytes).fields.empty()) return Container::mail;
    // A page may hold what looks like a mail; a mail does not begin like a page.
    if (type.empty() || type == "text/plain" || type == "application/octet-stream")
        if (looks_like_mail(bytes)) return Container::mail;
    return std::nullopt;
}

Reading read_gzip(const Arrival& arrival, const ReadInside& inside) {
    Unpacked unpacked = unpack(arrival.bytes, Packing::gzip, largest_unpacked);
    Arrival inner;
    inner.bytes = std::move(unpacked.bytes);
    inner.url = arrival.url;
    inner.source = arrival.source;
    inner.name = arrival.name;
    inner.received = arrival.received;
    Reading reading = inside(inner);
    if (!unpacked.note.empty())
        reading.notes.insert(reading.notes.begin(), "gzip: " + unpacked.note);
    return reading;
}

PageReading read_warc_page(WarcPage&& page, const Arrival& container, const ReadInside& inside) {
    PageReading read;
    Arrival& arrival = read.arrival;
    arrival.bytes = std::move(page.bytes);
    arrival.media_type = std::move(page.media_type);
    arrival.url = std::move(page.url);
    arrival.source = container.source;
    arrival.name = container.name;
    arrival.received = page.taken.value_or(container.received);
    read.reading = inside(arrival);
    auto& dispatches = read.reading.dispatches;
    if (!page.notes.empty())
        std::erase_if(dispatches,
                      [](const Dispatch& one) { return one.title.empty() && one.body.empty(); });
    for (Dispatch& dispatch : dispatches)
        dispatch.notes.insert(dispatch.notes.begin(), page.notes.begin(), page.notes.end());
    return read;
}

Reading read_warc(const Arrival& arrival, const ReadInside& inside) {
    Reading reading;
    reading.is_container = true;
    WarcReader warc(source_of(arrival.bytes));
    std::size_t bodies = 0;
    while (auto page = warc.next()) {
        if (reading.dispatches.size() >= most_items || bodies > largest_bodies) {
            reading.notes.emplace_back(bodies > largest_bodies
                                           ? "pages cut: more than 64 MB of text"
                                           : "items cut: more than 10,000");
            break;
        }
        PageReading one = read_warc_page(*std::move(page), arrival, inside);
        for (Dispatch& dispatch : one.reading.dispatches) {
            if (reading.dispatches.size() >= most_items) break;
            bodies += dispatch.body.size();
            reading.dispatches.push_back(std::move(dispatch));
        }
    }
    reading.notes.insert(reading.notes.end(), warc.notes().begin(), warc.notes().end());
    return reading;
}

}  // namespace chappe
