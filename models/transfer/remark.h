#pragma once

#include <QString>
#include <QStringList>

namespace tw::models {

// One sentence about a text for or from another device. It exists twice: in the user's language for the windows, and in
// English for the file itself, which is mailed to others and pasted into consoles that know ASCII only.
struct Remark
{
    const char *text; // marked for translation in the context "Peer"; %1 and on are the args
    QStringList args;

    QString english() const;
    QString translated() const;

    friend bool operator==(const Remark &a, const Remark &b) { return a.english() == b.english(); }
};

} // namespace tw::models
