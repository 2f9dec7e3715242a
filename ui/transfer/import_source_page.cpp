#include "ui/transfer/import_source_page.h"

#include "models/log/joined_text.h"
#include "models/transfer/import/import_session.h"
#include "models/transfer/import/source_text.h"
#include "ui/theme/measure.h"
#include "ui/theme/symbolic_icon.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/numbered_text_edit.h"

#include <QComboBox>
#include <QEvent>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>

#include <utility>

namespace tw::ui {

using models::ImportFile;
using models::PeerFormat;

namespace {

constexpr int kRestMs = 250;
constexpr int kSecretsLines = 5;

// As it can be shown: a control character as the sign for it.
QString shown(const QByteArray &text)
{
    QString all = QString::fromUtf8(text);
    for (QChar &c : all) {
        if (c.unicode() < 0x20 && c != u'\n' && c != u'\t' && c != u'\r')
            c = QChar(0x2400 + c.unicode());
    }
    return all;
}

// What was typed, for who makes a copy of it: this one may hold a key.
void withText(const QPlainTextEdit &edit, const auto &use)
{
    QString text = edit.toPlainText();
    QByteArray utf8 = text.toUtf8();
    use(std::as_const(utf8));
    models::wipeText(text);
    wipe(MutableByteView(reinterpret_cast<std::uint8_t *>(utf8.data()), static_cast<std::size_t>(utf8.size())));
}

} // namespace

ImportSourcePage::ImportSourcePage(models::ImportSession &session, QWidget *parent)
    : QWidget(parent),
      m_session(session),
      m_intro(new QLabel(this)),
      m_open(new QPushButton(this)),
      m_formatLabel(new QLabel(this)),
      m_format(new QComboBox(this)),
      m_textLabel(new QLabel(this)),
      m_text(new NumberedTextEdit(this)),
      m_secretsLabel(new QLabel(this)),
      m_secrets(new NumberedTextEdit(this)),
      m_verdict(new MessageBar(this))
{
    m_intro->setWordWrap(true);
    m_open->setAutoDefault(false);
    m_open->setIcon(symbolicIcon(QStringLiteral("import")));
    m_formatLabel->setBuddy(m_format);
    m_textLabel->setBuddy(m_text);
    m_secretsLabel->setBuddy(m_secrets);
    // A key that was pasted must not be brought back from a history.
    m_text->setUndoRedoEnabled(false);
    m_secrets->setUndoRedoEnabled(false);
    m_secrets->setFixedHeight(m_secrets->fontMetrics().lineSpacing() * kSecretsLines);
    m_format->addItem(QString());
    for (const models::PeerFormatInfo &info : models::peerFormats())
        m_format->addItem(QString::fromUtf8(info.title), static_cast<int>(info.format));
    m_format->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_format->setMinimumContentsLength(30);

    auto *row = new QHBoxLayout;
    row->addWidget(m_open);
    row->addStretch(1);
    row->addWidget(m_formatLabel);
    row->addWidget(m_format, 2);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 8, 0, 8);
    layout->addWidget(m_intro);
    layout->addLayout(row);
    layout->addWidget(m_textLabel);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_secretsLabel);
    layout->addWidget(m_secrets);
    layout->addWidget(m_verdict);
    setFocusProxy(m_text);

    m_typing.setSingleShot(true);
    m_typing.setInterval(kRestMs);
    connect(&m_typing, &QTimer::timeout, this, &ImportSourcePage::readEdited);
    for (NumberedTextEdit *edit : {m_text, m_secrets}) {
        bool &isEdited = edit == m_text ? m_isTextEdited : m_areSecretsEdited;
        connect(edit, &NumberedTextEdit::textChanged, this, [this, &isEdited] {
            if (m_isShowing)
                return;
            isEdited = true;
            m_typing.start();
        });
        connect(edit, &NumberedTextEdit::filesDropped, this, &ImportSourcePage::openFiles);
    }
    connect(m_open, &QPushButton::clicked, this, &ImportSourcePage::chooseFiles);
    connect(m_format, &QComboBox::activated, this, [this](int index) {
        m_session.setFormat(index == 0 ? std::nullopt
                                       : std::optional(static_cast<PeerFormat>(m_format->itemData(index).toInt())));
    });
    connect(&m_session, &models::ImportSession::read, this, &ImportSourcePage::showVerdict);
    retranslate();
}

void ImportSourcePage::chooseFiles()
{
    const QStringList paths = QFileDialog::getOpenFileNames(this, tr("Open a configuration"));
    if (!paths.isEmpty())
        openFiles(paths);
}

void ImportSourcePage::openFiles(const QStringList &paths)
{
    std::vector<ImportFile> files;
    for (const QString &path : paths) {
        auto file = models::openImportFile(path);
        if (!file) {
            m_verdict->showMessage(Tone::Bad, file.error());
            return;
        }
        files.push_back(std::move(*file));
    }
    for (std::size_t i = 0; i < files.size(); ++i) {
        if (files[i].kind != ImportFile::Kind::Secrets)
            Q_EMIT fileOpened(paths.at(static_cast<qsizetype>(i)));
    }
    takeFiles(files);
}

// A configuration, and the secrets that belong to it.
void ImportSourcePage::takeFiles(const std::vector<ImportFile> &files)
{
    const ImportFile *configuration = nullptr;
    const ImportFile *secrets = nullptr;
    for (const ImportFile &file : files) {
        const ImportFile *&place = file.kind == ImportFile::Kind::Secrets ? secrets : configuration;
        if (place) {
            m_verdict->showMessage(
                Tone::Bad,
                tr("“%1” and “%2” are two configurations. Import one after the other.").arg(place->name, file.name));
            return;
        }
        place = &file;
    }
    // Secrets alone come to the text that is there.
    showTexts(configuration ? configuration->content : m_session.text(),
              secrets             ? secrets->content
                  : configuration ? QByteArray()
                                  : m_session.secrets());
}

void ImportSourcePage::showTexts(const QByteArray &text, const QByteArray &secrets)
{
    m_isShowing = true;
    m_text->setPlainText(shown(text));
    m_secrets->setPlainText(shown(secrets));
    m_isShowing = false;
    m_typing.stop();
    m_isTextEdited = m_areSecretsEdited = false;
    m_session.setSecrets(secrets);
    m_session.setText(text);
    showVerdict();
}

void ImportSourcePage::readEdited()
{
    m_typing.stop();
    if (std::exchange(m_areSecretsEdited, false))
        withText(*m_secrets, [this](const QByteArray &utf8) { m_session.setSecrets(utf8); });
    if (std::exchange(m_isTextEdited, false))
        withText(*m_text, [this](const QByteArray &utf8) { m_session.setText(utf8); });
}

void ImportSourcePage::showFormat()
{
    const auto format = m_session.format();
    m_format->setItemText(0,
                          format && !m_session.isFormatChosen()
                              ? tr("Recognised: %1").arg(QString::fromUtf8(models::peerFormatInfo(*format).title))
                              : tr("Recognised by its look"));
    m_format->setCurrentIndex(m_session.isFormatChosen() ? m_format->findData(static_cast<int>(*format)) : 0);
    const bool takesSecrets =
        (format && models::peerFormatInfo(*format).secretsSuffix) || !m_session.secrets().isEmpty();
    m_secrets->setVisible(takesSecrets);
    m_secretsLabel->setVisible(takesSecrets);
}

void ImportSourcePage::showVerdict()
{
    showFormat();
    m_text->setMarks({});
    m_secrets->setMarks({});
    if (m_session.isEmpty()) {
        m_verdict->hide();
        return;
    }
    if (const auto &fault = m_session.fault()) {
        NumberedTextEdit *edit = m_session.isFaultOfSecrets() ? m_secrets : m_text;
        m_verdict->showMessage(Tone::Bad,
                               m_session.isFaultOfSecrets() ? tr("The secrets: %1").arg(fault->translated())
                                                            : fault->translated());
        if (fault->line > 0) {
            edit->setMarks({{fault->line, Tone::Bad}});
            edit->showLine(fault->line);
        }
        return;
    }
    if (!m_session.format()) {
        m_verdict->showMessage(
            Tone::Warning,
            tr("It looks like none of the formats that are known. If you know which it is, choose it "
               "above."));
        return;
    }
    QList<NumberedTextEdit::Mark> marks;
    for (const models::PeerReading &reading : m_session.readings()) {
        for (const models::IgnoredLine &line : reading.ignored) {
            if (line.line > 0)
                marks.append({line.line, Tone::Warning});
        }
    }
    m_text->setMarks(marks);
    const int count = static_cast<int>(m_session.readings().size());
    QString text = tr("%n connections were understood.", nullptr, count);
    if (!marks.isEmpty())
        text = models::joinedSentences({text, tr("The marked lines were not; the next page lists them.")});
    m_verdict->showMessage(marks.isEmpty() ? Tone::Good : Tone::Warning, text);
}

QString ImportSourcePage::verdict() const { return m_verdict->isHidden() ? QString() : m_verdict->text(); }

void ImportSourcePage::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void ImportSourcePage::retranslate()
{
    m_intro->setText(
        tr("Open or paste the configuration of the other device, or one of our own: what the download of a "
           "peer's configuration wrote, what the device shows, or the JSON of the cloud. Nothing is stored "
           "before the last step."));
    m_open->setText(tr("&Open a file..."));
    m_formatLabel->setText(tr("&Format"));
    m_textLabel->setText(tr("&Configuration"));
    m_secretsLabel->setText(tr("&Secrets (ipsec.secrets), where the keys stand in a file of their own"));
    m_text->setPlaceholderText(tr("Paste the text here, or drop the file"));
    m_text->setAccessibleName(tr("Configuration"));
    m_secrets->setAccessibleName(tr("Secrets"));
    m_format->setAccessibleName(tr("Format"));
    showVerdict();
}

} // namespace tw::ui
