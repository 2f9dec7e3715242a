#include "ui/log/ladder_view.h"

#include "ui/log/ladder_delegate.h"
#include "ui/theme/symbolic_icon.h"
#include "ui/theme/tone.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/overlaid_view.h"

#include <QAction>
#include <QClipboard>
#include <QEvent>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QListView>
#include <QMenu>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace tw::ui {

LadderView::LadderView(QWidget *parent)
    : QWidget(parent),
      m_model(new models::LadderModel(this)),
      m_list(new QListView(this)),
      m_title(new QLabel(this)),
      m_ours(new ElidedLabel(this)),
      m_peers(new ElidedLabel(this)),
      m_nothing(new QLabel(this)),
      m_copy(new QToolButton(this)),
      m_copyText(new QAction(this)),
      m_copyMermaid(new QAction(this)),
      m_close(new QToolButton(this))
{
    QFont bold = font();
    bold.setBold(true);
    for (QLabel *label : {m_title, static_cast<QLabel *>(m_ours), static_cast<QLabel *>(m_peers)}) {
        label->setFont(bold);
        label->setTextFormat(Qt::PlainText);
    }
    m_list->setModel(m_model);
    m_list->setItemDelegate(new LadderDelegate(m_list));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setSelectionMode(QAbstractItemView::SingleSelection);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setResizeMode(QListView::Adjust);
    m_nothing->setAlignment(Qt::AlignCenter);
    m_nothing->setWordWrap(true);
    m_nothing->setTextFormat(Qt::PlainText);
    m_nothing->setMargin(8);
    auto *area = new OverlaidView(m_list, this);
    area->setCover(m_nothing);

    auto *menu = new QMenu(this);
    menu->addActions({m_copyText, m_copyMermaid});
    m_copy->setMenu(menu);
    m_copy->setPopupMode(QToolButton::InstantPopup);
    m_copy->setAutoRaise(true);
    m_close->setAutoRaise(true);
    auto *head = new QHBoxLayout;
    head->setContentsMargins(8, 4, 8, 2);
    head->addWidget(m_title, 1);
    head->addWidget(m_copy);
    head->addWidget(m_close);
    auto *ends = new QHBoxLayout;
    const LadderDelegate::Lanes lane = LadderDelegate::lanes(font(), 0, 0);
    ends->setContentsMargins(lane.ours - 8, 0, 8, 4);
    ends->addWidget(m_ours, 1);
    ends->addWidget(m_peers, 1);
    m_peers->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(head);
    layout->addLayout(ends);
    layout->addWidget(area, 1);

    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex &current) {
        if (current.isValid() && !m_isMarking)
            Q_EMIT linesChosen(m_model->step(current.row()).lines);
    });
    connect(m_copyText, &QAction::triggered, this,
            [this] { QGuiApplication::clipboard()->setText(models::ladderText(m_model->steps())); });
    connect(m_copyMermaid, &QAction::triggered, this,
            [this] { QGuiApplication::clipboard()->setText(models::ladderMermaid(m_model->steps())); });
    connect(m_close, &QToolButton::clicked, this, &LadderView::closed);
    retranslate();
}

void LadderView::setClosable(bool isClosable) { m_close->setVisible(isClosable); }

void LadderView::setFacts(const QList<models::LogRecord> &facts)
{
    m_isMarking = true;
    m_model->setFacts(facts);
    m_isMarking = false;
    m_nothing->setVisible(m_model->isEmpty());
    m_copy->setEnabled(!m_model->isEmpty());
    updateEnds();
}

void LadderView::markFact(qint64 sequence)
{
    const int row = m_model->rowOf(sequence);
    if (row < 0)
        return;
    m_isMarking = true;
    m_list->setCurrentIndex(m_model->index(row));
    m_isMarking = false;
    m_list->scrollTo(m_model->index(row));
}

void LadderView::updateEnds()
{
    const QString ours = m_model->ourAddress();
    const QString peers = m_model->peerAddress();
    m_ours->setText(ours.isEmpty() ? tr("We") : tr("We  %1").arg(ours));
    m_peers->setText(peers.isEmpty() ? tr("Peer") : tr("%1  Peer").arg(peers));
}

void LadderView::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void LadderView::retranslate()
{
    m_title->setText(tr("Negotiation"));
    m_nothing->setText(tr("The selected line belongs to no negotiation."));
    m_list->setAccessibleName(tr("Messages between us and the peer"));
    m_copy->setIcon(symbolicIcon(QStringLiteral("copy")));
    m_copy->setToolTip(tr("Copy the negotiation"));
    m_copy->setAccessibleName(tr("Copy the negotiation"));
    m_copyText->setText(tr("As &text"));
    m_copyMermaid->setText(tr("As a &Mermaid diagram"));
    m_close->setIcon(symbolicIcon(QStringLiteral("close")));
    m_close->setToolTip(tr("Close the negotiation"));
    m_close->setAccessibleName(tr("Close the negotiation"));
    m_model->retranslate();
    updateEnds();
}

} // namespace tw::ui
