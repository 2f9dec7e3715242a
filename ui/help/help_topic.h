#pragma once

#include "models/catalog/field.h"

#include <QString>

class QWidget;

// Which section of the guide (HelpBook) belongs to what has the focus.
namespace tw::ui {

QString helpTopic(models::Field field);
// For this widget and all within it that has no topic of its own.
void setHelpTopic(QWidget *widget, const QString &topic);
// Of the innermost field, page or dialog around the widget; where there is none, the beginning of the guide.
QString helpTopicOf(const QWidget *widget);

} // namespace tw::ui
