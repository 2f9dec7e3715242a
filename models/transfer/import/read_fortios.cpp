#include "models/transfer/import/dialect_reader.h"

namespace tw::models {

ReadOneResult readFortiOs(const SourceText &text)
{
    PeerBuilder is(peerWords(PeerFormat::FortiOs));
    DialectReader reader(is, {u'#', true, u'"', true});
    const auto from = [](qsizetype at, PeerBuilder::Taker take) {
        return [take, at](const QStringList &words) { return take(words.mid(at)); };
    };
    // "aes256-sha256", "aes256gcm-prfsha256", in phase 2 also "aes256gcm"; of several, the first
    const auto proposal = [&is](PeerPhase phase) {
        return [&is, phase](const QStringList &words) {
            const QStringList parts = words.value(1).split(u'-');
            QString hash = parts.value(1);
            if (hash.startsWith(QLatin1String("prf")))
                hash = hash.mid(3);
            const bool isKnown = is.takeCipher(parts.value(0), phase);
            return (parts.size() < 2 || is.takeHash(hash, phase)) && isKnown && words.size() == 2;
        };
    };
    QString source;

#define PHASE1 "config vpn ipsec phase1-interface edit * "
#define PHASE2 "config vpn ipsec phase2-interface edit * "
    reader.on("config vpn ipsec phase1-interface edit *", is.text(&PeerView::name));
    reader.on(PHASE1 "set ike-version 1", is.isV2(false));
    reader.on(PHASE1 "set ike-version 2", is.isV2(true));
    reader.on(PHASE1 "set mode main", is.isAggressive(false));
    reader.on(PHASE1 "set mode aggressive", is.isAggressive(true));
    reader.on(PHASE1 "set remote-gw *", from(1, is.text(&PeerView::remote)));
    reader.on(PHASE1 "set localid *", from(1, is.text(&PeerView::localId)));
    reader.on(PHASE1 "set proposal **", proposal(PeerPhase::IkeV2));
    reader.on(PHASE1 "set dhgrp *", from(1, is.group(PeerPhase::IkeV2)));
    reader.on(PHASE1 "set keylife *", from(1, is.seconds(&PeerView::ikeLifetime)));
    reader.on(PHASE1 "set dpd on-idle", is.probes(true));
    reader.on(PHASE1 "set dpd on-demand", is.probes(true));
    reader.on(PHASE1 "set dpd disable", is.probes(false));
    reader.on(PHASE1 "set psksecret *", from(1, is.key()));
    reader.on(PHASE2 "set proposal **", proposal(PeerPhase::Esp));
    reader.on(PHASE2 "set pfs disable", is.noPfs());
    reader.on(PHASE2 "set dhgrp *", from(1, is.group(PeerPhase::Esp)));
    reader.on(PHASE2 "set keylifeseconds *", from(1, is.seconds(&PeerView::espLifetime)));
    reader.on(PHASE2 "set auto-negotiate enable", is.startsAtOnce(true));
    reader.on(PHASE2 "set src-subnet * *", [&](const QStringList &words) {
        source = joinedSubnet(words[1], words[2], false);
        return is.addLocal(source);
    });
    reader.on(PHASE2 "set dst-subnet * *",
              [&](const QStringList &words) { return is.addRemote(joinedSubnet(words[1], words[2], false)); });
    reader.skip({PHASE1 "set interface *", PHASE1 "set peertype *", PHASE1 "set localid-type *",
                 PHASE1 "set dpd-retrycount *", PHASE1 "set dpd-retryinterval *", PHASE2 "set phase1name *",
                 PHASE2 "set pfs enable", "config vpn ipsec phase1-interface", "config vpn ipsec phase2-interface",
                 "config vpn ipsec phase2-interface edit *", "config vpn ipsec * next", "end",
                 "config router static **", "config firewall policy **"});
#undef PHASE1
#undef PHASE2
    if (const auto done = reader.read(text); !done)
        return std::unexpected(done.error());
    return is.finish();
}

} // namespace tw::models
