#include "models/log/fact_details.h"

#include "models/live/status_text.h"
#include "models/log/event_text.h"
#include "models/log/printable_text.h"

#include <QCoreApplication>
#include <QLocale>
#include <QStringList>

#include <algorithm>
#include <array>
#include <iterator>
#include <optional>

namespace tw::models {

namespace {

using api::DetailKey;
using api::Direction;
using api::EventCode;

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(tw::models::FactDetails)
};

struct Title
{
    DetailKey key;
    const char *source;
};

// Of what belongs to neither side.
constexpr Title kTitles[] = {
    {DetailKey::Name, QT_TRANSLATE_NOOP("tw::models::FactDetails", "Name")},
    {DetailKey::Device, QT_TRANSLATE_NOOP("tw::models::FactDetails", "Device")},
    {DetailKey::SystemError, QT_TRANSLATE_NOOP("tw::models::FactDetails", "System's words")},
    {DetailKey::Failure, QT_TRANSLATE_NOOP("tw::models::FactDetails", "Failure")},
    {DetailKey::Reason, QT_TRANSLATE_NOOP("tw::models::FactDetails", "Reason")},
    {DetailKey::Count, QT_TRANSLATE_NOOP("tw::models::FactDetails", "Count")},
    {DetailKey::Seconds, QT_TRANSLATE_NOOP("tw::models::FactDetails", "Seconds")},
    {DetailKey::Size, QT_TRANSLATE_NOOP("tw::models::FactDetails", "Bytes")},
    {DetailKey::Payloads, QT_TRANSLATE_NOOP("tw::models::FactDetails", "Payloads")},
    {DetailKey::Fault, QT_TRANSLATE_NOOP("tw::models::FactDetails", "Fault")},
    {DetailKey::Where, QT_TRANSLATE_NOOP("tw::models::FactDetails", "Where")},
    {DetailKey::Notify, QT_TRANSLATE_NOOP("tw::models::FactDetails", "Notify")},
    {DetailKey::Group, QT_TRANSLATE_NOOP("tw::models::FactDetails", "DH group wanted")},
    {DetailKey::Certificate, QT_TRANSLATE_NOOP("tw::models::FactDetails", "Certificate")},
    {DetailKey::CertificateFault, QT_TRANSLATE_NOOP("tw::models::FactDetails", "Certificate's fault")},
    {DetailKey::CertificateField, QT_TRANSLATE_NOOP("tw::models::FactDetails", "Certificate's field")},
    {DetailKey::CertificateValue, QT_TRANSLATE_NOOP("tw::models::FactDetails", "Certificate's value")},
    {DetailKey::InitiatorSpi, QT_TRANSLATE_NOOP("tw::models::FactDetails", "Initiator's SPI")},
    {DetailKey::ResponderSpi, QT_TRANSLATE_NOOP("tw::models::FactDetails", "Responder's SPI")},
    {DetailKey::Selector, QT_TRANSLATE_NOOP("tw::models::FactDetails", "Subnets")},
    {DetailKey::Encapsulation, QT_TRANSLATE_NOOP("tw::models::FactDetails", "Encapsulation")},
    {DetailKey::Source, QT_TRANSLATE_NOOP("tw::models::FactDetails", "Source")},
    {DetailKey::Destination, QT_TRANSLATE_NOOP("tw::models::FactDetails", "Destination")},
};

struct Pair
{
    DetailKey ours;
    DetailKey theirs;
    const char *source;
};

constexpr Pair kPairs[] = {
    {DetailKey::LocalEndpoint, DetailKey::RemoteEndpoint,
     QT_TRANSLATE_NOOP("tw::models::FactDetails", "Address and port")},
    {DetailKey::LocalAddress, DetailKey::RemoteAddress, QT_TRANSLATE_NOOP("tw::models::FactDetails", "Address")},
    {DetailKey::LocalId, DetailKey::RemoteId, QT_TRANSLATE_NOOP("tw::models::FactDetails", "Identity")},
    {DetailKey::LocalSelectors, DetailKey::RemoteSelectors, QT_TRANSLATE_NOOP("tw::models::FactDetails", "Subnets")},
    {DetailKey::NatLocal, DetailKey::NatRemote, QT_TRANSLATE_NOOP("tw::models::FactDetails", "Behind NAT")},
    {DetailKey::InboundSpi, DetailKey::OutboundSpi, QT_TRANSLATE_NOOP("tw::models::FactDetails", "SPI")},
    {DetailKey::BytesOut, DetailKey::BytesIn, QT_TRANSLATE_NOOP("tw::models::FactDetails", "Bytes sent")},
    {DetailKey::PacketsOut, DetailKey::PacketsIn, QT_TRANSLATE_NOOP("tw::models::FactDetails", "Packets sent")},
};

// The parts of a proposal, told by their names (charon's).
enum class Part { Encryption, Integrity, Prf, Group, Esn, Other };

constexpr std::array kParts{Part::Encryption, Part::Integrity, Part::Prf, Part::Group, Part::Esn, Part::Other};

Part partOf(const QString &name)
{
    const auto begins = [&name](const char *with) { return name.startsWith(QLatin1StringView(with)); };
    if (begins("PRF_"))
        return Part::Prf;
    if (begins("HMAC_") || begins("AES_XCBC") || begins("AES_CMAC"))
        return Part::Integrity;
    if (begins("MODP_") || begins("ECP_") || begins("CURVE_"))
        return Part::Group;
    if (name.endsWith(QLatin1StringView("EXT_SEQ")))
        return Part::Esn;
    if (begins("AES_") || begins("3DES") || begins("DES") || begins("CHACHA20") || begins("NULL"))
        return Part::Encryption;
    return Part::Other;
}

QString partTitle(Part part)
{
    switch (part) {
    case Part::Encryption: return Words::tr("Encryption");
    case Part::Integrity: return Words::tr("Integrity");
    case Part::Prf: return Words::tr("PRF");
    case Part::Group: return Words::tr("DH group");
    case Part::Esn: return Words::tr("Extended sequence numbers");
    case Part::Other: break;
    }
    return Words::tr("Other");
}

// As DetailKey::Differs names it.
QLatin1StringView differsName(Part part)
{
    switch (part) {
    case Part::Encryption: return QLatin1StringView("encryption");
    case Part::Integrity: return QLatin1StringView("integrity");
    case Part::Prf: return QLatin1StringView("prf");
    case Part::Group: return QLatin1StringView("group");
    case Part::Esn: return QLatin1StringView("esn");
    case Part::Other: break;
    }
    return {};
}

std::optional<QString> find(const api::Event &event, DetailKey key)
{
    const std::string *value = event.find(key);
    return value ? std::optional(printableText(QString::fromStdString(*value))) : std::nullopt;
}

// All values of a part in all proposals of a list, each once.
QStringList valuesOf(const QString &proposals, Part part)
{
    QStringList values;
    for (QString proposal : proposals.split(QStringLiteral(", "), Qt::SkipEmptyParts)) {
        proposal.remove(0, proposal.indexOf(u':') + 1); // "IKE:"
        for (const QString &name : proposal.split(u'/', Qt::SkipEmptyParts)) {
            if (partOf(name) == part && !values.contains(name))
                values.append(name);
        }
    }
    return values;
}

void appendProposals(QList<FactDetail> &rows, const std::optional<QString> &ours, const std::optional<QString> &theirs,
                     const QString &unknown, const QStringList &differing)
{
    for (const Part part : kParts) {
        const QStringList mine = ours ? valuesOf(*ours, part) : QStringList();
        const QStringList peers = theirs ? valuesOf(*theirs, part) : QStringList();
        if (mine.isEmpty() && peers.isEmpty())
            continue;
        FactDetail row;
        row.name = partTitle(part);
        row.ours = ours ? mine.join(QStringLiteral(", ")) : unknown;
        row.theirs = theirs ? peers.join(QStringLiteral(", ")) : unknown;
        row.hasSides = true;
        row.differs = differing.contains(differsName(part));
        rows.append(row);
    }
}

class Table
{
public:
    explicit Table(const api::Event &event) : m_event(event) { }
    QList<FactDetail> take();

private:
    void addProposals();
    void addPairs();
    void addRest();
    bool use(DetailKey key);

    const api::Event &m_event;
    QList<FactDetail> m_rows;
    std::vector<DetailKey> m_used;
};

bool Table::use(DetailKey key)
{
    m_used.push_back(key);
    return m_event.find(key) != nullptr;
}

void Table::addProposals()
{
    const auto offered = find(m_event, DetailKey::Offered);
    const auto configured = find(m_event, DetailKey::Configured);
    const auto chosen = find(m_event, DetailKey::Chosen);
    const QStringList differing =
        find(m_event, DetailKey::Differs).value_or(QString()).split(QStringLiteral(", "), Qt::SkipEmptyParts);
    for (const DetailKey key : {DetailKey::Offered, DetailKey::Configured, DetailKey::Chosen, DetailKey::Differs})
        use(key);
    switch (m_event.code) {
    case EventCode::ProposalRefused: appendProposals(m_rows, configured, offered, {}, differing); break;
    case EventCode::NoProposalChosen: appendProposals(m_rows, offered, std::nullopt, Words::tr("not told"), {}); break;
    case EventCode::ProposalsOffered: appendProposals(m_rows, offered, std::nullopt, {}, {}); break;
    case EventCode::ProposalsReceived: appendProposals(m_rows, std::nullopt, offered, {}, {}); break;
    case EventCode::SelectorsUnacceptable:
        if (offered)
            m_rows.append({Words::tr("Subnets received"), {}, *offered, true, true});
        break;
    default:
        if (offered)
            appendProposals(m_rows, offered, std::nullopt, {}, {});
    }
    if (chosen)
        appendProposals(m_rows, chosen, chosen, {}, {});
}

void Table::addPairs()
{
    for (const Pair &pair : kPairs) {
        const bool isThere = use(pair.ours) | use(pair.theirs); // both are asked
        if (!isThere)
            continue;
        FactDetail row;
        row.name = QCoreApplication::translate("tw::models::FactDetails", pair.source);
        const auto value = [&](DetailKey key) {
            const std::string *said = m_event.find(key);
            if (said && pair.ours == DetailKey::NatLocal)
                return yesNoText(*said);
            return find(m_event, key).value_or(QString());
        };
        row.ours = value(pair.ours);
        row.theirs = value(pair.theirs);
        row.hasSides = true;
        m_rows.append(row);
    }
    const auto received = find(m_event, DetailKey::ReceivedId);
    use(DetailKey::ReceivedId);
    if (received) {
        const auto expected = find(m_event, DetailKey::RemoteId);
        m_rows.append({Words::tr("Identity received"), {}, *received, true, expected && expected != received});
    }
}

void Table::addRest()
{
    for (const api::Detail &detail : m_event.details) {
        if (std::ranges::find(m_used, detail.key) != m_used.end())
            continue;
        const auto *title = std::ranges::find(kTitles, detail.key, &Title::key);
        QString value = printableText(QString::fromStdString(detail.value));
        if (detail.key == DetailKey::Failure) {
            if (const auto code = api::parseFailure(detail.value))
                value = QStringLiteral("%1 (%2)").arg(failureText(*code), value);
        }
        const QString name = title == std::end(kTitles)
            ? QString::fromStdString(std::string(api::detailName(detail.key)))
            : QCoreApplication::translate("tw::models::FactDetails", title->source);
        m_rows.append({name, value, {}, false, false});
    }
}

QList<FactDetail> Table::take()
{
    addProposals();
    addPairs();
    addRest();
    return std::move(m_rows);
}

} // namespace

QList<FactDetail> factDetails(const api::Event &event) { return Table(event).take(); }

} // namespace tw::models
