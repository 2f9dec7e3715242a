#include "models/transfer/export/export_writer.h"

#include "models/catalog/address_rules.h"
#include "models/log/printable_text.h"
#include "models/transfer/export/capabilities.h"

namespace tw::models {

namespace {

QString word(const char *text) { return text ? QString::fromLatin1(text) : QString(); }

QString dotted(quint32 bits)
{
    return QStringLiteral("%1.%2.%3.%4").arg(bits >> 24).arg((bits >> 16) & 255).arg((bits >> 8) & 255).arg(bits & 255);
}

} // namespace

ExportWriter::ExportWriter(PeerFormat format, const ExportRequest &request)
    : m_format(format),
      m_request(request),
      m_words(&peerWords(format)),
      m_slug(request.slug.isEmpty() ? slugOf(request.view.name, capabilitiesOf(format).longestName) : request.slug)
{ }

void ExportWriter::line(const char *text)
{
    m_current->append(QByteArrayView(text));
    m_current->append(QByteArrayView("\n"));
}

void ExportWriter::comment(const char *text) { comment(QString::fromUtf8(text)); }

void ExportWriter::comment(const QString &text)
{
    const char *mark = peerFormatInfo(m_format).comment;
    if (mark)
        put(QLatin1String(mark) + QLatin1Char(' ') + printableText(text) + QLatin1Char('\n'));
    else
        put(QStringLiteral("<!-- ") + printableText(text).replace(QStringLiteral("--"), QStringLiteral("- -"))
            + QStringLiteral(" -->\n"));
}

void ExportWriter::putKey(KeyForm form)
{
    if (m_current == &m_main)
        m_mainHoldsKey = hasKey();
    const bool isShown = hasKey() && !m_request.concealsKey;
    const QByteArrayView placeholder(hasKey() ? kKeyDots : kKeyPlaceholder);
    if (!hasKey() && (form == KeyForm::Base64 || form == KeyForm::Hex || form == KeyForm::HexWithPrefix))
        form = KeyForm::DoubleQuoted;
    const ByteView octets = isShown ? key().view()
                                    : ByteView(reinterpret_cast<const std::uint8_t *>(placeholder.data()),
                                               static_cast<std::size_t>(placeholder.size()));
    const auto raw = [this](char c) { m_current->append(QByteArrayView(&c, 1)); };
    const bool isDouble = form == KeyForm::DoubleQuoted || form == KeyForm::Json;
    const bool isSingle = form == KeyForm::SingleQuoted || form == KeyForm::PowerShell;
    switch (form) {
    case KeyForm::Base64:
        m_current->append(QByteArrayView("0s"));
        if (isShown)
            m_current->appendBase64(octets);
        else
            m_current->append(placeholder);
        return;
    case KeyForm::HexWithPrefix: m_current->append(QByteArrayView("0x")); [[fallthrough]];
    case KeyForm::Hex:
        if (isShown)
            m_current->appendHex(octets);
        else
            m_current->append(placeholder);
        return;
    default: break;
    }
    if (isDouble || isSingle)
        raw(isDouble ? '"' : '\'');
    for (const std::uint8_t octet : octets) {
        const char c = static_cast<char>(octet);
        if (form == KeyForm::Xml && c == '&')
            m_current->append(QByteArrayView("&amp;"));
        else if (form == KeyForm::Xml && c == '<')
            m_current->append(QByteArrayView("&lt;"));
        else if (form == KeyForm::Xml && c == '>')
            m_current->append(QByteArrayView("&gt;"));
        else {
            if (isDouble && (c == '"' || c == '\\'))
                raw('\\');
            else if (form == KeyForm::PowerShell && c == '\'')
                raw('\'');
            raw(c);
        }
    }
    if (isDouble || isSingle)
        raw(isDouble ? '"' : '\'');
}

void ExportWriter::beginSecrets()
{
    m_current = &m_secrets;
    header();
}

QStringList ExportWriter::headerLines() const
{
    const PeerFormatInfo &info = peerFormatInfo(m_format);
    const bool isSecrets = m_current == &m_secrets;
    const bool hasSecretsFile = info.secretsSuffix != nullptr;
    QStringList lines = {
        QStringLiteral("%1: for %2").arg(m_request.product, QLatin1String(info.title)),
        QStringLiteral("Connection %1 (%2), revision %3, written %4")
            .arg(view().name, view().connectionId, settingsRevision(view()),
                 m_request.time.toUTC().toString(Qt::ISODate)),
        QStringLiteral("For the device at %1; the VPN gateway is at %2").arg(view().local, view().remote),
    };
    if (hasSecretsFile && !isSecrets)
        lines << QStringLiteral("The pre-shared key stands in the file %1%2")
                     .arg(m_slug, QLatin1String(info.secretsSuffix));
    else if (hasKey())
        lines << QStringLiteral("Contains the pre-shared key: show it to nobody else");
    else
        lines << QStringLiteral("Key left out: put it where %1 stands").arg(QLatin1String(kKeyPlaceholder));
    if (isSecrets)
        return lines;
    const QList<Remark> warnings = exportWarnings(m_format, view());
    for (const Remark &warning : warnings)
        lines << QStringLiteral("Warning: ") + warning.english();
    for (const char *unsure : info.unsure)
        lines << QStringLiteral("Not confirmed: ") + QString::fromUtf8(unsure);
    return lines;
}

void ExportWriter::header()
{
    for (const QString &text : headerLines())
        comment(text);
}

QString ExportWriter::cipher(PeerPhase phase) const
{
    return word(m_words->word(phase == PeerPhase::Esp ? view().esp.encryption : view().ike.encryption, phase));
}

QString ExportWriter::hash(PeerPhase phase) const
{
    return word(m_words->word(phase == PeerPhase::Esp ? view().esp.hash : view().ike.hash, phase));
}

QString ExportWriter::group(PeerPhase phase) const
{
    return word(m_words->word(phase == PeerPhase::Esp ? view().esp.group : view().ike.group, phase));
}

std::vector<ExportedFile> ExportWriter::takeFiles()
{
    const PeerFormatInfo &info = peerFormatInfo(m_format);
    std::vector<ExportedFile> files;
    files.push_back({m_slug + QLatin1String(info.suffix), m_main.take(), m_mainHoldsKey});
    if (m_secrets.size() > 0)
        files.push_back({m_slug + QLatin1String(info.secretsSuffix), m_secrets.take(), hasKey()});
    return files;
}

SplitSubnet splitSubnet(const QString &prefix)
{
    const auto parsed = parsePrefix(prefix);
    if (!parsed)
        return {};
    SplitSubnet parts;
    parts.network = toQString(parsed->network());
    parts.length = parsed->length();
    if (parsed->address().isV4()) {
        const quint32 mask = parts.length == 0 ? 0 : ~quint32{0} << (32 - parts.length);
        parts.mask = dotted(mask);
        parts.wildcard = dotted(~mask);
    }
    return parts;
}

QList<std::pair<QString, QString>> subnetPairs(const PeerView &view)
{
    QList<std::pair<QString, QString>> pairs;
    for (const QString &local : view.localSubnets) {
        for (const QString &remote : view.remoteSubnets) {
            if (local.contains(u':') == remote.contains(u':')) // a selector is of one family
                pairs.emplaceBack(local, remote);
        }
    }
    return pairs;
}

IdText idText(const QString &identity)
{
    const auto parsed = api::Identity::parse(identity.toStdString());
    if (!parsed)
        return {api::Identity::Type::Fqdn, identity};
    using Type = api::Identity::Type;
    if (parsed->type == Type::Fqdn || parsed->type == Type::UserFqdn)
        return {parsed->type,
                QString::fromUtf8(reinterpret_cast<const char *>(parsed->data.data()),
                                  static_cast<qsizetype>(parsed->data.size()))};
    if (parsed->type == Type::KeyId)
        return {parsed->type, QString::fromStdString(toHex(parsed->data))};
    return {parsed->type, QString::fromStdString(parsed->toString())};
}

QString swanId(const QString &identity)
{
    const IdText id = idText(identity);
    switch (id.type) {
    case api::Identity::Type::Fqdn: return u'@' + id.text;
    case api::Identity::Type::KeyId: return QStringLiteral("@#") + id.text;
    default: return id.text;
    }
}

} // namespace tw::models
