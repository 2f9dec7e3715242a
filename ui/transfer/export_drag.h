#pragma once

#include "ui/services.h"

#include <QStringList>

class QMimeData;

namespace tw::ui {

// What is dragged when rows leave the list: for each connection the configuration of its remembered device, with the
// placeholder in the key's place. The files are written when somebody takes them, into a folder of the user alone that
// goes with the program. nullptr: nothing can be exported, and `reason` says why.
QMimeData *makeExportDrag(const Services &services, const QStringList &connectionIds, QString &reason);

} // namespace tw::ui
