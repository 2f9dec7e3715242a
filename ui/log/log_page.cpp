#include "ui/log/log_page.h"

#include "models/log/log_store.h"
#include "ui/log/log_view.h"
#include "ui/theme/measure.h"
#include "ui/theme/symbolic_icon.h"
#include "ui/widgets/badge_delegate.h"

#include <QClipboard>
#include <QDateTimeEdit>
#include <QEvent>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPlainTextEdit>
#include <QSplitter>
#include <QToolButton>
#include <QVBoxLayout>

namespace tw::ui {

namespace {

using models::LogTableModel;
using models::LogWindow;

constexpr int kWindowSeconds = static_cast<int>(std::chrono::seconds(LogWindow::kLongest).count());

Badge levelBadge(const QModelIndex &index)
{
    switch (static_cast<api::Level>(index.data(LogTableModel::LevelRole).toInt())) {
    case api::Level::Error: return {QStringLiteral("error"), Tone::Bad};
    case api::Level::Warning: return {QStringLiteral("warning"), Tone::Warning};
    case api::Level::Debug: return {QStringLiteral("debug"), Tone::Muted};
    case api::Level::Info: break;
    }
    return {QStringLiteral("info"), Tone::Neutral};
}

Badge directionBadge(const QModelIndex &index)
{
    switch (static_cast<api::Direction>(index.data(LogTableModel::DirectionRole).toInt())) {
    case api::Direction::In: return {QStringLiteral("incoming"), Tone::Neutral};
    case api::Direction::Out: return {QStringLiteral("outgoing"), Tone::Neutral};
    case api::Direction::None: break;
    }
    return {};
}

UtcTime toUtcTime(const QDateTime &time) { return UtcTime(std::chrono::milliseconds(time.toMSecsSinceEpoch())); }

} // namespace

LogPage::LogPage(models::LogStore *store, QWidget *parent)
    : QWidget(parent),
      m_store(store),
      m_model(new LogTableModel(store, this)),
      m_live(new QToolButton(this)),
      m_previous(new QToolButton(this)),
      m_next(new QToolButton(this)),
      m_copy(new QToolButton(this)),
      m_fromLabel(new QLabel(this)),
      m_fromEdit(new QDateTimeEdit(this)),
      m_to(new QLabel(this)),
      m_message(new QLabel(this)),
      m_notice(new QLabel(this)),
      m_view(new LogView(this)),
      m_details(new QPlainTextEdit(this)),
      m_splitter(new QSplitter(Qt::Vertical, this))
{
    m_view->setModel(m_model);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setItemDelegateForColumn(LogTableModel::Time, new FixedFontDelegate(m_view));
    m_view->setItemDelegateForColumn(LogTableModel::Level, new BadgeDelegate(levelBadge, m_view));
    m_view->setItemDelegateForColumn(LogTableModel::Direction, new BadgeDelegate(directionBadge, m_view));
    m_view->verticalHeader()->setDefaultSectionSize(m_view->fontMetrics().height() + 8);
    const int em = letterWidth(m_view->fontMetrics());
    const QList<int> widths{26, 15, 11, 24, 11};
    for (int column = 0; column < widths.size(); ++column)
        m_view->setColumnWidth(column, widths.at(column) * em);

    const QString widest = QStringLiteral("2000-00-00 00:00:00.000");
    m_view->setColumnWidth(LogTableModel::Time, QFontMetrics(fixedFont(font())).horizontalAdvance(widest) + 2 * em);

    m_details->setReadOnly(true);
    m_details->setFont(fixedFont(font()));
    m_details->setFrameShape(QFrame::NoFrame);
    m_details->hide();
    m_message->setAlignment(Qt::AlignCenter);
    m_message->setWordWrap(true);
    auto *overlay = new QVBoxLayout(m_view->viewport());
    overlay->addWidget(m_message);
    m_notice->setWordWrap(true);
    m_splitter->addWidget(m_view);
    m_splitter->addWidget(m_details);
    m_splitter->setStretchFactor(0, 3);
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setChildrenCollapsible(false);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    buildBar();
    layout->addWidget(m_splitter, 1);

    connect(m_view->selectionModel(), &QItemSelectionModel::selectionChanged, this, &LogPage::showDetails);
    for (const auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
        connect(m_model, signal, this, &LogPage::updateState);
    connect(m_model, &QAbstractItemModel::modelReset, this, &LogPage::updateState);
    if (m_store)
        connect(m_store, &models::LogStore::noticeChanged, this, &LogPage::updateState);
    retranslate();
}

void LogPage::buildBar()
{
    m_live->setCheckable(true);
    m_live->setChecked(true);
    m_live->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_previous->setArrowType(Qt::LeftArrow);
    m_next->setArrowType(Qt::RightArrow);
    m_previous->setShortcut(Qt::ALT | Qt::Key_Left);
    m_next->setShortcut(Qt::ALT | Qt::Key_Right);
    m_fromEdit->setDisplayFormat(QStringLiteral("yyyy-MM-dd HH:mm"));
    m_fromEdit->setCalendarPopup(true);
    m_fromLabel->setBuddy(m_fromEdit);
    m_copy->setToolButtonStyle(Qt::ToolButtonIconOnly);

    auto *bar = new QHBoxLayout;
    bar->setContentsMargins(8, 6, 8, 6);
    bar->setSpacing(6);
    bar->addWidget(m_live);
    bar->addSpacing(8);
    bar->addWidget(m_fromLabel);
    bar->addWidget(m_previous);
    bar->addWidget(m_fromEdit);
    bar->addWidget(m_to);
    bar->addWidget(m_next);
    bar->addWidget(m_notice, 1);
    bar->addWidget(m_copy);
    static_cast<QVBoxLayout *>(layout())->addLayout(bar);

    connect(m_live, &QToolButton::clicked, this,
            [this](bool on) { on ? showLive() : showWindowFrom(m_fromEdit->dateTime()); });
    connect(m_previous, &QToolButton::clicked, this, [this] { step(-1); });
    connect(m_next, &QToolButton::clicked, this, [this] { step(1); });
    connect(m_fromEdit, &QDateTimeEdit::editingFinished, this, [this] {
        if (m_fromEdit->hasFocus() && m_fromEdit->dateTime().toUTC() != m_from)
            showWindowFrom(m_fromEdit->dateTime());
    });
    connect(m_copy, &QToolButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(m_view->selectedText()); });
}

void LogPage::setConnection(const QString &id, const QString &name)
{
    m_name = name;
    if (id == m_connection) {
        updateState();
        return;
    }
    m_connection = id;
    showLive();
}

qint64 LogPage::keptDays() const { return (m_store ? m_store->kept() : LogWindow::kKept).count(); }

bool LogPage::isLive() const { return m_live->isChecked(); }

void LogPage::showWindowFrom(const QDateTime &from)
{
    const QDateTime now = QDateTime::currentDateTimeUtc();
    const QDateTime oldest = now.addDays(-keptDays()).addSecs(60);
    QDateTime start = std::clamp(from.toUTC(), oldest, now.addSecs(-1));
    start.setTime(QTime(start.time().hour(), start.time().minute()));
    m_from = start;
    m_live->setChecked(false);
    load();
}

void LogPage::showLive()
{
    m_live->setChecked(true);
    load();
}

void LogPage::step(int windows)
{
    const QDateTime base = isLive() ? QDateTime::currentDateTimeUtc().addSecs(-kWindowSeconds) : m_from;
    const QDateTime start = base.addSecs(qint64{windows} * kWindowSeconds);
    if (windows > 0 && start.addSecs(kWindowSeconds) >= QDateTime::currentDateTimeUtc())
        showLive();
    else
        showWindowFrom(start);
}

void LogPage::load()
{
    if (m_connection.isEmpty()) {
        m_model->clear();
    } else if (isLive()) {
        m_from = QDateTime::currentDateTimeUtc().addSecs(-kWindowSeconds);
        m_model->follow(m_connection);
        m_view->follow();
    } else {
        const UtcTime from = toUtcTime(m_from);
        m_model->showWindow(m_connection, {from, from + LogWindow::kLongest});
    }
    const QSignalBlocker quiet(m_fromEdit);
    const QDateTime now = QDateTime::currentDateTime();
    m_fromEdit->setDateTimeRange(now.addDays(-keptDays()), now);
    m_fromEdit->setDateTime(m_from.toLocalTime());
    updateState();
}

void LogPage::showDetails()
{
    const QModelIndexList rows = m_view->selectionModel()->selectedRows();
    const QString details = rows.size() == 1 ? rows.first().data(LogTableModel::DetailsRole).toString() : QString();
    m_details->setPlainText(details);
    m_details->setVisible(!details.isEmpty());
}

void LogPage::updateState()
{
    const bool any = !m_connection.isEmpty();
    for (QWidget *widget :
         {static_cast<QWidget *>(m_live), static_cast<QWidget *>(m_previous), static_cast<QWidget *>(m_fromEdit)})
        widget->setEnabled(any);
    m_next->setEnabled(any && !isLive());
    m_copy->setEnabled(m_model->rowCount() > 0);
    const QDateTime to = m_from.addSecs(kWindowSeconds).toLocalTime();
    m_to->setText(isLive() ? tr("to now") : tr("to %1").arg(to.toString(QStringLiteral("HH:mm"))));

    if (!any)
        m_message->setText(tr("Select one connection to see its log."));
    else if (isLive())
        m_message->setText(
            tr("Nothing was logged for “%1” in the last ten minutes. What happens now appears here.").arg(m_name));
    else
        m_message->setText(tr("Nothing was logged for “%1” in these ten minutes.").arg(m_name));
    m_message->setVisible(m_model->rowCount() == 0);

    const QString notice = m_store ? m_store->notice() : QString();
    m_notice->setText(notice);
    m_notice->setVisible(true);
}

void LogPage::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void LogPage::retranslate()
{
    m_live->setText(tr("Follow"));
    m_live->setIcon(symbolicIcon(QStringLiteral("follow")));
    m_live->setToolTip(tr("Show the last ten minutes and what happens now"));
    m_fromLabel->setText(tr("F&rom"));
    m_previous->setToolTip(tr("The ten minutes before (Alt+Left)"));
    m_next->setToolTip(tr("The ten minutes after (Alt+Right)"));
    m_previous->setAccessibleName(tr("Previous ten minutes"));
    m_next->setAccessibleName(tr("Next ten minutes"));
    m_copy->setIcon(symbolicIcon(QStringLiteral("copy")));
    m_copy->setText(tr("Copy"));
    m_copy->setToolTip(tr("Copy the selected lines, or all of them"));
    m_view->setAccessibleName(tr("Log lines"));
    m_details->setAccessibleName(tr("Details of the selected line"));
    m_model->retranslate();
    updateState();
}

} // namespace tw::ui
