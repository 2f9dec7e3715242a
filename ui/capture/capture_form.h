#pragma once

#include "models/capture/capture_controller.h"

#include <QWidget>

class QCheckBox;
class QLabel;
class QLineEdit;
class QSpinBox;
class QToolButton;

namespace tw::ui {

// Where a capture goes, how long and how large it may become, and whether the keys that open it are written beside it.
class CaptureForm final : public QWidget
{
    Q_OBJECT

public:
    explicit CaptureForm(QWidget *parent = nullptr);

    void setConnection(const QString &name);
    // As the fields say; what is there already is replaced only where the user has agreed to it.
    models::CaptureController::Options options() const;

    QLineEdit *fileEdit() const { return m_file; }
    QSpinBox *minutesBox() const { return m_minutes; }
    QSpinBox *megabytesBox() const { return m_megabytes; }
    QCheckBox *keysBox() const { return m_keys; }
    QCheckBox *liveKeysBox() const { return m_liveKeys; }
    QLabel *warningLabel() const { return m_warning; }

protected:
    void changeEvent(QEvent *event) override;

private:
    void browse();
    void updateWarning();
    void retranslate();

    QString m_name;
    QString m_agreed; // the file that the user was asked about, and agreed to replace
    QLabel *m_about;
    QLabel *m_fileLabel;
    QLineEdit *m_file;
    QToolButton *m_browse;
    QLabel *m_minutesLabel;
    QSpinBox *m_minutes;
    QLabel *m_megabytesLabel;
    QSpinBox *m_megabytes;
    QCheckBox *m_keys;
    QLabel *m_keysNote;
    QCheckBox *m_liveKeys;
    QLabel *m_warning;
};

} // namespace tw::ui
