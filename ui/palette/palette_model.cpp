#include "ui/palette/palette_model.h"

#include "ui/theme/tone.h"

#include <QPainter>
#include <QTextLayout>

#include <algorithm>

namespace tw::ui {

namespace {

constexpr int kIconSide = 18;
constexpr int kSide = 12; // to the edges of a row
constexpr int kBetween = 10;
constexpr int kTitlePercent = 70; // of the width without keys

// One line of text from `left` to at most `right`, with the letters that matched; gives where it ended.
int drawText(QPainter &painter, const QRect &row, int left, int right, const QString &text, const QList<int> &marked,
             const QColor &color, const QColor &markColor, bool underlined)
{
    if (right <= left || text.isEmpty())
        return left;
    const QFontMetrics metrics = painter.fontMetrics();
    // Marked letters are bold, and so a little wider than what is measured.
    const int room = (right - left) - (marked.isEmpty() ? 0 : (right - left) / 16);
    const QString shown = metrics.elidedText(text, Qt::ElideRight, room);
    const qsizetype whole = shown == text ? shown.size() : shown.size() - 1;
    QList<QTextLayout::FormatRange> formats;
    for (const int position : marked) {
        if (position >= whole)
            break;
        QTextCharFormat format;
        format.setFontWeight(QFont::Bold);
        format.setForeground(markColor);
        format.setFontUnderline(underlined);
        formats.append({position, 1, format});
    }
    QTextLayout layout(shown, painter.font());
    layout.setFormats(formats);
    layout.beginLayout();
    QTextLine line = layout.createLine();
    line.setLineWidth(1 << 15);
    layout.endLayout();
    painter.setPen(color);
    layout.draw(&painter, QPointF(left, row.top() + (row.height() - line.height()) / 2));
    return left + static_cast<int>(std::ceil(line.naturalTextWidth()));
}

} // namespace

void PaletteModel::setEntries(QList<PaletteEntry> entries)
{
    m_entries = std::move(entries);
    m_searched.clear();
    for (const PaletteEntry &entry : std::as_const(m_entries))
        m_searched.append(entry.search);
}

void PaletteModel::search(const QString &pattern, const QStringList &recentKeys)
{
    beginResetModel();
    m_hits = models::search(m_searched, pattern, recentKeys);
    endResetModel();
}

int PaletteModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_hits.size());
}

QVariant PaletteModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const PaletteEntry &shown = entry(index.row());
    switch (role) {
    case Qt::DisplayRole: return shown.search.title;
    case Qt::DecorationRole: return shown.icon;
    case Qt::AccessibleTextRole: {
        QStringList parts{shown.search.title, shown.search.place, shown.keys};
        parts.removeAll(QString());
        return parts.join(QStringLiteral(", "));
    }
    default: return {};
    }
}

QSize PaletteDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const
{
    const int line = QFontMetrics(option.font).lineSpacing();
    return {0, std::max(line, kIconSide) + line * 2 / 3};
}

void PaletteDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const PaletteEntry &entry = m_model->entry(index.row());
    const models::SearchHit &hit = m_model->hit(index.row());
    const bool isSelected = option.state & QStyle::State_Selected;
    const QPalette &palette = option.palette;
    const QColor text = palette.color(isSelected ? QPalette::HighlightedText : QPalette::Text);
    const QColor muted = isSelected ? text : toneColor(Tone::Muted, palette);
    const QColor mark = isSelected ? text : toneColor(Tone::Accent, palette);

    painter->save();
    painter->setClipRect(option.rect);
    painter->setFont(option.font);
    if (isSelected)
        painter->fillRect(option.rect, palette.color(QPalette::Highlight));
    int left = option.rect.left() + kSide;
    int right = option.rect.right() - kSide;
    const QRect icon(left, option.rect.center().y() - kIconSide / 2, kIconSide, kIconSide);
    entry.icon.paint(painter, icon, Qt::AlignCenter, isSelected ? QIcon::Selected : QIcon::Normal);
    left += kIconSide + kBetween;

    if (!entry.keys.isEmpty()) {
        const int width = painter->fontMetrics().horizontalAdvance(entry.keys);
        drawText(*painter, option.rect, right - width, right + 1, entry.keys, {}, muted, muted, false);
        right -= width + 2 * kBetween;
    }
    // A long name leaves room for where it belongs.
    const int share = (right - left) * kTitlePercent / 100;
    left = drawText(*painter, option.rect, left, left + share, entry.search.title, hit.inTitle, text, mark, isSelected);
    // The English words only where they were what was typed.
    if (!hit.inEnglish.isEmpty())
        left = drawText(*painter, option.rect, left + kBetween, right, entry.search.english, hit.inEnglish, muted, mark,
                        isSelected);
    drawText(*painter, option.rect, left + kBetween + kBetween / 2, right, entry.search.place, hit.inPlace, muted, mark,
             isSelected);
    painter->restore();
}

} // namespace tw::ui
