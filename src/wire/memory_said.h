#pragma once
// What tests tell MemoryArchive of who said what.

#include <map>
#include <string>
#include <vector>

#include "archive/archive.h"

namespace chappe {

struct MemorySaid {
    std::map<DispatchId, std::vector<StoredStatement>> understood;
    std::map<DispatchId, std::vector<Topic>> proposed;
    std::map<std::string, KnownActor, std::less<>> known_actors;
    std::vector<SaidOfActor> told_of_actors;

    std::optional<StoredStatement> find_said(StatementId id) const {
        for (const auto& [dispatch, statements] : understood)
            for (const StoredStatement& statement : statements)
                if (statement.id == id) return statement;
        return std::nullopt;
    }

    Result<KnownActor> find_known(std::string_view slug) const {
        const auto found = known_actors.find(slug);
        if (found == known_actors.end()) return fail(Failure::absent, "there is no such actor");
        return found->second;
    }

    Result<ActReceipt> correct(const CorrectActor& act) {
        const auto found = known_actors.find(act.slug);
        if (found == known_actors.end()) return fail(Failure::absent, "there is no such actor");
        if (act.property == ActorProperty::name) found->second.name.name = Text::repair(*act.value);
        found->second.corrections.push_back({act.property, act.value, {}, {}});
        return ActReceipt{};
    }
    Result<ActReceipt> forget(const ForgetCorrections& act) {
        const auto found = known_actors.find(act.slug);
        if (found == known_actors.end()) return fail(Failure::absent, "there is no such actor");
        found->second.corrections.clear();
        return ActReceipt{};
    }

    /// Of a search for `who:SLUG` alone; nothing of others.
    std::vector<SaidLine> said_in(const SearchQuery& query, const StoredDispatch& stored) const {
        std::vector<SaidLine> lines;
        const SearchQuery& asked = query.kind == SearchQuery::Kind::all && query.parts.size() == 1
                                       ? query.parts.front()
                                       : query;
        const auto found = understood.find(stored.id);
        if (asked.kind != SearchQuery::Kind::who || found == understood.end()) return lines;
        for (const StoredStatement& said : found->second) {
            if (!said.speaker || said.speaker->slug != asked.text) continue;
            SaidLine line{said, {}, {}, {}};
            for (const Span& piece : said.content)
                line.content.push_back(Text::repair(piece.in(stored.dispatch.body)));
            lines.push_back(std::move(line));
        }
        return lines;
    }
};

}  // namespace chappe
