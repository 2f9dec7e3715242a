#include "ui/diagnosis/peer_report_dialog.h"

#include "ui/theme/language.h"
#include "ui/theme/measure.h"
#include "ui/theme/symbolic_icon.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/window_size.h"

#include <QClipboard>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QDir>
#include <QFileDialog>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSaveFile>
#include <QVBoxLayout>

namespace tw::ui {

using models::ReportLanguage;

PeerReportDialog::PeerReportDialog(models::DiagnosisFacts facts, models::Diagnosis diagnosis, QWidget *parent)
    : QDialog(parent),
      m_facts(std::move(facts)),
      m_diagnosis(std::move(diagnosis)),
      m_language(new QComboBox(this)),
      m_text(new QPlainTextEdit(this)),
      m_result(new MessageBar(this))
{
    setObjectName(QStringLiteral("PeerReportDialog"));
    setWindowTitle(tr("Report for the other side"));
    auto *intro = new QLabel(tr("For the administrator of the other gateway. It holds what this side proposes and what "
                                "was seen. No key and no other secret is in it."),
                             this);
    intro->setWordWrap(true);
    m_language->addItem(languageTitle(QStringLiteral("en")), static_cast<int>(ReportLanguage::English));
    m_language->addItem(languageTitle(QStringLiteral("zh_CN")), static_cast<int>(ReportLanguage::Chinese));
    m_language->setCurrentIndex(currentLanguage() == QLatin1String("zh_CN") ? 1 : 0);
    auto *label = new QLabel(tr("&Language of the text"), this);
    label->setBuddy(m_language);
    m_text->setReadOnly(true);
    m_text->setFont(fixedFont(font()));
    m_text->setAccessibleName(windowTitle());
    m_result->setClosable(true);
    m_result->hide();

    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    auto *copy = buttons->addButton(tr("&Copy"), QDialogButtonBox::ActionRole);
    copy->setIcon(symbolicIcon(QStringLiteral("copy")));
    copy->setObjectName(QStringLiteral("copy"));
    auto *keep = buttons->addButton(tr("&Save..."), QDialogButtonBox::ActionRole);
    keep->setIcon(symbolicIcon(QStringLiteral("download")));
    connect(copy, &QPushButton::clicked, this, [this] {
        QGuiApplication::clipboard()->setText(text());
        m_result->showMessage(Tone::Good, tr("Copied."));
    });
    connect(keep, &QPushButton::clicked, this, &PeerReportDialog::save);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_language, &QComboBox::currentIndexChanged, this, &PeerReportDialog::showReport);

    auto *choice = new QHBoxLayout;
    choice->addWidget(label);
    choice->addWidget(m_language);
    choice->addStretch();
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(intro);
    layout->addLayout(choice);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_result);
    layout->addWidget(buttons);
    resizeWithin(*this, QSize(letterWidth(fontMetrics()) * 100, fontMetrics().lineSpacing() * 34));
    showReport();
    copy->setFocus();
}

QString PeerReportDialog::text() const { return m_text->toPlainText(); }

void PeerReportDialog::showReport()
{
    m_text->setPlainText(
        models::peerReport(m_facts, m_diagnosis, static_cast<ReportLanguage>(m_language->currentData().toInt())));
}

void PeerReportDialog::save()
{
    const QString proposed = QDir::home().filePath(m_facts.draft.name + QStringLiteral(".txt"));
    if (const QString file = QFileDialog::getSaveFileName(this, windowTitle(), proposed); !file.isEmpty())
        saveTo(file);
}

void PeerReportDialog::saveTo(const QString &file)
{
    QSaveFile out(file);
    const QByteArray bytes = text().toUtf8() + '\n';
    if (out.open(QIODevice::WriteOnly) && out.write(bytes) == bytes.size() && out.commit())
        m_result->showMessage(Tone::Good, tr("Saved as %1.").arg(QDir::toNativeSeparators(file)));
    else
        m_result->showMessage(Tone::Bad,
                              tr("%1 was not saved: %2.").arg(QDir::toNativeSeparators(file), out.errorString()));
}

} // namespace tw::ui
