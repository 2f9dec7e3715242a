#include "ui/transfer/export_preview.h"

#include "ui/theme/measure.h"
#include "ui/theme/tone.h"
#include "ui/transfer/config_highlighter.h"

#include <QEvent>
#include <QGuiApplication>
#include <QPlainTextEdit>
#include <QScrollBar>
#include <QTabBar>
#include <QVBoxLayout>

namespace tw::ui {

QString textOf(const SecretBytes &utf8)
{
    return QString::fromUtf8(reinterpret_cast<const char *>(utf8.view().data()), static_cast<qsizetype>(utf8.size()));
}

ExportPreview::ExportPreview(QWidget *parent)
    : QWidget(parent),
      m_tabs(new QTabBar(this)),
      m_text(new QPlainTextEdit(this)),
      m_highlighter(new ConfigHighlighter(m_text->document()))
{
    m_tabs->setDocumentMode(true);
    m_tabs->setExpanding(false);
    m_tabs->setUsesScrollButtons(true);
    m_text->setReadOnly(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_text->setFont(fixedFont(font()));
    m_text->setLineWrapMode(QPlainTextEdit::NoWrap);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_tabs);
    layout->addWidget(m_text, 1);
    connect(m_tabs, &QTabBar::currentChanged, this, &ExportPreview::showFile);
    m_highlighter->setPalette(QGuiApplication::palette());
    retranslate();
}

void ExportPreview::setFiles(models::PeerFormat device, const std::vector<models::ExportedFile> &files)
{
    m_highlighter->setDevice(device);
    m_texts.clear();
    for (const models::ExportedFile &file : files)
        m_texts.append(textOf(file.text));
    const QSignalBlocker quiet(m_tabs);
    while (m_tabs->count() > static_cast<int>(files.size()))
        m_tabs->removeTab(m_tabs->count() - 1);
    while (m_tabs->count() < static_cast<int>(files.size()))
        m_tabs->addTab(QString());
    for (int i = 0; i < m_tabs->count(); ++i)
        m_tabs->setTabText(i, files[static_cast<std::size_t>(i)].name);
    m_tabs->setVisible(files.size() > 1);
    showFile();
}

int ExportPreview::currentFile() const { return std::max(m_tabs->currentIndex(), 0); }

void ExportPreview::setCurrentFile(int index) { m_tabs->setCurrentIndex(index); }

// The same text again, of a changed connection, stays where the reader is.
void ExportPreview::showFile()
{
    const QString text = m_texts.value(currentFile());
    if (text == m_text->toPlainText())
        return;
    const int line = m_text->verticalScrollBar()->value();
    m_text->setPlainText(text);
    m_text->verticalScrollBar()->setValue(line);
}

void ExportPreview::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    else if (event->type() == QEvent::PaletteChange)
        m_highlighter->setPalette(QGuiApplication::palette());
    QWidget::changeEvent(event);
}

void ExportPreview::retranslate()
{
    m_text->setAccessibleName(tr("Preview of the file"));
    m_tabs->setAccessibleName(tr("Files"));
}

} // namespace tw::ui
