#include "ui/log/fact_view.h"

#include "models/log/event_text.h"
#include "models/log/fact_details.h"
#include "ui/log/log_times.h"
#include "ui/theme/measure.h"
#include "ui/theme/symbolic_icon.h"
#include "ui/theme/tone.h"
#include "ui/widgets/badge_delegate.h"

#include <QClipboard>
#include <QEvent>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QTableWidget>
#include <QToolButton>
#include <QVBoxLayout>

namespace tw::ui {

namespace {

enum Column { Name, Ours, Theirs, kColumns };

constexpr int kNameLetters = 26;
constexpr int kRowRoom = 8;

} // namespace

FactView::FactView(QWidget *parent)
    : QWidget(parent),
      m_when(new QLabel(this)),
      m_sentence(new QLabel(this)),
      m_table(new QTableWidget(0, kColumns, this)),
      m_copy(new QToolButton(this)),
      m_close(new QToolButton(this))
{
    for (QLabel *label : {m_when, m_sentence}) {
        label->setTextFormat(Qt::PlainText); // a peer's words are among them
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    m_sentence->setWordWrap(true);
    m_sentence->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setShowGrid(false);
    m_table->setAlternatingRowColors(true);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setTabKeyNavigation(false);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + kRowRoom);
    m_table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->horizontalHeader()->setSectionResizeMode(Ours, QHeaderView::Stretch);
    m_table->horizontalHeader()->setSectionResizeMode(Theirs, QHeaderView::Stretch);
    m_table->setColumnWidth(Name, kNameLetters * letterWidth(fontMetrics()));
    m_copy->setAutoRaise(true);
    m_close->setAutoRaise(true);

    auto *head = new QHBoxLayout;
    head->setContentsMargins(8, 4, 8, 0);
    head->addWidget(m_sentence, 1, Qt::AlignTop);
    head->addWidget(m_copy, 0, Qt::AlignTop);
    head->addWidget(m_close, 0, Qt::AlignTop);
    auto *below = new QHBoxLayout;
    below->setContentsMargins(8, 0, 8, 4);
    below->addWidget(m_when);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(head);
    layout->addLayout(below);
    layout->addWidget(m_table, 1);

    connect(m_copy, &QToolButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(rawText()); });
    connect(m_close, &QToolButton::clicked, this, &FactView::closed);
    retranslate();
}

QString FactView::rawText() const
{
    return QStringLiteral("%1\n%2\n%3\n")
        .arg(m_record.utc().toString(Qt::ISODateWithMs), models::eventText(m_record.event),
             models::eventDetails(m_record.event));
}

void FactView::setFact(const models::LogRecord &record)
{
    m_record = record;
    fill();
}

void FactView::fill()
{
    m_sentence->setText(models::eventText(m_record.event));
    const QDateTime local = m_record.utc().toLocalTime();
    m_when->setText(tr("%1 (UTC %2)  ·  %3")
                        .arg(local.toString(QStringLiteral("yyyy-MM-dd HH:mm:ss.zzz")),
                             m_record.utc().toString(QStringLiteral("HH:mm:ss")),
                             QString::fromStdString(std::string(api::eventName(m_record.event.code)))));
    setTone(m_when, Tone::Muted);

    const QList<models::FactDetail> details = models::factDetails(m_record.event);
    bool hasSides = false;
    m_table->clearContents();
    m_table->clearSpans();
    m_table->setRowCount(static_cast<int>(details.size()));
    const QFont fixed = fixedFont(font());
    for (int row = 0; row < m_table->rowCount(); ++row) {
        const models::FactDetail &detail = details.at(row);
        hasSides = hasSides || detail.hasSides;
        const QStringList texts{detail.name, detail.ours, detail.theirs};
        for (int column = 0; column < kColumns; ++column) {
            auto *item = new QTableWidgetItem(texts.at(column)); // the table takes it
            item->setToolTip(texts.at(column));
            if (column != Name)
                item->setFont(fixed);
            if (detail.differs) {
                item->setForeground(toneColor(Tone::Bad, palette()));
                if (column == Name) {
                    item->setIcon(symbolicIcon(QStringLiteral("error"), Tone::Bad));
                    item->setToolTip(tr("The two sides do not fit here."));
                }
            }
            m_table->setItem(row, column, item);
        }
        if (!detail.hasSides)
            m_table->setSpan(row, Ours, 1, 2);
    }
    m_table->horizontalHeader()->setVisible(hasSides);
    m_table->setVisible(!details.isEmpty());
}

void FactView::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    else if (event->type() == QEvent::PaletteChange)
        fill();
    QWidget::changeEvent(event);
}

void FactView::retranslate()
{
    m_table->setHorizontalHeaderLabels({tr("Detail"), tr("We"), tr("Peer")});
    m_table->setAccessibleName(tr("Details of the selected line"));
    m_copy->setIcon(symbolicIcon(QStringLiteral("copy")));
    m_copy->setToolTip(tr("Copy the line with all its details"));
    m_copy->setAccessibleName(tr("Copy the line with all its details"));
    m_close->setIcon(symbolicIcon(QStringLiteral("close")));
    m_close->setToolTip(tr("Close the details"));
    m_close->setAccessibleName(tr("Close the details"));
    fill();
}

} // namespace tw::ui
