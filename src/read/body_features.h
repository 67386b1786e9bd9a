#pragma once
// Body features: what speaks for and against a block being the article's, as small signs.
//
//     "Sign up for our newsletter"   kind and length, in the container, cue: subscribe, near the
//     end
//
// Each sign has a name and a weight in lexicons/body_weights.tsv; their sum decides. The weights
// are learned by tools/train_body.

#include <cstdint>
#include <functional>
#include <span>
#include <string>

#include "read/body_container.h"
#include "read/metadata.h"
#include "read/page_scan.h"

namespace chappe {

using Feature = std::uint16_t;

/// Calls `visit` with each block of the scan that could be the article's and its signs, in order.
void visit_candidates(const HtmlDocument&, const PageScan&, const PageMetadata&,
                      const BodyContainer&,
                      const std::function<void(std::size_t, std::span<const Feature>)>& visit);

/// "words paragraph 20-39": as in the table of weights.
std::string name_of_feature(Feature);
std::size_t count_of_features();

}  // namespace chappe
