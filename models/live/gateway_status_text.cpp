#include "models/live/gateway_status.h"
#include "models/live/status_text.h"

#include <QCoreApplication>

namespace tw::models {

namespace {

QString word(const char *text) { return QCoreApplication::translate("tw::models::GatewayStatus", text); }

QString stateWord(GatewayState state)
{
    switch (state) {
    case GatewayState::Init: return word(QT_TRANSLATE_NOOP("tw::models::GatewayStatus", "Not usable"));
    case GatewayState::Active: return word(QT_TRANSLATE_NOOP("tw::models::GatewayStatus", "Usable"));
    case GatewayState::Updating: return word(QT_TRANSLATE_NOOP("tw::models::GatewayStatus", "Applying"));
    case GatewayState::Deleting: return word(QT_TRANSLATE_NOOP("tw::models::GatewayStatus", "Deleting"));
    }
    return {};
}

// The same thing has the same words on a connection.
api::FailureCode failureOf(GatewayReason reason)
{
    switch (reason) {
    case GatewayReason::AddressNotLocal: return api::FailureCode::AddressNotLocal;
    case GatewayReason::PortTaken: return api::FailureCode::PortTaken;
    case GatewayReason::LocalPermission: return api::FailureCode::LocalPermission;
    case GatewayReason::DeviceFailed: return api::FailureCode::DeviceFailed;
    case GatewayReason::None:
    case GatewayReason::EngineStopped:
    case GatewayReason::EngineStarting:
    case GatewayReason::PathPending: break;
    }
    return api::FailureCode::None;
}

QString reasonWords(GatewayReason reason)
{
    switch (reason) {
    case GatewayReason::EngineStopped:
        return word(QT_TRANSLATE_NOOP("tw::models::GatewayStatus", "no engine is running"));
    case GatewayReason::EngineStarting:
        return word(QT_TRANSLATE_NOOP("tw::models::GatewayStatus", "the engine is starting"));
    default: return failureText(failureOf(reason));
    }
}

QString mainSentence(const GatewayStatus &status)
{
    switch (status.reason) {
    case GatewayReason::None:
        return status.state == GatewayState::Deleting
            ? word(QT_TRANSLATE_NOOP("tw::models::GatewayStatus",
                                     "The security associations of its connections are being deleted at the peers."))
            : word(QT_TRANSLATE_NOOP("tw::models::GatewayStatus",
                                     "Nothing on this machine stands in the way of its connections."));
    case GatewayReason::EngineStopped:
        return word(QT_TRANSLATE_NOOP("tw::models::GatewayStatus",
                                      "No engine is running, so none of its connections can be set up."));
    case GatewayReason::EngineStarting:
        return word(QT_TRANSLATE_NOOP("tw::models::GatewayStatus", "The engine was started and has not answered yet."));
    case GatewayReason::PathPending:
        return word(QT_TRANSLATE_NOOP("tw::models::GatewayStatus",
                                      "The engine is looking for the address, the route and the ports of “%1”."))
            .arg(status.connection);
    case GatewayReason::AddressNotLocal:
        if (!status.address.isEmpty())
            return word(QT_TRANSLATE_NOOP("tw::models::GatewayStatus",
                                          "The local address %1 is on no interface of this machine that is up."))
                .arg(status.address);
        break;
    default: break;
    }
    return failureSentence(failureOf(status.reason));
}

} // namespace

QString gatewayStatusText(const GatewayStatus &status)
{
    const QString reason = reasonWords(status.reason);
    if (reason.isEmpty())
        return stateWord(status.state);
    //: A gateway's state and the reason: "Not usable: missing privilege".
    return word(QT_TRANSLATE_NOOP("tw::models::GatewayStatus", "%1: %2")).arg(stateWord(status.state), reason);
}

QString gatewayStatusSentence(const GatewayStatus &status)
{
    QStringList sentences{mainSentence(status)};
    if (!status.detail.isEmpty())
        sentences.append(status.detail);
    if (status.state == GatewayState::Init && !status.connection.isEmpty())
        sentences.append(word(QT_TRANSLATE_NOOP("tw::models::GatewayStatus", "The connection “%1” met this."))
                             .arg(status.connection));
    return sentences.join(QLatin1Char('\n'));
}

} // namespace tw::models
