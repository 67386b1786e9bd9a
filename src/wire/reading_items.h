#pragma once
// What the doors of all feed readers say alike of a dispatch and of a source.

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "archive/archive.h"
#include "wire/asked.h"

namespace chappe {

/// "https://wire.example/d/7"
std::string own_address(std::string_view public_url, DispatchId);
/// Of the page it came from; else our own.
std::string item_address(const Dispatch&, const std::string& own);
/// "…" where the source had none.
std::string item_title(const Dispatch&);
/// Who wrote it, else the agency; empty when nobody is named.
std::string item_author(const Dispatch&);
/// Of what is listed under nothing, "Chappe".
std::string_view category_title(const ShelfCategory&);

/// The texts of entries, in their order. What went off the wire meanwhile is left out.
struct FoundItem {
    ShelfEntry entry;
    StoredDispatch stored;
};
[[nodiscard]] Result<std::vector<FoundItem>> texts_of(Archive&, std::vector<ShelfEntry>);

/// Hands a change to the archive's writer; `done` is said once it is kept.
Later keep_then(const Asked&, ShelfChange, std::function<Response()> done);

}  // namespace chappe
