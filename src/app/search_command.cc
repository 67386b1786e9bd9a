#include <fmt/format.h>

#include <cstdio>

#include "app/commands.h"
#include "app/existing_archive.h"
#include "app/report.h"
#include "archive/archive.h"
#include "base/json_writer.h"
#include "news/search_query.h"
#include "wire/api.h"
#include "wire/said_words.h"

namespace chappe {
namespace {

/// The query with a mark under what is wrong in it.
Error problem_in(const std::string& query, const QueryProblem& problem) {
    const std::size_t before = code_points_before(query, problem.place.begin);
    const std::size_t width = code_points_before(query, problem.place.end) - before;
    return {Failure::refused, std::string(words_of(problem.kind)) + "\n  " + query + "\n  " +
                                  std::string(before, ' ') +
                                  std::string(std::max<std::size_t>(width, 1), '^')};
}

std::string day_of(const WireEntry& entry) {
    const std::string date =
        entry.published ? to_string(*entry.published) : to_string(entry.arrived);
    return date.substr(0, std::string_view("2024-04-03").size());
}

void print_line(const Hit& hit) {
    const WireEntry& entry = hit.entry;
    const std::string& whom = entry.agency.empty() ? entry.source : entry.agency;
    std::printf("%s  %lld  %s  %s\n", day_of(entry).c_str(),
                static_cast<long long>(number_of(entry.id)), whom.c_str(),
                entry.title.str().c_str());
    for (const SaidLine& line : hit.said)
        std::printf("    %s: %s\n", speaker_words(line).c_str(), words_of(line).c_str());
    if (!hit.snippet.text.empty() && hit.said.empty())
        std::printf("    %s\n", hit.snippet.text.str().c_str());
}

/// A line as GET /api/search has it in its list.
void print_json(const Hit& hit) {
    JsonWriter json;
    write_hit(json, hit, {});
    std::printf("%s\n", json.take().c_str());
}

Result<void> search(const SearchCommand& command) {
    const std::string typed = fmt::format("{}", fmt::join(command.words, " "));
    const auto today = std::chrono::floor<std::chrono::days>(now());
    ParsedQuery parsed = parse_query(typed, today);
    if (!parsed.problems.empty())
        return std::unexpected(problem_in(typed, parsed.problems.front()));

    const auto archive = TRY(open_existing(command.data));
    Search wanted{std::move(parsed.query), command.order, {}, command.limit};
    const Hits hits = TRY(archive->search(wanted));
    for (const Hit& hit : hits.hits) command.json ? print_json(hit) : print_line(hit);
    if (hits.hits.empty() && !command.json) std::fprintf(stderr, "Nothing was found.\n");
    return {};
}

}  // namespace

int run(const SearchCommand& command) {
    const auto done = search(command);
    return done ? 0 : report(done.error());
}

}  // namespace chappe
