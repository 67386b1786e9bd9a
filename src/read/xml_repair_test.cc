#include "read/xml_repair.h"

#include <gtest/gtest.h>

#include "read/xml_document.h"

namespace chappe {
namespace {

TEST(XmlRepair, WhatStandsBeforeTheRootGoes) {
    EXPECT_EQ(
        repair_xml("<br />Warning: x<?xml version=\"1.0\"?>\n<rss v='1'><a>b</a></rss>junk<x>"),
        "<rss v=\"1\"><a>b</a></rss>");
    EXPECT_EQ(repair_xml("no markup at all"), "");
    EXPECT_EQ(repair_xml("x <other>y</other>"), "<other>y</other>");
}

TEST(XmlRepair, OpenElementsEndWhereTheirParentDoes) {
    EXPECT_EQ(repair_xml("<rss><item><title>a<b>c</item><item><title>d</titel>"),
              "<rss><item><title>a<b>c</b></title></item><item><title>d</title></item></rss>");
    EXPECT_EQ(repair_xml("<rss><item><title>a<item><title>b</title></rss>"),
              "<rss><item><title>a</title></item><item><title>b</title></item></rss>");
    EXPECT_EQ(
        repair_xml("<rss><title>a</titel><link>b</link><title>c<title><guid>d</rss>"),
        "<rss><title>a</title><link>b</link><title>c</title><title></title><guid>d</guid></rss>");
    EXPECT_EQ(repair_xml("<rss><p>a</q>b</P>c</desc"), "<rss><p>ab</p>c</rss>");
    EXPECT_EQ(repair_xml("<rss>a<br>b<hr/></rss>"), "<rss>a<br/>b<hr/></rss>");
}

TEST(XmlRepair, SignsThatOpenNothingAreText) {
    EXPECT_EQ(repair_xml("<rss>1 < 2 <3 & < </rss>"), "<rss>1 &lt; 2 &lt;3 & &lt; </rss>");
    EXPECT_EQ(repair_xml(std::string_view("<rss>a\0b\x08\tc</rss>", 19)), "<rss>ab\tc</rss>");
}

TEST(XmlRepair, AttributesMayLackQuotesOrEnds) {
    EXPECT_EQ(repair_xml("<rss a=1 b c='x\"<y' d=/u/ e=v/>"),
              "<rss a=\"1\" b=\"\" c=\"x&quot;&lt;y\" d=\"/u/\" e=\"v\"/>");
    EXPECT_EQ(repair_xml("<rss><a href=\"x>y</a></rss>"), "<rss><a href=\"x\">y</a></rss>");
    EXPECT_EQ(repair_xml("<rss><a b=c <d>e"), "<rss><a b=\"c\"><d>e</d></a></rss>");
}

TEST(XmlRepair, CommentsAndDoctypesGoAndCdataStays) {
    EXPECT_EQ(
        repair_xml(
            "<!DOCTYPE rss [<!ENTITY x \"y\">]><rss><!-- <a> -->b<?p i?><![CDATA[<c>]]></rss>"),
        "<rss>b<![CDATA[<c>]]></rss>");
    EXPECT_EQ(repair_xml("<rss><![CDATA[<p>cut"), "<rss><![CDATA[<p>cut]]></rss>");
    EXPECT_EQ(repair_xml("<rss>a<!-- b</rss>"), "<rss>a b</rss>");
}

TEST(XmlRepair, DepthIsBoundedAndNothingIsLostButNesting) {
    std::string deep = "<rss>";
    for (int i = 0; i < 5'000; ++i) deep += "<a>x";
    const std::string repaired = repair_xml(deep);
    EXPECT_LT(repaired.size(), 3 * deep.size());
    const XmlDocument xml = parse_xml(Text::repair(deep));
    EXPECT_EQ(all_text_in(xml.root).size(), 5'000u);
}

TEST(XmlRepair, WhatPugixmlMakesOfItIsWellFormed) {
    for (const std::string_view text :
         {"<rss><a b='1' b='2'><c></a>&amp;&;<![CDATA[ ]]>]]></rss>", "<rss", "<rss a",
          "<rss a=", "<rss a='", "<rss><", "<rss></", "<rss><!", "<rss><![CDATA[", "<rss><?",
          "<rss><!--", "<feed><entry></feed></entry>", "<rss><a:b><:c><-d><e:f:g/></rss>"}) {
        const std::string repaired = repair_xml(text);
        pugi::xml_document document;
        EXPECT_TRUE(document.load_buffer(repaired.data(), repaired.size())) << text << repaired;
    }
}

TEST(XmlRepair, HostileTextsTakeLinearTime) {
    for (const std::string_view piece :
         {"<a", "</a", "<!--", "<![CDATA[", "<a b=\"", "<a b='", "<", "<item>", "</item>", "<?",
          "<!D", "<a b=c d=e ", "&", "<a/>", "</"}) {
        std::string text = "<rss>";
        while (text.size() < 1'000'000) text += piece;
        EXPECT_LT(repair_xml(text).size(), 3 * text.size() + 4096) << piece;
    }
}

}  // namespace
}  // namespace chappe
