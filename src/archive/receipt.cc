#include "archive/receipt.h"

#include <algorithm>
#include <array>
#include <boost/json.hpp>

#include "base/json_writer.h"

namespace chappe {
namespace {

constexpr std::array<std::string_view, 4> outcomes = {"created", "edited", "unchanged", "gone"};

std::optional<Receipt::Item> item_in(const boost::json::value& value) {
    const boost::json::array* parts = value.if_array();
    if (!parts || parts->size() != 2 || !(*parts)[0].is_int64() || !(*parts)[1].is_string())
        return std::nullopt;
    const std::string_view name = (*parts)[1].get_string();
    const auto outcome = std::find(outcomes.begin(), outcomes.end(), name);
    if (outcome == outcomes.end()) return std::nullopt;
    return Receipt::Item{DispatchId{(*parts)[0].get_int64()},
                         static_cast<Outcome>(outcome - outcomes.begin())};
}

}  // namespace

std::string json_of(const Receipt& receipt) {
    JsonWriter writer;
    writer.begin_array();
    for (const Receipt::Item& item : receipt.items)
        writer.begin_array()
            .number(number_of(item.id))
            .string(outcomes[static_cast<std::size_t>(item.outcome)])
            .end_array();
    return writer.end_array().take();
}

std::optional<Receipt> receipt_in(std::string_view text) {
    boost::system::error_code error;
    const boost::json::value value = boost::json::parse(text, error);
    if (error || !value.is_array()) return std::nullopt;
    Receipt receipt;
    for (const boost::json::value& part : value.get_array()) {
        const auto item = item_in(part);
        if (!item) return std::nullopt;
        receipt.items.push_back(*item);
    }
    return receipt;
}

}  // namespace chappe
