#include "models/log/negotiation_ladder.h"

#include "models/log/event_text.h"
#include "models/log/printable_text.h"

#include <QCoreApplication>
#include <QDateTime>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <utility>

namespace tw::models {

namespace {

using api::Direction;
using api::EventCode;
using api::Exchange;

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(tw::models::NegotiationLadder)
};

QString textOf(std::string_view text)
{
    return printableText(QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())));
}

QString detailOf(const api::Event &event, api::DetailKey key)
{
    const std::string *value = event.find(key);
    return value ? textOf(*value) : QString();
}

bool isVersion1(Exchange exchange) { return exchange >= Exchange::MainMode; }

// A message that holds nothing but one notify refuses, outside of the exchange that is made of notifies.
bool isRefusal(const api::Event &event, const QString &payloads)
{
    return event.exchange != Exchange::Informational && event.exchange != Exchange::InformationalV1
        && payloads.startsWith(QLatin1StringView("N(")) && payloads.endsWith(u')') && !payloads.contains(u' ');
}

// What the peer's message brought, where it brought an end.
bool comesFromPeer(EventCode code)
{
    constexpr std::array kAnswers{EventCode::NoProposalChosen, EventCode::AuthenticationRefused,
                                  EventCode::SelectorsUnacceptable, EventCode::InvalidKeyExchange};
    return std::ranges::find(kAnswers, code) != kAnswers.end();
}

class Builder
{
public:
    void take(const LogRecord &fact);
    QList<LadderStep> steps;

private:
    using Question = std::tuple<Exchange, std::uint32_t, Direction>;

    LadderStep &add(LadderStep::Kind kind, const LogRecord &fact);
    void takeMessage(const LogRecord &fact);
    void takeRepetition(const LogRecord &fact);
    void takeNote(const LogRecord &fact);
    QString titleOf(const api::Event &event, Direction direction);

    std::set<Question> m_open; // questions without an answer yet
    std::map<Question, QString> m_payloads; // of what was sent or came last
    std::map<std::pair<Exchange, std::uint32_t>, int> m_counts; // messages of an IKEv1 exchange
};

LadderStep &Builder::add(LadderStep::Kind kind, const LogRecord &fact)
{
    LadderStep step;
    step.kind = kind;
    step.direction = fact.event.direction;
    step.level = fact.event.level;
    step.at = fact.at;
    step.lines = {fact.sequence};
    steps.append(step);
    return steps.last();
}

// RFC 7296, 2.1: a message is a request or its response, and both have one number. IKEv1 numbers exchanges, not
// messages, so there the message is told by its place: "ID_PROT 3".
QString Builder::titleOf(const api::Event &event, Direction direction)
{
    const QString name = textOf(api::exchangeName(event.exchange));
    const std::uint32_t id = event.messageId.value_or(0);
    if (event.exchange == Exchange::None)
        return Words::tr("message");
    if (isVersion1(event.exchange)) {
        if (event.exchange == Exchange::InformationalV1)
            return name;
        return QStringLiteral("%1 %2").arg(name).arg(++m_counts[{event.exchange, id}]);
    }
    const Direction other = direction == Direction::Out ? Direction::In : Direction::Out;
    const bool isAnswer = m_open.erase({event.exchange, id, other}) > 0;
    if (!isAnswer)
        m_open.insert({event.exchange, id, direction});
    return isAnswer ? Words::tr("%1 response %2").arg(name).arg(id) : Words::tr("%1 request %2").arg(name).arg(id);
}

void Builder::takeMessage(const LogRecord &fact)
{
    const api::Event &event = fact.event;
    const Direction direction = event.code == EventCode::MessageSent ? Direction::Out : Direction::In;
    LadderStep &step = add(LadderStep::Kind::Message, fact);
    step.direction = direction;
    step.title = titleOf(event, direction);
    step.payloads = detailOf(event, api::DetailKey::Payloads);
    step.isTrouble = isRefusal(event, step.payloads);
    m_payloads[{event.exchange, event.messageId.value_or(0), direction}] = step.payloads;
}

void Builder::takeRepetition(const LogRecord &fact)
{
    const api::Event &event = fact.event;
    LadderStep &step = add(LadderStep::Kind::Message, fact);
    step.direction = Direction::Out;
    step.isRepeated = true;
    step.payloads = m_payloads[{event.exchange, event.messageId.value_or(0), Direction::Out}];
    const QString name =
        event.exchange == Exchange::None ? Words::tr("message") : textOf(api::exchangeName(event.exchange));
    const QString count = detailOf(event, api::DetailKey::Count);
    if (event.code == EventCode::DuplicateAnswered)
        step.title = Words::tr("%1 answered again").arg(name);
    else
        step.title =
            count.isEmpty() ? Words::tr("%1 sent again").arg(name) : Words::tr("%1 sent again (%2)").arg(name, count);
}

void Builder::takeNote(const LogRecord &fact)
{
    const api::Event &event = fact.event;
    // The message that said so is red as well.
    if (event.direction == Direction::In && comesFromPeer(event.code)) {
        const auto message = std::find_if(steps.rbegin(), steps.rend(), [](const LadderStep &step) {
            return step.kind == LadderStep::Kind::Message;
        });
        if (message != steps.rend() && message->direction == Direction::In)
            message->isTrouble = true;
    }
    LadderStep &step = add(LadderStep::Kind::Note, fact);
    step.title = eventText(event);
    step.isTrouble = event.level == api::Level::Error;
}

void Builder::take(const LogRecord &fact)
{
    switch (fact.event.code) {
    case EventCode::MessageSent:
    case EventCode::MessageReceived: takeMessage(fact); return;
    case EventCode::Retransmitted:
    case EventCode::DuplicateAnswered: takeRepetition(fact); return;
    default: takeNote(fact);
    }
}

QString clockText(UtcTime at)
{
    return QDateTime::fromMSecsSinceEpoch(at.time_since_epoch().count()).toString(QStringLiteral("HH:mm:ss.zzz"));
}

QString withPayloads(const LadderStep &step)
{
    return step.payloads.isEmpty() ? step.title : QStringLiteral("%1 [ %2 ]").arg(step.title, step.payloads);
}

// Colons and semicolons end a message there.
QString forMermaid(QString text) { return text.replace(u';', u',').replace(u'#', u' '); }

} // namespace

QList<LadderStep> ladderSteps(const QList<LogRecord> &facts)
{
    Builder builder;
    for (const LogRecord &fact : facts)
        builder.take(fact);
    return std::move(builder.steps);
}

QString ladderText(const QList<LadderStep> &steps)
{
    QString text;
    for (const LadderStep &step : steps) {
        QString arrow = QStringLiteral("      ");
        if (step.kind == LadderStep::Kind::Message) {
            const bool isOut = step.direction == Direction::Out;
            const QString shaft = step.isRepeated ? QStringLiteral("- - ") : QStringLiteral("----");
            arrow = isOut ? QString(shaft + QStringLiteral("> ")) : QString(QStringLiteral("<") + shaft + u' ');
        }
        text += clockText(step.at) + QStringLiteral("  ") + arrow
            + (step.isTrouble ? QStringLiteral("! ") : QStringLiteral("  ")) + withPayloads(step) + u'\n';
    }
    return text;
}

QString ladderMermaid(const QList<LadderStep> &steps)
{
    QString text = QStringLiteral("sequenceDiagram\n    participant us as %1\n    participant peer as %2\n")
                       .arg(Words::tr("We"), Words::tr("Peer"));
    for (const LadderStep &step : steps) {
        if (step.kind == LadderStep::Kind::Note) {
            text += QStringLiteral("    Note over us,peer: %1%2\n")
                        .arg(step.isTrouble ? QStringLiteral("(!) ") : QString(), forMermaid(step.title));
            continue;
        }
        const QString arrow = step.isTrouble ? QStringLiteral("-x") : QStringLiteral("->>");
        const bool isOut = step.direction == Direction::Out;
        text += QStringLiteral("    %1%2%3%4: %5\n")
                    .arg(isOut ? QStringLiteral("us") : QStringLiteral("peer"),
                         step.isRepeated ? QStringLiteral("-") : QString(), arrow,
                         isOut ? QStringLiteral("peer") : QStringLiteral("us"), forMermaid(withPayloads(step)));
    }
    return text;
}

void LadderModel::setFacts(const QList<LogRecord> &facts)
{
    beginResetModel();
    m_facts = facts;
    m_steps = ladderSteps(facts);
    m_ours.clear();
    m_peers.clear();
    for (const LogRecord &fact : facts) {
        if (const QString ours = detailOf(fact.event, api::DetailKey::LocalEndpoint); !ours.isEmpty())
            m_ours = ours;
        if (const QString peers = detailOf(fact.event, api::DetailKey::RemoteEndpoint); !peers.isEmpty())
            m_peers = peers;
    }
    endResetModel();
}

int LadderModel::rowOf(qint64 sequence) const
{
    for (qsizetype row = 0; row < m_steps.size(); ++row) {
        if (m_steps.at(row).lines.contains(sequence))
            return static_cast<int>(row);
    }
    return -1;
}

int LadderModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_steps.size());
}

QVariant LadderModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const LadderStep &step = m_steps.at(index.row());
    switch (role) {
    case Qt::ToolTipRole: return QString(clockText(step.at) + u'\n' + withPayloads(step));
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole: {
        if (step.kind == LadderStep::Kind::Note)
            return step.title;
        const QString what = withPayloads(step);
        return step.direction == Direction::Out ? tr("To the peer: %1").arg(what) : tr("From the peer: %1").arg(what);
    }
    default: return {};
    }
}

void LadderModel::retranslate() { setFacts(QList<LogRecord>(m_facts)); }

} // namespace tw::models
