#include "ui/widgets/announcing_frame.h"

#include <QAccessible>
#include <QAccessibleWidget>

#include <algorithm>

namespace tw::ui {

namespace {

QAccessibleInterface *interfaceOf(const QString &, QObject *object)
{
    auto *frame = qobject_cast<AnnouncingFrame *>(object);
    return frame ? new QAccessibleWidget(frame, QAccessible::Notification) : nullptr;
}

} // namespace

AnnouncingFrame::AnnouncingFrame(QWidget *parent) : QFrame(parent)
{
    static const bool isInstalled = [] {
        QAccessible::installFactory(interfaceOf);
        return true;
    }();
    Q_UNUSED(isInstalled)
    m_due.setSingleShot(true);
    connect(&m_due, &QTimer::timeout, this, &AnnouncingFrame::sayAgain);
}

void AnnouncingFrame::announce(const QString &text)
{
    setAccessibleName(text);
    if (!isVisible()) {
        m_due.stop();
        m_said = text;
        m_lastSaid.start();
        show(); // which tells that it shows, as soon as it does
        Q_EMIT said(text);
    } else if (!m_due.isActive()) {
        const qint64 since = m_lastSaid.isValid() ? m_lastSaid.elapsed() : kLeastGapMs;
        m_due.start(static_cast<int>(std::max<qint64>(0, kLeastGapMs - since)));
    }
}

// Of Qt 6.4's events this is the one that its bridge passes on and screen readers read a notification at: QAccessible::Alert
// goes nowhere.
void AnnouncingFrame::sayAgain()
{
    if (!isVisible() || accessibleName() == m_said)
        return;
    m_said = accessibleName();
    m_lastSaid.start();
    QAccessibleEvent shown(this, QAccessible::ObjectShow);
    QAccessible::updateAccessibility(&shown);
    Q_EMIT said(m_said);
}

} // namespace tw::ui
