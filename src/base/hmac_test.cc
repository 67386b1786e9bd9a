#include "base/hmac.h"

#include <gtest/gtest.h>

namespace chappe {
namespace {

TEST(Hmac, IsThatOfTheStandards) {
    // RFC 2202, 3, case 2; RFC 4231, 4.3.
    const std::string_view message = "what do ya want for nothing?";
    EXPECT_EQ(hmac_hex(Sha::sha1, "Jefe", message), "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79");
    EXPECT_EQ(hmac_hex(Sha::sha256, "Jefe", message),
              "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    EXPECT_EQ(hmac_hex(Sha::sha384, "Jefe", message),
              "af45d2e376484031617f78d2b58a6b1b9c7ef464f5a01b47e42ec3736322445e"
              "8e2240ca5e69e2c78b3239ecfab21649");
    EXPECT_EQ(hmac_hex(Sha::sha512, "Jefe", message),
              "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea250554"
              "9758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737");
}

TEST(Hmac, FunctionsHaveNames) {
    for (const Sha sha : {Sha::sha1, Sha::sha256, Sha::sha384, Sha::sha512})
        EXPECT_EQ(sha_named(name_of(sha)), sha);
    EXPECT_FALSE(sha_named("md5"));
}

TEST(Hmac, SecretsAreTheSameOrNot) {
    EXPECT_TRUE(same_secret("abc", "abc"));
    EXPECT_TRUE(same_secret("", ""));
    EXPECT_FALSE(same_secret("abc", "abd"));
    EXPECT_FALSE(same_secret("abc", "ab"));
}

}  // namespace
}  // namespace chappe
