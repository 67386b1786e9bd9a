#pragma once
// Link headers of an answer (RFC 8288):
//
//     <https://hub.example/>; rel="hub", </feed.xml>; rel="self"

#include <string>
#include <string_view>

namespace chappe {

/// The first target with this relation (lower case), absolute against `base`; empty when there is
/// none that http or https leads to. Total: any bytes give an answer.
std::string link_with(std::string_view relation, std::string_view header, std::string_view base);

}  // namespace chappe
