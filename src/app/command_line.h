#pragma once
// The command line: what it fills, and who adds which commands. Only files that add commands see
// CLI11.

#include <CLI/CLI.hpp>
#include <filesystem>
#include <functional>
#include <string>

#include "app/commands.h"

namespace chappe {

/// What the command line fills, and which of it was asked for.
struct CommandLine {
    ReadCommand read;
    std::string read_type;
    AddCommand add;
    ServeCommand serve;
    TokenCommand token;
    AlertCommand alert;
    SourceCommand source;
    UserCommand user;
    WithdrawCommand withdraw;
    EraseCommand erase;
    AuditCommand audit;
    BackupCommand backup;
    RestoreCommand restore;
    ExportCommand export_all;
    ImportCommand import_all;
    SearchCommand search;
    FetchableCommand fetchable;
    HtmlCommand html;
    SanitizeCommand sanitize;
    ParseCommand parse;
    std::string parse_input = "text";
    TrainLanguageCommand train;
    TrainNamesCommand train_names;
    TrainStatementsCommand train_statements;
    UnderstandCommand understand;
    ReunderstandCommand reunderstand;
    ActorsCommand actors;
    std::string understand_unit = "code-points";
    std::function<int()> chosen;
};

/// `--data`, else $CHAPPE_DATA, else ./chappe-data.
void add_data_option(CLI::App&, std::filesystem::path& data);

/// Filters and trainers, which need no archive: html, sanitize, fetchable, parse, understand,
/// train.
void add_tools(CLI::App&, CommandLine&);
/// What the archive knows of who said what: reunderstand, actors.
void add_said(CLI::App&, CommandLine&);

}  // namespace chappe
