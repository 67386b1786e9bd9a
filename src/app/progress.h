#pragma once
// What a long command is doing: one line that is written over on a terminal, else a line a step.

#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <string>

namespace chappe {

class Progress {
 public:
    void say(const std::string& step) const {
        const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - begin_;
        std::fprintf(stderr, terminal_ ? "\r%6.1f s  %-50s" : "%6.1f s  %s\n", spent.count(),
                     step.c_str());
    }
    void end() const {
        if (terminal_) std::fputc('\n', stderr);
    }

 private:
    std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
    bool terminal_ = ::isatty(STDERR_FILENO) != 0;
};

}  // namespace chappe
