#include "models/transfer/import/dialect_reader.h"

namespace tw::models {

ReadOneResult readPanOs(const SourceText &text)
{
    PeerBuilder is(peerWords(PeerFormat::PanOs));
    DialectReader reader(is, {u'#', false, u'"', true});
    const auto from = [](qsizetype at, PeerBuilder::Taker take) {
        return [take, at](const QStringList &words) { return take(words.mid(at)); };
    };
    const auto lifetime = [&is](qint64 PeerView::*member, qint64 unit) {
        return [&is, member, unit](const QStringList &words) {
            bool isNumber = false;
            const qint64 number = words.value(1).toLongLong(&isNumber);
            if (!isNumber || number <= 0 || number > 1'000'000)
                return false;
            is.view().*member = number * unit;
            return true;
        };
    };
    QString local;

#define IKE "set network ike crypto-profiles ike-crypto-profiles * "
#define ESP "set network ike crypto-profiles ipsec-crypto-profiles * "
#define GATEWAY "set network ike gateway * "
#define TUNNEL "set network tunnel ipsec * "
    reader.on(IKE "encryption *", from(1, is.cipher(PeerPhase::IkeV2)));
    reader.on(IKE "hash *", from(1, is.hash(PeerPhase::IkeV2)));
    reader.on(IKE "dh-group *", from(1, is.group(PeerPhase::IkeV2)));
    reader.on(ESP "esp encryption *", from(1, is.cipher(PeerPhase::Esp)));
    reader.on(ESP "esp authentication none", is.nothing());
    reader.on(ESP "esp authentication *", from(1, is.hash(PeerPhase::Esp)));
    reader.on(ESP "dh-group no-pfs", is.noPfs());
    reader.on(ESP "dh-group *", from(1, is.group(PeerPhase::Esp)));
    for (const auto &[unit, seconds] :
         {std::pair("seconds", 1), std::pair("minutes", 60), std::pair("hours", 3600), std::pair("days", 86400)}) {
        reader.on(QByteArray(IKE "lifetime ").append(unit).append(" *").constData(),
                  lifetime(&PeerView::ikeLifetime, seconds));
        reader.on(QByteArray(ESP "lifetime ").append(unit).append(" *").constData(),
                  lifetime(&PeerView::espLifetime, seconds));
    }
    reader.on(GATEWAY "authentication pre-shared-key key *", from(1, is.key()));
    reader.on(GATEWAY "protocol version ikev1", is.isV2(false));
    reader.on(GATEWAY "protocol version ikev2", is.isV2(true));
    reader.on(GATEWAY "protocol ikev1 exchange-mode main", is.isAggressive(false));
    reader.on(GATEWAY "protocol ikev1 exchange-mode aggressive", is.isAggressive(true));
    reader.on(GATEWAY "protocol * dpd enable yes", is.probes(true));
    reader.on(GATEWAY "protocol * dpd enable no", is.probes(false));
    reader.on(GATEWAY "peer-address ip *", from(1, is.text(&PeerView::remote)));
    reader.on(GATEWAY "local-id type * id *", from(2, is.text(&PeerView::localId)));
    reader.on(GATEWAY "peer-id type * id *", from(2, is.text(&PeerView::remoteId)));
    reader.on(TUNNEL "auto-key ike-gateway *", from(1, is.text(&PeerView::name)));
    reader.on(TUNNEL "auto-key proxy-id * local *", [&is](const QStringList &words) { return is.addLocal(words[2]); });
    reader.on(TUNNEL "auto-key proxy-id * remote *",
              [&is](const QStringList &words) { return is.addRemote(words[2]); });
    reader.skip({GATEWAY "protocol * ike-crypto-profile *", GATEWAY "protocol-common nat-traversal enable yes",
                 GATEWAY "local-address interface *", "set network interface tunnel units *",
                 TUNNEL "tunnel-interface *", TUNNEL "auto-key ipsec-crypto-profile *",
                 TUNNEL "auto-key proxy-id * protocol any", "set network virtual-router **",
                 "set zone * network layer3 *"});
#undef IKE
#undef ESP
#undef GATEWAY
#undef TUNNEL
    if (const auto done = reader.read(text); !done)
        return std::unexpected(done.error());
    return is.finish();
}

} // namespace tw::models
