#include "ui/transfer/compare_dialog.h"

#include "models/catalog/catalog.h"
#include "models/store/settings.h"
#include "models/transfer/compare/compare_connection.h"
#include "models/transfer/compare/comparison_text.h"
#include "models/transfer/import/import_file.h"
#include "ui/diagnosis/fix_actions.h"
#include "ui/theme/measure.h"
#include "ui/theme/symbolic_icon.h"
#include "ui/transfer/compare_input.h"
#include "ui/transfer/compare_result.h"
#include "ui/widgets/window_size.h"

#include <QClipboard>
#include <QEvent>
#include <QFileInfo>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QStackedWidget>
#include <QTableWidget>
#include <QVBoxLayout>

namespace tw::ui {

namespace {

// A file that is only of use beside another one.
bool isSecrets(const QString &path, const SecretBytes &content)
{
    const auto kind =
        models::importKindOf(QFileInfo(path).fileName(),
                             QByteArray::fromRawData(reinterpret_cast<const char *>(content.view().data()),
                                                     static_cast<qsizetype>(content.size())));
    return kind == models::ImportFile::Kind::Secrets;
}

} // namespace

CompareDialog::CompareDialog(const Services &services, const QString &connectionId, QWidget *parent)
    : QDialog(parent),
      m_services(services),
      m_connection(connectionId),
      m_fixes(new FixActions(services, this)),
      m_pages(new QStackedWidget(this)),
      m_input(new CompareInput(this)),
      m_result(new CompareResult(this)),
      m_back(new QPushButton(this)),
      m_copy(new QPushButton(symbolicIcon(QStringLiteral("copy")), {}, this)),
      m_compare(new QPushButton(symbolicIcon(QStringLiteral("compare")), {}, this)),
      m_close(new QPushButton(this))
{
    setObjectName(QStringLiteral("CompareDialog"));
    const models::Connection *connection = m_services.catalog.connection(m_connection);
    m_name = connection ? connection->draft.name : m_connection;
    m_fixes->setConnection(m_connection);
    m_pages->addWidget(m_input);
    m_pages->addWidget(m_result);
    m_compare->setDefault(true);
    m_back->setAutoDefault(false);
    m_copy->setAutoDefault(false);
    m_close->setAutoDefault(false);

    auto *buttons = new QHBoxLayout;
    buttons->addWidget(m_back);
    buttons->addWidget(m_copy);
    buttons->addStretch(1);
    buttons->addWidget(m_compare);
    buttons->addWidget(m_close);
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(m_pages, 1);
    layout->addLayout(buttons);

    connect(m_input, &CompareInput::changed, this, [this] { m_compare->setEnabled(!m_input->isEmpty()); });
    connect(m_input, &CompareInput::fileOpened, this, [this](const QString &path) {
        if (!isSecrets(path, m_input->text()))
            m_services.settings.rememberFile(path);
        compare();
    });
    connect(m_compare, &QPushButton::clicked, this, &CompareDialog::compare);
    connect(m_back, &QPushButton::clicked, this, [this] { showPage(m_input); });
    connect(m_copy, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(m_report); });
    connect(m_close, &QPushButton::clicked, this, &QDialog::accept);
    connect(m_result, &CompareResult::candidateChosen, this, [this](int number) { run(number, true); });
    connect(m_result, &CompareResult::mendRequested, m_fixes, &FixActions::openFields);
    followCatalog();
    retranslate();
    m_compare->setEnabled(false);
    showPage(m_input);
    resizeWithin(*this, QSize(letterWidth(fontMetrics()) * 112, fontMetrics().lineSpacing() * 36));
}

// Whatever was mended is seen to be.
void CompareDialog::followCatalog()
{
    const auto again = [this] {
        if (showsResult())
            run(m_chosen, true);
    };
    connect(&m_services.catalog, &models::Catalog::connectionChanged, this, again);
    connect(&m_services.catalog, &models::Catalog::customerGatewayChanged, this, again);
    connect(&m_services.catalog, &models::Catalog::vpnGatewayChanged, this, again);
}

void CompareDialog::compareWith(const QByteArray &utf8, const QString &source, const QByteArray &secrets)
{
    const auto secret = [](const QByteArray &text) {
        return SecretBytes(
            ByteView(reinterpret_cast<const std::uint8_t *>(text.constData()), static_cast<std::size_t>(text.size())));
    };
    m_input->setSource(source, secret(utf8));
    m_input->setSecrets(secret(secrets));
    compare();
}

void CompareDialog::compare()
{
    m_chosen.reset();
    run(std::nullopt, false);
}

void CompareDialog::run(std::optional<qsizetype> chosen, bool isAgain)
{
    const SecretBytes text = m_input->text();
    const auto answer = models::compareConnection(m_services.catalog,
                                                  {.connectionId = m_connection,
                                                   .text = text.view(),
                                                   .secrets = m_input->secrets(),
                                                   .format = m_input->format(),
                                                   .chosen = chosen});
    if (!answer) {
        m_input->showError(answer.error());
        showPage(m_input);
        return;
    }
    m_chosen = chosen;
    m_report = models::comparisonReport(m_name, answer->comparison);
    m_result->showAnswer(*answer, m_input->sourceName());
    showPage(m_result);
    if (!isAgain)
        m_result->table()->setFocus();
}

bool CompareDialog::showsResult() const { return m_pages->currentWidget() == m_result; }

QString CompareDialog::report() const { return m_report; }

void CompareDialog::showPage(QWidget *page)
{
    m_pages->setCurrentWidget(page);
    const bool isResult = page == m_result;
    m_back->setVisible(isResult);
    m_copy->setVisible(isResult);
    m_compare->setVisible(!isResult);
    if (!isResult)
        m_input->edit()->setFocus();
}

void CompareDialog::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QDialog::changeEvent(event);
}

void CompareDialog::retranslate()
{
    setWindowTitle(tr("Compare “%1” with its peer's configuration").arg(m_name));
    m_back->setText(tr("&Other text..."));
    m_copy->setText(tr("Co&py as text"));
    m_compare->setText(tr("&Compare"));
    m_close->setText(tr("Close"));
    m_input->retranslate();
    m_result->retranslate();
}

} // namespace tw::ui
