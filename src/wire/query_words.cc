#include "wire/query_words.h"

#include <algorithm>

#include "archive/archive.h"
#include "wire/said_words.h"

namespace chappe {
namespace {

using Kind = SearchQuery::Kind;

constexpr std::size_t deepest = 8;  // brackets that are still told apart

struct Teller {
    Ui ui;

    std::string_view either(std::string_view fr, std::string_view en) const {
        return ui == Ui::fr ? fr : en;
    }
    std::string quoted(std::string_view words) const {
        return fill(either("«\u202F{}\u202F»", "“{}”"), {words});
    }
    std::string with(std::string_view fr, std::string_view en, std::string_view value) const {
        return fill(either(fr, en), {value});
    }

    std::string joined(const SearchQuery& query, std::string_view by, std::size_t depth) const {
        std::string out;
        for (const SearchQuery& part : query.parts) {
            if (!out.empty()) out += by;
            out += tell(part, depth + 1);
        }
        return out;
    }

    std::string stance(const SearchQuery& query) const {
        StoredStatement said;
        said.stance = stance_named(query.text).value_or(Stance::assert_);
        return with("où l’on {}", "where somebody {}", stance_words(ui, said));
    }

    std::string tell(const SearchQuery& query, std::size_t depth) const {
        if (depth > deepest) return "…";
        const std::string day = query.day.ok() ? short_day(ui, query.day) : std::string();
        switch (query.kind) {
            case Kind::all:
                return joined(query, ", ", depth);
            case Kind::any:
                return "(" + joined(query, either(" ou ", " or "), depth) + ")";
            case Kind::none:
                return with("mais pas {}", "but not {}",
                            query.parts.empty() ? "" : tell(query.parts.front(), depth + 1));
            case Kind::word:
            case Kind::phrase:
                return with("avec {}", "with {}", quoted(query.text));
            case Kind::source:
                return with("de la source {}", "from the source {}", query.text);
            case Kind::language:
                return with("en langue {}", "in language {}", query.text);
            case Kind::credit:
                return with("créditées à {}", "credited to {}", query.text);
            case Kind::since:
                return with("depuis le {}", "since {}", day);
            case Kind::until:
                return with("jusqu’au {}", "until {}", day);
            case Kind::on:
                return with("datées du {}", "dated {}", day);
            case Kind::who:
                return with("où {} s’exprime", "where {} speaks", query.text);
            case Kind::to:
                return with("où l’on s’adresse à {}", "where {} is spoken to", query.text);
            case Kind::about:
                return with("où ce qui est dit porte sur {}", "where what is said is about {}",
                            quoted(query.text));
            case Kind::said:
                return with("où l’on dit {}", "where somebody says {}", quoted(query.text));
            case Kind::stance:
                return stance(query);
        }
        return {};
    }
};

bool is_of_statement(const SearchQuery& query) {
    return query.kind == Kind::who || query.kind == Kind::to || query.kind == Kind::about ||
           query.kind == Kind::said || query.kind == Kind::stance;
}

}  // namespace

std::string query_words(Ui ui, const SearchQuery& query) {
    const Teller teller{ui};
    const std::string told = teller.tell(query, 0);
    if (told.empty()) return {};
    const bool several = query.kind == Kind::all &&
                         std::count_if(query.parts.begin(), query.parts.end(), is_of_statement) > 1;
    std::string words(teller.either("Dépêches ", "Dispatches "));
    words += told;
    if (several) words += teller.either(", dans une même déclaration", ", all in one statement");
    return words + ".";
}

}  // namespace chappe
