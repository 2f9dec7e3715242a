#pragma once

#include <QString>

namespace tw::ui {

// A window that can still say how something ended whose dialog is gone.
class LateNews
{
public:
    virtual ~LateNews() = default;
    virtual void tellLate(bool isGood, const QString &sentence) = 0;
};

} // namespace tw::ui
