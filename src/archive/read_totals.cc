#include "archive/read_totals.h"

#include <algorithm>
#include <iterator>
#include <map>

namespace chappe {

Fold fold_after(ReadJournals journals, std::uint64_t position) {
    Fold fold{position, position, {}};
    const auto left = unfolded(std::move(journals.first), std::move(journals.second), position);
    if (!left) return fold;
    std::map<DispatchId, std::uint64_t> reads;
    for (const auto* records : {&left->older, &left->newer})
        for (const ReadRecord& record : *records) {
            if (record.sequence != fold.to + 1) break;
            fold.to = record.sequence;
            ++reads[record.dispatch];
        }
    fold.reads.assign(reads.begin(), reads.end());
    return fold;
}

void ReadTotals::reset(std::uint64_t position) {
    position_ = position;
    folding_.reset();
    entries_.clear();
    places_.clear();
    journalled_.clear();
}

ReadTotals::Entry* ReadTotals::use(DispatchId id) {
    const auto place = places_.find(number_of(id));
    if (place == places_.end()) return nullptr;
    entries_.splice(entries_.begin(), entries_, place->second);
    return &*place->second;
}

ReadTotals::Entry& ReadTotals::make(DispatchId id) {
    if (Entry* entry = use(id)) return *entry;
    make_room();
    entries_.push_front({id, 0, 0, 0, 0});
    places_.emplace(number_of(id), entries_.begin());
    return entries_.front();
}

/// The longest unused goes. What is not folded must stay and gets another turn; a few tries, so
/// that no call takes long.
void ReadTotals::make_room() {
    for (int tries = 0; tries < 4 && entries_.size() >= limit_; ++tries) {
        const Entry& last = entries_.back();
        if (last.folding != 0 || last.journalled != 0) {
            entries_.splice(entries_.begin(), entries_, std::prev(entries_.end()));
            continue;
        }
        places_.erase(number_of(last.id));
        entries_.pop_back();
    }
}

std::optional<std::uint64_t> ReadTotals::find(DispatchId id) {
    const Entry* entry = use(id);
    if (!entry || entry->valid != valid_) return std::nullopt;
    return entry->in_database + entry->folding + entry->journalled;
}

void ReadTotals::add(DispatchId id) {
    Entry& entry = make(id);
    if (entry.journalled++ == 0) journalled_.push_back(id);
}

std::optional<std::uint64_t> ReadTotals::complete(DispatchId id, ReadsInDatabase found, Keep keep) {
    const Entry* known = use(id);
    const std::uint64_t folding = known ? known->folding : 0;
    const std::uint64_t journalled = known ? known->journalled : 0;
    std::uint64_t without = found.reads;  // what is being folded, which end_fold adds
    if (folding_ && found.position == folding_->to)
        without -= std::min(folding, found.reads);
    else if (found.position != position_)
        return std::nullopt;
    // Snapshots may come in another order than they were taken; reads only rise.
    if (known) without = std::max(without, known->in_database);
    if (keep == Keep::yes) {
        Entry& entry = make(id);
        entry.in_database = without;
        entry.valid = valid_;
    }
    return without + folding + journalled;
}

const Fold& ReadTotals::begin_fold(std::uint64_t last) {
    folding_ = Fold{position_, last, {}};
    folding_->reads.reserve(journalled_.size());
    for (const DispatchId id : journalled_) {
        Entry& entry = *places_.at(number_of(id));
        entry.folding = std::exchange(entry.journalled, 0);
        folding_->reads.emplace_back(id, entry.folding);
    }
    journalled_.clear();
    return *folding_;
}

void ReadTotals::end_fold() {
    for (const auto& [id, reads] : folding_->reads) {
        Entry& entry = *places_.at(number_of(id));
        entry.in_database += std::exchange(entry.folding, 0);
    }
    position_ = folding_->to;
    folding_.reset();
}

void ReadTotals::raise(DispatchId id, std::uint64_t reads) {
    if (Entry* entry = use(id)) entry->in_database = std::max(entry->in_database, reads);
}

void ReadTotals::forget(DispatchId id) {
    if (Entry* entry = use(id)) entry->valid = 0;
}

}  // namespace chappe
