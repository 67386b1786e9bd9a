#include "read/http_message.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "base/text.h"
#include "read/mail_header.h"
#include "read/unpack.h"
#include "read/words.h"

namespace chappe {
namespace {

constexpr std::size_t most_codings = 3;  // packed three times over is an attack

/// "HTTP/1.1 200 OK"
std::optional<int> status_in(std::string_view line) {
    if (!line.starts_with("HTTP/")) return std::nullopt;
    const std::size_t space = line.find(' ');
    if (space == line.npos) return std::nullopt;
    const std::string_view code = trim(line.substr(space)).substr(0, 3);
    int status = 0;
    const auto [end, error] = std::from_chars(code.data(), code.data() + code.size(), status);
    if (error != std::errc() || end != code.data() + 3) return std::nullopt;
    return status;
}

/// RFC 9112, 7.1. Nothing when the body is not in chunks at all; what is there up to a broken one.
std::optional<std::string> without_chunks(std::string_view body, std::string& note) {
    std::string out;
    bool first = true;
    while (true) {
        const std::string_view line = body.substr(0, 200).substr(0, body.find('\n'));
        std::size_t size = 0;
        const std::string_view digits = trim(line);
        const auto [end, error] =
            std::from_chars(digits.data(), digits.data() + digits.size(), size, 16);
        const bool number = error == std::errc() && end != digits.data() &&
                            (end == digits.data() + digits.size() || *end == ';' || *end == ' ');
        const std::size_t begin = body.find('\n');
        if (!number || begin == body.npos || begin > 200) {
            if (first) return std::nullopt;
            note = "chunks of the answer broken";
            return out;
        }
        if (size == 0) return out;
        body.remove_prefix(begin + 1);
        out.append(body.substr(0, size));
        if (size > body.size()) {
            note = "answer cut off inside a chunk";
            return out;
        }
        body.remove_prefix(size);
        if (body.starts_with("\r\n"))
            body.remove_prefix(2);
        else if (body.starts_with('\n'))
            body.remove_prefix(1);
        first = false;
    }
}

void unpack_body(HttpAnswer& answer, std::string_view codings, std::size_t largest) {
    std::size_t count = 0;
    const auto list = split(codings, ',');
    for (auto coding = list.rbegin(); coding != list.rend(); ++coding) {
        const auto packing = packing_named(*coding);
        if (!packing) continue;
        if (*packing == Packing::gzip && !is_gzip(answer.body)) continue;  // unpacked already
        if (++count > most_codings) {
            answer.note = "answer packed more than three times";
            answer.body.clear();
            return;
        }
        Unpacked unpacked = unpack(answer.body, *packing, largest);
        // deflate and br have no mark: when nothing comes out, it was no such thing.
        if (unpacked.bytes.empty() && !unpacked.note.empty() && *packing != Packing::gzip) continue;
        answer.body = std::move(unpacked.bytes);
        if (!unpacked.note.empty()) answer.note = std::move(unpacked.note);
    }
}

}  // namespace

HttpAnswer read_http_answer(std::string_view block, std::size_t largest) {
    HttpAnswer answer;
    const std::size_t line_end = block.substr(0, 4096).find('\n');
    const auto status = status_in(block.substr(0, std::min(line_end, block.size())));
    if (!status || line_end == block.npos) {
        answer.body = block.substr(0, largest);
        return answer;
    }
    answer.status = *status;
    const std::string_view rest = block.substr(line_end + 1);
    const MailHead head = read_mail_head(rest);
    answer.media_type = head.value("content-type");
    const std::string_view body = rest.substr(head.size);
    if (lower_ascii(head.value("transfer-encoding")).find("chunked") != std::string::npos)
        if (auto joined = without_chunks(body, answer.note)) answer.body = *std::move(joined);
    if (answer.body.empty() && answer.note.empty()) answer.body = body;
    unpack_body(answer, head.value("content-encoding"), largest);
    if (answer.body.size() > largest) {
        answer.body.resize(largest);
        answer.note = "answer cut: larger than " + std::to_string(largest >> 20) + " MiB";
    }
    return answer;
}

}  // namespace chappe
