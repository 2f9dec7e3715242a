#include "ui/log/log_page.h"

#include "models/catalog/catalog.h"
#include "models/log/log_search.h"
#include "models/log/log_seeker.h"
#include "models/log/log_store.h"
#include "models/log/timeline_feed.h"
#include "ui/log/facet_chips.h"
#include "ui/log/fact_view.h"
#include "ui/log/find_bar.h"
#include "ui/log/ladder_view.h"
#include "ui/log/log_exporter.h"
#include "ui/log/log_message.h"
#include "ui/log/log_times.h"
#include "ui/log/log_view.h"
#include "ui/log/range_bar.h"
#include "ui/log/timeline_strip.h"
#include "ui/widgets/message_bar.h"

#include <QAction>
#include <QComboBox>
#include <QEvent>
#include <QSplitter>
#include <QTimer>
#include <QToolButton>

#include <algorithm>

// What the page shows and goes to; log_page_build.cpp puts it together and words it.
namespace tw::ui {

namespace {

using models::LogQuery;
using models::LogRecord;
using models::LogTableModel;
using models::LogWindow;

constexpr int kFewestLines = 26; // of text, from where on the details stand below the lines

UtcTime wholeMinute(UtcTime time) { return std::chrono::floor<std::chrono::minutes>(time); }

} // namespace

UtcTime LogPage::oldestKept() const
{
    const auto kept = m_services.log ? m_services.log->kept() : LogWindow::kKept;
    const UtcTime now = m_services.log ? m_services.log->now() : UtcTime();
    return std::chrono::ceil<std::chrono::minutes>(now - kept);
}

LogWindow LogPage::liveWindow() const
{
    const UtcTime now = m_services.log ? m_services.log->now() : UtcTime();
    return {wholeMinute(now - m_range->length()), now};
}

void LogPage::setConnection(const QString &id, const QString &name)
{
    m_name = name;
    m_hasConnection = !id.isEmpty();
    if (m_connection == id) {
        updateState();
        return;
    }
    m_connection = id;
    applyScope();
}

void LogPage::chooseConnection(const std::optional<QString> &id)
{
    const int row = id ? m_chooser->findData(*id) : 0;
    if (row >= 0 && row != m_chooser->currentIndex())
        m_chooser->setCurrentIndex(row); // which comes back
    else if (row >= 0 && m_connection != id) {
        m_connection = id;
        applyScope();
    }
}

// Another connection is read where one stood: at its tail.
void LogPage::applyScope()
{
    m_wantsTrouble = false;
    m_negotiation.clear();
    m_ladder->setFacts({});
    if (m_scope == Scope::Any)
        m_view->setConnectionShown(!m_connection);
    if (m_scope == Scope::Any || m_hasConnection)
        m_feed->setConnection(m_connection);
    showLive();
}

void LogPage::showWindowFrom(const QDateTime &from)
{
    if (!m_services.log)
        return;
    const UtcTime start = wholeMinute(fromDateTime(from));
    const UtcTime now = m_services.log->now();
    if (start + m_range->length() >= now + std::chrono::minutes(1)) {
        showLive();
        return;
    }
    m_lack = start < oldestKept() - std::chrono::minutes(1) ? Lack::NotKept : Lack::Nothing;
    m_query.isFollowing = false;
    m_query.window = {start, start + m_range->length()};
    load();
}

void LogPage::showLive()
{
    m_lack = Lack::Nothing;
    m_query.isFollowing = true;
    m_query.window = liveWindow();
    load();
}

void LogPage::step(int windows)
{
    const UtcTime from = m_query.window.from + windows * m_range->length();
    const UtcTime now = m_services.log ? m_services.log->now() : UtcTime();
    if (windows > 0 && from + m_range->length() >= now)
        showLive();
    else
        showWindowFrom(toLocal(from));
}

void LogPage::setFacets(const models::LogFacets &facets)
{
    m_chips->setFacets(facets);
    const LogRecord *current = m_view->currentRecord();
    m_wanted = current && facets.admits(*current) ? std::optional(*current) : std::nullopt;
    load();
}

void LogPage::load()
{
    m_seeker->cancel();
    m_query.connection = m_connection;
    m_query.facets = m_chips->facets();
    const bool isReadable = m_lack == Lack::Nothing && (m_scope == Scope::Any || m_hasConnection);
    if (isReadable)
        m_model->show(m_query);
    else
        m_model->clear();
    m_timeline->setWindow(m_query.window);
    m_range->setWindow(m_query.window, m_query.isFollowing);
    updateState();
}

// While it follows, the window ends now; the timeline goes on in any case.
void LogPage::followTime()
{
    if (!m_services.log || !isVisible())
        return;
    const UtcTime now = m_services.log->now();
    const QDateTime oldest = toLocal(oldestKept());
    m_range->setKept(oldest, toLocal(now));
    m_timeline->setLimits(oldestKept(), now);
    if (m_query.isFollowing) {
        m_timeline->setWindow(liveWindow());
        m_range->setWindow(liveWindow(), true);
    }
}

void LogPage::showNewestTrouble()
{
    m_wantsTrouble = true;
    m_feed->refresh();
}

void LogPage::onFeedChanged()
{
    m_timeline->setBins(m_feed->bins());
    m_range->setTroubledDays(m_feed->daysWithErrors());
    if (!m_wantsTrouble || m_feed->hours().isEmpty())
        return;
    m_wantsTrouble = false;
    const models::LogBin *hour = models::newestTrouble(m_feed->hours());
    if (!hour) {
        showLive();
        return;
    }
    LogQuery query{m_connection, {hour->from, hour->from + std::chrono::hours(1)}};
    m_wanted.reset();
    m_seeker->seekNewestTrouble(query);
}

void LogPage::showLine(qint64 sequence, const QDateTime &time)
{
    m_chips->setFacets({}); // which may be what hides it
    goToFact({sequence, UtcTime(std::chrono::milliseconds(time.toMSecsSinceEpoch())), {}});
}

void LogPage::goToFact(const LogRecord &record)
{
    const bool isInside = m_query.isFollowing ? record.at >= m_query.window.from : m_query.window.contains(record.at);
    if (isInside && m_model->state() == LogTableModel::State::Ready) {
        if (const int row = m_model->rowOf(record.sequence); row >= 0) {
            m_wanted.reset();
            m_view->goToRow(row);
        } else {
            m_seeker->seek(m_query, record);
        }
        return;
    }
    m_wanted = record;
    if (isInside)
        return; // it is being read
    if (!m_chips->facets().admits(record))
        m_chips->setFacets({});
    showWindowFrom(toLocal(record.at - m_range->length() / 2));
}

void LogPage::goToFoundRow(qint64 storeRow, const LogRecord &record)
{
    // Found in an hour of the timeline, which is not the window that is shown.
    const bool isInside = m_query.isFollowing ? record.at >= m_query.window.from : m_query.window.contains(record.at);
    if (!isInside || m_model->state() != LogTableModel::State::Ready || !m_query.facets.admits(record)) {
        goToFact(record);
        return;
    }
    if (m_seeker->selection() == m_query.selection()) {
        m_wanted.reset();
        m_view->goToRow(m_model->rowOfStore(storeRow));
    } else {
        goToFact(record); // that was a row of another window
    }
}

void LogPage::onLineChosen()
{
    const LogRecord *record = m_view->currentRecord();
    const bool isOne = m_view->selectionModel()->selectedRows().size() == 1;
    if (record && isOne)
        m_facts->setFact(*record);
    const bool showsFacts = record && isOne && m_factsButton->isChecked();
    if (showsFacts && !m_facts->isVisibleTo(m_lines)) // and takes the place where the line may have been
        QMetaObject::invokeMethod(m_view, [this] { m_view->scrollTo(m_view->currentIndex()); }, Qt::QueuedConnection);
    m_facts->setVisible(showsFacts);
    m_find->setRow(m_view->currentIndex().isValid() ? m_model->storeRow(m_view->currentIndex().row()) : -1);
    m_filterButton->setEnabled(record);
    m_explainAction->setEnabled(record && !record->event.connection.value().empty());
    readNegotiation();
}

void LogPage::readNegotiation()
{
    const LogRecord *record = m_view->currentRecord();
    if (!m_reader || !record || !m_ladderButton->isChecked())
        return;
    if (m_ladder->model()->rowOf(record->sequence) >= 0) {
        m_ladder->markFact(record->sequence);
        return;
    }
    m_reader->cancel(m_readingNegotiation);
    m_readingNegotiation =
        m_reader->negotiation(QString::fromStdString(record->event.connection.value()), record->sequence);
}

void LogPage::onFactsRead(qint64 request, const QList<LogRecord> &facts)
{
    if (request != m_readingNegotiation)
        return;
    m_readingNegotiation = 0;
    m_negotiation = facts;
    m_ladder->setFacts(facts);
    if (const LogRecord *record = m_view->currentRecord())
        m_ladder->markFact(record->sequence);
}

void LogPage::setLadderShown(bool shown)
{
    m_ladderButton->setChecked(shown);
    m_ladder->setVisible(shown);
    onLineChosen();
}

QString LogPage::shownName() const { return m_scope == Scope::OneConnection ? m_name : m_chooser->currentText(); }

void LogPage::updateState()
{
    const bool any = m_scope == Scope::Any || m_hasConnection;
    m_range->setEnabled(any && m_services.log);
    m_timeline->setEnabled(any);
    m_range->setCanStepForward(!m_query.isFollowing);
    for (QWidget *widget : {static_cast<QWidget *>(m_findButton), static_cast<QWidget *>(m_copyButton),
                            static_cast<QWidget *>(m_ladderButton), static_cast<QWidget *>(m_factsButton)})
        widget->setEnabled(any);
    m_captureAction->setEnabled(m_connection && !m_connection->isEmpty() && m_services.capture);
    m_bundleAction->setEnabled(any && m_connection && !m_connection->isEmpty() && m_reader);
    for (QAction *action : {m_exportText, m_exportCsv, m_exportJson})
        action->setEnabled(any && m_reader && m_lack == Lack::Nothing && !m_exporter->isWriting());
    const bool isLoading = m_model->state() == LogTableModel::State::Loading;
    if (isLoading && !m_patience->isActive())
        m_patience->start();
    if (!isLoading)
        m_patience->stop();
    updateMessage();

    QString notice = m_services.log ? m_services.log->notice() : QString();
    if (m_model->hiddenRows() > 0)
        notice += (notice.isEmpty() ? QString() : QStringLiteral("\n"))
            + tr("These minutes hold more lines than are shown: only the newest %1. A filter or a shorter window shows "
                 "the others.")
                  .arg(QLocale().toString(m_model->rowCount()));
    if (notice.isEmpty())
        m_notice->hide();
    else if (m_notice->text() != notice || !m_notice->isVisibleTo(this))
        m_notice->showMessage(Tone::Warning, notice);
}

void LogPage::updateMessage()
{
    const auto minutes = static_cast<int>(m_range->length().count());
    m_message->setAction(nullptr);
    QString text;
    if (m_scope == Scope::OneConnection && !m_hasConnection) {
        text = tr("Select one connection to see its log.");
    } else if (!m_services.log) {
        text = tr("There is no log to show.");
    } else if (m_lack == Lack::NotKept) {
        text = tr("This time is not kept. The log is kept for %n day(s); the oldest line may be of %1.", nullptr,
                  static_cast<int>(m_services.log->kept().count()))
                   .arg(localTime(oldestKept()));
        m_message->setAction(m_toOldest);
    } else if (m_model->state() == LogTableModel::State::Failed) {
        text = m_model->trouble();
    } else if (m_model->state() == LogTableModel::State::Loading) {
        text = m_patience->isActive() ? QString() : tr("Reading the log...");
    } else if (m_model->rowCount() > 0) {
        text.clear();
    } else if (!m_query.facets.isEmpty()) {
        text = tr("No line of these minutes passes the filter.");
        m_message->setAction(m_clearFilter);
    } else if (m_query.isFollowing) {
        text = m_connection || m_scope == Scope::OneConnection
            ? tr("Nothing was logged for “%1” in the last %n minute(s). What happens now appears here.", nullptr,
                 minutes)
                  .arg(shownName())
            : tr("Nothing was logged in the last %n minute(s). What happens now appears here.", nullptr, minutes);
    } else {
        const models::LogBin *bin = models::binAt(m_feed->hours(), m_query.window.from, std::chrono::hours(1));
        text = bin && !bin->recorded ? tr("Nothing was recorded in these minutes: no engine was running.")
                                     : tr("Nothing was logged in these minutes.");
    }
    m_message->setText(text);
    m_message->setVisible(!text.isEmpty());
}

void LogPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    followTime();
    updateNames();
}

// Below the lines where there is room for both; beside them where the page is low.
void LogPage::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    const bool isLow = height() < kFewestLines * fontMetrics().height();
    m_lines->setOrientation(isLow ? Qt::Horizontal : Qt::Vertical);
}

void LogPage::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void LogPage::explain()
{
    const models::LogRecord *record = m_view->currentRecord();
    if (record && !record->event.connection.value().empty())
        Q_EMIT explanationRequested(QString::fromStdString(record->event.connection.value()), toLocal(record->at));
}

} // namespace tw::ui
