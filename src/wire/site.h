#pragma once
// The site: from a request to its answer, without sockets. Called from worker threads.
//
//     GET /d/42             -> a Response
//     POST /api/dispatches  -> a Put: the archive's writer answers it, and nobody waits
//     GET /events?after=7   -> a Stream: the connection follows the changes from there on

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <variant>

#include "archive/archive.h"
#include "wire/http.h"
#include "wire/logins.h"
#include "wire/metrics.h"
#include "wire/pages.h"
#include "wire/server.h"

namespace chappe {

struct Site {
    Archive& archive;
    ReadArrival read;
    std::string public_url;  // "http://127.0.0.1:8710", no slash at its end
    Metrics& metrics;
    Show show = Show::full;
    ReadPushed read_pushed{};  // empty: what hubs send is not taken
    bool hub = false;          // feeds name our hub
    std::unique_ptr<Logins> logins = std::make_unique<Logins>();  // last: its jobs use the above
};

struct Put {
    Submission submission;
};
struct Count {
    DispatchId id{};
};
struct Stream {
    ChangeSeq after{};
};
enum class Viewer { person, desk };
/// The page of a dispatch, into which the server puts its count each time that it sends it. Kept
/// until the dispatch changes.
struct Counted {
    DispatchId id{};
    Ui ui = Ui::en;
    CountedPage page;
    std::string tag;                 // of everything but the count; the ETag has both
    std::uint64_t reads = 0;         // when it was made
    Viewer viewer = Viewer::person;  // desk: somebody logged in, whose view counts for nothing, and
                                     // whose page nobody else gets
};
/// Anything else that the archive's writer answers: `start` hands the work over, and fails at once
/// when the queue is full; the reply is called exactly once, from any thread.
struct Later {
    using Reply = std::move_only_function<void(Response)>;
    std::move_only_function<Result<void>(Reply)> start;
};
using Answer = std::variant<Response, Counted, Put, Count, Stream, Later>;

Answer answer(const Request&, const Site&);

/// What anybody gets who asks for this target; status 0 for what is no page.
Document document_at(const std::string& target, const Site&);

/// What needs no archive: the files of web/. Nothing for everything else.
std::optional<Response> answer_at_once(const Request&);

/// Before a large body is taken: would its head alone be refused? Nothing when it may come.
std::optional<Response> refuse_early(const Request& head, const Site&);

/// The page with its count; 304 when the reader has it.
Response with_reads(const Counted&, const Request&, std::uint64_t reads);

Response answer_to(const Result<Receipt>&);
Response answer_to(DispatchId, const Result<std::uint64_t>&);
/// The archive's or the server's failure, in the form that this request can read.
Response failure_response(const Request&, const Error&);
/// 503 for this request: the queue is full.
Response busy_response(const Request&);

}  // namespace chappe
