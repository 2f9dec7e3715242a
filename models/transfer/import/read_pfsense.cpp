#include "models/transfer/import/dialect_reader.h"

#include <QXmlStreamReader>

#include <algorithm>

namespace tw::models {

namespace {

// A phase's elements by their path within it: "encryption/item/dhgroup".
struct Element
{
    QString path;
    QString text;
    int line;
};

struct Phase
{
    int number;
    QList<Element> elements;

    QString value(const char *path) const
    {
        for (const Element &element : elements) {
            if (element.path == QLatin1String(path))
                return element.text;
        }
        return {};
    }
};

// No element that has a meaning for us lies deep or has a long name; the others' paths could add up.
bool isShort(const QStringList &path, qsizetype base)
{
    constexpr qsizetype kDeepest = 4;
    constexpr qsizetype kLongest = 40;
    return path.size() - base <= kDeepest
        && std::ranges::all_of(path.mid(base), [](const QString &name) { return name.size() <= kLongest; });
}

std::expected<QList<Phase>, ReadFault> phasesOf(const SourceText &text)
{
    QXmlStreamReader xml;
    for (const QString &line : text.lines()) {
        xml.addData(line);
        xml.addData(QStringLiteral("\n"));
    }
    QList<Phase> phases;
    QStringList path;
    QString content;
    qsizetype base = -1; // how deep the phase lies
    while (!xml.atEnd()) {
        const int line = static_cast<int>(xml.lineNumber());
        switch (xml.readNext()) {
        case QXmlStreamReader::DTD:
            return std::unexpected(ReadFault{line, {QT_TRANSLATE_NOOP("Peer", "A document type is not read."), {}}});
        case QXmlStreamReader::StartElement:
            path << xml.name().toString();
            content.clear();
            if (path.size() > kMaxPeerDepth)
                return std::unexpected(
                    ReadFault{line, {QT_TRANSLATE_NOOP("Peer", "The line is nested too deeply."), {}}});
            if (base < 0 && (path.last() == QLatin1String("phase1") || path.last() == QLatin1String("phase2"))) {
                base = path.size();
                phases.append(Phase{path.last() == QLatin1String("phase1") ? 1 : 2, {}});
            }
            break;
        case QXmlStreamReader::Characters: content += xml.text(); break;
        case QXmlStreamReader::EndElement:
            if (base > 0 && path.size() > base && isShort(path, base))
                phases.last().elements.append({path.mid(base).join(u'/'), content, line});
            if (path.size() == base)
                base = -1;
            path.removeLast();
            content.clear();
            break;
        default: break;
        }
    }
    if (xml.hasError())
        return std::unexpected(
            ReadFault{static_cast<int>(xml.lineNumber()),
                      {QT_TRANSLATE_NOOP("Peer", "The XML is broken here: %1"), {xml.errorString()}}});
    return phases;
}

void takePhase1(PeerBuilder &is, const Phase &phase)
{
    PeerView &view = is.view();
    view.isIkeV2 = phase.value("iketype") != QLatin1String("ikev1");
    view.isAggressive = !view.isIkeV2 && phase.value("mode") == QLatin1String("aggressive");
    view.remote = phase.value("remote-gateway");
    view.localId = phase.value("myid_data");
    view.remoteId = phase.value("peerid_data");
    view.name = phase.value("descr");
    view.ikeLifetime = phase.value("lifetime").toLongLong();
    view.probes = !phase.value("dpd_delay").isEmpty();
    is.reading().saysProbes = true;
    const QString cipher = phase.value("encryption/item/encryption-algorithm/name") + u' '
        + phase.value("encryption/item/encryption-algorithm/keylen");
    is.takeCipher(cipher, PeerPhase::IkeV2);
    is.takeHash(phase.value("encryption/item/hash-algorithm"), PeerPhase::IkeV2);
    is.takeGroup(phase.value("encryption/item/dhgroup"), PeerPhase::IkeV2);
    is.takeKeyText(phase.value("pre-shared-key"));
}

bool takePhase2(PeerBuilder &is, const Phase &phase)
{
    const QString local = phase.value("localid/address") + u'/' + phase.value("localid/netbits");
    const QString remote = phase.value("remoteid/address") + u'/' + phase.value("remoteid/netbits");
    is.view().espLifetime = phase.value("lifetime").toLongLong();
    const QString cipher =
        phase.value("encryption-algorithm-option/name") + u' ' + phase.value("encryption-algorithm-option/keylen");
    is.takeCipher(cipher, PeerPhase::Esp);
    if (!phase.value("hash-algorithm-option").isEmpty())
        is.takeHash(phase.value("hash-algorithm-option"), PeerPhase::Esp);
    const QString group = phase.value("pfsgroup");
    if (group != QLatin1String("0") && !group.isEmpty())
        is.takeGroup(group, PeerPhase::Esp);
    return is.addLocal(local) & is.addRemote(remote);
}

} // namespace

ReadOneResult readPfSense(const SourceText &text)
{
    auto phases = phasesOf(text);
    if (!phases)
        return std::unexpected(phases.error());
    PeerBuilder is(peerWords(PeerFormat::PfSense));
    for (Phase &phase : *phases) {
        if (phase.number == 1)
            takePhase1(is, phase);
        else if (!takePhase2(is, phase))
            is.ignore(phase.elements.isEmpty() ? 0 : phase.elements.first().line, QStringLiteral("phase2"));
        for (Element &element : phase.elements)
            wipeText(element.text);
    }
    return is.finish();
}

} // namespace tw::models
