#include "read/draft.h"

#include <algorithm>
#include <chrono>

#include "base/text.h"
#include "base/url.h"
#include "language/identify.h"
#include "read/metadata.h"
#include "read/small_print.h"
#include "read/words.h"

namespace chappe {
namespace {

constexpr std::size_t longest_title = 120;        // code points of a title made from the body
constexpr std::size_t largest_body = 32'000'000;  // bytes; spans are 32 bits wide

void cut(Paragraph& paragraph, const Span& span) {
    std::string rest = paragraph.text.substr(0, span.begin);
    rest += paragraph.text.substr(span.end);
    paragraph.text = fold_paragraph(rest);
}

void take_credit(Draft& draft, Paragraph& paragraph, const FoundCredit& found,
                 Credit::Place place) {
    draft.dispatch.credit = Credit{Text::repair(found.agency.in(paragraph.text)), place};
    cut(paragraph, found.cut);
}

/// A credit in the text is nearer the truth than one that the reader found declared. One in the
/// dateline leaves the text even where the tail has signed.
void cut_credit(Draft& draft) {
    auto& paragraphs = draft.paragraphs;
    if (paragraphs.empty()) return;
    bool signed_off = true;
    if (const auto found = find_tail_credit(paragraphs.back().text, draft.dispatch.site)) {
        take_credit(draft, paragraphs.back(), *found, Credit::Place::tail);
    } else if (const auto line = find_byline_credit(paragraphs.back().text);
               line && paragraphs.size() > 1) {
        take_credit(draft, paragraphs.back(), *line, Credit::Place::tail);
    } else if (const auto first = find_byline_credit(paragraphs.front().text);
               first && paragraphs.size() > 1) {
        take_credit(draft, paragraphs.front(), *first, Credit::Place::byline);
    } else {
        signed_off = false;
    }
    for (std::size_t i = 0; i < paragraphs.size() && i < 3; ++i) {
        const auto found = find_dateline_credit(paragraphs[i].text);
        if (!found) continue;
        if (signed_off)
            cut(paragraphs[i], found->cut);
        else
            take_credit(draft, paragraphs[i], *found, Credit::Place::dateline);
        break;
    }
    std::erase_if(paragraphs, [](const Paragraph& paragraph) { return paragraph.text.empty(); });
}

void join_body(Draft& draft) {
    Dispatch& dispatch = draft.dispatch;
    std::string body;
    std::size_t size = 0;
    for (const Paragraph& paragraph : draft.paragraphs) size += paragraph.text.size() + 2;
    body.reserve(std::min(size, largest_body));
    for (const Paragraph& paragraph : draft.paragraphs) {
        if (body.size() + paragraph.text.size() > largest_body) {
            dispatch.notes.emplace_back("body cut: too large");
            break;
        }
        if (!body.empty()) body += "\n\n";
        const auto begin = static_cast<std::uint32_t>(body.size());
        body += paragraph.text;
        dispatch.blocks.push_back(
            {paragraph.kind, Span{begin, static_cast<std::uint32_t>(body.size())}});
    }
    dispatch.body = Text::trusted(std::move(body));
    if (!dispatch.blocks.empty()) dispatch.lead = dispatch.blocks.front().span;
    for (const Block& block : dispatch.blocks)
        if (block.kind == Block::Kind::paragraph) {
            dispatch.lead = block.span;
            break;
        }
}

/// Whole characters of the body from one byte to another.
std::string_view piece_of(const Text& body, std::size_t begin, std::size_t end) {
    begin = character_start(body, std::min(body.size(), begin));
    return body.view().substr(begin, character_start(body, std::min(body.size(), end)) - begin);
}

/// A language is told from the title and two pieces of the body; more is looked at when that leaves
/// doubt. A text may open with a quotation in another language: so one piece is from the middle.
/// Short pieces do where they agree with what the source declares. (Most pages are settled by them,
/// at a fifth of the cost of the last look.)
std::string language_of(const Dispatch& dispatch, std::string_view declared) {
    constexpr std::size_t brief = 130, beginning = 250, middle = 400, enough = 3000;  // bytes
    constexpr std::size_t long_text = 1200;
    constexpr double sure = 0.9999;
    const Text& body = dispatch.body;
    const std::string title = std::string(dispatch.title) + "\n\n";
    if (body.size() > long_text) {
        const auto look = [&](std::size_t first, std::size_t second) {
            std::string sample = title;
            sample += piece_of(body, 0, first);
            sample += "\n\n";
            sample += piece_of(body, body.size() / 2, body.size() / 2 + second);
            const LanguageGuess guess = identify_language(sample);
            return guess.confidence >= sure ? guess.language : std::string_view{};
        };
        if (!declared.empty() && look(brief, brief) == declared) return std::string(declared);
        if (const std::string_view found = look(beginning, middle); !found.empty())
            return std::string(found);
    }
    return std::string(identify_language(title + std::string(piece_of(body, 0, enough))).language);
}

void note_absences(Dispatch& dispatch) {
    if (dispatch.title.empty()) dispatch.notes.emplace_back("no title");
    if (dispatch.body.empty()) dispatch.notes.emplace_back("no body");
    if (!dispatch.published) dispatch.notes.emplace_back("no date");
    if (dispatch.language.empty() && !dispatch.body.empty())
        dispatch.notes.emplace_back("language unknown");
}

}  // namespace

std::string primary_language(std::string_view tag) {
    tag = trim(tag);
    const std::size_t end = tag.find_first_of("-_");
    std::string primary = lower_ascii(tag.substr(0, end));
    if (primary.size() < 2 || primary.size() > 3) return {};
    for (const char c : primary)
        if (c < 'a' || c > 'z') return {};
    return primary;
}

std::string title_from(std::string_view paragraph) {
    std::size_t points = 0;
    for (std::size_t at = 0; at < paragraph.size() && points < longest_title;) {
        const CodePoint c = code_point_at(paragraph, at);
        at += c.size;
        ++points;
        const bool stop = c.value == '.' || c.value == '!' || c.value == '?' || c.value == 0x3002;
        const bool space = at < paragraph.size() && is_space(code_point_at(paragraph, at).value);
        if (stop && at > 20 && (space || c.value == 0x3002))
            return std::string(paragraph.substr(0, at));
    }
    return shorten(paragraph, longest_title);
}

void take_embargo(Dispatch& dispatch, std::string_view declared) {
    const auto until = parse_declared_date(declared, "");
    if (!until) return;
    dispatch.embargo = until->when.begin;
    if (!until->offset) *dispatch.embargo += std::chrono::hours(12);  // nowhere is it later then
    dispatch.notes.push_back("embargo of the source until " + to_string(*until));
}

Dispatch finish(Draft&& draft, const Arrival& arrival) {
    for (Paragraph& paragraph : draft.paragraphs)
        paragraph.text = Text::repair_in_place(std::move(paragraph.text)).str();
    cut_credit(draft);
    join_body(draft);
    Dispatch& dispatch = draft.dispatch;
    const std::string declared = primary_language(draft.declared_language);
    dispatch.language = language_of(dispatch, declared);
    if (dispatch.language.empty()) dispatch.language = declared;
    if (dispatch.url.empty())
        if (const auto url = Url::parse(arrival.url)) dispatch.url = url->str();
    note_absences(dispatch);
    return std::move(draft.dispatch);
}

}  // namespace chappe
