#include "models/transfer/import/dialect_reader.h"

namespace tw::models {

ReadOneResult readH3c(const SourceText &text)
{
    PeerBuilder is(peerWords(PeerFormat::H3c));
    DialectReader reader(is, {u'#', true});
    const auto from = [](qsizetype at, PeerBuilder::Taker take) {
        return [take, at](const QStringList &words) { return take(words.mid(at)); };
    };

    reader.on("acl advanced * rule permit ip source * * destination * *", from(1, is.maskedPair(true)));
    reader.on("ike proposal *", is.isV2(false));
    reader.on("ike proposal * encryption-algorithm *", from(1, is.cipher(PeerPhase::IkeV1)));
    reader.on("ike proposal * authentication-algorithm *", from(1, is.hash(PeerPhase::IkeV1)));
    reader.on("ike proposal * dh *", from(1, is.group(PeerPhase::IkeV1)));
    reader.on("ike proposal * sa duration *", from(1, is.seconds(&PeerView::ikeLifetime)));
    reader.on("ike keychain * pre-shared-key address * 255.255.255.255 key simple *", from(2, is.key()));
    reader.on("ike profile * exchange-mode main", is.isAggressive(false));
    reader.on("ike profile * exchange-mode aggressive", is.isAggressive(true));
    reader.on("ike profile * local-identity * *", from(2, is.text(&PeerView::localId)));
    reader.on("ike profile * match remote identity address * 255.255.255.255", from(1, is.text(&PeerView::remoteId)));
    reader.on("ike profile * match remote identity * *", from(2, is.text(&PeerView::remoteId)));
    reader.on("ike profile * dpd interval * retry * periodic", is.probes(true));

    reader.on("ikev2 proposal *", is.isV2(true));
    reader.on("ikev2 proposal * encryption *", from(1, is.cipher(PeerPhase::IkeV2)));
    reader.on("ikev2 proposal * integrity *", from(1, is.hash(PeerPhase::IkeV2)));
    reader.on("ikev2 proposal * prf *", from(1, is.hash(PeerPhase::IkeV2)));
    reader.on("ikev2 proposal * dh *", from(1, is.group(PeerPhase::IkeV2)));
    reader.on("ikev2 keychain * peer * pre-shared-key plaintext *", from(2, is.key()));
    reader.on("ikev2 profile * identity local * *", from(2, is.text(&PeerView::localId)));
    reader.on("ikev2 profile * match remote identity address * 32", from(1, is.text(&PeerView::remoteId)));
    reader.on("ikev2 profile * match remote identity * *", from(2, is.text(&PeerView::remoteId)));
    reader.on("ikev2 profile * sa duration *", from(1, is.seconds(&PeerView::ikeLifetime)));
    reader.on("ikev2 profile * dpd interval * periodic", is.probes(true));

    reader.on("ipsec transform-set *", is.text(&PeerView::name));
    reader.on("ipsec transform-set * esp encryption-algorithm *", from(1, is.cipher(PeerPhase::Esp)));
    reader.on("ipsec transform-set * esp authentication-algorithm *", from(1, is.hash(PeerPhase::Esp)));
    reader.on("ipsec transform-set * pfs *", from(1, is.group(PeerPhase::Esp)));
    reader.on("ipsec policy * * isakmp local-address *", from(2, is.text(&PeerView::local)));
    reader.on("ipsec policy * * isakmp remote-address *", from(2, is.text(&PeerView::remote)));
    reader.on("ipsec policy * * isakmp sa duration time-based *", from(2, is.seconds(&PeerView::espLifetime)));
    reader.on("ipsec policy * * isakmp sa trigger-mode auto", is.startsAtOnce(true));
    reader.skip({"acl advanced *",
                 "ike proposal * authentication-method pre-share",
                 "ike keychain *",
                 "ike profile *",
                 "ike profile * keychain *",
                 "ike profile * proposal *",
                 "ikev2 policy *",
                 "ikev2 policy * proposal *",
                 "ikev2 keychain *",
                 "ikev2 keychain * peer *",
                 "ikev2 keychain * peer * address * *",
                 "ikev2 keychain * peer * identity * *",
                 "ikev2 profile *",
                 "ikev2 profile * authentication-method local pre-share",
                 "ikev2 profile * authentication-method remote pre-share",
                 "ikev2 profile * keychain *",
                 "ipsec transform-set * encapsulation-mode tunnel",
                 "ipsec transform-set * protocol esp",
                 "ipsec policy * * isakmp",
                 "ipsec policy * * isakmp transform-set *",
                 "ipsec policy * * isakmp security acl *",
                 "ipsec policy * * isakmp ike-profile *",
                 "ipsec policy * * isakmp ikev2-profile *",
                 "interface *",
                 "interface * ipsec apply policy *"});
    if (const auto done = reader.read(text); !done)
        return std::unexpected(done.error());
    return is.finish();
}

} // namespace tw::models
