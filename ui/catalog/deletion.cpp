#include "ui/catalog/deletion.h"

namespace tw::ui {

QStringList namesOf(const QList<models::Connection> &connections)
{
    QStringList names;
    for (const models::Connection &connection : connections)
        names.append(connection.draft.name);
    return names;
}

QString bulletList(const QStringList &names)
{
    constexpr qsizetype kMostNamed = 12;
    QString text = QStringLiteral("\n\n• ") + names.mid(0, kMostNamed).join(QStringLiteral("\n• "));
    return names.size() > kMostNamed ? text + QStringLiteral("\n…") : text;
}

} // namespace tw::ui
