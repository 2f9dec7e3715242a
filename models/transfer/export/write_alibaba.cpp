#include "models/transfer/export/export_writer.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QUuid>

namespace tw::models {

namespace {

QString json(const QString &text)
{
    // The quoting of Qt's own writer, for one text alone.
    const QByteArray list = QJsonDocument(QJsonObject{{QStringLiteral("x"), text}}).toJson(QJsonDocument::Compact);
    return QString::fromUtf8(list.mid(5, list.size() - 6));
}

} // namespace

// The shape that the cloud's own download has, key by key; written by hand because the key shall pass through nothing
// that is not wiped. JSON has no comments.
void writeAlibaba(ExportWriter &out)
{
    const PeerView &view = out.view();
    out.line("{");
    out.line("  \"RequestId\": \"%1\",",
             QUuid::createUuidV5(QUuid(), view.connectionId + settingsRevision(view))
                 .toString(QUuid::WithoutBraces)
                 .toUpper());
    out.line("  \"VpnConnectionConfig\": {");
    out.line("    \"Local\": %1,", json(view.local));
    out.line("    \"Remote\": %1,", json(view.remote));
    out.line("    \"LocalSubnet\": %1,", json(view.localSubnets.join(u',')));
    out.line("    \"RemoteSubnet\": %1,", json(view.remoteSubnets.join(u',')));
    out.line("    \"IkeConfig\": {");
    out.line("      \"IkeVersion\": \"%1\",", view.isIkeV2 ? QStringLiteral("ikev2") : QStringLiteral("ikev1"));
    out.line("      \"IkeMode\": \"%1\",", view.isAggressive ? QStringLiteral("aggressive") : QStringLiteral("main"));
    out.line("      \"IkeEncAlg\": \"%1\",", out.cipher(out.ikePhase()));
    out.line("      \"IkeAuthAlg\": \"%1\",", out.hash(out.ikePhase()));
    out.line("      \"IkePfs\": \"%1\",", out.group(out.ikePhase()));
    out.line("      \"IkeLifetime\": %1,", num(view.ikeLifetime));
    out.line("      \"LocalId\": %1,", json(view.localId));
    out.line("      \"RemoteId\": %1,", json(view.remoteId));
    out.put(QStringLiteral("      \"Psk\": "));
    out.putKey(KeyForm::Json);
    out.line();
    out.line("    },");
    out.line("    \"IpsecConfig\": {");
    out.line("      \"IpsecEncAlg\": \"%1\",", out.cipher(PeerPhase::Esp));
    out.line("      \"IpsecAuthAlg\": \"%1\",", out.hash(PeerPhase::Esp));
    out.line("      \"IpsecPfs\": \"%1\",", out.hasPfs() ? out.group(PeerPhase::Esp) : QStringLiteral("disabled"));
    out.line("      \"IpsecLifetime\": %1", num(view.espLifetime));
    out.line("    }");
    out.line("  }");
    out.line("}");
}

} // namespace tw::models
