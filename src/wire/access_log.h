#pragma once
// The access log: one JSON object a line for each answer. Never an address, a browser's name, or
// what stands behind the `?` of an address: what a reader searches for is nobody's business.
//
//     {"time":"2024-04-03T06:30:00Z","method":"GET","path":"/d/7","status":200,"bytes":5213,
//      "ms":0.4,"client":"person"}

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/time.h"
#include "wire/audience.h"
#include "wire/http.h"

namespace chappe {

class AccessLog {
 public:
    /// `path`: a file, "-" for standard output, empty for none. `refused` when it cannot be
    /// written.
    [[nodiscard]] static Result<AccessLog> open(std::string path);

    bool is_on() const { return !path_.empty(); }
    const std::string& path() const { return path_; }

    void add(const Request&, int status, std::size_t bytes, std::chrono::microseconds took,
             ClientKind, Instant now);
    /// The lines since the last time. What cannot be written fast enough is left out, and said so.
    std::string take();

    /// Appends lines. Opens the file anew each time, so that it may be moved away at any time.
    [[nodiscard]] static Result<void> write(const std::string& path, std::string_view lines);

 private:
    std::string path_;
    std::string lines_;
    std::size_t left_out_ = 0;
};

}  // namespace chappe
