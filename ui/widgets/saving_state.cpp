#include "ui/widgets/saving_state.h"

#include "models/catalog/catalog.h"
#include "ui/widgets/message_bar.h"

#include <QDialog>
#include <QDialogButtonBox>
#include <QPushButton>

#include <utility>

namespace tw::ui {

namespace {

constexpr std::chrono::milliseconds kNoticeable{200};

// The nearest window around the dialog that can tell; nullptr: there is none.
QWidget *tellerAround(QWidget *dialog)
{
    QWidget *widget = dialog->parentWidget();
    while (widget && !dynamic_cast<LateNews *>(widget))
        widget = widget->parentWidget();
    return widget;
}

} // namespace

SavingState::SavingState(models::Catalog &catalog, MessageBar *bar, QDialog *dialog)
    : QObject(dialog), m_catalog(catalog), m_bar(bar), m_dialog(dialog)
{
    m_noticeable.setSingleShot(true);
    m_noticeable.setInterval(kNoticeable);
    m_noticeable.callOnTimeout(this, [this] { m_bar->showMessage(Tone::Neutral, tr("Saving...")); });
    m_patience.setSingleShot(true);
    m_patience.setInterval(kPatience);
    m_patience.callOnTimeout(this, &SavingState::offerToLeave);
}

void SavingState::await(std::function<void()> saved, const QString &name)
{
    m_name = name;
    if (m_catalog.isSaving())
        begin();
    const int awaited = ++m_awaited;
    m_catalog.whenSaved(this, [this, awaited, saved = std::move(saved)](const models::CatalogResult<void> &done) {
        if (awaited != m_awaited)
            return; // the user has gone on
        end();
        if (done)
            saved();
        else
            m_bar->showMessage(Tone::Bad, done.error().text);
    });
}

bool SavingState::letsGo()
{
    if (!m_isWaiting)
        return true;
    if (!m_mayLeave)
        return false;
    ++m_awaited;
    end();
    tellLater();
    return true;
}

// What is on its way cannot be called back: the disk has it, or will. The dialog has nothing more to do with it.
void SavingState::offerToLeave()
{
    m_mayLeave = true;
    m_bar->showMessage(
        Tone::Warning,
        m_reopening && tellerAround(m_dialog)
            ? tr("The disk does not answer yet. You can close this: saving goes on, and the window says how it "
                 "ended. If it fails, nothing is changed, and the window can reopen this form as it is now.")
            : tr("The disk does not answer yet. You can close this: saving goes on, and the window says how it "
                 "ended. If it fails, nothing is changed, and what was entered here is lost."));
    auto *buttons = m_dialog->findChild<QDialogButtonBox *>(QString(), Qt::FindDirectChildrenOnly);
    if (!buttons || !m_disabled.contains(buttons))
        return;
    for (QAbstractButton *button : buttons->buttons()) {
        if (buttons->buttonRole(button) == QDialogButtonBox::RejectRole || !button->isEnabledTo(buttons))
            continue;
        button->setEnabled(false);
        m_disabled.append(button);
    }
    m_disabled.removeOne(buttons);
    buttons->setEnabled(true);
}

// Where nobody can tell, a failure is told by whoever hears Catalog::saveFailed().
void SavingState::tellLater()
{
    QWidget *teller = tellerAround(m_dialog);
    if (!teller)
        return;
    const Reopen reopen = m_reopening ? m_reopening() : Reopen();
    m_catalog.whenSaved(teller, [teller, name = m_name, reopen](const models::CatalogResult<void> &done) {
        dynamic_cast<LateNews *>(teller)->tellLate(
            done.has_value(),
            done ? tr("“%1” is saved.").arg(name)
                 : tr("“%1” was not saved, and nothing was changed: %2").arg(name, done.error().text),
            done ? Reopen() : reopen);
    });
}

void SavingState::begin()
{
    m_isWaiting = true;
    m_bar->hide();
    m_focus = m_dialog->focusWidget();
    for (QWidget *child : m_dialog->findChildren<QWidget *>(Qt::FindDirectChildrenOnly)) {
        if (child == m_bar || child->isWindow() || !child->isEnabled())
            continue;
        child->setEnabled(false);
        m_disabled.append(child);
    }
    m_noticeable.start();
    m_patience.start();
}

void SavingState::end()
{
    if (!m_isWaiting)
        return;
    m_isWaiting = false;
    m_mayLeave = false;
    m_noticeable.stop();
    m_patience.stop();
    m_bar->hide();
    for (const QPointer<QWidget> &child : std::exchange(m_disabled, {})) {
        if (child)
            child->setEnabled(true);
    }
    if (m_focus)
        m_focus->setFocus();
}

} // namespace tw::ui
