// Any bytes give a language code or nothing, and a confidence between 0 and 1.

#include "language/identify.h"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    const chappe::LanguageGuess guess =
        chappe::identify_language({reinterpret_cast<const char*>(data), size});
    if (guess.confidence < 0 || guess.confidence > 1) std::abort();
    if (guess.language.empty() != (guess.confidence == 0)) std::abort();
    if (guess.language.size() == 1 || guess.language.size() > 3) std::abort();
    return 0;
}
