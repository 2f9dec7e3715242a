#include "models/transfer/import/import_note.h"

#include <QCoreApplication>

namespace tw::models {

namespace {

using Kind = ImportNote::Kind;

const char *sentence(Kind kind)
{
    switch (kind) {
    case Kind::NameChanged: return QT_TRANSLATE_NOOP("Import", "The text calls it “%1”; here it becomes “%2”.");
    case Kind::GatewayAssumed:
        return QT_TRANSLATE_NOOP("Import",
                                 "The text does not name the address of our end. “%1” is the only VPN gateway of the "
                                 "region, and is taken.");
    case Kind::AddressFromId:
        return QT_TRANSLATE_NOOP("Import", "The text names no address for this end; %1 is taken from its identity.");
    case Kind::AddressPrivate:
        return QT_TRANSLATE_NOOP("Import",
                                 "%1 is a private address. If the device stands behind NAT, enter the public one, from "
                                 "which its packets come.");
    case Kind::IkeOffers: return QT_TRANSLATE_NOOP("Import", "It accepts %1 proposals for phase 1. %2 is taken.");
    case Kind::EspOffers: return QT_TRANSLATE_NOOP("Import", "It accepts %1 proposals for phase 2. %2 is taken.");
    case Kind::IkeUnsaid:
        return QT_TRANSLATE_NOOP(
            "Import", "No algorithms for phase 1 were understood. %1 is taken; check it against the device.");
    case Kind::EspUnsaid:
        return QT_TRANSLATE_NOOP(
            "Import", "No algorithms for phase 2 were understood. %1 is taken; check it against the device.");
    case Kind::IkeLifetimeUnsaid:
        return QT_TRANSLATE_NOOP("Import", "The text names no lifetime for phase 1; it becomes %1 s.");
    case Kind::EspLifetimeUnsaid:
        return QT_TRANSLATE_NOOP("Import", "The text names no lifetime for phase 2; it becomes %1 s.");
    case Kind::KeyKept: return QT_TRANSLATE_NOOP("Import", "The text holds no key: the stored one stays.");
    case Kind::KeyShared:
        return QT_TRANSLATE_NOOP("Import", "The text holds no key: that of “%1” is taken, whose phase 1 it shares.");
    case Kind::SameTunnel: return QT_TRANSLATE_NOOP("Import", "It is there already, as “%1”, and nothing differs.");
    case Kind::SameTunnelDiffers:
        return QT_TRANSLATE_NOOP("Import", "It is there already, as “%1”. It differs in: %2.");
    case Kind::SameSubnets:
        return QT_TRANSLATE_NOOP("Import",
                                 "“%1” of the same text has the same subnets, and one connection can have them at a "
                                 "time.");
    case Kind::StartsAtOnce:
        return QT_TRANSLATE_NOOP("Import", "It takes effect immediately: negotiation begins once it is stored.");
    case Kind::LinesIgnored: return QT_TRANSLATE_NOOP("Import", "Lines that were not understood: %1.");
    }
    return "";
}

} // namespace

bool ImportNote::isWarning() const
{
    switch (kind) {
    case Kind::AddressPrivate:
    case Kind::IkeUnsaid:
    case Kind::EspUnsaid:
    case Kind::SameTunnelDiffers:
    case Kind::SameSubnets:
    case Kind::GatewayAssumed: return true;
    default: return false;
    }
}

QString ImportNote::text() const
{
    const QString words = QCoreApplication::translate("Import", sentence(kind));
    switch (args.size()) {
    case 0: return words;
    case 1: return words.arg(args[0]);
    default: return words.arg(args[0], args[1]);
    }
}

} // namespace tw::models
