#pragma once
// The doors of the desk. Who may knock is written in the table of routes (site.cc), and checked
// before any of these is opened.

#include <functional>
#include <optional>
#include <variant>

#include "wire/asked.h"
#include "wire/desk_pages.h"
#include "wire/forms.h"

namespace chappe {

// Logging in and out, own password: login_doors.cc
Answer login_form_door(const Asked&);
Answer login_door(const Asked&);
Answer logout_door(const Asked&);
Answer password_form_door(const Asked&);
Answer password_door(const Asked&);

// Writing and correcting: draft_doors.cc
Answer compose_form_door(const Asked&);
Answer compose_door(const Asked&);
Answer correct_form_door(const Asked&);
Answer correct_door(const Asked&);

// The list, and what is done with a dispatch: desk_doors.cc
Answer desk_door(const Asked&);
Answer audit_door(const Asked&);
Answer release_door(const Asked&);
Answer reinstate_door(const Asked&);
Answer withdraw_form_door(const Asked&);
Answer withdraw_door(const Asked&);
Answer erase_form_door(const Asked&);
Answer erase_door(const Asked&);

// The users: users_doors.cc
Answer users_door(const Asked&);
Answer add_user_door(const Asked&);
Answer set_role_door(const Asked&);
Answer set_password_door(const Asked&);
Answer remove_user_door(const Asked&);

// The sources that are watched: watched_doors.cc
Answer watched_door(const Asked&);
Answer add_source_door(const Asked&);
Answer pause_source_door(const Asked&);
Answer resume_source_door(const Asked&);
Answer refresh_source_door(const Asked&);
Answer remove_source_door(const Asked&);

// Searches that are sent: alerts_doors.cc
Answer alerts_door(const Asked&);
Answer add_alert_door(const Asked&);
Answer remove_alert_door(const Asked&);

// Who is known: actor_desk.cc
Answer correct_actor_door(const Asked&);

inline constexpr std::size_t longest_notice = 1000;  // code points

/// 200, or another status; never kept by anybody.
Response private_page(std::string body, int status = 200);
Response see_other(const Reader&, std::string_view path, std::string_view query = {});

/// The form of an unsafe request; a Response when it is none.
std::variant<Form, Response> form_of(const Asked&);

By by_user(const Asked&);

/// An act without a form of its own: it is done and its person goes to `path`, or a page says why
/// not.
Answer do_at_once(const Asked&, Act, std::string path, std::string query);

/// Hands an act to the archive's writer. What its person hears is made after the commit, or at once
/// when the writer's queue is full.
using AfterAct = std::function<Response(const Result<ActReceipt>&)>;
Later act_then(const Site&, Act, By, AfterAct);

/// Work with passwords, on their thread; what to say at once when too much of it waits.
Later on_password_thread(const Site&, std::function<Response()> work,
                         std::function<Response()> when_full);

/// The form again, filled in, for whom has logged in meanwhile.
Response reopen(const Site&, const Reader&, const User&, const KeptForm&);

/// What to say when the archive did not do it.
std::string line_of(Ui, const Error&);
int status_of_act(const Error&);

/// Fails with what to show instead when there is no such dispatch.
std::variant<StoredDispatch, Response> find_dispatch(const Asked&);

}  // namespace chappe
