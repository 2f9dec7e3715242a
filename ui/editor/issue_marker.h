#pragma once

#include "ui/theme/tone.h"

#include <QWidget>

class QFormLayout;
class QLabel;

namespace tw::ui {

// What is wrong, or weak, about one field, in the row below it: an icon, a sentence, and where there is one the mend as
// a link. Takes no room while there is nothing to say.
class IssueMarker final : public QWidget
{
    Q_OBJECT

public:
    // Inserts itself below the row of `field`, which must be a row of `form` or a child of one.
    IssueMarker(QFormLayout *form, QWidget *field);

    // Fixed words: `text` is shown as it is. Without a `mend` there is no link.
    void showIssue(Tone tone, const QString &text, const QString &mend = {});
    void clear();
    bool isShown() const { return m_shown; }
    QString text() const;
    QString mend() const;
    QWidget *field() const { return m_field; }

Q_SIGNALS:
    void mendRequested();

protected:
    void changeEvent(QEvent *event) override;

private:
    void updateColors();

    QFormLayout *m_form;
    QWidget *m_field;
    QLabel *m_icon;
    QLabel *m_text;
    Tone m_tone = Tone::Bad;
    QString m_message;
    QString m_mend;
    bool m_shown = false;
};

} // namespace tw::ui
