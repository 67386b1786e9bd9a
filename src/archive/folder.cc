#include "archive/folder.h"

#include <sys/stat.h>

#include <cerrno>
#include <system_error>

namespace chappe {

Result<void> make_private_folder(const std::filesystem::path& folder) {
    std::filesystem::path name = folder.lexically_normal();
    if (!name.has_filename()) name = name.parent_path();  // "data/"
    std::error_code error;
    if (std::filesystem::is_directory(name, error)) return {};
    error.clear();
    if (name.has_parent_path()) std::filesystem::create_directories(name.parent_path(), error);
    if (!error && ::mkdir(name.c_str(), S_IRWXU) != 0)
        error = std::error_code(errno, std::generic_category());
    std::error_code other;  // somebody else may have been faster
    if (!error || std::filesystem::is_directory(name, other)) return {};
    const bool full = error.value() == ENOSPC || error.value() == EDQUOT;
    return fail(full ? Failure::full : Failure::broken,
                "cannot make the folder " + folder.string() + ": " + error.message());
}

}  // namespace chappe
