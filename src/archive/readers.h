#pragma once
// Readers: connections that only read, leased to whoever asks.

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "archive/sqlite/database.h"
#include "base/result.h"

namespace chappe {

class Readers {
 public:
    /// At most `count` connections, opened when first needed.
    Readers(std::filesystem::path file, Access access, std::size_t count);

    /// One connection, given back at the end.
    class Lease {
     public:
        Lease(Readers& pool, std::unique_ptr<Database> database, std::uint64_t generation)
            : pool_(&pool), database_(std::move(database)), generation_(generation) {}
        Lease(Lease&& other) noexcept
            : pool_(std::exchange(other.pool_, nullptr)),
              database_(std::move(other.database_)),
              generation_(other.generation_) {}
        Lease& operator=(Lease&&) = delete;
        ~Lease() {
            if (pool_) pool_->take_back(std::move(database_), generation_);
        }

        Database& operator*() { return *database_; }
        bool is_open() const { return database_ != nullptr; }
        void set(Database database) { database_ = std::make_unique<Database>(std::move(database)); }
        /// Something is wrong with it: close it instead of lending it again.
        void discard() { database_.reset(); }

     private:
        Readers* pool_;
        std::unique_ptr<Database> database_;
        std::uint64_t generation_;
    };

    /// `busy` when none gets free within 2 s.
    [[nodiscard]] Result<Lease> lease();

    /// From now on connections are opened like this; older ones are closed when they come back.
    void reopen(Access access);

 private:
    void take_back(std::unique_ptr<Database> database, std::uint64_t generation);

    std::filesystem::path file_;
    std::mutex mutex_;
    std::condition_variable returned_;
    Access access_;
    std::size_t free_;  // that may still be lent
    std::uint64_t generation_ = 0;
    std::vector<std::unique_ptr<Database>> idle_;
};

}  // namespace chappe
