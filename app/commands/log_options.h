#pragma once

#include "app/commands/command.h"
#include "models/log/log_export.h"
#include "models/log/log_facets.h"
#include "models/log/log_window.h"

#include <expected>
#include <optional>

// What `log` and `bundle` have on their command lines, by the rules of the cloud's API (DescribeVpnConnectionLogs).
namespace tw::app {

void addWindowOptions(QCommandLineParser &parser);
// The window, or a sentence that names the field and the rule.
std::expected<models::LogWindow, QString> windowOf(const QCommandLineParser &parser, UtcTime now,
                                                   std::chrono::days kept);

// Chips: "error,warning", or "!debug" for all but those.
void addFacetOptions(QCommandLineParser &parser);
std::expected<models::LogFacets, QString> facetsOf(const QCommandLineParser &parser);

struct LogPage
{
    static constexpr int kLargest = 50;
    static constexpr int kUsual = 10;

    qint64 number = 1; // from 1
    int size = kUsual;
};
void addPageOptions(QCommandLineParser &parser);
// Nothing where no page was asked for.
std::expected<std::optional<LogPage>, QString> pageOf(const QCommandLineParser &parser);

} // namespace tw::app
