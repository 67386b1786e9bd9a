#include "archive/prepared.h"

#include <utility>

#include "archive/columns.h"
#include "news/status.h"

namespace chappe {

PreparedDispatch prepare(Dispatch dispatch, const Identity& identity) {
    PreparedDispatch prepared;
    prepared.identity = identity;
    prepared.content = content_of(dispatch);
    prepared.words = words_of(dispatch.title, dispatch.body);
    prepared.summary = summary_of(dispatch);
    prepared.copy = copy_text(dispatch.body);
    prepared.taken_back = is_taken_back(dispatch);
    prepared.blocks = json_of(dispatch.blocks);
    prepared.authors = json_of(dispatch.authors);
    prepared.notes = json_of(dispatch.notes);
    if (dispatch.tags) prepared.tags = json_of(*dispatch.tags);
    prepared.dispatch = std::move(dispatch);
    return prepared;
}

UnderstoodReading understand_all(const Reading& reading, const Understand& understand) {
    UnderstoodReading all;
    all.reserve(reading.dispatches.size());
    for (const Dispatch& dispatch : reading.dispatches) all.push_back(understand(dispatch));
    return all;
}

Prepared prepare(Submission submission, const Understand& understand) {
    const std::vector<Identity> identities = identities_of(submission.arrival, submission.reading);
    if (!submission.understood && understand)
        submission.understood = understand_all(submission.reading, understand);
    UnderstoodReading understood = std::move(submission.understood).value_or(UnderstoodReading{});
    understood.resize(identities.size());
    Prepared prepared;
    prepared.blob = pack(submission.arrival.bytes);
    prepared.arrival = std::move(submission.arrival);
    prepared.arrival.bytes = {};
    for (std::size_t i = 0; i < identities.size(); ++i) {
        const Dispatch& dispatch = submission.reading.dispatches[i];
        IndexEntry index = index_entry(dispatch, prepared.arrival.received);
        std::optional<PreparedStatements> statements;
        if (understood[i]) statements = prepare(std::move(*understood[i]), dispatch.body);
        prepared.dispatches.push_back(
            prepare(std::move(submission.reading.dispatches[i]), identities[i]));
        prepared.dispatches.back().index = std::move(index);
        prepared.dispatches.back().understood = std::move(statements);
    }
    prepared.feed = std::move(submission.reading.feed);
    prepared.notes = json_of(submission.reading.notes);
    prepared.idempotency = std::move(submission.idempotency);
    prepared.visit = std::move(submission.visit);
    return prepared;
}

std::size_t bytes_of(const Submission& submission) {
    std::size_t bytes = submission.arrival.bytes.size();
    for (const Dispatch& dispatch : submission.reading.dispatches)
        bytes += sizeof(PreparedDispatch) + dispatch.title.size() + dispatch.body.size();
    return bytes;
}

}  // namespace chappe
