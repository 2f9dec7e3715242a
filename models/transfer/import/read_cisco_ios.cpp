#include "models/transfer/import/dialect_reader.h"

namespace tw::models {

ReadOneResult readCiscoIos(const SourceText &text)
{
    PeerBuilder is(peerWords(PeerFormat::CiscoIos));
    DialectReader reader(is, {u'!', true});
    PeerView &view = is.view();

    reader.on("crypto isakmp policy *", is.isV2(false));
    reader.on("crypto isakmp policy * encryption **",
              [&](const QStringList &words) { return is.takeCipher(words.mid(1).join(u' '), PeerPhase::IkeV1); });
    reader.on("crypto isakmp policy * hash *",
              [&](const QStringList &words) { return is.takeHash(words[1], PeerPhase::IkeV1); });
    reader.on("crypto isakmp policy * group *",
              [&](const QStringList &words) { return is.takeGroup(words[1], PeerPhase::IkeV1); });
    reader.on("crypto isakmp policy * lifetime *",
              [&, take = is.seconds(&PeerView::ikeLifetime)](const QStringList &words) { return take(words.mid(1)); });
    reader.on("crypto isakmp key 0 * address *", [&](const QStringList &words) {
        view.remote = words[1];
        return is.takeKeyText(words[0]);
    });
    reader.on("crypto isakmp peer address *", is.isAggressive(true));
    reader.on("crypto isakmp peer address * set aggressive-mode password *",
              [&](const QStringList &words) { return is.takeKeyText(words[1]); });
    reader.on("crypto isakmp peer address * set aggressive-mode client-endpoint ipv4-address *",
              [&](const QStringList &words) {
                  view.localId = words[1];
                  return true;
              });
    reader.on("crypto isakmp keepalive * * periodic", is.probes(true));

    reader.on("crypto ikev2 proposal *", is.isV2(true));
    const auto second = [](PeerBuilder::Taker take) {
        return [take](const QStringList &words) { return take(words.mid(1)); };
    };
    reader.on("crypto ikev2 proposal * encryption *", second(is.cipher(PeerPhase::IkeV2)));
    reader.on("crypto ikev2 proposal * integrity *", second(is.hash(PeerPhase::IkeV2)));
    reader.on("crypto ikev2 proposal * prf *", second(is.hash(PeerPhase::IkeV2)));
    reader.on("crypto ikev2 proposal * group *", second(is.group(PeerPhase::IkeV2)));
    reader.on("crypto ikev2 keyring * peer * pre-shared-key *",
              [&](const QStringList &words) { return is.takeKeyText(words[2]); });
    reader.on("crypto ikev2 keyring * peer * pre-shared-key hex *",
              [&, take = is.hexKey()](const QStringList &words) { return take(words.mid(2)); });
    reader.on("crypto ikev2 profile * match identity remote address * 255.255.255.255",
              second(is.text(&PeerView::remoteId)));
    reader.on("crypto ikev2 profile * match identity remote fqdn *", second(is.text(&PeerView::remoteId)));
    reader.on("crypto ikev2 profile * identity local address *", second(is.text(&PeerView::localId)));
    reader.on("crypto ikev2 profile * identity local fqdn *", second(is.text(&PeerView::localId)));
    reader.on("crypto ikev2 profile * lifetime *", second(is.seconds(&PeerView::ikeLifetime)));
    reader.on("crypto ikev2 profile * dpd * * periodic", is.probes(true));

    // The cipher is one word or two, and with it goes the hash.
    reader.on("crypto ipsec transform-set * **", [&](const QStringList &words) {
        view.name = words[0];
        if (words.size() > 2 && words[words.size() - 2] == QLatin1String("mode")) // the line below it
            return words.last() == QLatin1String("tunnel");
        const bool isCipherLong = words.size() > 2 && !words[2].startsWith(QLatin1String("esp-"));
        const qsizetype count = isCipherLong ? 2 : 1;
        bool isKnown = is.takeCipher(words.mid(1, count).join(u' '), PeerPhase::Esp);
        if (words.size() == count + 2)
            isKnown = is.takeHash(words.last(), PeerPhase::Esp) && isKnown;
        return isKnown && words.size() <= count + 2;
    });
    reader.on("ip access-list extended * permit ip * * * *", second(is.maskedPair(true)));
    reader.on("crypto map * * ipsec-isakmp set peer *", [&](const QStringList &words) {
        view.remote = words[2];
        return true;
    });
    reader.on("crypto map * * ipsec-isakmp set pfs *",
              [&](const QStringList &words) { return is.takeGroup(words[2], PeerPhase::Esp); });
    reader.on("crypto map * * ipsec-isakmp set security-association lifetime seconds *",
              [&, take = is.seconds(&PeerView::espLifetime)](const QStringList &words) { return take(words.mid(2)); });
    reader.skip({"crypto isakmp policy * authentication pre-share", "crypto ikev2 policy *",
                 "crypto ikev2 policy * proposal *", "crypto ikev2 keyring *", "crypto ikev2 keyring * peer *",
                 "crypto ikev2 keyring * peer * address *", "crypto ikev2 profile *",
                 "crypto ikev2 profile * authentication remote pre-share",
                 "crypto ikev2 profile * authentication local pre-share", "crypto ikev2 profile * keyring local *",
                 "ip access-list extended *", "crypto map * * ipsec-isakmp",
                 "crypto map * * ipsec-isakmp set transform-set *", "crypto map * * ipsec-isakmp set ikev2-profile *",
                 "crypto map * * ipsec-isakmp set security-association lifetime kilobytes disable",
                 "crypto map * * ipsec-isakmp match address *", "interface *", "interface * crypto map *"});
    if (const auto done = reader.read(text); !done)
        return std::unexpected(done.error());
    // IKEv1 states no identities: they are the addresses.
    if (!view.isIkeV2)
        view.remoteId = view.remote;
    return is.finish();
}

} // namespace tw::models
