#include "ui/widgets/questions.h"

#include "ui/theme/symbolic_icon.h"

#include <QMessageBox>
#include <QPushButton>

namespace tw::ui {

namespace {

constexpr qsizetype kMostListed = 12;
constexpr int kIconSide = 32;

void setSign(QMessageBox &box, const QString &icon, Tone tone)
{
    box.setIconPixmap(symbolicIcon(icon, tone).pixmap(QSize(kIconSide, kIconSide), box.devicePixelRatioF()));
}

} // namespace

bool confirmed(QWidget *parent, const QString &title, const QString &question, const QString &consequence,
               const QString &verb)
{
    QMessageBox box(QMessageBox::Warning, title, question, QMessageBox::NoButton, parent);
    box.setTextFormat(Qt::PlainText); // names are the user's own
    box.setInformativeText(consequence);
    setSign(box, QStringLiteral("warning"), Tone::Warning);
    QPushButton *act = box.addButton(verb, QMessageBox::DestructiveRole);
    QPushButton *cancel = box.addButton(QMessageBox::Cancel);
    act->setObjectName(QStringLiteral("confirmButton"));
    box.setDefaultButton(cancel);
    box.setEscapeButton(cancel);
    box.exec();
    return box.clickedButton() == act;
}

std::optional<int> chosen(QWidget *parent, const QString &title, const QString &question, const QString &consequence,
                          const QStringList &verbs)
{
    QMessageBox box(QMessageBox::Question, title, question, QMessageBox::NoButton, parent);
    box.setTextFormat(Qt::PlainText);
    box.setInformativeText(consequence);
    setSign(box, QStringLiteral("help"), Tone::Accent);
    QList<QAbstractButton *> buttons;
    for (const QString &verb : verbs)
        buttons.append(box.addButton(verb, QMessageBox::AcceptRole));
    box.setEscapeButton(box.addButton(QMessageBox::Cancel));
    box.exec();
    const auto at = buttons.indexOf(box.clickedButton());
    return at < 0 ? std::nullopt : std::optional(static_cast<int>(at));
}

void refuse(QWidget *parent, const QString &title, const QString &reason, const QStringList &concerns)
{
    QMessageBox box(QMessageBox::Information, title, reason, QMessageBox::Ok, parent);
    box.setTextFormat(Qt::PlainText);
    setSign(box, QStringLiteral("info"), Tone::Accent);
    QStringList lines = concerns.mid(0, kMostListed);
    for (QString &line : lines)
        line.prepend(QStringLiteral("• "));
    if (concerns.size() > kMostListed)
        lines.append(QStringLiteral("…"));
    box.setInformativeText(lines.join(QLatin1Char('\n')));
    box.exec();
}

} // namespace tw::ui
