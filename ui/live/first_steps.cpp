#include "ui/live/first_steps.h"

#include "ui/theme/symbolic_icon.h"
#include "ui/theme/tone.h"
#include "ui/widgets/card.h"

#include <QAction>
#include <QEvent>
#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

namespace tw::ui {

namespace {

constexpr int kIconSize = 20;

enum Column { IconColumn, TextColumn, ButtonColumn };

} // namespace

FirstSteps::FirstSteps(QWidget *parent)
    : QWidget(parent),
      m_card(new Card(this)),
      m_heading(new QLabel(this)),
      m_demoText(new QLabel(this)),
      m_demo(new QPushButton(this)),
      m_close(new QToolButton(this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_card);
    m_card->content()->setContentsMargins(Card::kMargin, 0, Card::kMargin, Card::kMargin);
    m_card->content()->setSpacing(8);
    auto *head = new QHBoxLayout;
    m_heading->setWordWrap(true);
    m_close->setAutoRaise(true);
    m_close->setIcon(symbolicIcon(QStringLiteral("close")));
    head->addWidget(m_heading, 1);
    head->addWidget(m_close, 0, Qt::AlignTop);
    m_card->content()->addLayout(head);

    auto *grid = new QGridLayout;
    grid->setColumnStretch(TextColumn, 1);
    grid->setHorizontalSpacing(12);
    grid->setVerticalSpacing(2);
    QFont bold = font();
    bold.setBold(true);
    for (int step = 0; step < kSteps; ++step) {
        const Row row{new QLabel(this), new QLabel(this), new QLabel(this), new QPushButton(this)};
        row.title->setFont(bold);
        row.text->setWordWrap(true);
        row.text->setContentsMargins(0, 0, 0, 8);
        grid->addWidget(row.icon, 2 * step, IconColumn, 2, 1, Qt::AlignTop);
        grid->addWidget(row.title, 2 * step, TextColumn);
        grid->addWidget(row.text, 2 * step + 1, TextColumn);
        grid->addWidget(row.button, 2 * step, ButtonColumn, 2, 1, Qt::AlignTop);
        m_rows.append(row);
    }
    m_demoText->setWordWrap(true);
    grid->addWidget(m_demoText, 2 * kSteps, TextColumn);
    grid->addWidget(m_demo, 2 * kSteps, ButtonColumn, Qt::AlignTop);
    m_card->content()->addLayout(grid);

    connect(m_demo, &QPushButton::clicked, this, &FirstSteps::demoRequested);
    connect(m_close, &QToolButton::clicked, this, &FirstSteps::closed);
    retranslate();
}

void FirstSteps::setActions(const QList<QAction *> &actions)
{
    for (int step = 0; step < kSteps; ++step)
        connect(m_rows.at(step).button, &QPushButton::clicked, actions.at(step), &QAction::trigger);
}

void FirstSteps::setDone(int steps)
{
    m_done = steps;
    update();
}

void FirstSteps::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    else if (event->type() == QEvent::PaletteChange)
        update();
    QWidget::changeEvent(event);
}

void FirstSteps::update()
{
    for (int step = 0; step < kSteps; ++step) {
        const Row &row = m_rows.at(step);
        const bool isDone = step < m_done;
        const bool isNext = step == m_done;
        const QIcon icon = isDone ? symbolicIcon(QStringLiteral("state-up"), Tone::Good)
            : isNext              ? symbolicIcon(QStringLiteral("state-waiting"), Tone::Neutral)
                                  : symbolicIcon(QStringLiteral("state-stopped"), Tone::Muted);
        row.icon->setPixmap(icon.pixmap(QSize(kIconSize, kIconSize), devicePixelRatioF()));
        row.icon->setAccessibleName(isDone ? tr("Done") : isNext ? tr("Next") : tr("Later"));
        row.icon->setToolTip(row.icon->accessibleName());
        row.button->setVisible(!isDone);
        row.button->setEnabled(isNext);
        row.button->setDefault(isNext);
        row.text->setVisible(!isDone);
    }
    // Who has begun with gateways of his own needs no others.
    m_demoText->setVisible(m_done == 0);
    m_demo->setVisible(m_done == 0);
}

void FirstSteps::retranslate()
{
    m_card->setTitle(tr("First steps"));
    m_heading->setText(tr("Four steps lead to a tunnel. The last one needs neither a peer nor a privilege."));
    const QStringList titles{tr("1. VPN gateway"), tr("2. Customer gateway"), tr("3. IPsec connection"),
                             tr("4. Rehearsal")};
    const QStringList texts{tr("This end: the address of this machine that peers know."),
                            tr("The device at the other end, by its address or name."),
                            tr("Which subnets are joined, and how the traffic between them is protected."),
                            tr("Both ends are played through in memory, before you touch the other device.")};
    const QStringList buttons{tr("Add VPN gateway..."), tr("Add customer gateway..."), tr("New IPsec connection..."),
                              tr("Rehearse...")};
    for (int step = 0; step < kSteps; ++step) {
        m_rows.at(step).title->setText(titles.at(step));
        m_rows.at(step).text->setText(texts.at(step));
        m_rows.at(step).button->setText(buttons.at(step));
    }
    m_demoText->setText(
        tr("Or look around first: a demo pair makes all three, to be rehearsed at once and undone whenever you like."));
    m_demo->setText(tr("Try a demo pair"));
    m_close->setToolTip(tr("Do not show this again"));
    m_close->setAccessibleName(m_close->toolTip());
    update();
}

} // namespace tw::ui
