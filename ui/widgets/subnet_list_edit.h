#pragma once

#include <QPlainTextEdit>

#include <functional>

namespace tw::ui {

class SubnetHighlighter;

// A list of subnets: separated by commas as in the cloud's form, or one a line as it comes out of a table. What is not a
// subnet is underlined as it is typed; why, the form says when the field is left. Grows with its lines, up to a few.
class SubnetListEdit final : public QPlainTextEdit
{
    Q_OBJECT

public:
    // True where the text of one item is a subnet.
    using Check = std::function<bool(const QString &item)>;

    explicit SubnetListEdit(QWidget *parent = nullptr);
    ~SubnetListEdit() override;

    // As the form and the API write it: items joined by commas, blanks removed.
    QString subnets() const;
    void setSubnets(const QString &list);
    // Called for every item after every change, so it must be quick.
    void setCheck(Check check);
    QStringList wrongItems() const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void subnetsEdited();
    void editingFinished();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    int heightForLines(int lines) const;
    void fitHeight();

    SubnetHighlighter *m_highlighter;
    QString m_lastText;
};

} // namespace tw::ui
