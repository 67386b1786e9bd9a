#include "understand/statement_model.h"

#include <cmath>
#include <optional>
#include <span>

#include "base/embedded.h"
#include "base/log.h"
#include "language/model_file.h"

namespace chappe {

std::span<const EmbeddedFile> understand_files();

namespace {

constexpr std::string_view kind = "statement model";
constexpr std::string_view magic = "CHAPPEST";
constexpr char version = 2;
constexpr std::size_t most_bytes = 64 << 20;  // of the parts; ours take 12 MB

// Biases are kept in thousandths, moved up so that they are never negative.
constexpr std::uint64_t middle = 1'000'000;

void write_bias(ByteWriter& out, float bias) {
    out.number(static_cast<std::uint64_t>(std::lround(bias * 1000) + static_cast<long>(middle)));
}

float read_bias(ByteReader& bytes) {
    const std::uint64_t number = bytes.number_up_to(2 * middle);
    return (static_cast<float>(number) - static_cast<float>(middle)) / 1000;
}

void write(ByteWriter& out, const StatementTaggers& taggers) {
    taggers.cues.write(out);
    taggers.roles.write(out);
    write_bias(out, taggers.cue_bias);
    write_bias(out, taggers.role_bias);
}

StatementTaggers read(ByteReader& bytes) {
    StatementTaggers taggers;
    taggers.cues = Chain::read(bytes, cue_shape());
    taggers.roles = Chain::read(bytes, role_shape());
    taggers.cue_bias = read_bias(bytes);
    taggers.role_bias = read_bias(bytes);
    return taggers;
}

}  // namespace

std::string StatementModel::to_parts() const {
    ByteWriter out;
    out.string(language);
    write(out, taggers);
    return out.take();
}

Result<StatementModel> StatementModel::from_parts(std::string_view parts) {
    ByteReader bytes(parts);
    StatementModel model;
    model.language = bytes.string();
    model.taggers = read(bytes);
    if (bytes.failed() || !bytes.at_end())
        return fail(Failure::broken, std::string(kind) + ": the parts do not fit together");
    return model;
}

std::string StatementModel::to_bytes() const {
    return pack_model(magic, version, to_parts());
}

Result<StatementModel> StatementModel::from_bytes(std::string_view bytes) {
    return from_parts(TRY(unpack_model(magic, version, kind, most_bytes, bytes)));
}

const StatementModel* StatementModel::built_in() {
    static const std::optional<StatementModel> model = []() -> std::optional<StatementModel> {
        for (const EmbeddedFile& file : understand_files()) {
            if (!file.name.ends_with(".model")) continue;
            auto read = from_bytes(file.bytes);
            if (read) return std::move(*read);
            log_error(std::string(file.name) + ": " + read.error().message);
        }
        return std::nullopt;
    }();
    return model ? &*model : nullptr;
}

}  // namespace chappe
