#include "understand/frames.h"

#include <algorithm>
#include <map>
#include <unordered_map>

#include "understand/lexicon_rows.h"

namespace chappe {
namespace {

struct FrameWords {
    std::vector<std::uint32_t> words;
    bool verb = false;
};

using FrameLexicon = std::unordered_map<std::uint32_t, std::vector<FrameWords>>;  // by first word

const FrameLexicon& lexicon_of(std::string_view language) {
    static const std::map<std::string, FrameLexicon, std::less<>> all = [] {
        std::map<std::string, FrameLexicon, std::less<>> lexicons;
        for (const auto& row : understand_rows("frames")) {
            if (row.size() != 3) continue;
            for (std::string_view phrase : parts_of(row[2], '|')) {
                if (phrase.starts_with("s'")) phrase.remove_prefix(2);
                FrameWords one{{}, row[1] == "verb"};
                for (const std::string_view word : phrase_words(phrase))
                    one.words.push_back(hash_of(word));
                lexicons[std::string(row[0])][one.words.front()].push_back(one);
            }
        }
        return lexicons;
    }();
    static const FrameLexicon none;
    const auto found = all.find(language);
    return found == all.end() ? none : found->second;
}

bool stands_at(const FrameWords& frame, const NodeText& text, NodeIndex at, NodeIndex end) {
    if (frame.verb != (text[at].upos == ud::VERB) || at + frame.words.size() > end) return false;
    for (std::size_t i = 0; i < frame.words.size(); ++i) {
        const TextNode& node = text[at + static_cast<NodeIndex>(i)];
        if (node.lemma != frame.words[i] && node.lower != frame.words[i]) return false;
    }
    return true;
}

bool has_frame(const FrameLexicon& lexicon, const NodeText& text, NodeRange sentence) {
    for (NodeIndex at = sentence.begin; at < sentence.end; ++at) {
        if (text[at].quoted) continue;
        for (const std::uint32_t word : {text[at].lemma, text[at].lower}) {
            const auto found = lexicon.find(word);
            if (found == lexicon.end()) continue;
            if (std::ranges::any_of(found->second, [&](const FrameWords& frame) {
                    return stands_at(frame, text, at, sentence.end);
                }))
                return true;
        }
    }
    return false;
}

/// The people of a sentence; more than two are counted no further.
std::vector<ActorId> people_in(const Actors& actors, NodeRange sentence) {
    std::vector<ActorId> people;
    for (NodeIndex at = sentence.begin; at < sentence.end && people.size() < 3; ++at) {
        const auto id = actors.at(at);
        if (id && actors.is_person(*id) && std::ranges::find(people, *id) == people.end())
            people.push_back(*id);
    }
    return people;
}

std::string day_in(Span sentence, const std::vector<Timex>& dates) {
    auto date = std::ranges::lower_bound(dates, sentence.begin, {},
                                         [](const Timex& one) { return one.span.begin; });
    for (; date != dates.end() && date->span.end <= sentence.end; ++date) {
        if (date->value.size() >= 10 && date->value[4] == '-' && date->value[7] == '-')
            return date->value.substr(0, 10);
    }
    return {};
}

}  // namespace

bool begins_frame(std::uint32_t word, std::string_view language) {
    return lexicon_of(language).contains(word);
}

std::vector<Frame> find_frames(const NodeText& text, const Actors& actors,
                               const std::vector<Timex>& dates, std::string_view language) {
    const FrameLexicon& lexicon = lexicon_of(language);
    std::vector<Frame> frames;
    for (std::size_t number = 0; number < text.sentences(); ++number) {
        const NodeRange sentence = text.sentence(number);
        if (!has_frame(lexicon, text, sentence)) continue;
        const std::vector<ActorId> people = people_in(actors, sentence);
        if (people.size() != 2) continue;
        const std::string day = day_in(text.span(sentence), dates);
        const auto same = std::ranges::find_if(frames, [&](const Frame& frame) {
            return (frame.one == people[0] && frame.other == people[1]) ||
                   (frame.one == people[1] && frame.other == people[0]);
        });
        if (same == frames.end())
            frames.push_back({static_cast<std::uint32_t>(number), people[0], people[1], day});
        else if (same->when.empty() && text[sentence.begin].starts_paragraph &&
                 number < same->sentence + 4)
            same->when = day;
    }
    return frames;
}

const Frame* frame_of(const std::vector<Frame>& frames, ActorId speaker, std::uint32_t sentence) {
    for (std::size_t i = frames.size(); i-- > 0;) {
        const Frame& frame = frames[i];
        if (frame.sentence <= sentence && (frame.one == speaker || frame.other == speaker))
            return &frame;
    }
    return nullptr;
}

}  // namespace chappe
