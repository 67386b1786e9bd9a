#include "read/mail.h"

#include <algorithm>
#include <optional>

#include "base/url.h"
#include "read/authors.h"
#include "read/base64.h"
#include "read/charset.h"
#include "read/draft.h"
#include "read/mail_header.h"
#include "read/mail_text.h"
#include "read/metadata.h"
#include "read/page_blocks.h"
#include "read/small_print.h"
#include "read/words.h"

namespace chappe {
namespace {

constexpr std::size_t deepest = 16;              // parts in parts
constexpr std::size_t most_parts = 500;          // of one arrival; a digest of 100 mails has 300
constexpr std::size_t most_mails = 500;          // of one arrival
constexpr std::size_t largest_part = 8'000'000;  // bytes of text, decoded
// Of the words of the HTML. With fewer the plain text is a stub: "Your program shows no HTML".
constexpr double enough_plain = 0.7;

struct Part {
    MailHead head;
    std::string_view body;
    std::string type;  // "text/plain"
};

Part part_of(std::string_view bytes, std::string_view default_type) {
    Part part;
    part.head = read_mail_head(bytes);
    part.body = bytes.substr(part.head.size);
    part.type = value_without_parameters(part.head.value("content-type"));
    if (part.type.find('/') == part.type.npos) part.type = default_type;
    return part;
}

/// RFC 2046, 5.1.1. What is before the first boundary and behind the last is no part.
std::vector<std::string_view> parts_of(std::string_view body, std::string_view boundary) {
    std::vector<std::string_view> parts;
    std::size_t begin = body.npos;  // of the part that is open
    for (std::size_t at = 0; at < body.size();) {
        const std::size_t end = std::min(body.find('\n', at), body.size());
        std::string_view line = body.substr(at, end - at);
        const std::size_t line_begin = at;
        at = end + 1;
        if (!line.starts_with("--") || !line.substr(2).starts_with(boundary)) continue;
        line = trim(line.substr(2 + boundary.size()));
        if (!line.empty() && line != "--") continue;
        if (begin != body.npos) {
            std::size_t size = line_begin - begin;  // the line's end before it is the boundary's
            if (size > 0 && body[begin + size - 1] == '\n') --size;
            if (size > 0 && body[begin + size - 1] == '\r') --size;
            parts.push_back(body.substr(begin, size));
        }
        begin = line == "--" ? body.npos : std::min(at, body.size());
        if (line == "--" || parts.size() > most_parts) return parts;
    }
    if (begin != body.npos && begin < body.size()) parts.push_back(body.substr(begin));
    return parts;
}

/// What is said in one mail, gathered from its parts.
struct Said {
    std::vector<Paragraph> paragraphs;
    std::vector<std::string> notes;
    std::string language;
    std::size_t words() const {
        std::size_t count = 0;
        for (const Paragraph& paragraph : paragraphs) count += count_words(paragraph.text);
        return count;
    }
};

class MailReader {
 public:
    explicit MailReader(const Arrival& arrival) : arrival_(arrival) {}

    Reading read(std::string_view bytes) {
        waiting_.push_back({bytes, 0});
        for (std::size_t i = 0; i < waiting_.size(); ++i) read_mail(waiting_[i]);
        reading_.is_container = waiting_.size() > 1;
        if (cut_) reading_.notes.emplace_back("parts of the mail left out: too many or too deep");
        return std::move(reading_);
    }

 private:
    struct Waiting {
        std::string_view bytes;
        std::size_t depth = 0;
    };

    void read_mail(Waiting mail) {
        const Part part = part_of(mail.bytes, "text/plain");
        attachments_ = 0;
        Said said;
        const std::size_t inside = waiting_.size();
        gather(part, mail.depth, said);
        // A mail that only forwards others, as a digest does, is none itself.
        if (said.paragraphs.empty() && waiting_.size() > inside) return;
        Draft draft;
        read_head(part.head, draft);
        draft.paragraphs = std::move(said.paragraphs);
        if (draft.declared_language.empty()) draft.declared_language = std::move(said.language);
        Dispatch& dispatch = draft.dispatch;
        dispatch.notes = std::move(said.notes);
        if (attachments_ > 0)
            dispatch.notes.push_back(counted(attachments_, "attachment", "attachments") +
                                     " left out");
        if (dispatch.title.empty() && !draft.paragraphs.empty())
            dispatch.title = Text::repair(title_from(draft.paragraphs.front().text));
        // The file's address is that of the mail around, if it has one.
        Arrival inner;
        inner.received = arrival_.received;
        reading_.dispatches.push_back(finish(std::move(draft), mail.depth == 0 ? arrival_ : inner));
    }

    void gather(const Part& part, std::size_t depth, Said& said) {
        if (++parts_ > most_parts || depth > deepest) {
            cut_ = true;
            return;
        }
        if (part.type.starts_with("multipart/")) return gather_parts(part, depth, said);
        const std::string disposition =
            value_without_parameters(part.head.value("content-disposition"));
        if (part.type == "message/rfc822" || part.type == "message/global") {
            if (waiting_.size() < most_mails)
                waiting_.push_back({part.body, depth + 1});
            else
                cut_ = true;
            return;
        }
        const bool text = part.type == "text/plain" || part.type == "text/html";
        if (!text || disposition == "attachment") {
            // Pictures that the text shows are no attachments.
            attachments_ += part.head.value("content-id").empty();
            return;
        }
        add_text(part, said);
    }

    void gather_parts(const Part& part, std::size_t depth, Said& said) {
        const std::string boundary = parameter(part.head.value("content-type"), "boundary");
        if (boundary.empty()) {
            said.notes.emplace_back("mail without the boundary of its parts, read as text");
            Part text = part;
            text.type = "text/plain";
            return add_text(text, said);
        }
        const std::string_view inner =
            part.type == "multipart/digest" ? "message/rfc822" : "text/plain";
        const auto parts = parts_of(part.body, boundary);
        if (parts.empty()) said.notes.emplace_back("mail without the parts that it announces");
        if (part.type == "multipart/alternative") return choose(parts, inner, depth, said);
        for (const std::string_view bytes : parts) gather(part_of(bytes, inner), depth + 1, said);
    }

    /// RFC 2046, 5.1.4: the same in several forms, the plainest first. The plain one is as its
    /// sender wrote it, without menus and pictures of text.
    void choose(const std::vector<std::string_view>& parts, std::string_view inner,
                std::size_t depth, Said& said) {
        std::optional<Said> best;
        std::size_t best_words = 0;
        for (const std::string_view bytes : parts) {
            Said one;
            gather(part_of(bytes, inner), depth + 1, one);
            const std::size_t words = one.words();
            if (words == 0) continue;
            const bool enough = best && static_cast<double>(best_words) >=
                                            enough_plain * static_cast<double>(words);
            if (enough) continue;
            best = std::move(one);
            best_words = words;
        }
        if (!best) return;
        for (Paragraph& paragraph : best->paragraphs)
            said.paragraphs.push_back(std::move(paragraph));
        said.notes.insert(said.notes.end(), best->notes.begin(), best->notes.end());
        if (said.language.empty()) said.language = best->language;
    }

    static void add_text(const Part& part, Said& said) {
        const std::string encoding =
            lower_ascii(trim(part.head.value("content-transfer-encoding")));
        std::string bytes = encoding == "base64"             ? decode_base64(part.body)
                            : encoding == "quoted-printable" ? decode_quoted_printable(part.body)
                                                             : std::string(part.body);
        if (bytes.size() > largest_part) {
            bytes.resize(largest_part);
            said.notes.emplace_back("part of the mail cut: larger than 8 MB");
        }
        const std::string_view declared = part.head.value("content-type");
        const bool html = part.type == "text/html";
        const Decoded decoded =
            decode(bytes, part.type + "; charset=" + parameter(declared, "charset"));
        said.notes.insert(said.notes.end(), decoded.notes.begin(), decoded.notes.end());
        if (said.language.empty()) said.language = part.head.value("content-language");
        for (Paragraph& paragraph : html ? paragraphs_of_fragment(marked(decoded.text))
                                         : paragraphs_of_mail(decoded.text, flow_of(declared)))
            said.paragraphs.push_back(std::move(paragraph));
    }

    /// A fragment without a tag would be read as text.
    static std::string marked(const Text& html) { return "<div>" + html.str(); }

    static Flow flow_of(std::string_view content_type) {
        if (!equal_ignoring_ascii_case(parameter(content_type, "format"), "flowed"))
            return Flow::fixed;
        return equal_ignoring_ascii_case(parameter(content_type, "delsp"), "yes")
                   ? Flow::flowed_deleted
                   : Flow::flowed;
    }

    static void read_head(const MailHead& head, Draft& draft) {
        Dispatch& dispatch = draft.dispatch;
        dispatch.title = Text::repair(decode_words(head.value("subject")));
        draft.declared_language = std::string(head.value("content-language"));
        dispatch.published = parse_rfc2822_date(head.value("date"));
        std::string_view id = head.value("message-id");
        if (id.starts_with('<') && id.ends_with('>')) id = id.substr(1, id.size() - 2);
        dispatch.guid = Text::repair(id).str();
        read_list(head, dispatch);
        read_sender(head, dispatch);
        read_keywords(head, dispatch);
    }

    /// RFC 2919, List-Id: "Wire of the coast <coast.agency.example>"; RFC 5064, Archived-At.
    static void read_list(const MailHead& head, Dispatch& dispatch) {
        const std::string_view list = head.value("list-id");
        dispatch.site = Text::repair(decode_words(list.substr(0, list.find('<'))));
        std::string_view archived = head.value("archived-at");
        if (archived.starts_with('<')) archived = archived.substr(1, archived.find('>') - 1);
        if (const auto url = Url::parse(archived)) dispatch.url = url->str();
    }

    /// "Lovelace, Ada", as address books write it.
    static std::string first_name_first(std::string name) {
        const std::size_t comma = name.find(',');
        if (comma == name.npos || name.find(',', comma + 1) != name.npos) return name;
        const std::string_view last = trim(std::string_view(name).substr(0, comma));
        const std::string_view first = trim(std::string_view(name).substr(comma + 1));
        if (last.empty() || first.empty() || is_agency(last)) return std::string(last);
        return std::string(first) + " " + std::string(last);
    }

    static void read_sender(const MailHead& head, Dispatch& dispatch) {
        std::vector<std::string> names;
        for (Mailbox& box : read_mailboxes(head.value("from")))
            if (!box.name.empty()) names.push_back(first_name_first(std::move(box.name)));
        for (const std::string& name : clean_authors(names, dispatch.site)) {
            if (!is_agency(name))
                dispatch.authors.push_back(Text::repair(name));
            else if (!dispatch.credit)
                dispatch.credit = Credit{Text::repair(name), Credit::Place::metadata};
        }
    }

    static void read_keywords(const MailHead& head, Dispatch& dispatch) {
        const std::string_view keywords = head.value("keywords");
        if (keywords.empty()) return;
        dispatch.tags.emplace();
        const std::string decoded = decode_words(keywords);
        for (const std::string_view keyword : split(decoded, ','))
            if (const std::string tag = fold_paragraph(keyword);
                !tag.empty() && dispatch.tags->size() < 50)
                dispatch.tags->push_back(Text::repair(tag));
    }

    const Arrival& arrival_;
    Reading reading_;
    std::vector<Waiting> waiting_;  // mails inside the mail; read in order, never recursively
    std::size_t parts_ = 0, attachments_ = 0;
    bool cut_ = false;
};

}  // namespace

Reading read_mail(std::string_view bytes, const Arrival& arrival) {
    return MailReader(arrival).read(bytes);
}

}  // namespace chappe
