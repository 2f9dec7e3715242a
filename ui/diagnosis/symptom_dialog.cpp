#include "ui/diagnosis/symptom_dialog.h"

#include "models/diagnosis/diagnosis_text.h"
#include "ui/theme/measure.h"
#include "ui/theme/symbolic_icon.h"
#include "ui/widgets/window_size.h"

#include <QDialogButtonBox>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QSplitter>
#include <QTextBrowser>
#include <QVBoxLayout>

namespace tw::ui {

using models::DiagnosisCode;
using models::Symptom;

namespace {

constexpr int kIconSide = 18;
constexpr int kKindRole = Qt::UserRole;
constexpr int kValueRole = Qt::UserRole + 1;
enum Kind { IsSymptom, IsCode };

QString nameOf(DiagnosisCode code)
{
    const auto name = models::diagnosisName(code);
    return QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size()));
}

QString capitalized(QString text)
{
    if (!text.isEmpty())
        text[0] = text.at(0).toUpper();
    return text;
}

QString codeHtml(DiagnosisCode code)
{
    const QString sentence = models::codeSentence(code).toHtmlEscaped();
    return QStringLiteral("<p><b>%1</b> &nbsp;<code>%2</code>%3</p>")
        .arg(capitalized(models::diagnosisTitle(code)).toHtmlEscaped(), nameOf(code),
             sentence.isEmpty() ? QString() : QString(QStringLiteral("<br>") + sentence));
}

} // namespace

SymptomDialog::SymptomDialog(const QString &connectionName, QWidget *parent)
    : QDialog(parent),
      m_edit(new QLineEdit(this)),
      m_list(new QListWidget(this)),
      m_text(new QTextBrowser(this)),
      m_nothing(new QLabel(this))
{
    setObjectName(QStringLiteral("SymptomDialog"));
    setWindowTitle(tr("Find a symptom"));
    m_edit->setPlaceholderText(tr("For example: up but no traffic, one way only, works for an hour"));
    m_edit->setClearButtonEnabled(true);
    m_edit->addAction(symbolicIcon(QStringLiteral("search")), QLineEdit::LeadingPosition);
    m_edit->setAccessibleName(tr("What happens"));
    m_list->setAccessibleName(tr("Symptoms and codes"));
    m_list->setWordWrap(true);
    m_list->setIconSize(QSize(kIconSide, kIconSide));
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_text->setAccessibleName(tr("Explanation"));
    m_text->setOpenLinks(false);
    m_nothing->setWordWrap(true);
    m_nothing->setText(tr("Nothing fits these words. Fewer words find more."));
    m_nothing->hide();

    auto *split = new QSplitter(Qt::Horizontal, this);
    split->addWidget(m_list);
    split->addWidget(m_text);
    split->setStretchFactor(0, 2);
    split->setStretchFactor(1, 3);
    split->setChildrenCollapsible(false);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    m_open = buttons->addButton(connectionName.isEmpty() ? tr("Open the diagnosis")
                                                         : tr("Open the diagnosis of the selected connection"),
                                QDialogButtonBox::AcceptRole);
    m_open->setToolTip(connectionName);
    m_open->setIcon(symbolicIcon(QStringLiteral("diagnosis")));
    m_open->setEnabled(!connectionName.isEmpty());
    m_open->setAutoDefault(false);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(m_edit);
    layout->addWidget(m_nothing);
    layout->addWidget(split, 1);
    layout->addWidget(buttons);
    resizeWithin(*this, QSize(letterWidth(fontMetrics()) * 118, fontMetrics().lineSpacing() * 28));
    connect(m_edit, &QLineEdit::textChanged, this, &SymptomDialog::fill);
    connect(m_list, &QListWidget::currentRowChanged, this, &SymptomDialog::explain);
    m_edit->setFocus();
    fill();
}

void SymptomDialog::search(const QString &words) { m_edit->setText(words); }

QString SymptomDialog::explanation() const { return m_text->toPlainText(); }

void SymptomDialog::fill()
{
    const QString words = m_edit->text().trimmed();
    QList<Symptom> symptoms;
    QList<DiagnosisCode> codes;
    if (words.isEmpty()) {
        symptoms = models::allSymptoms();
        codes = models::allDiagnosisCodes();
        codes.removeOne(DiagnosisCode::NoExceptionFound);
    } else {
        for (const models::SymptomMatch &match : models::findSymptoms(words))
            symptoms.append(match.symptom);
        codes = models::findCodes(words);
    }
    m_list->clear();
    const auto add = [this](const QString &icon, const QString &text, Kind kind, int value) {
        auto *item = new QListWidgetItem(symbolicIcon(icon), text, m_list);
        item->setData(kKindRole, kind);
        item->setData(kValueRole, value);
    };
    for (const Symptom symptom : std::as_const(symptoms))
        add(QStringLiteral("diagnosis"), capitalized(models::symptomTitle(symptom)), IsSymptom,
            static_cast<int>(symptom));
    for (const DiagnosisCode code : std::as_const(codes))
        add(QStringLiteral("info"),
            QStringLiteral("%1\n%2").arg(capitalized(models::diagnosisTitle(code)), nameOf(code)), IsCode,
            static_cast<int>(code));
    m_nothing->setVisible(m_list->count() == 0);
    m_list->setCurrentRow(0);
    explain();
}

void SymptomDialog::explain()
{
    const QListWidgetItem *item = m_list->currentItem();
    if (!item) {
        m_text->clear();
        return;
    }
    const int value = item->data(kValueRole).toInt();
    if (item->data(kKindRole).toInt() == IsCode) {
        m_text->setHtml(codeHtml(static_cast<DiagnosisCode>(value)));
        return;
    }
    const auto symptom = static_cast<Symptom>(value);
    QString html = QStringLiteral("<h3>%1</h3><p>%2</p>")
                       .arg(capitalized(models::symptomTitle(symptom)).toHtmlEscaped(),
                            models::symptomText(symptom).toHtmlEscaped());
    const QList<DiagnosisCode> codes = models::codesOf(symptom);
    if (!codes.isEmpty())
        html += QStringLiteral("<p>%1</p>")
                    .arg(tr("The diagnosis then names one of these, the most usual first:").toHtmlEscaped());
    for (const DiagnosisCode code : codes)
        html += codeHtml(code);
    m_text->setHtml(html);
}

} // namespace tw::ui
