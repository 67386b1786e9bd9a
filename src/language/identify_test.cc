#include "language/identify.h"

#include <gtest/gtest.h>

namespace chappe {
namespace {

TEST(Identify, KnowsTheLanguageOfASentence) {
    EXPECT_EQ(identify_language("Le président de la République a reçu le ministre des Affaires "
                                "étrangères à Paris.")
                  .language,
              "fr");
}

}  // namespace
}  // namespace chappe
