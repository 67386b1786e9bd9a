#include "app/understanding.h"

#include <span>
#include <utility>

#include "base/digest.h"
#include "base/embedded.h"
#include "base/json_writer.h"
#include "language/parse.h"
#include "understand/understand.h"

namespace chappe {

// Made by chappe_embed.
std::span<const EmbeddedFile> language_files();
std::span<const EmbeddedFile> name_model_files();
std::span<const EmbeddedFile> name_lexicons();
std::span<const EmbeddedFile> understand_files();

namespace {

constexpr std::size_t version_digits = 12;  // of a digest; enough to tell builds apart

/// A version that is another one as soon as a byte of these files is.
std::string version_of(std::initializer_list<std::span<const EmbeddedFile>> groups) {
    std::string digests;
    for (const auto files : groups)
        for (const EmbeddedFile& file : files)
            digests.append(file.name).append(bytes_of(digest(file.bytes)));
    return to_hex(digest(digests)).substr(0, version_digits);
}

}  // namespace

std::optional<std::string> models_of(std::string_view language) {
    static const std::string parser = version_of({language_files()});
    static const std::string names = version_of({name_model_files(), name_lexicons()});
    static const std::string statements = version_of({understand_files()});
    if (!find_language(language)) return std::nullopt;
    JsonWriter json;
    json.begin_object().key("rules").number(understand_version);
    json.key("parser").string(parser).key("names").string(names);
    json.key("statements").string(statements).end_object();
    return json.take();
}

std::optional<Understood> understand_dispatch(const Dispatch& dispatch) {
    auto models = models_of(dispatch.language);
    if (!models) return std::nullopt;
    Understandable text{dispatch.body, dispatch.language, std::nullopt};
    if (dispatch.published) text.day = dispatch.published->local_day();
    return Understood{*std::move(models), understand(text, {})};
}

ArchiveOptions understanding(ArchiveOptions options) {
    options.understand = understand_dispatch;
    return options;
}

}  // namespace chappe
