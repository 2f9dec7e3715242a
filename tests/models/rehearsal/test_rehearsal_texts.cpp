#include "engine/sim/rehearsal.h"
#include "models/rehearsal/rehearsal_mistake.h"
#include "models/rehearsal/rehearsal_setup.h"
#include "models/rehearsal/rehearsal_text.h"
#include "tests/models/transfer/peer_samples.h"
#include "tests/support/temporary_workspace.h"

#include <QSet>
#include <QTest>

#include <algorithm>

using namespace tw;
using namespace tw::models;
using namespace tw::test;
using api::RehearsalStep;
using api::RehearsalVerdict;

Q_DECLARE_METATYPE(tw::models::PeerFormat)

namespace {

// Connections by chance that play in one workspace, one after the other.
class Theatre
{
public:
    Theatre() { m_workspace.addSampleGateways(); }

    // Between the sample gateways; nothing where the connection is none that can be saved, or that the format can have.
    std::optional<PreparedRehearsal> prepare(PeerView view, const SecretBytes &key, PeerFormat format)
    {
        const auto move = [&](QString &address, QString &id, const QString &to) {
            if (id == address)
                id = to;
            address = to;
        };
        move(view.local, view.localId, sampleCustomerGateway().ipAddress);
        move(view.remote, view.remoteId, sampleVpnGateway().internetIp);
        ConnectionDraft draft = sampleDraft();
        takeOver(view, draft);
        Catalog &catalog = m_workspace.catalog();
        const auto id = catalog.save(draft, key.clone());
        if (!id)
            return std::nullopt;
        auto prepared = rehearsalOf(catalog, *id, ExportedPeer{format});
        if (!prepared)
            qFatal("%s", qPrintable(prepared.error()));
        if (!catalog.removeConnection(*id))
            qFatal("a connection cannot be removed");
        if (prepared->basis.kind != RehearsalBasis::Kind::ExportedText)
            return std::nullopt;
        return std::move(*prepared);
    }

private:
    TemporaryWorkspace m_workspace;
};

QString failureOf(const api::Rehearsal &rehearsal)
{
    QStringList lines;
    for (const api::RehearsedStep &step : rehearsal.steps) {
        if (step.verdict == RehearsalVerdict::Failed)
            lines << rehearsalStepTitle(step.step) + QStringLiteral(": ") + rehearsalStepText(rehearsal, step);
    }
    return lines.join(u'\n');
}

// Who does not probe does not notice that the peer forgot everything; all else must be right.
bool isAsItShouldBe(const api::Rehearsal &rehearsal, bool probes)
{
    return std::ranges::none_of(rehearsal.steps, [&](const api::RehearsedStep &step) {
        const bool isForgiven = !probes && step.step == RehearsalStep::PeerRestart;
        return step.verdict == RehearsalVerdict::Failed && !isForgiven;
    });
}

const PeerWords &wordsOf(PeerFormat format)
{
    return format == PeerFormat::Windows ? windowsS2sWords() : peerWords(format);
}

template <typename Words>
auto allOf(const Words &words, const PeerWords &of, PeerPhase phase)
{
    using Value = decltype(words.front().value);
    QList<std::remove_const_t<Value>> values;
    for (const auto &word : words) {
        if (of.word(word.value, phase))
            values.append(word.value);
    }
    return values;
}

QString word(std::string_view name) { return QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size())); }

void addFormats()
{
    QTest::addColumn<PeerFormat>("format");
    for (const PeerFormatInfo &info : peerFormats())
        QTest::newRow(info.id) << info.format;
}

} // namespace

// What the exporter writes and the reader reads makes a peer that fits, in every format.
class TestRehearsalTexts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void connectionsByChance_data() { addFormats(); }
    void connectionsByChance();
    void everyAlgorithm_data() { addFormats(); }
    void everyAlgorithm();
    void mistakesNeverPass();
};

void TestRehearsalTexts::connectionsByChance()
{
    QFETCH(PeerFormat, format);
    constexpr int kEnough = 5;
    Theatre theatre;
    int played = 0;
    for (unsigned seed = 1000; played < kEnough && seed < 1400; ++seed) {
        RandomPeer random(seed);
        const SecretBytes key = random.key();
        const PeerView view = random.view(format);
        const auto prepared = theatre.prepare(view, key, format);
        if (!prepared)
            continue;
        ++played;
        const api::Rehearsal rehearsal = sim::rehearse(prepared->setup);
        QVERIFY2(isAsItShouldBe(rehearsal, view.probes),
                 qPrintable(QStringLiteral("seed %1: %2").arg(seed).arg(failureOf(rehearsal))));
        const auto subnets = view.localSubnets.size() * view.remoteSubnets.size();
        QCOMPARE(static_cast<qsizetype>(rehearsal.pairs.size()), subnets);
    }
    QCOMPARE(played, kEnough);
}

// All that the format and our engine have, several at a time.
void TestRehearsalTexts::everyAlgorithm()
{
    QFETCH(PeerFormat, format);
    const PeerWords &words = wordsOf(format);
    const auto ikeCiphers = allOf(words.encryptions, words, PeerPhase::IkeV2);
    const auto espCiphers = allOf(words.encryptions, words, PeerPhase::Esp);
    const auto ikeHashes = allOf(words.hashes, words, PeerPhase::IkeV2);
    const auto espHashes = allOf(words.hashes, words, PeerPhase::Esp);
    const auto ikeGroups = allOf(words.groups, words, PeerPhase::IkeV2);
    const auto espGroups = allOf(words.groups, words, PeerPhase::Esp);
    const qsizetype rounds = std::max(
        {ikeCiphers.size(), espCiphers.size(), ikeHashes.size(), espHashes.size(), ikeGroups.size(), espGroups.size()});
    QVERIFY(rounds > 0);
    Theatre theatre;
    const SecretBytes key(viewOf("n0t.A-Secret"));
    QSet<QString> played;
    for (qsizetype i = 0; i < rounds; ++i) {
        const auto of = [i](const auto &values) { return values.at(i % values.size()); };
        PeerView view = exampleView(true);
        view.ike = {of(ikeCiphers), of(ikeHashes), of(ikeGroups)};
        view.esp = {of(espCiphers), of(espHashes), of(espGroups)};
        if (api::isAead(view.esp.encryption))
            view.esp.hash = api::Integrity::None;
        const auto prepared = theatre.prepare(view, key, format);
        if (!prepared)
            continue; // a suite that the device has in pieces only
        const api::Rehearsal rehearsal = sim::rehearse(prepared->setup);
        QVERIFY2(rehearsal.hasPassed(), qPrintable(failureOf(rehearsal)));
        QCOMPARE(prepared->setup.theirs.config->ike.proposals, prepared->setup.ours.config->ike.proposals);
        QCOMPARE(rehearsal.steps.at(2).group, view.esp.group);
        for (const QString &one : {word(api::shortName(view.ike.encryption)), word(api::shortName(view.ike.hash)),
                                   word(api::shortName(view.ike.group))})
            played.insert(QStringLiteral("IKE ") + one);
        for (const QString &one : {word(api::shortName(view.esp.encryption)), word(api::shortName(view.esp.hash)),
                                   word(api::shortName(view.esp.group))})
            played.insert(QStringLiteral("ESP ") + one);
    }
    if (format == PeerFormat::OpnSense) // its menus have some suites only
        return;
    const auto verify = [&](const QString &phase, const auto &values) {
        for (const auto value : values)
            QVERIFY2(played.contains(phase + word(api::shortName(value))),
                     qPrintable(phase + word(api::shortName(value))));
    };
    verify(QStringLiteral("IKE "), ikeCiphers);
    verify(QStringLiteral("IKE "), ikeHashes);
    verify(QStringLiteral("IKE "), ikeGroups);
    verify(QStringLiteral("ESP "), espCiphers);
    verify(QStringLiteral("ESP "), espGroups);
}

// Whatever the connection: what is offered as a mistake is one, and harms nobody but the rehearsal.
void TestRehearsalTexts::mistakesNeverPass()
{
    Theatre theatre;
    int played = 0;
    for (unsigned seed = 0; played < 6 && seed < 200; ++seed) {
        RandomPeer random(seed);
        const SecretBytes key = random.key();
        const auto prepared = theatre.prepare(random.view(PeerFormat::Swanctl), key, PeerFormat::Swanctl);
        if (!prepared)
            continue;
        ++played;
        for (const RehearsalMistake mistake : possibleMistakes(*prepared->setup.ours.config)) {
            api::RehearsalSetup setup{
                .ours = {prepared->setup.ours.config, prepared->setup.ours.secret.clone(),
                         prepared->setup.ours.publicAddress},
                .theirs = {prepared->setup.theirs.config, prepared->setup.theirs.secret.clone(), {}},
                .faults = {},
            };
            makeMistake(setup, mistake);
            QVERIFY2(!sim::rehearse(setup).hasPassed(),
                     qPrintable(QStringLiteral("seed %1: ").arg(seed) + word(mistakeName(mistake))));
        }
    }
    QCOMPARE(played, 6);
}

QTEST_GUILESS_MAIN(TestRehearsalTexts)
#include "test_rehearsal_texts.moc"
