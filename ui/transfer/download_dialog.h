#pragma once

#include "models/transfer/export/connection_export.h"
#include "ui/services.h"

#include <QDialog>

class QCheckBox;
class QLabel;
class QPrinter;
class QPushButton;
class QStackedWidget;

namespace tw::ui {

class DeviceList;
class ExportNotes;
class ExportPreview;
class FixActions;
class MessageBar;

// The configuration of the device at the other end of a connection: for which device, what it would say, what stands in
// the way and how to mend it. The key is put in only where that was asked for, and it is never shown: it goes from its
// store into the file, onto the paper or, for a while, onto the clipboard.
class DownloadDialog final : public QDialog
{
    Q_OBJECT

public:
    DownloadDialog(const Services &services, const QString &connectionId, QWidget *parent = nullptr);

    DeviceList *devices() const { return m_devices; }
    ExportPreview *preview() const { return m_preview; }
    ExportNotes *obstacles() const { return m_obstacles; }
    ExportNotes *remarks() const { return m_remarks; }
    QCheckBox *keyBox() const { return m_withKey; }
    QPushButton *copyButton() const { return m_copy; }
    QPushButton *copyWithKeyButton() const { return m_copyWithKey; }
    QPushButton *saveButton() const { return m_save; }
    MessageBar *outcome() const { return m_outcome; }
    bool isPossible() const { return m_shown.isPossible(); }

    // `file`: where the first file goes; the one with the key goes beside it.
    void saveTo(const QString &file);
    void printOn(QPrinter &printer);

protected:
    void changeEvent(QEvent *event) override;

private:
    void build();
    void refresh();
    void updateBlocked();
    void mend(models::Field field, const QString &value);
    void copy(models::KeyUse use);
    void save();
    void print();
    void retranslate();
    models::ConnectionExport exported(models::KeyUse use) const;
    models::KeyUse keyUse() const;
    QList<models::ExportBlocker> keyTrouble() const;

    Services m_services;
    QString m_connection;
    QString m_gateway; // the customer's
    FixActions *m_forms;
    DeviceList *m_devices;
    QLabel *m_title;
    QLabel *m_subject;
    QLabel *m_documentation;
    QStackedWidget *m_stack;
    ExportPreview *m_preview;
    ExportNotes *m_obstacles;
    ExportNotes *m_remarks;
    QWidget *m_remarksArea;
    QCheckBox *m_withKey;
    QLabel *m_keyHint;
    MessageBar *m_outcome;
    QPushButton *m_copy;
    QPushButton *m_copyWithKey;
    QPushButton *m_print;
    QPushButton *m_save;
    QPushButton *m_close;
    models::ConnectionExport m_shown; // without the key
};

} // namespace tw::ui
