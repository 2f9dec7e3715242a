#include "ui/transfer/compare_input.h"

#include "models/transfer/import/peer_reading.h"
#include "models/transfer/peer_file.h"
#include "ui/theme/measure.h"
#include "ui/theme/symbolic_icon.h"
#include "ui/widgets/message_bar.h"

#include <QComboBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace tw::ui {

CompareInput::CompareInput(QWidget *parent)
    : QWidget(parent),
      m_intro(new QLabel(this)),
      m_formatLabel(new QLabel(this)),
      m_format(new QComboBox(this)),
      m_edit(new QPlainTextEdit(this)),
      m_open(new QPushButton(symbolicIcon(QStringLiteral("incoming")), {}, this)),
      m_openSecrets(new QPushButton(symbolicIcon(QStringLiteral("key")), {}, this)),
      m_secretsName(new QLabel(this)),
      m_message(new MessageBar(this))
{
    m_intro->setWordWrap(true);
    m_formatLabel->setBuddy(m_format);
    m_format->addItem(QString());
    for (const models::PeerFormatInfo &info : models::peerFormats())
        m_format->addItem(QLatin1String(info.title), static_cast<int>(info.format));
    m_edit->setFont(fixedFont(font()));
    m_edit->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_edit->setTabChangesFocus(true);
    m_edit->setUndoRedoEnabled(false); // which would keep a key that was pasted
    m_open->setAutoDefault(false);
    m_openSecrets->setAutoDefault(false);
    m_message->setClosable(true);
    m_message->hide();

    auto *choice = new QHBoxLayout;
    choice->addWidget(m_formatLabel);
    choice->addWidget(m_format);
    choice->addStretch();
    choice->addWidget(m_open);
    auto *secrets = new QHBoxLayout;
    secrets->addWidget(m_openSecrets);
    secrets->addWidget(m_secretsName, 1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_intro);
    layout->addLayout(choice);
    layout->addWidget(m_message);
    layout->addWidget(m_edit, 1);
    layout->addLayout(secrets);

    connect(m_open, &QPushButton::clicked, this, &CompareInput::chooseFile);
    connect(m_openSecrets, &QPushButton::clicked, this, &CompareInput::chooseSecrets);
    connect(m_edit, &QPlainTextEdit::textChanged, this, [this] {
        if (!m_edit->document()->isEmpty()) {
            m_content.clear(); // what is pasted takes the place of the file
            m_name.clear();
            showSource();
        }
        Q_EMIT changed();
    });
    retranslate();
}

void CompareInput::setSource(const QString &name, SecretBytes content)
{
    m_edit->clear();
    m_message->hide();
    m_name = name;
    m_content = std::move(content);
    showSource();
    Q_EMIT changed();
}

void CompareInput::chooseFile()
{
    if (const QString file = QFileDialog::getOpenFileName(this, tr("Open a configuration")); !file.isEmpty())
        openFile(file);
}

void CompareInput::openFile(const QString &fileName)
{
    auto content = models::readPeerFile(fileName);
    if (!content) {
        showError(content.error());
        return;
    }
    setSource(QFileInfo(fileName).fileName(), std::move(*content));
    Q_EMIT fileOpened(fileName);
}

void CompareInput::chooseSecrets()
{
    if (const QString file = QFileDialog::getOpenFileName(this, tr("Open the secrets file")); !file.isEmpty())
        openSecrets(file);
}

void CompareInput::openSecrets(const QString &fileName)
{
    auto content = models::readPeerFile(fileName);
    if (!content) {
        showError(content.error());
        return;
    }
    m_secretsFile = QFileInfo(fileName).fileName();
    m_secrets = std::move(*content);
    showSource();
}

void CompareInput::showError(const QString &sentence) { m_message->showMessage(Tone::Bad, sentence); }

QString CompareInput::error() const { return m_message->isHidden() ? QString() : m_message->text(); }

void CompareInput::clear()
{
    setSource({}, {});
    m_secrets.clear();
    m_secretsFile.clear();
    showSource();
}

SecretBytes CompareInput::text() const
{
    if (m_edit->document()->isEmpty())
        return m_content.clone();
    QByteArray utf8 = m_edit->toPlainText().toUtf8();
    SecretBytes content(
        ByteView(reinterpret_cast<const std::uint8_t *>(utf8.constData()), static_cast<std::size_t>(utf8.size())));
    wipe(MutableByteView(reinterpret_cast<std::uint8_t *>(utf8.data()), static_cast<std::size_t>(utf8.size())));
    return content;
}

bool CompareInput::isEmpty() const { return m_edit->document()->isEmpty() && m_content.isEmpty(); }

QString CompareInput::sourceName() const { return m_edit->document()->isEmpty() ? m_name : QString(); }

std::optional<models::PeerFormat> CompareInput::format() const
{
    if (m_format->currentIndex() <= 0)
        return std::nullopt;
    return static_cast<models::PeerFormat>(m_format->currentData().toInt());
}

void CompareInput::showSource()
{
    m_edit->setPlaceholderText(
        m_name.isEmpty()
            ? tr("Paste the text here, or open its file.")
            : tr("The content of %1 is used. It is not shown, since it may hold the key. What is pasted here takes "
                 "its place.")
                  .arg(m_name));
    m_secretsName->setText(
        m_secretsFile.isEmpty()
            ? tr("Some formats keep the key in a second file (ipsec.secrets). Without it keys are not compared.")
            : m_secretsFile);
}

void CompareInput::retranslate()
{
    m_intro->setText(tr("The configuration that the device at the other end really has. It is read and compared with "
                        "this connection; nothing is stored, and nothing is sent."));
    m_formatLabel->setText(tr("&Format"));
    m_format->setItemText(0, tr("By how it looks"));
    m_open->setText(tr("&Open a file..."));
    m_openSecrets->setText(tr("Open &secrets..."));
    m_edit->setAccessibleName(tr("Configuration of the device"));
    m_message->retranslate();
    showSource();
}

} // namespace tw::ui
