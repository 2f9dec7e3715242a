#include "models/transfer/import/dialect_reader.h"

namespace tw::models {

ReadOneResult readVyOs(const SourceText &text)
{
    PeerBuilder is(peerWords(PeerFormat::VyOs));
    DialectReader reader(is, {u'#', false, u'\''});
    const auto from = [](qsizetype at, PeerBuilder::Taker take) {
        return [take, at](const QStringList &words) { return take(words.mid(at)); };
    };

#define IKE "set vpn ipsec ike-group * "
#define ESP "set vpn ipsec esp-group * "
#define PEER "set vpn ipsec site-to-site peer * "
    reader.on("set vpn ipsec authentication psk * secret *", from(1, is.key()));
    reader.on(IKE "key-exchange ikev1", is.isV2(false));
    reader.on(IKE "key-exchange ikev2", is.isV2(true));
    reader.on(IKE "mode main", is.isAggressive(false));
    reader.on(IKE "mode aggressive", is.isAggressive(true));
    reader.on(IKE "lifetime *", from(1, is.seconds(&PeerView::ikeLifetime)));
    reader.on(IKE "dead-peer-detection action *", is.probes(true));
    reader.on(IKE "proposal 1 encryption *", from(1, is.cipher(PeerPhase::IkeV2)));
    reader.on(IKE "proposal 1 hash *", from(1, is.hash(PeerPhase::IkeV2)));
    reader.on(IKE "proposal 1 dh-group *", from(1, is.group(PeerPhase::IkeV2)));
    reader.on(ESP "lifetime *", from(1, is.seconds(&PeerView::espLifetime)));
    reader.on(ESP "pfs disable", is.noPfs());
    reader.on(ESP "pfs *", from(1, is.group(PeerPhase::Esp)));
    reader.on(ESP "proposal 1 encryption *", from(1, is.cipher(PeerPhase::Esp)));
    reader.on(ESP "proposal 1 hash *", from(1, is.hash(PeerPhase::Esp)));
    reader.on(PEER "authentication local-id *", from(1, is.text(&PeerView::localId)));
    reader.on(PEER "authentication remote-id *", from(1, is.text(&PeerView::remoteId)));
    reader.on(PEER "connection-type initiate", is.startsAtOnce(true));
    reader.on(PEER "connection-type trap", is.startsAtOnce(false));
    reader.on(PEER "ike-group *", is.text(&PeerView::name));
    reader.on(PEER "local-address *", from(1, is.text(&PeerView::local)));
    reader.on(PEER "remote-address *", from(1, is.text(&PeerView::remote)));
    reader.on(PEER "tunnel * local prefix *", [&is](const QStringList &words) { return is.addLocal(words[2]); });
    reader.on(PEER "tunnel * remote prefix *", [&is](const QStringList &words) { return is.addRemote(words[2]); });
    reader.skip({"set vpn ipsec interface *", "set vpn ipsec authentication psk * id *", IKE "disable-mobike",
                 IKE "dead-peer-detection interval *", IKE "dead-peer-detection timeout *", IKE "close-action *",
                 IKE "proposal 1 prf *", ESP "mode tunnel", PEER "authentication mode pre-shared-secret",
                 PEER "default-esp-group *"});
#undef IKE
#undef ESP
#undef PEER
    if (const auto done = reader.read(text); !done)
        return std::unexpected(done.error());
    return is.finish();
}

} // namespace tw::models
