#include "ui/rehearsal/peer_text_dialog.h"

#include "models/transfer/import/peer_reading.h"
#include "ui/theme/tone.h"
#include "ui/widgets/window_size.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace tw::ui {

namespace {

constexpr QSize kUsual(700, 480);

// A copy on its way, wiped.
SecretBytes bytesOf(QString text)
{
    QByteArray utf8 = text.toUtf8();
    SecretBytes bytes(
        ByteView(reinterpret_cast<const std::uint8_t *>(utf8.constData()), static_cast<std::size_t>(utf8.size())));
    utf8.fill('\0');
    text.fill(QChar());
    return bytes;
}

} // namespace

PeerTextDialog::PeerTextDialog(QWidget *parent)
    : QDialog(parent),
      m_explanation(new QLabel(this)),
      m_text(new QPlainTextEdit(this)),
      m_formatLabel(new QLabel(this)),
      m_format(new QComboBox(this)),
      m_note(new QLabel(this)),
      m_open(new QPushButton(this)),
      m_buttons(new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this))
{
    build();
    connect(m_open, &QPushButton::clicked, this, &PeerTextDialog::askForFile);
    connect(m_text, &QPlainTextEdit::textChanged, this, [this] {
        m_fileName.clear();
        judge();
    });
    connect(m_format, &QComboBox::currentIndexChanged, this, &PeerTextDialog::judge);
    connect(m_buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(m_buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    resizeWithin(*this, kUsual);
    judge();
}

// The document keeps no past to undo; what it has now goes here.
PeerTextDialog::~PeerTextDialog()
{
    m_text->disconnect(this);
    m_text->clear();
}

void PeerTextDialog::build()
{
    setWindowTitle(tr("The peer's own configuration"));
    m_explanation->setText(
        tr("Paste what the peer's device is configured with, or open it as a file. It is read in memory only."));
    m_explanation->setWordWrap(true);
    m_text->setUndoRedoEnabled(false);
    m_text->setFont(fixedFont(font()));
    m_text->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_text->setTabChangesFocus(true);
    m_text->setAccessibleName(windowTitle());
    m_formatLabel->setText(tr("&Format"));
    m_formatLabel->setBuddy(m_format);
    m_format->addItem(tr("By how it looks"));
    for (const models::PeerFormatInfo &info : models::peerFormats())
        m_format->addItem(QString::fromUtf8(info.title), static_cast<int>(info.format));
    m_note->setWordWrap(true);
    m_open->setText(tr("&Open a file..."));
    m_open->setAutoDefault(false);

    auto *row = new QHBoxLayout;
    row->addWidget(m_formatLabel);
    row->addWidget(m_format);
    row->addWidget(m_note, 1);
    row->addWidget(m_open);
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(m_explanation);
    layout->addWidget(m_text, 1);
    layout->addLayout(row);
    layout->addWidget(m_buttons);
}

QPushButton *PeerTextDialog::okButton() const { return m_buttons->button(QDialogButtonBox::Ok); }

models::GivenPeer PeerTextDialog::peer() const
{
    models::GivenPeer peer{.format = {}, .fileName = m_fileName, .text = bytesOf(m_text->toPlainText()), .secrets = {}};
    if (m_format->currentIndex() > 0)
        peer.format = static_cast<models::PeerFormat>(m_format->currentData().toInt());
    return peer;
}

bool PeerTextDialog::openFile(const QString &fileName)
{
    QFile file(fileName);
    if (!file.open(QIODevice::ReadOnly)) {
        m_note->setText(QStringLiteral("%1: %2").arg(fileName, file.errorString()));
        return false;
    }
    if (file.size() > static_cast<qint64>(models::kMaxPeerText)) {
        m_note->setText(tr("%1 is too large for a configuration.").arg(QFileInfo(fileName).fileName()));
        return false;
    }
    QByteArray content = file.readAll();
    m_text->setPlainText(QString::fromUtf8(content));
    content.fill('\0');
    m_fileName = QFileInfo(fileName).fileName();
    judge();
    return true;
}

void PeerTextDialog::askForFile()
{
    const QString fileName = QFileDialog::getOpenFileName(this, tr("The peer's own configuration"));
    if (!fileName.isEmpty())
        openFile(fileName);
}

// Whether it is known what the text is.
void PeerTextDialog::judge()
{
    const bool isEmpty = m_text->document()->isEmpty();
    const bool isChosen = m_format->currentIndex() > 0;
    const auto recognised =
        isEmpty || isChosen ? std::nullopt : models::recognisePeerFormat(bytesOf(m_text->toPlainText()).view());
    if (recognised)
        m_note->setText(tr("Looks like %1.").arg(QString::fromUtf8(models::peerFormatInfo(*recognised).title)));
    else
        m_note->setText(isEmpty || isChosen ? QString()
                                            : tr("Looks like nothing that is known here: choose the format."));
    okButton()->setEnabled(!isEmpty && (isChosen || recognised));
}

} // namespace tw::ui
