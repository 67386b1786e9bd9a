#include "archive/backup.h"

#include <cstdio>
#include <string>

#include "app/commands.h"
#include "app/report.h"

namespace chappe {

int run(const BackupCommand& command) {
    if (const auto made = back_up(command.data, command.file); !made) return report(made.error());
    std::printf("%s\n", command.file.c_str());
    return 0;
}

int run(const RestoreCommand& command) {
    const auto restored = restore(command.file, command.data,
                                  command.force ? Existing::replace : Existing::keep);
    if (!restored) return report(restored.error());
    std::printf("%s is as it was in %s\n", command.data.c_str(), command.file.c_str());
    return 0;
}

}  // namespace chappe
