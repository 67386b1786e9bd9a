#pragma once
// A text parsed for tests.

#include <memory>
#include <string>
#include <vector>

#include "language/parse.h"
#include "understand/cues.h"
#include "understand/features.h"
#include "understand/node_text.h"

namespace chappe {

struct TestText {
    std::string text;
    ParsedText parsed;
    NodeText nodes;
    std::vector<CueMatch> cues;
    FeatureText features;

    TestText(std::string words, std::string_view language)
        : text(std::move(words)),
          parsed(parse(text, find_language(language) ? *find_language(language) : any_language())),
          nodes(text, parsed),
          cues(CueLexicon::of(language).matches(nodes)),
          features(nodes, cues) {}
    TestText(const TestText&) = delete;

    std::string words(NodeRange range) const {
        return range.empty() ? "" : std::string(nodes.span(range).in(text));
    }
};

}  // namespace chappe
