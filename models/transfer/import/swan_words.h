#pragma once

#include "engine/api/identity.h"
#include "engine/base/secret_bytes.h"
#include "models/transfer/peer_view.h"

#include <QStringList>

#include <optional>
#include <vector>

// What swanctl.conf and ipsec.conf have in common.
namespace tw::models {

// "aes256-sha256-modp2048,aes128gcm16-prfsha256-ecp256", also with several of a kind in one proposal, with Libreswan's
// spelling ("aes256-sha2_256;modp2048", "+"), and with a "!" at the end. What is not known of a proposal makes that
// proposal unknown; `isWhole` tells whether all of them were known.
struct SwanOffers
{
    std::vector<PeerSuite> suites; // bounded
    bool isWhole = true;
};
SwanOffers swanOffers(const QString &text, bool isEsp);

std::optional<qint64> swanSeconds(QStringView text); // "3600", "60m", "1h", "1d"
QStringList swanList(const QString &text); // between commas or blanks, without empty ones

// A secret and whose it is.
struct SwanSecret
{
    std::vector<api::Identity> ids; // those that could be read
    bool isForSome = false; // else it is anybody's
    SecretBytes key;

    void addId(const QString &text);
};
// The one that fits best, as the daemons choose it.
std::optional<SecretBytes> secretFor(const std::vector<SwanSecret> &secrets, const PeerView &view);

} // namespace tw::models
