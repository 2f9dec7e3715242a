#pragma once

#include "models/transfer/export/connection_export.h"

#include <QDir>

#include <optional>

namespace tw::models {
class Catalog;
class Settings;
} // namespace tw::models

// Where downloaded configurations go, and what for.
namespace tw::ui {

// Where the last one went; at first the user's documents.
QDir downloadFolder(const models::Settings &settings);
void setDownloadFolder(models::Settings &settings, const QString &chosenFile);

// Whose configuration was last downloaded for a customer gateway; for one that nobody downloaded for, what was chosen last
// of all; nothing where nothing was.
std::optional<models::PeerFormat> rememberedDevice(const models::Settings &settings, const QString &customerGatewayId);
// Whose configuration to begin with: the one that is remembered for the customer gateway; else, of the one that was chosen
// last of all and those of the list, the first that can have the connection as it is.
models::PeerFormat proposedDevice(const models::Settings &settings, const models::Catalog &catalog,
                                  const QString &connectionId);
void rememberDevice(models::Settings &settings, const QString &customerGatewayId, models::PeerFormat device);

// The second file of an export, beside the first, wherever that goes; empty where it has only one.
QString besidePath(const models::ConnectionExport &made, const QString &firstPath);

} // namespace tw::ui
