#pragma once

#include "app/reply.h"
#include "engine/base/secret_bytes.h"

#include <QByteArray>
#include <QJsonObject>
#include <QList>

namespace tw::app {

class Workspace;

// What may be asked of a workspace, by the command line in its own process or over the control socket:
//
//   {"Request": "status", "Name": ...}            Name may be left out: all connections
//   {"Request": "start" | "stop" | "renegotiate", "Name": ...}
//   {"Request": "doctor", "Name": ..., "Kinds": ["traffic", "path", "mtu"], "To": ""}   then, with the number it gives:
//   {"Request": "doctor-progress" | "doctor-cancel", "Run": 1}
//   {"Request": "diagnose", "Name": ..., "Report": false}
//   {"Request": "test-rekey" | "probe", "Name": ...}    what came of it is in the diagnosis
//   {"Request": "apply", "Document": "...", "DryRun": false}
//   {"Request": "delete", "Kind": "connection" | "customer-gateway" | "vpn-gateway" | "certificate",
//    "Name": ...}
//   {"Request": "import", "Files": ["base64", ...]}   certificates, and at most one private key; the secret: its passphrase
//   {"Request": "import-peer", "Text": "base64", "Secrets": "base64", "Format": "", "Side": "" | "ours" | "peer",
//    "Region": "", "Existing": "skip" | "update" | "add", "DryRun": false}   another device's configuration; the secret: the
//    key of connections that the text has none of
//   {"Request": "restore", "File": "/a/full/path", "Merge": false, "DryRun": false}   a backup; the secret: its passphrase
//   {"Request": "capture", "Name": ..., "Output": "/a/full/path", "Keys": false, "LiveKeys": false, "Replace": false,
//    "Seconds": 3600, "MaxBytes": 104857600}     begins it; ends by itself where nobody asks for its state any more
//   {"Request": "capture-state" | "capture-stop"}
//
// A name is a name or an id. Whatever else the object holds is refused or has no meaning; nothing in it is trusted.
Reply carryOut(Workspace &workspace, const QJsonObject &request, const SecretBytes &secret = {});
bool changesObjects(const QJsonObject &request); // apply, delete, import, import-peer
bool takesLong(const QJsonObject &request); // restore, which nobody waits for in a thread that has other things to do

// The same as functions, for requests that change objects and need no engine.
Reply applyDocumentTo(Workspace &workspace, const QByteArray &document, bool isDryRun);
Reply importInto(Workspace &workspace, const QList<QByteArray> &files, const SecretBytes &passphrase);
Reply deleteFrom(Workspace &workspace, const QString &kind, const QString &nameOrId);

QStringList deletableKinds();

Reply noEngine(const QString &dataDirectory);

} // namespace tw::app
