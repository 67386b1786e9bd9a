#include "wire/source_outline.h"

#include <gtest/gtest.h>

namespace chappe {
namespace {

WatchedSource source(std::string address, std::string_view title, std::string category = {}) {
    WatchedSource made;
    made.name = made.address = std::move(address);
    made.title = Text::repair(title);
    made.category = std::move(category);
    return made;
}

TEST(Opml, HasAnOutlineForEachCategoryAndLeavesFoldersOut) {
    WatchedSource folder = source("/srv/in", "");
    folder.kind = SourceKind::folder;
    EXPECT_EQ(opml_of({source("https://a.example/rss?x=1&y=2", "Le <fil>", "Presse/Europe"),
                       source("https://b.example/rss", ""), folder}),
              "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<opml version=\"2.0\">\n"
              "<head><title>Sources of Chappe</title></head>\n<body>\n"
              "<outline type=\"rss\" text=\"https://b.example/rss\""
              " title=\"https://b.example/rss\" xmlUrl=\"https://b.example/rss\"/>\n"
              "<outline text=\"Presse\">\n<outline text=\"Europe\">\n"
              "<outline type=\"rss\" text=\"Le &lt;fil&gt;\" title=\"Le &lt;fil&gt;\""
              " xmlUrl=\"https://a.example/rss?x=1&amp;y=2\"/>\n"
              "</outline>\n</outline>\n</body>\n</opml>\n");
}

}  // namespace
}  // namespace chappe
