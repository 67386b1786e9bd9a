#pragma once
// What an editor sets right of an actor, on the actor's page.

#include "wire/html_writer.h"
#include "wire/pages.h"

namespace chappe {

/// Forms for name, country, roles, and to take it all back; nothing for those who may not.
void write_actor_desk(HtmlWriter&, const Reader&, const KnownActor&);

}  // namespace chappe
