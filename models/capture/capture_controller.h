#pragma once

#include "engine/api/capture_writer.h"
#include "engine/api/engine_port.h"

#include <QElapsedTimer>
#include <QObject>
#include <QString>
#include <QStringList>
#include <QTimer>

#include <expected>
#include <memory>
#include <optional>

namespace tw::models {

class Catalog;

// The capture of one connection's IKE and ESP datagrams into a file, from the request to the last octet. One at a time.
// Neither the engine nor this thread waits for the disk.
class CaptureController : public QObject
{
    Q_OBJECT

public:
    enum class State {
        Off, // none was begun
        On,
        Ending, // what is under way is written
        Closed, // the files are complete, and what is to be said of them stands here until the next one
    };

    static constexpr std::chrono::seconds kDefaultTime{3600};
    static constexpr quint64 kDefaultBytes = quint64{100} << 20;

    struct Options
    {
        QString path; // absolute
        bool replaces = false; // what is there under these names
        bool keys = false;
        bool liveKeys = false; // means keys, too; the user has confirmed it
        std::chrono::seconds maxTime = kDefaultTime;
        quint64 maxBytes = kDefaultBytes;
        // Ends by itself where nobody calls stay() for so long: for who may be killed. 0: nobody has to.
        std::chrono::milliseconds lease{0};
    };

    // The error is one sentence for the user, in the user's language.
    using Outcome = std::expected<void, QString>;

    // `catalog` must outlive the controller.
    CaptureController(const Catalog *catalog, api::CaptureOpener opener, QObject *parent = nullptr);
    ~CaptureController() override; // writes down what there is

    // nullptr: none runs. The port must stay until it is replaced here. A capture ends with its engine.
    void setEngine(api::EnginePort *engine);

    // Opens the files and asks the engine.
    Outcome start(const QString &connectionId, Options options);
    void stop();
    void stay() { m_seen.start(); }

    State state() const;
    QString connectionId() const { return m_connectionId; }
    QString connectionName() const { return m_name; }
    const Options &options() const { return m_options; }
    const api::CaptureProgress &progress() const { return m_progress; }
    std::chrono::milliseconds elapsed() const; // until its end, once that has come
    QString keysDirectory() const; // empty: without keys
    // One sentence, once it is Ending or Closed; empty before.
    QString endText() const;
    QStringList notes() const; // what is missing, a sentence each

Q_SIGNALS:
    void changed(); // state or counts; several times a second while it is on
    void closed();

private:
    void look();
    void askForEnd();

    const Catalog *m_catalog;
    api::CaptureOpener m_opener;
    api::EnginePort *m_engine = nullptr;
    QString m_connectionId;
    QString m_name;
    Options m_options;
    std::unique_ptr<api::CaptureWriter> m_writer; // nullptr: Off or Closed
    api::CaptureProgress m_progress;
    bool m_isEndAsked = false;
    bool m_isEngineGone = false;
    bool m_isLeaseOver = false;
    QTimer m_timer;
    QElapsedTimer m_seen; // when somebody asked last
    QElapsedTimer m_sinceEndAsked;
    QElapsedTimer m_sinceStart;
    std::chrono::milliseconds m_took{0}; // once it is closed
};

} // namespace tw::models
