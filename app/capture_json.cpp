#include "app/capture_json.h"

#include "models/capture/capture_controller.h"

#include <QJsonArray>

namespace tw::app {

namespace {

// Stable words for scripts.
QString stateName(models::CaptureController::State state)
{
    switch (state) {
    case models::CaptureController::State::Off: return QStringLiteral("off");
    case models::CaptureController::State::On: return QStringLiteral("on");
    case models::CaptureController::State::Ending: return QStringLiteral("ending");
    case models::CaptureController::State::Closed: return QStringLiteral("closed");
    }
    return {};
}

QString endName(api::CaptureEnd end)
{
    switch (end) {
    case api::CaptureEnd::None: return {};
    case api::CaptureEnd::Asked: return QStringLiteral("asked");
    case api::CaptureEnd::SizeReached: return QStringLiteral("size");
    case api::CaptureEnd::TimeReached: return QStringLiteral("time");
    case api::CaptureEnd::WriteFailed: return QStringLiteral("write-failed");
    case api::CaptureEnd::Refused: return QStringLiteral("refused");
    case api::CaptureEnd::EngineGone: return QStringLiteral("engine-gone");
    }
    return {};
}

QJsonValue number(std::uint64_t value) { return static_cast<qint64>(value); }

} // namespace

QJsonObject captureJson(const models::CaptureController &capture)
{
    const api::CaptureProgress &progress = capture.progress();
    return {{QStringLiteral("Capture"),
             QJsonObject{
                 {QStringLiteral("Name"), capture.connectionName()},
                 {QStringLiteral("Id"), capture.connectionId()},
                 {QStringLiteral("State"), stateName(capture.state())},
                 {QStringLiteral("End"), endName(progress.end)},
                 {QStringLiteral("File"), capture.options().path},
                 {QStringLiteral("KeysDirectory"), capture.keysDirectory()},
                 {QStringLiteral("IkeDatagrams"), number(progress.ike)},
                 {QStringLiteral("EspDatagrams"), number(progress.esp)},
                 {QStringLiteral("Keepalives"), number(progress.keepalives)},
                 {QStringLiteral("Dropped"), number(progress.dropped)},
                 {QStringLiteral("Bytes"), number(progress.bytes)},
                 {QStringLiteral("KeyLines"), number(progress.keys)},
                 {QStringLiteral("KeyLinesUnnamed"), number(progress.keysUnnamed)},
                 {QStringLiteral("KeysWithheld"), number(progress.totals.keysWithheld)},
                 {QStringLiteral("SasBefore"), number(progress.totals.sasBefore)},
                 {QStringLiteral("Sentence"), capture.endText()},
                 {QStringLiteral("Notes"), QJsonArray::fromStringList(capture.notes())},
             }}};
}

} // namespace tw::app
