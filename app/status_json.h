#pragma once

#include <QJsonObject>
#include <QString>
#include <QStringList>

namespace tw::app {

class Workspace;

// What `tunnelwrightctl status --json` prints; docs/tunnelwrightctl.md describes it. Times are ISO 8601 in UTC, SPIs
// hexadecimal as logs and packet analysers write them. `ids` empty: every connection and every VPN gateway; else those
// connections and their gateways.
QJsonObject statusJson(Workspace &workspace, const QStringList &ids);

} // namespace tw::app
