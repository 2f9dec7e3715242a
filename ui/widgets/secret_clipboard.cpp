#include "ui/widgets/secret_clipboard.h"

#include <QClipboard>
#include <QCoreApplication>
#include <QCryptographicHash>
#include <QGuiApplication>
#include <QMimeData>
#include <QTimer>

namespace tw::ui {

namespace {

QByteArray digestOf(const QString &text) { return QCryptographicHash::hash(text.toUtf8(), QCryptographicHash::Sha256); }

} // namespace

void SecretClipboard::copy(const QString &secret)
{
    auto *guard = qApp->findChild<SecretClipboard *>(QString(), Qt::FindDirectChildrenOnly);
    if (!guard)
        guard = new SecretClipboard(qApp);
    guard->put(secret);
}

SecretClipboard::SecretClipboard(QObject *application) : QObject(application), m_timer(new QTimer(this))
{
    m_timer->setSingleShot(true);
    m_timer->setInterval(kSeconds * 1000);
    connect(m_timer, &QTimer::timeout, this, &SecretClipboard::clear);
    connect(qApp, &QCoreApplication::aboutToQuit, this, &SecretClipboard::clear);
}

void SecretClipboard::put(const QString &secret)
{
    auto *data = new QMimeData; // the clipboard takes it
    data->setText(secret);
    // The word by which clipboard managers know what not to keep in their history.
    data->setData(QStringLiteral("x-kde-passwordManagerHint"), QByteArrayLiteral("secret"));
    m_digest = digestOf(secret);
    QGuiApplication::clipboard()->setMimeData(data);
    m_timer->start();
}

void SecretClipboard::clear()
{
    m_timer->stop();
    if (m_digest.isEmpty())
        return;
    if (digestOf(QGuiApplication::clipboard()->text()) == m_digest)
        QGuiApplication::clipboard()->clear();
    m_digest.clear();
}

} // namespace tw::ui
