#pragma once
// Templates: the n-th key that is added is of the n-th template.

#include <cstdint>

#include "language/feature_key.h"
#include "understand/chain.h"

namespace chappe {

class Templates {
 public:
    Templates(KeyRows& keys, std::uint64_t first) : keys_(keys), next_(first) {}
    void add(std::uint64_t value) { keys_.add(feature_key(next_++, value)); }
    void add(std::uint64_t a, std::uint64_t b) { add(join(a, b)); }
    void add(std::uint64_t a, std::uint64_t b, std::uint64_t c) { add(join(a, b, c)); }
    void add(std::uint64_t a, std::uint64_t b, std::uint64_t c, std::uint64_t d) {
        add(join(a, b, c, d));
    }

 private:
    KeyRows& keys_;
    std::uint64_t next_;
};

}  // namespace chappe
