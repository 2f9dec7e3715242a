#pragma once

#include <QElapsedTimer>
#include <QFrame>
#include <QTimer>

namespace tw::ui {

// What a screen reader reads out by itself when it is said, without the focus: a notification, whose words are its
// accessible name. What is said again and again is read at most once every two seconds, the latest words then.
class AnnouncingFrame : public QFrame
{
    Q_OBJECT

public:
    static constexpr int kLeastGapMs = 2'000;

Q_SIGNALS:
    void said(const QString &text); // read out now

protected:
    explicit AnnouncingFrame(QWidget *parent);

    // Shows it, with these words.
    void announce(const QString &text);

private:
    void sayAgain();

    QString m_said;
    QElapsedTimer m_lastSaid;
    QTimer m_due;
};

} // namespace tw::ui
