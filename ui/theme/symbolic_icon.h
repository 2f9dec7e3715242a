#pragma once

#include "ui/theme/tone.h"

#include <QIcon>

namespace tw::ui {

// An icon of resources/icons, drawn in the colour of the text around it when it is painted: it follows the palette, is
// greyed where disabled and is sharp at every scale. `name` is the file's name without ".svg"; an unknown name is a
// defect and gives an empty icon.
QIcon symbolicIcon(const QString &name);

// The same in the colour of a tone.
QIcon symbolicIcon(const QString &name, Tone tone);

} // namespace tw::ui
