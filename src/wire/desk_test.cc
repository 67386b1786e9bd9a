// The desk as a person meets it: forms in, pages out, over an archive in memory.
#include "wire/desk.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "wire/test_desk.h"

namespace chappe {
namespace {

namespace json = boost::json;
using namespace test;

TEST(Desk, AComposedDispatchIsReadAsAnyOther) {
    Desk desk;
    const Response preview = desk.send_as("edda", "/desk/new?ui=fr", draft("preview"));
    EXPECT_EQ(preview.status, 200);
    EXPECT_TRUE(has(preview, "rien n’est encore publié"));
    EXPECT_TRUE(has(preview, "<p class=\"lead\" dir=\"auto\">Premier &lt;b&gt;paragraphe"));
    EXPECT_TRUE(has(preview, ">\nPremier &lt;b&gt;paragraphe&lt;/b&gt;.\n\nSecond.</textarea>"));
    EXPECT_EQ(desk.get("/d/2").status, 404);

    const Response sent = desk.send_as("edda", "/desk/new", draft("send"));
    EXPECT_EQ(sent.status, 303);
    EXPECT_EQ(header(sent, "Location"), "/d/2");
    const json::object facts = json::parse(desk.get("/d/2.json").body).as_object();
    EXPECT_EQ(facts.at("title").as_string(), "Un accord à Bakou");
    EXPECT_EQ(facts.at("body").as_string(), "Premier <b>paragraphe</b>.\n\nSecond.");
    EXPECT_EQ(facts.at("credit").as_string(), "Azertac");
    EXPECT_EQ(facts.at("published").as_string(), "2026-11-25");
    EXPECT_EQ(facts.at("language").as_string(), "fr");
    EXPECT_EQ(facts.at("tags").as_array().size(), 2u);
    EXPECT_EQ(facts.at("authors").as_array().size(), 2u);
    EXPECT_EQ(facts.at("source").as_string(), "desk");
    EXPECT_EQ(desk.archive.audit(0, 1)->front().by.name, "edda");
}

TEST(Desk, WhatIsWrongStandsAtItsFieldAndNothingIsLost) {
    Desk desk;
    const Response again = desk.send_as("edda", "/desk/new?ui=en",
                                        draft("send", {{"title", " "},
                                                       {"url", "javascript:x"},
                                                       {"published", "soon"},
                                                       {"language", "<x>"},
                                                       {"timing", "embargo"},
                                                       {"release", "2001-01-01T10:00"},
                                                       {"tags", std::string(300, 'x')}}));
    EXPECT_EQ(again.status, 422);
    for (const char* id : {"title", "url", "published", "language", "release", "tags"})
        EXPECT_TRUE(has(again, "id=\"" + std::string(id) + "-wrong\"") &&
                    has(again, "href=\"#" + std::string(id) + "\""))
            << id;
    for (const char* typed : {"value=\"javascript:x\"", "value=\"soon\"", "Second.</textarea>",
                              "value=\"2001-01-01T10:00\"", "value=\"Azertac\"", "&lt;x&gt;"})
        EXPECT_TRUE(has(again, typed)) << typed;
    EXPECT_TRUE(has(again, "<title>To look at: New dispatch"));
    EXPECT_EQ(desk.archive.audit(0, 1)->front().act, "log in");
}

TEST(Desk, ATextThatIsTooLongComesBackWhole) {
    Desk desk;
    std::string text;
    for (int i = 0; i < 100'001; ++i) text += "é";
    const Response again = desk.send_as("edda", "/desk/new", draft("send", {{"text", text}}));
    EXPECT_EQ(again.status, 422);
    EXPECT_TRUE(has(again, ">\n" + text + "</textarea>"));
}

TEST(Desk, AFullQueueGivesTheFormBack) {
    Desk desk;
    Request request = desk.sending("/desk/new?ui=en", draft("send"), "edda");
    Answer made = answer(request, desk.site);
    desk.archive.fail_with(Error{Failure::busy, "the queue is full"});
    Response told;
    ASSERT_TRUE(
        std::get<Later>(made).start([&](Response response) { told = std::move(response); }));
    EXPECT_EQ(told.status, 503);
    EXPECT_TRUE(has(told, "Second.</textarea>"));
    EXPECT_TRUE(has(told, "Nothing was done; send the form again."));
}

TEST(Desk, AnEndedSessionDoesNotLoseTheForm) {
    Desk desk;
    Request request = desk.sending("/desk/new", draft("send"));
    request.cookie = "chappe_session=" + std::string(64, '0');
    const Response login = desk.respond(request);
    EXPECT_EQ(login.status, 403);
    EXPECT_TRUE(has(login, "name=\"kept.title\" value=\"Un accord à Bakou\""));
    EXPECT_TRUE(has(login, "name=\"kept-place\" value=\"/desk/new\""));
    EXPECT_FALSE(has(login, "kept.step"));

    Form form{{{"name", "edda"}, {"password", "wrong"}, {"kept-place", "/desk/new"}}};
    for (const auto& [name, value] : draft("send").fields)
        if (name != "step") form.fields.emplace_back("kept." + name, value);
    const Response wrong = desk.send_as("", "/login", form);
    EXPECT_EQ(wrong.status, 403);
    EXPECT_TRUE(has(wrong, "name=\"kept.text\" value=\"Premier &lt;b&gt;paragraphe"));

    form.fields[1].second = password;
    const Response back = desk.send_as("", "/login", form);
    EXPECT_EQ(back.status, 200);
    EXPECT_NE(header(back, "Set-Cookie"), "");
    EXPECT_TRUE(has(back, "action=\"/desk/new\""));
    EXPECT_TRUE(has(back, "value=\"Un accord à Bakou\""));
    EXPECT_TRUE(has(back, "Premier &lt;b&gt;paragraphe&lt;/b&gt;.\n\nSecond.</textarea>"));
    EXPECT_EQ(desk.archive.audit(0, 1)->front().act, "log in");
}

TEST(Desk, AKeptFormOpensAFormAndDoesNothing) {
    for (const char* place :
         {"/d/1/release", "/desk/users/1/remove", "/logout", "/nothing", "https://evil.example/",
          "/d/1/edit", "/d/1/withdraw", "/d/1/erase"}) {
        Desk desk;
        const Response back = desk.send_as("", "/login",
                                           Form{{{"name", "ada"},
                                                 {"password", password},
                                                 {"kept-place", place},
                                                 {"kept.typed", "1"},
                                                 {"kept.step", "send"}}});
        EXPECT_TRUE(back.status == 200 || back.status == 303) << place << back.status;
        EXPECT_EQ(desk.archive.audit(0, 1)->front().act, "log in") << place;
        EXPECT_EQ(desk.get("/d/1").status, 200) << place;
    }
}

TEST(Desk, AnEmbargoedDispatchIsTheDesksAlone) {
    Desk desk;
    const Response sent = desk.send_as(
        "edda", "/desk/new",
        draft("send",
              {{"timing", "embargo"}, {"release", "2027-03-01T18:00"}, {"zone", "Asia/Baku"}}));
    if (now() > Instant{std::chrono::seconds{1803909600}}) GTEST_SKIP() << "its date has passed";
    EXPECT_EQ(header(sent, "Location"), "/desk?done=embargoed");
    for (const char* target : {"/d/2", "/d/2.json", "/d/2.txt", "/api/dispatches/2"}) {
        EXPECT_EQ(desk.get(target).status, 404) << target;
        EXPECT_EQ(desk.get_as("rita", target).status, 404) << target;
        EXPECT_EQ(desk.get_as("edda", target).status, 200) << target;
    }
    EXPECT_TRUE(
        has(desk.get_as("edda", "/d/2?ui=en"), "Under embargo until 1 March 2027 at 14:00 UTC"));
    EXPECT_TRUE(has(desk.get_as("edda", "/desk?ui=en"), "embargo until 1 March 2027 at 14:00 UTC"));
    Request program = desk.asking("GET", "/api/dispatches/2");
    program.authorization = "Bearer " + desk.token;
    EXPECT_TRUE(has(desk.respond(program), "\"release\":\"2027-03-01T14:00:00Z\""));
    EXPECT_EQ(desk.send_as("edda", "/d/2/release", {}).status, 303);
    EXPECT_EQ(desk.get("/d/2").status, 200);
}

TEST(Desk, ACorrectionReplacesTheTextAndKeepsTheRest) {
    Desk desk;
    const Response form = desk.get_as("edda", "/d/1/edit?ui=en");
    EXPECT_EQ(form.status, 200);
    EXPECT_TRUE(has(form, ">\nUn texte.\n\nDeux.</textarea>"));
    EXPECT_TRUE(has(form, "name=\"seen\" value=\"1\""));
    const Form sent{{{"title", "Un autre titre"},
                     {"text", "Un texte.\n\nDeux.\n\nTrois."},
                     {"seen", "1"},
                     {"step", "send"}}};
    EXPECT_EQ(header(desk.send_as("edda", "/d/1/edit", sent), "Location"), "/d/1");
    const Response page = desk.get("/d/1");
    EXPECT_TRUE(has(page, "Un autre titre</h1>"));
    EXPECT_TRUE(has(page, "<blockquote dir=\"auto\">Deux."));
    EXPECT_TRUE(has(page, "Trois."));
}

TEST(Desk, ACorrectionKeepsNamesWithCommasAndLetsFactsGo) {
    Desk desk;
    Request posted;
    posted.method = "POST";
    posted.target = "/api/dispatches";
    posted.content_type = "application/json";
    posted.authorization = "Bearer " + desk.token;
    posted.body =
        R"({"title":"Faute","text":"Un.","authors":["Dupont, Jean"],"tags":["a, b"],"credit":"X"})";
    ASSERT_EQ(desk.respond(posted).status, 201);
    const Form sent{{{"title", "Juste"},
                     {"text", "Un."},
                     {"authors", "Dupont, Jean"},
                     {"tags", "a, b"},
                     {"credit", ""},
                     {"seen", "2"},
                     {"step", "send"}}};
    EXPECT_EQ(desk.send_as("edda", "/d/2/edit", sent).status, 303);
    const json::object now = json::parse(desk.get("/d/2.json").body).as_object();
    EXPECT_EQ(now.at("title").as_string(), "Juste");
    EXPECT_EQ(json::serialize(now.at("authors")), R"(["Dupont, Jean"])");
    EXPECT_EQ(json::serialize(now.at("tags")), R"(["a, b"])");
    EXPECT_TRUE(now.at("credit").is_null());
}

TEST(Desk, TwoWhoCorrectAtOnceHearOfEachOther) {
    Desk desk;
    const Form first{{{"title", "A"}, {"text", "Erste."}, {"seen", "1"}, {"step", "send"}}};
    const Form second{{{"title", "B"}, {"text", "Zweite."}, {"seen", "1"}, {"step", "send"}}};
    EXPECT_EQ(desk.send_as("edda", "/d/1/edit", first).status, 303);
    const Response told = desk.send_as("ada", "/d/1/edit?ui=en", second);
    EXPECT_EQ(told.status, 422);
    EXPECT_TRUE(has(told, "This dispatch has changed since"));
    EXPECT_TRUE(has(told, "Zweite.</textarea>"));
    EXPECT_TRUE(has(told, "name=\"seen\" value=\"2\""));
    EXPECT_TRUE(has(desk.get("/d/1"), "Erste."));
}

TEST(Desk, AWithdrawnDispatchLeavesANotice) {
    Desk desk;
    EXPECT_TRUE(has(desk.get_as("edda", "/d/1"), "/d/1/withdraw"));
    EXPECT_FALSE(has(desk.get("/d/1"), "/d/1/withdraw"));
    EXPECT_TRUE(has(desk.get_as("edda", "/d/1/withdraw"), "Un titre"));
    const Response sent =
        desk.send_as("edda", "/d/1/withdraw", Form{{{"notice", "Chiffres <faux>."}}});
    EXPECT_EQ(header(sent, "Location"), "/d/1");
    const Response page = desk.get("/d/1?ui=fr");
    EXPECT_EQ(page.status, 410);
    EXPECT_TRUE(has(page, "Chiffres &lt;faux&gt;."));
    EXPECT_TRUE(has(page, "Retirée le "));
    EXPECT_FALSE(has(page, "Un titre"));
    EXPECT_FALSE(has(page, "reinstate"));
    for (const char* target : {"/d/1.json", "/api/dispatches/1"}) {
        const json::object gone = json::parse(desk.get(target).body).as_object();
        EXPECT_EQ(gone.at("notice").as_string(), "Chiffres <faux>.") << target;
        EXPECT_EQ(gone.at("state").as_string(), "withdrawn");
    }
    EXPECT_TRUE(has(desk.get("/d/1.txt"), "Chiffres <faux>."));
    EXPECT_EQ(desk.get("/d/1.txt").status, 410);
    EXPECT_TRUE(has(desk.get("/feed.atom"), "<at:deleted-entry ref=\"https://wire.example/d/1\""));

    EXPECT_TRUE(has(desk.get_as("edda", "/d/1"), "/d/1/reinstate"));
    EXPECT_EQ(desk.send_as("edda", "/d/1/withdraw", {}).status, 422);
    EXPECT_EQ(desk.send_as("edda", "/d/1/reinstate", {}).status, 303);
    EXPECT_EQ(desk.get("/d/1").status, 200);
    EXPECT_FALSE(has(desk.get("/feed.atom"), "at:deleted-entry ref"));
}

TEST(Desk, ErasingAsksForTheNumber) {
    Desk desk;
    EXPECT_TRUE(has(desk.get_as("ada", "/d/1"), "/d/1/erase"));
    EXPECT_FALSE(has(desk.get_as("edda", "/d/1"), "/d/1/erase"));
    const Response wrong = desk.send_as("ada", "/d/1/erase", Form{{{"typed", "2"}}});
    EXPECT_EQ(wrong.status, 422);
    EXPECT_TRUE(has(wrong, "id=\"typed-wrong\""));
    EXPECT_EQ(desk.get("/d/1").status, 200);
    EXPECT_EQ(header(desk.send_as("ada", "/d/1/erase", Form{{{"typed", " 1 "}}}), "Location"),
              "/desk?done=erased");
    EXPECT_EQ(desk.get("/d/1").status, 410);
    EXPECT_EQ(desk.send_as("ada", "/d/1/reinstate", {}).status, 422);
}

TEST(Desk, AnAdminKeepsTheUsers) {
    Desk desk;
    const auto add = [&](std::string name, std::string secret, std::string role) {
        return desk.send_as("ada", "/desk/users?ui=en",
                            Form{{{"name", std::move(name)},
                                  {"password", std::move(secret)},
                                  {"role", std::move(role)}}});
    };
    EXPECT_EQ(add("emil", "long enough now", "editor").status, 303);
    EXPECT_TRUE(has(desk.get_as("ada", "/desk/users"), "emil"));
    EXPECT_EQ(desk.send_as("", "/login", Form{{{"name", "emil"}, {"password", "long enough now"}}})
                  .status,
              303);
    EXPECT_TRUE(has(add("emil", "long enough now", "editor"), "This name is taken."));
    EXPECT_TRUE(has(add("otto", "short", "editor"), "id=\"password-wrong\""));
    EXPECT_TRUE(has(add("two words", "long enough now", "editor"), "id=\"name-wrong\""));
    EXPECT_TRUE(has(add("token:1", "long enough now", "editor"), "id=\"name-wrong\""));
    EXPECT_TRUE(has(add("otto", "long enough now", "king"), "There is no such role."));
    EXPECT_FALSE(has(add("otto", "short", "editor"), "value=\"short\""));

    EXPECT_EQ(desk.send_as("ada", "/desk/users/4/role", Form{{{"role", "reader"}}}).status, 303);
    EXPECT_EQ(
        desk.send_as("ada", "/desk/users/4/password", Form{{{"password", "another long one"}}})
            .status,
        303);
    EXPECT_EQ(desk.send_as("ada", "/desk/users/4/password", Form{{{"password", "x"}}}).status, 422);
    EXPECT_EQ(desk.send_as("ada", "/desk/users/4/remove", {}).status, 303);
    EXPECT_EQ(desk.send_as("ada", "/desk/users/4/remove", {}).status, 404);
}

TEST(Desk, TheLastAdminStays) {
    Desk desk;
    EXPECT_EQ(desk.send_as("ada", "/desk/users/3/role", Form{{{"role", "reader"}}}).status, 422);
    EXPECT_EQ(desk.send_as("ada", "/desk/users/3/remove", {}).status, 422);
    EXPECT_EQ(desk.send_as("ada", "/desk/users/2/role", Form{{{"role", "admin"}}}).status, 303);
    EXPECT_EQ(desk.send_as("ada", "/desk/users/3/role", Form{{{"role", "editor"}}}).status, 303);
    EXPECT_EQ(desk.get_as("ada", "/desk/users").status, 403);
}

TEST(Desk, AnOwnPasswordNeedsTheFormerOne) {
    Desk desk;
    const auto change = [&](std::string old, std::string chosen, std::string again) {
        return desk.send_as("edda", "/desk/password?ui=en",
                            Form{{{"password", std::move(old)},
                                  {"new", std::move(chosen)},
                                  {"again", std::move(again)}}});
    };
    EXPECT_TRUE(has(change("wrong", "a new long one", "a new long one"), "id=\"password-wrong\""));
    EXPECT_TRUE(has(change(password, "a new long one", "another"), "id=\"again-wrong\""));
    EXPECT_TRUE(has(change(password, "short", "short"), "id=\"new-wrong\""));
    const Response changed = change(password, "a new long one", "a new long one");
    EXPECT_EQ(header(changed, "Location"), "/desk?done=password&ui=en");
    EXPECT_NE(header(changed, "Set-Cookie"), "");
    EXPECT_EQ(desk.get_as("edda", "/desk").status, 303);  // the old session has ended
}

TEST(Desk, TheLogTurnsItsPages) {
    Desk desk;
    for (int i = 0; i < 60; ++i)
        (void)desk.archive.act_and_wait(LogIn{UserId{2}}, By{"edda", UserId{2}});
    const Response first = desk.get_as("ada", "/desk/audit?ui=fr");
    EXPECT_TRUE(has(first, "<td>connexion</td>"));
    EXPECT_TRUE(has(first, "href=\"/desk/audit?before=17&amp;ui=fr\""));
    const Response second = desk.get_as("ada", "/desk/audit?before=17");
    EXPECT_FALSE(has(second, "rel=\"next\""));
    EXPECT_EQ(desk.get_as("ada", "/desk/audit?before=x").status, 400);
}

TEST(Desk, ProgramsCorrectAndWithdrawWithAToken) {
    Desk desk;
    const auto ask = [&](std::string method, std::string target, std::string body = "") {
        Request request = desk.posting(std::move(body));
        request.method = std::move(method);
        request.target = std::move(target);
        return desk.respond(request);
    };
    const std::string text = R"({"title":"T","text":"Neu.","tags":["a"]})";
    EXPECT_EQ(ask("PUT", "/api/dispatches/1", text).body, "{\"id\":1,\"outcome\":\"corrected\"}\n");
    EXPECT_TRUE(has(desk.get("/d/1"), "Neu."));
    EXPECT_EQ(desk.archive.audit(0, 1)->front().by.name, "token:1");
    EXPECT_EQ(ask("PUT", "/api/dispatches/1", "{}").status, 400);
    EXPECT_EQ(ask("PUT", "/api/dispatches/9", text).status, 404);

    EXPECT_EQ(ask("DELETE", "/api/dispatches/1?notice=Faux.").body,
              "{\"id\":1,\"outcome\":\"withdrawn\"}\n");
    EXPECT_EQ(ask("DELETE", "/api/dispatches/1").status, 200);  // again: it is done already
    EXPECT_TRUE(has(desk.get("/d/1"), "Faux."));
    EXPECT_EQ(ask("PUT", "/api/dispatches/1", text).status, 410);
    EXPECT_EQ(ask("DELETE", "/api/dispatches/1?erase=maybe").status, 400);
    EXPECT_EQ(ask("DELETE", "/api/dispatches/1?erase=yes").body,
              "{\"id\":1,\"outcome\":\"erased\"}\n");
    EXPECT_EQ(ask("DELETE", "/api/dispatches/1?erase=yes").status, 200);
    EXPECT_EQ(ask("DELETE", "/api/dispatches/9").status, 404);
}

TEST(Desk, OnlyFormsAreTaken) {
    Desk desk;
    Request request = desk.sending("/desk/new", draft("send"), "edda");
    request.content_type = "multipart/form-data; boundary=x";
    EXPECT_EQ(desk.respond(request).status, 415);
    request.content_type = form_type;
    request.body = "title=%FF";
    EXPECT_EQ(desk.respond(request).status, 400);
}

TEST(Desk, EveryPageIsWholeInBothLanguages) {
    for (const char* ui : {"fr", "en"}) {
        Desk desk;
        for (const char* path : {"/login", "/desk", "/desk/new", "/desk/users", "/desk/password",
                                 "/desk/audit", "/d/1/edit", "/d/1/withdraw", "/d/1/erase"}) {
            const std::string target = std::string(path) + "?ui=" + ui;
            const Response page =
                std::string_view(path) == "/login" ? desk.get(target) : desk.get_as("ada", target);
            EXPECT_EQ(page.status, 200) << target;
            EXPECT_TRUE(has(page, "<html lang=\"" + std::string(ui) + "\"")) << target;
            const std::string content = page.body.substr(page.body.find("<main"));
            EXPECT_EQ(content.substr(0, content.find("</main>")).find("{}"), std::string::npos)
                << target;
            EXPECT_TRUE(page.body.ends_with("</html>\n")) << target;
            // Every control has its label.
            std::size_t at = 0;
            while ((at = page.body.find("<label", at)) != std::string::npos) {
                const std::size_t begin = page.body.find("for=\"", at) + 5;
                const std::string id = page.body.substr(begin, page.body.find('"', begin) - begin);
                EXPECT_TRUE(has(page, "id=\"" + id + "\"")) << target << " " << id;
                ++at;
            }
        }
    }
}

}  // namespace
}  // namespace chappe
