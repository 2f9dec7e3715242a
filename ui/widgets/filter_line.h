#pragma once

#include "models/filter/filter_edit.h"
#include "ui/theme/tone.h"

#include <QLineEdit>

#include <functional>
#include <optional>

class QCompleter;
class QStandardItemModel;

namespace tw::ui {

// The line in which a filter is typed: it offers words, and underlines what is wrong.
class FilterLine final : public QLineEdit
{
    Q_OBJECT

public:
    // For the word at the cursor.
    using Suggest = std::function<models::FilterSuggestions(const QString &text, qsizetype cursor)>;
    struct Mark
    {
        qsizetype at = 0;
        qsizetype length = 0;
        Tone tone = Tone::Bad;

        friend bool operator==(const Mark &, const Mark &) = default;
    };

    explicit FilterLine(QWidget *parent = nullptr);

    void setSuggest(Suggest suggest) { m_suggest = std::move(suggest); }
    // Nothing: all is well.
    void setMark(const std::optional<Mark> &mark);
    QCompleter *suggestions() const { return m_completer; }

Q_SIGNALS:
    void left(); // Down, or Esc where there is nothing to clear

protected:
    bool event(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    enum class When { Typing, Asked };
    void offer(When when);
    void take(const QModelIndex &index);
    bool isOffering() const;
    void updateColors();

    Suggest m_suggest;
    std::optional<Mark> m_mark;
    QColor m_tint; // of the background; invalid: none
    QStandardItemModel *m_items;
    QCompleter *m_completer;
    models::FilterSuggestions m_offered;
};

} // namespace tw::ui
