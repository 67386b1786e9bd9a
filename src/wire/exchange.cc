// A request and its answer: who may ask, who counts, which page is at hand, who makes the others.
//
// Awaited calls stand in statements of their own: g++ 12 miscompiles temporaries across co_await.
#include <boost/asio/buffer.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/write.hpp>

#include "wire/api.h"
#include "wire/asked.h"
#include "wire/network.h"

// g++ 12 takes Asio's pair of coroutine allocation functions for mismatched.
#pragma GCC diagnostic ignored "-Wmismatched-new-delete"

namespace chappe {
namespace {

constexpr std::string_view continue_line = "HTTP/1.1 100 Continue\r\n\r\n";

std::chrono::seconds time_for(std::size_t bytes) {
    return transfer_time + std::chrono::seconds(bytes / slowest_rate);
}

/// A request without its body, for answers that come after the body has been given away.
Request head_only(const Request& request) {
    Request head = request;
    head.body.clear();
    return head;
}

/// For who asked another server by a name that leads here.
Response misdirected() {
    Response response;
    response.status = 421;
    response.type = "text/plain; charset=utf-8";
    response.body = "This server does not go by that name (chappe serve --host NAME adds one).\n";
    response.headers.push_back({"Cache-Control", "no-store"});
    return response;
}

/// May the answer be the same for another reader of this address and language? Whether it is, the
/// answer itself says.
bool is_shareable(const Request& request) {
    if (request.method != "GET" && request.method != "HEAD") return false;
    if (!request.authorization.empty() || !request.auth_token.empty()) return false;
    if (request.target.starts_with("/web/")) return true;  // files of the program, whoever asks
    if (request.cookie.find(session_cookie) != request.cookie.npos) return false;
    const std::string_view target = request.target;
    for (const std::string_view own : {"/events", "/api/", "/healthz", "/healthcheck", "/metrics",
                                       "/desk", "/log", "/websub/", "/v1/", "/reader/"})
        if (target.starts_with(own)) return false;
    return true;
}

/// Compresses what only this reader gets.
void encode(Answer& answer, const Request& request) {
    auto* response = std::get_if<Response>(&answer);
    if (!response || response->status != 200) return;
    if (!is_compressible(response->type, response->body.size())) return;
    const Coding coding = best_coding(request.accept_encoding);
    const bool varies =
        std::any_of(response->headers.begin(), response->headers.end(), [](const Header& header) {
            return header.name == "Vary" &&
                   header.value.find("Accept-Encoding") != header.value.npos;
        });
    if (!varies) response->headers.push_back({"Vary", "Accept-Encoding"});
    if (coding == Coding::identity) return;
    auto coded = compress(coding, response->body);
    if (!coded) return;
    response->body = std::move(*coded);
    response->headers.push_back({"Content-Encoding", std::string(name_of(coding))});
}

/// A shared answer is made whole, whatever its reader has; who has it hears only that.
void say_not_modified(Answer& answer, const Request& request) {
    auto* response = std::get_if<Response>(&answer);
    if (!response || response->status != 200) return;
    const auto etag = std::find_if(response->headers.begin(), response->headers.end(),
                                   [](const Header& header) { return header.name == "ETag"; });
    if (etag == response->headers.end()) return;
    auto kept = not_modified(request, etag->value);
    if (!kept) return;
    kept->headers = std::move(response->headers);
    std::erase_if(kept->headers,
                  [](const Header& header) { return header.name == "Content-Encoding"; });
    *response = std::move(*kept);
}

Made make(const Request& request, const Site& site, Coding wanted) {
    Made made;
    made.answer = chappe::answer(request, site);
    made.sheet = Sheet::of(made.answer);
    if (!made.sheet) {
        encode(made.answer, request);
        return made;
    }
    const Coding coding = made.sheet->coding_for(wanted);
    if (coding != Coding::identity)
        made.sheet->keep_form(coding, made.sheet->make_form(coding, made.sheet->reads()));
    return made;
}

}  // namespace

Persistence Network::persistence_of(const Connection& c) const {
    return c.reader.keep_alive() && !stopping_ ? Persistence::keep_alive : Persistence::close;
}

/// Says who sends the request. False when it is not meant for us.
bool Network::admit(Connection& c) {
    const Request& request = c.reader.request();
    if (!c.habits.admitted || c.habits.host != request.host) {
        c.habits.host = request.host;
        c.habits.admitted = gate_.knows(request.host);
    }
    c.sender = gate_.sender_of(c.peer, c.reader.forwarded());
    c.reader.request().secure = c.sender.secure;
    return c.habits.admitted;
}

/// What headers of most requests of a connection say again and again.
void Network::look_at(Connection& c) {
    const Request& request = c.reader.request();
    Habits& habits = c.habits;
    if (habits.user_agent != request.user_agent) {
        habits.user_agent = request.user_agent;
        habits.kind = kind_of(request.user_agent);
    }
    if (habits.accept_encoding != request.accept_encoding) {
        habits.accept_encoding = request.accept_encoding;
        habits.coding = best_coding(request.accept_encoding);
    }
    if (habits.accept_language != request.accept_language) {
        habits.accept_language = request.accept_language;
        habits.ui = choose_ui("", request.accept_language);
    }
}

/// Language, a space, the target. `ui=` in the target is part of it and chooses alike for all.
std::string_view Network::key_of(Connection& c) {
    key_.assign(code_of(c.habits.ui));
    key_ += ' ';
    key_ += c.reader.request().target;
    return key_;
}

/// The count that this reader is shown, their own view included. Nothing when the archive has to be
/// asked for the dispatch first.
std::optional<std::uint64_t> Network::count(const Connection& c, const Request& request,
                                            DispatchId id) {
    const bool is_view = request.method == "GET" && c.habits.kind == ClientKind::person &&
                         request.authorization.empty() && !is_ahead_of_time(request.purpose);
    if (is_view) {
        const Instant time = now();
        const auto view = audience_.view_of(c.sender.address, request.user_agent, id, time);
        if (!audience_.has_seen(view, time)) {
            const auto reads = archive_.count_view(id);
            if (!reads) return std::nullopt;
            audience_.remember(view, time);
            ++metrics_.views;
            return reads;
        }
    }
    return archive_.reads_here(id);
}

/// Into out_: the page in the coding that the reader takes, or as it is until that is made.
void Network::append_sheet(Connection& c, const std::shared_ptr<Sheet>& sheet, std::uint64_t reads,
                           const Request& request) {
    const Coding coding = sheet->coding_for(c.habits.coding);
    if (coding != Coding::identity && sheet->claim_form(coding, reads))
        want_form(sheet, coding, reads);
    const Persistence persistence = persistence_of(c);
    const Sheet::Sent sent =
        sheet->append_answer(sheet->form(coding, reads), reads, request, persistence, out_);
    if (persistence == Persistence::close) c.last = true;
    note(c, request, sent.status, sent.bytes);
}

void Network::want_form(const std::shared_ptr<Sheet>& sheet, Coding coding, std::uint64_t reads) {
    const bool accepted =
        workers_.offer([bell = doorbell_, sheet, coding, reads, key = std::string(key_)] {
            auto form = sheet->make_form(coding, reads);
            bell->ring([sheet, coding, key, made = std::move(form)](Network& network) mutable {
                sheet->keep_form(coding, std::move(made));
                network.pages_.measure(key, sheet);
            });
        });
    if (!accepted) sheet->keep_form(coding, nullptr);  // the next reader asks again
}

/// False when somebody has to be asked.
bool Network::append_at_hand(Connection& c) {
    const Request& request = c.reader.request();
    if (!is_shareable(request) || !admit(c)) return false;
    if (metrics_.answer_bytes > answer_budget) return false;
    look_at(c);
    const auto sheet = pages_.find(key_of(c), archive_.newest(), time_);
    if (!sheet) return false;
    std::uint64_t reads = 0;
    if (sheet->dispatch()) {
        const auto counted = count(c, request, *sheet->dispatch());
        if (!counted) return false;
        reads = *counted;
    }
    ++metrics_.pages_kept;
    append_sheet(c, sheet, reads, request);
    return true;
}

void Network::note(const Connection& c, const Request& request, int status, std::size_t bytes) {
    metrics_.count(status);
    const auto took = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - c.begun);
    metrics_.took(took);
    if (log_.is_on()) log_.add(request, status, bytes, took, c.habits.kind, now());
}

std::optional<Response> Network::reserve_body(Connection& c, const Request& head) {
    const auto declared = c.reader.declared_length();
    const auto wanted = static_cast<std::int64_t>(declared.value_or(c.reader.body_received()));
    const std::int64_t more = std::max<std::int64_t>(wanted - c.body_bytes, 0);
    if (metrics_.body_bytes + more > body_budget) return busy_response(head);
    metrics_.body_bytes += more;
    c.body_bytes += more;
    return std::nullopt;
}

void Network::release_body(Connection& c) {
    metrics_.body_bytes -= c.body_bytes;
    c.body_bytes = 0;
}

/// The body, into the reader. An answer when it is not wanted; the connection must end then.
Awaitable<std::optional<Response>> Network::read_body(Connection& c) {
    Request& head = c.reader.request();
    const bool large = c.reader.declared_length().value_or(small_body + 1) > small_body;
    const bool writes = head.method != "GET" && head.method != "HEAD";
    // Who may not write hears so before sending megabytes.
    const bool nameless = head.authorization.empty() && head.auth_token.empty();
    if (writes && (large || c.reader.expects_continue() || nameless)) {
        std::move_only_function<Answer()> look = [request = head, &site = site_]() -> Answer {
            auto refused = refuse_early(request, site);
            if (refused) return std::move(*refused);
            return Stream{};
        };
        Answer early = co_await ask(c, std::move(look), head);
        if (auto* refused = std::get_if<Response>(&early)) co_return std::move(*refused);
    }
    c.phase = Phase::reading;
    if (c.reader.expects_continue()) {
        boost::system::error_code error;
        c.allow(transfer_time);
        co_await asio::async_write(c.socket, asio::buffer(continue_line),
                                   asio::redirect_error(awaiting, error));
    }
    const auto begun = Clock::now();
    while (c.reader.state() == RequestReader::State::body) {
        auto full = reserve_body(c, head);
        if (full) co_return std::move(*full);
        c.deadline = begun + time_for(c.reader.body_received());
        bool taken = false;
        if (!stopping_) taken = co_await take_bytes(c);
        if (!taken) {
            c.cut();
            co_return std::nullopt;
        }
    }
    co_return std::nullopt;
}

/// Says no, and reads on for a while so that it is heard.
Awaitable<bool> Network::refuse(Connection& c, const Request& head, Response response) {
    const bool written = co_await write(c, head, std::move(response), Persistence::close);
    if (written) co_await linger(c);
    co_return false;
}

/// False when the connection is to end.
Awaitable<bool> Network::answer_one(Connection& c) {
    c.phase = Phase::reading;
    const bool refused = c.reader.state() == RequestReader::State::refused;
    if (!refused) look_at(c);
    if (!refused && !admit(c)) {
        const Request head = head_only(c.reader.request());
        const bool again = co_await refuse(c, head, misdirected());
        co_return again;
    }
    c.reader.request().client = to_string(c.sender.address);
    c.reader.request().local = is_loopback(c.peer) && c.reader.forwarded().chain.empty();
    if (c.reader.state() == RequestReader::State::body) {
        auto unwanted = co_await read_body(c);
        if (unwanted) {
            const Request head = head_only(c.reader.request());
            const bool again = co_await refuse(c, head, std::move(*unwanted));
            co_return again;
        }
        if (!c.socket.is_open()) co_return false;
    }
    const Request head = head_only(c.reader.request());
    if (c.reader.state() == RequestReader::State::refused) {
        const auto& refusal = c.reader.refusal();
        Response response = error_response(head, refusal.status, refusal.line);
        const bool again = co_await refuse(c, head, std::move(response));
        co_return again;
    }
    Answer answered;
    if (is_shareable(head)) {
        answered = co_await shared_answer(c);
        say_not_modified(answered, head);
    } else {
        std::move_only_function<Answer()> work = [request = std::move(c.reader.request()),
                                                  &site = site_] {
            Answer answer = chappe::answer(request, site);
            // Never together with what only its owner may see (coding.h says why it would be safe).
            if (request.cookie.empty()) encode(answer, request);
            return answer;
        };
        answered = co_await ask(c, std::move(work), head);
    }
    release_body(c);
    if (!c.socket.is_open()) co_return false;
    if (c.sheet) {
        const std::shared_ptr<Sheet> sheet = std::move(c.sheet);
        c.sheet.reset();
        std::uint64_t reads = 0;
        if (sheet->dispatch()) reads = count(c, head, *sheet->dispatch()).value_or(sheet->reads());
        key_of(c);
        out_.clear();
        append_sheet(c, sheet, reads, head);
        write_at_once(c);
        const bool written = co_await write_rest(c);
        co_return written;
    }
    answered = co_await finish(c, std::move(answered), head);
    if (!c.socket.is_open()) co_return false;
    if (auto* follow = std::get_if<Stream>(&answered)) {
        if (head.method == "HEAD") {
            Response empty;
            empty.type = "text/event-stream; charset=utf-8";
            (void)co_await write(c, head, std::move(empty), Persistence::close);
            co_return false;
        }
        c.phase = Phase::streaming;
        c.position = follow->after;
        c.deadline = Clock::time_point::max();
        co_return false;
    }
    const Persistence persistence = persistence_of(c);
    const bool written =
        co_await write(c, head, std::move(std::get<Response>(answered)), persistence);
    co_return written&& persistence == Persistence::keep_alive;
}

/// A page that others may be waiting for as well: it is made once for all of them.
Awaitable<Answer> Network::shared_answer(Connection& c) {
    const ChangeSeq as_of = archive_.newest();  // before the page is made
    c.phase = Phase::answering;
    c.deadline = Clock::time_point::max();
    c.answer.reset();
    c.sheet.reset();
    const Making making{std::string(key_of(c)), as_of, c.habits.coding};
    auto& waiting = making_[making];
    waiting.push_back(c.id);
    if (waiting.size() == 1) {
        Request request = c.reader.request();
        request.if_none_match.clear();  // the page is made whole; who has it hears so later
        request.method = "GET";
        const bool accepted =
            workers_.offer([bell = doorbell_, making, asked = std::move(request), &site = site_] {
                Made made = make(asked, site, making.coding);
                bell->ring([making, told = std::move(made)](Network& network) mutable {
                    network.made(making, std::move(told));
                });
            });
        if (!accepted) {
            making_.erase(making);
            ++metrics_.queue_full;
            co_return busy_response(c.reader.request());
        }
    }
    Answer answer = co_await delivered(c);
    co_return answer;
}

void Network::made(const Making& making, Made what) {
    auto node = making_.extract(making);
    if (node.empty()) return;
    if (what.sheet) {
        ++metrics_.pages_made;
        pages_.keep(making.key, what.sheet, making.as_of, Clock::now());
    }
    const auto* response = std::get_if<Response>(&what.answer);
    const std::vector<ConnectionId>& waiting = node.mapped();
    for (std::size_t i = 0; i < waiting.size(); ++i) {
        const auto found = connections_.find(waiting[i]);
        if (found == connections_.end()) continue;
        if (what.sheet) {
            found->second->sheet = what.sheet;
            deliver(waiting[i], Stream{});
        } else if (i + 1 == waiting.size()) {
            deliver(waiting[i], std::move(what.answer));
        } else {
            deliver(waiting[i], response ? *response : busy_response(Request()));
        }
    }
}

/// Asks a worker. The request is answered 503 when too many wait.
Awaitable<Answer> Network::ask(Connection& c, std::move_only_function<Answer()> job,
                               const Request& head) {
    c.phase = Phase::answering;
    c.deadline = Clock::time_point::max();
    c.answer.reset();
    const bool accepted =
        workers_.offer([bell = doorbell_, id = c.id, work = std::move(job)]() mutable {
            Answer made = work();
            bell->ring([id, told = std::move(made)](Network& network) mutable {
                network.deliver(id, std::move(told));
            });
        });
    if (!accepted) {
        ++metrics_.queue_full;
        co_return busy_response(head);
    }
    Answer made = co_await delivered(c);
    co_return made;
}

Awaitable<Answer> Network::delivered(Connection& c) {
    while (!c.answer) {
        boost::system::error_code woken;
        c.signal.expires_at(Clock::time_point::max());
        co_await c.signal.async_wait(asio::redirect_error(awaiting, woken));
    }
    Answer made = std::move(*c.answer);
    c.answer.reset();
    co_return made;
}

/// Puts the count into a page that nobody else gets; hands a write to the archive's writer. This
/// connection waits for it, no thread does.
Awaitable<Answer> Network::finish(Connection& c, Answer asked, const Request& head) {
    Result<void> accepted;
    if (auto* counted = std::get_if<Counted>(&asked)) {
        const auto reads = counted->viewer == Viewer::desk ? archive_.reads_here(counted->id)
                                                           : count(c, head, counted->id);
        co_return with_reads(*counted, head, reads.value_or(counted->reads));
    } else if (auto* put = std::get_if<Put>(&asked)) {
        accepted = archive_.submit(
            std::move(put->submission), [bell = doorbell_, id = c.id](Result<Receipt> receipt) {
                bell->ring([id, told = std::move(receipt)](Network& network) {
                    network.written(id, answer_to(told));
                });
            });
    } else if (auto* one = std::get_if<Count>(&asked)) {
        const DispatchId dispatch = one->id;
        accepted = archive_.count_read(
            dispatch, [bell = doorbell_, id = c.id, dispatch](Result<std::uint64_t> reads) {
                bell->ring([id, dispatch, told = std::move(reads)](Network& network) {
                    network.written(id, answer_to(dispatch, told));
                });
            });
    } else if (auto* later = std::get_if<Later>(&asked)) {
        accepted = later->start([bell = doorbell_, id = c.id](Response response) {
            bell->ring([id, told = std::move(response)](Network& network) mutable {
                network.written(id, std::move(told));
            });
        });
    } else {
        co_return asked;
    }
    if (!accepted) co_return failure_response(head, accepted.error());
    ++metrics_.writes_waiting;
    Answer made = co_await delivered(c);
    co_return made;
}

void Network::written(ConnectionId id, Response response) {
    --metrics_.writes_waiting;
    deliver(id, std::move(response));
}

/// False when it did not get through.
Awaitable<bool> Network::write(Connection& c, const Request& head, Response response,
                               Persistence persistence) {
    if (metrics_.answer_bytes + static_cast<std::int64_t>(response.body.size()) > answer_budget)
        response = busy_response(head);
    const bool empty = head.method == "HEAD" || response.status == 304;
    out_ = head_of(response, persistence, head.secure ? Scheme::https : Scheme::http);
    if (!empty) out_ += response.body;
    note(c, head, response.status, empty ? 0 : response.body.size());
    if (persistence == Persistence::close) c.last = true;
    write_at_once(c);
    const bool written = co_await write_rest(c);
    co_return written;
}

}  // namespace chappe
