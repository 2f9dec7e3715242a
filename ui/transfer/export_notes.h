#pragma once

#include "models/transfer/export/connection_export.h"
#include "ui/theme/tone.h"

#include <QWidget>

class QVBoxLayout;

namespace tw::ui {

// What is to be said about an export: in the place of the text, why there is none and what would have to change; below it,
// what the reader should know.
class ExportNotes final : public QWidget
{
    Q_OBJECT

public:
    explicit ExportNotes(QWidget *parent = nullptr);

    // Each blocker with a button for every value that would do, or one that goes to its field.
    void showObstacles(const models::ConnectionExport &made);
    // What the device makes of the connection, and what nobody has confirmed about the device. `keyTrouble`: what it would
    // not take of the key, which is not in the text.
    void showRemarks(const models::ConnectionExport &made, const QList<models::ExportBlocker> &keyTrouble);

    QStringList texts() const;

Q_SIGNALS:
    void mendRequested(tw::models::Field field, const QString &value);

private:
    void clear();
    void addNote(const QString &iconName, Tone tone, const QString &text);
    void addMends(const models::ExportBlocker &blocker);

    QVBoxLayout *m_rows;
};

} // namespace tw::ui
