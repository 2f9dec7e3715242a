#pragma once

#include <QList>
#include <QString>

namespace tw::ui {

// A heading of the user guide and what stands below it, until the next one.
struct HelpSection
{
    QString topic; // the anchor in front of the heading: the same in every language
    QString title;
    QString text; // Markdown, with its heading
    bool isPart = false; // of the nearest section before it that is none
};

// The user guide of docs/guide, as the program carries it: without the pictures, which show the window that stands
// beside it, and with those links that lead to another section.
class HelpBook
{
public:
    // In one of availableLanguages().
    static HelpBook inLanguage(const QString &language);
    static QList<HelpSection> sectionsOf(const QString &markdown);

    const QList<HelpSection> &sections() const { return m_sections; }
    int indexOf(const QString &topic) const; // -1: there is none
    // A section with its parts.
    QString textAt(int index) const;
    // Whether every word of `words` stands in it.
    bool isAbout(int index, const QString &words) const;

private:
    QList<HelpSection> m_sections;
};

} // namespace tw::ui
