#include "app/existing_archive.h"

namespace chappe {

Result<std::unique_ptr<Archive>> open_existing(const std::filesystem::path& folder,
                                               const ArchiveOptions& options) {
    if (!std::filesystem::exists(folder / "chappe.db"))
        return fail(Failure::absent,
                    "there is no archive in " + folder.string() + " (--data names its folder)");
    return open_archive(folder, options);
}

}  // namespace chappe
