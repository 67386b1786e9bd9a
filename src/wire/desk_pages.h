#pragma once
// The pages of the desk: where people log in, write, correct, withdraw, and keep the users.
// Complete without JavaScript; web/desk.js only knows the browser's zone and warns before text is
// left behind.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "archive/archive.h"
#include "wire/desk_messages.h"
#include "wire/draft.h"
#include "wire/forms.h"
#include "wire/html_writer.h"
#include "wire/pages.h"

namespace chappe {

/// Above the content of every page, for those who are logged in: where they may go, who they are,
/// the way out.
void write_desk_menu(HtmlWriter&, const Reader&);

/// A form that came from somebody whose session had ended: it goes through logging in.
struct KeptForm {
    std::string place;  // where it was sent
    Form form;
};

struct LoginPage {
    std::string name;
    std::string next;  // where to go from here; checked
    Problems problems;
    std::optional<KeptForm> kept;
};
std::string login_page(const Reader&, const LoginPage&);

/// For an act without a form of its own.
std::string problem_page(const Reader&, const Problems&);
/// For somebody who is logged in, but may not do this.
std::string forbidden_page(const Reader&, Role needed);

enum class Done { nothing, embargoed, erased, released, password, reinstated };
std::string desk_page(const Reader&, const std::vector<DeskEntry>&, Done);

struct DraftPage {
    DeskDraft draft;
    Problems problems;
    std::optional<DispatchId> corrects;  // else it is a new one
    ChangeSeq seen{};                    // of the one to correct, when its text was taken
    std::optional<Dispatch> preview;
    std::optional<Instant> release;  // of the preview, or of the embargoed one to correct
};
std::string draft_page(const Reader&, const DraftPage&);

struct NoticePage {
    DispatchId id{};
    Text title;
    std::string notice;
    std::string typed;  // of erasing: the id, typed again
    Problems problems;
};
std::string withdraw_page(const Reader&, const NoticePage&);
std::string erase_page(const Reader&, const NoticePage&);

/// Beside a dispatch, for editors: what state it is in and what can be done with it.
void write_desk_strip(HtmlWriter&, const Reader&, const StoredDispatch&);
/// In place of one that is gone: the notice and the day.
std::string tombstone_page(const Reader&, const StoredDispatch&);
std::string tombstone_text(const StoredDispatch&);

struct UsersPage {
    std::vector<User> users;
    std::string name;  // of the one to add, as typed
    Role role = Role::editor;
    std::optional<UserId> about;  // whom the problems are with; nothing: the one to add
    Problems problems;
};
std::string users_page(const Reader&, const UsersPage&);
std::string password_page(const Reader&, const Problems&);

struct WatchedPage {
    std::vector<WatchedSource> watched;  // by category and title
    std::vector<Tally> tallies;          // of all sources, also those that nobody watches
    std::string address, category;       // of the one to add, as typed
    Problems problems;
};
/// The list of the public page.
void write_source_names(HtmlWriter&, const Reader&, const std::vector<Tally>&);
/// How each source is; for editors what can be done with it.
std::string watched_page(const Reader&, const WatchedPage&);

struct AlertsPage {
    std::vector<Alert> alerts;
    std::string query, address;  // of the one to add, as typed
    std::string added, secret;   // of the one just added: its number and key; empty: none was
    Problems problems;
};
std::string alerts_page(const Reader&, const AlertsPage&);

struct AuditPage {
    std::vector<AuditEntry> entries;  // newest first
    std::int64_t before = 0;
    std::int64_t older = 0;  // where the next page begins; 0 on the last one
};
std::string audit_page(const Reader&, const AuditPage&);

}  // namespace chappe
