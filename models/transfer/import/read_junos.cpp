#include "models/transfer/import/dialect_reader.h"

namespace tw::models {

ReadOneResult readJunos(const SourceText &text)
{
    PeerBuilder is(peerWords(PeerFormat::Junos));
    DialectReader reader(is, {u'#', false, u'"', true});
    PeerView &view = is.view();
    const auto from = [](qsizetype at, PeerBuilder::Taker take) {
        return [take, at](const QStringList &words) { return take(words.mid(at)); };
    };

    const PeerPhase ike = PeerPhase::IkeV2; // the words are those of both versions
    reader.on("set security ike proposal * dh-group *", from(1, is.group(ike)));
    reader.on("set security ike proposal * authentication-algorithm *", from(1, is.hash(ike)));
    reader.on("set security ike proposal * encryption-algorithm *", from(1, is.cipher(ike)));
    reader.on("set security ike proposal * lifetime-seconds *", from(1, is.seconds(&PeerView::ikeLifetime)));
    reader.on("set security ike policy * mode main", is.isAggressive(false));
    reader.on("set security ike policy * mode aggressive", is.isAggressive(true));
    reader.on("set security ike policy * pre-shared-key hexadecimal *", from(1, is.hexKey()));
    reader.on("set security ike policy * pre-shared-key ascii-text *", from(1, is.key()));
    reader.on("set security ike gateway * address *", from(1, is.text(&PeerView::remote)));
    for (const char *kind : {"inet", "inet6", "hostname", "user-at-hostname"}) {
        for (const auto &[side, member] :
             {std::pair("local", &PeerView::localId), std::pair("remote", &PeerView::remoteId)})
            reader.on(QStringLiteral("set security ike gateway * %1-identity %2 *")
                          .arg(QLatin1String(side), QLatin1String(kind))
                          .toLatin1()
                          .constData(),
                      from(1, is.text(member)));
    }
    reader.on("set security ike gateway * dead-peer-detection interval *", is.probes(true));
    reader.on("set security ike gateway * version v1-only", is.isV2(false));
    reader.on("set security ike gateway * version v2-only", is.isV2(true));
    reader.on("set security ipsec proposal * authentication-algorithm *", from(1, is.hash(PeerPhase::Esp)));
    reader.on("set security ipsec proposal * encryption-algorithm *", from(1, is.cipher(PeerPhase::Esp)));
    reader.on("set security ipsec proposal * lifetime-seconds *", from(1, is.seconds(&PeerView::espLifetime)));
    reader.on("set security ipsec policy * perfect-forward-secrecy keys *", from(1, is.group(PeerPhase::Esp)));
    reader.on("set security ipsec vpn * ike gateway *", is.text(&PeerView::name));
    reader.on("set security ipsec vpn * traffic-selector * local-ip * remote-ip *", from(2, is.pair()));
    reader.on("set security ipsec vpn * establish-tunnels immediately", is.startsAtOnce(true));
    reader.on("set security ipsec vpn * establish-tunnels on-traffic", is.startsAtOnce(false));
    reader.skip({"set security ike proposal * authentication-method pre-shared-keys",
                 "set security ike policy * proposals *", "set security ike gateway * ike-policy *",
                 "set security ike gateway * external-interface *",
                 "set security ike gateway * dead-peer-detection threshold *",
                 "set security ipsec proposal * protocol esp", "set security ipsec policy * proposals *",
                 "set interfaces st0 unit * family inet", "set security ipsec vpn * bind-interface *",
                 "set security ipsec vpn * ike ipsec-policy *", "set security flow tcp-mss ipsec-vpn mss *"});
    if (const auto done = reader.read(text); !done)
        return std::unexpected(done.error());
    if (view.isIkeV2)
        view.isAggressive = false;
    return is.finish();
}

} // namespace tw::models
