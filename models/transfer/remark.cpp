#include "models/transfer/remark.h"

#include <QCoreApplication>

namespace tw::models {

namespace {

QString filled(QString text, const QStringList &args)
{
    // One pass, so that an argument that holds "%1" stays what it is.
    switch (args.size()) {
    case 0: return text;
    case 1: return text.arg(args[0]);
    case 2: return text.arg(args[0], args[1]);
    default: return text.arg(args[0], args[1], args[2]);
    }
}

} // namespace

QString Remark::english() const { return filled(QString::fromUtf8(text), args); }
QString Remark::translated() const { return filled(QCoreApplication::translate("Peer", text), args); }

} // namespace tw::models
