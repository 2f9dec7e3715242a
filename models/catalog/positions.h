#pragma once

#include "models/catalog/connection_draft.h"

#include <QHash>

namespace tw::models {

// Where the objects of a list stand, by their ids and at once, for as long as the list stays as it is: a thousand that
// change together are looked up in a thousand each.
class Positions
{
public:
    Positions() = default;
    template <typename Object>
    explicit Positions(const QList<Object> &objects)
    {
        m_byId.reserve(objects.size());
        for (qsizetype at = 0; at < objects.size(); ++at)
            m_byId.emplace(idOf(objects.at(at)), at);
    }

    void insert(const QString &id, qsizetype position) { m_byId.insert(id, position); }
    qsizetype of(const QString &id) const { return m_byId.value(id, -1); }
    // nullptr where there is none.
    template <typename Object>
    const Object *find(const QList<Object> &objects, const QString &id) const
    {
        const qsizetype position = of(id);
        return position < 0 ? nullptr : &objects.at(position);
    }

private:
    static const QString &idOf(const Connection &connection) { return connection.draft.id; }
    template <typename Object>
    static const QString &idOf(const Object &object)
    {
        return object.id;
    }

    QHash<QString, qsizetype> m_byId;
};

} // namespace tw::models
