#include "read/mail_header.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "read/base64.h"
#include "read/charset.h"
#include "read/words.h"

namespace chappe {
namespace {

constexpr std::size_t most_fields = 1000;
constexpr std::size_t largest_head = 256 * 1024;  // bytes
constexpr std::size_t largest_value = 64 * 1024;  // bytes of one field
constexpr std::size_t most_mailboxes = 20;

/// RFC 5322, 2.2: printable ASCII without the colon. Empty when the line is no field.
std::string_view field_name(std::string_view line) {
    const std::size_t colon = line.find(':');
    if (colon == line.npos || colon == 0 || colon > 76) return {};
    std::string_view name = line.substr(0, colon);
    while (name.ends_with(' ') || name.ends_with('\t')) name.remove_suffix(1);  // obsolete, 4.5
    for (const char c : name)
        if (c < 33 || c > 126) return {};
    return name;
}

std::string_view take_line(std::string_view& rest) {
    const std::size_t end = rest.find('\n');
    std::string_view line = rest.substr(0, end);
    rest.remove_prefix(end == rest.npos ? rest.size() : end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
}

bool is_blank(char c) {
    return c == ' ' || c == '\t';
}

bool is_utf8(std::string_view bytes) {
    return Text::repair(bytes).view() == bytes;
}

/// Pieces of one charset, their bytes joined before they are read: some programs part a character.
/// The charset of bytes that declare none is guessed once, from all of the value.
class WordWriter {
 public:
    explicit WordWriter(std::string_view value) : value_(value) {}

    void add(std::string_view charset, std::string bytes) {
        if (lower_ascii(charset) != charset_) flush();
        charset_ = lower_ascii(charset);
        bytes_ += bytes;
    }
    void add_plain(std::string_view text) {
        flush();
        if (is_utf8(text)) {
            out_ += text;
            return;
        }
        if (guessed_.empty()) guessed_ = guess_charset(value_);
        out_ += convert(text, guessed_).utf8;
    }
    std::string take() {
        flush();
        return std::move(out_);
    }

 private:
    void flush() {
        const auto named = charset_named(charset_);
        // What is UTF-8 is rarely anything else; but ISO 2022 is ASCII to look at.
        const bool plain = !named || (is_utf8(bytes_) && !named->starts_with("iso-2022"));
        out_ += plain ? bytes_ : convert(bytes_, *named).utf8;
        bytes_.clear();
    }

    std::string_view value_;
    std::string out_, charset_, bytes_, guessed_;
};

struct EncodedWord {
    std::string_view charset;
    std::string bytes;
    std::size_t size = 0;  // in the text; 0: there is none
};

/// RFC 2047, 2: "=?charset?encoding?text?=". The text may hold blanks here, as programs write them.
EncodedWord encoded_word_at(std::string_view text) {
    EncodedWord word;
    if (!text.starts_with("=?")) return word;
    const std::size_t charset_end = text.substr(0, 80).find('?', 2);
    if (charset_end == text.npos || charset_end + 3 > text.size() || text[charset_end + 2] != '?')
        return word;
    const char encoding = text[charset_end + 1];
    const bool base64 = encoding == 'B' || encoding == 'b';
    if (!base64 && encoding != 'Q' && encoding != 'q') return word;
    const std::size_t begin = charset_end + 3;
    // "?=" may be the end of the word, or "?" may belong to it: the first "?=" ends it.
    const std::size_t end = text.substr(0, begin + 2000).find("?=", begin);
    if (end == text.npos) return word;
    word.charset = text.substr(2, charset_end - 2);
    word.charset = word.charset.substr(0, word.charset.find('*'));  // RFC 2231, 5: "utf-8*fr"
    const std::string_view encoded = text.substr(begin, end - begin);
    word.bytes =
        base64 ? decode_base64(encoded) : decode_quoted_printable(encoded, Underscore::space);
    word.size = end + 2;
    return word;
}

/// Percent-encoded bytes of RFC 2231.
std::string decode_extended(std::string_view value) {
    std::string out;
    for (std::size_t i = 0; i < value.size(); ++i) {
        if (value[i] == '%' && i + 2 < value.size()) {
            out += decode_quoted_printable("=" + std::string(value.substr(i + 1, 2)));
            i += 2;
        } else {
            out += value[i];
        }
    }
    return out;
}

/// Steps through "a; b=c; d=\"e;f\"": each parameter with its name and its value.
class Parameters {
 public:
    explicit Parameters(std::string_view value) : rest_(value) { step_to_semicolon(); }

    bool next(std::string& name, std::string& value) {
        while (!rest_.empty()) {
            const std::size_t equals = rest_.find_first_of("=;");
            if (equals == rest_.npos) return false;
            if (rest_[equals] == ';') {
                rest_.remove_prefix(equals + 1);
                continue;
            }
            name = lower_ascii(trim(rest_.substr(0, equals)));
            rest_.remove_prefix(equals + 1);
            value = take_value();
            return true;
        }
        return false;
    }

 private:
    void step_to_semicolon() {
        const std::size_t end = rest_.find(';');
        rest_.remove_prefix(end == rest_.npos ? rest_.size() : end + 1);
    }

    std::string take_value() {
        while (!rest_.empty() && is_blank(rest_.front())) rest_.remove_prefix(1);
        std::string value;
        if (!rest_.starts_with('"')) {
            value = trim(rest_.substr(0, rest_.find(';')));
            step_to_semicolon();
            return value;
        }
        rest_.remove_prefix(1);
        while (!rest_.empty() && rest_.front() != '"') {
            if (rest_.front() == '\\' && rest_.size() > 1) rest_.remove_prefix(1);
            value += rest_.front();
            rest_.remove_prefix(1);
        }
        step_to_semicolon();
        return value;
    }

    std::string_view rest_;
};

enum class Inside { phrase, quotes, comment, address };

/// One mailbox: a phrase, comments, an address in angle brackets or bare.
Mailbox mailbox_of(const std::string& phrase, const std::string& comment,
                   const std::string& address) {
    Mailbox box;
    const std::string bare(trim(phrase));
    box.address = address.empty() && bare.find('@') != bare.npos ? bare : address;
    std::string name = decode_words(address.empty() && bare == box.address ? comment : bare);
    if (name.empty()) name = decode_words(comment);
    // Some write the address as its own name.
    if (name.find('@') == name.npos) box.name = std::move(name);
    return box;
}

}  // namespace

std::string_view MailHead::value(std::string_view name) const {
    for (const MailField& field : fields)
        if (field.name == name) return field.value;
    return {};
}

MailHead read_mail_head(std::string_view bytes) {
    MailHead head;
    std::string_view rest = bytes.substr(0, largest_head);
    // The line that mailboxes of Unix put before each mail.
    if (rest.starts_with("From ") || rest.starts_with(">From ")) take_line(rest);
    while (!rest.empty()) {
        const std::string_view before = rest;
        const std::string_view line = take_line(rest);
        if (line.empty()) break;
        if (is_blank(line.front()) && !head.fields.empty()) {
            std::string& value = head.fields.back().value;
            if (value.size() + line.size() < largest_value) value.append(line);
            continue;
        }
        const std::string_view name = field_name(line);
        if (name.empty() || head.fields.size() == most_fields) {
            rest = before;  // the text begins without a blank line
            break;
        }
        const std::string_view value = line.substr(line.find(':') + 1).substr(0, largest_value);
        head.fields.push_back({lower_ascii(name), std::string(value)});
    }
    for (MailField& field : head.fields) field.value = std::string(trim(field.value));
    head.size = std::min(bytes.size(), largest_head) - rest.size();
    return head;
}

std::string decode_words(std::string_view value) {
    WordWriter out(value);
    std::size_t plain = 0;  // where text that is no encoded word begins
    bool behind_word = false;
    for (std::size_t at = value.find("=?"); at != value.npos;) {
        const EncodedWord word = encoded_word_at(value.substr(at));
        if (word.size == 0) {
            at = value.find("=?", at + 2);
            continue;
        }
        // RFC 2047, 6.2: space between two encoded words is no space.
        const std::string_view between = value.substr(plain, at - plain);
        if (!behind_word || !trim(between).empty()) out.add_plain(between);
        out.add(word.charset, word.bytes);
        behind_word = true;
        plain = at + word.size;
        at = value.find("=?", plain);
    }
    if (plain < value.size()) out.add_plain(value.substr(plain));
    return fold_paragraph(Text::repair(out.take()));
}

std::string value_without_parameters(std::string_view value) {
    return lower_ascii(trim(value.substr(0, value.find(';'))));
}

std::string parameter(std::string_view value, std::string_view name) {
    Parameters parameters(value);
    std::string found, found_name, pieces;
    while (parameters.next(found_name, found)) {
        if (found_name == name) return found;
        // RFC 2231: "name*=utf-8'fr'...", "name*0=", "name*1=".
        if (!found_name.starts_with(name) || found_name.size() == name.size() ||
            found_name[name.size()] != '*')
            continue;
        std::string_view piece = found;
        if (found_name.ends_with('*')) {
            if (pieces.empty())
                if (const std::size_t quote = piece.find('\''); quote != piece.npos)
                    piece.remove_prefix(std::min(piece.find('\'', quote + 1), piece.size() - 1) +
                                        1);
            pieces += decode_extended(piece);
        } else {
            pieces += piece;
        }
    }
    return pieces;
}

std::vector<Mailbox> read_mailboxes(std::string_view value) {
    std::vector<Mailbox> boxes;
    std::string phrase, comment, address;
    const auto end_box = [&] {
        if (trim(phrase).empty() && comment.empty() && address.empty()) return;
        boxes.push_back(mailbox_of(phrase, comment, address));
        phrase.clear();
        comment.clear();
        address.clear();
    };
    Inside in = Inside::phrase;
    for (std::size_t i = 0; i < value.size() && boxes.size() < most_mailboxes; ++i) {
        const char c = value[i];
        std::string& part = in == Inside::comment   ? comment
                            : in == Inside::address ? address
                                                    : phrase;
        if (c == '\\' && in != Inside::address && i + 1 < value.size()) {
            part += value[++i];
        } else if (in == Inside::quotes) {
            if (c == '"')
                in = Inside::phrase;
            else
                part += c;
        } else if ((in == Inside::comment && c == ')') || (in == Inside::address && c == '>')) {
            in = Inside::phrase;
        } else if (in != Inside::phrase) {
            part += c;
        } else if (c == '"') {
            in = Inside::quotes;
        } else if (c == '(') {
            in = Inside::comment;
        } else if (c == '<') {
            in = Inside::address;
        } else if (c == ',' || c == ';') {
            end_box();
        } else if (c == ':') {
            phrase.clear();  // the name of a group
        } else {
            part += c;
        }
    }
    if (boxes.size() < most_mailboxes) end_box();
    return boxes;
}

bool looks_like_mail(std::string_view bytes) {
    constexpr std::array<std::string_view, 8> of_mail = {
        "received",   "return-path", "delivered-to",   "mime-version",
        "message-id", "x-mailer",    "dkim-signature", "content-type"};
    const MailHead head = read_mail_head(bytes.substr(0, 32 * 1024));
    std::size_t only_mail = 0;
    for (const MailField& field : head.fields)
        only_mail += std::find(of_mail.begin(), of_mail.end(), field.name) != of_mail.end();
    const bool who = !head.value("from").empty();
    const bool when = !head.value("date").empty();
    const bool what = !head.value("subject").empty();
    return (only_mail > 0 && (who || when)) || (who && when && what);
}

}  // namespace chappe
