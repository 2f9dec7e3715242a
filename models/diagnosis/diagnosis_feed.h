#pragma once

#include "models/diagnosis/diagnose.h"

#include <QObject>
#include <QTimer>

namespace tw::models {

class Catalog;
class LiveState;
class LogReader;
class LogStore;

// The diagnosis of one connection, kept up with what happens: its log of a day (kDiagnosedTime) is read in a thread of its
// own, what is logged from then on is taken as it comes, and however much that is, the rules run a few times a second at
// most, and only while somebody looks.
class DiagnosisFeed final : public QObject
{
    Q_OBJECT

public:
    static constexpr int kCoalescedMs = 250;

    // All must outlive the feed. `log` nullptr: there is none, and only the state tells.
    DiagnosisFeed(const Catalog &catalog, const LiveState &live, LogStore *log, QObject *parent = nullptr);

    void setConnection(const QString &id); // empty: none
    QString connection() const { return m_connection; }
    void setActive(bool active);
    // As it was then, by the log alone; nothing: as it is. Another connection is shown as it is.
    void setMoment(std::optional<UtcTime> moment);
    std::optional<UtcTime> moment() const { return m_moment; }

    // Whether the log was read; until then nothing is known.
    bool isReady() const { return m_isReady; }
    const DiagnosisFacts &facts() const { return m_facts; }
    // In the order in which they are to be mended; the first is what hinders the connection now.
    const QList<Diagnosis> &diagnoses() const { return m_diagnoses; }
    // Facts as of this moment, not of the last recomputation.
    DiagnosisFacts currentFacts() const;

Q_SIGNALS:
    void changed();

private:
    void restart();
    void reload();
    void ask(const QString &source);
    void onCounted(qint64 request, qint64 lines);
    void onRowsRead(qint64 request, const QList<LogRecord> &records);
    void onAppended(const QList<LogRecord> &records);
    void onAnswered();
    void take(const LogRecord &record);
    void soon();
    void recompute();
    UtcTime now() const;
    UtcTime end() const; // of what is read

    struct Source // the connection's own facts, or the engine's
    {
        QString id;
        qint64 counting = 0;
        qint64 reading = 0;
    };

    const Catalog &m_catalog;
    const LiveState &m_live;
    LogStore *m_log;
    LogReader *m_reader; // nullptr: there is no log
    QString m_connection;
    std::optional<UtcTime> m_moment;
    bool m_isActive = false;
    bool m_isReady = false;
    QList<Source> m_sources;
    QList<LogRecord> m_records; // by sequence
    DiagnosisFacts m_facts;
    QList<Diagnosis> m_diagnoses;
    QTimer m_soon;
    QTimer m_again; // what was on its way to the disk when it was read
};

} // namespace tw::models
