#include "ui/transfer/export_notes.h"

#include "models/catalog/connection_draft.h"
#include "ui/diagnosis/text_label.h"
#include "ui/theme/symbolic_icon.h"
#include "ui/widgets/flow_layout.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace tw::ui {

namespace {

// A sign that follows the palette.
class SignLabel final : public QLabel
{
public:
    SignLabel(const QString &iconName, Tone tone, QWidget *parent) : QLabel(parent), m_name(iconName), m_tone(tone)
    {
        render();
    }

protected:
    void changeEvent(QEvent *event) override
    {
        if (event->type() == QEvent::PaletteChange)
            render();
        QLabel::changeEvent(event);
    }

private:
    void render()
    {
        const int side = fontMetrics().height();
        setPixmap(symbolicIcon(m_name, m_tone).pixmap(QSize(side, side), devicePixelRatioF()));
    }

    QString m_name;
    Tone m_tone;
};

} // namespace

ExportNotes::ExportNotes(QWidget *parent) : QWidget(parent), m_rows(new QVBoxLayout(this))
{
    m_rows->setContentsMargins(0, 0, 0, 0);
    m_rows->setSpacing(6);
}

void ExportNotes::clear()
{
    const auto old = findChildren<QWidget *>(QString(), Qt::FindDirectChildrenOnly);
    for (QWidget *row : old) {
        m_rows->removeWidget(row);
        row->hide();
        row->deleteLater(); // it may be a button's that was just pressed
    }
    while (QLayoutItem *item = m_rows->takeAt(0))
        delete item;
}

void ExportNotes::addNote(const QString &iconName, Tone tone, const QString &text)
{
    auto *row = new QWidget(this);
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(new SignLabel(iconName, tone, row), 0, Qt::AlignTop);
    auto *label = new TextLabel(row);
    label->setObjectName(QStringLiteral("note"));
    label->setText(text);
    layout->addWidget(label, 1);
    m_rows->addWidget(row);
}

void ExportNotes::addMends(const models::ExportBlocker &blocker)
{
    auto *row = new QWidget(this);
    auto *layout = new FlowLayout(8, 4);
    row->setLayout(layout);
    layout->setContentsMargins(fontMetrics().height() + 8, 0, 0, 6);
    const auto add = [&](const QString &text, models::Field field, const QString &value) {
        auto *button = new QPushButton(symbolicIcon(QStringLiteral("edit")), text, row);
        button->setAutoDefault(false);
        connect(button, &QPushButton::clicked, this, [this, field, value] { Q_EMIT mendRequested(field, value); });
        layout->addWidget(button);
    };
    for (const models::Mend &mend : blocker.mends)
        add(tr("Change “%1” to %2...").arg(models::fieldLabel(mend.field), models::choiceText(mend.value)), mend.field,
            mend.value);
    if (blocker.mends.isEmpty())
        add(tr("Change “%1”...").arg(models::fieldLabel(blocker.field)), blocker.field, {});
    m_rows->addWidget(row);
}

void ExportNotes::showObstacles(const models::ConnectionExport &made)
{
    clear();
    if (!made.refusal.isEmpty())
        addNote(QStringLiteral("error"), Tone::Bad, made.refusal);
    for (const models::ExportBlocker &blocker : made.result.blockers) {
        addNote(QStringLiteral("exclude"), Tone::Bad, blocker.reason.translated());
        addMends(blocker);
    }
    m_rows->addStretch(1);
}

void ExportNotes::showRemarks(const models::ConnectionExport &made, const QList<models::ExportBlocker> &keyTrouble)
{
    clear();
    const auto unsure = models::peerFormatInfo(made.format).unsure;
    for (const models::ExportBlocker &blocker : keyTrouble) {
        addNote(QStringLiteral("warning"), Tone::Warning, blocker.reason.translated());
        addMends(blocker);
    }
    for (const models::Remark &remark : made.result.warnings) {
        const bool isUnsure = std::ranges::any_of(unsure, [&](const char *text) { return remark.text == text; });
        if (isUnsure)
            addNote(QStringLiteral("help"), Tone::Muted, tr("Not confirmed: %1").arg(remark.translated()));
        else
            addNote(QStringLiteral("warning"), Tone::Warning, remark.translated());
    }
    setVisible(m_rows->count() > 0);
    m_rows->addStretch(1);
}

QStringList ExportNotes::texts() const
{
    QStringList texts;
    for (int row = 0; row < m_rows->count(); ++row) {
        const QWidget *widget = m_rows->itemAt(row)->widget();
        if (const auto *label = widget ? widget->findChild<QLabel *>(QStringLiteral("note")) : nullptr)
            texts.append(label->text());
    }
    return texts;
}

} // namespace tw::ui
