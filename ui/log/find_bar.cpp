#include "ui/log/find_bar.h"

#include "models/log/log_search.h"
#include "ui/theme/measure.h"
#include "ui/theme/symbolic_icon.h"
#include "ui/theme/tone.h"

#include <QEvent>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QToolButton>

namespace tw::ui {

namespace {

constexpr int kLetters = 44;

} // namespace

FindBar::FindBar(models::LogSearch *search, QWidget *parent)
    : QWidget(parent),
      m_search(search),
      m_edit(new QLineEdit(this)),
      m_count(new QLabel(this)),
      m_previous(new QToolButton(this)),
      m_next(new QToolButton(this)),
      m_close(new QToolButton(this))
{
    m_edit->setClearButtonEnabled(true);
    m_edit->setMaximumWidth(kLetters * letterWidth(fontMetrics()));
    m_previous->setArrowType(Qt::UpArrow);
    m_next->setArrowType(Qt::DownArrow);
    m_close->setAutoRaise(true);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(8, 2, 8, 4);
    row->setSpacing(6);
    row->addWidget(m_edit, 1);
    row->addWidget(m_previous);
    row->addWidget(m_next);
    row->addWidget(m_count);
    row->addStretch(1);
    row->addWidget(m_close);
    connect(m_edit, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_isTyped = !text.isEmpty();
        m_search->setNeedle(text);
    });
    connect(m_next, &QToolButton::clicked, this, &FindBar::goToNext);
    connect(m_previous, &QToolButton::clicked, this, &FindBar::goToPrevious);
    connect(m_close, &QToolButton::clicked, this, &FindBar::close);
    connect(search, &models::LogSearch::changed, this, [this] {
        updateCount();
        if (m_isTyped && !m_search->isSearching() && !m_search->hits().empty()) {
            m_isTyped = false;
            if (const auto hit = m_search->next(m_row - 1)) // also the line where one stands
                Q_EMIT rowWanted(*hit);
        }
    });
    hide();
    retranslate();
}

void FindBar::open()
{
    show();
    m_edit->setFocus();
    m_edit->selectAll();
}

void FindBar::close()
{
    m_edit->clear();
    hide();
    Q_EMIT closed();
}

void FindBar::setRow(qint64 storeRow)
{
    m_row = storeRow;
    updateCount();
}

void FindBar::goToNext()
{
    if (!isVisible())
        open();
    else if (const auto hit = m_search->next(m_row))
        Q_EMIT rowWanted(*hit);
}

void FindBar::goToPrevious()
{
    if (!isVisible())
        open();
    else if (const auto hit = m_search->previous(m_row))
        Q_EMIT rowWanted(*hit);
}

QString FindBar::countText() const { return m_count->text(); }

void FindBar::updateCount()
{
    const auto hits = static_cast<qint64>(m_search->hits().size());
    const QString number = QLocale().toString(hits) + (m_search->isCapped() ? QStringLiteral("+") : QString());
    const int place = m_search->placeOf(m_row);
    if (m_search->needle().isEmpty())
        m_count->clear();
    else if (m_search->isSearching())
        m_count->setText(tr("%1 so far...").arg(number));
    else if (hits == 0)
        m_count->setText(tr("Not found in these lines"));
    else if (place > 0)
        m_count->setText(tr("%1 of %2").arg(QLocale().toString(place), number));
    else
        m_count->setText(tr("%n line(s)", nullptr, static_cast<int>(hits)));
    setTone(m_count, hits == 0 && !m_search->isSearching() ? Tone::Warning : Tone::Muted);
    m_next->setEnabled(hits > 0);
    m_previous->setEnabled(hits > 0);
}

void FindBar::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape) {
        close();
        return;
    }
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        event->modifiers() & Qt::ShiftModifier ? goToPrevious() : goToNext();
        return;
    }
    QWidget::keyPressEvent(event);
}

void FindBar::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    else if (event->type() == QEvent::PaletteChange)
        updateCount();
    QWidget::changeEvent(event);
}

void FindBar::retranslate()
{
    m_edit->setPlaceholderText(tr("Find in these lines"));
    m_edit->setAccessibleName(tr("Find in these lines"));
    m_previous->setToolTip(tr("Previous line with these words (Shift+F3)"));
    m_previous->setAccessibleName(tr("Previous hit"));
    m_next->setToolTip(tr("Next line with these words (F3)"));
    m_next->setAccessibleName(tr("Next hit"));
    m_close->setIcon(symbolicIcon(QStringLiteral("close")));
    m_close->setToolTip(tr("Close the search (Esc)"));
    m_close->setAccessibleName(tr("Close the search"));
    updateCount();
}

} // namespace tw::ui
