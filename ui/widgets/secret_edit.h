#pragma once

#include <QWidget>

#include <functional>

class QAction;
class QLineEdit;
class QTimer;
class QToolButton;

namespace tw::ui {

// A field for a key. Hidden by default and hidden again after a while; what is copied leaves the clipboard after a
// while; typing leaves no undo history from which the key could be brought back.
class SecretEdit final : public QWidget
{
    Q_OBJECT

public:
    using Generator = std::function<QString()>;

    static constexpr int kRevealSeconds = 30;

    explicit SecretEdit(QWidget *parent = nullptr);

    QString secret() const;
    void setSecret(const QString &secret); // hides it again
    // Without a generator the button is not shown.
    void setGenerator(Generator generator);
    void setMaxLength(int characters);
    void setPlaceholderText(const QString &text);
    bool isRevealed() const;
    QLineEdit *lineEdit() const { return m_edit; }

Q_SIGNALS:
    void secretEdited(); // by the user: typed or generated
    void editingFinished();

protected:
    void changeEvent(QEvent *event) override;

private:
    void reveal(bool on);
    void generate();
    void copy();
    void forgetHistory();
    void retranslate();

    QLineEdit *m_edit;
    QAction *m_reveal;
    QAction *m_copy;
    QAction *m_generate;
    QToolButton *m_generateButton;
    QTimer *m_conceal;
    Generator m_generator;
};

} // namespace tw::ui
