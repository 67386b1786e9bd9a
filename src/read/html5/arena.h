#pragma once
// Memory that is given back all at once: texts that a page's tree points into.

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <memory>
#include <string_view>
#include <vector>

namespace chappe {

class Arena {
 public:
    /// `size` bytes that stay where they are as long as the arena lives.
    char* take(std::size_t size) {
        if (size > left_) add_block(size);
        char* const memory = next_;
        next_ += size;
        left_ -= size;
        return memory;
    }

    /// Gives back the last `size` bytes of what was taken last.
    void give_back(std::size_t size) {
        next_ -= size;
        left_ += size;
    }

    std::string_view keep(std::string_view text) {
        char* const memory = take(text.size());
        if (!text.empty()) std::memcpy(memory, text.data(), text.size());
        return {memory, text.size()};
    }

    /// For checks: the view lies inside memory of this arena.
    bool holds(std::string_view text) const {
        return std::any_of(blocks_.begin(), blocks_.end(), [text](const Block& block) {
            return text.data() >= block.bytes.get() &&
                   text.data() + text.size() <= block.bytes.get() + block.size;
        });
    }

 private:
    struct Block {
        std::unique_ptr<char[]> bytes;
        std::size_t size;
    };

    void add_block(std::size_t at_least) {
        const std::size_t size =
            std::max(at_least, block_size << std::min<std::size_t>(blocks_.size(), 6));
        blocks_.push_back({std::make_unique_for_overwrite<char[]>(size), size});
        next_ = blocks_.back().bytes.get();
        left_ = size;
    }

    static constexpr std::size_t block_size = 16'384;
    std::vector<Block> blocks_;
    char* next_ = nullptr;
    std::size_t left_ = 0;
};

}  // namespace chappe
