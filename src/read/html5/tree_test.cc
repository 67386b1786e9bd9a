// Trees: tests/html_trees/*.dat, blocks of "#data", an optional "#document-fragment" and
// "#document", in the form of html5lib's tests, written by us. CHAPPE_UPDATE=1 rewrites them.

#include "read/html5/tree.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "read/html5/dump.h"

namespace chappe {
namespace {

namespace fs = std::filesystem;

struct Case {
    std::string data;
    std::string fragment;
    std::string document;
};

std::vector<Case> cases_of(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    std::vector<Case> cases;
    std::string* part = nullptr;
    for (std::string line; std::getline(in, line);) {
        if (line == "#data") {
            part = &cases.emplace_back().data;
        } else if (line == "#document-fragment") {
            part = &cases.back().fragment;
        } else if (line == "#document") {
            part = &cases.back().document;
        } else if (part != nullptr) {
            if (!part->empty()) *part += '\n';
            *part += line;
        }
    }
    for (Case& one : cases)
        while (one.document.ends_with('\n')) one.document.pop_back();
    return cases;
}

std::string tree_of(const Case& one) {
    ParseOptions options;
    if (!one.fragment.empty()) {
        options.fragment.emplace();
        if (one.fragment.starts_with("svg ")) options.fragment->space = Namespace::svg;
        if (one.fragment.starts_with("math ")) options.fragment->space = Namespace::mathml;
        options.fragment->name = one.fragment.substr(one.fragment.rfind(' ') + 1);
    }
    const HtmlTree tree = parse_tree(one.data, options);
    EXPECT_EQ(broken_tree(tree), "");
    std::string dump = dump_tree(tree);
    if (!dump.empty()) dump.pop_back();
    return dump;
}

TEST(Tree, EachCaseGivesItsTree) {
    std::size_t number = 0;
    for (const auto& file : fs::directory_iterator(CHAPPE_SOURCE_DIR "/tests/html_trees")) {
        if (file.path().extension() != ".dat") continue;
        std::string rewritten;
        for (const Case& one : cases_of(file.path())) {
            ++number;
            const std::string tree = tree_of(one);
            EXPECT_EQ(tree, one.document) << file.path().filename() << "\n" << one.data;
            rewritten += "#data\n" + one.data + "\n";
            if (!one.fragment.empty()) rewritten += "#document-fragment\n" + one.fragment + "\n";
            rewritten += "#document\n" + tree + "\n\n";
        }
        if (std::getenv("CHAPPE_UPDATE") != nullptr)
            std::ofstream(file.path(), std::ios::binary) << rewritten;
    }
    EXPECT_GE(number, 30u);
}

std::string repeated(std::string_view piece, std::size_t times) {
    std::string out;
    for (std::size_t i = 0; i < times; ++i) out += piece;
    return out;
}

TEST(Tree, HostileMarkupKeepsThePromises) {
    std::string many_attributes = "<p";
    for (int i = 0; i < 20'000; ++i) many_attributes += " a" + std::to_string(i);
    std::string unlike;
    for (int i = 0; i < 5'000; ++i) unlike += "<b a=" + std::to_string(i) + ">";
    for (const std::string& markup :
         {repeated("<div>", 20'000), repeated("<b><p>", 5'000), unlike + repeated("<p>x", 5'000),
          repeated("<template>", 5'000), repeated("<table><tr><td>", 5'000),
          "<table>" + repeated("x<b>", 5'000), repeated("<svg><g>", 5'000),
          repeated("<math><mi>", 5'000), repeated("<a><p>", 5'000) + repeated("</a>", 5'000),
          repeated("<select><option>", 5'000), repeated("<nobr><font><b>", 3'000),
          repeated("<svg><foreignObject>", 3'000), many_attributes + ">", repeated("</p>", 20'000),
          repeated("<body a>", 5'000),
          repeated("<button><selectedcontent><select><object>", 500)}) {
        EXPECT_EQ(broken_tree(parse_tree(markup)), "") << markup.substr(0, 40);
    }
}

TEST(Tree, CutsAreNoted) {
    EXPECT_TRUE(parse_tree(repeated("<div>", 400)).notes.empty());
    EXPECT_EQ(parse_tree(repeated("<div>", 600)).notes,
              std::vector<std::string>{"nesting cut: deeper than 512"});
    EXPECT_EQ(parse_tree("<p" + repeated(" a b c d e f g h i j", 100) + ">").notes.size(), 0u);
}

TEST(Tree, WhatWasCutIsNotClosedTwice) {
    const std::string deep = repeated("<div>", 600) + repeated("</div>", 600) + "<p>behind";
    const std::string tree = dump_tree(parse_tree(deep));
    EXPECT_NE(tree.find("\n|     <p>\n|       \"behind\""), std::string::npos);
}

TEST(Tree, APageOfLongIsolatedTextsTakesItsSizeOnly) {
    // Each piece of text is cut off by an end tag that means nothing, so it is copied together.
    const HtmlTree tree = parse_tree("<p>" + repeated("word</nothing>", 20'000));
    EXPECT_EQ(tree.nodes.back().size, 80'000u);
}

}  // namespace
}  // namespace chappe
