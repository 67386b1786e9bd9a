#pragma once
// Names of hosts, in the one form in which they are judged, resolved and dialled.
//
//     Пример.РФ.    xn--e1afmkfd.xn--p1ai
//     １２７.0.0.1    nothing: a number in full-width digits is no name

#include <optional>
#include <string>
#include <string_view>

namespace chappe {

/// Lower-case ASCII (IDNA 2008 as UTS 46 maps it), one dot at the end dropped. Nothing when the
/// text is not UTF-8 or not a name of letters, digits, hyphens and underscores (RFC 1035 lengths),
/// and nothing when its last label does not begin with a letter: what some parser takes for a
/// number
/// ("127.1", "0x7f.1", "1.1.1.1.1") is never a name.
std::optional<std::string> ascii_name(std::string_view host);

/// Names that mean a machine nearby: "printer", "localhost", "x.local", "y.internal". For the
/// result of ascii_name.
bool is_local_name(std::string_view name);

}  // namespace chappe
