#include "wire/desk_messages.h"

#include <algorithm>
#include <array>

namespace chappe {
namespace {

struct Row {
    DeskMessage message;
    std::string_view fr;
    std::string_view en;
};

// In the order of DeskMessage. French puts a narrow no-break space (U+202F) before : ; ! ?
constexpr auto rows = std::to_array<Row>({
    {DeskMessage::nothing, "", ""},
    {DeskMessage::act_on, "{}\u202F: {}", "{}: {}"},
    {DeskMessage::add_source_button, "Ajouter la source", "Add the source"},
    {DeskMessage::add_source_title, "Ajouter une source", "Add a source"},
    {DeskMessage::add_user_button, "Ajouter", "Add"},
    {DeskMessage::add_user_title, "Ajouter quelqu’un", "Add somebody"},
    {DeskMessage::again_label, "Nouveau mot de passe, encore une fois", "New password, once more"},
    {DeskMessage::again_wrong, "Les deux nouveaux mots de passe ne sont pas les mêmes.",
     "The two new passwords are not the same."},
    {DeskMessage::archive_said, "L’archive a répondu\u202F: {}", "The archive answered: {}"},
    {DeskMessage::audit_about, "Quoi", "About"},
    {DeskMessage::audit_newest, "Retour au plus récent", "Back to the newest"},
    {DeskMessage::audit_none, "Rien n’a encore été fait.", "Nothing has been done yet."},
    {DeskMessage::audit_older, "Plus anciens", "Older"},
    {DeskMessage::audit_title, "Registre", "Audit log"},
    {DeskMessage::audit_what, "Acte", "Act"},
    {DeskMessage::audit_when, "Quand", "When"},
    {DeskMessage::audit_who, "Qui", "Who"},
    {DeskMessage::authors_label, "Auteurs (facultatif)", "Authors (optional)"},
    {DeskMessage::busy,
     "Trop de demandes à la fois. Rien n’a été fait\u202F; envoyez le formulaire encore une fois.",
     "Too many requests at once. Nothing was done; send the form again."},
    {DeskMessage::cancel, "Annuler", "Cancel"},
    {DeskMessage::changed_meanwhile,
     "Cette dépêche a changé depuis que vous avez ouvert ce formulaire. Votre texte est "
     "ci-dessous\u202F; l’envoyer encore une fois remplacera le leur.",
     "This dispatch has changed since you opened this form. Your text is below; sending it again "
     "will replace theirs."},
    {DeskMessage::comma_hint, "Séparés par des virgules.", "Parted by commas."},
    {DeskMessage::correct, "Corriger", "Correct"},
    {DeskMessage::correct_button, "Publier la correction", "Publish the correction"},
    {DeskMessage::correct_title, "Corriger la dépêche", "Correct the dispatch"},
    {DeskMessage::credit_hint, "L’agence à qui la dépêche est due.",
     "The agency that the dispatch is owed to."},
    {DeskMessage::credit_label, "Agence (facultatif)", "Agency (optional)"},
    {DeskMessage::day_wrong, "Cette date n’en est pas une. Écrivez 2026-11-25, ou laissez vide.",
     "This is no date. Write 2026-11-25, or leave it empty."},
    {DeskMessage::desk_title, "Rédaction", "Desk"},
    {DeskMessage::dispatch_number, "Dépêche {}", "Dispatch {}"},
    {DeskMessage::done_embargoed,
     "La dépêche est sous embargo. Elle paraîtra d’elle-même à l’heure dite.",
     "The dispatch is under embargo. It will go on the wire by itself at its time."},
    {DeskMessage::done_erased, "La dépêche est effacée.", "The dispatch is erased."},
    {DeskMessage::done_password, "Votre mot de passe est changé. Vos autres sessions sont closes.",
     "Your password is changed. Your other sessions have ended."},
    {DeskMessage::done_reinstated, "La dépêche est de nouveau sur le fil.",
     "The dispatch is back on the wire."},
    {DeskMessage::done_released, "La dépêche est sur le fil.", "The dispatch is on the wire."},
    {DeskMessage::embargoed_note, "Sous embargo jusqu’au {}. Les lecteurs ne la voient pas.",
     "Under embargo until {}. Readers do not see it."},
    {DeskMessage::erase, "Effacer", "Erase"},
    {DeskMessage::erase_ask, "Pour confirmer, tapez le numéro de la dépêche\u202F: {}",
     "To confirm, type the number of the dispatch: {}"},
    {DeskMessage::erase_button, "Effacer pour toujours", "Erase for ever"},
    {DeskMessage::erase_label, "Numéro de la dépêche", "Number of the dispatch"},
    {DeskMessage::erase_means,
     "Son texte disparaît de toutes les éditions, de l’index, des flux et des sauvegardes à venir. "
     "Rien ne le ramènera. Pour la retirer seulement, préférez le retrait.",
     "Its text goes from all editions, the index, the feeds and future backups. Nothing brings it "
     "back. To only take it off the wire, withdraw it."},
    {DeskMessage::erase_title, "Effacer la dépêche", "Erase the dispatch"},
    {DeskMessage::erase_wrong, "Ce n’est pas le numéro de cette dépêche. Rien n’est effacé.",
     "This is not the number of this dispatch. Nothing is erased."},
    {DeskMessage::erased_on, "Effacée le {}", "Erased {}"},
    {DeskMessage::first_password_label, "Premier mot de passe", "First password"},
    {DeskMessage::forbidden_text,
     "Il faut ici le rôle «\u00A0{}\u00A0». Le vôtre est «\u00A0{}\u00A0».",
     "This needs the role “{}”. Yours is “{}”."},
    {DeskMessage::forbidden_title, "Accès réservé", "Not for this role"},
    {DeskMessage::gone, "Cette dépêche a été retirée entre-temps.",
     "This dispatch has been withdrawn meanwhile."},
    {DeskMessage::item_too_long, "Un des éléments est trop long.", "One of the items is too long."},
    {DeskMessage::language_found, "À reconnaître d’après le texte", "To be told from the text"},
    {DeskMessage::language_label, "Langue", "Language"},
    {DeskMessage::language_wrong, "Cette langue n’est pas connue.", "This language is not known."},
    {DeskMessage::last_login, "dernière connexion le {}", "last logged in {}"},
    {DeskMessage::login_button, "Entrer", "Log in"},
    {DeskMessage::login_kept,
     "Votre session était close. Ce que vous avez écrit n’est pas perdu\u202F: entrez, et le "
     "formulaire revient, rempli.",
     "Your session had ended. What you wrote is not lost: log in, and the form comes back, filled "
     "in."},
    {DeskMessage::login_title, "Entrer à la rédaction", "Log in to the desk"},
    {DeskMessage::login_wait, "Trop d’essais. Réessayez dans {}.",
     "Too many attempts. Try again in {}."},
    {DeskMessage::login_wrong, "Ce nom et ce mot de passe ne vont pas ensemble.",
     "This name and this password do not go together."},
    {DeskMessage::logout, "Sortir", "Log out"},
    {DeskMessage::menu_audit, "Registre", "Audit log"},
    {DeskMessage::menu_desk, "Rédaction", "Desk"},
    {DeskMessage::menu_label, "Rédaction", "Desk"},
    {DeskMessage::menu_new, "Nouvelle dépêche", "New dispatch"},
    {DeskMessage::menu_password, "Mot de passe", "Password"},
    {DeskMessage::menu_users, "Utilisateurs", "Users"},
    {DeskMessage::minutes, "{} min", "{} min"},
    {DeskMessage::never_logged_in, "jamais connecté", "never logged in"},
    {DeskMessage::new_button, "Nouvelle dépêche", "New dispatch"},
    {DeskMessage::new_password_label, "Nouveau mot de passe", "New password"},
    {DeskMessage::new_title, "Nouvelle dépêche", "New dispatch"},
    {DeskMessage::newest_none, "La rédaction n’a encore rien publié.",
     "The desk has not published anything yet."},
    {DeskMessage::newest_title, "Dernières de la rédaction", "Newest of the desk"},
    {DeskMessage::notice_hint, "Paraît à la place de la dépêche. Facultatif.",
     "Shown in place of the dispatch. Optional."},
    {DeskMessage::notice_label, "Motif", "Notice"},
    {DeskMessage::notice_long, "Au plus {} caractères.", "At most {} characters."},
    {DeskMessage::old_password_label, "Mot de passe actuel", "Current password"},
    {DeskMessage::old_password_wrong, "Ce n’est pas votre mot de passe actuel.",
     "This is not your current password."},
    {DeskMessage::on_the_wire, "sur le fil depuis le {}", "on the wire since {}"},
    {DeskMessage::password_button, "Changer le mot de passe", "Change the password"},
    {DeskMessage::password_hint, "Dix caractères au moins.", "At least ten characters."},
    {DeskMessage::password_label, "Mot de passe", "Password"},
    {DeskMessage::password_means, "Toutes vos autres sessions seront closes.",
     "All your other sessions will end."},
    {DeskMessage::password_of, "Mot de passe de {}", "Password of {}"},
    {DeskMessage::password_short, "Un mot de passe a de dix à mille caractères.",
     "A password has from ten to a thousand characters."},
    {DeskMessage::password_title, "Changer de mot de passe", "Change your password"},
    {DeskMessage::password_word, "Mot de passe…", "Password…"},
    {DeskMessage::preview, "Aperçu", "Preview"},
    {DeskMessage::preview_button, "Aperçu", "Preview"},
    {DeskMessage::preview_note, "Aperçu\u202F: rien n’est encore publié.",
     "Preview: nothing is published yet."},
    {DeskMessage::preview_release, "Paraîtra le {}.", "Will go on the wire {}."},
    {DeskMessage::problem_many, "{} points à revoir", "{} things to look at"},
    {DeskMessage::problem_one, "Un point à revoir", "One thing to look at"},
    {DeskMessage::problem_title, "Rien n’a été fait", "Nothing was done"},
    {DeskMessage::publish_button, "Publier", "Publish"},
    {DeskMessage::published_label, "Date de publication", "Date of publication"},
    {DeskMessage::read_failed, "Ce texte ne se lit pas comme une dépêche.",
     "This text cannot be read as a dispatch."},
    {DeskMessage::refresh_source, "Visiter maintenant", "Visit now"},
    {DeskMessage::reinstate, "Rétablir", "Reinstate"},
    {DeskMessage::release_far, "Un embargo dure au plus un an.",
     "An embargo lasts a year at most."},
    {DeskMessage::release_label, "Paraît le", "Goes on the wire"},
    {DeskMessage::release_missing, "Dites quel jour et à quelle heure elle paraît.",
     "Say on which day and at what time it goes on the wire."},
    {DeskMessage::release_now, "Publier maintenant", "Publish now"},
    {DeskMessage::release_past, "Cette heure est déjà passée.", "This time has already passed."},
    {DeskMessage::remove_button, "Retirer l’accès", "Remove"},
    {DeskMessage::remove_means, "{} ne pourra plus entrer. Le registre garde son nom.",
     "{} will not be able to log in. The audit log keeps the name."},
    {DeskMessage::remove_of, "Retirer l’accès de {}", "Remove {}"},
    {DeskMessage::remove_source, "Ne plus suivre", "Stop watching"},
    {DeskMessage::remove_word, "Retirer l’accès…", "Remove…"},
    {DeskMessage::role_admin, "administration", "admin"},
    {DeskMessage::role_editor, "rédaction", "editor"},
    {DeskMessage::role_hint,
     "Lecture\u202F: voit les textes entiers. Rédaction\u202F: écrit, corrige, retire. "
     "Administration\u202F: efface, et tient les utilisateurs.",
     "Reader: sees whole texts. Editor: writes, corrects, withdraws. Admin: erases, and keeps the "
     "users."},
    {DeskMessage::role_label, "Rôle", "Role"},
    {DeskMessage::role_last_admin, "Il faut au moins une personne à l’administration.",
     "There must be at least one admin."},
    {DeskMessage::role_of, "Rôle de {}", "Role of {}"},
    {DeskMessage::role_reader, "lecture", "reader"},
    {DeskMessage::role_set, "Changer", "Change"},
    {DeskMessage::role_set_for, "Changer le rôle de {}", "Change the role of {}"},
    {DeskMessage::role_wrong, "Ce rôle n’existe pas.", "There is no such role."},
    {DeskMessage::seconds, "{} s", "{} s"},
    {DeskMessage::source_address_hint,
     "D’un flux, d’une page ou d’un plan de site. Elle est visitée aussitôt.",
     "Of a feed, a page or a sitemap. It is visited at once."},
    {DeskMessage::source_address_label, "Adresse", "Address"},
    {DeskMessage::source_address_wrong,
     "Une adresse commence par http:// ou https:// et nomme un site.",
     "An address begins with http:// or https:// and names a site."},
    {DeskMessage::source_category_hint, "Sous quoi elle est rangée, par exemple Presse.",
     "What it is listed under, such as Press."},
    {DeskMessage::source_category_label, "Rubrique (facultatif)", "Category (optional)"},
    {DeskMessage::source_pause, "Mettre en pause", "Pause"},
    {DeskMessage::source_remove_means, "{} ne sera plus visitée. Ses dépêches restent.",
     "{} will not be visited any more. Its dispatches stay."},
    {DeskMessage::source_resume, "Reprendre", "Resume"},
    {DeskMessage::sources_title, "Sources", "Sources"},
    {DeskMessage::strip_label, "Rédaction", "Desk"},
    {DeskMessage::tags_label, "Mots-clés (facultatif)", "Tags (optional)"},
    {DeskMessage::text_hint,
     "Une ligne vide sépare les paragraphes. Le premier est l’attaque\u202F: il dit tout.",
     "An empty line parts paragraphs. The first is the lead: it says it all."},
    {DeskMessage::text_label, "Texte", "Text"},
    {DeskMessage::text_missing, "Le texte manque.", "The text is missing."},
    {DeskMessage::timing_embargo, "Sous embargo, jusqu’à une heure dite",
     "Under embargo, until a time"},
    {DeskMessage::timing_legend, "Parution", "When"},
    {DeskMessage::timing_now, "Tout de suite", "Now"},
    {DeskMessage::title_label, "Titre", "Title"},
    {DeskMessage::title_missing, "Le titre manque.", "The title is missing."},
    {DeskMessage::title_with_problems, "À revoir\u202F: {}", "To look at: {}"},
    {DeskMessage::tombstone_erased, "Dépêche effacée", "Dispatch erased"},
    {DeskMessage::tombstone_withdrawn, "Dépêche retirée", "Dispatch withdrawn"},
    {DeskMessage::too_long, "Au plus {} caractères\u202F; il y en a {}.",
     "At most {} characters; there are {}."},
    {DeskMessage::too_many, "Trop d’éléments.", "Too many items."},
    {DeskMessage::until, "embargo jusqu’au {}", "embargo until {}"},
    {DeskMessage::url_hint, "Où lire la source\u202F: https://…",
     "Where to read the source: https://…"},
    {DeskMessage::url_label, "Lien (facultatif)", "Link (optional)"},
    {DeskMessage::url_wrong, "Il faut une adresse entière, en http ou https.",
     "It must be a whole http or https address."},
    {DeskMessage::user_gone, "Cette personne n’est plus parmi les utilisateurs.",
     "This person is no longer among the users."},
    {DeskMessage::user_name_hint, "Sans espace, au plus 60 caractères.",
     "Without spaces, at most 60 characters."},
    {DeskMessage::user_name_label, "Nom", "Name"},
    {DeskMessage::user_name_taken, "Ce nom est déjà pris.", "This name is taken."},
    {DeskMessage::user_name_wrong, "Un nom a de 1 à 60 caractères, sans espace.",
     "A name has from 1 to 60 characters, without spaces."},
    {DeskMessage::users_title, "Utilisateurs", "Users"},
    {DeskMessage::waiting_none, "Rien n’attend.", "Nothing waits."},
    {DeskMessage::waiting_title, "Sous embargo", "Under embargo"},
    {DeskMessage::withdraw, "Retirer", "Withdraw"},
    {DeskMessage::withdraw_button, "Retirer du fil", "Withdraw"},
    {DeskMessage::withdraw_means,
     "Elle disparaît du fil, de la recherche et des flux. À son adresse restent le motif et le "
     "jour. Elle peut être rétablie.",
     "It goes from the wire, the search and the feeds. At its address stay the notice and the day. "
     "It can be reinstated."},
    {DeskMessage::withdraw_title, "Retirer la dépêche", "Withdraw the dispatch"},
    {DeskMessage::withdrawn_none, "Rien n’a été retiré.", "Nothing was withdrawn."},
    {DeskMessage::withdrawn_on, "Retirée le {}", "Withdrawn {}"},
    {DeskMessage::withdrawn_title, "Retirées", "Withdrawn"},
    {DeskMessage::you, "(vous)", "(you)"},
    {DeskMessage::zone_label, "Heure de", "Clocks of"},
    {DeskMessage::zone_wrong, "Ce fuseau n’est pas connu.", "This zone is not known."},
});

constexpr bool rows_are_in_order() {
    for (std::size_t i = 0; i < rows.size(); ++i)
        if (rows[i].message != static_cast<DeskMessage>(i)) return false;
    return rows.size() == static_cast<std::size_t>(DeskMessage::zone_wrong) + 1;
}
static_assert(rows_are_in_order());

struct ActWords {
    std::string_view act;
    std::string_view fr;
};

constexpr auto acts = std::to_array<ActWords>({
    {"compose", "composition"},
    {"correct", "correction"},
    {"release", "parution"},
    {"withdraw", "retrait"},
    {"reinstate", "rétablissement"},
    {"erase", "effacement"},
    {"add user", "ajout d’un utilisateur"},
    {"set password", "mot de passe changé"},
    {"set role", "rôle changé"},
    {"remove user", "accès retiré"},
    {"log in", "connexion"},
    {"log out", "déconnexion"},
    {"add source", "ajout d’une source"},
    {"remove source", "source retirée"},
    {"pause source", "source en pause"},
    {"resume source", "source reprise"},
    {"refresh source", "visite demandée"},
});

}  // namespace

std::string_view say(Ui ui, DeskMessage message) {
    const Row& row = rows[static_cast<std::size_t>(message)];
    return ui == Ui::fr ? row.fr : row.en;
}

std::string say(Ui ui, DeskMessage message, std::initializer_list<std::string_view> values) {
    return fill(say(ui, message), values);
}

std::string_view act_words(Ui ui, std::string_view act) {
    const auto found = std::find_if(acts.begin(), acts.end(),
                                    [&](const ActWords& each) { return each.act == act; });
    return ui == Ui::fr && found != acts.end() ? found->fr : act;
}

}  // namespace chappe
