#include "app/password_input.h"

#include <termios.h>
#include <unistd.h>

#include <iostream>

namespace chappe {
namespace {

/// What is typed does not show while this lives.
class Silence {
 public:
    Silence() {
        known_ = tcgetattr(STDIN_FILENO, &before_) == 0;
        if (!known_) return;
        termios silent = before_;
        silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        silent.c_lflag |= ECHONL;
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
    }
    ~Silence() {
        if (known_) tcsetattr(STDIN_FILENO, TCSANOW, &before_);
    }
    Silence(const Silence&) = delete;
    Silence& operator=(const Silence&) = delete;

 private:
    termios before_{};
    bool known_ = false;
};

Result<std::string> read_line() {
    std::string line;
    if (!std::getline(std::cin, line)) return fail(Failure::refused, "no password was given");
    if (line.ends_with('\r')) line.pop_back();
    return line;
}

Result<std::string> ask(const char* words) {
    std::fprintf(stderr, "%s", words);
    return read_line();
}

}  // namespace

Result<std::string> read_new_password() {
    if (isatty(STDIN_FILENO) == 0) return read_line();
    const Silence silence;
    std::string password = TRY(ask("Password (10 characters or more): "));
    if (TRY(ask("Once more: ")) != password)
        return fail(Failure::refused, "these were two different passwords; try again");
    return password;
}

}  // namespace chappe
