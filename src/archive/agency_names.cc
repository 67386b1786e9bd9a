#include "archive/agency_names.h"

#include <algorithm>
#include <map>
#include <span>

#include "archive/search_index.h"
#include "base/embedded.h"
#include "base/text.h"
#include "language/search_letters.h"

namespace chappe {

std::span<const EmbeddedFile> archive_lexicons();  // made by cmake: lexicons/agencies.tsv

namespace {

/// Small, without accents, letters and digits alone.
std::string folded(std::string_view name) {
    std::string out;
    for (std::size_t at = 0; at < name.size();) {
        const CodePoint c = code_point_at(name, at);
        const Letter letter = letter_of(c.value);
        if (letter.kind == LetterKind::letter || letter.kind == LetterKind::piece)
            append_folded(out, letter.lower);
        at += c.size;
    }
    return out;
}

using Spellings = std::vector<std::string>;

Spellings spellings_in(std::string_view line) {
    Spellings all;
    while (!line.empty()) {
        const std::size_t end = std::min(line.find_first_of("\t|"), line.size());
        if (std::string name = folded(line.substr(0, end)); !name.empty())
            all.push_back(std::move(name));
        line.remove_prefix(std::min(end + 1, line.size()));
    }
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
    return all;
}

/// Of every spelling, all of its agency. A spelling of two agencies is the first one's.
std::map<std::string, Spellings> read_agencies() {
    std::map<std::string, Spellings> agencies;
    for (const EmbeddedFile& file : archive_lexicons())
        for (std::string_view rest = file.bytes; !rest.empty();) {
            const std::size_t end = std::min(rest.find('\n'), rest.size());
            const std::string_view line = rest.substr(0, end);
            rest.remove_prefix(std::min(end + 1, rest.size()));
            if (line.starts_with('#')) continue;
            const Spellings all = spellings_in(line);
            for (const std::string& one : all) agencies.try_emplace(one, all);
        }
    return agencies;
}

/// "azertac" of "https://www.azertac.az/feed"; empty when it names no host.
std::string label_of(std::string_view name) {
    const std::string host = host_of(name);
    const std::size_t suffix = host.rfind('.');
    if (suffix == host.npos || suffix == 0) return {};
    std::size_t begin = host.rfind('.', suffix - 1);
    begin = begin == host.npos ? 0 : begin + 1;
    // "co.uk", "com.tr": the label before
    const bool inner = begin > 0 && suffix - begin <= 3;
    if (!inner) return host.substr(begin, suffix - begin);
    std::size_t before = host.rfind('.', begin - 2);
    before = before == host.npos ? 0 : before + 1;
    return host.substr(before, begin - 1 - before);
}

}  // namespace

std::vector<std::string> spellings_of(std::string_view agency) {
    static const std::map<std::string, Spellings> agencies = read_agencies();
    std::string own = folded(agency);
    const auto found = agencies.find(own);
    if (found != agencies.end()) return found->second;
    if (own.empty()) return {};
    return {std::move(own)};
}

bool is_called(const std::vector<std::string>& spellings, std::string_view name) {
    const auto is_one = [&](const std::string& word) {
        return !word.empty() &&
               std::find(spellings.begin(), spellings.end(), word) != spellings.end();
    };
    return is_one(folded(name)) || is_one(folded(label_of(name)));
}

}  // namespace chappe
