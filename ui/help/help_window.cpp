#include "ui/help/help_window.h"

#include "ui/help/help_topic.h"
#include "ui/theme/language.h"
#include "ui/theme/measure.h"
#include "ui/theme/symbolic_icon.h"
#include "ui/widgets/badge_delegate.h"
#include "ui/widgets/window_size.h"

#include <QAction>
#include <QApplication>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QShortcut>
#include <QSplitter>
#include <QTextBrowser>
#include <QTextTable>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace tw::ui {

namespace {

constexpr int kContentsLetters = 42;
constexpr int kPageLetters = 84;
constexpr int kLines = 36;
constexpr qreal kCellPadding = 4;
constexpr qreal kTableMargin = 8;
constexpr float kLineAlpha = 0.25F;

// Markdown says nothing of how a table looks, and Qt's own is of the last century.
void dressTables(QTextDocument &document, const QPalette &palette)
{
    QColor line = palette.color(QPalette::Text);
    line.setAlphaF(kLineAlpha);
    for (QTextFrame *frame : document.rootFrame()->childFrames()) {
        auto *table = qobject_cast<QTextTable *>(frame);
        if (!table)
            continue;
        QTextTableFormat format = table->format();
        format.setBorderCollapse(true);
        format.setBorder(1);
        format.setBorderStyle(QTextFrameFormat::BorderStyle_Solid);
        format.setBorderBrush(line);
        format.setCellSpacing(0);
        format.setCellPadding(kCellPadding);
        format.setTopMargin(kTableMargin);
        format.setBottomMargin(kTableMargin);
        table->setFormat(format);
    }
}

} // namespace

HelpWindow::HelpWindow(QWidget *parent)
    : QDialog(parent),
      m_search(new QLineEdit(this)),
      m_contents(new QTreeWidget(this)),
      m_nothing(new QLabel(this)),
      m_page(new QTextBrowser(this))
{
    m_search->setClearButtonEnabled(true);
    m_search->addAction(symbolicIcon(QStringLiteral("search")), QLineEdit::LeadingPosition);
    m_search->installEventFilter(this);
    m_contents->setHeaderHidden(true);
    m_contents->setUniformRowHeights(true);
    m_contents->setItemDelegate(new RoomyDelegate(m_contents));
    m_nothing->setWordWrap(true);
    m_nothing->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    m_nothing->setMargin(8);
    m_nothing->hide();
    m_page->setOpenLinks(false);
    m_page->document()->setDocumentMargin(16);

    auto *side = new QWidget(this);
    auto *sideLayout = new QVBoxLayout(side);
    sideLayout->setContentsMargins(8, 8, 8, 8);
    sideLayout->addWidget(m_search);
    sideLayout->addWidget(m_nothing);
    sideLayout->addWidget(m_contents, 1);
    auto *splitter = new QSplitter(this);
    splitter->addWidget(side);
    splitter->addWidget(m_page);
    splitter->setStretchFactor(1, 1);
    splitter->setChildrenCollapsible(false);
    const int letter = letterWidth(fontMetrics());
    splitter->setSizes({kContentsLetters * letter, kPageLetters * letter});
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(splitter);
    resizeWithin(*this, QSize((kContentsLetters + kPageLetters) * letter, kLines * fontMetrics().lineSpacing()));

    connect(m_search, &QLineEdit::textChanged, this, &HelpWindow::applySearch);
    connect(m_contents, &QTreeWidget::currentItemChanged, this, &HelpWindow::showCurrent);
    connect(m_page, &QTextBrowser::anchorClicked, this, [this](const QUrl &link) { showTopic(link.fragment()); });
    connect(new QShortcut(Qt::CTRL | Qt::Key_F, this), &QShortcut::activated, m_search, [this] {
        m_search->setFocus();
        m_search->selectAll();
    });
    connect(new QShortcut(QKeySequence(Qt::CTRL | Qt::Key_W), this), &QShortcut::activated, this, &QWidget::close);
    retranslate();
}

HelpWindow *HelpWindow::openFor(QWidget *from)
{
    QWidget *window = from->window();
    auto *help = qobject_cast<HelpWindow *>(window);
    if (!help)
        help = window->findChild<HelpWindow *>(QString(), Qt::FindDirectChildrenOnly);
    if (!help)
        help = new HelpWindow(window);
    else if (help == window)
        return help; // F1 in the help: it is open
    help->m_search->clear();
    help->showTopic(helpTopicOf(from));
    help->show();
    help->raise();
    help->activateWindow();
    return help;
}

void HelpWindow::readBook()
{
    const QString before = topic();
    m_book = HelpBook::inLanguage(currentLanguage());
    m_items.clear();
    m_contents->clear();
    QTreeWidgetItem *chapter = nullptr;
    for (const HelpSection &section : m_book.sections()) {
        auto *item = section.isPart && chapter ? new QTreeWidgetItem(chapter) : new QTreeWidgetItem(m_contents);
        item->setText(0, section.title);
        item->setToolTip(0, section.title);
        if (!section.isPart)
            chapter = item;
        m_items.append(item);
    }
    applySearch();
    showTopic(before);
}

QString HelpWindow::topic() const
{
    const auto at = m_items.indexOf(m_contents->currentItem());
    return at < 0 ? QString() : m_book.sections().at(at).topic;
}

void HelpWindow::showTopic(const QString &topic)
{
    const int index = std::max(0, m_book.indexOf(topic));
    if (index >= m_items.size())
        return;
    m_contents->setCurrentItem(m_items.at(index));
    m_contents->scrollToItem(m_items.at(index));
}

void HelpWindow::showCurrent()
{
    const auto at = m_items.indexOf(m_contents->currentItem());
    if (at < 0)
        return;
    m_page->setMarkdown(m_book.textAt(static_cast<int>(at)));
    dressTables(*m_page->document(), palette());
    markWords();
}

void HelpWindow::applySearch()
{
    const QString words = m_search->text();
    QTreeWidgetItem *first = nullptr;
    for (qsizetype index = 0; index < m_items.size(); ++index) {
        QTreeWidgetItem *item = m_items.at(index);
        const bool isHit = m_book.isAbout(static_cast<int>(index), words);
        item->setHidden(!isHit);
        if (!isHit)
            continue;
        if (!first)
            first = item;
        if (QTreeWidgetItem *chapter = item->parent()) {
            chapter->setHidden(false);
            chapter->setExpanded(!words.isEmpty() || chapter->isExpanded());
        }
    }
    m_nothing->setVisible(!first);
    m_contents->setVisible(first);
    const QTreeWidgetItem *current = m_contents->currentItem();
    if (first && (!current || (!words.isEmpty() && !m_book.isAbout(static_cast<int>(m_items.indexOf(current)), words))))
        m_contents->setCurrentItem(first);
    else
        markWords();
}

void HelpWindow::markWords()
{
    QList<QTextEdit::ExtraSelection> marks;
    for (const QString &word : m_search->text().simplified().split(QLatin1Char(' '), Qt::SkipEmptyParts)) {
        for (QTextCursor hit = m_page->document()->find(word); !hit.isNull();
             hit = m_page->document()->find(word, hit)) {
            QTextEdit::ExtraSelection mark;
            mark.cursor = hit;
            mark.format.setBackground(palette().highlight());
            mark.format.setForeground(palette().highlightedText());
            marks.append(mark);
        }
    }
    m_page->setExtraSelections(marks);
}

// From the words that are typed straight to what was found.
bool HelpWindow::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_search && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Down || key == Qt::Key_Up) {
            m_contents->setFocus();
            QCoreApplication::sendEvent(m_contents, event);
            return true;
        }
        if (key == Qt::Key_Return || key == Qt::Key_Enter) {
            m_page->setFocus();
            return true;
        }
    }
    return QDialog::eventFilter(watched, event);
}

void HelpWindow::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    else if (event->type() == QEvent::PaletteChange)
        showCurrent(); // the colours of links are in the text
    QDialog::changeEvent(event);
}

void HelpWindow::retranslate()
{
    setWindowTitle(tr("Help"));
    m_search->setPlaceholderText(tr("Search the help"));
    m_search->setAccessibleName(tr("Search the help"));
    m_contents->setAccessibleName(tr("Contents of the help"));
    m_page->setAccessibleName(tr("Help text"));
    m_nothing->setText(tr("No section has all of these words."));
    readBook();
}

HelpKey::HelpKey(QObject *parent) : QObject(parent) { qApp->installEventFilter(this); }

bool HelpKey::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() != QEvent::KeyPress || static_cast<QKeyEvent *>(event)->key() != Qt::Key_F1
        || static_cast<QKeyEvent *>(event)->modifiers() != Qt::NoModifier)
        return false;
    auto *widget = qobject_cast<QWidget *>(watched);
    if (!widget || widget->windowType() == Qt::Popup)
        return false;
    HelpWindow::openFor(widget);
    return true;
}

} // namespace tw::ui
