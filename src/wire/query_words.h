#pragma once
// What a search asks for, as a sentence: whoever types `who:Blinken -paix` reads what will be
// found.

#include <string>

#include "news/search_query.h"
#include "wire/messages.h"

namespace chappe {

/// "Dépêches où Blinken s’exprime, mais pas avec « paix »."; empty for everything.
std::string query_words(Ui, const SearchQuery&);

}  // namespace chappe
