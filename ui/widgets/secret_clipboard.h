#pragma once

#include <QByteArray>
#include <QObject>

class QTimer;

namespace tw::ui {

// Puts a key on the clipboard and takes it away again after kSeconds, or when the program ends, unless the user copied
// something else meanwhile. Lives as long as the application, since the dialog that copied may be closed before.
class SecretClipboard final : public QObject
{
    Q_OBJECT

public:
    static constexpr int kSeconds = 45;

    static void copy(const QString &secret);

private:
    explicit SecretClipboard(QObject *application);
    void put(const QString &secret);
    void clear();

    QTimer *m_timer;
    QByteArray m_digest; // of what we put there: enough to recognise it, and no second copy of the key
};

} // namespace tw::ui
