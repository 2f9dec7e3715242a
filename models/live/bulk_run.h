#pragma once

#include "engine/api/status.h"

#include <QAbstractTableModel>
#include <QHash>
#include <QList>
#include <QStringList>

#include <optional>

namespace tw::models {

class Catalog;
class ConnectionController;
class LiveState;

enum class BulkAction { Start, Stop, Renegotiate };

// One thing asked of several connections, and what became of it for each: a row each, in the order of the ids. Asking
// returns at once; the rows follow the engine's reports for as long as the run is kept.
class BulkRun final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum class Outcome {
        Refused, // not even asked of the engine; the sentence says why
        Failed,
        Pending, // asked, and no end yet
        Done,
    };
    enum Column { NameColumn, OutcomeColumn, SentenceColumn, ColumnCount };
    enum Role {
        OutcomeRole = Qt::UserRole + 100, // int of Outcome; IdRole is that of the catalogue's tables
    };

    // Asks. All must outlive the run.
    BulkRun(BulkAction action, const QStringList &ids, const Catalog &catalog, ConnectionController &controller,
            const LiveState &live, QObject *parent = nullptr);

    BulkAction action() const { return m_action; }
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;

    int count(Outcome outcome) const;
    bool isSettled() const { return count(Outcome::Pending) == 0; }
    bool isAllDone() const { return count(Outcome::Done) == rowCount(); }
    // Of the first row that is not done: why.
    QString firstTrouble() const;
    // In the user's language: "Start selected connections", "2 failed, 3 done", "5 connections were started."
    QString title() const;
    QString summary() const;
    QString doneSentence() const;
    void retranslate();

Q_SIGNALS:
    void outcomeChanged(); // of one row or several

private:
    struct Row
    {
        QString id;
        QString name;
        Outcome outcome = Outcome::Pending;
        QString refusal;
        api::FailureCode failure = api::FailureCode::None;
        // As it stood when it was asked: what is like that is no answer yet.
        std::optional<api::ConnectionStatus> before;
        bool isMoving = false; // has been seen otherwise since
    };

    Row ask(const QString &id, const Catalog &catalog, ConnectionController &controller) const;
    void follow(const QString &id);
    Outcome judge(Row &row) const;
    QString sentence(const Row &row) const;

    BulkAction m_action;
    const LiveState &m_live;
    QList<Row> m_rows;
    QHash<QString, int> m_places;
};

} // namespace tw::models
