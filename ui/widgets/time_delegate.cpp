#include "ui/widgets/time_delegate.h"

#include "ui/widgets/relative_time.h"

#include <QAbstractItemView>
#include <QHelpEvent>
#include <QToolTip>

namespace tw::ui {

TimeDelegate::TimeDelegate(int timeRole, QObject *parent, Shows shows)
    : QStyledItemDelegate(parent), m_role(timeRole), m_shows(shows)
{ }

bool TimeDelegate::helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option,
                             const QModelIndex &index)
{
    const QDateTime time = index.data(m_role).toDateTime();
    if (event->type() != QEvent::ToolTip || !time.isValid())
        return QStyledItemDelegate::helpEvent(event, view, option, index);
    const qint64 ago = time.secsTo(QDateTime::currentDateTimeUtc());
    const QString span = ago >= 0 ? tr("%1 ago").arg(spanText(ago)) : tr("in %1").arg(spanText(-ago));
    const QStringList lines{timeText(time), span, utcText(time)};
    QToolTip::showText(event->globalPos(), lines.join(u'\n'), view);
    return true;
}

void TimeDelegate::initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const
{
    QStyledItemDelegate::initStyleOption(option, index);
    const QDateTime time = index.data(m_role).toDateTime();
    if (!time.isValid()) {
        option->text.clear();
        return;
    }
    const qint64 ago = time.secsTo(QDateTime::currentDateTimeUtc());
    if (m_shows == Shows::Time)
        option->text = timeText(time);
    else
        option->text = ago >= 0 ? tr("%1 ago").arg(shortSpanText(ago)) : tr("in %1").arg(shortSpanText(-ago));
}

} // namespace tw::ui
