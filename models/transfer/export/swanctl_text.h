#pragma once

#include "models/transfer/export/export_writer.h"

// Pieces of strongSwan's languages, which swanctl.conf, ipsec.conf and OPNsense share.
namespace tw::models {

QString swanIkeProposal(const ExportWriter &out); // "aes256-sha256-modp2048"
QString swanEspProposal(const ExportWriter &out);
QString quotedSwanId(const QString &id);

void writeSwanctlConnection(ExportWriter &out);
void writeSwanctlSecrets(ExportWriter &out);

} // namespace tw::models
