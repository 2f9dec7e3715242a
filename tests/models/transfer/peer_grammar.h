#pragma once

#include <QFile>
#include <QHash>
#include <QList>
#include <QRegularExpression>
#include <QSet>
#include <QStringList>

#include <vector>

namespace tw::test {

// What a format's documentation lets stand in a text, out of a file that grammar/README.md describes.
class PeerGrammar
{
public:
    explicit PeerGrammar(const QString &fileName)
    {
        QFile file(fileName);
        if (!file.open(QIODevice::ReadOnly))
            qFatal("there is no %s", qPrintable(fileName));
        QHash<QString, QString> pieces;
        QList<std::size_t> parents;
        const QStringList lines = QString::fromUtf8(file.readAll()).split(u'\n', Qt::SkipEmptyParts);
        for (const QString &line : lines) {
            if (line.startsWith(u'@')) {
                pieces.insert(line.section(QStringLiteral(" = "), 0, 0).mid(1), line.section(QStringLiteral(" = "), 1));
                continue;
            }
            const int indent = indentOf(line);
            while (!parents.isEmpty() && m_rules[parents.last()].indent >= indent)
                parents.removeLast();
            QString expression = line.trimmed();
            const bool isNeeded = expression.startsWith(u'!');
            if (isNeeded)
                expression.remove(0, 1);
            // Pieces may hold pieces that stand above them.
            for (int round = 0; round < 3; ++round) {
                for (auto piece = pieces.cbegin(); piece != pieces.cend(); ++piece)
                    expression.replace(u'{' + piece.key() + u'}', piece.value());
            }
            Rule rule{indent, parents.isEmpty() ? -1 : static_cast<int>(parents.last()), isNeeded,
                      QRegularExpression(QRegularExpression::anchoredPattern(expression))};
            if (!rule.expression.isValid())
                qFatal("%s: %s: %s", qPrintable(fileName), qPrintable(expression),
                       qPrintable(rule.expression.errorString()));
            parents.append(m_rules.size());
            m_rules.push_back(std::move(rule));
        }
    }

    // What is wrong with a text, one line each; nothing where it is right.
    QStringList faults(const QString &text, const QString &comment) const
    {
        struct Level
        {
            int indent;
            int rule;
            QSet<int> seen; // which rules were there below it
            QString line;
        };
        QStringList wrong;
        QSet<QString> defined;
        QList<Level> levels{{-1, -1, {}, QStringLiteral("the text")}};
        const auto close = [&] {
            const Level level = levels.takeLast();
            for (std::size_t i = 0; i < m_rules.size(); ++i) {
                if (m_rules[i].isNeeded && m_rules[i].parent == level.rule && !level.seen.contains(static_cast<int>(i)))
                    wrong << QStringLiteral("%1 lacks: %2").arg(level.line, m_rules[i].expression.pattern());
            }
        };
        for (const QString &line : text.split(u'\n', Qt::SkipEmptyParts)) {
            if (line.trimmed().startsWith(comment))
                continue;
            const int indent = indentOf(line);
            // A closing brace belongs to what it closes.
            const int depth = line.trimmed() == QStringLiteral("}") ? indent + 1 : indent;
            while (levels.size() > 1 && levels.last().indent >= depth)
                close();
            const int rule = find(line, depth == indent ? indent : -1, levels.last().rule, defined, wrong);
            if (rule < 0) {
                wrong << QStringLiteral("not allowed here: ") + line;
                continue;
            }
            levels.last().seen.insert(rule);
            if (depth == indent)
                levels.append({indent, rule, {}, line});
        }
        while (!levels.isEmpty())
            close();
        return wrong;
    }

private:
    struct Rule
    {
        int indent;
        int parent;
        bool isNeeded;
        QRegularExpression expression;
    };

    static int indentOf(const QString &line)
    {
        int indent = 0;
        while (indent < line.size() && line[indent] == u' ')
            ++indent;
        return indent;
    }

    int find(const QString &line, int indent, int parent, QSet<QString> &defined, QStringList &wrong) const
    {
        for (std::size_t i = 0; i < m_rules.size(); ++i) {
            if (m_rules[i].parent != parent || (indent >= 0 && m_rules[i].indent != indent))
                continue;
            const auto match = m_rules[i].expression.match(line.trimmed());
            if (!match.hasMatch())
                continue;
            const QStringList groups = m_rules[i].expression.namedCaptureGroups();
            for (qsizetype group = 1; group < groups.size(); ++group) {
                const QString kind = groups[group].mid(4);
                const QString name = kind + u' ' + match.captured(static_cast<int>(group));
                if (groups[group].startsWith(QLatin1String("use_")) && !defined.contains(name))
                    wrong << QStringLiteral("used before it is defined: %1, in: %2").arg(name, line);
                if (groups[group].startsWith(QLatin1String("def_")))
                    defined.insert(name);
            }
            return static_cast<int>(i);
        }
        return -1;
    }

    std::vector<Rule> m_rules;
};

} // namespace tw::test
