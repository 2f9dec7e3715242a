#pragma once

#include "models/transfer/export/connection_export.h"
#include "ui/services.h"

#include <QDialog>

class QCheckBox;
class QComboBox;
class QLabel;
class QPushButton;
class QTableWidget;

namespace tw::ui {

class MessageBar;

// The configurations of several connections' devices at once: for each what it will be called, or why there is none, before
// anything is written; then all that are possible into one zip file or a folder, or nothing.
class BatchDownloadDialog final : public QDialog
{
    Q_OBJECT

public:
    BatchDownloadDialog(const Services &services, const QStringList &connectionIds, QWidget *parent = nullptr);

    QComboBox *deviceBox() const { return m_device; }
    QTableWidget *list() const { return m_list; }
    QCheckBox *keyBox() const { return m_withKey; }
    QPushButton *zipButton() const { return m_zip; }
    QPushButton *folderButton() const { return m_folder; }
    QString summary() const;
    MessageBar *outcome() const { return m_outcome; }

    void zipTo(const QString &file);
    void saveIn(const QString &folder);

protected:
    void changeEvent(QEvent *event) override;

private:
    void build();
    void refresh();
    void showRow(int row, const models::ConnectionExport &made);
    void openRow(int row);
    void askZip();
    void askFolder();
    void report(const models::SaveFailure &failure);
    void reportSaved(const QString &where);
    void retranslate();
    std::vector<models::ConnectionExport> exported(models::KeyUse use) const;

    Services m_services;
    QStringList m_ids;
    int m_possible = 0;
    QLabel *m_deviceLabel;
    QComboBox *m_device;
    QTableWidget *m_list;
    QLabel *m_summary;
    QCheckBox *m_withKey;
    MessageBar *m_outcome;
    QPushButton *m_zip;
    QPushButton *m_folder;
    QPushButton *m_close;
};

} // namespace tw::ui
