#pragma once
// Frames: who talks to whom in a call, a meeting or a letter, said once and meant for what follows.
//
//     Ilham Aliyev a reçu le 3 avril un coup de fil d'Antony Blinken. ... M. Blinken a souligné que
//     one                    when                     other                      to Ilham Aliyev

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "understand/actors.h"

namespace chappe {

struct Frame {
    std::uint32_t sentence = 0;
    ActorId one{};
    ActorId other{};
    std::string when;  // TIMEX3 of a day; empty: not told
};

/// Whether a frame of this language may begin with this word, a hash as in TextNode.
bool begins_frame(std::uint32_t word, std::string_view language);

/// In text order; a sentence that names a frame again only adds its day.
std::vector<Frame> find_frames(const NodeText&, const Actors&, const std::vector<Timex>& dates,
                               std::string_view language);

/// The last one up to this sentence that the speaker is part of; null: none.
const Frame* frame_of(const std::vector<Frame>&, ActorId speaker, std::uint32_t sentence);

}  // namespace chappe
