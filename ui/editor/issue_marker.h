#pragma once

#include "ui/theme/tone.h"

#include <QWidget>

class QFormLayout;
class QLabel;

namespace tw::ui {

// What is wrong, or weak, about one field, or whence its value came, in the row below it: an icon, a sentence, and the
// mends as links. Takes no room while there is nothing to say.
class IssueMarker final : public QWidget
{
    Q_OBJECT

public:
    // Inserts itself below the row of `field`, which must be a row of `form` or a child of one.
    IssueMarker(QFormLayout *form, QWidget *field);

    struct Line
    {
        Tone tone = Tone::Bad;
        QString text;
        QStringList mends; // the words of links behind the text

        friend bool operator==(const Line &, const Line &) = default;
    };

    // Empty: takes the marker away.
    void showLines(const QList<Line> &lines);
    const QList<Line> &lines() const { return m_lines; }
    QWidget *field() const { return m_field; }

Q_SIGNALS:
    void mendRequested(int line, int mend);

protected:
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void render();
    void fitHeight();

    QFormLayout *m_form;
    QWidget *m_field;
    QLabel *m_icon;
    QLabel *m_text;
    QList<Line> m_lines;
};

} // namespace tw::ui
