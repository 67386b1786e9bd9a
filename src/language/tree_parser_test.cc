#include "language/tree_parser.h"

#include <gtest/gtest.h>

#include "language/train_parser.h"

namespace chappe {
namespace {

/// Words of a small language: an article before a noun before a verb before an article and a noun.
GoldTree tree_of(std::initializer_list<std::uint32_t> tags,
                 std::initializer_list<std::uint32_t> heads,
                 std::initializer_list<std::uint32_t> relations) {
    GoldTree tree;
    auto head = heads.begin();
    auto relation = relations.begin();
    for (const std::uint32_t tag : tags) {
        tree.words.push_back({tag * 100, tag * 100, tag, tag, 0, Part::other});
        tree.arcs.push_back({*head++, *relation++});
    }
    return tree;
}

TEST(TreeParser, LearnsTheTreesOfATreebank) {
    // relations: 0 root, 1 det, 2 subject, 3 object; tags: 1 article, 2 noun, 3 verb
    const std::vector<GoldTree> trees = {tree_of({1, 2, 3, 1, 2}, {2, 3, 0, 5, 3}, {1, 2, 0, 1, 3}),
                                         tree_of({2, 3, 2}, {2, 0, 2}, {2, 0, 3}),
                                         tree_of({1, 2, 3}, {2, 3, 0}, {1, 2, 0}),
                                         tree_of({3, 1, 2}, {0, 3, 1}, {0, 1, 3})};
    TreeParser parser;
    parser.relations = {"root", "det", "nsubj", "obj"};
    const Course course{.scout_epochs = 4, .members = 1, .epochs = 8, .features = 100'000};
    int epochs = 0;
    train_parser(parser, trees, course, 1, [&](const std::string&) { ++epochs; });
    EXPECT_EQ(epochs, course.scout_epochs + course.epochs);
    for (const GoldTree& tree : trees) {
        const std::vector<Arc> arcs = parser.parse(tree.words);
        for (std::size_t i = 0; i < arcs.size(); ++i) {
            EXPECT_EQ(arcs[i].head, tree.arcs[i].head);
            EXPECT_EQ(arcs[i].relation, tree.arcs[i].relation);
        }
    }
}

TEST(TreeParser, AnyWordsGiveATreeWithOneRoot) {
    TreeParser untrained;
    untrained.relations = {"root", "dep"};
    for (const std::size_t size : {0U, 1U, 2U, 7U, 300U}) {
        const std::vector<TreeWord> words(size);
        const std::vector<Arc> arcs = untrained.parse(words);
        ASSERT_EQ(arcs.size(), size);
        const auto roots =
            std::count_if(arcs.begin(), arcs.end(), [](const Arc& arc) { return arc.head == 0; });
        EXPECT_EQ(roots, size == 0 ? 0 : 1);
        for (const Arc& arc : arcs) EXPECT_EQ(arc.head == 0, arc.relation == 0);
    }
}

}  // namespace
}  // namespace chappe
