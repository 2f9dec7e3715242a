#pragma once

#include "models/transfer/export/connection_export.h"

#include <QDir>

#include <optional>

#include <optional>

namespace tw::models {
class Settings;
}

// Where downloaded configurations go, and what for.
namespace tw::ui {

// Where the last one went; at first the user's documents.
QDir downloadFolder(const models::Settings &settings);
void setDownloadFolder(models::Settings &settings, const QString &chosenFile);

// Whose configuration was last downloaded for a customer gateway; for one that nobody downloaded for, what was chosen last
// of all; nothing where nothing was.
std::optional<models::PeerFormat> rememberedDevice(const models::Settings &settings, const QString &customerGatewayId);
// The same; at first what the cloud's own download gives.
models::PeerFormat proposedDevice(const models::Settings &settings, const QString &customerGatewayId);
void rememberDevice(models::Settings &settings, const QString &customerGatewayId, models::PeerFormat device);

// The second file of an export, beside the first, wherever that goes; empty where it has only one.
QString besidePath(const models::ConnectionExport &made, const QString &firstPath);

} // namespace tw::ui
