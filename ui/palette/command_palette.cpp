#include "ui/palette/command_palette.h"

#include "models/store/settings.h"
#include "ui/palette/palette_model.h"
#include "ui/theme/measure.h"
#include "ui/theme/symbolic_icon.h"

#include <QApplication>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QVBoxLayout>

#include <algorithm>

namespace tw::ui {

namespace {

constexpr int kLetters = 92; // wide
constexpr int kMostRows = 12; // shown at once
constexpr int kTop = 48; // below the parent's upper edge

} // namespace

CommandPalette::CommandPalette(models::Settings &settings, std::function<QList<PaletteEntry>()> source, QWidget *parent)
    : QFrame(parent),
      m_settings(settings),
      m_source(std::move(source)),
      m_edit(new QLineEdit(this)),
      m_list(new QListView(this)),
      m_nothing(new QLabel(this)),
      m_model(new PaletteModel(this))
{
    setObjectName(QStringLiteral("CommandPalette"));
    setFrameShape(QFrame::Box);
    setFrameShadow(QFrame::Plain);
    setAutoFillBackground(true);
    m_edit->setClearButtonEnabled(true);
    m_edit->addAction(symbolicIcon(QStringLiteral("search"), Tone::Muted), QLineEdit::LeadingPosition);
    m_edit->installEventFilter(this);
    m_list->setModel(m_model);
    m_list->setItemDelegate(new PaletteDelegate(m_model, m_list));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setUniformItemSizes(true);
    m_list->setFocusPolicy(Qt::NoFocus); // the keys stay with what is typed
    m_list->setSelectionMode(QAbstractItemView::SingleSelection);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_nothing->setAlignment(Qt::AlignCenter);
    m_nothing->setForegroundRole(QPalette::PlaceholderText);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(9, 9, 9, 9);
    layout->setSpacing(8);
    layout->addWidget(m_edit);
    layout->addWidget(m_list, 1);
    layout->addWidget(m_nothing, 1);

    connect(m_edit, &QLineEdit::textChanged, this, &CommandPalette::search);
    connect(m_list, &QListView::clicked, this, [this](const QModelIndex &index) { choose(index.row()); });
    connect(qApp, &QApplication::focusChanged, this, [this](QWidget *, QWidget *now) {
        if (isVisible() && now && now != this && !isAncestorOf(now))
            hide(); // somebody clicked elsewhere, and has the focus there
    });
    parent->installEventFilter(this); // a window
    retranslate();
    updateColors();
    hide();
}

CommandPalette::~CommandPalette() = default;

void CommandPalette::open()
{
    if (isVisible()) {
        dismiss(); // the same key again
        return;
    }
    m_before = QApplication::focusWidget();
    m_model->setEntries(m_source());
    m_edit->clear();
    search();
    show();
    raise();
    m_edit->setFocus(Qt::ShortcutFocusReason);
}

void CommandPalette::dismiss()
{
    hide();
    if (m_before)
        m_before->setFocus(Qt::OtherFocusReason);
}

void CommandPalette::search()
{
    m_model->search(m_edit->text(), m_settings.recentChoices());
    const bool any = m_model->rowCount() > 0;
    m_list->setVisible(any);
    m_nothing->setVisible(!any);
    m_nothing->setText(tr("Nothing matches “%1”.").arg(m_edit->text()));
    if (any) {
        m_list->setCurrentIndex(m_model->index(0));
        m_list->scrollToTop();
    }
    place();
}

// As high as its rows, as far as the parent allows.
void CommandPalette::place()
{
    const QSize room = parentWidget()->size();
    const int row = m_list->sizeHintForRow(0) > 0 ? m_list->sizeHintForRow(0) : 2 * fontMetrics().lineSpacing();
    const int rows = std::clamp(m_model->rowCount(), 1, kMostRows);
    const int margins = layout()->contentsMargins().top() + layout()->contentsMargins().bottom() + layout()->spacing();
    const int height = m_edit->sizeHint().height() + margins + rows * row + 2 * frameWidth();
    const int width = std::min(kLetters * letterWidth(fontMetrics()), room.width() - 2 * kTop);
    resize(width, std::min(height, room.height() - 2 * kTop));
    move((room.width() - width) / 2, kTop);
}

void CommandPalette::moveBy(int rows)
{
    const int count = m_model->rowCount();
    if (count == 0)
        return;
    int row = m_list->currentIndex().row() + rows;
    if (std::abs(rows) == 1)
        row = (row + count) % count; // round the ends, as menus go
    m_list->setCurrentIndex(m_model->index(std::clamp(row, 0, count - 1)));
}

void CommandPalette::choose(int row)
{
    if (row < 0 || row >= m_model->rowCount())
        return;
    const PaletteEntry chosen = m_model->entry(row); // which may open a dialog that lives longer than the list
    m_settings.setRecentChoices(models::withChoice(m_settings.recentChoices(), chosen.search.key));
    dismiss();
    if (chosen.run)
        chosen.run();
}

bool CommandPalette::event(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    return QFrame::event(event);
}

bool CommandPalette::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == parentWidget() && event->type() == QEvent::Resize && isVisible())
        place();
    if (watched == parentWidget() && event->type() == QEvent::ApplicationPaletteChange)
        updateColors(); // windows hear of it; a widget with colours of its own does not
    if (watched != m_edit || event->type() != QEvent::KeyPress)
        return QFrame::eventFilter(watched, event);
    const int page = std::max(1, m_list->viewport()->height() / std::max(1, m_list->sizeHintForRow(0)) - 1);
    switch (static_cast<QKeyEvent *>(event)->key()) {
    case Qt::Key_Down: moveBy(1); return true;
    case Qt::Key_Up: moveBy(-1); return true;
    case Qt::Key_PageDown: moveBy(std::max(page, 2)); return true;
    case Qt::Key_PageUp: moveBy(-std::max(page, 2)); return true;
    case Qt::Key_Return:
    case Qt::Key_Enter: choose(m_list->currentIndex().row()); return true;
    case Qt::Key_Escape: dismiss(); return true;
    case Qt::Key_Tab:
    case Qt::Key_Backtab: return true; // there is nowhere else to go
    default: return false;
    }
}

void CommandPalette::updateColors()
{
    const QPalette application = QGuiApplication::palette();
    QPalette own = application;
    own.setColor(QPalette::WindowText, separatorColor(application)); // of the frame
    setPalette(own);
    m_nothing->setPalette(application);
    m_list->setPalette(application);
    m_edit->setPalette(application);
}

void CommandPalette::retranslate()
{
    m_edit->setPlaceholderText(tr("Search actions, connections, gateways and settings"));
    m_edit->setAccessibleName(tr("Command palette"));
    m_list->setAccessibleName(tr("What can be chosen"));
}

} // namespace tw::ui
