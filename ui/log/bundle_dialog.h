#pragma once

#include "models/log/support_bundle.h"

#include <QDialog>

#include <memory>

class QCheckBox;
class QLabel;
class QPushButton;
class QThread;

namespace tw::ui {

// What a support bundle holds and what is taken out of it, before it is written. The writing goes on in a thread of its
// own; the dialog says what came of it.
class BundleDialog final : public QDialog
{
    Q_OBJECT

public:
    // `bundle` has everything but the file and whether it is redacted; `logFile` may not be there yet.
    BundleDialog(models::SupportBundle bundle, const QString &logFile, QWidget *parent = nullptr);
    ~BundleDialog() override; // waits for what is being written

    void write(const QString &file);
    QCheckBox *redactBox() const { return m_redact; }

Q_SIGNALS:
    void written(const QString &sentence);
    void failed(const QString &sentence);

private:
    void ask();
    void updateTexts();

    models::SupportBundle m_bundle;
    QString m_logFile;
    QCheckBox *m_redact;
    QLabel *m_takenOut;
    QPushButton *m_save;
    std::unique_ptr<QThread> m_thread;
};

} // namespace tw::ui
