#pragma once
// Ids of the archive. They never mix.

#include <cstdint>

namespace chappe {

enum class DispatchId : std::int64_t {};
/// Position in the order of visible changes: the wire, live events, feeds and caches follow it.
enum class ChangeSeq : std::int64_t {};
/// Someone who can log in.
enum class UserId : std::int64_t {};
/// Whom news comes from.
enum class SourceId : std::int64_t {};
/// A page that is to be read, or was: the text behind a feed's entry, a link of a watched page.
enum class PageId : std::int64_t {};

/// Lasting, while the words of the statement and its speaker's stay.
enum class StatementId : std::int64_t {};
/// An actor of the whole archive; those of one document have an ActorId (annotations.h).
enum class KnownActorId : std::int64_t {};
/// A search whose matches are sent to an address.
enum class AlertId : std::int64_t {};

constexpr std::int64_t number_of(DispatchId id) {
    return static_cast<std::int64_t>(id);
}
constexpr std::int64_t number_of(ChangeSeq seq) {
    return static_cast<std::int64_t>(seq);
}
constexpr std::int64_t number_of(UserId id) {
    return static_cast<std::int64_t>(id);
}
constexpr std::int64_t number_of(SourceId id) {
    return static_cast<std::int64_t>(id);
}
constexpr std::int64_t number_of(PageId id) {
    return static_cast<std::int64_t>(id);
}

constexpr std::int64_t number_of(StatementId id) {
    return static_cast<std::int64_t>(id);
}
constexpr std::int64_t number_of(KnownActorId id) {
    return static_cast<std::int64_t>(id);
}
constexpr std::int64_t number_of(AlertId id) {
    return static_cast<std::int64_t>(id);
}

}  // namespace chappe
