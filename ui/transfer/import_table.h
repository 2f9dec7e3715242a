#pragma once

#include "ui/theme/tone.h"

#include <QString>

class QTableWidget;

// The tables of the import wizard, which are all alike.
namespace tw::ui {

void layOut(QTableWidget &table); // rows are selected and not edited; the last column takes what is left
int heightOf(const QTableWidget &table, int rows); // with its heading
void setCell(QTableWidget &table, int row, int column, const QString &text, const QString &icon = {},
             Tone tone = Tone::Neutral);

} // namespace tw::ui
