#include "ui/transfer/import_wizard.h"

#include "ui/theme/measure.h"
#include "ui/transfer/import_choices_page.h"
#include "ui/transfer/import_reading_page.h"
#include "ui/transfer/import_source_page.h"
#include "ui/transfer/import_summary_page.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/saving_state.h"
#include "ui/widgets/window_size.h"

#include <QEvent>
#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QShortcut>
#include <QStackedWidget>

#include <algorithm>

namespace tw::ui {

using models::ImportFile;
using models::ImportSession;

ImportWizard::ImportWizard(models::Catalog &catalog, const QString &regionId, QWidget *parent)
    : QDialog(parent),
      m_session(new ImportSession(catalog, regionId, this)),
      m_steps(new QLabel(this)),
      m_stack(new QStackedWidget(this)),
      m_source(new ImportSourcePage(*m_session, this)),
      m_reading(new ImportReadingPage(*m_session, this)),
      m_choices(new ImportChoicesPage(*m_session, this)),
      m_summary(new ImportSummaryPage(*m_session, this)),
      m_trouble(new MessageBar(this)),
      m_saving(new SavingState(catalog, m_trouble, this)),
      m_back(new QPushButton(this)),
      m_next(new QPushButton(this)),
      m_cancel(new QPushButton(this))
{
    setObjectName(QStringLiteral("ImportWizard"));
    for (QWidget *page : std::initializer_list<QWidget *>{m_source, m_reading, m_choices, m_summary})
        m_stack->addWidget(page);
    m_next->setDefault(true);
    m_next->setObjectName(QStringLiteral("next"));
    m_back->setObjectName(QStringLiteral("back"));
    m_back->setAutoDefault(false);
    m_cancel->setAutoDefault(false);

    auto *line = new QFrame(this);
    line->setFrameShape(QFrame::HLine);
    line->setFrameShadow(QFrame::Plain);
    line->setForegroundRole(QPalette::Mid);
    auto *buttons = new QHBoxLayout;
    buttons->addStretch();
    buttons->addWidget(m_back);
    buttons->addWidget(m_next);
    buttons->addSpacing(8);
    buttons->addWidget(m_cancel);
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(m_steps);
    layout->addWidget(m_stack, 1);
    layout->addWidget(m_trouble);
    layout->addWidget(line);
    layout->addLayout(buttons);

    connect(m_back, &QPushButton::clicked, this, [this] { goTo(static_cast<Step>(m_stack->currentIndex() - 1)); });
    connect(m_next, &QPushButton::clicked, this, &ImportWizard::accept);
    connect(m_cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(new QShortcut(QKeySequence(Qt::CTRL | Qt::Key_Return), this), &QShortcut::activated, this,
            &ImportWizard::accept);
    connect(m_session, &ImportSession::planned, this, &ImportWizard::follow);
    retranslate();
    resizeWithin(*this, QSize(letterWidth(fontMetrics()) * 122, fontMetrics().lineSpacing() * 36));
}

void ImportWizard::setFiles(const std::vector<ImportFile> &files) { m_source->takeFiles(files); }

void ImportWizard::setText(const QByteArray &text, const QByteArray &secrets) { m_source->showTexts(text, secrets); }

ImportWizard::Step ImportWizard::step() const { return static_cast<Step>(m_stack->currentIndex()); }

void ImportWizard::goTo(Step step)
{
    m_source->readEdited();
    if (step != Step::Source && !m_session->isUnderstood())
        return;
    m_stack->setCurrentIndex(static_cast<int>(step));
    if (step == Step::Choices)
        m_choices->showOpen();
    follow();
    m_stack->currentWidget()->setFocus();
}

void ImportWizard::accept()
{
    if (!m_next->isEnabled())
        return;
    if (step() == Step::Summary)
        store();
    else
        goTo(static_cast<Step>(m_stack->currentIndex() + 1));
}

void ImportWizard::store()
{
    const models::ImportPlan plan = m_session->plan();
    if (const auto done = m_session->store(); !done) {
        m_summary->showRefusal(done.error());
        return;
    }
    const auto first = std::ranges::find_if(plan.connections, [](const models::PlannedConnection &planned) {
        return planned.action != models::ImportAction::Skip;
    });
    if (first != plan.connections.end())
        m_saving->await([this, id = first->draft.id] { finish(id); }, first->draft.name);
}

void ImportWizard::finish(const QString &importedId)
{
    m_importedId = importedId;
    QDialog::accept();
}

void ImportWizard::reject()
{
    if (m_saving->letsGo())
        QDialog::reject();
}

void ImportWizard::follow()
{
    const models::ImportPlan &plan = m_session->plan();
    const bool isLast = step() == Step::Summary;
    m_back->setEnabled(step() != Step::Source);
    m_next->setEnabled(isLast ? plan.isReady() && !plan.storesNothing() : m_session->isUnderstood());
    const int count = plan.count(models::ImportAction::Add) + plan.count(models::ImportAction::Update);
    m_next->setText(!isLast ? tr("&Next") : count == 0 ? tr("&Import") : tr("&Import %n", nullptr, count));
    const QStringList titles{tr("Text"), tr("What was understood"), tr("Gateways, names, keys"), tr("Summary")};
    QStringList steps;
    for (qsizetype at = 0; at < titles.size(); ++at) {
        const QString title = QStringLiteral("%1. %2").arg(QString::number(at + 1), titles.at(at));
        steps.append(at == m_stack->currentIndex() ? QStringLiteral("<b>%1</b>").arg(title) : title);
    }
    m_steps->setText(steps.join(QStringLiteral("&nbsp;&nbsp;›&nbsp;&nbsp;")));
    m_steps->setAccessibleName(tr("Step %1 of %2: %3")
                                   .arg(QString::number(m_stack->currentIndex() + 1), QString::number(titles.size()),
                                        titles.at(m_stack->currentIndex())));
}

void ImportWizard::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QDialog::changeEvent(event);
}

void ImportWizard::retranslate()
{
    setWindowTitle(tr("Import connections"));
    m_back->setText(tr("&Back"));
    m_cancel->setText(tr("Cancel"));
    follow();
}

} // namespace tw::ui
