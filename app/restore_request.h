#pragma once

#include "app/reply.h"
#include "models/transfer/backup/restore.h"

#include <optional>

namespace tw::app {

class Workspace;

// "restore": File (a full path), Merge, DryRun, and the passphrase. In its steps, of which two take a second each and may be
// done in any thread, one after the other: open(), then proceed() and, as long as that gives nothing, keep() and proceed().
class RestoreRequest
{
public:
    RestoreRequest(const QJsonObject &request, const SecretBytes &passphrase);

    void open(); // reads and decrypts the file
    void keep(); // what stands, as it stood at the last proceed()

    // In the workspace's thread, while nothing is on its way to the disk. The answer where it is over; else what stands is not
    // kept yet, or was changed since.
    std::optional<Reply> proceed(Workspace &workspace);
    // The backup's settings, when all else is on the disk.
    void takeSettings(Workspace &workspace) const;

private:
    Reply refusal(ExitCode code, const QString &error) const; // names the file

    QString m_file;
    SecretBytes m_passphrase;
    bool m_isDryRun = false;
    SecretBytes m_archive; // decrypted, and not yet read
    std::optional<models::Backup> m_backup;
    models::RestoreRequest m_request;
    models::StoreCopy m_copy; // to be kept
    models::StoreCopy m_kept; // and on the disk
    std::optional<Reply> m_failure; // of open() or keep()
    bool m_isTaken = false;
};

// All of it, in the caller's thread.
Reply restoreInto(Workspace &workspace, const QJsonObject &request, const SecretBytes &passphrase);

} // namespace tw::app
