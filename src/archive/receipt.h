#pragma once
// A receipt as it is kept under an idempotency key: [[12,"created"],[13,"edited"]]

#include <optional>
#include <string>
#include <string_view>

#include "archive/archive.h"

namespace chappe {

std::string json_of(const Receipt&);
/// Nothing when the text is no receipt.
std::optional<Receipt> receipt_in(std::string_view json);

}  // namespace chappe
