#pragma once

#include "ui/services.h"
#include "ui/theme/tone.h"

#include <QDialog>

class QPushButton;
class QStackedWidget;
class QTimer;

namespace tw::ui {

class CaptureForm;
class CaptureProgressView;
class MessageBar;

// Begins a capture, shows how it goes on and ends it. Not modal: what is to be captured has to be done meanwhile. The
// capture does not need it: it may be closed and opened again.
class CaptureDialog final : public QDialog
{
    Q_OBJECT

public:
    // Services::capture must be there.
    explicit CaptureDialog(const Services &services, QWidget *parent = nullptr);

    // Shows the capture that is on, where one is; else the form, for this connection. An empty id: of the last capture.
    void open(const QString &connectionId);

    CaptureForm *form() const { return m_form; }
    CaptureProgressView *progressView() const { return m_view; }
    MessageBar *message() const { return m_message; }
    QPushButton *startButton() const { return m_start; }
    QPushButton *stopButton() const { return m_stop; }
    QPushButton *renegotiateButton() const { return m_renegotiate; }
    QPushButton *againButton() const { return m_again; }
    QPushButton *folderButton() const { return m_folder; }

public Q_SLOTS:
    void reject() override;

Q_SIGNALS:
    void resultSeen(); // of a capture that has ended

protected:
    bool event(QEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    // What stands above the page.
    struct Word
    {
        Tone tone = Tone::Neutral;
        QString text; // empty: nothing
        QString command;
    };

    bool isRunning() const;
    bool hasEngine() const;
    QString nameOf(const QString &connectionId) const;
    void showForm();
    void showCapture();
    void follow();
    void start();
    bool confirmsReplacing(const QString &path, bool withKeys);
    void renegotiate();
    void say(const QString &trouble);
    Word word() const;
    void showWord();
    void retranslate(); // all that depends on the language, the engine and the capture

    Services m_services;
    QString m_connection; // that is asked about
    QStackedWidget *m_pages;
    CaptureForm *m_form;
    CaptureProgressView *m_view;
    MessageBar *m_message;
    QPushButton *m_start;
    QPushButton *m_stop;
    QPushButton *m_renegotiate;
    QPushButton *m_again;
    QPushButton *m_folder;
    QPushButton *m_close;
    QTimer *m_second;
    QString m_trouble; // until something else is done
};

} // namespace tw::ui
