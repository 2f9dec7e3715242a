#pragma once

#include <QAbstractTableModel>
#include <QHash>
#include <QList>
#include <QStringList>

namespace tw::models {

// One thing asked of several objects, and what became of it for each: a row each, in the order in which they were asked
// for. What was asked, and how the answers come, is the business of who derives from it.
class BulkList : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum class Outcome {
        Refused, // not even begun; the sentence says why
        Failed,
        Pending, // begun, and no end yet
        Undone, // it was done, and taken back
        Done,
    };
    enum Column { NameColumn, OutcomeColumn, SentenceColumn, ColumnCount };
    enum Role {
        OutcomeRole = Qt::UserRole + 100, // int of Outcome; IdRole is that of the catalogue's tables
    };

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;

    int count(Outcome outcome) const;
    bool isSettled() const { return count(Outcome::Pending) == 0; }
    bool isAllDone() const { return count(Outcome::Done) == rowCount(); }
    // Of the first row that is not done: why.
    QString firstTrouble() const;
    QStringList ids(Outcome outcome) const;
    QStringList names(Outcome outcome) const;
    // In the user's language: "Start selected connections", "2 failed, 3 done", "5 connections were started."
    virtual QString title() const = 0;
    QString summary() const;
    // Empty: the window tells by itself that it is under way, and that it is done. Then only what was not done needs a list.
    virtual QString doneSentence() const { return {}; }
    void retranslate();

Q_SIGNALS:
    void outcomeChanged(); // of one row or several

protected:
    explicit BulkList(QObject *parent) : QAbstractTableModel(parent) { }

    void append(const QString &id, const QString &name);
    int rowOf(const QString &id) const { return m_places.value(id, -1); } // -1: none
    const QString &id(int row) const { return m_rows.at(row).id; }
    Outcome outcome(int row) const { return m_rows.at(row).outcome; }
    void setOutcome(int row, Outcome outcome); // says nothing: the caller knows when all of them are set
    void tellChanged(int row);
    virtual QString sentence(int row) const = 0;

private:
    struct Row
    {
        QString id;
        QString name;
        Outcome outcome = Outcome::Pending;
    };

    QList<Row> m_rows;
    QHash<QString, int> m_places;
};

} // namespace tw::models
