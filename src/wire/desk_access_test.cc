// Who gets through which door of the desk: origins, sessions, roles, guesses.
#include <gtest/gtest.h>

#include "wire/session.h"
#include "wire/test_desk.h"

namespace chappe {
namespace {

using namespace test;

/// An address of this route that has something behind it.
std::string example_of(const Route& route) {
    std::string path(route.path);
    if (const std::size_t hole = path.find("{*}"); hole != path.npos) path.replace(hole, 3, "x");
    if (const std::size_t hole = path.find("{}"); hole != path.npos) path.replace(hole, 2, "1");
    return path;
}

std::vector<std::string> unsafe_methods_of(const Route& route) {
    std::vector<std::string> methods;
    if (route.post) methods.emplace_back("POST");
    if (route.others.put) methods.emplace_back("PUT");
    if (route.others.remove) methods.emplace_back("DELETE");
    return methods;
}

/// What a route says to a request of another site that carries nothing but a session.
int refusal_of(const Route& route, std::string_view from) {
    if (route.proof == Proof::token) return 401;
    if (route.proof == Proof::reader && from.empty()) return 401;
    if (route.proof == Proof::address) return 404;  // nobody's callback
    return 403;
}

TEST(Desk, NoUnsafeDoorOpensToAnotherSite) {
    std::size_t doors = 0;
    for (const Route& route : all_routes()) {
        if (route.proof == Proof::later) continue;  // nothing follows before its callback agrees
        for (const std::string& method : unsafe_methods_of(route)) {
            ++doors;
            for (const char* from :
                 {"", "null", "https://evil.example", "https://wire.example:1"}) {
                Desk desk;
                Request request = desk.asking(method, example_of(route), "ada");
                request.origin = from;
                request.content_type = form_type;
                const Response response = desk.respond(request);
                EXPECT_EQ(response.status, refusal_of(route, from))
                    << method << " " << route.path << " " << from;
                // Who logs in by name and password is not known before the body is here.
                EXPECT_EQ(refuse_early(request, desk.site).has_value(),
                          route.proof != Proof::password)
                    << route.path;
                EXPECT_EQ(header(response, "Set-Cookie"), "") << route.path;
                EXPECT_EQ(desk.archive.audit(0, 100)->size(), 6u) << route.path;
            }
        }
    }
    EXPECT_GE(doors, 17u);
}

TEST(Desk, ATokensDoorNeverHearsOfASession) {
    for (const Route& route : all_routes()) {
        if (route.proof != Proof::token && route.proof != Proof::reader) continue;
        for (const std::string& method : unsafe_methods_of(route)) {
            Desk desk;
            Request request = desk.asking(method, example_of(route), "ada");
            request.origin = origin;
            EXPECT_EQ(desk.respond(request).status, 401) << route.path;
        }
    }
}

TEST(Desk, WhoMayKnockAtWhichDoor) {
    const std::map<std::string, Role> roles = {
        {"rita", Role::reader}, {"edda", Role::editor}, {"ada", Role::admin}};
    std::size_t doors = 0;
    for (const Route& route : all_routes()) {
        if (!route.least) continue;
        ++doors;
        const std::string path = example_of(route);
        if (route.get) {
            Desk desk;
            const Response nobody = desk.respond(desk.asking("GET", path));
            EXPECT_EQ(nobody.status, 303) << path;
            EXPECT_TRUE(header(nobody, "Location").starts_with("/login?next=%2F")) << path;
        }
        if (route.post) {
            Desk desk;
            const Response nobody = desk.respond(desk.sending(path, {}));
            EXPECT_EQ(nobody.status, 403) << path;
            EXPECT_TRUE(has(nobody, "action=\"/login\"")) << path;
            EXPECT_EQ(desk.archive.audit(0, 100)->size(), 6u) << path;
        }
        for (const auto& [name, role] : roles) {
            for (const std::string method : {"GET", "POST"}) {
                if (method == "GET" ? !route.get : !route.post) continue;
                Desk desk;
                Request request = desk.sending(path, {}, name);
                request.method = method;
                const Response response = desk.respond(request);
                const bool refused =
                    response.status == 403 && has(response, "<p class=\"status\">403");
                EXPECT_EQ(refused, role < *route.least) << name << " " << method << " " << path;
                EXPECT_LT(response.status, 500) << name << " " << path;
                if (refused) {
                    EXPECT_EQ(desk.archive.audit(0, 100)->size(), 6u) << path;
                }
                EXPECT_NE(header(response, "Cache-Control").find("no-store"), std::string::npos)
                    << path;
            }
        }
    }
    EXPECT_GE(doors, 13u);
}

TEST(Desk, ARefusalSaysWhichRoleItTakes) {
    Desk desk;
    EXPECT_TRUE(
        has(desk.get_as("rita", "/desk?ui=fr"), "Il faut ici le rôle «\u00A0rédaction\u00A0»"));
    EXPECT_TRUE(has(desk.get_as("edda", "/desk/users?ui=en"), "This needs the role “admin”."));
}

TEST(Desk, LoggingInGivesANewSession) {
    Desk desk;
    const Response page = desk.get("/login?next=%2Fdesk%2Fnew");
    EXPECT_EQ(page.status, 200);
    EXPECT_TRUE(has(page, "name=\"next\" value=\"/desk/new\""));
    EXPECT_TRUE(has(page, "autocomplete=\"current-password\""));

    const Response in = desk.send_as(
        "", "/login", Form{{{"name", "edda"}, {"password", password}, {"next", "/desk/new"}}});
    EXPECT_EQ(in.status, 303);
    EXPECT_EQ(header(in, "Location"), "/desk/new");
    const std::string cookie = header(in, "Set-Cookie");
    ASSERT_TRUE(cookie.starts_with("chappe_session="));
    EXPECT_NE(cookie.find("; HttpOnly; SameSite=Lax"), std::string::npos);
    Request next = desk.asking("GET", "/desk");
    next.cookie = cookie.substr(0, cookie.find(';'));
    EXPECT_NE(next.cookie, "chappe_session=" + desk.sessions["edda"]);
    EXPECT_EQ(desk.respond(next).status, 200);
}

TEST(Desk, WhoWasHereBeforeIsLoggedOut) {
    Desk desk;
    Request request =
        desk.sending("/login", Form{{{"name", "edda"}, {"password", password}}}, "ada");
    EXPECT_EQ(header(desk.respond(request), "Location"), "/desk");
    EXPECT_EQ(desk.get_as("ada", "/desk").status, 303);
}

TEST(Desk, AReaderLandsOnTheWire) {
    Desk desk;
    const Response in =
        desk.send_as("", "/login", Form{{{"name", "rita"}, {"password", password}}});
    EXPECT_EQ(header(in, "Location"), "/");
}

TEST(Desk, NobodyIsSentElsewhere) {
    for (const char* next : {"//evil.example", "https://evil.example", "/\\evil.example", "x"}) {
        Desk desk;
        const Response in = desk.send_as(
            "", "/login", Form{{{"name", "edda"}, {"password", password}, {"next", next}}});
        EXPECT_EQ(header(in, "Location"), "/desk") << next;
    }
}

TEST(Desk, AWrongNameAndAWrongPasswordSayTheSame) {
    Desk desk;
    const auto tried = [&](std::string name, std::string secret) {
        return desk.send_as("", "/login?ui=en",
                            Form{{{"name", std::move(name)}, {"password", std::move(secret)}}});
    };
    const Response wrong_name = tried("nemo", password);
    const Response wrong_password = tried("edda", "wrong");
    for (const Response& response : {wrong_name, wrong_password}) {
        EXPECT_EQ(response.status, 403);
        EXPECT_TRUE(has(response, "This name and this password do not go together."));
        EXPECT_TRUE(has(response, "aria-invalid=\"true\""));
        EXPECT_FALSE(has(response, password));
        EXPECT_EQ(header(response, "Set-Cookie"), "");
    }
    EXPECT_EQ(tried("edda", "").status, 403);
    EXPECT_EQ(tried(std::string(5000, 'x'), password).status, 403);
}

TEST(Desk, GuessesRunOut) {
    Desk desk;
    int refused = 0;
    Response last;
    for (int i = 0; i < 12; ++i) {
        last = desk.send_as("", "/login?ui=en",
                            Form{{{"name", "edda"}, {"password", "guess" + std::to_string(i)}}});
        if (last.status == 429) ++refused;
    }
    EXPECT_EQ(refused, 2);
    EXPECT_TRUE(has(last, "Too many attempts. Try again in"));
    EXPECT_GT(std::stoi(header(last, "Retry-After")), 30);
    // The right one has to wait as well, or waiting would say which it is.
    EXPECT_EQ(desk.send_as("", "/login", Form{{{"name", "edda"}, {"password", password}}}).status,
              429);
    EXPECT_EQ(desk.send_as("", "/login", Form{{{"name", "ada"}, {"password", password}}}).status,
              303);
}

TEST(Desk, LoggingOutEndsTheSessionAtTheServer) {
    Desk desk;
    const Response out = desk.send_as("edda", "/logout", {});
    EXPECT_EQ(out.status, 303);
    EXPECT_NE(header(out, "Set-Cookie").find("Max-Age=0"), std::string::npos);
    EXPECT_EQ(desk.get_as("edda", "/desk").status, 303);
    EXPECT_EQ(desk.send_as("", "/logout", {}).status, 303);
}

TEST(Desk, PagesForSomebodyAreNobodyElses) {
    Desk desk;
    for (const char* target : {"/", "/d/1", "/feed.atom", "/d/1.json", "/desk"}) {
        Request request = desk.asking("GET", target, "edda");
        const Response own = desk.respond(request);
        EXPECT_EQ(own.status, 200) << target;
        EXPECT_EQ(header(own, "Cache-Control"), "private, no-store") << target;
        EXPECT_EQ(header(own, "ETag"), "") << target;
        EXPECT_EQ(own.shelf, Shelf::none) << target;
        request.cookie.clear();
        request.if_none_match = header(desk.respond(request), "ETag");
        request.cookie = "chappe_session=" + desk.sessions["edda"];
        EXPECT_EQ(desk.respond(request).status, 200) << target;  // the public page is another one
    }
    EXPECT_TRUE(has(desk.get_as("edda", "/"), "/desk/new"));
    EXPECT_FALSE(has(desk.get("/"), "desk-menu"));
    EXPECT_FALSE(has(desk.get("/"), "desk.css"));
    EXPECT_FALSE(has(desk.get_as("rita", "/"), "/desk/new"));
}

}  // namespace
}  // namespace chappe
