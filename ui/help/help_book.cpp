#include "ui/help/help_book.h"

#include <QFile>
#include <QRegularExpression>

#include <algorithm>

namespace tw::ui {

namespace {

QString contentOf(const QString &resource)
{
    QFile file(resource);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

// "[words](other.md#topic)" -> "[words](#topic)"; a link that leads out of the help keeps its words.
QString withOwnLinks(QString line)
{
    static const QRegularExpression inner(QStringLiteral(R"(\]\([^)#]*#([^)]+)\))"));
    static const QRegularExpression outer(QStringLiteral(R"(\[([^\]]+)\]\([^)#]+\))"));
    return line.replace(inner, QStringLiteral("](#\\1)")).replace(outer, QStringLiteral("\\1"));
}

bool isHeading(QStringView line) { return line.startsWith(u'#'); }

// Markdown makes a blank of a line's end, and Chinese has none between its words.
bool isOneLineInChinese(const QString &above, const QString &below)
{
    static const QRegularExpression end(QStringLiteral(R"([\x{2e80}-\x{ffef}”’]$)"));
    static const QRegularExpression begin(QStringLiteral(R"(^ *[\x{2e80}-\x{ffef}“‘])"));
    return !isHeading(above) && end.match(above).hasMatch() && begin.match(below).hasMatch();
}

} // namespace

HelpBook HelpBook::inLanguage(const QString &language)
{
    HelpBook book;
    for (const QString &file : {QStringLiteral(":/guide/%1.md"), QStringLiteral(":/guide/reference.%1.md")})
        book.m_sections += sectionsOf(contentOf(file.arg(language)));
    return book;
}

QList<HelpSection> HelpBook::sectionsOf(const QString &markdown)
{
    static const QRegularExpression anchor(QStringLiteral(R"(^<a id=\x22([^\x22]+)\x22></a>$)"));
    static const QRegularExpression heading(QStringLiteral(R"(^(##+) (.+)$)"));
    static const QRegularExpression picture(QStringLiteral(R"(^\s*!\[)"));
    QList<HelpSection> sections;
    QString topic;
    QString above;
    for (const QString &line : markdown.split(QLatin1Char('\n'))) {
        if (const auto found = anchor.match(line); found.hasMatch()) {
            topic = found.captured(1);
            continue;
        }
        if (const auto found = heading.match(line); found.hasMatch()) {
            sections.append({topic, found.captured(2), {}, found.captured(1).size() > 2});
            topic.clear();
        }
        if (!sections.isEmpty() && !picture.match(line).hasMatch()) {
            QString &text = sections.last().text;
            if (isOneLineInChinese(above, line))
                text = text.chopped(1) + withOwnLinks(line.trimmed()) + QLatin1Char('\n');
            else
                text += withOwnLinks(line) + QLatin1Char('\n');
        }
        above = line;
    }
    return sections;
}

int HelpBook::indexOf(const QString &topic) const
{
    const auto found = std::ranges::find(m_sections, topic, &HelpSection::topic);
    return found == m_sections.end() ? -1 : static_cast<int>(found - m_sections.begin());
}

QString HelpBook::textAt(int index) const
{
    QString text = m_sections.at(index).text;
    if (m_sections.at(index).isPart)
        return text;
    for (qsizetype part = index + 1; part < m_sections.size() && m_sections.at(part).isPart; ++part)
        text += m_sections.at(part).text;
    return text;
}

bool HelpBook::isAbout(int index, const QString &words) const
{
    const QStringList wanted = words.simplified().split(QLatin1Char(' '), Qt::SkipEmptyParts);
    return std::ranges::all_of(wanted, [text = m_sections.at(index).text](const QString &word) {
        return text.contains(word, Qt::CaseInsensitive);
    });
}

} // namespace tw::ui
