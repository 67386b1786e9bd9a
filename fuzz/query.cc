// The parser of queries on any bytes: places lie in the query and on its characters, the tree is
// small and holds nothing that it should not, and a query that is right is read the same way twice.

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "news/search_query.h"

namespace {

using namespace chappe;

void require(bool holds, const char* what) {
    if (holds) return;
    std::fprintf(stderr, "%s\n", what);
    std::abort();
}

bool starts_character(std::string_view text, std::size_t at) {
    return at == text.size() || (static_cast<unsigned char>(text[at]) & 0xC0) != 0x80;
}

/// The number of terms.
std::size_t check(const SearchQuery& query, int depth) {
    using Kind = SearchQuery::Kind;
    require(depth <= 50, "a tree too deep");
    switch (query.kind) {
        case Kind::all:
        case Kind::any:
            require(query.parts.size() != 1 && (depth == 0 || !query.parts.empty()),
                    "a list of one or none");
            break;
        case Kind::none:
            require(query.parts.size() == 1 && query.parts[0].kind != Kind::none,
                    "an exclusion of not one thing");
            break;
        case Kind::since:
        case Kind::until:
        case Kind::on:
            require(query.day.ok() && query.text.empty(), "not a day");
            break;
        default:
            require(!query.text.empty(), "a term without text");
    }
    std::size_t terms = query.parts.empty() && query.kind != Kind::all ? 1 : 0;
    for (const SearchQuery& part : query.parts) {
        require(part.kind != query.kind, "a list in a list of its kind");
        terms += check(part, depth + 1);
    }
    return terms;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace std::chrono_literals;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const ParsedQuery parsed = parse_query(text, 2024y / 2 / 29);
    require(check(parsed.query, 0) <= 120, "too many terms");  // on:2024 is two
    bool valid = true;
    for (const char c : text) valid &= static_cast<unsigned char>(c) < 0x80;
    for (const QueryProblem& problem : parsed.problems) {
        require(problem.place.begin < problem.place.end && problem.place.end <= text.size(),
                "a place outside the query");
        if (valid)
            require(starts_character(text, problem.place.begin) &&
                        starts_character(text, problem.place.end),
                    "a place inside a character");
        require(!words_of(problem.kind).empty(), "a problem without words");
    }
    return 0;
}
