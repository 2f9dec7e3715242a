#include "ui/undo_actions.h"

#include "models/catalog/catalog.h"
#include "models/live/live_state.h"
#include "ui/live/state_look.h"
#include "ui/theme/measure.h"
#include "ui/theme/symbolic_icon.h"
#include "ui/widgets/notice.h"
#include "ui/widgets/questions.h"

#include <QAction>

namespace tw::ui {

using models::UndoStack;

namespace {

constexpr int kMenuLetters = 60;

} // namespace

UndoActions::UndoActions(const Services &services, QWidget *window, QWidget *place)
    : QObject(window),
      m_services(services),
      m_window(window),
      m_notice(new Notice(place)),
      m_undo(new QAction(symbolicIcon(QStringLiteral("undo")), {}, this)),
      m_redo(new QAction(symbolicIcon(QStringLiteral("redo")), {}, this))
{
    m_undo->setObjectName(QStringLiteral("undo")); // their texts change with every step
    m_redo->setObjectName(QStringLiteral("redo"));
    m_undo->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_Z));
    m_redo->setShortcuts({QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Z), QKeySequence(Qt::CTRL | Qt::Key_Y)});
    connect(m_undo, &QAction::triggered, this, [this] { go(Direction::Undo); });
    connect(m_redo, &QAction::triggered, this, [this] { go(Direction::Redo); });
    if (UndoStack *stack = m_services.undo) {
        connect(stack, &UndoStack::changed, this, &UndoActions::update);
        connect(stack, &UndoStack::recorded, this, [this, stack] {
            const QString deleted = stack->deletionText();
            if (deleted.isEmpty())
                m_notice->hide(); // the next action: what it offered would undo another one now
            else
                m_notice->showNotice(Tone::Neutral, deleted, tr("Undo"), [this] { go(Direction::Undo); });
        });
    }
    retranslate();
}

void UndoActions::go(Direction direction)
{
    UndoStack *stack = m_services.undo;
    if (!stack || !stack->can(direction))
        return;
    const auto effects = stack->check(direction);
    if (!effects) {
        refuse(direction, effects.error());
        return;
    }
    if (!mayInterrupt(direction, *effects))
        return;
    const QString what = stack->text(direction);
    const auto objects = stack->apply(direction);
    if (!objects) {
        refuse(direction, objects.error());
        return;
    }
    m_services.catalog.whenSaved(this,
                                 [this, direction, what, objects = *objects](const models::CatalogResult<void> &saved) {
                                     if (saved)
                                         tellDone(direction, what, objects);
                                     else
                                         refuse(direction, saved.error().text);
                                 });
}

void UndoActions::tellDone(Direction direction, const QString &what, const QList<UndoStack::Object> &objects)
{
    Q_EMIT done(objects);
    if (direction == Direction::Undo)
        m_notice->showNotice(Tone::Neutral, tr("Undone: %1.").arg(what), tr("Redo"), [this] { go(Direction::Redo); });
    else
        m_notice->showNotice(Tone::Neutral, tr("Redone: %1.").arg(what), tr("Undo"), [this] { go(Direction::Undo); });
}

// As the editor and the deletion ask.
bool UndoActions::mayInterrupt(Direction direction, const UndoStack::Effects &effects)
{
    QStringList names;
    for (const QString &id : effects.renegotiated + effects.removed) {
        const models::Connection *connection = m_services.catalog.connection(id);
        if (connection && stateGroup(m_services.live.state(id)) == StateGroup::Up)
            names.append(connection->draft.name);
    }
    if (names.isEmpty())
        return true;
    const QString consequence = effects.removed.isEmpty()
        ? tr("It takes effect immediately: the security associations that are up are deleted, and both sides negotiate "
             "again.")
        : tr("The link breaks at once.");
    const QString question = names.size() == 1
        ? tr("Traffic of “%1” will be interrupted.").arg(names.first())
        : tr("Traffic of %n connections will be interrupted.", nullptr, static_cast<int>(names.size()));
    const QString verb = direction == Direction::Undo ? tr("Undo") : tr("Redo");
    return confirmed(m_window, verb, question, consequence, verb, names.size() > 1 ? names : QStringList());
}

void UndoActions::refuse(Direction direction, const QString &reason)
{
    const QString text =
        direction == Direction::Undo ? tr("Cannot be undone: %1").arg(reason) : tr("Cannot be redone: %1").arg(reason);
    m_notice->showNotice(
        Tone::Bad, text, tr("Leave this step out"), [this, direction] { m_services.undo->forget(direction); },
        Notice::Stay::UntilClosed);
}

void UndoActions::update()
{
    const auto show = [this](QAction *action, Direction direction, const QString &word, const QString &sentence) {
        // A menu as wide as the longest name would be wider than the window.
        const QString what =
            m_window->fontMetrics().elidedText(m_services.undo ? m_services.undo->text(direction) : QString(),
                                               Qt::ElideMiddle, kMenuLetters * letterWidth(m_window->fontMetrics()));
        action->setEnabled(m_services.undo && m_services.undo->can(direction));
        action->setText(what.isEmpty() ? word : sentence.arg(what));
    };
    show(m_undo, Direction::Undo, tr("U&ndo"), tr("U&ndo: %1"));
    show(m_redo, Direction::Redo, tr("&Redo"), tr("&Redo: %1"));
}

void UndoActions::retranslate()
{
    m_undo->setIconText(tr("Undo"));
    m_redo->setIconText(tr("Redo"));
    update();
}

} // namespace tw::ui
