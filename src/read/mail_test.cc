#include "read/mail.h"

#include <gtest/gtest.h>

#include "read/check_reading.h"
#include "read/mail_header.h"
#include "read/mail_text.h"
#include "read/read.h"

namespace chappe {
namespace {

Reading mail_of(std::string_view bytes) {
    Arrival arrival;
    arrival.bytes = bytes;
    arrival.source = "test";
    arrival.media_type = "message/rfc822";
    Reading reading = read(arrival);
    EXPECT_EQ(broken_promise(reading), "");
    return reading;
}

TEST(MailHeader, WordsOfAllCharsetsAreDecoded) {
    EXPECT_EQ(decode_words("=?utf-8?Q?D=C3=A9p=C3=AAche_du?= =?UTF-8?B?IG1hdGlu?="),
              "Dépêche du matin");
    EXPECT_EQ(decode_words("=?koi8-r?B?7s/Xz9PUyQ==?= (1)"), "Новости (1)");
    // A character that was parted between two words.
    EXPECT_EQ(decode_words("=?utf-8?B?w6nD?= =?utf-8?B?qWU=?="), "éée");
    EXPECT_EQ(decode_words("=?utf-8*fr?q?=C3=A9?="), "é");
    EXPECT_EQ(decode_words("a =?b and ?= c =?x?Z?y?="), "a =?b and ?= c =?x?Z?y?=");
    EXPECT_EQ(decode_words("Sémaphore"), "Sémaphore");
    EXPECT_EQ(decode_words(""), "");
}

TEST(MailHeader, FoldedFieldsAreOne) {
    const MailHead head =
        read_mail_head("Subject: one\r\n two\r\nX-Odd:three\r\nnot a field\r\nFrom: x\r\n\r\nbody");
    ASSERT_EQ(head.fields.size(), 2u);
    EXPECT_EQ(head.value("subject"), "one two");
    EXPECT_EQ(read_mail_head("A: b\n\nbody").size, 6u);
    EXPECT_EQ(read_mail_head("").size, 0u);
}

TEST(MailHeader, ParametersMayBeQuotedParted) {
    EXPECT_EQ(parameter("text/plain; charset=\"utf-8\"; format=flowed", "format"), "flowed");
    EXPECT_EQ(parameter("multipart/mixed; boundary=\"a;b\\\"c\"", "boundary"), "a;b\"c");
    EXPECT_EQ(parameter("a/b; name*0=\"one \"; name*1=two", "name"), "one two");
    EXPECT_EQ(parameter("a/b; name*=utf-8'fr'd%C3%A9p%C3%AAche", "name"), "dépêche");
    EXPECT_EQ(parameter("a/b; charset", "charset"), "");
    EXPECT_EQ(value_without_parameters(" Text/HTML ; x=y"), "text/html");
}

TEST(MailHeader, MailboxesHaveNamesInManyForms) {
    const auto boxes = read_mailboxes(
        "\"Lovelace, Ada\" <ada@wire.example>, desk@wire.example (The Desk), "
        "=?utf-8?Q?Ren=C3=A9?= <r@wire.example>, bare@wire.example, \"x@y\" <x@y>");
    ASSERT_EQ(boxes.size(), 5u);
    EXPECT_EQ(boxes[0].name, "Lovelace, Ada");
    EXPECT_EQ(boxes[1].name, "The Desk");
    EXPECT_EQ(boxes[1].address, "desk@wire.example");
    EXPECT_EQ(boxes[2].name, "René");
    EXPECT_EQ(boxes[3].name, "");
    EXPECT_EQ(boxes[4].name, "");
}

TEST(MailText, WrappedLinesAreParagraphsAgain) {
    const auto paragraphs = paragraphs_of_mail(
        "The harbour authority said on Tuesday that the lock will open again in\n"
        "June.\nSecond paragraph, on its own line.\n\n> quoted line\n> goes on here\n\n- one\n- "
        "two\n"
        "-- \nAda Lovelace\nThe Desk",
        Flow::fixed);
    ASSERT_EQ(paragraphs.size(), 6u);
    EXPECT_TRUE(paragraphs[0].text.ends_with("again in June."));
    EXPECT_EQ(paragraphs[1].text, "Second paragraph, on its own line.");
    EXPECT_EQ(paragraphs[2].kind, Block::Kind::quote);
    EXPECT_EQ(paragraphs[4].kind, Block::Kind::item);
    EXPECT_EQ(paragraphs[5].text, "two");
}

TEST(MailText, FlowedLinesSayThemselvesThatTheyGoOn) {
    const auto flowed = paragraphs_of_mail("one \ntwo\nthree", Flow::flowed);
    ASSERT_EQ(flowed.size(), 2u);
    EXPECT_EQ(flowed[0].text, "one two");
    const auto deleted = paragraphs_of_mail("日本 \n語", Flow::flowed_deleted);
    ASSERT_EQ(deleted.size(), 1u);
    EXPECT_EQ(deleted[0].text, "日本語");
}

TEST(Mail, ASimpleOneIsADispatch) {
    const Reading reading = mail_of(
        "From: AFP <desk@agency.example>\r\nSubject: =?utf-8?Q?L=E2=80=99=C3=A9cluse_rouvre?=\r\n"
        "Date: Wed, 03 Apr 2024 10:30:00 +0200\r\nMessage-ID: <1@agency.example>\r\nKeywords: "
        "ponts, eaux\r\n"
        "Content-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: "
        "quoted-printable\r\n\r\n"
        "L'=E9cluse a rouvert mardi matin, a d=E9clar=E9 la ville.\r\n\r\nElle =E9tait ferm=E9e "
        "depuis 2019.\r\n");
    EXPECT_FALSE(reading.is_container);
    ASSERT_EQ(reading.dispatches.size(), 1u);
    const Dispatch& dispatch = reading.dispatches[0];
    EXPECT_EQ(dispatch.title.view(), "L’écluse rouvre");
    EXPECT_EQ(to_string(*dispatch.published), "2024-04-03T10:30:00+02:00");
    EXPECT_EQ(dispatch.guid, "1@agency.example");
    EXPECT_EQ(dispatch.credit->agency.view(), "AFP");
    EXPECT_EQ(dispatch.tags->size(), 2u);
    EXPECT_EQ(
        dispatch.body.view(),
        "L'écluse a rouvert mardi matin, a déclaré la ville.\n\nElle était fermée depuis 2019.");
}

std::string alternative(std::string_view plain, std::string_view html) {
    return "From: Ada Lovelace <a@wire.example>\nSubject: The lock\nDate: Wed, 03 Apr 2024 "
           "10:30:00 +0200\n"
           "MIME-Version: 1.0\nContent-Type: multipart/alternative; boundary=\"b\"\n\npreamble\n"
           "--b\nContent-Type: text/plain; charset=utf-8\n\n" +
           std::string(plain) + "\n--b\nContent-Type: text/html; charset=utf-8\n\n" +
           std::string(html) + "\n--b--\nepilogue\n";
}

TEST(Mail, ThePlainTextIsReadUnlessTheHtmlSaysMore) {
    EXPECT_EQ(mail_of(alternative("The lock opened.\n\nIt was built in 1914.",
                                  "<p>The lock opened.</p><p>It was built in 1914. Menu</p>"))
                  .dispatches.at(0)
                  .body.view(),
              "The lock opened.\n\nIt was built in 1914.");
    EXPECT_EQ(mail_of(alternative(
                          "Your program shows no HTML.",
                          "<h2>Locks</h2><p>The lock opened on Tuesday, and boats pass again.</p>"))
                  .dispatches.at(0)
                  .body.view(),
              "Locks\n\nThe lock opened on Tuesday, and boats pass again.");
}

TEST(Mail, ADigestIsADispatchEach) {
    std::string digest =
        "From: List <l@wire.example>\nSubject: Digest\nMIME-Version: 1.0\n"
        "Content-Type: multipart/digest; boundary=b\n\n";
    for (int i = 1; i <= 3; ++i)
        digest += "--b\n\nFrom: Ada <a@wire.example>\nSubject: Number " + std::to_string(i) +
                  "\n\nText of it, which is short.\n\n";
    const Reading reading = mail_of(digest + "--b--\n");
    EXPECT_TRUE(reading.is_container);
    ASSERT_EQ(reading.dispatches.size(), 3u);
    EXPECT_EQ(reading.dispatches[2].title.view(), "Number 3");
}

TEST(Mail, AttachmentsAreCountedAndNotRead) {
    const Reading reading = mail_of(
        "From: a@wire.example\nSubject: S\nContent-Type: multipart/mixed; boundary=b\n\n"
        "--b\nContent-Type: text/plain\n\nThe text.\n--b\nContent-Type: text/html\n"
        "Content-Disposition: attachment; filename=x.html\n\n<p>Other</p>\n--b\nContent-Type: "
        "image/png\n"
        "Content-Transfer-Encoding: base64\n\nAAAA\n--b--");
    EXPECT_EQ(reading.dispatches.at(0).body.view(), "The text.");
    EXPECT_EQ(reading.dispatches.at(0).notes.at(0), "2 attachments left out");
}

TEST(Mail, DamageAndDepthAreNoted) {
    EXPECT_EQ(mail_of("Subject: x\nContent-Type: multipart/mixed\n\ntext").dispatches.size(), 1u);
    EXPECT_EQ(mail_of("Subject: x\nContent-Type: multipart/mixed; boundary=b\n\nno part")
                  .dispatches.size(),
              1u);
    EXPECT_EQ(
        mail_of(
            "Subject: x\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\ncut off in the middle")
            .dispatches.at(0)
            .body.view(),
        "cut off in the middle");
    std::string deep = "Subject: x\n";
    for (int i = 0; i < 100; ++i)
        deep += "Content-Type: multipart/mixed; boundary=b" + std::to_string(i) + "\n\n--b" +
                std::to_string(i) + "\n";
    EXPECT_EQ(mail_of(deep + "\n\ntext").notes.back(),
              "parts of the mail left out: too many or too deep");
    std::string wide = "Subject: x\nContent-Type: multipart/mixed; boundary=b\n\n";
    for (int i = 0; i < 20'000; ++i) wide += "--b\n\nx\n";
    EXPECT_EQ(mail_of(wide).notes.back(), "parts of the mail left out: too many or too deep");
}

TEST(Mail, IsToldByItsFields) {
    EXPECT_TRUE(looks_like_mail("Received: x\nFrom: a@b\nSubject: s\n\nx"));
    EXPECT_TRUE(looks_like_mail("From: a@b\nDate: d\nSubject: s\n\nx"));
    EXPECT_FALSE(looks_like_mail("From: the archive\n\nText that begins like a letter."));
    EXPECT_FALSE(looks_like_mail("<html>Date: x"));
    EXPECT_FALSE(looks_like_mail(""));
}

}  // namespace
}  // namespace chappe
