#pragma once

#include "app/exit_code.h"
#include "engine/base/secret_bytes.h"

#include <QString>

namespace tw::app {

struct Invocation;

struct CertificateFiles
{
    QString name; // for messages
    SecretBytes content;
    QString keyFile; // of the private key, where it stands apart; empty: none
    QString passphraseFile; // empty: a terminal is asked, where a passphrase is needed
};

// Imports what stands in them, by whoever may write the data directory.
ExitCode importCertificates(const Invocation &invocation, CertificateFiles files);

} // namespace tw::app
