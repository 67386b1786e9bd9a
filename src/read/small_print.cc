#include "read/small_print.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "read/visible_date.h"
#include "read/words.h"

namespace chappe {
namespace {

constexpr std::size_t longest_label = 80;         // bytes; those in the lexicons have at most 42
constexpr std::size_t longest_small_print = 240;  // bytes; a line of Cyrillic with date and counter

struct CounterLabels {
    WordSet before, after;
};

const CounterLabels& counters() {
    static const CounterLabels labels = [] {
        CounterLabels built;
        for (const auto& row : lexicon_rows("read_counters"))
            for (const std::string_view label : split(row[2], '|'))
                (row[1] == "before" ? built.before : built.after).insert(fold_case(label));
        return built;
    }();
    return labels;
}

/// A count as pages write it: "1 204", "1,204", "1.2K", "12 тыс."; the place behind it.
struct Count {
    std::uint64_t value = 0;
    std::size_t end = 0;
};

bool is_group_separator(char32_t c) {
    return c == ' ' || c == ',' || c == '.' || c == '\'' || c == 0xA0 || c == 0x202F ||
           c == 0x2009 || c == 0x2019;
}

/// Exactly three digits at `at`, and no fourth.
std::optional<Count> three_digits(std::string_view text, std::size_t at) {
    Count count;
    for (int i = 0; i < 3; ++i) {
        if (at >= text.size()) return std::nullopt;
        const CodePoint c = code_point_at(text, at);
        const int digit = digit_value(c.value);
        if (digit < 0) return std::nullopt;
        count.value = count.value * 10 + static_cast<std::uint64_t>(digit);
        at += c.size;
    }
    if (at < text.size() && digit_value(code_point_at(text, at).value) >= 0) return std::nullopt;
    count.end = at;
    return count;
}

std::uint64_t magnitude(std::string_view text, std::size_t& at) {
    const std::string_view rest = text.substr(at);
    const auto alone = [&](std::size_t size) {
        return rest.size() <= size || !is_word_character(code_point_at(rest, size).value);
    };
    if (rest.starts_with('K') || rest.starts_with('k')) {
        if (alone(1)) return at += 1, 1000;
    }
    if (rest.starts_with('M') && alone(1)) return at += 1, 1000000;
    if (rest.starts_with("万") || rest.starts_with("萬")) return at += 3, 10000;
    return 1;
}

std::optional<Count> count_at(std::string_view text, std::size_t at) {
    Count count;
    int digits = 0;
    while (at < text.size() && digits < 15) {
        const CodePoint c = code_point_at(text, at);
        const int digit = digit_value(c.value);
        if (digit < 0) break;
        count.value = count.value * 10 + static_cast<std::uint64_t>(digit);
        ++digits;
        at += c.size;
    }
    if (digits == 0 || digits == 15) return std::nullopt;
    if (at + 1 < text.size() && (text[at] == '.' || text[at] == ',') &&
        digit_value(code_point_at(text, at + 1).value) >= 0) {
        const CodePoint tenth = code_point_at(text, at + 1);
        std::size_t end = at + 1 + tenth.size;
        const std::uint64_t times = magnitude(text, end);
        if (times > 1)
            return Count{count.value * times +
                             static_cast<std::uint64_t>(digit_value(tenth.value)) * (times / 10),
                         end};
    }
    bool grouped = digits <= 3;
    while (grouped && digits < 15 && at < text.size()) {
        const CodePoint c = code_point_at(text, at);
        const auto group =
            is_group_separator(c.value) ? three_digits(text, at + c.size) : std::optional<Count>{};
        if (!group) break;
        count.value = count.value * 1000 + group->value;
        digits += 3;
        at = group->end;
    }
    count.value *= magnitude(text, at);
    count.end = at;
    return count;
}

std::size_t skip_space(std::string_view text, std::size_t at) {
    while (at < text.size() && is_space(code_point_at(text, at).value))
        at += code_point_at(text, at).size;
    return at;
}

/// Up to four words of letters that end right before `end`, longest first; their begins.
std::vector<std::size_t> words_before(std::string_view text, std::size_t end) {
    std::vector<std::size_t> begins;
    std::size_t at = end;
    while (begins.size() < 4 && at > 0) {
        std::size_t begin = at;
        while (begin > 0) {
            const std::size_t start = character_start(text, begin - 1);
            const char32_t c = code_point_at(text, start).value;
            if (!is_letter(c) && c != '-' && c != '\'' && c != 0x2019 && c != 0x2018) break;
            begin = start;
        }
        if (begin == at) break;
        begins.insert(begins.begin(), begin);
        if (begin == 0 || text[begin - 1] != ' ') break;
        at = begin - 1;
    }
    return begins;
}

/// Nothing or a mark before, nothing or a mark behind.
bool stands_alone(std::string_view line, std::size_t begin, std::size_t end) {
    const std::string_view before = trim(line.substr(0, begin));
    const std::string_view behind = trim(line.substr(end));
    const bool word_before =
        !before.empty() && (static_cast<unsigned char>(before.back()) >= 0x80 ||
                            is_letter(static_cast<unsigned char>(before.back())));
    return !word_before && (behind.empty() || !is_word_character(code_point_at(behind, 0).value));
}

/// "Lu: 362", "Views 1,204": a label, a colon or space, a number.
std::optional<FoundReads> counter_at_number(std::string_view line, std::size_t number) {
    const auto count = count_at(line, number);
    if (!count) return std::nullopt;
    std::size_t end = number;
    const std::string_view head = line.substr(0, number);
    const std::string_view label_end = [&] {
        std::string_view text = trim(head);
        for (const std::string_view mark : {":", "：", "—", "–", "-", "("})
            if (text.ends_with(mark)) return trim(text.substr(0, text.size() - mark.size()));
        return text;
    }();
    end = label_end.empty() ? 0 : static_cast<std::size_t>(label_end.end() - line.begin());
    const bool colon = trim(head).size() > label_end.size();
    // The picture of an eye, with or without its variation selector.
    for (const std::string_view eye : {"\U0001F441", "\U0001F441\uFE0F"})
        if (label_end.ends_with(eye))
            return FoundReads{count->value, Span{static_cast<std::uint32_t>(end - eye.size()),
                                                 static_cast<std::uint32_t>(count->end)}};
    for (const std::size_t begin : words_before(line, end)) {
        if (!counters().before.contains(fold_case(line.substr(begin, end - begin)))) continue;
        // "Il a lu 362 pages": without a colon, label and number stand alone.
        if (!colon && !stands_alone(line, begin, count->end)) continue;
        return FoundReads{count->value, Span{static_cast<std::uint32_t>(begin),
                                             static_cast<std::uint32_t>(count->end)}};
    }

    // "362 vues", "1.2K views", "362次阅读"
    const std::size_t begin = skip_space(line, count->end);
    std::size_t stop = begin;
    for (int words = 0; words < 3 && stop < line.size(); ++words) {
        if (words > 0) stop = skip_space(line, stop);
        while (stop < line.size() && is_letter(code_point_at(line, stop).value))
            stop += code_point_at(line, stop).size;
        // "2024 Views: 362": that label belongs to the next number.
        const std::string_view behind = trim(line.substr(stop));
        if (behind.starts_with(':') || behind.starts_with("：")) break;
        if (counters().after.contains(fold_case(line.substr(begin, stop - begin))))
            return FoundReads{count->value, Span{static_cast<std::uint32_t>(number),
                                                 static_cast<std::uint32_t>(stop)}};
    }
    return std::nullopt;
}

/// Words of the line outside of `explained` that are no small words of dates.
std::size_t unexplained_words(std::string_view line, const std::vector<Span>& explained) {
    std::size_t count = 0;
    for (std::size_t at = 0; at < line.size();) {
        const auto inside = std::find_if(explained.begin(), explained.end(), [&](const Span& span) {
            return at >= span.begin && at < span.end;
        });
        if (inside != explained.end()) {
            at = inside->end;
            continue;
        }
        const std::size_t begin = at;
        while (at < line.size() && is_word_character(code_point_at(line, at).value))
            at += code_point_at(line, at).size;
        if (at == begin)
            at += code_point_at(line, at).size;
        else if (!is_date_word(fold_case(line.substr(begin, at - begin))))
            ++count;
    }
    return count;
}

}  // namespace

std::optional<std::uint64_t> bare_count(std::string_view text) {
    text = trim(text);
    if (text.empty() || text.size() > 30 || digit_value(code_point_at(text, 0).value) < 0)
        return std::nullopt;
    const auto count = count_at(text, 0);
    if (!count || !trim(text.substr(count->end)).empty()) return std::nullopt;
    return count->value;
}

bool is_reads_label(std::string_view text) {
    text = trim(text);
    if (text.size() > 60) return false;
    for (const std::string_view mark : {":", "："})
        if (text.ends_with(mark)) text = trim(text.substr(0, text.size() - mark.size()));
    return counters().before.contains(fold_case(text));
}

std::optional<FoundReads> find_reads(std::string_view line) {
    if (line.size() > longest_small_print) return std::nullopt;
    bool digit_before = false;
    for (std::size_t at = 0; at < line.size();) {
        const CodePoint c = code_point_at(line, at);
        const bool digit = digit_value(c.value) >= 0;
        if (digit && !digit_before)
            if (auto found = counter_at_number(line, at)) return found;
        digit_before = digit;
        at += c.size;
    }
    return std::nullopt;
}

SmallPrint read_small_print(std::string_view line, std::string_view language) {
    SmallPrint print;
    if (line.size() > longest_small_print) {
        print.unexplained = count_words(line);
        return print;
    }
    const bool digits = std::any_of(line.begin(), line.end(), [](char c) {
        return (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0xD9;
    });
    if (!digits) {
        print.unexplained = count_words(line);
        return print;
    }
    std::vector<Span> explained;
    if (const auto found = find_reads(line)) {
        print.reads = found->reads;
        explained.push_back(found->span);
    }
    std::size_t from = 0;
    for (int dates = 0; dates < 3; ++dates) {
        const auto found = find_date(line, language, from);
        if (!found) break;
        auto& slot = found->modified ? print.modified : print.published;
        if (!slot) slot = found->date;
        explained.push_back(found->span);
        from = found->span.end;
    }
    print.unexplained = explained.empty() ? count_words(line) : unexplained_words(line, explained);
    return print;
}

bool is_small_print(const SmallPrint& print) {
    // A rubric may stand beside a counter ("POLITIQUE | 3 avril 2024 | Lu: 362"); beside a date
    // alone it may be a sentence.
    if (print.reads) return print.unexplained <= 4;
    return (print.published || print.modified) && print.unexplained == 0;
}

namespace {

/// The line opens with a label of the set and a colon behind it, or is only the label. Gives what
/// follows.
std::optional<std::string_view> behind_label(std::string_view line, const WordSet& labels) {
    line = trim(line);
    std::size_t colon = line.find(':');
    std::size_t size = 1;
    if (const std::size_t wide = line.find("："); wide < colon) {
        colon = wide;
        size = 3;
    }
    if (colon == line.npos) {
        if (line.size() <= longest_label && labels.contains(fold_case(line))) return "";
        return std::nullopt;
    }
    if (colon > 60 || !labels.contains(fold_case(trim(line.substr(0, colon))))) return std::nullopt;
    return trim(line.substr(colon + size));
}

const WordSet& page_labels(std::string_view kind) {
    static const WordSet tags = lexicon_words("page_labels", "tags");
    static const WordSet side_feeds = lexicon_words("page_labels", "side_feed");
    static const WordSet signing = lexicon_words("page_labels", "signed");
    static const WordSet bylines = [] {
        WordSet all = lexicon_words("page_labels", "byline");
        all.insert(signing.begin(), signing.end());
        return all;
    }();
    static const WordSet sources = lexicon_words("page_labels", "source");
    static const WordSet pointers = lexicon_words("page_labels", "related");
    return kind == "tags"        ? tags
           : kind == "side_feed" ? side_feeds
           : kind == "byline"    ? bylines
           : kind == "signed"    ? signing
           : kind == "source"    ? sources
                                 : pointers;
}

}  // namespace

std::optional<std::vector<std::string>> find_tags(std::string_view line) {
    const auto rest = behind_label(line, page_labels("tags"));
    if (!rest) return std::nullopt;
    std::vector<std::string> tags;
    std::string_view text = *rest;
    while (!text.empty()) {
        const std::size_t end = std::min({text.find(','), text.find(';'), text.find('|'),
                                          text.find("、"), text.find("،"), text.find(" #")});
        std::string_view tag = trim(text.substr(0, end));
        if (tag.starts_with('#')) tag.remove_prefix(1);
        if (!tag.empty()) tags.emplace_back(tag);
        if (end >= text.size()) break;
        text.remove_prefix(end + code_point_at(text, end).size);
    }
    return tags;
}

bool is_side_feed_heading(std::string_view line) {
    line = trim(line);
    if (line.ends_with(':')) line = trim(line.substr(0, line.size() - 1));
    return line.size() <= 80 && page_labels("side_feed").contains(fold_case(line));
}

bool is_pointer_elsewhere(std::string_view line) {
    return behind_label(line, page_labels("related")).has_value() || is_side_feed_heading(line);
}

namespace {

/// The end of the longest label, of up to four words, that opens the text; 0 without one.
std::size_t label_end(std::string_view text, const WordSet& labels) {
    static const WordSet first = first_words(page_labels("byline"));  // holds all that sign
    constexpr int most_words = 4;                                     // "tous les articles de"
    if (!first.contains(folded_first_word(text))) return 0;
    std::size_t cut = 0, end = text.find_first_of(" :");
    for (int word = 0; word < most_words && end != text.npos; ++word) {
        if (labels.contains(fold_case(text.substr(0, end)))) cut = end;
        if (text[end] == ':') break;
        end = text.find_first_of(" :", end + 1);
    }
    return cut;
}

std::string_view behind_colon(std::string_view text) {
    text = trim(text);
    return text.starts_with(':') ? trim(text.substr(1)) : text;
}

}  // namespace

std::string_view without_byline_word(std::string_view text) {
    text = trim(text);
    const std::size_t end = label_end(text, page_labels("byline"));
    return end == 0 ? text : behind_colon(text.substr(end));
}

std::optional<std::string_view> behind_signing_word(std::string_view line) {
    line = trim(line);
    std::size_t end = label_end(line, page_labels("signed"));
    if (end == 0) {
        end = label_end(line, page_labels("byline"));
        if (end == 0 || !trim(line.substr(end)).starts_with(':')) return std::nullopt;
    }
    const std::string_view name = behind_colon(line.substr(end));
    if (name.empty()) return std::nullopt;
    return name;
}

bool is_byline_word(std::string_view text) {
    return page_labels("byline").contains(fold_case(text));
}

std::optional<std::string_view> behind_source_label(std::string_view line) {
    auto behind = behind_label(line, page_labels("source"));
    if (behind && behind->empty()) return std::nullopt;
    return behind;
}

}  // namespace chappe
