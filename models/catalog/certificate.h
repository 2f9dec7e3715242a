#pragma once

#include "engine/api/authentication.h"
#include "engine/api/certificate.h"

#include <QDateTime>
#include <QList>
#include <QString>

// Certificates that were imported: those of authorities and peers, who are believed, and with a private key our own.
namespace tw::models {

struct Certificate
{
    QString id; // its SHA-256 fingerprint, 64 lower-case hexadecimal digits
    api::CertificateFacts facts;
    QDateTime created; // UTC; when it was imported
    QString secretReference; // of its private key; empty: there is none

    bool hasKey() const { return !secretReference.isEmpty(); }
    friend bool operator==(const Certificate &, const Certificate &) = default;
};

QString certificateId(const api::CertificateFacts &facts);
// Its subject; the beginning of the fingerprint where that is empty.
QString certificateTitle(const Certificate &certificate);

// A certificate is renewed in good time by people who hear of it in good time.
inline constexpr int kExpiresSoonDays = 30;

struct Expiry
{
    enum class State { Valid, ExpiresSoon, Expired, NotYetValid };

    State state = State::Valid;
    qint64 days = 0; // whole days until it ends; since it ended; until it begins
};
Expiry expiryOf(const api::CertificateFacts &facts, const QDateTime &now);
QString expiryText(const Expiry &expiry); // "Expires in 12 days"; empty where all is well
QDateTime toDateTime(UtcTime time);

// Whom a text means: an id, in either letter case and with or without colons, the first 8 or more digits of one, or a
// subject. Several where that is not enough to tell.
QList<const Certificate *> certificatesMeant(const QList<Certificate> &certificates, const QString &text);

const Certificate *findCertificate(const QList<Certificate> &certificates, const QString &id); // nullptr: none

// Ours as it is shown to the peer: it, and the authorities between it and a root, as far as they were imported. The root
// is not sent: a peer believes its own.
std::vector<Bytes> chainOf(const Certificate &own, const QList<Certificate> &all);

} // namespace tw::models
