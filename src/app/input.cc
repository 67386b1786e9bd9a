#include "app/input.h"

#include <cerrno>
#include <charconv>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>

#include "base/text.h"
#include "read/warc.h"

namespace chappe {
namespace {

constexpr std::size_t largest_input = 64 << 20;  // a feed of 10,000 items is below 40 MB

struct CloseFile {
    void operator()(std::FILE* file) const { std::fclose(file); }
};

Failure failure_of_open(int error) {
    return error == ENOENT ? Failure::absent : Failure::broken;
}

Result<std::string> read_all(std::FILE* file, const std::string& path) {
    std::string bytes;
    char buffer[64 << 10];
    while (!std::feof(file)) {
        bytes.append(buffer, std::fread(buffer, 1, sizeof buffer, file));
        if (std::ferror(file))
            return fail(Failure::broken, "cannot read " + path + ": " + std::strerror(errno));
        if (bytes.size() > largest_input)
            return fail(Failure::refused,
                        path + ": larger than 64 MiB; split it into smaller files");
    }
    return bytes;
}

Result<std::shared_ptr<std::FILE>> open_file(const std::string& path) {
    std::error_code ignored;  // a folder that cannot be looked at fails below, with its reason
    if (std::filesystem::is_directory(path, ignored))
        return fail(Failure::refused, path + " is a folder; name the files in it");
    std::FILE* file = std::fopen(path.c_str(), "rb");
    if (!file)
        return fail(failure_of_open(errno), "cannot open " + path + ": " + std::strerror(errno));
    return std::shared_ptr<std::FILE>(file, CloseFile{});
}

}  // namespace

std::optional<std::chrono::days> days_in(std::string_view text) {
    constexpr int most = 100 * 365;
    int unit = 1;
    if (text.ends_with('y')) unit = 365;
    if (text.ends_with('y') || text.ends_with('d')) text.remove_suffix(1);
    int count = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    if (count < 1 || count > most / unit) return std::nullopt;
    return std::chrono::days(count * unit);
}

std::string name_without_extension(std::string_view path) {
    return std::filesystem::path(path).stem().string();
}

bool is_web_address(std::string_view input) {
    const std::string lowered = lower_ascii(input.substr(0, 8));
    return lowered.starts_with("http://") || lowered.starts_with("https://");
}

Result<Arrival> arrival_from_file(const std::string& path) {
    Arrival arrival;
    arrival.source = "files";
    arrival.received = now();
    if (path == "-") {
        arrival.name = "stdin";
        arrival.bytes = TRY(read_all(stdin, "standard input"));
        return arrival;
    }
    const auto file = TRY(open_file(path));
    arrival.name = name_without_extension(path);
    arrival.bytes = TRY(read_all(file.get(), path));
    return arrival;
}

Result<std::optional<ByteSource>> warc_in_file(const std::string& path) {
    if (path == "-") return std::nullopt;
    auto file = TRY(open_file(path));
    char start[4096];
    const std::size_t size = std::fread(start, 1, sizeof start, file.get());
    if (!looks_like_warc({start, size})) return std::nullopt;
    std::rewind(file.get());
    // A file that cannot be read further ends there; WarcReader notes the record that is cut.
    return ByteSource([file = std::move(file)](char* buffer, std::size_t wanted) {
        return std::fread(buffer, 1, wanted, file.get());
    });
}

}  // namespace chappe
