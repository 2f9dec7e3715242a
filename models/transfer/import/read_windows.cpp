#include "models/transfer/import/dialect_reader.h"

#include <QHash>

namespace tw::models {

namespace {

struct Command
{
    int line = 0;
    QString name;
    QHash<QString, QString> values; // by parameter, without the hyphen
};

struct Word
{
    QString text;
    bool isQuoted = false; // then it is a value, even where it begins with a hyphen
};

// A line's words; '' within quotes is one quote.
std::expected<QList<Word>, ReadFault> shellWords(const QString &line, int number)
{
    QList<Word> words;
    for (qsizetype i = 0; i < line.size();) {
        if (line[i] == u' ' || line[i] == u'\t') {
            ++i;
            continue;
        }
        QString word;
        const bool beginsQuoted = line[i] == u'\'';
        bool isQuoted = false;
        for (; i < line.size() && (isQuoted || (line[i] != u' ' && line[i] != u'\t')); ++i) {
            if (line[i] != u'\'') {
                word += line[i];
            } else if (isQuoted && line.sliced(i).startsWith(QLatin1String("''"))) {
                word += u'\'';
                ++i;
            } else {
                isQuoted = !isQuoted;
            }
        }
        if (isQuoted)
            return std::unexpected(ReadFault{number, {QT_TRANSLATE_NOOP("Peer", "A quotation is not closed."), {}}});
        words.append({word, beginsQuoted});
    }
    return words;
}

std::expected<QList<Command>, ReadFault> commandsOf(const SourceText &text)
{
    QList<Command> commands;
    bool continues = false;
    QString parameter;
    int number = 0;
    for (const QString &line : text.lines()) {
        ++number;
        QString trimmed = line.trimmed();
        if (trimmed.isEmpty() || trimmed.startsWith(u'#'))
            continue;
        const bool isOpen = trimmed.endsWith(QLatin1String(" `"));
        if (isOpen)
            trimmed.chop(2);
        auto words = shellWords(trimmed, number);
        if (!words)
            return std::unexpected(words.error());
        if (words->size() > 2 && words->at(1).text == QLatin1String("="))
            words->remove(0, 2);
        if (!continues && !words->isEmpty()) {
            commands.append({number, words->takeFirst().text, {}});
            parameter.clear();
        }
        for (const Word &word : std::as_const(*words)) {
            if (commands.isEmpty())
                break;
            if (!word.isQuoted && word.text.startsWith(u'-') && word.text.size() > 1) {
                parameter = word.text.sliced(1);
                commands.last().values.insert(parameter, {});
            } else if (!parameter.isEmpty()) {
                commands.last().values.insert(parameter, word.text);
                parameter.clear();
            }
        }
        continues = isOpen;
    }
    return commands;
}

qint64 minutes(const Command &command) { return command.values.value(QStringLiteral("MaxMinutes")).toLongLong() * 60; }

void takeInterface(PeerBuilder &is, const Command &command)
{
    const auto value = [&](const char *name) { return command.values.value(QLatin1String(name)); };
    PeerView &view = is.view();
    is.useWords(windowsS2sWords());
    view.isIkeV2 = true;
    view.name = value("Name");
    view.remote = view.remoteId = value("Destination");
    view.startsAtOnce = value("AutoConnectEnabled") == QLatin1String("$true");
    is.reading().saysStart = true;
    view.ikeLifetime = value("MMSALifeTimeSeconds").toLongLong();
    view.espLifetime = value("SALifeTimeSeconds").toLongLong();
    is.takeCipher(value("EncryptionMethod"), PeerPhase::IkeV2);
    is.takeHash(value("IntegrityCheckMethod"), PeerPhase::IkeV2);
    is.takeGroup(value("DHGroup"), PeerPhase::IkeV2);
    is.takeCipher(value("CipherTransformConstants"), PeerPhase::Esp);
    if (value("AuthenticationTransformConstants") != value("CipherTransformConstants"))
        is.takeHash(value("AuthenticationTransformConstants"), PeerPhase::Esp);
    if (value("PfsGroup") != QLatin1String("None"))
        is.takeGroup(value("PfsGroup"), PeerPhase::Esp);
    is.takeKeyText(value("SharedSecret"));
    QString routes = value("IPv4Subnet");
    routes.remove(u'@').remove(u'(').remove(u')');
    for (const QString &route : routes.split(u',')) {
        if (!is.addRemote(route.section(u':', 0, 0)))
            is.ignore(command.line, QStringLiteral("IPv4Subnet"));
    }
}

bool takeRule(PeerBuilder &is, const Command &command)
{
    const auto value = [&](const char *name) { return command.values.value(QLatin1String(name)); };
    PeerView &view = is.view();
    if (command.name == QLatin1String("New-NetIPsecMainModeCryptoProposal"))
        return is.takeCipher(value("Encryption"), PeerPhase::IkeV1) & is.takeHash(value("Hash"), PeerPhase::IkeV1)
            & is.takeGroup(value("KeyExchange"), PeerPhase::IkeV1);
    if (command.name == QLatin1String("New-NetIPsecMainModeCryptoSet")) {
        view.isIkeV2 = false;
        view.ikeLifetime = minutes(command);
        return view.ikeLifetime > 0;
    }
    if (command.name == QLatin1String("New-NetIPsecAuthProposal"))
        return is.takeKeyText(value("PreSharedKey"));
    if (command.name == QLatin1String("New-NetIPsecQuickModeCryptoProposal")) {
        view.espLifetime = minutes(command);
        const bool isKnown = is.takeCipher(value("Encryption"), PeerPhase::Esp);
        return (value("ESPHash") == value("Encryption") || is.takeHash(value("ESPHash"), PeerPhase::Esp)) && isKnown;
    }
    if (command.name == QLatin1String("New-NetIPsecQuickModeCryptoSet"))
        return value("PerfectForwardSecrecyGroup") == QLatin1String("None")
            || is.takeGroup(value("PerfectForwardSecrecyGroup"), PeerPhase::Esp);
    if (command.name == QLatin1String("New-NetIPsecRule")) {
        view.name = value("DisplayName");
        view.local = view.localId = value("LocalTunnelEndpoint");
        view.remote = view.remoteId = value("RemoteTunnelEndpoint");
        bool isKnown = true;
        for (const QString &subnet : value("LocalAddress").split(u','))
            isKnown = is.addLocal(subnet) && isKnown;
        for (const QString &subnet : value("RemoteAddress").split(u','))
            isKnown = is.addRemote(subnet) && isKnown;
        return isKnown;
    }
    return command.name == QLatin1String("New-NetIPsecPhase1AuthSet")
        || command.name == QLatin1String("New-NetIPsecMainModeRule");
}

} // namespace

ReadOneResult readWindows(const SourceText &text)
{
    const auto commands = commandsOf(text);
    if (!commands)
        return std::unexpected(commands.error());
    PeerBuilder is(peerWords(PeerFormat::Windows));
    for (const Command &command : *commands) {
        if (command.name == QLatin1String("Add-VpnS2SInterface"))
            takeInterface(is, command);
        else if (command.name != QLatin1String("Install-RemoteAccess")
                 && !command.name.endsWith(QLatin1String("-VpnS2SInterface")) && !takeRule(is, command))
            is.ignore(command.line, command.name);
    }
    return is.finish();
}

} // namespace tw::models
