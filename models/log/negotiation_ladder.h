#pragma once

#include "models/log/log_record.h"

#include <QAbstractListModel>

namespace tw::models {

// One rung: a message between us and the peer, or something that one of the two found out.
struct LadderStep
{
    enum class Kind { Message, Note };

    Kind kind = Kind::Note;
    api::Direction direction = api::Direction::None; // of a message: Out is ours
    bool isRepeated = false; // sent once more, since no answer came or the question came again
    bool isTrouble = false; // what it says ended, or will end, the negotiation
    api::Level level = api::Level::Info;
    QString title; // "IKE_SA_INIT request 0"; of a note its sentence
    QString payloads; // "SA KE No"; of a repetition what is repeated
    UtcTime at{};
    QList<qint64> lines; // sequences of the facts that it stands for

    friend bool operator==(const LadderStep &, const LadderStep &) = default;
};

// Facts of one negotiation, in order -> its rungs. Wordings are in the user's language, protocol words stay.
QList<LadderStep> ladderSteps(const QList<LogRecord> &facts);

// For a ticket or a mail: arrows between two columns, and the same for Mermaid, which many wikis draw.
QString ladderText(const QList<LadderStep> &steps);
QString ladderMermaid(const QList<LadderStep> &steps);

// For a list view. A row's text says all of it, so that it can be read out.
class LadderModel final : public QAbstractListModel
{
    Q_OBJECT

public:
    using QAbstractListModel::QAbstractListModel;

    void setFacts(const QList<LogRecord> &facts);
    const QList<LadderStep> &steps() const { return m_steps; }
    const LadderStep &step(int row) const { return m_steps.at(row); }
    // The addresses of the two ends, as the newest message had them; empty: no message tells.
    QString ourAddress() const { return m_ours; }
    QString peerAddress() const { return m_peers; }
    int rowOf(qint64 sequence) const; // -1: none stands for it
    bool isEmpty() const { return m_steps.isEmpty(); }

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    void retranslate();

private:
    QList<LogRecord> m_facts;
    QList<LadderStep> m_steps;
    QString m_ours;
    QString m_peers;
};

} // namespace tw::models
