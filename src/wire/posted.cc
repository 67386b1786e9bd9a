// A POST to /api/dispatches: JSON with title and text, a page, a feed, a text, each with its
// Content-Type.
#include "wire/api.h"

namespace chappe {
namespace {

constexpr std::size_t longest_key = 255;  // of an idempotency key: a UUID has 36

}  // namespace

Result<Submission> submission_of(const Request& request, const ReadArrival& read) {
    if (request.body.empty()) return fail(Failure::refused, "the body is empty");
    if (request.idempotency_key.size() > longest_key)
        return fail(Failure::refused, "Idempotency-Key has more than 255 characters");

    Submission submission;
    Arrival& arrival = submission.arrival;
    arrival.bytes = request.body;
    arrival.media_type = request.content_type;
    arrival.source = "desk";
    arrival.received = now();

    submission.reading = read(arrival);
    if (submission.reading.dispatches.empty())
        return fail(Failure::refused, submission.reading.notes.empty()
                                          ? "there is no dispatch in what was posted"
                                          : submission.reading.notes.back());
    return submission;
}

}  // namespace chappe
