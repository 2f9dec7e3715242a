#include "ui/help/keys_dialog.h"

#include "ui/theme/measure.h"
#include "ui/widgets/window_size.h"

#include <QDialogButtonBox>
#include <QTextBrowser>
#include <QVBoxLayout>

namespace tw::ui {

namespace {

constexpr int kLetters = 68; // the longest line
constexpr int kLinesShown = 32; // fit on a screen of 1024 x 640

} // namespace

KeysDialog::KeysDialog(const QList<Line> &lines, QWidget *parent) : QDialog(parent)
{
    setWindowTitle(tr("Keyboard"));
    QString rows;
    for (const Line &line : lines)
        rows += QStringLiteral("<tr><td><b>%1</b></td><td>&nbsp;&nbsp;%2</td></tr>")
                    .arg(line.keys.toHtmlEscaped(), line.what.toHtmlEscaped());
    auto *text = new QTextBrowser(this);
    text->setAccessibleName(windowTitle());
    text->setHtml(QStringLiteral("<table cellspacing=\"4\">%1</table>").arg(rows));
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(text);
    layout->addWidget(buttons);
    resizeWithin(*this, QSize(kLetters * letterWidth(fontMetrics()), kLinesShown * fontMetrics().lineSpacing()));
    text->setFocus(); // the keys scroll it
}

} // namespace tw::ui
