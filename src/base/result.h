#pragma once
// Errors of the things that can fail: disk, network, database, configuration. Reading a page never
// fails, so nothing in read/ or language/ returns a Result.

#include <expected>
#include <string>
#include <utility>

namespace chappe {

/// What the caller can do about it.
enum class Failure {
    absent,   // there is no such thing                          404, exit 1
    refused,  // the request itself is wrong                     400, exit 2
    busy,     // try again later                                 503, exit 3
    full,     // no room on the disk; free some and try again    507, exit 4
    broken,   // damaged or missing; an operator must act        500, exit 5
};

/// `message` is one clear line for people: what happened and what to do.
struct Error {
    Failure failure = Failure::broken;
    std::string message;
};

template <typename T>
using Result = std::expected<T, Error>;

/// `return fail(Failure::absent, "cannot open " + path);`
inline std::unexpected<Error> fail(Failure failure, std::string message) {
    return std::unexpected(Error{failure, std::move(message)});
}

/// The exit code of a command that ended with this failure.
constexpr int exit_code(Failure failure) {
    return static_cast<int>(failure) + 1;
}

/// The value of a Result, or return its error from this function. Not for coroutines.
#define TRY(expression)                                                               \
    ({                                                                                \
        auto result_of_try = (expression);                                            \
        if (!result_of_try) return std::unexpected(std::move(result_of_try).error()); \
        *std::move(result_of_try);                                                    \
    })

}  // namespace chappe
