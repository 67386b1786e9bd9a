#include "wire/diff_html.h"

#include "base/text.h"
#include "wire/story_messages.h"

namespace chappe {
namespace {

std::string_view words_in(const DiffPiece& piece, std::string_view before, std::string_view after) {
    return piece.kind == DiffPiece::Kind::removed ? piece.before.in(before) : piece.after.in(after);
}

/// Read out before the words, since a voice has no colour and few say that they read a <del>.
void write_voice(HtmlWriter& html, const Reader& reader, StoryMessage message) {
    html.raw("<span class=\"said\">").text(say(reader.ui, message)).raw(" </span>");
}

void write_words(HtmlWriter& html, const Reader& reader, DiffPiece::Kind kind,
                 std::string_view words) {
    switch (kind) {
        case DiffPiece::Kind::same:
            html.text(words);
            return;
        case DiffPiece::Kind::removed:
            html.raw("<del>");
            write_voice(html, reader, StoryMessage::removed);
            html.text(words).raw("</del>");
            return;
        case DiffPiece::Kind::added:
            html.raw("<ins>");
            write_voice(html, reader, StoryMessage::added);
            html.text(words).raw("</ins>");
            return;
    }
}

/// Letters behind what is none; each character of a script without spaces.
std::uint64_t count_words(std::string_view text) {
    std::uint64_t words = 0;
    bool inside = false;
    for (std::size_t at = 0; at < text.size();) {
        const CodePoint c = code_point_at(text, at);
        const bool ascii_mark = c.value < 0x80 && !(c.value >= '0' && c.value <= '9') &&
                                !(c.value >= 'A' && c.value <= 'Z') &&
                                !(c.value >= 'a' && c.value <= 'z');
        const bool mark = is_space(c.value) || ascii_mark || c.value == 0xAB || c.value == 0xBB ||
                          (c.value >= 0x2000 && c.value <= 0x206F) ||
                          (c.value >= 0x3000 && c.value <= 0x303F);
        const bool alone = c.value >= 0x2E80 && !mark;
        if (alone || (!mark && !inside)) ++words;
        inside = !mark && !alone;
        at += c.size;
    }
    return words;
}

}  // namespace

void write_diff(HtmlWriter& html, const Reader& reader, std::string_view before,
                std::string_view after, const std::vector<DiffPiece>& pieces) {
    for (const DiffPiece& piece : pieces)
        write_words(html, reader, piece.kind, words_in(piece, before, after));
}

void write_body_diff(HtmlWriter& html, const Reader& reader, std::string_view before,
                     std::string_view after, const std::vector<DiffPiece>& pieces) {
    constexpr std::string_view parting = "\n\n";
    bool open = false;
    const auto close = [&] {
        if (open) html.raw("</p>\n");
        open = false;
    };
    for (const DiffPiece& piece : pieces) {
        std::string_view words = words_in(piece, before, after);
        while (!words.empty()) {
            const std::size_t end = words.find(parting);
            const std::string_view part = words.substr(0, end);
            if (!trim(part).empty()) {
                if (!open) html.raw("<p dir=\"auto\">");
                open = true;
                write_words(html, reader, piece.kind, part);
            } else if (open) {
                html.text(part);
            }
            if (end == words.npos) break;
            close();
            words.remove_prefix(end + parting.size());
        }
    }
    close();
}

void write_diff(JsonWriter& json, std::string_view before, std::string_view after,
                const std::vector<DiffPiece>& pieces) {
    json.begin_array();
    for (const DiffPiece& piece : pieces) {
        const std::string_view kind = piece.kind == DiffPiece::Kind::same      ? "same"
                                      : piece.kind == DiffPiece::Kind::removed ? "removed"
                                                                               : "added";
        json.begin_array().string(kind).string(words_in(piece, before, after)).end_array();
    }
    json.end_array();
}

DiffSize size_of(std::string_view before, std::string_view after,
                 const std::vector<DiffPiece>& pieces) {
    DiffSize size;
    for (const DiffPiece& piece : pieces) {
        const std::uint64_t words = count_words(words_in(piece, before, after));
        if (piece.kind == DiffPiece::Kind::removed) size.removed += words;
        if (piece.kind == DiffPiece::Kind::added) size.added += words;
    }
    return size;
}

}  // namespace chappe
