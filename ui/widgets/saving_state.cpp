#include "ui/widgets/saving_state.h"

#include "models/catalog/catalog.h"
#include "ui/widgets/message_bar.h"

#include <QDialog>

#include <utility>

namespace tw::ui {

namespace {

constexpr std::chrono::milliseconds kNoticeable{200};

} // namespace

SavingState::SavingState(models::Catalog &catalog, MessageBar *bar, QDialog *dialog)
    : QObject(dialog), m_catalog(catalog), m_bar(bar), m_dialog(dialog)
{
    m_noticeable.setSingleShot(true);
    m_noticeable.setInterval(kNoticeable);
    m_noticeable.callOnTimeout(this, [this] { m_bar->showMessage(Tone::Neutral, tr("Saving...")); });
}

void SavingState::await(std::function<void()> saved)
{
    if (m_catalog.isSaving())
        begin();
    m_catalog.whenSaved(this, [this, saved = std::move(saved)](const models::CatalogResult<void> &done) {
        end();
        if (done)
            saved();
        else
            m_bar->showMessage(Tone::Bad, done.error().text);
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
}

void SavingState::end()
{
    if (!m_isWaiting)
        return;
    m_isWaiting = false;
    m_noticeable.stop();
    m_bar->hide();
    for (const QPointer<QWidget> &child : std::exchange(m_disabled, {})) {
        if (child)
            child->setEnabled(true);
    }
    if (m_focus)
        m_focus->setFocus();
}

} // namespace tw::ui
