#include "ui/catalog/deletion.h"

namespace tw::ui {

QStringList namesOf(const QList<models::Connection> &connections)
{
    QStringList names;
    for (const models::Connection &connection : connections)
        names.append(connection.draft.name);
    return names;
}

} // namespace tw::ui
