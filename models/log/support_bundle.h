#pragma once

#include "models/log/log_window.h"

#include <QJsonObject>
#include <QString>

#include <expected>

namespace tw::models {

class Catalog;
class LogFile;

// What a supporter needs to look into a connection, in one zip file: its configuration, its log of a window, what stands
// now, and what the machine and the programs are. Keys are never read for it. Unless it is asked for, public addresses and
// identities are replaced by stand-ins; redactions.txt in the bundle lists what was taken out.
struct SupportBundle
{
    QString connectionId;
    QString name = {}; // of the connection
    QJsonObject configuration = {};
    LogWindow window;
    QJsonObject status = {}; // as `tunnelwrightctl status --json` gives it; empty where no engine runs
    QJsonObject programs = {}; // names and versions of the program and its libraries
    bool isRedacted = true;

    // Takes the connection's name and configuration; in the catalogue's thread.
    void takeConfiguration(const Catalog &catalog);
    // Writes it to `fileName`, all or nothing, mode 0600. `log` may be nullptr: no log yet. A sentence where it failed.
    // In any thread.
    std::expected<void, QString> write(const QString &fileName, LogFile *log) const;
};

} // namespace tw::models
