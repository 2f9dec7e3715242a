#include "ui/log/timeline_table.h"

#include "models/log/timeline.h"
#include "ui/log/log_times.h"
#include "ui/theme/measure.h"
#include "ui/theme/symbolic_icon.h"
#include "ui/theme/tone.h"
#include "ui/widgets/window_size.h"

#include <QDialogButtonBox>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QTableWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <array>
#include <utility>

namespace tw::ui {

namespace {

enum Column { From, Errors, Warnings, Others, Ups, Downs, Rekeys, kColumns };

constexpr std::array kWidths{52, 10, 12, 14, 12, 14, 10};

// Hours one after the other of which nothing was recorded are one row.
struct Row
{
    models::LogBin bin;
    UtcTime to{};
};

QList<Row> rowsOf(const QList<models::LogBin> &bins, Duration step)
{
    QList<Row> rows;
    for (const models::LogBin &bin : bins) {
        const bool isNews = models::lineCount(bin) > 0 || bin.ups + bin.downs + bin.rekeys > 0;
        if (!isNews && bin.recorded)
            continue;
        if (!isNews && !rows.isEmpty() && !rows.last().bin.recorded && rows.last().to == bin.from
            && models::lineCount(rows.last().bin) == 0)
            rows.last().to = bin.from + step;
        else
            rows.append({bin, bin.from + step});
    }
    return rows;
}

QString spanText(const Row &row, Duration step)
{
    return row.to - row.bin.from <= step ? timeSpanText(row.bin.from, row.to)
                                         : QStringLiteral("%1 – %2").arg(localTime(row.bin.from), localTime(row.to));
}

} // namespace

TimelineTable::TimelineTable(QWidget *parent) : QDialog(parent), m_table(new QTableWidget(0, kColumns, this))
{
    setWindowTitle(tr("Timeline of the log"));
    m_table->setHorizontalHeaderLabels(
        {tr("Time"), tr("Errors"), tr("Warnings"), tr("Other lines"), tr("Came up"), tr("Went down"), tr("Rekeys")});
    m_table->setAccessibleName(windowTitle());
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setTabKeyNavigation(false);
    m_table->setShowGrid(false);
    m_table->setAlternatingRowColors(true);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 8);
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->horizontalHeader()->setStretchLastSection(true);
    const int letter = letterWidth(fontMetrics());
    for (int column = 0; column < kColumns; ++column) {
        // A title stands above its numbers, and is read whole in any font.
        m_table->horizontalHeaderItem(column)->setTextAlignment((column == From ? Qt::AlignLeft : Qt::AlignRight)
                                                                | Qt::AlignVCenter);
        m_table->setColumnWidth(column,
                                std::max(kWidths.at(static_cast<std::size_t>(column)) * letter,
                                         m_table->horizontalHeader()->sectionSizeHint(column)));
    }
    auto *hint = new QLabel(tr("Enter shows the log of the selected time."), this);
    hint->setForegroundRole(QPalette::PlaceholderText);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(m_table, 1);
    layout->addWidget(hint);
    layout->addWidget(buttons);
    resizeWithin(*this, QSize(140 * letter, 30 * fontMetrics().height()));
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_table, &QTableWidget::itemActivated, this, [this](const QTableWidgetItem *item) {
        const qint64 ms = m_table->item(item->row(), From)->data(Qt::UserRole).toLongLong();
        Q_EMIT timeChosen(UtcTime(std::chrono::milliseconds(ms)));
        accept();
    });
}

void TimelineTable::setBins(const QList<models::LogBin> &bins, Duration step)
{
    using api::Level;
    const QList<Row> rows = rowsOf(bins, step);
    m_table->setRowCount(static_cast<int>(rows.size()));
    for (int place = 0; place < m_table->rowCount(); ++place) {
        const Row &row = rows.at(rows.size() - 1 - place);
        const auto lines = [&row](Level level) { return row.bin.byLevel.at(std::to_underlying(level)); };
        auto *time = new QTableWidgetItem(spanText(row, step)); // the table takes it
        time->setData(Qt::UserRole, qlonglong{row.bin.from.time_since_epoch().count()});
        m_table->setItem(place, From, time);
        if (models::lineCount(row.bin) == 0 && !row.bin.recorded) {
            m_table->setItem(place, Errors, new QTableWidgetItem(tr("Not recorded: no engine was running.")));
            m_table->item(place, Errors)->setForeground(toneColor(Tone::Muted, palette()));
            m_table->setSpan(place, Errors, 1, kColumns - Errors);
            continue;
        }
        const std::array<quint32, kColumns> counts{
            0,           lines(Level::Error), lines(Level::Warning), lines(Level::Info) + lines(Level::Debug),
            row.bin.ups, row.bin.downs,       row.bin.rekeys};
        for (int column = Errors; column < kColumns; ++column) {
            const quint32 count = counts.at(static_cast<std::size_t>(column));
            auto *item = new QTableWidgetItem(count > 0 ? QLocale().toString(count) : QString());
            item->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
            m_table->setItem(place, column, item);
        }
        if (lines(Level::Error) > 0)
            time->setIcon(symbolicIcon(QStringLiteral("error"), Tone::Bad));
        else if (lines(Level::Warning) > 0)
            time->setIcon(symbolicIcon(QStringLiteral("warning"), Tone::Warning));
    }
    if (m_table->rowCount() > 0)
        m_table->selectRow(0);
}

} // namespace tw::ui
