#include "app/engine_needs.h"

#include "engine/edge/privileges.h"

#include <QCoreApplication>

namespace tw::app {

namespace {

QString words(const char *text) { return QCoreApplication::translate("tw::app::EngineNeeds", text); }

QString sentence(const edge::MissingPrivilege &missing)
{
    QString text;
    switch (missing.privilege) {
    case edge::Privilege::TunDriver:
        text = words(
            QT_TRANSLATE_NOOP("tw::app::EngineNeeds",
                              "%1: there is no tunnel device (%2), since the kernel's module \"tun\" is not loaded."));
        break;
    case edge::Privilege::TunDevice:
        text = words(QT_TRANSLATE_NOOP("tw::app::EngineNeeds", "%1: the tunnel device cannot be opened (%2)."));
        break;
    case edge::Privilege::NetAdmin:
        text = words(
            QT_TRANSLATE_NOOP("tw::app::EngineNeeds", "%1: the program may not make network devices and routes (%2)."));
        break;
    case edge::Privilege::LowPorts:
        text = words(QT_TRANSLATE_NOOP("tw::app::EngineNeeds", "%1: the program may not use the ports of IKE (%2)."));
        break;
    case edge::Privilege::RawSockets:
        text = words(QT_TRANSLATE_NOOP("tw::app::EngineNeeds",
                                       "%1: the program may not send ESP by itself (%2); all ESP goes in UDP."));
        break;
    }
    return text.arg(QString::fromStdString(missing.object), QString::fromStdString(missing.systemError));
}

// Capabilities open no device whose file is closed to the user, and load no module.
QString commandFor(edge::Privilege privilege)
{
    switch (privilege) {
    case edge::Privilege::TunDriver: return QStringLiteral("sudo modprobe tun");
    case edge::Privilege::TunDevice: return QStringLiteral("sudo chmod 0666 /dev/net/tun"); // what udev gives it
    case edge::Privilege::NetAdmin:
    case edge::Privilege::LowPorts:
    case edge::Privilege::RawSockets: break;
    }
    return QStringLiteral("sudo setcap cap_net_admin,cap_net_bind_service,cap_net_raw+ep %1")
        .arg(QCoreApplication::applicationFilePath());
}

} // namespace

EngineNeeds engineNeeds()
{
    EngineNeeds needs;
    QStringList commands;
    for (const edge::MissingPrivilege &missing : edge::missingPrivileges()) {
        (missing.isEssential ? needs.lacks : needs.wishes) << sentence(missing);
        commands << commandFor(missing.privilege);
    }
    commands.removeDuplicates();
    needs.command = commands.join(QStringLiteral(" && "));
    return needs;
}

QString howToGrant(const EngineNeeds &needs)
{
    return words(QT_TRANSLATE_NOOP("tw::app::EngineNeeds", "Grant it once with: %1")).arg(needs.command);
}

} // namespace tw::app
