#include "archive/backup.h"

#include <cstdio>
#include <string>

#include "app/commands.h"
#include "app/report.h"
#include "app/understanding.h"
#include "archive/export.h"

namespace chappe {

int run(const BackupCommand& command) {
    if (const auto made = back_up(command.data, command.file); !made) return report(made.error());
    std::printf("%s\n", command.file.c_str());
    return 0;
}

int run(const RestoreCommand& command) {
    const auto restored =
        restore(command.file, command.data, command.force ? Existing::replace : Existing::keep);
    if (!restored) return report(restored.error());
    std::printf("%s is as it was in %s\n", command.data.c_str(), command.file.c_str());
    return 0;
}

int run(const ExportCommand& command) {
    const auto exported = export_archive(command.data, command.folder);
    if (!exported) return report(exported.error());
    std::printf("%lld dispatches in %s\n", static_cast<long long>(*exported),
                command.folder.c_str());
    return 0;
}

int run(const ImportCommand& command) {
    const auto imported = import_archive(command.folder, command.data, understand_dispatch);
    if (!imported) return report(imported.error());
    std::printf("%lld dispatches added, %lld were known\n",
                static_cast<long long>(imported->created), static_cast<long long>(imported->known));
    return 0;
}

}  // namespace chappe
