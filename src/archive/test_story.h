#pragma once
// For tests of near-copies: two stories in French. `lead` and `details` are of the first.

#include <string>

namespace chappe::test {

inline const std::string lead =
    "Le trafic ferroviaire a repris mardi matin entre Lyon et Grenoble après trois jours "
    "d'interruption, a annoncé l'exploitant de la ligne.";
inline const std::string details =
    "Un éboulement avait emporté deux cents mètres de voie samedi près de Rives. Quarante ouvriers "
    "se sont relayés jour et nuit pour poser de nouveaux rails, et un train d'essai a circulé "
    "lundi soir sans incident. Les convois rouleront encore au ralenti pendant une semaine.";
inline const std::string agreement =
    "Les ministres de la Pêche des pays riverains se sont mis d'accord jeudi sur les quotas de "
    "l'année prochaine. La part du cabillaud recule d'un cinquième, celle du hareng reste la même. "
    "Les organisations de pêcheurs demandent des aides pour les petits ports.";

}  // namespace chappe::test
