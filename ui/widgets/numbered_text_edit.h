#pragma once

#include "ui/theme/tone.h"

#include <QPlainTextEdit>

namespace tw::ui {

// A text with the numbers of its lines beside it, so that "line 12" can be found, and lines that are marked.
class NumberedTextEdit final : public QPlainTextEdit
{
    Q_OBJECT

public:
    explicit NumberedTextEdit(QWidget *parent = nullptr);

    struct Mark
    {
        int line; // from 1
        Tone tone;
    };
    void setMarks(const QList<Mark> &marks);
    // Into the middle of what is shown, with the cursor there.
    void showLine(int line);

Q_SIGNALS:
    void filesDropped(const QStringList &paths);

protected:
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    bool canInsertFromMimeData(const QMimeData *source) const override;
    void insertFromMimeData(const QMimeData *source) override;

private:
    class Numbers;

    int numbersWidth() const;
    void fitNumbers();
    void paintNumbers(QPaintEvent *event);
    void render();

    Numbers *m_numbers;
    QList<Mark> m_marks;
};

} // namespace tw::ui
