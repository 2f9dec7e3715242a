#pragma once

#include "models/catalog/connection_draft.h"

#include <QString>
#include <QStringList>

// What the pages share that delete objects which connections may use.
namespace tw::ui {

QStringList namesOf(const QList<models::Connection> &connections);

// As a list below a question.
QString bulletList(const QStringList &names);

// Of several that shall be deleted: those that can be, and the others with what stands in the way.
struct Several
{
    QStringList ids;
    QStringList names; // of the same
    QStringList kept; // a line each
};

// `nameOf` gives the name of an id, or nothing where there is no such object any more.
template <typename NameOf, typename UsersOf>
Several sortOut(const QStringList &ids, NameOf nameOf, UsersOf usersOf)
{
    Several several;
    for (const QString &id : ids) {
        const QString name = nameOf(id);
        if (name.isNull())
            continue;
        const QStringList users = namesOf(usersOf(id));
        if (users.isEmpty()) {
            several.ids.append(id);
            several.names.append(name);
        } else {
            several.kept.append(name + QStringLiteral(": ") + users.join(QStringLiteral(", ")));
        }
    }
    return several;
}

} // namespace tw::ui
