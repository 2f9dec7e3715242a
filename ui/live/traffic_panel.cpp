#include "ui/live/traffic_panel.h"

#include "models/live/traffic_table_model.h"
#include "models/live/traffic_text.h"
#include "ui/live/traffic_chart.h"
#include "ui/theme/measure.h"
#include "ui/theme/symbolic_icon.h"

#include <QAction>
#include <QButtonGroup>
#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QStackedWidget>
#include <QToolButton>

namespace tw::ui {

namespace {

using models::TrafficRange;
using models::TrafficTableModel;

// A piece of the line as the chart draws it.
QPixmap lineSample(const QPen &pen, const QWidget *widget)
{
    const QSize size(26, 12);
    QPixmap pixmap(size * widget->devicePixelRatioF());
    pixmap.setDevicePixelRatio(widget->devicePixelRatioF());
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(pen);
    painter.drawLine(QPointF(0, size.height() / 2.0), QPointF(size.width(), size.height() / 2.0));
    return pixmap;
}

} // namespace

TrafficTable::TrafficTable(QWidget *parent)
    : QTableView(parent), m_rows(new TrafficTableModel(this)), m_copy(new QAction(this))
{
    setModel(m_rows);
    setSelectionBehavior(SelectRows);
    setShowGrid(false);
    setAlternatingRowColors(true);
    setWordWrap(false);
    setTabKeyNavigation(false);
    setFrameShape(NoFrame);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 8);
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setMinimumHeight(fontMetrics().height() + 12);
    horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    const int em = letterWidth(fontMetrics());
    for (int column = 0; column < TrafficTableModel::ColumnCount; ++column)
        setColumnWidth(column, em * (column == TrafficTableModel::TimeColumn ? 24 : 20));
    m_copy->setIcon(symbolicIcon(QStringLiteral("copy")));
    m_copy->setShortcut(QKeySequence::Copy);
    m_copy->setShortcutContext(Qt::WidgetShortcut);
    addAction(m_copy);
    setContextMenuPolicy(Qt::ActionsContextMenu);
    connect(m_copy, &QAction::triggered, this, &TrafficTable::copySelection);
    retranslate();
}

void TrafficTable::copySelection() const
{
    QList<int> rows;
    for (const QModelIndex &row : selectionModel()->selectedRows())
        rows.append(row.row());
    if (rows.isEmpty())
        return;
    std::sort(rows.begin(), rows.end());
    QGuiApplication::clipboard()->setText(m_rows->tabSeparated(rows));
}

void TrafficTable::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy))
        copySelection(); // not the view's own, which copies one cell
    else
        QTableView::keyPressEvent(event);
}

void TrafficTable::retranslate()
{
    m_rows->retranslate();
    m_copy->setText(tr("&Copy"));
    setAccessibleName(tr("Traffic"));
}

TrafficPanel::TrafficPanel(const models::TrafficHistory &history, QWidget *parent)
    : QWidget(parent),
      m_history(history),
      m_in(makeLegend()),
      m_out(makeLegend()),
      m_range(new QComboBox(this)),
      m_asChart(new QToolButton(this)),
      m_asTable(new QToolButton(this)),
      m_bar(new QWidget(this)),
      m_stack(new QStackedWidget(this)),
      m_chart(new TrafficChart(this)),
      m_table(new TrafficTable(this)),
      m_message(new QLabel(this))
{
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    m_message->setAlignment(Qt::AlignCenter);
    m_message->setWordWrap(true);
    m_message->setContentsMargins(14, 10, 14, 10);
    setTone(m_message, Tone::Muted);
    for (const auto range : {TrafficRange::TenMinutes, TrafficRange::Hour, TrafficRange::Day})
        m_range->addItem(QString(), static_cast<int>(range));
    auto *choice = new QButtonGroup(this);
    for (QToolButton *button : {m_asChart, m_asTable}) {
        button->setCheckable(true);
        button->setAutoRaise(true);
        button->setFocusPolicy(Qt::TabFocus);
        choice->addButton(button);
    }
    m_asChart->setChecked(true);

    auto *row = new QHBoxLayout(m_bar);
    row->setContentsMargins(14, 8, 14, 4);
    row->setSpacing(6);
    for (const Legend &legend : {m_in, m_out}) {
        row->addWidget(legend.line);
        row->addWidget(legend.text);
        row->addSpacing(12);
    }
    row->addStretch();
    row->addWidget(m_range);
    row->addSpacing(6);
    row->addWidget(m_asChart);
    row->addWidget(m_asTable);
    m_stack->addWidget(m_chart);
    m_stack->addWidget(m_table);
    m_stack->addWidget(m_message);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_bar);
    layout->addWidget(m_stack, 1);

    connect(m_range, &QComboBox::currentIndexChanged, this, &TrafficPanel::refresh);
    connect(m_asTable, &QToolButton::toggled, this, &TrafficPanel::refresh);
    connect(&m_history, &models::TrafficHistory::advanced, this, [this] {
        if (isVisible() && !window()->isMinimized())
            refresh();
    });
    updateLegend();
    retranslate();
}

TrafficPanel::Legend TrafficPanel::makeLegend() { return {new QLabel(this), new QLabel(this)}; }

void TrafficPanel::setConnections(const QStringList &ids)
{
    if (ids == m_connections)
        return;
    m_connections = ids;
    refresh();
}

void TrafficPanel::setExplanation(const QString &text)
{
    if (text == m_explanation)
        return;
    m_explanation = text;
    refresh();
}

TrafficRange TrafficPanel::range() const { return static_cast<TrafficRange>(m_range->currentData().toInt()); }

void TrafficPanel::setRange(TrafficRange range)
{
    m_range->setCurrentIndex(m_range->findData(static_cast<int>(range)));
}

void TrafficPanel::showTable(bool table) { (table ? m_asTable : m_asChart)->setChecked(true); }

QByteArray TrafficPanel::saveState() const
{
    return QByteArray::number(static_cast<int>(range())) + (m_asTable->isChecked() ? " table" : " chart");
}

void TrafficPanel::restoreState(const QByteArray &state)
{
    const QList<QByteArray> parts = state.split(' ');
    bool isNumber = false;
    const int index = m_range->findData(parts.first().toInt(&isNumber));
    if (parts.size() != 2 || !isNumber || index < 0)
        return;
    m_range->setCurrentIndex(index);
    showTable(parts.last() == "table");
}

QString TrafficPanel::message() const { return m_stack->currentWidget() == m_message ? m_message->text() : QString(); }

void TrafficPanel::refresh()
{
    const bool hasTraffic = m_explanation.isEmpty() && m_history.hasTraffic(m_connections);
    m_bar->setVisible(hasTraffic);
    if (!hasTraffic) {
        m_message->setText(m_explanation.isEmpty() ? tr("No traffic has been seen yet.") : m_explanation);
        m_stack->setCurrentWidget(m_message);
        return;
    }
    const auto points = m_history.points(m_connections, range());
    const bool asTable = m_asTable->isChecked();
    if (asTable)
        m_table->rows()->setPoints(points);
    else
        m_chart->setPoints(points, range());
    m_stack->setCurrentWidget(asTable ? static_cast<QWidget *>(m_table) : m_chart);

    const auto now = m_history.current(m_connections);
    const auto rate = [&now](float models::TrafficRates::*bits) {
        return now ? models::bitRateText(static_cast<double>((*now).*bits)) : QStringLiteral("–");
    };
    const QString in = tr("In %1").arg(rate(&models::TrafficRates::bitsIn));
    const QString out = tr("Out %1").arg(rate(&models::TrafficRates::bitsOut));
    m_in.text->setText(in);
    m_out.text->setText(out);
    m_chart->setAccessibleDescription(in + QLatin1Char('\n') + out);
}

void TrafficPanel::updateLegend()
{
    m_in.line->setPixmap(lineSample(TrafficChart::penIn(palette()), this));
    m_out.line->setPixmap(lineSample(TrafficChart::penOut(palette()), this));
    setTone(m_message, Tone::Muted);
    // As wide as the longest rate, so that nothing moves with the numbers.
    for (const Legend &legend : {m_in, m_out})
        legend.text->setMinimumWidth(letterWidth(fontMetrics()) * 17);
}

void TrafficPanel::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    else if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        updateLegend();
    QWidget::changeEvent(event);
}

void TrafficPanel::showEvent(QShowEvent *event)
{
    refresh();
    QWidget::showEvent(event);
}

void TrafficPanel::retranslate()
{
    const QStringList ranges{tr("10 minutes"), tr("1 hour"), tr("1 day")};
    for (int index = 0; index < m_range->count(); ++index)
        m_range->setItemText(index, ranges.at(index));
    m_range->setAccessibleName(tr("Range of time"));
    m_range->setToolTip(tr("How far back"));
    m_asChart->setText(tr("Chart"));
    m_asTable->setText(tr("Table"));
    m_asTable->setToolTip(tr("The same as a table, which can be copied (Ctrl+C)"));
    m_chart->setAccessibleName(tr("Traffic"));
    m_table->retranslate();
    refresh();
}

} // namespace tw::ui
