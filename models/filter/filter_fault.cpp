#include "models/filter/filter_fault.h"

#include <QCoreApplication>

namespace tw::models {

namespace {

QString words(const char *text) { return QCoreApplication::translate("tw::models::Filter", text); }

QString listed(const QStringList &items) { return items.join(words(QT_TRANSLATE_NOOP("tw::models::Filter", ", "))); }

QString stateList(const FilterVocabulary &vocabulary)
{
    QStringList states;
    for (const FilterWord &state : vocabulary.states) {
        if (state.isOffered)
            states.append(state.shown);
    }
    return listed(states);
}

QString keyList(const FilterVocabulary &vocabulary)
{
    QStringList keys;
    for (const FilterVocabulary::Key &key : vocabulary.keys)
        keys.append(key.word.word + u':');
    return listed(keys);
}

QString missingText(FilterKey key, const FilterVocabulary &vocabulary)
{
    switch (key) {
    case FilterKey::State:
        return words(QT_TRANSLATE_NOOP("tw::models::Filter", "A state follows: %1.")).arg(stateList(vocabulary));
    case FilterKey::Region:
        return words(
            QT_TRANSLATE_NOOP("tw::models::Filter", "A part of a region's name or ID follows, as in region:beijing."));
    case FilterKey::Gateway:
        return words(
            QT_TRANSLATE_NOOP("tw::models::Filter",
                              "A part of a gateway's name, or its address, follows, as in gw:office or gw:192.0.2.1."));
    case FilterKey::Weak:
        return words(QT_TRANSLATE_NOOP("tw::models::Filter", "%1 or %2 follows."))
            .arg(vocabulary.yes.shown, vocabulary.no.shown);
    case FilterKey::Net:
        return words(QT_TRANSLATE_NOOP("tw::models::Filter", "A network or an address follows, as in net:10.0.0.0/8."));
    }
    return {};
}

} // namespace

QString faultText(const FilterFault &fault, const FilterVocabulary &vocabulary)
{
    using enum FilterFault::Kind;
    switch (fault.kind) {
    case UnclosedQuote:
        return words(QT_TRANSLATE_NOOP("tw::models::Filter",
                                       "The quotation mark is not closed: put another one behind the text."));
    case NothingToNegate:
        return words(QT_TRANSLATE_NOOP("tw::models::Filter",
                                       "Nothing follows “%1”: what must not match goes there, as in -office."))
            .arg(fault.piece);
    case UnknownKey:
        return words(QT_TRANSLATE_NOOP("tw::models::Filter",
                                       "“%1:” is no key of this list. There are %2; text with a colon goes in "
                                       "quotation marks."))
            .arg(fault.piece, keyList(vocabulary));
    case ValueMissing: return missingText(fault.key, vocabulary);
    case UnknownState:
        return (fault.isUnfinished
                    ? words(QT_TRANSLATE_NOOP("tw::models::Filter", "“%1” is not complete. The states are %2."))
                    : words(QT_TRANSLATE_NOOP("tw::models::Filter", "“%1” is no state. The states are %2.")))
            .arg(fault.piece, stateList(vocabulary));
    case NotYesOrNo:
        return words(QT_TRANSLATE_NOOP("tw::models::Filter", "“%1” is neither %2 nor %3."))
            .arg(fault.piece, vocabulary.yes.shown, vocabulary.no.shown);
    case NotANetwork:
        return (fault.isUnfinished
                    ? words(QT_TRANSLATE_NOOP("tw::models::Filter",
                                              "“%1” is not complete. A network is written as 10.0.0.0/8 or "
                                              "2001:db8::/32, an address alone is one, too."))
                    : words(QT_TRANSLATE_NOOP("tw::models::Filter",
                                              "“%1” is no network. One is written as 10.0.0.0/8 or 2001:db8::/32, an "
                                              "address alone is one, too.")))
            .arg(fault.piece);
    }
    return {};
}

} // namespace tw::models
