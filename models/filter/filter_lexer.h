#pragma once

#include <QList>
#include <QString>

// The pieces of a filter's text with their places, before anything is known about their sense. Every text has pieces:
// what is unfinished is marked so. What Chinese input methods type counts as well: “ ” ： ， 、 － and the wide blank.
namespace tw::models {

struct FilterPiece
{
    QString text; // without quotation marks
    qsizetype at = 0; // with them
    qsizetype length = 0;
    bool isQuoted = false;
    bool isClosed = true; // a quotation mark at its end, where there is one at its beginning

    qsizetype end() const { return at + length; }
};

struct FilterToken
{
    qsizetype at = 0; // of the whole term with what negates it
    qsizetype length = 0;
    QString negation; // as typed: "-", "not"; empty: none
    bool isNegated = false; // twice is not at all
    FilterPiece key; // "state"; empty text: free text
    QList<FilterPiece> values; // one of free text, alternatives of a key; none where a term is missing

    qsizetype end() const { return at + length; }
    bool hasKey() const { return !key.text.isEmpty(); }
};

// `hasKeys`: else a colon is a letter like any other.
QList<FilterToken> lexFilter(const QString &text, bool hasKeys);

// In quotation marks where it would fall apart without or mean something else.
QString quotedFilterValue(const QString &value);

} // namespace tw::models
