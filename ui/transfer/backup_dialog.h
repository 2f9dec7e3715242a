#pragma once

#include "ui/services.h"

#include <QDialog>

#include <memory>

class QLabel;
class QLineEdit;
class QPushButton;
class QThread;

namespace tw::ui {

class MessageBar;
class TextLabel;

// Everything into one encrypted file.
class BackupDialog final : public QDialog
{
    Q_OBJECT

public:
    BackupDialog(const Services &services, QWidget *parent = nullptr);
    ~BackupDialog() override; // waits for what is being written

    void write(const QString &file);
    void reject() override; // where it is writing: when that is done, and told where it went wrong
    bool isWriting() const { return m_thread != nullptr; }
    QLineEdit *passphraseEdit() const { return m_passphrase; }
    QLineEdit *againEdit() const { return m_again; }
    QPushButton *saveButton() const { return m_save; }
    MessageBar *message() const { return m_message; }
    QString note() const;

private:
    void ask();
    void follow();
    void finish(const QString &file, const QString &error);

    Services m_services;
    QLineEdit *m_passphrase;
    QLineEdit *m_again;
    TextLabel *m_note;
    MessageBar *m_message;
    QPushButton *m_save;
    bool m_isLeaving = false;
    std::unique_ptr<QThread> m_thread;
};

} // namespace tw::ui
