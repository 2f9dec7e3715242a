#pragma once

#include "models/transfer/backup/restore.h"
#include "ui/services.h"

#include <QDialog>

#include <functional>
#include <memory>

class QLineEdit;
class QPushButton;
class QRadioButton;
class QTableWidget;
class QThread;

namespace tw::ui {

class MessageBar;
class TextLabel;

// A backup is opened, what it would change is shown, and only then it is brought back.
class RestoreDialog final : public QDialog
{
    Q_OBJECT

public:
    RestoreDialog(const Services &services, QWidget *parent = nullptr);
    ~RestoreDialog() override; // waits for what is being opened or kept

    void setFile(const QString &file);
    void open(); // the file, with the passphrase
    void restore();
    void reject() override; // where it is working: as soon as that step has ended
    bool isWorking() const { return m_thread || m_isKeeping; } // opens the file, or keeps what stands
    QLineEdit *fileEdit() const { return m_file; }
    QLineEdit *passphraseEdit() const { return m_passphrase; }
    QRadioButton *mergeButton() const { return m_merge; }
    QPushButton *restoreButton() const { return m_restore; }
    QTableWidget *table() const { return m_table; }
    MessageBar *message() const { return m_message; }
    QString summary() const;

private:
    using Opened = std::expected<SecretBytes, models::BackupFault>;
    void build();
    void choose();
    void follow();
    void finish(const Opened &opened);
    void keepStore();
    void finishKeeping(const std::shared_ptr<models::StoreCopy> &copy, const QString &error);
    void take(const QString &copy);
    void work(std::function<void()> task); // in a thread of its own
    void endWork();
    void refuse(const QString &error);
    void showPlan();
    void forget();
    models::RestoreMode mode() const;

    Services m_services;
    QLineEdit *m_file;
    QPushButton *m_browse;
    QLineEdit *m_passphrase;
    QPushButton *m_open;
    TextLabel *m_summary;
    QRadioButton *m_replace;
    QRadioButton *m_merge;
    QTableWidget *m_table;
    MessageBar *m_message;
    QPushButton *m_restore;
    std::optional<models::Backup> m_backup;
    SecretBytes m_openedWith;
    models::RestoreRequest m_request;
    bool m_isKeeping = false;
    bool m_isLeaving = false;
    models::StoreCopy m_kept; // what is on the disk of it
    std::unique_ptr<QThread> m_thread;
};

} // namespace tw::ui
