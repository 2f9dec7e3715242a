#include "ui/widgets/questions.h"

#include "ui/theme/measure.h"
#include "ui/theme/symbolic_icon.h"
#include "ui/widgets/breakable_text.h"

#include <QCoreApplication>
#include <QMessageBox>
#include <QPushButton>
#include <QTextDocument>

namespace tw::ui {

namespace {

constexpr qsizetype kMostListed = 12;
constexpr int kIconSide = 32;

class Words final
{
    Q_DECLARE_TR_FUNCTIONS(tw::ui::Questions)

public:
    static QString more(qsizetype count) { return tr("… and %n more", nullptr, static_cast<int>(count)); }
};

// A name in a list takes one line: its middle is left out, and no line ends in it. A path stays whole, it can be broken
// at its separators.
QString shortened(const QString &line, const QFontMetrics &metrics)
{
    const int widest = (kLettersOnLine - 4) * letterWidth(metrics); // with the bullet before it
    QStringList words = line.split(QLatin1Char(' '));
    for (QString &word : words) {
        const QString elided = metrics.elidedText(word, Qt::ElideMiddle, widest);
        if (elided != word && !word.contains(QLatin1Char('/')))
            word = unbreakable(elided);
    }
    return words.join(QLatin1Char(' '));
}

QStringList shortened(const QStringList &lines, const QFontMetrics &metrics)
{
    QStringList result;
    for (const QString &line : lines)
        result.append(shortened(line, metrics));
    return result;
}

// No line ends after a bullet.
QString bulletList(const QStringList &lines)
{
    const QString bullet = QStringLiteral("•") + QChar(QChar::Nbsp);
    return bullet + lines.join(QLatin1Char('\n') + bullet);
}

void setTexts(QMessageBox &box, const QString &question, const QString &consequence, const QStringList &concerns)
{
    const QFontMetrics metrics = box.fontMetrics();
    box.setTextFormat(Qt::PlainText); // names are the user's own
    box.setText(breakable(question, metrics));
    QStringList paragraphs;
    if (!consequence.isEmpty())
        paragraphs.append(consequence);
    if (!concerns.isEmpty()) {
        paragraphs.append(concernsList(concerns, metrics));
        const QStringList listed = concerns.mid(0, kMostListed);
        if (shortened(listed, metrics) != listed)
            box.setToolTip(Qt::convertFromPlainText(breakable(bulletList(listed), metrics)));
    }
    box.setInformativeText(breakable(paragraphs.join(QStringLiteral("\n\n")), metrics));
}

void setSign(QMessageBox &box, const QString &icon, Tone tone)
{
    box.setIconPixmap(symbolicIcon(icon, tone).pixmap(QSize(kIconSide, kIconSide), box.devicePixelRatioF()));
}

} // namespace

QString concernsList(const QStringList &concerns, const QFontMetrics &metrics)
{
    const QString list = bulletList(shortened(concerns.mid(0, kMostListed), metrics));
    return concerns.size() > kMostListed ? list + QLatin1Char('\n') + Words::more(concerns.size() - kMostListed) : list;
}

bool confirmed(QWidget *parent, const QString &title, const QString &question, const QString &consequence,
               const QString &verb, const QStringList &concerns)
{
    QMessageBox box(QMessageBox::Warning, title, {}, QMessageBox::NoButton, parent);
    setTexts(box, question, consequence, concerns);
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
                          const QStringList &verbs, const QStringList &concerns)
{
    QMessageBox box(QMessageBox::Question, title, {}, QMessageBox::NoButton, parent);
    setTexts(box, question, consequence, concerns);
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
    QMessageBox box(QMessageBox::Information, title, {}, QMessageBox::Ok, parent);
    setTexts(box, reason, {}, concerns);
    setSign(box, QStringLiteral("info"), Tone::Accent);
    box.exec();
}

} // namespace tw::ui
