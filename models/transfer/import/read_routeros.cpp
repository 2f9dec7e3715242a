#include "models/transfer/import/dialect_reader.h"

namespace tw::models {

namespace {

// "1d", "1h30m"; plain digits are seconds
std::optional<qint64> duration(QStringView text)
{
    qint64 total = 0;
    qint64 number = -1;
    for (const QChar c : text) {
        if (c.isDigit()) {
            number = (number < 0 ? 0 : number) * 10 + (c.unicode() - u'0');
            if (number > 10'000'000)
                return std::nullopt;
            continue;
        }
        const qint64 unit = c == u'w' ? 604800
            : c == u'd'               ? 86400
            : c == u'h'               ? 3600
            : c == u'm'               ? 60
            : c == u's'               ? 1
                                      : 0;
        if (unit == 0 || number < 0)
            return std::nullopt;
        total += number * unit;
        number = -1;
    }
    return total + std::max<qint64>(number, 0);
}

QString identity(const QString &text) { return text.mid(text.indexOf(u':') + 1); }

using Values = QHash<QString, QString>;

bool takeProfile(PeerBuilder &is, const Values &values)
{
    const PeerPhase ike = PeerPhase::IkeV2;
    const auto lifetime = duration(values.value(QStringLiteral("lifetime")));
    is.view().ikeLifetime = lifetime.value_or(0);
    is.view().probes = values.value(QStringLiteral("dpd-interval")) != QLatin1String("disable-dpd");
    is.reading().saysProbes = true;
    return is.takeCipher(values.value(QStringLiteral("enc-algorithm")), ike)
        & is.takeHash(values.value(QStringLiteral("hash-algorithm")), ike)
        & is.takeGroup(values.value(QStringLiteral("dh-group")), ike) & lifetime.has_value();
}

bool takeProposal(PeerBuilder &is, const Values &values)
{
    const auto lifetime = duration(values.value(QStringLiteral("lifetime")));
    is.view().espLifetime = lifetime.value_or(0);
    const QString hash = values.value(QStringLiteral("auth-algorithms"));
    const QString group = values.value(QStringLiteral("pfs-group"));
    bool isKnown =
        is.takeCipher(values.value(QStringLiteral("enc-algorithms")), PeerPhase::Esp) && lifetime.has_value();
    if (!hash.isEmpty())
        isKnown = is.takeHash(hash, PeerPhase::Esp) && isKnown;
    if (group != QLatin1String("none"))
        isKnown = is.takeGroup(group, PeerPhase::Esp) && isKnown;
    return isKnown;
}

bool takePeer(PeerBuilder &is, const Values &values)
{
    const QString mode = values.value(QStringLiteral("exchange-mode"));
    PeerView &view = is.view();
    view.name = values.value(QStringLiteral("name"));
    view.remote = values.value(QStringLiteral("address")).section(u'/', 0, 0);
    view.local = values.value(QStringLiteral("local-address"));
    view.isIkeV2 = mode == QLatin1String("ike2");
    view.isAggressive = mode == QLatin1String("aggressive");
    return view.isIkeV2 || view.isAggressive || mode == QLatin1String("main");
}

bool takeIdentity(PeerBuilder &is, const Values &values)
{
    is.view().localId = identity(values.value(QStringLiteral("my-id")));
    is.view().remoteId = identity(values.value(QStringLiteral("remote-id")));
    QString secret = values.value(QStringLiteral("secret"));
    if (isPlaceholder(secret))
        return true;
    // Here 0x alone has a meaning.
    if (!secret.startsWith(QLatin1String("0x")))
        return is.takeKeyText(secret);
    auto key = takeEncodedKey(secret);
    if (!key)
        return false;
    is.reading().key = std::move(*key);
    return true;
}

bool takePolicy(PeerBuilder &is, const Values &values)
{
    return is.pair()({values.value(QStringLiteral("src-address")), values.value(QStringLiteral("dst-address"))});
}

} // namespace

ReadOneResult readRouterOs(const SourceText &text)
{
    PeerBuilder is(peerWords(PeerFormat::RouterOs));
    DialectReader reader(is, {u'#', false, u'"', true});
    const auto adds = [&](const char *menu, bool (*take)(PeerBuilder &, const Values &)) {
        reader.on(QByteArray("/ip ipsec ").append(menu).append(" add **").constData(),
                  [&is, take](const QStringList &words) {
                      Values values;
                      for (const QString &word : words)
                          values.insert(word.section(u'=', 0, 0), word.section(u'=', 1));
                      return take(is, values);
                  });
    };
    adds("profile", takeProfile);
    adds("proposal", takeProposal);
    adds("peer", takePeer);
    adds("identity", takeIdentity);
    adds("policy", takePolicy);
    reader.skip({"/ip firewall nat add **"});
    if (const auto done = reader.read(text); !done)
        return std::unexpected(done.error());
    return is.finish();
}

} // namespace tw::models
