#pragma once

#include <QList>
#include <QString>

namespace tw::models {

// The scope of every other object. The cloud's regions ship with the program; an admin adds own ones (a site, a data
// centre), which have one name for all languages.
struct Region
{
    QString id; // "cn-hangzhou"; of an own region as the admin typed it
    QString name; // English, or the own name
    QString chineseName; // empty for an own region
    bool isOwn = false;

    // In a language as QLocale::name() writes it ("zh_CN", "en").
    const QString &title(const QString &language) const
    {
        return language.startsWith(QLatin1String("zh")) && !chineseName.isEmpty() ? chineseName : name;
    }

    friend bool operator==(const Region &, const Region &) = default;
};

// Those of the resource, in its order.
const QList<Region> &builtInRegions();

// Built-in ones first, as they are, then own ones by name.
void sortRegions(QList<Region> &regions);

} // namespace tw::models
