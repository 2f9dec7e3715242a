#pragma once

#include "models/rehearsal/rehearsal_setup.h"

#include <QDialog>

class QComboBox;
class QDialogButtonBox;
class QLabel;
class QPlainTextEdit;
class QPushButton;

namespace tw::ui {

// Takes the configuration of the peer's device, pasted or out of a file. What is in the field may hold a key: it goes with
// the dialog, and nothing of it is stored.
class PeerTextDialog final : public QDialog
{
    Q_OBJECT

public:
    explicit PeerTextDialog(QWidget *parent = nullptr);
    ~PeerTextDialog() override;

    models::GivenPeer peer() const;
    // The error is a sentence.
    bool openFile(const QString &fileName);

    QPlainTextEdit *textEdit() const { return m_text; }
    QComboBox *formatBox() const { return m_format; }
    QPushButton *okButton() const;

private:
    void build();
    void askForFile();
    void judge();

    QString m_fileName; // as long as the text is what stood in it
    QLabel *m_explanation;
    QPlainTextEdit *m_text;
    QLabel *m_formatLabel;
    QComboBox *m_format;
    QLabel *m_note;
    QPushButton *m_open;
    QDialogButtonBox *m_buttons;
};

} // namespace tw::ui
