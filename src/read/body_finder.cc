// Steps: the container (body_container.h), the signs of each block in and around it
// (body_features.h), and a block is the article's when the weights of its signs add up to more than
// nothing: logistic regression, learned by tools/train_body on pages whose articles are known. When
// that leaves almost nothing of the container's prose, the prose itself is taken, and a note says
// so.

#include "read/body_finder.h"

#include <algorithm>
#include <vector>

#include "read/body_container.h"
#include "read/body_features.h"
#include "read/sign_weights.h"
#include "read/words.h"

namespace chappe {
namespace {

const std::vector<double>& weights() {
    static const std::vector<double> table = sign_weights(
        "body_weights", count_of_features(),
        [](std::size_t feature) { return name_of_feature(static_cast<Feature>(feature)); });
    return table;
}

class BodyFinder {
 public:
    BodyFinder(const HtmlDocument& document, const PageScan& scan, const PageMetadata& page,
               BodyContainer&& container)
        : document_(document), scan_(scan), page_(page), container_(std::move(container)) {}

    FoundBody find() {
        FoundBody found;
        const auto features = body_features(document_, scan_, page_, container_);
        double core = 0, kept = 0;
        for (std::size_t i = 0; i < scan_.blocks.size(); ++i) {
            const bool is_core = container_.places[i].prose && container_.places[i].value > 0 &&
                                 !container_.places[i].left_out && inside(i);
            const auto words = static_cast<double>(scan_.blocks[i].words);
            if (is_core) core += words;
            if (!belongs(i, features[i])) continue;
            if (is_core) kept += words;
            found.blocks.push_back(i);
        }
        if (kept < 0.3 * core) {
            found.blocks.clear();
            for (std::size_t i = 0; i < scan_.blocks.size(); ++i)
                if (container_.places[i].prose && !container_.places[i].left_out && inside(i))
                    found.blocks.push_back(i);
            found.note = "body: every block of prose in its part of the page";
        }
        while (!found.blocks.empty() &&
               scan_.blocks[found.blocks.back()].kind == Block::Kind::heading)
            found.blocks.pop_back();  // a heading that nothing follows leads elsewhere
        for (const std::size_t i : found.blocks) found.words += scan_.blocks[i].words;
        return found;
    }

 private:
    bool inside(std::size_t i) const {
        return document_.is_inside(scan_.blocks[i].first, container_.node);
    }

    bool belongs(std::size_t i, const std::vector<Feature>& features) const {
        if (features.empty()) return false;
        if (fold_case(scan_.blocks[i].text) == container_.folded_title) return false;
        double sum = 0;
        for (const Feature feature : features) sum += weights()[feature];
        return sum > 0;
    }

    const HtmlDocument& document_;
    const PageScan& scan_;
    const PageMetadata& page_;
    BodyContainer container_;
};

}  // namespace

FoundBody find_body(const HtmlDocument& document, const PageScan& scan, const PageMetadata& page,
                    std::string_view title, NodeId title_node) {
    return BodyFinder(document, scan, page, find_container(document, scan, page, title, title_node))
        .find();
}

}  // namespace chappe
