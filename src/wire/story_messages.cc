#include "wire/story_messages.h"

#include "wire/message_rows.h"

namespace chappe {
namespace {

// In the order of StoryMessage. French puts a narrow no-break space (U+202F) before : ; ! ?
constexpr auto rows = std::to_array<MessageRow<StoryMessage>>({
    {StoryMessage::added, {"ajouté\u202F:", "added:"}},
    {StoryMessage::alone_button, {"Ce n’est pas une reprise", "Not a copy"}},
    {StoryMessage::by_desk, {"corrigée à la rédaction", "corrected at the desk"}},
    {StoryMessage::by_person, {"selon la rédaction", "says the desk"}},
    {StoryMessage::by_source, {"de la source", "from the source"}},
    {StoryMessage::changes, {"Changements", "Changes"}},
    {StoryMessage::compare, {"Comparer avec la précédente", "Compare with the one before"}},
    {StoryMessage::compared, {"Ce qui a changé", "What changed"}},
    {StoryMessage::copies_intro,
     {"La même dépêche chez d’autres, et ce que chacun y a changé.",
      "The same dispatch elsewhere, and what each has changed."}},
    {StoryMessage::copies_many, {"+{} reprises", "+{} copies"}},
    {StoryMessage::copies_more, {"Et {} autres reprises.", "And {} more copies."}},
    {StoryMessage::copies_none,
     {"Personne n’a repris cette dépêche.", "Nobody has repeated this dispatch."}},
    {StoryMessage::copies_one, {"+1 reprise", "+1 copy"}},
    {StoryMessage::copies_title, {"Reprises", "Copies"}},
    {StoryMessage::copy_button, {"C’est une reprise", "It is a copy"}},
    {StoryMessage::copy_label,
     {"Numéro de la dépêche que celle-ci reprend", "Number of the dispatch that this one repeats"}},
    {StoryMessage::copy_mark, {"reprise", "copy"}},
    {StoryMessage::copy_note,
     {"Reprise d’une autre dépêche\u202F:", "A copy of another dispatch:"}},
    {StoryMessage::diff_legend,
     {"Ce qui a disparu est barré, ce qui est nouveau est souligné.",
      "What is gone is struck out, what is new is underlined."}},
    {StoryMessage::edition_number, {"Édition {}", "Edition {}"}},
    {StoryMessage::from_to, {"De l’édition {} à l’édition {}", "From edition {} to edition {}"}},
    {StoryMessage::newest, {"la plus récente", "the newest"}},
    {StoryMessage::original, {"Original", "Original"}},
    {StoryMessage::removed, {"supprimé\u202F:", "removed:"}},
    {StoryMessage::same_text, {"Mot pour mot le même texte.", "Word for word the same text."}},
    {StoryMessage::see_original, {"voir l’original", "see the original"}},
    {StoryMessage::see_versions, {"voir les éditions", "see the editions"}},
    {StoryMessage::text_not_shown,
     {"Seul le début du texte est montré ici\u202F: seul lui est comparé.",
      "Only the beginning of the text is shown here, and only that is compared."}},
    {StoryMessage::to_dispatch, {"Retour à la dépêche", "Back to the dispatch"}},
    {StoryMessage::versions_intro,
     {"Chaque texte que la source ou la rédaction a donné à cette dépêche.",
      "Every text that the source or the desk gave this dispatch."}},
    {StoryMessage::versions_title, {"Éditions", "Editions"}},
    {StoryMessage::what_changed, {"Ce qu’elle change", "What it changes"}},
    {StoryMessage::words_changed,
     {"mots supprimés\u202F: {}, ajoutés\u202F: {}", "words removed: {}, added: {}"}},
});
static_assert(rows.size() == static_cast<std::size_t>(StoryMessage::words_changed) + 1 &&
              every_message_has_its_row(rows));

}  // namespace

std::string_view say(Ui ui, StoryMessage message) {
    return rows[static_cast<std::size_t>(message)].words.in(ui);
}

std::string say(Ui ui, StoryMessage message, std::initializer_list<std::string_view> values) {
    return fill(say(ui, message), values);
}

std::string copies_words(Ui ui, std::int64_t count) {
    if (count == 1) return std::string(say(ui, StoryMessage::copies_one));
    return say(ui, StoryMessage::copies_many,
               {number_words(ui, static_cast<std::uint64_t>(count))});
}

}  // namespace chappe
