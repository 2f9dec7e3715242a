#include "models/transfer/import/dialect_reader.h"

namespace tw::models {

ReadOneResult readHuawei(const SourceText &text)
{
    PeerBuilder is(peerWords(PeerFormat::Huawei));
    DialectReader reader(is, {u'#', true});
    PeerView &view = is.view();
    const auto from = [](qsizetype at, PeerBuilder::Taker take) {
        return [take, at](const QStringList &words) { return take(words.mid(at)); };
    };

    reader.on("acl number * rule * permit ip source * * destination * *", from(2, is.maskedPair(true)));
    reader.on("ike proposal * encryption-algorithm *", from(1, is.cipher(PeerPhase::IkeV2)));
    reader.on("ike proposal * dh *", from(1, is.group(PeerPhase::IkeV2)));
    // The same hash by its other two names follows.
    reader.on("ike proposal * authentication-algorithm *", from(1, is.hash(PeerPhase::IkeV1)));
    reader.on("ike proposal * integrity-algorithm *", from(1, is.hash(PeerPhase::IkeV2)));
    reader.on("ike proposal * sa duration *", from(1, is.seconds(&PeerView::ikeLifetime)));
    reader.on("ike peer *", is.text(&PeerView::name));
    reader.on("ike peer * undo version 1", is.isV2(true));
    reader.on("ike peer * undo version 2", is.isV2(false));
    reader.on("ike peer * exchange-mode main", is.isAggressive(false));
    reader.on("ike peer * exchange-mode aggressive", is.isAggressive(true));
    reader.on("ike peer * pre-shared-key *", from(1, is.key()));
    reader.on("ike peer * remote-address *", from(1, is.text(&PeerView::remote)));
    reader.on("ipsec proposal * esp authentication-algorithm *", from(1, is.hash(PeerPhase::Esp)));
    reader.on("ipsec proposal * esp encryption-algorithm *", from(1, is.cipher(PeerPhase::Esp)));
    reader.on("ipsec policy * * isakmp pfs *", from(2, is.group(PeerPhase::Esp)));
    reader.on("ipsec policy * * isakmp sa duration time-based *", from(2, is.seconds(&PeerView::espLifetime)));
    reader.on("ipsec policy * * isakmp sa trigger-mode auto", is.startsAtOnce(true));
    reader.skip({"acl number *", "ike proposal *", "ike proposal * authentication-method pre-share",
                 "ike proposal * prf *", "ike peer * ike-proposal *", "ipsec proposal *",
                 "ipsec proposal * transform esp", "ipsec proposal * encapsulation-mode tunnel",
                 "ipsec policy * * isakmp", "ipsec policy * * isakmp security acl *",
                 "ipsec policy * * isakmp ike-peer *", "ipsec policy * * isakmp proposal *", "interface *",
                 "interface * ipsec policy *"});
    if (const auto done = reader.read(text); !done)
        return std::unexpected(done.error());
    view.remoteId = view.remote; // none is stated: they are the addresses
    return is.finish();
}

} // namespace tw::models
