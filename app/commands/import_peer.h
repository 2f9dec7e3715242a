#pragma once

#include "app/exit_code.h"
#include "engine/base/secret_bytes.h"
#include "models/transfer/peer_format.h"

#include <QString>

namespace tw::app {

struct PeerTextOptions
{
    QString fileName; // for messages
    models::PeerFormat format{};
    SecretBytes secrets; // of the second file; empty: none
    bool json = false;
    bool withKey = false; // print the key as well
};

struct StoreOptions
{
    QString side; // "ours", "peer"; empty: as found
    QString region;
    QString existing; // "skip", "update", "add"
    SecretBytes key; // for what the text has no key of
    bool isDryRun = false;
};

// Stores it, by whoever may write the data directory.
ExitCode storePeerText(const QString &dataDirectory, const SecretBytes &content, const PeerTextOptions &options,
                       const StoreOptions &store);

// What is understood of it, from our side; nothing is stored.
ExitCode showPeerText(const SecretBytes &content, const PeerTextOptions &options);

} // namespace tw::app
