#include "ui/palette/command_source.h"

#include "models/catalog/catalog.h"
#include "ui/theme/language.h"
#include "ui/theme/symbolic_icon.h"

#include <QAction>
#include <QMenu>
#include <QMenuBar>
#include <QPointer>

#include <algorithm>

namespace tw::ui {

namespace {

const auto kStep = QStringLiteral(" › ");

// Without mnemonics: "&File", and "文件(&F)" in Chinese. A doubled "&" is one that is shown.
QString plain(QString text)
{
    if (const qsizetype at = text.indexOf(QLatin1String("(&")); at >= 0 && text.mid(at + 3, 1) == QLatin1String(")"))
        text.remove(at, 4);
    QString result;
    for (qsizetype at = 0; at < text.size(); ++at) {
        if (text.at(at) == u'&' && ++at == text.size())
            break;
        result += text.at(at);
    }
    return result;
}

// In English, where the interface is in another language and the text is one of its own.
QString englishOf(const QAction *action)
{
    for (const QString &text : {action->text(), action->iconText()}) {
        const QString source = sourceText(text);
        if (!source.isEmpty())
            return plain(source);
    }
    return {};
}

void addActions(QList<PaletteEntry> &entries, const QList<QAction *> &actions, const QString &place)
{
    for (QAction *action : actions) {
        if (action->isSeparator() || !action->isVisible() || !action->isEnabled())
            continue;
        const QString title = plain(action->text());
        if (QMenu *menu = action->menu()) {
            addActions(entries, menu->actions(), place.isEmpty() ? title : place + kStep + title);
            continue;
        }
        const QString english = englishOf(action);
        QStringList keys;
        for (const QKeySequence &key : action->shortcuts())
            keys.append(key.toString(QKeySequence::NativeText));
        const QString name = !action->objectName().isEmpty() ? action->objectName()
            : english.isEmpty()                              ? title
                                                             : english;
        const QString key = QStringLiteral("action:") + name;
        // "New" of the page may be the same as "New connection": the first one has the keys.
        if (std::ranges::any_of(entries, [&](const PaletteEntry &known) { return known.search.key == key; }))
            continue;
        entries.append({.search = {key, title, english, place},
                        .keys = keys.join(QStringLiteral(", ")),
                        .icon = action->icon(),
                        .run = [action = QPointer(action)] {
                            if (action)
                                action->trigger();
                        }});
    }
}

} // namespace

QList<PaletteEntry> actionEntries(const QMenuBar *menuBar)
{
    QList<PaletteEntry> entries;
    addActions(entries, menuBar->actions(), {});
    return entries;
}

QList<PaletteEntry> objectEntries(const models::Catalog &catalog, const Reveal &reveal)
{
    QList<PaletteEntry> entries;
    const auto add = [&](models::ObjectKind kind, const QString &icon, const QString &id, const QString &name,
                         const QString &regionId) {
        const models::Region *region = catalog.region(regionId);
        const QString place =
            models::objectKindText(kind) + kStep + (region ? region->title(currentLanguage()) : regionId);
        entries.append({.search = {QStringLiteral("object:") + id, name, {}, place},
                        .keys = {},
                        .icon = symbolicIcon(icon),
                        .run = [=] { reveal(kind, id, regionId); }});
    };
    for (const models::Connection &connection : catalog.connections())
        add(models::ObjectKind::Connection, QStringLiteral("connection"), connection.draft.id, connection.draft.name,
            connection.draft.regionId);
    for (const models::VpnGateway &gateway : catalog.vpnGateways())
        add(models::ObjectKind::VpnGateway, QStringLiteral("vpn-gateway"), gateway.id, gateway.name, gateway.regionId);
    for (const models::CustomerGateway &gateway : catalog.customerGateways())
        add(models::ObjectKind::CustomerGateway, QStringLiteral("customer-gateway"), gateway.id, gateway.name,
            gateway.regionId);
    return entries;
}

} // namespace tw::ui
