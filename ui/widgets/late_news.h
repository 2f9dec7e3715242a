#pragma once

#include <QString>

#include <functional>

class QDialog;
class QWidget;

namespace tw::ui {

// Makes a form once more, with what stood in it when it was left. It holds what was typed, secrets in the type that wipes
// them, for as long as it is kept itself.
using Reopen = std::function<QDialog *(QWidget *parent)>;

// A window that can still say how something ended whose dialog is gone.
class LateNews
{
public:
    virtual ~LateNews() = default;
    // `reopen`, where there is one: of a form whose content was not saved.
    virtual void tellLate(bool isGood, const QString &sentence, const Reopen &reopen) = 0;
};

} // namespace tw::ui
