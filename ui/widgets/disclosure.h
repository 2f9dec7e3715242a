#pragma once

#include <QWidget>

class QToolButton;
class QVBoxLayout;

namespace tw::ui {

// A heading that folds its content away. The content is a child; it keeps its values while folded.
class Disclosure final : public QWidget
{
    Q_OBJECT
    Q_PROPERTY(QString title READ title WRITE setTitle)

public:
    explicit Disclosure(QWidget *parent = nullptr);

    QString title() const;
    void setTitle(const QString &title);
    // Takes ownership.
    void setContent(QWidget *content);
    bool isOpen() const { return m_isOpen; }
    void setOpen(bool open);

Q_SIGNALS:
    void toggled(bool open);

private:
    void updateArrow();

    QToolButton *m_heading;
    QVBoxLayout *m_layout;
    QWidget *m_content = nullptr;
    bool m_isOpen = false;
};

} // namespace tw::ui
