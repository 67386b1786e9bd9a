#include "app/input.h"

#include <cerrno>
#include <charconv>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>

#include "base/text.h"

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
    std::error_code ignored;  // a folder that cannot be looked at fails below, with its reason
    if (std::filesystem::is_directory(path, ignored))
        return fail(Failure::refused, path + " is a folder; name the files in it");
    const std::unique_ptr<std::FILE, CloseFile> file(std::fopen(path.c_str(), "rb"));
    if (!file)
        return fail(failure_of_open(errno), "cannot open " + path + ": " + std::strerror(errno));
    arrival.name = name_without_extension(path);
    arrival.bytes = TRY(read_all(file.get(), path));
    return arrival;
}

}  // namespace chappe
