// One record at a time, and three ways back into step: a gzip member that begins behind a damaged
// one, the next "WARC/1." at the beginning of a line, and, where a record claims more bytes than
// the file has, the next one inside what it claimed. Each byte is looked at a bounded number of
// times.

#include "read/warc.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>

#include "base/text.h"
#include "base/url.h"
#include "read/http_message.h"
#include "read/mail_header.h"
#include "read/record_stream.h"
#include "read/words.h"

namespace chappe {
namespace {

constexpr std::size_t largest_head = std::size_t{64} * 1024;
constexpr std::size_t largest_page = std::size_t{10} << 20;
constexpr std::uint64_t largest_record = std::uint64_t{1} << 40;  // a claim beyond it is a lie
constexpr std::size_t most_notes = 20;
constexpr std::size_t smallest_piece = 256;  // bytes; less of a page that was cut off is its head

/// ISO 28500, 5: digits only. Nothing for what is none, or a lie.
std::optional<std::uint64_t> length_in(std::string_view text) {
    text = trim(text);
    std::uint64_t length = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), length);
    if (error != std::errc() || end != text.data() + text.size() || text.empty() ||
        length > largest_record)
        return std::nullopt;
    return length;
}

/// ISO 28500, 5.4: UTC. ARC: "20240403103000".
std::optional<Instant> instant_in(std::string_view text) {
    text = trim(text);
    std::string iso(text);
    if (text.size() == 14 && text.find_first_not_of("0123456789") == text.npos) {
        iso = std::string(text.substr(0, 8)) + "T" + std::string(text.substr(8)) + "Z";
        iso.insert(4, "-").insert(7, "-").insert(13, ":").insert(16, ":");
    }
    const auto date = parse_iso_date(iso);
    if (!date || !date->offset) return std::nullopt;
    return date->when.begin;
}

bool begins_warc(std::string_view bytes) {
    return bytes.starts_with("WARC/1.") || bytes.starts_with("WARC/0.");
}

bool begins_arc(std::string_view bytes) {
    return bytes.starts_with("filedesc://");
}

/// The next "WARC/1." at the beginning of a line, not before `from`.
std::size_t find_record(std::string_view bytes, std::size_t from) {
    for (std::size_t at = bytes.find("WARC/", from); at != bytes.npos;
         at = bytes.find("WARC/", at + 1))
        if (begins_warc(bytes.substr(at)) && (at == 0 || bytes[at - 1] == '\n')) return at;
    return bytes.npos;
}

/// Behind the blank line that ends a head; npos when there is none.
std::size_t end_of_head(std::string_view bytes) {
    for (std::size_t at = bytes.find('\n'); at != bytes.npos; at = bytes.find('\n', at + 1)) {
        const std::string_view next = bytes.substr(at + 1, 2);
        if (next.starts_with('\n')) return at + 2;
        if (next == "\r\n") return at + 3;
    }
    return bytes.npos;
}

bool is_page_type(std::string_view media_type) {
    const std::string type = value_without_parameters(media_type);
    return type == "text/html" || type == "application/xhtml+xml";
}

/// A server that named no type, or none that means anything.
bool may_be_page(std::string_view media_type, std::string_view body) {
    const std::string type = value_without_parameters(media_type);
    if (!type.empty() && type.find('/') != type.npos && type != "application/octet-stream" &&
        !type.starts_with("unknown") && type != "no-type")
        return false;
    const std::string start = lower_ascii(trim(body.substr(0, 1024)));
    for (const std::string_view tag : {"<!doctype html", "<html", "<head", "<body", "<title"})
        if (start.find(tag) != start.npos) return true;
    return false;
}

}  // namespace

class WarcReader::Records {
 public:
    explicit Records(ByteSource source) : stream_(std::move(source)) {
        is_arc_ = begins_arc(stream_.look(16));
    }

    std::optional<WarcPage> next() {
        while (!ended_) {
            std::optional<WarcPage> page = is_arc_ ? read_arc_record() : read_warc_record();
            if (page) {
                ++pages_;
                return page;
            }
        }
        return std::nullopt;
    }

    std::vector<std::string> notes_;

 private:
    /// A record's block, once its head is read.
    struct Block {
        std::string_view bytes;    // of it, at most what a page may have
        std::uint64_t behind = 0;  // bytes that are not in `bytes`
        bool cut = false;          // the file had fewer than the record claimed
    };

    void note(std::string text) {
        if (notes_.size() < most_notes) notes_.push_back(std::move(text));
    }

    void note_broken(std::string_view why) {
        ++broken_;
        note("record " + std::to_string(records_) + " broken: " + std::string(why));
    }

    /// At a gap or the end. False when there is more to read.
    bool ends() {
        if (!stream_.at_break()) return false;
        if (stream_.cross_gap()) {
            if (!cut_) {
                ++records_;
                note_broken(stream_.damage());
            }
            cut_ = false;
            return false;
        }
        if (!stream_.damage().empty() && stream_.damage() != last_damage_) {
            last_damage_ = stream_.damage();
            note("file damaged: " + last_damage_);
        }
        finish();
        return true;
    }

    void finish() {
        ended_ = true;
        if (broken_ > most_notes)
            notes_.push_back(std::to_string(broken_) + " records broken in all");
        if (other_ > 0)
            notes_.push_back(std::to_string(other_) + " of " + std::to_string(records_) +
                             " records are no pages (other types or statuses)");
        if (records_ == 0) notes_.emplace_back("no record in this file");
        if (records_ > 0 && pages_ == 0) notes_.emplace_back("no page in this file");
    }

    /// To the beginning of a record; what is stepped over was none.
    bool find_step() {
        std::size_t stepped = 0;
        while (!ends()) {
            const std::string_view window = stream_.look(largest_head);
            const std::size_t blank = window.find_first_not_of("\r\n");
            if (stepped == 0 && blank != 0) {  // the two lines behind each record
                stream_.step(std::min(blank, window.size()));
                continue;
            }
            if (begins_warc(window)) return true;
            const std::size_t found = find_record(window, 1);
            if (stepped == 0) {
                ++records_;
                note_broken("no WARC head where one should begin");
            }
            // The last bytes may be the beginning of a head.
            const std::size_t size = found != window.npos           ? found
                                     : window.size() < largest_head ? window.size()
                                                                    : window.size() - 16;
            stream_.step(size);
            stepped += size;
        }
        return false;
    }

    Block look_at_block(std::uint64_t length) {
        Block block;
        const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(length, largest_page));
        block.bytes = stream_.look(wanted);
        block.behind = length - block.bytes.size();
        if (block.bytes.size() == wanted) return block;
        // It claims more than there is: what follows it may be in it.
        block.cut = cut_ = true;
        block.behind = 0;
        const std::size_t follows = is_arc_ ? block.bytes.npos : find_record(block.bytes, 0);
        block.bytes = block.bytes.substr(0, follows);
        return block;
    }

    void step_over(const Block& block) {
        stream_.step(block.bytes.size());
        if (block.behind == 0 || stream_.skip(block.behind) == block.behind) return;
        note_broken("longer than the file");
    }

    std::optional<WarcPage> read_warc_record() {
        if (!find_step()) return std::nullopt;
        ++records_;
        const std::string_view window = stream_.look(largest_head);
        const std::size_t size = end_of_head(window);
        if (size == window.npos) {
            note_broken("its head does not end");
            // No head that begins in the first half of the window ends in time.
            stream_.step(window.size() < largest_head ? window.size() : largest_head / 2);
            return std::nullopt;
        }
        if (const std::size_t next = find_record(window.substr(0, size), 1); next != window.npos) {
            note_broken("its head does not end");
            stream_.step(next);
            return std::nullopt;
        }
        const MailHead head = read_mail_head(window.substr(window.find('\n') + 1));
        const auto length = length_in(head.value("content-length"));
        stream_.step(size);
        if (!length) {
            note_broken("no length that could be true");
            return std::nullopt;
        }
        const Block block = look_at_block(*length);
        if (block.cut) note_broken("shorter than it says");
        std::optional<WarcPage> page = page_of(head, block.bytes);
        if (page && block.cut && page->bytes.size() < smallest_piece) page.reset();
        step_over(block);
        if (page && block.cut) page->notes.emplace_back("record broken: shorter than it says");
        return page;
    }

    std::optional<WarcPage> page_of(const MailHead& head, std::string_view block) {
        const std::string type = lower_ascii(head.value("warc-type"));
        std::string_view target = head.value("warc-target-uri");
        // WARC 1.0 wrote it between angle brackets; 1.1 does not.
        if (target.starts_with('<') && target.ends_with('>'))
            target = target.substr(1, target.size() - 2);
        std::optional<WarcPage> page;
        if (type == "response")
            page = page_of_answer(block);
        else if (type == "resource")
            page = page_of_body(std::string(block), head.value("content-type"));
        if (!page) {
            ++other_;
            return page;
        }
        if (const auto url = Url::parse(target)) page->url = url->str();
        page->taken = instant_in(head.value("warc-date"));
        if (!head.value("warc-truncated").empty())
            page->notes.emplace_back("cut off by the crawler");
        return page;
    }

    static std::optional<WarcPage> page_of_answer(std::string_view block) {
        HttpAnswer answer = read_http_answer(block, largest_page);
        if (answer.status != 200 && answer.status != 203 && answer.status != 0) return std::nullopt;
        std::optional<WarcPage> page = page_of_body(std::move(answer.body), answer.media_type);
        if (page && !answer.note.empty()) page->notes.push_back(std::move(answer.note));
        return page;
    }

    static std::optional<WarcPage> page_of_body(std::string body, std::string_view media_type) {
        if (trim(std::string_view(body).substr(0, 4096)).empty()) return std::nullopt;
        if (!is_page_type(media_type) && !may_be_page(media_type, body)) return std::nullopt;
        WarcPage page;
        page.bytes = std::move(body);
        page.media_type = is_page_type(media_type) ? std::string(media_type) : "text/html";
        return page;
    }

    /// "URL address date type length", or with five more fields between type and length.
    struct ArcHead {
        std::string_view url, date;
        std::uint64_t length = 0;
    };
    static std::optional<ArcHead> arc_head(std::string_view line) {
        const auto fields = split(trim(line), ' ');
        if (fields.size() < 5) return std::nullopt;
        const auto length = length_in(fields.back());
        // Addresses may hold blanks; the date is the first field of 14 digits.
        for (std::size_t i = 2; i + 1 < fields.size() && i < 100; ++i) {
            const std::string_view date = fields[i];
            if (date.size() != 14 || date.find_first_not_of("0123456789") != date.npos) continue;
            if (!length) return std::nullopt;
            const auto url_size = static_cast<std::size_t>(fields[i - 1].data() - line.data());
            return ArcHead{trim(line.substr(0, url_size)), date, *length};
        }
        return std::nullopt;
    }

    std::optional<WarcPage> read_arc_record() {
        if (ends()) return std::nullopt;
        std::string_view window = stream_.look(largest_head);
        const std::size_t end = window.find('\n');
        if (end == 0 || (end == 1 && window.front() == '\r')) {
            stream_.step(end + 1);
            return std::nullopt;
        }
        const auto head = arc_head(window.substr(0, end));
        if (end == window.npos || !head) return resume_arc(end, window.size());
        ++records_;
        arc_broken_ = false;
        const std::string url(head->url), date(head->date);
        const std::uint64_t length = head->length;
        stream_.step(end + 1);
        const Block block = look_at_block(length);
        if (block.cut) note_broken("shorter than it says");
        std::optional<WarcPage> page;
        if (!begins_arc(url)) {
            page = page_of_answer(block.bytes);
            if (!page) ++other_;
        }
        step_over(block);
        if (!page) return page;
        if (const auto parsed = Url::parse(url)) page->url = parsed->str();
        page->taken = instant_in(date);
        return page;
    }

    /// Line by line to the next head; the lines are one broken record.
    std::optional<WarcPage> resume_arc(std::size_t end, std::size_t size) {
        if (!arc_broken_) {
            ++records_;
            note_broken("no ARC head where one should begin");
        }
        arc_broken_ = true;
        stream_.step(end == std::string_view::npos ? size : end + 1);
        return std::nullopt;
    }

    RecordStream stream_;
    bool is_arc_ = false, arc_broken_ = false, ended_ = false;
    bool cut_ = false;  // a record, at the gap that comes next
    std::size_t records_ = 0, pages_ = 0, broken_ = 0, other_ = 0;
    std::string last_damage_;
};

WarcReader::WarcReader(ByteSource source)
    : records_(std::make_unique<Records>(std::move(source))) {}
WarcReader::~WarcReader() = default;
std::optional<WarcPage> WarcReader::next() {
    return records_->next();
}
const std::vector<std::string>& WarcReader::notes() const {
    return records_->notes_;
}

bool looks_like_warc(std::string_view bytes) {
    if (!is_gzip(bytes)) return begins_warc(bytes) || begins_arc(bytes);
    std::size_t at = 0;
    GzipSource source([&](char* buffer, std::size_t size) {
        const std::size_t given = std::min(size, bytes.size() - at);
        std::memcpy(buffer, bytes.data() + at, given);
        at += given;
        return given;
    });
    std::array<char, 64> start{};
    const std::string_view begin(start.data(), source.read(start.data(), start.size()));
    return begins_warc(begin) || begins_arc(begin);
}

}  // namespace chappe
