#pragma once

#include "models/log/log_record.h"

#include <QHash>
#include <QJsonValue>
#include <QString>
#include <QStringList>

namespace tw::models {

// Takes out of texts, facts and JSON what tells who and where: public addresses, identities, host names, certificates'
// subjects. Each gets a stand-in ("address-1", "identity-2") that is the same wherever it stands, so that one can still
// follow who said what. Private and loopback addresses stay, since no diagnosis works without
// them. Keys never come here at all; a JSON value under a key's name is blanked all the same.
class Redaction
{
public:
    QString text(const QString &text);
    LogRecord record(LogRecord record);
    QJsonValue json(const QJsonValue &value, const QString &key = {});
    // Taken out wherever it stands from now on, also in the middle of texts.
    void addIdentity(const QString &identity);

    // What was taken out: kinds and how many different ones, never the values.
    QStringList summary() const;

private:
    QString standInFor(const QString &address);
    QString identity(const QString &name);
    QString addresses(const QString &text);

    QHash<QString, QString> m_addresses;
    QHash<QString, QString> m_identities;
    QStringList m_identityOrder; // the longest first, since one may be part of another
    int m_keys = 0;
};

} // namespace tw::models
