// One walk in text order: a name founds or continues an actor, a role beside a name is given to it,
// a role alone and a pronoun look back. Looking back is bounded (`farthest_back` actors).
#include "understand/actors.h"
#include "base/sort_stably.h"

#include <algorithm>
#include <array>
#include <ranges>

namespace chappe {
namespace {

constexpr std::size_t farthest_back = 24;  // actors that a role or a surname looks back over
constexpr NodeIndex longest_role =
    14;  // "ministre déléguée auprès du ministre de l'Intérieur ..." is 12

constexpr std::array male_pronouns = {hash_of("il"),  hash_of("-il"),      hash_of("-t-il"),
                                      hash_of("he"),  hash_of("celui-ci"), hash_of("ce dernier"),
                                      hash_of("t-il")};
constexpr std::array female_pronouns = {hash_of("elle"), hash_of("-elle"),    hash_of("-t-elle"),
                                        hash_of("she"),  hash_of("celle-ci"), hash_of("t-elle")};
constexpr std::array definite_words = {
    hash_of("le"),    hash_of("la"),  hash_of("l'"),   hash_of("the"), hash_of("ce"),
    hash_of("cette"), hash_of("cet"), hash_of("this"), hash_of("du"),  hash_of("au")};
constexpr std::array possessives = {
    hash_of("son"), hash_of("sa"),  hash_of("ses"),  hash_of("notre"), hash_of("nos"),
    hash_of("mon"), hash_of("ma"),  hash_of("his"),  hash_of("her"),   hash_of("our"),
    hash_of("my"),  hash_of("its"), hash_of("leur"), hash_of("their")};

template <typename List>
bool is_one_of(std::uint32_t word, const List& list) {
    return std::ranges::find(list, word) != list.end();
}

char gender_of(const NodeText& text, NodeIndex pronoun) {
    if (is_one_of(text[pronoun].lower, male_pronouns)) return 'm';
    return is_one_of(text[pronoun].lower, female_pronouns) ? 'f' : 0;
}

bool differ(char one, char other) {
    return (one == 'm' && other == 'f') || (one == 'f' && other == 'm');
}

/// True when `part` is the beginning or the end of `whole`.
bool is_part(const std::vector<std::uint32_t>& part, const std::vector<std::uint32_t>& whole) {
    if (part.empty() || part.size() > whole.size()) return false;
    return std::equal(part.rbegin(), part.rend(), whole.rbegin()) ||
           std::equal(part.begin(), part.end(), whole.begin());
}

}  // namespace

Actors::Actors(const NodeText& text, const ActorLexicon& lexicon,
               const std::vector<NamedNodes>& names, const std::vector<NodeRange>& speakers,
               const std::vector<GivenActor>& known)
    : text_(text),
      phrases_(lexicon.phrases(text)),
      phrase_at_(text.size(), -1),
      actor_at_(text.size(), -1),
      speaks_(text.size(), 0),
      names_(names),
      known_(known) {
    for (std::size_t i = 0; i < phrases_.size(); ++i)
        phrase_at_[phrases_[i].words.begin] = static_cast<std::int32_t>(i);
    for (const NodeRange& speaker : speakers) {
        for (NodeIndex at = speaker.begin; at < std::min(speaker.end, speaker.begin + longest_role);
             ++at)
            speaks_[at] = 1;
    }
    // What the lexicon knows as a state or a bloc is no person.
    std::erase_if(names_, [&](const NamedNodes& name) {
        const std::int32_t at = phrase_at_[name.nodes.begin];
        if (at < 0) return false;
        const ActorPhrase& phrase = phrases_[static_cast<std::size_t>(at)];
        return phrase.words.end >= name.nodes.end &&
               (phrase.sense(ActorWord::state) || phrase.sense(ActorWord::bloc) ||
                phrase.sense(ActorWord::seat));
    });
    walk();
}

void Actors::walk() {
    std::size_t name = 0;
    for (NodeIndex at = 0; at < text_.size(); ++at) {
        if (name < names_.size() && names_[name].nodes.begin == at) {
            const NamedNodes& one = names_[name++];
            if (one.kind == Actor::Kind::person)
                person_named(one.nodes);
            else
                body_named(one.nodes, one.kind);
            continue;
        }
        if (actor_at_[at] < 0 && phrase_at_[at] >= 0) {
            const ActorPhrase& phrase = phrases_[static_cast<std::size_t>(phrase_at_[at])];
            if (phrase.sense(ActorWord::role)) {
                const NodeRange role = role_range(phrase);
                if (!attach_role(phrase, role)) resolve_role(phrase, role);
            } else if (const ActorSense* state = phrase.sense(ActorWord::state)) {
                add_mention(state_of(*state, Actor::Kind::state), phrase.words, Mention::How::name);
            } else if (const ActorSense* bloc = phrase.sense(ActorWord::bloc)) {
                add_mention(state_of(*bloc, Actor::Kind::bloc), phrase.words, Mention::How::name);
            } else if (const ActorSense* seat = phrase.sense(ActorWord::seat);
                       seat && (speaks(phrase.head) || is_subject(phrase.head))) {
                add_mention(
                    state_of(*seat, seat->value == "EU" ? Actor::Kind::bloc : Actor::Kind::state),
                    phrase.words, Mention::How::metonym);
            } else if (phrase.sense(ActorWord::group) && speaks(phrase.head)) {
                const NodeRange role = role_range(phrase);
                if (is_definite(role)) body_named(role, Actor::Kind::organisation);
            }
        }
        if (actor_at_[at] >= 0) continue;
        if (text_[at].upos == ud::PRON)
            resolve_pronoun(at);
        else if (speaks(at) && is_acronym(at))
            body_named({at, at + 1}, Actor::Kind::organisation);
    }
}

/// "ESA": whoever speaks under it is a body.
bool Actors::is_acronym(NodeIndex at) const {
    const std::string_view form = text_.form(at);
    return text_[at].upos == ud::PROPN && form.size() >= 2 && form.size() <= 6 &&
           std::ranges::all_of(form, [](char c) { return c >= 'A' && c <= 'Z'; });
}

std::string Actors::words_of(NodeRange nodes) const {
    std::string words;
    for (NodeIndex at = nodes.begin; at < nodes.end; ++at) {
        if (at > nodes.begin && text_[at].span.begin > text_[at - 1].span.end) words += ' ';
        words += text_.form(at);
    }
    return words;
}

void Actors::set(ActorId id, NodeRange nodes) {
    for (NodeIndex at = nodes.begin; at < nodes.end; ++at)
        actor_at_[at] = static_cast<std::int32_t>(index_of(id));
}

void Actors::add_mention(ActorId id, NodeRange words, Mention::How how) {
    if (words.empty()) return;
    Known& known = actors_[index_of(id)];
    known.actor.mentions.push_back({text_.span(words), how});
    if (how != Mention::How::role) set(id, words);
    if (known.actor.kind == Actor::Kind::person || known.actor.kind == Actor::Kind::office) {
        std::erase(recent_, id);
        recent_.push_back(id);
        if (recent_.size() > farthest_back) recent_.erase(recent_.begin());
    }
    NodeIndex head = words.begin;
    for (NodeIndex at = words.begin; at < words.end; ++at) {
        if (!words.has(text_[at].head) || text_[at].head == at) {
            head = at;
            break;
        }
    }
    note_subject(id, head);
}

/// The first subject of a sentence is whom the pronouns behind it mean.
void Actors::note_subject(ActorId id, NodeIndex head) {
    if (!is_subject(head)) return;
    if (!subjects_.empty() && subjects_.back().sentence == text_[head].sentence) return;
    subjects_.push_back({text_[head].sentence, id});
}

ActorId Actors::person_named(NodeRange nodes) {
    std::vector<std::uint32_t> words;
    for (NodeIndex at = nodes.begin; at < nodes.end; ++at) words.push_back(text_[at].lower);
    char gender = 0;
    if (nodes.begin > 0 && phrase_at_[nodes.begin - 1] >= 0) {
        const ActorPhrase& before = phrases_[static_cast<std::size_t>(phrase_at_[nodes.begin - 1])];
        if (const ActorSense* title = before.sense(ActorWord::title)) gender = title->value.front();
    }
    for (std::size_t back = 0; back < recent_.size(); ++back) {
        const ActorId id = recent_[recent_.size() - 1 - back];
        Known& known = actors_[index_of(id)];
        if (known.words.empty() || differ(gender, known.gender)) continue;
        const bool longer = words.size() > known.words.size();
        if (longer ? !is_part(known.words, words) : !is_part(words, known.words)) continue;
        // "Clinton" may be Hillary or Bill: the last one named is meant, unless a first name tells.
        if (longer) {
            known.words = words;
            known.actor.name = words_of(nodes);
        }
        if (gender == 'm' || gender == 'f') known.gender = gender;
        add_mention(id, nodes, words == known.words ? Mention::How::name : Mention::How::part);
        return id;
    }
    // Named in full long ago.
    if (const auto same =
            words.size() > 1 ? find(Actor::Kind::person, words_of(nodes)) : std::nullopt) {
        add_mention(*same, nodes, Mention::How::name);
        return *same;
    }
    const ActorId id = found(Actor::Kind::person, words_of(nodes));
    Known& known = actors_[index_of(id)];
    known.words = words;
    known.gender = gender == 'x' ? 0 : gender;
    // A bare name that the archive knows by one bearer gets its full name, role and country.
    const GivenActor* told = nullptr;
    bool many = false;
    const std::string& name = known.actor.name;
    for (const GivenActor& one : known_) {
        if (one.kind != Actor::Kind::person) continue;
        const bool same =
            one.name == name || (one.name.size() > name.size() && one.name.ends_with(name) &&
                                 one.name[one.name.size() - name.size() - 1] == ' ');
        if (!same) continue;
        many = told != nullptr;
        told = &one;
    }
    if (told && !many) {
        known.actor.name = told->name;
        if (!told->role.empty()) known.actor.roles.push_back(told->role);
        known.actor.country = told->country;
    }
    add_mention(id, nodes, Mention::How::name);
    return id;
}

std::optional<ActorId> Actors::find(Actor::Kind kind, const std::string& name) const {
    const auto found = by_name_.find(std::string(name_of(kind)) + " " + name);
    if (found == by_name_.end()) return std::nullopt;
    return found->second;
}

/// A new actor.
ActorId Actors::found(Actor::Kind kind, const std::string& name) {
    const ActorId id{static_cast<std::uint32_t>(actors_.size())};
    Actor& actor = actors_.emplace_back().actor;
    actor.name = name;
    actor.kind = kind;
    by_name_.emplace(std::string(name_of(kind)) + " " + name, id);
    return id;
}

ActorId Actors::body_named(NodeRange nodes, Actor::Kind kind) {
    const std::string name = words_of(nodes);
    const auto same = find(kind, name);
    const ActorId id = same ? *same : found(kind, name);
    add_mention(id, nodes, Mention::How::name);
    return id;
}

ActorId Actors::state_of(const ActorSense& sense, Actor::Kind kind) {
    if (const auto same = find(kind, sense.name)) return *same;
    const ActorId id = found(kind, sense.name);
    if (sense.value != "-") actors_[index_of(id)].actor.country = sense.value;
    if (kind == Actor::Kind::state) state_of_.emplace(sense.value, id);
    return id;
}

/// The phrase with what describes it, before and behind, up to a name, a comma or a verb.
NodeRange Actors::role_range(const ActorPhrase& phrase) const {
    const NodeRange sentence = text_.sentence_of(phrase.head);
    NodeRange range = phrase.words;
    const auto describes = [&](NodeIndex at) {
        const TextNode& node = text_[at];
        return node.upos == ud::ADJ || node.upos == ud::NOUN || node.upos == ud::PROPN ||
               node.upos == ud::NUM || node.upos == ud::X;
    };
    while (range.begin > sentence.begin && range.size() < longest_role &&
           describes(range.begin - 1) && text_.is_under(range.begin - 1, phrase.head) &&
           actor_at_[range.begin - 1] < 0)
        --range.begin;
    const auto is_name = [&](NodeIndex at) {
        const auto found = std::ranges::lower_bound(
            names_, at, {}, [](const NamedNodes& name) { return name.nodes.begin; });
        return found != names_.end() && found->nodes.begin == at &&
               found->kind == Actor::Kind::person;
    };
    NodeIndex end = range.end;
    while (end < sentence.end && end - range.begin < longest_role && !is_name(end)) {
        const TextNode& node = text_[end];
        const bool joins = node.upos == ud::ADP || node.upos == ud::DET || node.upos == ud::CCONJ ||
                           node.upos == ud::PART;
        if (!joins && !describes(end)) break;
        if (!text_.is_under(end, phrase.head)) break;
        ++end;
        if (!joins) range.end = end;
    }
    return range;
}

std::string Actors::country_in(NodeRange role) const {
    for (NodeIndex at = role.begin; at < role.end; ++at) {
        if (phrase_at_[at] < 0) continue;
        const ActorPhrase& phrase = phrases_[static_cast<std::size_t>(phrase_at_[at])];
        for (const ActorWord kind : {ActorWord::adjective, ActorWord::state}) {
            if (const ActorSense* sense = phrase.sense(kind)) return sense->value;
        }
    }
    return {};
}

void Actors::give_role(ActorId id, const ActorPhrase& phrase, NodeRange role) {
    Known& known = actors_[index_of(id)];
    const std::string words = words_of(role);
    if (std::ranges::find(known.actor.roles, words) == known.actor.roles.end() &&
        known.actor.roles.size() < 8)
        known.actor.roles.push_back(words);
    if (known.actor.country.empty()) known.actor.country = country_in(role);
    for (const ActorSense& sense : *phrase.senses) {
        if (sense.kind == ActorWord::same) known.same.push_back(sense.value);
    }
    const char gender = phrase.sense(ActorWord::role)->value.front();
    // "ministre" and "porte-parole" are of both genders in the lexicon and tell nothing.
    const auto genders = std::ranges::count(*phrase.senses, ActorWord::role, &ActorSense::kind);
    if (known.gender == 0 && gender != 'x' && genders == 1 && gender == 'f') known.gender = gender;
    for (NodeIndex at = phrase.words.begin; at < phrase.words.end; ++at)
        known.role_words.push_back(text_[at].lower);
    set(id, phrase.words);
}

/// A name right behind the role, or right before it with a comma between.
bool Actors::attach_role(const ActorPhrase& phrase, NodeRange role) {
    const NodeRange sentence = text_.sentence_of(phrase.head);
    const auto name_at = [&](NodeIndex at) -> const NamedNodes* {
        const auto found = std::ranges::lower_bound(
            names_, at, {}, [](const NamedNodes& name) { return name.nodes.begin; });
        return found != names_.end() && found->nodes.begin == at &&
                       found->kind == Actor::Kind::person
                   ? &*found
                   : nullptr;
    };
    NodeIndex next = role.end;
    const bool comma = next < sentence.end && text_[next].mark == NodeMark::comma;
    if (comma && is_definite(role)) ++next;
    if (next < sentence.end && phrase_at_[next] >= 0 &&
        phrases_[static_cast<std::size_t>(phrase_at_[next])].sense(ActorWord::title))
        next = phrases_[static_cast<std::size_t>(phrase_at_[next])].words.end;
    if (const NamedNodes* name = next < sentence.end ? name_at(next) : nullptr) {
        // "le président, Paul et Marie": the name must end what is said of the role.
        const NodeIndex behind = name->nodes.end;
        if (comma && behind < sentence.end && text_[behind].upos == ud::CCONJ) return false;
        const ActorId id = person_named(name->nodes);
        give_role(id, phrase, role);
        note_subject(id, phrase.head);
        return true;
    }
    NodeIndex before = role.begin;
    while (before > sentence.begin && text_[before - 1].upos == ud::DET) --before;
    if (before < sentence.begin + 2 || text_[before - 1].mark != NodeMark::comma) return false;
    const std::int32_t actor = actor_at_[before - 2];
    if (actor < 0 || actors_[static_cast<std::size_t>(actor)].actor.kind != Actor::Kind::person)
        return false;
    const bool closed = role.end >= sentence.end || text_[role.end].mark != NodeMark::none ||
                        text_[role.end].upos == ud::VERB || text_[role.end].upos == ud::AUX ||
                        text_[role.end].upos == ud::ADP;
    if (!closed) return false;
    give_role(ActorId{static_cast<std::uint32_t>(actor)}, phrase, role);
    return true;
}

bool Actors::is_definite(NodeRange role) const {
    const NodeRange sentence = text_.sentence_of(role.begin);
    return role.begin > sentence.begin && is_one_of(text_[role.begin - 1].lower, definite_words);
}

std::optional<std::size_t> Actors::best_for_role(const ActorPhrase& phrase, NodeRange role) const {
    const std::string country = country_in(role);
    const char gender = phrase.sense(ActorWord::role)->value.front();
    const auto genders = std::ranges::count(*phrase.senses, ActorWord::role, &ActorSense::kind);
    for (std::size_t back = 0; back < recent_.size(); ++back) {
        const std::size_t index = index_of(recent_[recent_.size() - 1 - back]);
        const Known& known = actors_[index];
        if (!country.empty() && !known.actor.country.empty() && country != known.actor.country)
            continue;
        if (genders == 1 && differ(gender, known.gender)) continue;
        const bool named = std::ranges::all_of(
            std::views::iota(phrase.words.begin, phrase.words.end), [&](NodeIndex at) {
                return std::ranges::find(known.role_words, text_[at].lower) !=
                       known.role_words.end();
            });
        const bool group = std::ranges::any_of(*phrase.senses, [&](const ActorSense& sense) {
            return sense.kind == ActorWord::same &&
                   std::ranges::find(known.same, sense.value) != known.same.end();
        });
        if (named || group) return index;
    }
    return std::nullopt;
}

void Actors::resolve_role(const ActorPhrase& phrase, NodeRange role) {
    if (!is_definite(role)) return;
    if (const auto found = best_for_role(phrase, role)) {
        add_mention(ActorId{static_cast<std::uint32_t>(*found)}, role, Mention::How::role);
        set(ActorId{static_cast<std::uint32_t>(*found)}, phrase.words);
        return;
    }
    // Nobody of that role was named: an office, where its words say which.
    if (role.size() <= phrase.words.size() || !(speaks(phrase.head) || is_subject(phrase.head)))
        return;
    const ActorId id = found(Actor::Kind::office, words_of(role));
    give_role(id, phrase, role);
    add_mention(id, role, Mention::How::role);
}

void Actors::resolve_pronoun(NodeIndex at) {
    const char gender = gender_of(text_, at);
    if (gender == 0 || text_[at].relation == ud::expl || text_[at].quoted) return;
    const std::size_t sentence = text_[at].sentence;
    for (std::size_t i = subjects_.size(); i-- > 0;) {
        const Subject& subject = subjects_[i];
        if (subject.sentence + 2 < sentence) return;  // too far back to be sure
        const Known& known = actors_[index_of(subject.actor)];
        if (known.actor.kind != Actor::Kind::person && known.actor.kind != Actor::Kind::office)
            continue;
        if (differ(gender, known.gender)) continue;
        actors_[index_of(subject.actor)].gender = gender;
        add_mention(subject.actor, {at, at + 1}, Mention::How::pronoun);
        return;
    }
}

bool Actors::speaks(NodeIndex node) const {
    return speaks_[node] != 0;
}

bool Actors::is_subject(NodeIndex node) const {
    for (int steps = 0; steps < 4; ++steps) {
        if (text_[node].relation == ud::nsubj) return true;
        if (text_[node].relation != ud::flat && text_[node].relation != ud::appos &&
            text_[node].relation != ud::compound)
            return false;
        if (text_[node].head == node) return false;
        node = text_[node].head;
    }
    return false;
}

std::optional<ActorId> Actors::at(NodeIndex node) const {
    if (node >= actor_at_.size() || actor_at_[node] < 0) return std::nullopt;
    return ActorId{static_cast<std::uint32_t>(actor_at_[node])};
}

std::optional<ActorId> Actors::who(NodeRange words) const {
    if (words.empty()) return std::nullopt;
    NodeIndex head = words.begin;
    for (NodeIndex at = words.begin; at < words.end; ++at) {
        if (text_[at].head != at && words.has(text_[at].head)) continue;
        if (text_[at].mark != NodeMark::none) continue;
        head = at;
        break;
    }
    if (const auto found = at(head)) return found;
    for (const NodeIndex child : text_.children(head)) {
        const std::uint32_t relation = text_[child].relation;
        if (!words.has(child)) continue;
        if (relation != ud::flat && relation != ud::appos && relation != ud::compound) continue;
        const auto found = at(child);
        if (found && is_person(*found)) return found;
    }
    return person_at_end(words);
}

/// "nominee Mike Pence", whatever the tree makes of it; but not "the wife of Mike Pence".
std::optional<ActorId> Actors::person_at_end(NodeRange words) const {
    while (!words.empty() && text_[words.end - 1].mark != NodeMark::none) --words.end;
    if (words.empty()) return std::nullopt;
    const auto found = at(words.end - 1);
    if (!found || !is_person(*found)) return std::nullopt;
    for (NodeIndex before = words.begin; before < words.end; ++before) {
        const std::uint32_t upos = text_[before].upos;
        if (upos == ud::ADP || upos == ud::CCONJ || upos == ud::PART || upos == ud::PRON)
            return std::nullopt;
    }
    return found;
}

bool Actors::is_person(ActorId id) const {
    const Actor::Kind kind = actors_[index_of(id)].actor.kind;
    return kind == Actor::Kind::person || kind == Actor::Kind::office;
}

bool Actors::is_pronoun(NodeRange words) const {
    return words.size() == 1 && text_[words.begin].relation != ud::expl &&
           gender_of(text_, words.begin) != 0;
}

std::optional<ActorId> Actors::country_of(NodeRange words, ActorId owner) {
    if (words.size() < 2 || !is_one_of(text_[words.begin].lower, possessives)) return std::nullopt;
    const std::int32_t phrase = phrase_at_[words.begin + 1];
    if (phrase < 0 || !phrases_[static_cast<std::size_t>(phrase)].sense(ActorWord::country))
        return std::nullopt;
    const std::string& country = actors_[index_of(owner)].actor.country;
    if (country.empty()) return std::nullopt;
    const auto found = state_of_.find(country);
    if (found != state_of_.end()) return found->second;
    return std::nullopt;
}

std::vector<Actor> Actors::take(std::vector<ActorId>& places) {
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < actors_.size(); ++i) {
        std::ranges::sort(actors_[i].actor.mentions, {},
                          [](const Mention& one) { return one.span.begin; });
        const auto again = std::ranges::unique(actors_[i].actor.mentions);
        actors_[i].actor.mentions.erase(again.begin(), again.end());
        order.push_back(i);
    }
    sort_stably(order, {}, [&](std::size_t i) {
        const auto& mentions = actors_[i].actor.mentions;
        return mentions.empty() ? ~0U : mentions.front().span.begin;
    });
    places.assign(actors_.size(), ActorId{0});
    std::vector<Actor> out;
    for (const std::size_t i : order) {
        places[i] = ActorId{static_cast<std::uint32_t>(out.size())};
        out.push_back(std::move(actors_[i].actor));
    }
    return out;
}

}  // namespace chappe
