// The text is cut into words once more, but only those are stemmed whose first letter a wanted term
// has; so a snippet costs some tens of microseconds. Matches are then walked with two fingers, a
// window's width apart, and the window with the most different wanted words wins, the earliest of
// equals. Linear.
#include "archive/snippet.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <unordered_map>
#include <utility>

#include "base/text.h"

namespace chappe {
namespace {

constexpr std::size_t snippet_length = 220;    // code points; two lines of a list
constexpr std::size_t before_match = 60;       // of these before the first match
constexpr std::size_t window_bytes = 180;      // that the matches of a cluster lie in
constexpr std::size_t longest_look = 200'000;  // bytes of a body

struct Match {
    Span span;
    std::size_t wanted = 0;  // which
};

std::string_view beginning(std::string_view text, std::size_t bytes) {
    return text.substr(0, character_start(text, std::min(text.size(), bytes)));
}

/// So many code points before `at`.
std::size_t back(std::string_view text, std::size_t at, std::size_t count) {
    for (; count > 0 && at > 0; --count) at = character_start(text, at - 1);
    return at;
}

std::size_t forth(std::string_view text, std::size_t at, std::size_t count) {
    for (; count > 0 && at < text.size(); --count) do
            ++at;
        while (!starts_character(text, at));
    return std::min(at, text.size());
}

/// The first place from `from` on, before `limit`, where a word begins; `from` when there is none
/// (scripts without spaces).
std::size_t next_word(std::string_view text, std::size_t from, std::size_t limit) {
    bool behind_space = from == 0;
    for (std::size_t at = from; at < limit;) {
        const CodePoint c = code_point_at(text, at);
        if (is_space(c.value))
            behind_space = true;
        else if (behind_space)
            return at;
        at += c.size;
    }
    return from;
}

std::size_t last_word_end(std::string_view text, std::size_t limit, std::size_t from) {
    std::size_t end = limit;
    for (std::size_t at = from; at < limit;) {
        const CodePoint c = code_point_at(text, at);
        if (is_space(c.value)) end = at;
        at += c.size;
    }
    return end > from ? end : limit;
}

/// text[begin, end) as one line, with the marks where the spans went. The spans are in order.
Snippet cut_out(std::string_view text, std::size_t begin, std::size_t end,
                const std::vector<Span>& spans) {
    Snippet snippet;
    std::string line;
    if (begin > 0) line = "… ";
    auto span =
        std::find_if(spans.begin(), spans.end(), [&](const Span& s) { return s.begin >= begin; });
    std::uint32_t mark = 0;
    bool in_mark = false, space = false;
    for (std::size_t at = begin; at <= end;) {
        if (in_mark && at >= span->end) {
            snippet.marks.push_back({mark, static_cast<std::uint32_t>(line.size())});
            in_mark = false;
            ++span;
        }
        if (at == end) break;
        const CodePoint c = code_point_at(text, at);
        if (is_space(c.value)) {
            space = !line.empty();
        } else {
            if (space && !line.ends_with(' ')) line += ' ';
            space = false;
            if (!in_mark && span != spans.end() && at >= span->begin && span->end <= end) {
                mark = static_cast<std::uint32_t>(line.size());
                in_mark = true;
            }
            line.append(text, at, c.size);
        }
        at += c.size;
    }
    if (end < text.size() && !trim(text.substr(end)).empty()) line += " …";
    snippet.text = Text::repair(line);
    return snippet;
}

Snippet beginning_of(std::string_view body) {
    const std::size_t limit = forth(body, 0, snippet_length);
    const std::size_t end = limit < body.size() ? last_word_end(body, limit, 0) : limit;
    return cut_out(body, 0, end, {});
}

}  // namespace

struct Snippets::Parts {
    struct Use {
        std::size_t wanted, place;
    };
    const Wanted wanted;
    std::vector<std::string> terms;                               // all of them
    std::unordered_map<std::string_view, std::vector<Use>> uses;  // by terms that `wanted` holds
    SearchWords& words;

    static SearchWords& words_here() {
        thread_local SearchWords here;
        return here;
    }

    explicit Parts(Wanted given) : wanted(std::move(given)), words(words_here()) {
        for (std::size_t w = 0; w < wanted.size(); ++w)
            for (std::size_t place = 0; place < wanted[w].size(); ++place)
                for (const std::string& term : wanted[w][place]) {
                    terms.push_back(term);
                    uses[term].push_back({w, place});
                }
    }

    /// The end of what this word shows of that place; nothing when it is something else.
    std::optional<std::uint32_t> end_at(const SearchWord& word, std::size_t w,
                                        std::size_t place) const {
        const auto is_in = [&](const std::string& term) {
            const auto found = uses.find(term);
            if (term.empty() || found == uses.end()) return false;
            return std::any_of(found->second.begin(), found->second.end(), [&](const Use& use) {
                return use.wanted == w && use.place == place;
            });
        };
        if (is_in(word.term)) return word.span.end;
        if (is_in(word.second)) return word.second_end;
        return std::nullopt;
    }

    void add_match(std::span<const SearchWord> found, std::size_t i, std::size_t w,
                   std::vector<Match>& matches) const {
        const std::size_t places = wanted[w].size();
        Span span = found[i].span;
        for (std::size_t place = 0; place < places; ++place) {
            if (i + place >= found.size() || found[i + place].position != found[i].position + place)
                return;
            const auto end = end_at(found[i + place], w, place);
            if (!end) return;
            span.end = std::max(span.end, *end);
        }
        matches.push_back({span, w});
    }

    std::vector<Match> matches_in(std::string_view text, std::string_view language) {
        std::vector<Match> matches;
        const auto found = words.words(text, language, terms);
        std::vector<std::size_t> begun;
        for (std::size_t i = 0; i < found.size(); ++i) {
            begun.clear();
            for (const std::string* term : {&found[i].term, &found[i].second}) {
                const auto use = uses.find(*term);
                if (term->empty() || use == uses.end()) continue;
                for (const Use& u : use->second)
                    if (u.place == 0 &&
                        std::find(begun.begin(), begun.end(), u.wanted) == begun.end())
                        begun.push_back(u.wanted);
            }
            for (const std::size_t w : begun) add_match(found, i, w, matches);
        }
        return matches;
    }

    /// The beginning of the best cluster: an index into the matches.
    std::size_t best_cluster(const std::vector<Match>& matches) const {
        std::vector<std::size_t> counts(wanted.size());
        std::size_t different = 0, first = 0, best = 0, best_score = 0;
        for (std::size_t last = 0; last < matches.size(); ++last) {
            if (counts[matches[last].wanted]++ == 0) ++different;
            while (matches[last].span.begin - matches[first].span.begin > window_bytes)
                if (--counts[matches[first++].wanted] == 0) --different;
            const std::size_t score = different * 1000 + std::min<std::size_t>(last - first, 3);
            if (score > best_score) {
                best_score = score;
                best = first;
            }
        }
        return best;
    }
};

Snippets::Snippets(Wanted wanted) : parts_(std::make_unique<Parts>(std::move(wanted))) {}
Snippets::~Snippets() = default;

Snippet Snippets::of(std::string_view title, std::string_view body, std::string_view language) {
    if (parts_->terms.empty()) return beginning_of(body);
    std::string_view text = beginning(body, longest_look);
    std::vector<Match> matches = parts_->matches_in(text, language);
    if (matches.empty()) {
        text = title;
        matches = parts_->matches_in(text, language);
    }
    if (matches.empty()) return beginning_of(body);

    std::vector<Span> spans;
    for (const Match& match : matches) {
        if (!spans.empty() && match.span.begin <= spans.back().end)
            spans.back().end = std::max(spans.back().end, match.span.end);
        else
            spans.push_back(match.span);
    }
    const std::size_t at = matches[parts_->best_cluster(matches)].span.begin;
    const std::size_t from = back(text, at, before_match);
    const std::size_t begin = from == 0 ? 0 : next_word(text, from, at);
    const std::size_t limit = forth(text, begin, snippet_length);
    const std::size_t end = limit < text.size() ? last_word_end(text, limit, at + 1) : limit;
    return cut_out(text, begin, end, spans);
}

}  // namespace chappe
