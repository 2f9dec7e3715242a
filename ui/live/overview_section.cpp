#include "ui/live/overview_section.h"

#include "ui/theme/symbolic_icon.h"
#include "ui/widgets/elided_label.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLocale>
#include <QPushButton>
#include <QToolButton>

namespace tw::ui {

OverviewRow::OverviewRow(QWidget *parent)
    : QWidget(parent),
      m_icon(new QLabel(this)),
      m_title(new ElidedLabel(this)),
      m_text(new QLabel(this)),
      m_log(new QToolButton(this)),
      m_edit(new QToolButton(this))
{
    m_text->setTextFormat(Qt::PlainText);
    m_text->setWordWrap(true);
    m_log->setIcon(symbolicIcon(QStringLiteral("log")));
    m_edit->setIcon(symbolicIcon(QStringLiteral("edit")));
    auto *words = new QVBoxLayout;
    words->setSpacing(1);
    words->addWidget(m_title);
    words->addWidget(m_text);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(Card::kMargin, 5, Card::kMargin - 6, 5);
    row->setSpacing(8);
    row->addWidget(m_icon, 0, Qt::AlignTop);
    row->addLayout(words, 1);
    for (QToolButton *button : {m_log, m_edit}) {
        button->setAutoRaise(true);
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        row->addWidget(button, 0, Qt::AlignTop);
    }
    connect(m_log, &QToolButton::clicked, this, [this] { Q_EMIT logRequested(m_item.id); });
    connect(m_edit, &QToolButton::clicked, this, [this] { Q_EMIT editRequested(m_item.id); });
    retranslate();
}

void OverviewRow::setItem(const OverviewItem &item)
{
    if (item == m_item)
        return;
    m_item = item;
    fill();
}

void OverviewRow::fill()
{
    const int side = fontMetrics().height();
    m_icon->setPixmap(
        symbolicIcon(m_item.badge.icon, m_item.badge.tone).pixmap(QSize(side, side), devicePixelRatioF()));
    setTone(m_text, Tone::Muted);
    m_title->setText(m_item.title);
    m_text->setText(m_item.text);
    m_text->setVisible(!m_item.text.isEmpty());
    m_log->setVisible(m_item.hasLog);
    m_edit->setVisible(m_item.canEdit);
    m_log->setAccessibleName(tr("Log of %1").arg(m_item.title));
    m_edit->setAccessibleName(tr("Edit %1").arg(m_item.title));
}

void OverviewRow::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    else if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        fill();
    QWidget::changeEvent(event);
}

void OverviewRow::retranslate()
{
    m_log->setText(tr("Log"));
    m_edit->setText(tr("Edit"));
    fill();
}

OverviewSection::OverviewSection(QWidget *parent)
    : QWidget(parent), m_card(new Card(this)), m_nothing(new QLabel(this)), m_more(new QPushButton(this))
{
    m_nothing->setWordWrap(true);
    m_nothing->setContentsMargins(Card::kMargin, 4, Card::kMargin, 4);
    setTone(m_nothing, Tone::Muted);
    m_card->content()->addWidget(m_nothing);
    for (int index = 0; index < kMaxRows; ++index) {
        auto *row = new OverviewRow(this);
        row->hide();
        m_rows.append(row);
        m_card->content()->addWidget(row);
        connect(row, &OverviewRow::logRequested, this, &OverviewSection::logRequested);
        connect(row, &OverviewRow::editRequested, this, &OverviewSection::editRequested);
    }
    auto *last = new QHBoxLayout;
    last->setContentsMargins(Card::kMargin, 4, Card::kMargin, 2);
    last->addWidget(m_more);
    last->addStretch();
    m_card->content()->addLayout(last);
    m_card->content()->addStretch(1);
    m_more->hide();
    connect(m_more, &QPushButton::clicked, this, &OverviewSection::allRequested);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_card);
}

void OverviewSection::setItems(const QList<OverviewItem> &items, int count)
{
    for (int index = 0; index < kMaxRows; ++index) {
        if (index < items.size())
            m_rows.at(index)->setItem(items.at(index));
        m_rows.at(index)->setVisible(index < items.size());
    }
    if (count == m_count)
        return;
    m_count = count;
    m_nothing->setVisible(count == 0);
    updateMore();
}

void OverviewSection::updateMore()
{
    const int hidden = m_count - kMaxRows;
    m_more->setVisible(hidden > 0);
    m_more->setText(tr("%n more...", nullptr, std::max(hidden, 0)));
    m_card->setTitle(m_count > 0 ? QStringLiteral("%1  %2").arg(m_titleText, QLocale().toString(m_count))
                                 : m_titleText);
}

void OverviewSection::setTexts(const QString &title, const QString &nothing)
{
    m_titleText = title;
    m_nothing->setText(nothing);
    updateMore();
}

QList<OverviewItem> OverviewSection::items() const
{
    QList<OverviewItem> items;
    for (const OverviewRow *row : m_rows) {
        if (!row->isHidden())
            items.append(row->item());
    }
    return items;
}

void OverviewSection::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        updateMore();
    else if (event->type() == QEvent::PaletteChange)
        setTone(m_nothing, Tone::Muted);
    QWidget::changeEvent(event);
}

} // namespace tw::ui
