#include "understand/statement_model.h"

#include <zstd.h>

#include <cmath>
#include <optional>
#include <span>

#include "base/digest.h"
#include "base/embedded.h"

namespace chappe {

std::span<const EmbeddedFile> understand_files();

namespace {

constexpr std::string_view magic = "CHAPPEST";
constexpr char version = 2;
constexpr std::size_t head_size = 8 + 1 + 32;
constexpr std::size_t most_bytes = 64 << 20;  // of the parts; ours take 12 MB

std::unexpected<Error> damaged(std::string_view what) {
    return fail(Failure::broken, "statement model: " + std::string(what));
}

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
    if (bytes.failed() || !bytes.at_end()) return damaged("the parts do not fit together");
    return model;
}

std::string StatementModel::to_bytes() const {
    const std::string parts = to_parts();
    std::string packed(ZSTD_compressBound(parts.size()), '\0');
    packed.resize(ZSTD_compress(packed.data(), packed.size(), parts.data(), parts.size(), 19));
    std::string file(magic);
    file.push_back(version);
    file.append(bytes_of(digest(packed)));
    file.append(packed);
    return file;
}

Result<StatementModel> StatementModel::from_bytes(std::string_view bytes) {
    if (bytes.size() < head_size || !bytes.starts_with(magic)) return damaged("this is none");
    if (bytes[8] != version) return damaged("made for another version of chappe; train it again");
    const std::string_view packed = bytes.substr(head_size);
    if (bytes_of(digest(packed)) != bytes.substr(9, 32))
        return damaged("damaged or cut off (checksum differs)");
    const unsigned long long size = ZSTD_getFrameContentSize(packed.data(), packed.size());
    if (size > most_bytes) return damaged("larger than any that chappe writes");
    std::string parts(size, '\0');
    if (ZSTD_decompress(parts.data(), parts.size(), packed.data(), packed.size()) != size)
        return damaged("cannot be unpacked");
    return from_parts(parts);
}

const StatementModel* StatementModel::built_in() {
    static const std::optional<StatementModel> model = []() -> std::optional<StatementModel> {
        for (const EmbeddedFile& file : understand_files()) {
            if (!file.name.ends_with(".model")) continue;
            auto read = from_bytes(file.bytes);
            if (read) return std::move(*read);
        }
        return std::nullopt;
    }();
    return model ? &*model : nullptr;
}

}  // namespace chappe
