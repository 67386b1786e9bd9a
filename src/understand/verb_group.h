#pragma once
// Verb groups: the words of a cue around its verb, and whose act it is.
//
//     Elle   a toutefois précisé   que ...        the group; "précisé" is the head
//     Je     voulais dire          que ...        a verb that lends its subject belongs to it
//     ...,   a-t-il indiqué                       so does a pronoun that stands inside

#include "understand/cues.h"
#include "understand/node_text.h"

namespace chappe {

/// The cue's words with auxiliaries, clitics, negation and adverbs.
NodeRange verb_group(const NodeText&, const CueMatch&);

/// The group's first verb: "voulais" of "voulais dire"; the head itself when it stands alone.
NodeIndex governing_verb(const NodeText&, NodeIndex head);

/// True when a verb is in the passive, so that its subject is not who acts.
bool is_passive(const NodeText&, NodeIndex verb);

/// Who acts: the head of the subject's words, also shared ("a évoqué ..., et a souligné"), of a
/// relative ("qui révèle"), or an agent ("par le ministre"). The text's size when nobody is named.
NodeIndex acting_noun(const NodeText&, NodeIndex head);

/// "lundi", "week": nobody, whatever the tree says.
bool is_time(const NodeText&, NodeIndex);

/// The words of a noun phrase around its head that do not reach into `without`.
NodeRange noun_words(const NodeText&, NodeIndex noun, NodeRange without);

}  // namespace chappe
