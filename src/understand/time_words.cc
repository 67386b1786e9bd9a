#include "understand/time_words.h"

#include <algorithm>
#include <cstdlib>
#include <map>

#include "base/text.h"
#include "language/letters.h"
#include "understand/lexicon_rows.h"

namespace chappe {
namespace {

struct RawWord {
    Span span;
    std::string lower;
    bool digits = false;
    char before = 0;
    bool glued = false;
    bool breaks = false;
};

TimeKind kind_named(std::string_view name) {
    static const std::map<std::string_view, TimeKind> kinds = {
        {"month", TimeKind::month},
        {"weekday", TimeKind::weekday},
        {"unit", TimeKind::unit},
        {"day", TimeKind::day},
        {"tonight", TimeKind::tonight},
        {"part", TimeKind::part},
        {"season", TimeKind::season},
        {"last", TimeKind::last},
        {"next", TimeKind::next},
        {"this", TimeKind::this_},
        {"ago", TimeKind::ago},
        {"ago_lead", TimeKind::ago_lead},
        {"within", TimeKind::within},
        {"during", TimeKind::during},
        {"edge", TimeKind::edge},
        {"of", TimeKind::of},
        {"article", TimeKind::article},
        {"about", TimeKind::about},
        {"since", TimeKind::since},
        {"fiscal", TimeKind::fiscal},
        {"ordinal_end", TimeKind::ordinal_end},
        {"number", TimeKind::number},
        {"one", TimeKind::one},
        {"ordinal", TimeKind::ordinal},
        {"future", TimeKind::future},
        {"century_roman", TimeKind::century_roman}};
    const auto found = kinds.find(name);
    return found == kinds.end() ? TimeKind::other : found->second;
}

/// Runs of letters, and of digits; what stands between them is noted on the next.
std::vector<RawWord> raw_words(std::string_view text) {
    std::vector<RawWord> words;
    char before = 0;
    bool glued = false, breaks = true;
    for (std::size_t at = 0; at < text.size();) {
        const CodePoint c = code_point_at(text, at);
        const Sign sign = sign_of(c.value);
        if (sign == Sign::upper || sign == Sign::lower || sign == Sign::digit ||
            sign == Sign::mark) {
            const bool digits = sign == Sign::digit;
            std::size_t end = at + c.size;
            while (end < text.size()) {
                const CodePoint next = code_point_at(text, end);
                const Sign s = sign_of(next.value);
                if (digits ? s != Sign::digit
                           : s != Sign::upper && s != Sign::lower && s != Sign::mark)
                    break;
                end += next.size;
            }
            const Span span{static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(end)};
            words.push_back({span, lower_case(span.in(text)), digits, before, glued, breaks});
            before = 0;
            glued = true;
            breaks = false;
            at = end;
            continue;
        }
        glued = false;
        const bool apostrophe = c.value == U'’' || c.value == U'\'';
        if (c.value == U'\n' || c.value == U';' || c.value == U'!' || c.value == U'?')
            breaks = true;
        // "Apr. 5" is one; ". The" is not, but a number or a month never follows a stop by chance.
        if (apostrophe)
            before = '\'';
        else if (sign == Sign::space)
            before = before == 0 ? ' ' : before;
        else
            before = c.value < 0x80 ? static_cast<char>(c.value) : c.value == U'–' ? '-' : '*';
        at += c.size;
    }
    return words;
}

}  // namespace

const TimeSense* TimeItem::sense(TimeKind kind) const {
    if (!senses) return nullptr;
    const auto found = std::ranges::find(*senses, kind, &TimeSense::kind);
    return found == senses->end() ? nullptr : &*found;
}

void TimeLexicon::add(const std::vector<std::string_view>& row) {
    if (row.size() != 4) return;
    if (row[1] == "order") {
        modifier_first_ = row[2] == "modifier_first";
        return;
    }
    TimeSense sense;
    sense.kind = kind_named(row[1]);
    sense.value = row[2];
    sense.number = std::atoi(sense.value.c_str());
    for (const std::string_view phrase : parts_of(row[3], '|')) {
        std::string key, first;
        std::size_t count = 0;
        for (const RawWord& word : raw_words(phrase)) {
            if (key.empty()) first = word.lower;
            key += (key.empty() ? "" : " ") + word.lower;
            ++count;
        }
        senses_[key].push_back(sense);
        longest_[first] = std::max(longest_[first], count);
    }
}

const TimeLexicon& TimeLexicon::of(std::string_view language) {
    static const std::map<std::string, TimeLexicon, std::less<>> all = [] {
        std::map<std::string, TimeLexicon, std::less<>> lexicons;
        for (const auto& row : understand_rows("time_words"))
            lexicons[std::string(row[0])].add(row);
        return lexicons;
    }();
    static const TimeLexicon none;
    const auto found = all.find(language);
    return found == all.end() ? none : found->second;
}

std::vector<TimeItem> TimeLexicon::items(std::string_view text) const {
    const std::vector<RawWord> words = raw_words(text);
    std::vector<TimeItem> items;
    for (std::size_t at = 0; at < words.size();) {
        const RawWord& word = words[at];
        TimeItem item;
        item.span = word.span;
        item.before = word.before;
        item.glued = word.glued;
        item.breaks = word.breaks;
        std::size_t taken = 1;
        if (word.digits) {
            item.digits = static_cast<std::uint8_t>(std::min<std::size_t>(word.lower.size(), 9));
            if (item.digits <= 6) item.number = std::atoi(word.lower.c_str());
        } else if (const auto longest = longest_.find(word.lower); longest != longest_.end()) {
            std::string key = word.lower;
            std::vector<std::string> keys = {key};
            while (keys.size() < longest->second && at + keys.size() < words.size()) {
                const RawWord& next = words[at + keys.size()];
                if (next.breaks ||
                    (next.before != ' ' && next.before != '\'' && next.before != '-'))
                    break;
                key += " " + next.lower;
                keys.push_back(key);
            }
            for (std::size_t size = keys.size(); size > 0; --size) {
                const auto found = senses_.find(keys[size - 1]);
                if (found == senses_.end()) continue;
                item.senses = &found->second;
                item.span.end = words[at + size - 1].span.end;
                taken = size;
                break;
            }
        }
        items.push_back(item);
        at += taken;
    }
    return items;
}

}  // namespace chappe
