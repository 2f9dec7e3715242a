#include "ui/diagnosis/doctor_page.h"

#include "models/catalog/catalog.h"
#include "models/doctor/doctor_run.h"
#include "models/doctor/doctor_text.h"
#include "models/doctor/prober.h"
#include "models/live/live_state.h"
#include "ui/diagnosis/doctor_report_view.h"
#include "ui/diagnosis/text_label.h"
#include "ui/theme/measure.h"
#include "ui/theme/symbolic_icon.h"
#include "ui/widgets/vertical_scroll_area.h"

#include <QCheckBox>
#include <QClipboard>
#include <QEvent>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

namespace tw::ui {

using models::DoctorKind;

namespace {

constexpr int kAddressLetters = 28;

} // namespace

DoctorPage::DoctorPage(const Services &services, QWidget *parent)
    : QWidget(parent),
      m_services(services),
      m_addressLabel(new QLabel(this)),
      m_address(new QLineEdit(this)),
      m_runButton(new QPushButton(this)),
      m_cancel(new QPushButton(this)),
      m_copy(new QToolButton(this)),
      m_problem(new TextLabel(this, Tone::Bad)),
      m_intro(new TextLabel(this, Tone::Muted)),
      m_scroll(new VerticalScrollArea(this)),
      m_column(new QVBoxLayout)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    buildBar();
    auto *content = new QWidget(m_scroll);
    content->setLayout(m_column);
    m_column->setContentsMargins(12, 4, 12, 12);
    m_column->setSpacing(10);
    m_column->addWidget(m_intro);
    m_column->addStretch();
    m_scroll->setWidget(content);
    layout->addWidget(m_scroll, 1);
    connect(&m_services.live, &models::LiveState::engineChanged, this, &DoctorPage::updateState);
    retranslate();
}

DoctorPage::~DoctorPage() = default;

void DoctorPage::buildBar()
{
    m_addressLabel->setBuddy(m_address);
    m_address->setFont(fixedFont(font()));
    m_address->setMinimumWidth(letterWidth(m_address->fontMetrics()) * kAddressLetters);
    m_runButton->setIcon(symbolicIcon(QStringLiteral("doctor")));
    m_runButton->setAutoDefault(false);
    m_cancel->setAutoDefault(false);
    m_copy->setIcon(symbolicIcon(QStringLiteral("copy")));
    m_copy->setAutoRaise(true);
    auto *first = new QHBoxLayout;
    first->setSpacing(8);
    first->addWidget(m_addressLabel);
    first->addWidget(m_address, 1);
    first->addWidget(m_runButton);
    first->addWidget(m_cancel);
    first->addWidget(m_copy);
    auto *second = new QHBoxLayout;
    second->setSpacing(16);
    for (int kind = 0; kind <= static_cast<int>(DoctorKind::Mtu); ++kind) {
        auto *box = new QCheckBox(this);
        box->setChecked(true);
        connect(box, &QCheckBox::toggled, this, &DoctorPage::updateState);
        second->addWidget(box);
        m_boxes.append(box);
    }
    second->addStretch();
    auto *bar = new QVBoxLayout;
    bar->setContentsMargins(12, 8, 12, 6);
    bar->setSpacing(6);
    bar->addLayout(first);
    bar->addLayout(second);
    bar->addWidget(m_problem);
    static_cast<QVBoxLayout *>(layout())->addLayout(bar);
    m_problem->hide();

    connect(m_runButton, &QPushButton::clicked, this, qOverload<>(&DoctorPage::run));
    connect(m_address, &QLineEdit::returnPressed, this, qOverload<>(&DoctorPage::run));
    connect(m_address, &QLineEdit::textEdited, m_problem, &QWidget::hide);
    connect(m_cancel, &QPushButton::clicked, this, [this] {
        if (m_run)
            m_run->cancel();
    });
    connect(m_copy, &QToolButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(plainText(m_reports)); });
}

void DoctorPage::setConnection(const QString &id)
{
    const models::Connection *connection = m_services.catalog.connection(id);
    if (id != m_connection) {
        m_connection = id;
        m_run.reset();
        m_problem->hide();
        showReports({});
        // A host that is known to answer, where the form names one.
        m_address->setText(connection ? connection->draft.healthCheckDip : QString());
    }
    updateState();
}

bool DoctorPage::isRunning() const { return m_run && m_run->isRunning(); }

QString DoctorPage::problem() const { return m_problem->isVisibleTo(this) ? m_problem->text() : QString(); }

void DoctorPage::run(const QList<DoctorKind> &kinds)
{
    for (int kind = 0; kind < m_boxes.size(); ++kind)
        m_boxes.at(kind)->setChecked(kinds.contains(static_cast<DoctorKind>(kind)));
    run();
}

void DoctorPage::run()
{
    if (!m_runButton->isEnabled() || isRunning())
        return;
    models::DoctorRequest request;
    request.connectionId = m_connection;
    request.destination = m_address->text().trimmed();
    request.kinds.clear();
    for (int kind = 0; kind < m_boxes.size(); ++kind) {
        if (m_boxes.at(kind)->isChecked())
            request.kinds.append(static_cast<DoctorKind>(kind));
    }
    m_run = std::make_unique<models::DoctorRun>(&m_services.catalog, &m_services.live, m_services.prober,
                                                std::move(request));
    m_problem->setText(m_run->problem());
    m_problem->setVisible(!m_run->problem().isEmpty());
    if (!m_run->problem().isEmpty()) {
        m_run.reset();
        m_address->setFocus();
        updateState();
        return;
    }
    connect(m_run.get(), &models::DoctorRun::checkChanged, this, &DoctorPage::onCheckChanged);
    connect(m_run.get(), &models::DoctorRun::finished, this, [this] {
        showReports(m_run->reports());
        updateState();
    });
    showReports(m_run->reports());
    m_run->start();
    updateState();
}

void DoctorPage::onCheckChanged(int report, int check)
{
    m_reports = m_run->reports();
    DoctorReportView *view = m_views.value(report);
    if (!view)
        return;
    if (check >= 0)
        view->setCheck(check, m_reports.at(report).checks.at(check));
    else
        view->setReport(m_reports.at(report));
}

void DoctorPage::showReports(const QList<models::DoctorReport> &reports)
{
    m_reports = reports;
    while (m_views.size() > reports.size())
        delete m_views.takeLast();
    while (m_views.size() < reports.size()) {
        auto *view = new DoctorReportView(m_scroll->widget());
        connect(view, &DoctorReportView::fixRequested, this, &DoctorPage::fixRequested);
        connect(view, &DoctorReportView::otherAddressRequested, this, [this] {
            m_address->setFocus();
            m_address->selectAll();
        });
        m_column->insertWidget(m_column->count() - 1, view);
        m_views.append(view);
    }
    for (qsizetype index = 0; index < reports.size(); ++index)
        m_views.at(index)->setReport(reports.at(index));
    updateState();
}

void DoctorPage::updateState()
{
    const models::Connection *connection = m_services.catalog.connection(m_connection);
    const bool hasEngine = m_services.prober && m_services.prober->hasEngine();
    const bool anyKind = std::ranges::any_of(m_boxes, [](const QCheckBox *box) { return box->isChecked(); });
    const bool canRun = connection && hasEngine && !isRunning();
    m_runButton->setEnabled(canRun && anyKind);
    m_cancel->setEnabled(isRunning());
    m_address->setEnabled(connection && !isRunning());
    for (QCheckBox *box : std::as_const(m_boxes))
        box->setEnabled(connection && !isRunning());
    m_copy->setEnabled(!m_reports.isEmpty());
    m_runButton->setText(isRunning() ? tr("Running...") : tr("R&un"));
    const QString subnet =
        connection ? connection->draft.remoteSubnet.section(QLatin1Char(','), 0, 0).trimmed() : QString();
    m_address->setPlaceholderText(subnet.isEmpty() ? QString() : tr("First host of %1").arg(subnet));
    QString intro;
    if (!connection)
        intro = tr("Select one connection to examine its way.");
    else if (!hasEngine)
        intro = tr("The engine is not running, so nothing can be examined.");
    else if (m_reports.isEmpty())
        intro = tr("Three doctors: the first follows a packet through the tunnel and back, the second asks whether UDP "
                   "500, UDP 4500 and ESP pass, the third finds the largest packet. They send a few pings and two IKE "
                   "messages, and change nothing.");
    m_intro->setText(intro);
    m_intro->setVisible(!intro.isEmpty());
}

void DoctorPage::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void DoctorPage::retranslate()
{
    m_addressLabel->setText(tr("&Address behind the peer"));
    m_address->setToolTip(
        tr("A host of the peer's subnets that answers pings. Empty: the first one of its first subnet."));
    m_cancel->setText(tr("Cancel"));
    m_copy->setText(tr("Copy as text"));
    m_copy->setToolTip(m_copy->text());
    for (int kind = 0; kind < m_boxes.size(); ++kind)
        m_boxes.at(kind)->setText(models::doctorTitle(static_cast<DoctorKind>(kind)));
    updateState();
}

} // namespace tw::ui
