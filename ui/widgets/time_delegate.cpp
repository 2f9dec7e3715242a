#include "ui/widgets/time_delegate.h"

#include "ui/widgets/relative_time.h"

#include <QAbstractItemView>
#include <QHelpEvent>
#include <QToolTip>

namespace tw::ui {

TimeDelegate::TimeDelegate(int timeRole, QObject *parent) : QStyledItemDelegate(parent), m_role(timeRole) { }

bool TimeDelegate::helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option,
                             const QModelIndex &index)
{
    const QDateTime time = index.data(m_role).toDateTime();
    if (event->type() != QEvent::ToolTip || !time.isValid())
        return QStyledItemDelegate::helpEvent(event, view, option, index);
    const qint64 ago = time.secsTo(QDateTime::currentDateTimeUtc());
    const QString span = ago >= 0 ? tr("%1 ago").arg(spanText(ago)) : tr("in %1").arg(spanText(-ago));
    QToolTip::showText(event->globalPos(), span + QLatin1Char('\n') + utcText(time), view);
    return true;
}

void TimeDelegate::initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const
{
    QStyledItemDelegate::initStyleOption(option, index);
    const QDateTime time = index.data(m_role).toDateTime();
    option->text = time.isValid() ? timeText(time) : QString();
}

} // namespace tw::ui
