#include "models/filter/filter_vocabulary.h"

#include "models/live/state_group.h"
#include "models/live/status_text.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

namespace tw::models {

namespace {

QString words(const char *text) { return QCoreApplication::translate("tw::models::Filter", text); }

FilterVocabulary::Key keyWord(FilterKey key)
{
    switch (key) {
    case FilterKey::State:
        return {key,
                {QStringLiteral("state"), words(QT_TRANSLATE_NOOP("tw::models::Filter", "state")),
                 words(QT_TRANSLATE_NOOP("tw::models::Filter", "state, such as failed or down"))}};
    case FilterKey::Region:
        return {key,
                {QStringLiteral("region"), words(QT_TRANSLATE_NOOP("tw::models::Filter", "region")),
                 words(QT_TRANSLATE_NOOP("tw::models::Filter", "region, also beyond the chosen one"))}};
    case FilterKey::Gateway:
        return {key,
                {QStringLiteral("gw"), words(QT_TRANSLATE_NOOP("tw::models::Filter", "gw")),
                 words(QT_TRANSLATE_NOOP("tw::models::Filter", "name or address of either gateway"))}};
    case FilterKey::Weak:
        return {key,
                {QStringLiteral("weak"), words(QT_TRANSLATE_NOOP("tw::models::Filter", "weak")),
                 words(QT_TRANSLATE_NOOP("tw::models::Filter", "weak settings: yes or no"))}};
    case FilterKey::Net:
        return {key,
                {QStringLiteral("net"), words(QT_TRANSLATE_NOOP("tw::models::Filter", "net")),
                 words(QT_TRANSLATE_NOOP("tw::models::Filter", "network or address, as in net:10.0.0.0/8"))}};
    }
    return {};
}

FilterVocabulary vocabulary(std::initializer_list<FilterKey> keys)
{
    FilterVocabulary made;
    for (const FilterKey key : keys)
        made.keys.append(keyWord(key));
    const QString yes = words(QT_TRANSLATE_NOOP("tw::models::Filter", "yes"));
    const QString no = words(QT_TRANSLATE_NOOP("tw::models::Filter", "no"));
    made.yes = {QStringLiteral("yes"), yes, words(QT_TRANSLATE_NOOP("tw::models::Filter", "with weak settings"))};
    made.no = {QStringLiteral("no"), no, words(QT_TRANSLATE_NOOP("tw::models::Filter", "without weak settings"))};
    return made;
}

QString stateWord(api::ConnectionState state)
{
    const std::string_view name = api::stateName(state);
    return QString::fromLatin1(name.data(), static_cast<qsizetype>(name.size())).toLower();
}

QString groupWord(StateGroup group)
{
    switch (group) {
    case StateGroup::Up: return words(QT_TRANSLATE_NOOP("tw::models::Filter", "up"));
    case StateGroup::Negotiating: return words(QT_TRANSLATE_NOOP("tw::models::Filter", "negotiating"));
    case StateGroup::Failed: return words(QT_TRANSLATE_NOOP("tw::models::Filter", "failed"));
    case StateGroup::Waiting: return words(QT_TRANSLATE_NOOP("tw::models::Filter", "waiting"));
    case StateGroup::Down: return words(QT_TRANSLATE_NOOP("tw::models::Filter", "down"));
    }
    return {};
}

QString groupExplanation(StateGroup group)
{
    switch (group) {
    case StateGroup::Up: return words(QT_TRANSLATE_NOOP("tw::models::Filter", "both phases are established"));
    case StateGroup::Negotiating: return words(QT_TRANSLATE_NOOP("tw::models::Filter", "a negotiation is under way"));
    case StateGroup::Failed:
        return words(QT_TRANSLATE_NOOP("tw::models::Filter", "a phase failed, or the peer does not answer"));
    case StateGroup::Waiting: return words(QT_TRANSLATE_NOOP("tw::models::Filter", "waits for traffic"));
    case StateGroup::Down: return words(QT_TRANSLATE_NOOP("tw::models::Filter", "stopped, or being deleted"));
    }
    return {};
}

QString gatewayWord(GatewayState state)
{
    switch (state) {
    case GatewayState::Active: return QStringLiteral("usable");
    case GatewayState::Init: return QStringLiteral("unusable");
    case GatewayState::Updating: return QStringLiteral("updating");
    case GatewayState::Deleting: return QStringLiteral("deleting");
    }
    return {};
}

QString gatewayShown(GatewayState state)
{
    switch (state) {
    case GatewayState::Active: return words(QT_TRANSLATE_NOOP("tw::models::Filter", "usable"));
    case GatewayState::Init: return words(QT_TRANSLATE_NOOP("tw::models::Filter", "unusable"));
    case GatewayState::Updating: return words(QT_TRANSLATE_NOOP("tw::models::Filter", "updating"));
    case GatewayState::Deleting: return words(QT_TRANSLATE_NOOP("tw::models::Filter", "deleting"));
    }
    return {};
}

} // namespace

bool FilterWord::is(const QString &typed) const
{
    return typed.compare(word, Qt::CaseInsensitive) == 0 || typed.compare(shown, Qt::CaseInsensitive) == 0;
}

const FilterVocabulary::Key *FilterVocabulary::find(const QString &typed) const
{
    const auto found = std::ranges::find_if(keys, [&typed](const Key &key) { return key.word.is(typed); });
    return found == keys.end() ? nullptr : &*found;
}

const FilterWord &FilterVocabulary::word(FilterKey key) const { return std::ranges::find(keys, key, &Key::key)->word; }

FilterVocabulary connectionVocabulary()
{
    FilterVocabulary made =
        vocabulary({FilterKey::State, FilterKey::Region, FilterKey::Gateway, FilterKey::Weak, FilterKey::Net});
    for (const StateGroup group : kStateGroups)
        made.states.append({stateGroupName(group), groupWord(group), groupExplanation(group)});
    // Who copies a state out of the table finds it, too.
    for (int value = 0; value <= static_cast<int>(api::ConnectionState::Deleting); ++value) {
        const auto state = static_cast<api::ConnectionState>(value);
        made.states.append({stateWord(state), stateText(state), {}, false});
    }
    return made;
}

FilterVocabulary vpnGatewayVocabulary()
{
    FilterVocabulary made = vocabulary({FilterKey::State, FilterKey::Region, FilterKey::Net});
    for (const GatewayState state :
         {GatewayState::Active, GatewayState::Init, GatewayState::Updating, GatewayState::Deleting})
        made.states.append({gatewayWord(state), gatewayShown(state), {}});
    return made;
}

FilterVocabulary customerGatewayVocabulary() { return vocabulary({FilterKey::Region, FilterKey::Net}); }

QStringList stateWords(api::ConnectionState state) { return {stateGroupName(stateGroup(state)), stateWord(state)}; }

QStringList stateWords(GatewayState state) { return {gatewayWord(state)}; }

} // namespace tw::models
