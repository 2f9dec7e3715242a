#include "app/commands/ask.h"
#include "app/commands/command.h"
#include "app/signal_watcher.h"
#include "models/capture/capture_controller.h"
#include "models/capture/capture_text.h"

#include <QCoreApplication>
#include <QDir>
#include <QJsonArray>
#include <QTimer>

namespace tw::app {

namespace {

using namespace std::chrono_literals;

constexpr auto kLook = 250ms;
constexpr int kMaxSeconds = 86'400;

QString words(const char *text) { return QCoreApplication::translate("tw::app::CaptureCommand", text); }

// "100M", "2G", "65536": octets, by powers of 1024; nothing where the text is no such number.
std::optional<qint64> parseSize(QString text)
{
    qint64 unit = 1;
    const QString units = QStringLiteral("KMG");
    if (const auto at = text.isEmpty() ? -1 : units.indexOf(text.back().toUpper()); at >= 0) {
        unit = qint64{1} << (10 * (at + 1));
        text.chop(1);
    }
    bool isNumber = false;
    const qint64 count = text.toLongLong(&isNumber);
    constexpr qint64 kMost = qint64{1} << 50;
    return isNumber && count > 0 && count <= kMost / unit ? std::optional(count * unit) : std::nullopt;
}

// Watches the capture that another process writes, until it is closed.
class Watch : public QObject
{
public:
    Watch(QString dataDirectory, bool isJson) : m_dataDirectory(std::move(dataDirectory)), m_isJson(isJson)
    {
        connect(&m_signals, &SignalWatcher::stopAsked, this, [this] { look(QStringLiteral("capture-stop")); });
        connect(&m_timer, &QTimer::timeout, this, [this] { look(QStringLiteral("capture-state")); });
        m_timer.start(kLook);
    }

    ExitCode run() { return static_cast<ExitCode>(QCoreApplication::exec()); }

private:
    void look(const QString &request)
    {
        const Reply reply = askEngine(m_dataDirectory, {{QStringLiteral("Request"), request}});
        if (reply.code != ExitCode::Done) {
            finish(reply);
            printError(words(QT_TRANSLATE_NOOP("tw::app::CaptureCommand",
                                               "The engine is gone. The file has what was captured until then.")));
            QCoreApplication::exit(static_cast<int>(reply.code));
            return;
        }
        const QJsonObject capture = reply.result.value(QStringLiteral("Capture")).toObject();
        if (capture.value(QStringLiteral("State")) == QLatin1String("closed"))
            end(reply.result);
    }

    void end(const QJsonObject &result)
    {
        m_timer.stop();
        const QJsonObject capture = result.value(QStringLiteral("Capture")).toObject();
        const auto number = [&capture](const char *key) {
            return QString::number(capture.value(QLatin1String(key)).toInteger());
        };
        if (m_isJson) {
            printJson(result);
        } else {
            printLine(capture.value(QStringLiteral("Sentence")).toString());
            printLine(words(QT_TRANSLATE_NOOP("tw::app::CaptureCommand",
                                              "%1: IKE messages: %2, ESP packets: %3, keepalives: %4, dropped: %5, "
                                              "bytes: %6"))
                          .arg(capture.value(QStringLiteral("File")).toString(), number("IkeDatagrams"),
                               number("EspDatagrams"), number("Keepalives"), number("Dropped"), number("Bytes")));
            if (const QString keys = capture.value(QStringLiteral("KeysDirectory")).toString(); !keys.isEmpty()) {
                printLine(words(QT_TRANSLATE_NOOP("tw::app::CaptureCommand", "%1: lines of keys: %2"))
                              .arg(keys, number("KeyLines")));
            }
            const QJsonArray notes = capture.value(QStringLiteral("Notes")).toArray();
            for (const QJsonValue &note : notes)
                printLine(note.toString());
        }
        const QString why = capture.value(QStringLiteral("End")).toString();
        const bool isDone =
            why == QLatin1String("asked") || why == QLatin1String("size") || why == QLatin1String("time");
        QCoreApplication::exit(static_cast<int>(isDone ? ExitCode::Done : ExitCode::Failed));
    }

    QString m_dataDirectory;
    bool m_isJson;
    SignalWatcher m_signals;
    QTimer m_timer;
};

std::expected<QJsonObject, QString> parseRequest(const CommandLine &line, const QCommandLineParser &parser)
{
    QJsonObject request{
        {QStringLiteral("Request"), QStringLiteral("capture")},
        {QStringLiteral("Name"), line.arguments().first()},
        {QStringLiteral("Output"), QDir::current().absoluteFilePath(parser.value(QStringLiteral("output")))},
        {QStringLiteral("Keys"), parser.isSet(QStringLiteral("keys"))},
        {QStringLiteral("LiveKeys"), parser.isSet(QStringLiteral("live-keys"))},
        {QStringLiteral("Replace"), parser.isSet(QStringLiteral("force"))},
    };
    if (parser.value(QStringLiteral("output")).isEmpty())
        return std::unexpected(
            words(QT_TRANSLATE_NOOP("tw::app::CaptureCommand", "Say with --output which file is to be written.")));
    if (parser.isSet(QStringLiteral("live-keys")) && !parser.isSet(QStringLiteral("keys"))) {
        return std::unexpected(words(
            QT_TRANSLATE_NOOP("tw::app::CaptureCommand", "--live-keys widens --keys, and must stand beside it.")));
    }
    if (parser.isSet(QStringLiteral("seconds"))) {
        bool isNumber = false;
        const int seconds = parser.value(QStringLiteral("seconds")).toInt(&isNumber);
        if (!isNumber || seconds < 1 || seconds > kMaxSeconds) {
            return std::unexpected(
                words(QT_TRANSLATE_NOOP("tw::app::CaptureCommand", "--seconds: \"%1\" is not a number from 1 to %2."))
                    .arg(parser.value(QStringLiteral("seconds")))
                    .arg(kMaxSeconds));
        }
        request.insert(QStringLiteral("Seconds"), seconds);
    }
    if (parser.isSet(QStringLiteral("max-size"))) {
        const auto size = parseSize(parser.value(QStringLiteral("max-size")));
        if (!size) {
            return std::unexpected(words(QT_TRANSLATE_NOOP("tw::app::CaptureCommand",
                                                           "--max-size: \"%1\" is no size, such as 500K, 100M or 2G."))
                                       .arg(parser.value(QStringLiteral("max-size"))));
        }
        request.insert(QStringLiteral("MaxBytes"), *size);
    }
    return request;
}

} // namespace

ExitCode captureCommand(Invocation invocation)
{
    CommandLine line(QStringLiteral("capture"),
                     words(QT_TRANSLATE_NOOP(
                         "tw::app::CaptureCommand",
                         "Records the IKE and ESP datagrams of one connection, as they are on the wire, in a file "
                         "for Wireshark. The running engine writes it, for its user alone. Ends by SIGINT or "
                         "SIGTERM, or when its time or size is reached.")));
    line.setArguments(
        QStringLiteral("NAME --output FILE [--keys [--live-keys]] [--seconds N] [--max-size SIZE] [--force]"), 1, 1);
    line.parser().addOptions({
        {QStringLiteral("output"),
         words(QT_TRANSLATE_NOOP("tw::app::CaptureCommand", "The file, in the pcapng format.")),
         QStringLiteral("FILE")},
        {QStringLiteral("keys"),
         words(QT_TRANSLATE_NOOP("tw::app::CaptureCommand",
                                 "Also write FILE.keys, a directory of the keys by which Wireshark opens it: of SAs "
                                 "that begin while the capture is on, each when it has ended."))},
        {QStringLiteral("live-keys"),
         words(
             QT_TRANSLATE_NOOP("tw::app::CaptureCommand",
                               "... and at once, of SAs that are in use: whoever gets them can read and forge what is "
                               "still to come."))},
        {QStringLiteral("seconds"),
         words(QT_TRANSLATE_NOOP("tw::app::CaptureCommand", "At most so long; default 3600.")), QStringLiteral("N")},
        {QStringLiteral("max-size"),
         words(QT_TRANSLATE_NOOP("tw::app::CaptureCommand", "At most so large, such as 500K or 2G; default 100M.")),
         QStringLiteral("SIZE")},
        {QStringLiteral("force"),
         words(QT_TRANSLATE_NOOP("tw::app::CaptureCommand", "Replace files that are there already."))},
    });
    if (const auto code = line.parse(invocation))
        return *code;
    const auto request = parseRequest(line, line.parser());
    if (!request) {
        printError(request.error());
        return ExitCode::Usage;
    }
    // Before the engine begins: one who asks for the end at once must not leave it behind.
    Watch watch(invocation.dataDirectory, invocation.json);
    for (const QString &warning : models::captureWarnings(request->value(QStringLiteral("Keys")).toBool(),
                                                          request->value(QStringLiteral("LiveKeys")).toBool()))
        printError(warning);
    const Reply begun = askEngine(invocation.dataDirectory, *request);
    if (begun.code != ExitCode::Done)
        return finish(begun);
    printError(words(QT_TRANSLATE_NOOP("tw::app::CaptureCommand", "Capturing %1 into %2. Ctrl-C ends it."))
                   .arg(line.arguments().first(), request->value(QStringLiteral("Output")).toString()));
    return watch.run();
}

} // namespace tw::app
