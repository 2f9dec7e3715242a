#include "models/transfer/import/dialect_reader.h"

namespace tw::models {

ReadOneResult readCiscoAsa(const SourceText &text)
{
    PeerBuilder is(peerWords(PeerFormat::CiscoAsa));
    DialectReader reader(is, {u'!', true});
    PeerView &view = is.view();
    const auto from = [](qsizetype at, PeerBuilder::Taker take) {
        return [take, at](const QStringList &words) { return take(words.mid(at)); };
    };

    reader.on("crypto ikev1 policy *", is.isV2(false));
    reader.on("crypto ikev1 policy * encryption *", from(1, is.cipher(PeerPhase::IkeV1)));
    reader.on("crypto ikev1 policy * hash *", from(1, is.hash(PeerPhase::IkeV1)));
    reader.on("crypto ikev1 policy * group *", from(1, is.group(PeerPhase::IkeV1)));
    reader.on("crypto ikev1 policy * lifetime *", from(1, is.seconds(&PeerView::ikeLifetime)));
    reader.on("crypto ikev2 policy *", is.isV2(true));
    reader.on("crypto ikev2 policy * encryption *", from(1, is.cipher(PeerPhase::IkeV2)));
    reader.on("crypto ikev2 policy * integrity null", is.nothing());
    reader.on("crypto ikev2 policy * integrity *", from(1, is.hash(PeerPhase::IkeV2)));
    reader.on("crypto ikev2 policy * prf *", from(1, is.hash(PeerPhase::IkeV2)));
    reader.on("crypto ikev2 policy * group *", from(1, is.group(PeerPhase::IkeV2)));
    reader.on("crypto ikev2 policy * lifetime seconds *", from(1, is.seconds(&PeerView::ikeLifetime)));

    reader.on("crypto ipsec ikev1 transform-set * * esp-sha-hmac", [&](const QStringList &words) {
        view.name = words[0];
        is.setHash(PeerPhase::Esp, api::Integrity::HmacSha1_96);
        return is.takeCipher(words[1], PeerPhase::Esp);
    });
    reader.on("crypto ipsec ikev2 ipsec-proposal *", is.text(&PeerView::name));
    reader.on("crypto ipsec ikev2 ipsec-proposal * protocol esp encryption *", [&](const QStringList &words) {
        // Here without the "esp-" that transform sets have; the AEAD suite never has it.
        const QString marked = QStringLiteral("esp-") + words[1];
        return is.takeCipher(is.words().encryption(marked, PeerPhase::Esp) ? marked : words[1], PeerPhase::Esp);
    });
    reader.on("crypto ipsec ikev2 ipsec-proposal * protocol esp integrity null", is.nothing());
    reader.on("crypto ipsec ikev2 ipsec-proposal * protocol esp integrity *", from(1, is.hash(PeerPhase::Esp)));
    reader.on("access-list * extended permit ip * * * *", from(1, is.maskedPair(false)));
    reader.on("crypto map * * set peer *", from(2, is.text(&PeerView::remote)));
    reader.on("crypto map * * set ikev1 phase1-mode aggressive *", is.isAggressive(true));
    reader.on("crypto map * * set pfs *", from(2, is.group(PeerPhase::Esp)));
    reader.on("crypto map * * set security-association lifetime seconds *",
              from(2, is.seconds(&PeerView::espLifetime)));
    reader.on("tunnel-group * ipsec-attributes ikev1 pre-shared-key *", from(1, is.key()));
    reader.on("tunnel-group * ipsec-attributes ikev2 remote-authentication pre-shared-key *", from(1, is.key()));
    reader.on("tunnel-group * ipsec-attributes ikev2 local-authentication pre-shared-key *", from(1, is.key()));
    reader.on("tunnel-group * ipsec-attributes isakmp keepalive threshold * retry *", is.probes(true));
    reader.skip({"crypto ikev1 enable *", "crypto ikev2 enable *", "crypto ikev1 policy * authentication pre-share",
                 "crypto map * * match address *", "crypto map * * set ikev1 transform-set *",
                 "crypto map * * set ikev2 ipsec-proposal *",
                 "crypto map * * set security-association lifetime kilobytes unlimited", "crypto map * interface *",
                 "tunnel-group * type ipsec-l2l", "tunnel-group * ipsec-attributes"});
    if (const auto done = reader.read(text); !done)
        return std::unexpected(done.error());
    view.remoteId = view.remote; // it identifies itself, and the peer, by the address
    return is.finish();
}

} // namespace tw::models
