#include "app/report.h"

#include <cstdio>

namespace chappe {

int report(const Error& error) {
    std::fprintf(stderr, "chappe: %s\n", error.message.c_str());
    return exit_code(error.failure);
}

}  // namespace chappe
