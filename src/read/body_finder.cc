// Steps: the container (body_container.h), the signs of each block in and around it
// (body_features.h), and a block is the article's when the weights of its signs add up to more than
// nothing: logistic regression, learned by tools/train_body on pages whose articles are known. When
// that leaves almost nothing of the container's prose, the prose itself is taken, and a note says
// so.

#include "read/body_finder.h"

#include <algorithm>
#include <vector>

#include "read/authors.h"
#include "read/body_container.h"
#include "read/body_features.h"
#include "read/credit.h"
#include "read/sign_weights.h"
#include "read/small_print.h"
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
        visit_candidates(document_, scan_, page_, container_,
                         [&](std::size_t i, std::span<const Feature> features) {
                             if (belongs(i, features)) found.blocks.push_back(i);
                         });
        double core = 0, kept = 0;
        for (std::size_t i = 0; i < scan_.blocks.size(); ++i) core += core_words(i);
        for (const std::size_t i : found.blocks) kept += core_words(i);
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
        take_signature(found);
        add_credit_line(found);
        for (const std::size_t i : found.blocks) found.words += scan_.blocks[i].words;
        return found;
    }

 private:
    /// "By Ada Lovelace" before the text.
    void take_signature(FoundBody& found) const {
        constexpr std::size_t reach = 2;  // blocks: a standfirst may be before it
        for (std::size_t k = 0; k < reach && found.blocks.size() > 1; ++k) {
            const PageBlock& block = scan_.blocks[found.blocks[k]];
            if (block.kind != Block::Kind::paragraph) return;
            found.signed_by = signed_names(block.text, page_.site);
            if (found.signed_by.empty()) continue;
            found.blocks.erase(found.blocks.begin() + static_cast<std::ptrdiff_t>(k));
            return;
        }
    }

    /// "(Reuters)", "Source : AFP" in a line of its own behind the text: finish() cuts it.
    void add_credit_line(FoundBody& found) const {
        constexpr std::size_t far = 2;  // blocks behind the last
        if (found.blocks.empty()) return;
        const std::size_t last = found.blocks.back();
        for (std::size_t i = last + 1; i <= last + far && i < scan_.blocks.size(); ++i) {
            if (!inside(i) || container_.places[i].left_out) continue;
            if (!find_byline_credit(scan_.blocks[i].text)) continue;
            found.blocks.push_back(i);
            return;
        }
    }

    bool inside(std::size_t i) const {
        return document_.is_inside(scan_.blocks[i].first, container_.node);
    }

    /// Words of prose that the container was chosen for.
    double core_words(std::size_t i) const {
        const BlockPlace& place = container_.places[i];
        const bool is_core = place.prose && place.value > 0 && !place.left_out && inside(i);
        return is_core ? static_cast<double>(scan_.blocks[i].words) : 0;
    }

    bool belongs(std::size_t i, std::span<const Feature> features) const {
        if (folds_to(scan_.blocks[i].text, container_.folded_title)) return false;
        double sum = 0;
        for (const Feature feature : features) sum += weights()[feature];
        return sum > 0 && !says_it_is_none(i);
    }

    /// A pointer to another piece, a date line, a line of tags: known by its words
    /// alone.
    bool says_it_is_none(std::size_t i) const {
        constexpr std::uint32_t most_words = 40;  // of small print, which has 240 bytes at most
        const std::string_view text = scan_.blocks[i].text;
        if (is_pointer_elsewhere(text)) return true;
        if (scan_.blocks[i].words > most_words)
            return !container_.places[i].prose && find_tags(text);
        const SmallPrint print = read_small_print(text, page_.language);
        if (container_.places[i].prose) return print.unexplained == 0 && is_small_print(print);
        return is_small_print(print) || find_tags(text);
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
