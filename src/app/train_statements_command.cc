#include <cstdio>
#include <fstream>
#include <sstream>

#include "app/commands.h"
#include "app/progress.h"
#include "app/report.h"
#include "understand/train_statements.h"

namespace chappe {
namespace {

Result<std::vector<GoldText>> gold_of(const std::vector<std::string>& paths) {
    std::vector<GoldText> texts;
    for (const std::string& path : paths) {
        std::ifstream in(path, std::ios::binary);
        std::stringstream bytes;
        bytes << in.rdbuf();
        if (!in) return fail(Failure::absent, "cannot read " + path);
        auto read = read_gold_texts(bytes.view());
        if (!read) {
            const bool packed = bytes.view().starts_with("\x1f\x8b");
            return fail(read.error().failure, packed ? path + " is compressed: gzip -dk " + path
                                                     : path + ": " + read.error().message);
        }
        for (GoldText& text : *read) texts.push_back(std::move(text));
    }
    return texts;
}

Result<void> train(const TrainStatementsCommand& command) {
    const std::vector<GoldText> texts = TRY(gold_of(command.gold));
    if (texts.empty()) return fail(Failure::refused, "there is no text to learn from");
    StatementSettings settings;
    settings.seed = command.seed;
    settings.language = command.language;
    if (command.rounds > 0) settings.cue_rounds = settings.role_rounds = command.rounds;
    const Progress progress;
    const StatementModel model =
        train_statements(texts, settings, [&](const std::string& step) { progress.say(step); });
    progress.end();

    const std::string bytes = model.to_bytes();
    std::error_code error;
    std::filesystem::create_directories(command.output, error);
    const std::filesystem::path path = command.output / "statements.model";
    std::ofstream out(path, std::ios::binary);
    out << bytes;
    out.close();
    if (!out) return fail(Failure::broken, "cannot write " + path.string());
    std::printf("%s: %zu bytes\n", path.c_str(), bytes.size());
    return {};
}

}  // namespace

int run(const TrainStatementsCommand& command) {
    const auto done = train(command);
    return done ? 0 : report(done.error());
}

}  // namespace chappe
