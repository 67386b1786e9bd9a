// https://www.sqlite.org/fts5.html, 7 "Extending FTS5".
#include "archive/sqlite/terms.h"

#include <sqlite3.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

#include "archive/sqlite/failure.h"

namespace chappe {
namespace {

constexpr int counted_columns = 3;

int make(void*, const char**, int, Fts5Tokenizer** made) {
    static char nothing;  // it has no state, but may not be null
    *made = reinterpret_cast<Fts5Tokenizer*>(&nothing);
    return SQLITE_OK;
}

void unmake(Fts5Tokenizer*) {}

int tokenize(Fts5Tokenizer*, void* context, int, const char* text, int size,
             int (*token)(void*, int, const char*, int, int, int)) {
    const std::string_view all(text ? text : "", static_cast<std::size_t>(std::max(size, 0)));
    constexpr char separators[] = {place_separator, term_separator, 0};
    bool same_place = false;
    for (std::size_t begin = 0; begin < all.size();) {
        const std::size_t end = std::min(all.find_first_of(separators, begin), all.size());
        if (end > begin) {
            const int code = token(context, same_place ? FTS5_TOKEN_COLOCATED : 0, text + begin,
                                   static_cast<int>(end - begin), static_cast<int>(begin),
                                   static_cast<int>(end));
            if (code != SQLITE_OK) return code;
        }
        same_place = end > begin && end < all.size() && all[end] == term_separator;
        begin = end + 1;
    }
    return SQLITE_OK;
}

void count(const Fts5ExtensionApi* api, Fts5Context* match, sqlite3_context* context, int,
           sqlite3_value**) {
    const int phrases = api->xPhraseCount(match);
    std::string counts(static_cast<std::size_t>(phrases * counted_columns), '\0');
    for (int phrase = 0; phrase < phrases; ++phrase) {
        Fts5PhraseIter at;
        int column = 0, offset = 0;
        const int code = api->xPhraseFirst(match, phrase, &at, &column, &offset);
        if (code != SQLITE_OK) return sqlite3_result_error_code(context, code);
        for (; column >= 0; api->xPhraseNext(match, &at, &column, &offset)) {
            if (column >= counted_columns) continue;
            char& n = counts[static_cast<std::size_t>(phrase * counted_columns + column)];
            if (static_cast<unsigned char>(n) < 255) ++n;
        }
    }
    sqlite3_result_blob(context, counts.data(), static_cast<int>(counts.size()), SQLITE_TRANSIENT);
}

fts5_api* api_of(sqlite3* database) {
    fts5_api* api = nullptr;
    sqlite3_stmt* ask = nullptr;
    if (sqlite3_prepare_v2(database, "SELECT fts5(?)", -1, &ask, nullptr) == SQLITE_OK) {
        sqlite3_bind_pointer(ask, 1, static_cast<void*>(&api), "fts5_api_ptr", nullptr);
        sqlite3_step(ask);
    }
    sqlite3_finalize(ask);
    return api;
}

}  // namespace

Result<void> add_terms(sqlite3* database) {
    fts5_api* api = api_of(database);
    if (!api) return fail(Failure::broken, "this SQLite was built without FTS5");
    fts5_tokenizer tokenizer{make, unmake, tokenize};
    int code = api->xCreateTokenizer(api, "chappe", nullptr, &tokenizer, nullptr);
    if (code == SQLITE_OK)
        code = api->xCreateFunction(api, "chappe_counts", nullptr, count, nullptr);
    if (code != SQLITE_OK) return std::unexpected(failure_of(database, code));
    return {};
}

}  // namespace chappe
