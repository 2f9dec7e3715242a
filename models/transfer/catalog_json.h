#pragma once

#include "models/catalog/field.h"

#include <QString>
#include <QStringList>

// Where a field of a connection stands in a document, and how its value is written there.
namespace tw::models {

struct JsonPlace
{
    QString group; // "IkeConfig"; empty: the connection itself
    QStringList keys; // the right one first, then spellings that are understood too
};
JsonPlace jsonPlace(Field field);

bool isNumberField(Field field);

} // namespace tw::models
