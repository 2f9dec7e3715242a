#pragma once

#include "models/catalog/connection_draft.h"

#include <QString>
#include <QStringList>

// What the pages share that delete objects which connections may use.
namespace tw::ui {

QStringList namesOf(const QList<models::Connection> &connections);

} // namespace tw::ui
