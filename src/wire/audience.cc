#include "wire/audience.h"

#include <sodium.h>

#include <algorithm>
#include <bit>
#include <span>

#include "base/embedded.h"
#include "base/text.h"

namespace chappe {

std::span<const EmbeddedFile> wire_lexicons();

namespace {

constexpr std::int64_t window = 30 * 60;           // seconds
constexpr std::int64_t day_length = 24 * 60 * 60;  // seconds
constexpr std::size_t longest_user_agent = 512;    // those of browsers have 60 to 300 bytes
constexpr std::size_t least_slots = 16;
// 256 times this are 4 million views in half an hour, and 64 MiB at most.
constexpr std::size_t most_slots = 1 << 14;

struct Words {
    std::vector<std::string> bots, programs, persons;
};

void split_into(std::vector<std::string>& out, std::string_view list) {
    while (!list.empty()) {
        const std::string_view word = list.substr(0, list.find('|'));
        if (!word.empty()) out.push_back(lower_ascii(word));
        list.remove_prefix(std::min(list.size(), word.size() + 1));
    }
}

Words read_words() {
    Words words;
    std::string_view rest = wire_lexicons().front().bytes;
    while (!rest.empty()) {
        const std::string_view line = rest.substr(0, rest.find('\n'));
        rest.remove_prefix(std::min(rest.size(), line.size() + 1));
        const std::size_t tab = line.find('\t');
        if (line.starts_with('#') || tab == line.npos) continue;
        const std::string_view kind = line.substr(0, tab);
        split_into(kind == "bot"       ? words.bots
                   : kind == "program" ? words.programs
                                       : words.persons,
                   line.substr(tab + 1));
    }
    return words;
}

bool holds_any(std::string_view text, const std::vector<std::string>& words) {
    return std::any_of(words.begin(), words.end(),
                       [&](const std::string& word) { return text.find(word) != text.npos; });
}

void append_bytes(std::string& out, std::uint64_t number) {
    for (int i = 0; i < 8; ++i) out += static_cast<char>(number >> (8 * i));
}

std::uint64_t hash(std::string_view bytes, const std::array<std::uint8_t, 16>& key) {
    static_assert(crypto_shorthash_KEYBYTES == 16 && crypto_shorthash_BYTES == 8);
    std::array<std::uint8_t, 8> out{};
    crypto_shorthash(out.data(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
                     key.data());
    const auto number = std::bit_cast<std::uint64_t>(out);
    return number == 0 ? 1 : number;  // 0 is a free slot
}

std::uint32_t clock_of(Instant now) {
    return static_cast<std::uint32_t>(now.time_since_epoch().count());
}

/// What was seen at this second or before is no longer remembered.
std::uint32_t horizon(Instant now) {
    return static_cast<std::uint32_t>(now.time_since_epoch().count() - window);
}

}  // namespace

ClientKind kind_of(std::string_view user_agent) {
    static const Words words = read_words();
    if (user_agent.empty() || user_agent.size() > longest_user_agent) return ClientKind::program;
    std::string name = lower_ascii(user_agent);
    for (const std::string& word : words.persons)
        for (std::size_t at = name.find(word); at != name.npos; at = name.find(word, at))
            name.replace(at, word.size(), " ");
    if (holds_any(name, words.bots)) return ClientKind::bot;
    if (holds_any(name, words.programs)) return ClientKind::program;
    return ClientKind::person;
}

std::string_view name_of(ClientKind kind) {
    constexpr std::array<std::string_view, 3> names = {"person", "bot", "program"};
    return names[static_cast<std::size_t>(kind)];
}

bool is_ahead_of_time(std::string_view purpose) {
    if (purpose.empty()) return false;
    const std::string lower = lower_ascii(purpose);
    return lower.find("prefetch") != lower.npos || lower.find("prerender") != lower.npos ||
           lower.find("preview") != lower.npos;
}

/// Linear probing; the hash is already random. `slots_` is never full.
std::size_t SeenSet::place_of(std::uint64_t key) const {
    const std::size_t mask = slots_.size() - 1;
    std::size_t at = static_cast<std::size_t>(key) & mask;
    while (slots_[at].key != 0 && slots_[at].key != key) at = (at + 1) & mask;
    return at;
}

bool SeenSet::holds(std::uint64_t key, std::uint32_t after) const {
    if (slots_.empty()) return false;
    const Slot& slot = slots_[place_of(key)];
    return slot.key == key && slot.time > after;
}

void SeenSet::add(std::uint64_t key, std::uint32_t time, std::uint32_t after) {
    if (used_ * 4 >= slots_.size() * 3) rebuild(after);
    Slot& slot = slots_[place_of(key)];
    if (slot.key == 0) ++used_;
    slot = {key, time};
}

void SeenSet::trim(std::uint32_t after) {
    const bool past = std::all_of(slots_.begin(), slots_.end(), [&](const Slot& slot) {
        return slot.key == 0 || slot.time <= after;
    });
    if (!past) return;
    slots_ = {};
    used_ = 0;
}

/// Leaves the past out and makes room for as many again; at the limit, the older half goes too.
void SeenSet::rebuild(std::uint32_t after) {
    std::vector<Slot> kept;
    for (const Slot& slot : slots_)
        if (slot.key != 0 && slot.time > after) kept.push_back(slot);
    if (kept.size() * 2 > most_) {
        const auto middle = kept.begin() + static_cast<std::ptrdiff_t>(kept.size() / 2);
        std::nth_element(kept.begin(), middle, kept.end(),
                         [](const Slot& a, const Slot& b) { return a.time > b.time; });
        kept.erase(middle, kept.end());
    }
    slots_.assign(std::clamp(std::bit_ceil(kept.size() * 2 + 1), least_slots, most_), Slot{});
    used_ = kept.size();
    for (const Slot& slot : kept) slots_[place_of(slot.key)] = slot;
}

Audience::Audience() : seen_(shards, SeenSet(most_slots)) {
    randombytes_buf(today_.data(), today_.size());
}

Audience::~Audience() {
    sodium_memzero(today_.data(), today_.size());
    if (yesterday_) sodium_memzero(yesterday_->data(), yesterday_->size());
}

void Audience::pass_time(Instant now) {
    const std::int64_t seconds = now.time_since_epoch().count();
    if (const std::int64_t day = seconds / day_length; day != day_) {
        if (day == day_ + 1) yesterday_ = today_;
        randombytes_buf(today_.data(), today_.size());
        day_ = day;
    }
    if (yesterday_ && seconds % day_length > window) {
        sodium_memzero(yesterday_->data(), yesterday_->size());
        yesterday_.reset();
    }
    seen_[next_to_trim_].trim(horizon(now));
    next_to_trim_ = (next_to_trim_ + 1) % seen_.size();
}

Audience::View Audience::view_of(const Address& reader, std::string_view user_agent, DispatchId id,
                                 Instant now) {
    if (now.time_since_epoch().count() / day_length != day_) pass_time(now);
    const std::size_t size = reader.family == Address::Family::v4 ? 4 : 8;
    scratch_.assign(reinterpret_cast<const char*>(reader.bytes.data()), size);
    scratch_ += size == 4 ? '4' : '6';
    append_bytes(scratch_, static_cast<std::uint64_t>(number_of(id)));
    scratch_ += user_agent;
    return {hash(scratch_, today_), yesterday_ ? hash(scratch_, *yesterday_) : 0};
}

bool Audience::has_seen(const View& view, Instant now) const {
    if (shard(view.today).holds(view.today, horizon(now))) return true;
    return view.yesterday != 0 && shard(view.yesterday).holds(view.yesterday, horizon(now));
}

void Audience::remember(const View& view, Instant now) {
    shard(view.today).add(view.today, clock_of(now), horizon(now));
}

}  // namespace chappe
