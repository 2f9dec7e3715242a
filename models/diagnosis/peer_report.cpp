#include "models/diagnosis/peer_report.h"

#include "models/diagnosis/rules.h"
#include "models/log/printable_text.h"

#include <QCoreApplication>
#include <QTranslator>

#include <memory>

namespace tw::models {

namespace {

// The report has a language of its own: its reader sits elsewhere. The translation need not be installed for that.
class Words
{
public:
    explicit Words(ReportLanguage language) : m_language(language)
    {
        if (language == ReportLanguage::Chinese) {
            m_translator = std::make_unique<QTranslator>();
            if (!m_translator->load(QStringLiteral(":/i18n/app_zh_CN.qm")))
                m_translator.reset();
        }
    }

    QString operator()(const char *source) const
    {
        if (m_language == ReportLanguage::User)
            return QCoreApplication::translate("tw::models::PeerReport", source);
        const QString text = m_translator ? m_translator->translate("tw::models::PeerReport", source) : QString();
        return text.isEmpty() ? QString::fromUtf8(source) : text;
    }

private:
    ReportLanguage m_language;
    std::unique_ptr<QTranslator> m_translator;
};

QString name(std::string_view text) { return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())); }

QString orElse(const QString &value, const QString &otherwise) { return value.isEmpty() ? otherwise : value; }

// "1 / 2 / 3, 86400 s".
QString suite(const Words &words, const QStringList &algorithms, const QString &lifetime)
{
    return words(QT_TRANSLATE_NOOP("tw::models::PeerReport", "%1, %2 s"))
        .arg(algorithms.join(QStringLiteral(" / ")), lifetime);
}

const char *natWord(const QString &natTraversal)
{
    if (natTraversal == QLatin1String("forced"))
        return QT_TRANSLATE_NOOP("tw::models::PeerReport", "forced");
    return natTraversal == QLatin1String("off") ? QT_TRANSLATE_NOOP("tw::models::PeerReport", "off")
                                                : QT_TRANSLATE_NOOP("tw::models::PeerReport", "automatic");
}

const char *stateWord(ComparedField::State state)
{
    switch (state) {
    case ComparedField::State::Equal: return QT_TRANSLATE_NOOP("tw::models::PeerReport", "equal");
    case ComparedField::State::Differs: return QT_TRANSLATE_NOOP("tw::models::PeerReport", "differs");
    case ComparedField::State::MostLikely: return QT_TRANSLATE_NOOP("tw::models::PeerReport", "unknown, most likely");
    case ComparedField::State::Unknown: break;
    }
    return QT_TRANSLATE_NOOP("tw::models::PeerReport", "unknown");
}

// What was seen, by its stable names: the reader greps for them, in whatever language.
QString factLine(const LogRecord &record)
{
    QStringList details;
    for (const api::Detail &detail : record.event.details) {
        // Of our own house nothing but addresses and names that the peer knows anyway.
        if (detail.key == api::DetailKey::Device || detail.key == api::DetailKey::SystemError
            || detail.key == api::DetailKey::Name)
            continue;
        details << name(api::detailName(detail.key)) + QLatin1Char('=')
                + printableText(QString::fromStdString(detail.value));
    }
    const QString exchange = record.event.exchange == api::Exchange::None
        ? QString()
        : name(api::exchangeName(record.event.exchange)) + QLatin1Char(' ');
    return QStringLiteral("  %1  %2%3 %4")
        .arg(record.utc().toString(Qt::ISODateWithMs), exchange, name(api::eventName(record.event.code)),
             details.join(QStringLiteral(", ")));
}

} // namespace

QString peerReport(const DiagnosisFacts &facts, const Diagnosis &diagnosis, ReportLanguage language)
{
    const Words words(language);
    const ConnectionDraft &draft = facts.draft;
    QStringList lines;
    const auto add = [&](const char *label, const QString &value) {
        lines << QStringLiteral("  ") + words(label).arg(printableText(value));
    };
    lines << words(QT_TRANSLATE_NOOP("tw::models::PeerReport", "IPsec report for the administrator of %1"))
                 .arg(facts.peerAddress);
    lines << words(QT_TRANSLATE_NOOP("tw::models::PeerReport", "It holds no key and no password."));
    lines << QString();
    lines << words(QT_TRANSLATE_NOOP("tw::models::PeerReport", "What we found: %1"))
                 .arg(name(diagnosisName(diagnosis.code)));
    for (const Diagnosis &other : whatElseItMayBe(diagnosis, Evidence(facts)))
        lines << words(QT_TRANSLATE_NOOP("tw::models::PeerReport", "Or it is this: %1"))
                     .arg(name(diagnosisName(other.code)));
    lines << words(QT_TRANSLATE_NOOP("tw::models::PeerReport", "Our settings"));
    add(QT_TRANSLATE_NOOP("tw::models::PeerReport", "our address: %1"), facts.ourAddress);
    add(QT_TRANSLATE_NOOP("tw::models::PeerReport", "your address, as we have it: %1"), facts.peerAddress);
    add(QT_TRANSLATE_NOOP("tw::models::PeerReport", "version: %1"),
        draft.ikeVersion == QLatin1String("ikev1") ? draft.ikeVersion + QLatin1Char(' ') + draft.ikeMode
                                                   : draft.ikeVersion);
    add(QT_TRANSLATE_NOOP("tw::models::PeerReport", "authentication: %1"), draft.authMethod);
    add(QT_TRANSLATE_NOOP("tw::models::PeerReport", "we call ourselves: %1"), facts.localId());
    add(QT_TRANSLATE_NOOP("tw::models::PeerReport", "we expect you to be: %1"), facts.remoteId());
    add(QT_TRANSLATE_NOOP("tw::models::PeerReport", "phase 1: %1"),
        suite(words, {draft.ikeEncAlg, draft.ikeAuthAlg, draft.ikePfs}, draft.ikeLifetime));
    add(QT_TRANSLATE_NOOP("tw::models::PeerReport", "phase 2: %1"),
        words(QT_TRANSLATE_NOOP("tw::models::PeerReport", "ESP, tunnel, %1"))
            .arg(suite(words, {draft.ipsecEncAlg, draft.ipsecAuthAlg, draft.ipsecPfs}, draft.ipsecLifetime)));
    add(QT_TRANSLATE_NOOP("tw::models::PeerReport", "our subnets: %1"), draft.localSubnet);
    add(QT_TRANSLATE_NOOP("tw::models::PeerReport", "your subnets: %1"), draft.remoteSubnet);
    add(QT_TRANSLATE_NOOP("tw::models::PeerReport", "NAT traversal: %1"), words(natWord(draft.natTraversal)));
    if (!diagnosis.comparison.isEmpty()) {
        lines << words(QT_TRANSLATE_NOOP("tw::models::PeerReport", "Compared with yours"));
        for (const ComparedField &row : diagnosis.comparison) {
            if (row.field == Field::Psk)
                continue;
            lines << QStringLiteral("  ")
                    + words(QT_TRANSLATE_NOOP("tw::models::PeerReport", "%1: ours %2, yours %3 (%4)"))
                          .arg(fieldKey(row.field), orElse(printableText(row.ours), QStringLiteral("-")),
                               orElse(printableText(row.theirs), QStringLiteral("?")), words(stateWord(row.state)));
        }
    }
    if (!diagnosis.sightings.isEmpty()) {
        lines << words(QT_TRANSLATE_NOOP("tw::models::PeerReport", "What we saw (times in UTC)"));
        for (const Sighting &sighting : diagnosis.sightings) {
            if (const auto *record = std::get_if<LogRecord>(&sighting.what))
                lines << factLine(*record);
        }
    }
    return lines.join(QLatin1Char('\n')) + QLatin1Char('\n');
}

} // namespace tw::models
