#pragma once

#include "models/transfer/export/connection_export.h"

#include <QDir>

namespace tw::models {
class Settings;
}

// Where downloaded configurations go.
namespace tw::ui {

// Where the last one went; at first the user's documents.
QDir downloadFolder(const models::Settings &settings);
void setDownloadFolder(models::Settings &settings, const QString &chosenFile);

// The second file of an export, beside the first, wherever that goes; empty where it has only one.
QString besidePath(const models::ConnectionExport &made, const QString &firstPath);

} // namespace tw::ui
