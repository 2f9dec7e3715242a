#include "ui/log/ladder_delegate.h"

#include "models/log/negotiation_ladder.h"
#include "ui/log/log_times.h"
#include "ui/theme/measure.h"
#include "ui/theme/symbolic_icon.h"
#include "ui/theme/tone.h"

#include <QApplication>
#include <QPainter>

namespace tw::ui {

namespace {

using models::LadderModel;
using models::LadderStep;

constexpr int kMargin = 8;
constexpr double kHead = 7; // of an arrow
constexpr int kNotePadding = 5;

const LadderStep &stepOf(const QModelIndex &index)
{
    return static_cast<const LadderModel *>(index.model())->step(index.row());
}

Tone toneOf(const LadderStep &step)
{
    if (step.isTrouble)
        return Tone::Bad;
    if (step.level == api::Level::Warning)
        return Tone::Warning;
    return step.kind == LadderStep::Kind::Message ? Tone::Accent : Tone::Neutral;
}

QString iconOf(const LadderStep &step)
{
    if (step.isTrouble)
        return QStringLiteral("error");
    return step.level == api::Level::Warning ? QStringLiteral("warning") : QString();
}

bool isSelected(const QStyleOptionViewItem &option) { return option.state & QStyle::State_Selected; }

QColor inkOf(Tone tone, const QStyleOptionViewItem &option)
{
    return isSelected(option) ? option.palette.color(QPalette::HighlightedText) : toneColor(tone, option.palette);
}

} // namespace

LadderDelegate::Lanes LadderDelegate::lanes(const QFont &font, int left, int width)
{
    const int time = QFontMetrics(fixedFont(font)).horizontalAdvance(QStringLiteral("00:00:00.000"));
    const int inset = kMargin + 2 * letterWidth(QFontMetrics(font));
    return {.time = time, .ours = left + kMargin + time + inset, .peers = left + width - inset};
}

QSize LadderDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const int line = option.fontMetrics.height();
    const LadderStep &step = stepOf(index);
    const int height = step.kind == LadderStep::Kind::Note ? line + 2 * kNotePadding + 4
        : step.payloads.isEmpty()                          ? line + 16
                                                           : 2 * line + 16;
    return {40 * letterWidth(option.fontMetrics), height};
}

void LadderDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QStyleOptionViewItem item(option);
    initStyleOption(&item, index);
    item.text.clear();
    const QStyle *style = item.widget ? item.widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &item, painter, item.widget); // background, selection and focus

    const LadderStep &step = stepOf(index);
    const Lanes lane = lanes(item.font, item.rect.left(), item.rect.width());
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(QPen(isSelected(item) ? inkOf(Tone::Neutral, item) : separatorColor(item.palette), 1.5));
    for (const int x : {lane.ours, lane.peers})
        painter->drawLine(QPointF(x, item.rect.top()), QPointF(x, item.rect.bottom() + 1));
    painter->setFont(fixedFont(item.font));
    painter->setPen(inkOf(Tone::Muted, item));
    const QRect clock(item.rect.left() + kMargin, item.rect.top(), lane.time, item.rect.height());
    painter->drawText(clock, Qt::AlignVCenter | Qt::AlignLeft,
                      toLocal(step.at).toString(QStringLiteral("HH:mm:ss.zzz")));
    painter->setFont(item.font);
    if (step.kind == LadderStep::Kind::Note)
        paintNote(*painter, item, step);
    else
        paintMessage(*painter, item, step);
    painter->restore();
}

void LadderDelegate::paintMessage(QPainter &painter, const QStyleOptionViewItem &option, const LadderStep &step) const
{
    const Lanes lane = lanes(option.font, option.rect.left(), option.rect.width());
    const int line = option.fontMetrics.height();
    const QColor ink = inkOf(toneOf(step), option);
    const int room = lane.peers - lane.ours - 4 * static_cast<int>(kHead);
    const int top = option.rect.top() + 4;
    const double y = top + line + 3.5;

    const QString icon = iconOf(step);
    const int side = icon.isEmpty() ? 0 : line - 2;
    const QString title = option.fontMetrics.elidedText(step.title, Qt::ElideRight, room - side - 4);
    const int textWidth = option.fontMetrics.horizontalAdvance(title) + (side ? side + 4 : 0);
    const int textLeft = (lane.ours + lane.peers - textWidth) / 2;
    if (side) {
        symbolicIcon(icon, toneOf(step))
            .paint(&painter, QRect(textLeft, top + 1, side, side), Qt::AlignCenter,
                   isSelected(option) ? QIcon::Selected : QIcon::Normal);
    }
    painter.setPen(step.isTrouble ? ink : inkOf(Tone::Neutral, option));
    const int beside = side ? side + 4 : 0;
    painter.drawText(QRect(textLeft + beside, top, textWidth - beside, line), Qt::AlignCenter, title);
    if (!step.payloads.isEmpty()) {
        painter.setPen(inkOf(step.isTrouble ? Tone::Bad : Tone::Muted, option));
        painter.drawText(QRect(lane.ours, top + line + 7, lane.peers - lane.ours, line), Qt::AlignCenter,
                         option.fontMetrics.elidedText(step.payloads, Qt::ElideRight, room));
    }

    const bool isOut = step.direction == api::Direction::Out;
    const double begin = isOut ? lane.ours : lane.peers;
    const double end = isOut ? lane.peers : lane.ours;
    const double back = isOut ? -1 : 1;
    QPen pen(ink, 1.8);
    if (step.isRepeated)
        pen.setDashPattern({4, 3});
    painter.setPen(pen);
    painter.drawLine(QPointF(begin, y), QPointF(end + back * kHead, y));
    painter.setPen(Qt::NoPen);
    painter.setBrush(ink);
    painter.drawPolygon(QPolygonF{QPointF(end, y), QPointF(end + back * kHead * 1.4, y - kHead * 0.6),
                                  QPointF(end + back * kHead * 1.4, y + kHead * 0.6)});
}

void LadderDelegate::paintNote(QPainter &painter, const QStyleOptionViewItem &option, const LadderStep &step) const
{
    const Lanes lane = lanes(option.font, option.rect.left(), option.rect.width());
    const int line = option.fontMetrics.height();
    const QString icon = iconOf(step);
    const int side = icon.isEmpty() ? 0 : line - 2;
    const int beside = 2 * kNotePadding + (side ? side + 5 : 0) + 2;
    const int room = lane.peers - lane.ours - 24;
    const QString text = option.fontMetrics.elidedText(step.title, Qt::ElideRight, room - beside);
    const int width = option.fontMetrics.horizontalAdvance(text) + beside;
    const QRect box((lane.ours + lane.peers - width) / 2, option.rect.center().y() - line / 2 - kNotePadding + 2, width,
                    line + 2 * kNotePadding - 2);
    const Tone tone = toneOf(step);
    if (!isSelected(option)) {
        painter.setPen(QPen(step.isTrouble ? toneColor(tone, option.palette) : separatorColor(option.palette), 1));
        painter.setBrush(tone == Tone::Neutral ? option.palette.color(QPalette::Window)
                                               : toneBackground(tone, option.palette));
        painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
    }
    const int left = box.left() + kNotePadding + 1;
    if (side) {
        symbolicIcon(icon, tone)
            .paint(&painter, QRect(left, box.center().y() - side / 2 + 1, side, side), Qt::AlignCenter,
                   isSelected(option) ? QIcon::Selected : QIcon::Normal);
    }
    painter.setPen(inkOf(tone, option));
    painter.drawText(box.adjusted(kNotePadding + 1 + (side ? side + 5 : 0), 0, 0, 0), Qt::AlignVCenter | Qt::AlignLeft,
                     text);
}

} // namespace tw::ui
