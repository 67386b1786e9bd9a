#include "app/intake.h"

#include "app/pipeline.h"

namespace chappe {

Intake::Intake(Archive& archive, std::size_t threads) : archive_(archive) {
    for (std::size_t i = 0; i < threads; ++i) threads_.emplace_back([this] { work(); });
}

Intake::~Intake() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    work_.notify_all();
    for (std::thread& thread : threads_) thread.join();
}

void Intake::take(Delivery delivery, Queue::Kept kept) {
    {
        const std::lock_guard lock(mutex_);
        waiting_.emplace_back(std::move(delivery), std::move(kept));
    }
    work_.notify_one();
}

void Intake::work() {
    for (;;) {
        std::unique_lock lock(mutex_);
        work_.wait(lock, [&] { return stopping_ || !waiting_.empty(); });
        if (waiting_.empty()) return;
        auto [delivery, kept] = std::move(waiting_.front());
        waiting_.pop_front();
        lock.unlock();
        run_pipeline(archive_, std::move(delivery), std::move(kept));
    }
}

}  // namespace chappe
