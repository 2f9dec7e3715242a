#pragma once

#include "engine/api/identity.h"
#include "models/transfer/export/exporter.h"
#include "models/transfer/export/secret_text.h"
#include "models/transfer/peer_words.h"

#include <QSet>

// What the formatters are made of, each of which is one function in a file of its own.
namespace tw::models {

enum class KeyForm {
    Plain, // text
    DoubleQuoted, // "text" with \" and \\ escaped
    SingleQuoted, // 'text'
    PowerShell, // 'text' with '' for '
    Xml, // text with entities
    Json, // "text"
    Base64, // 0s...
    Hex, // digits alone
    HexWithPrefix, // 0x...
};

class ExportWriter
{
public:
    ExportWriter(PeerFormat format, const ExportRequest &request);

    const PeerView &view() const { return m_request.view; }
    bool hasKey() const { return m_request.key != nullptr; }
    const SecretBytes &key() const { return *m_request.key; }
    const QString &slug() const { return m_slug; }

    // One line; %1 and on are filled in one pass.
    void line(const char *text = "");
    template <typename... Args>
    void line(const char *format, const Args &...args)
    {
        put(QString::fromUtf8(format).arg(QString(args)...));
        put(QStringLiteral("\n"));
    }
    void put(const QString &text) { m_current->append(text); }
    void comment(const char *text); // a line of advice, in English
    void comment(const QString &text);
    // The key, or its placeholder in the nearest textual form.
    void putKey(KeyForm form);

    // What follows goes into the second file.
    void beginSecrets();
    // The lines at the top of a file, each a comment of the format.
    void header();

    // The words for the algorithms of this connection; blockers made sure that there are some.
    QString cipher(PeerPhase phase) const;
    QString hash(PeerPhase phase) const;
    QString group(PeerPhase phase) const;
    PeerPhase ikePhase() const { return view().isIkeV2 ? PeerPhase::IkeV2 : PeerPhase::IkeV1; }
    bool hasPfs() const { return view().esp.group != api::DhGroup::None; }
    bool isIkeAead() const { return api::isAead(view().ike.encryption); }
    bool isEspAead() const { return api::isAead(view().esp.encryption); }
    void useWords(const PeerWords &words) { m_words = &words; }

    std::vector<ExportedFile> takeFiles();

private:
    QStringList headerLines() const;

    PeerFormat m_format;
    const ExportRequest &m_request;
    const PeerWords *m_words;
    QString m_slug;
    SecretText m_main;
    SecretText m_secrets;
    SecretText *m_current = &m_main;
    bool m_mainHoldsKey = false;
};

// Of a subnet: "172.16.5.0", "255.255.255.0", "0.0.0.255".
struct SplitSubnet
{
    QString network;
    QString mask;
    QString wildcard;
    int length = 0;
};
SplitSubnet splitSubnet(const QString &prefix);

inline QString num(qint64 number) { return QString::number(number); }
// Every pair of a local and a remote subnet, in the order of the lists.
QList<std::pair<QString, QString>> subnetPairs(const PeerView &view);
// An identity apart: its kind, and its text without marks such as a leading "@".
struct IdText
{
    api::Identity::Type type;
    QString text;
    bool isAddress() const
    {
        return type == api::Identity::Type::Ipv4Address || type == api::Identity::Type::Ipv6Address;
    }
    bool isName() const { return type == api::Identity::Type::Fqdn; }
};
IdText idText(const QString &identity);
// As strongSwan and Libreswan read it without doubt about its kind.
QString swanId(const QString &identity);

void writeSwanctl(ExportWriter &out);
void writeIpsecConf(ExportWriter &out);
void writeAlibaba(ExportWriter &out);
void writeLibreswan(ExportWriter &out);
void writeCiscoIos(ExportWriter &out);
void writeCiscoAsa(ExportWriter &out);
void writeJunos(ExportWriter &out);
void writeFortiOs(ExportWriter &out);
void writeRouterOs(ExportWriter &out);
void writePanOs(ExportWriter &out);
void writeHuawei(ExportWriter &out);
void writeH3c(ExportWriter &out);
void writeVyOs(ExportWriter &out);
void writeOpnSense(ExportWriter &out);
void writePfSense(ExportWriter &out);
void writeWindows(ExportWriter &out);

} // namespace tw::models
