// The diagnosis and the doctors in each of their states.

#include "scenes.h"

#include "models/diagnosis/checks.h"
#include "ui/catalog/connections_page.h"
#include "ui/diagnosis/diagnosis_page.h"
#include "ui/diagnosis/doctor_page.h"
#include "ui/diagnosis/doctor_report_view.h"
#include "ui/diagnosis/peer_report_dialog.h"
#include "ui/diagnosis/symptom_dialog.h"
#include "ui/editor/connection_editor.h"
#include "ui/live/connection_details.h"
#include "ui/main_window.h"
#include "ui/widgets/disclosure.h"
#include "ui/widgets/object_table.h"

#include <QAction>
#include <QEventLoop>
#include <QTimer>

namespace tw::gallery {

namespace {

using models::ComparedField;
using models::Diagnosis;
using models::DiagnosisCode;
using models::DoctorAdvice;
using models::DoctorFinding;
using models::DoctorReport;
using models::DoctorSide;
using models::DoctorVerdict;
using models::Field;
using models::FixAction;
using models::FixKind;

constexpr QSize kWindow(1280, 800);
constexpr QSize kSmall(1024, 640);
constexpr int kPatienceMs = 5'000;

// The log is read in a thread of its own.
void awaitDiagnosis(ui::DiagnosisPage &page)
{
    QEventLoop loop;
    QTimer::singleShot(kPatienceMs, &loop, &QEventLoop::quit);
    QObject::connect(page.feed(), &models::DiagnosisFeed::changed, &loop, [&] {
        if (page.card())
            loop.quit();
    });
    if (!page.card())
        loop.exec();
}

std::unique_ptr<ui::MainWindow> windowOf(Site &site, const QString &connection, QSize size)
{
    auto window = std::make_unique<ui::MainWindow>(site.bench().services());
    window->resize(size);
    window->setPage(ui::MainWindow::Page::Connections);
    window->connectionsPage()->table()->selectId(connection);
    window->show();
    return window;
}

std::unique_ptr<QWidget> diagnosisOf(Site &site, const QString &connection, QSize size = kWindow)
{
    auto window = windowOf(site, connection, size);
    window->connectionsPage()->showDiagnosis();
    awaitDiagnosis(*window->connectionsPage()->details()->diagnosisPage());
    return window;
}

Diagnosis cipherMismatch(bool isLong)
{
    Diagnosis diagnosis;
    diagnosis.code = DiagnosisCode::EncryptionAlgorithmMismatch;
    diagnosis.phase = api::Phase::Phase1;
    diagnosis.role = models::Role::Responder;
    diagnosis.values = {QStringLiteral("aes256"), QStringLiteral("aes")};
    const QString subnets = isLong
        ? QStringLiteral("192.168.100.0/24,192.168.101.0/24,192.168.102.0/24,2001:db8:1::/48")
        : QStringLiteral("192.168.0.0/16");
    diagnosis.comparison = {
        {Field::IkeEncAlg, QStringLiteral("aes"), QStringLiteral("aes256"), ComparedField::State::Differs},
        {Field::IkePfs, QStringLiteral("group2"), {}, ComparedField::State::MostLikely},
        {Field::LocalSubnet, subnets, {}, ComparedField::State::Unknown},
        {Field::IkeAuthAlg, QStringLiteral("sha1"), QStringLiteral("sha1"), ComparedField::State::Equal},
        {Field::IkeVersion, QStringLiteral("ikev2"), QStringLiteral("ikev2"), ComparedField::State::Equal}};
    diagnosis.fixes = {{FixKind::UseTheirValue, FixAction::OpenField, Field::IkeEncAlg, QStringLiteral("aes256")},
                       {FixKind::ProbePhase1, FixAction::Probe, std::nullopt, {}},
                       {FixKind::TellPeerAlgorithms, FixAction::PeerReport, std::nullopt, {}}};
    return diagnosis;
}

Diagnosis deletedByPeer()
{
    Diagnosis diagnosis;
    diagnosis.code = DiagnosisCode::ReceiveDeleteNotify;
    diagnosis.certainty = models::Certainty::Likely;
    diagnosis.side = models::Side::Theirs;
    models::CounterSighting counted;
    counted.traffic = {.packetsIn = 0, .bytesIn = 0, .packetsOut = 1284, .bytesOut = 99'000};
    diagnosis.sightings = {{UtcTime(std::chrono::milliseconds(1'790'000'000'000)), counted}};
    diagnosis.fixes = {{FixKind::AskPeerWhyDeleted, FixAction::PeerReport, std::nullopt, {}}};
    return diagnosis;
}

QList<models::Check> someChecks()
{
    models::Check same{models::CheckKind::SameConfiguration, models::CheckState::Error};
    models::Check routes{models::CheckKind::RouteConflicts, models::CheckState::Warning};
    routes.conflicts = {QStringLiteral("hz-warehouse"), QStringLiteral("hz-lab")};
    models::Check peer{models::CheckKind::PeerReachable, models::CheckState::Normal};
    peer.ping = models::PingResult{4, 4, std::chrono::microseconds(12'300)};
    const models::Check inside{models::CheckKind::PrivateReachable};
    models::Check limits{models::CheckKind::Limits, models::CheckState::Normal};
    limits.used = 1;
    limits.allowed = 10;
    return {same, routes, peer, inside, limits};
}

std::unique_ptr<QWidget> cards(Site &site)
{
    auto page = std::make_unique<ui::DiagnosisPage>(site.bench().services());
    page->resize(900, 1100);
    page->showDiagnoses({cipherMismatch(site.content() == Content::Long), deletedByPeer()}, someChecks());
    return page;
}

DoctorReport trafficReport(bool isLong)
{
    DoctorReport report = models::emptyReport(models::DoctorKind::Traffic, {});
    report.source = QStringLiteral("192.168.0.1");
    report.destination = QStringLiteral("172.16.0.1");
    report.isDestinationChosen = true;
    const auto fine = [&](int index, DoctorFinding finding, const QStringList &args) {
        report.checks[index].verdict = DoctorVerdict::Ok;
        report.checks[index].finding = finding;
        report.checks[index].args = args;
    };
    fine(0, DoctorFinding::RouteIntoTunnel, {QStringLiteral("172.16.0.1"), QStringLiteral("tw0")});
    fine(1, DoctorFinding::ReachedDevice, {QStringLiteral("3"), QStringLiteral("tw0")});
    fine(2, DoctorFinding::SelectorMatches, {QStringLiteral("192.168.0.0/16"), QStringLiteral("172.16.0.0/12")});
    fine(3, DoctorFinding::EncryptedCount, {QStringLiteral("3")});
    fine(4, DoctorFinding::SentAsEsp, {QStringLiteral("3"), QStringLiteral("198.51.100.20")});
    report.checks[3].counters = {{models::DoctorCounterId::Encrypted, 1204, 1207}};
    models::DoctorCheck &back = report.checks[5];
    back.verdict = DoctorVerdict::Failed;
    back.finding = DoctorFinding::NothingCameBackNative;
    back.side = DoctorSide::Path;
    back.counters = {{models::DoctorCounterId::PacketsOut, 39'120, 39'123}, {models::DoctorCounterId::PacketsIn, 0, 0}};
    back.mends = {
        {DoctorAdvice::ForceEncapsulation, DoctorSide::Ours, {}, Field::EnableNatTraversal, QStringLiteral("forced")},
        {DoctorAdvice::PeerAllowEsp, DoctorSide::Theirs, {}, std::nullopt, {}}};
    report.checks[6].verdict = DoctorVerdict::Skipped;
    report.checks[6].finding = DoctorFinding::EarlierCheckFailed;
    report.firstFailed = 5;
    report.pairs = {{QStringLiteral("192.168.0.0/16"), QStringLiteral("172.16.0.0/12"), true, 0, 39'123},
                    {QStringLiteral("192.168.0.0/16"),
                     isLong ? QStringLiteral("2001:db8:aaaa:bbbb:cccc:dddd:eeee:0/112") : QStringLiteral("10.8.0.0/16"),
                     false, 0, 0}};
    report.overlaps = {{QStringLiteral("172.16.0.0/12"), models::DoctorOverlap::With::Interface,
                        QStringLiteral("172.17.0.0/16"), QStringLiteral("docker0"), true}};
    return report;
}

DoctorReport pathReport()
{
    DoctorReport report = models::emptyReport(models::DoctorKind::Path, {});
    report.checks[0].verdict = DoctorVerdict::Ok;
    report.checks[0].finding = DoctorFinding::PortAnswered;
    report.checks[0].args = {QStringLiteral("500"), QStringLiteral("18")};
    report.checks[1].verdict = DoctorVerdict::Running;
    report.checks[2].verdict = DoctorVerdict::NotKnown;
    report.checks[2].finding = DoctorFinding::EspNothingSent;
    return report;
}

DoctorReport mtuReport()
{
    DoctorReport report = models::emptyReport(models::DoctorKind::Mtu, {});
    report.checks[1].verdict = DoctorVerdict::Warning;
    report.checks[1].finding = DoctorFinding::LargestSmaller;
    report.checks[1].args = {QStringLiteral("1372"), QStringLiteral("1422")};
    report.checks[1].side = DoctorSide::Path;
    report.checks[2].verdict = DoctorVerdict::Failed;
    report.checks[2].finding = DoctorFinding::ClampTooLarge;
    report.checks[2].args = {QStringLiteral("1422"), QStringLiteral("1382"), QStringLiteral("1372"),
                             QStringLiteral("1332")};
    report.checks[2].mends = {
        {DoctorAdvice::SetMtu, DoctorSide::Ours, {QStringLiteral("1372")}, Field::Mtu, QStringLiteral("1372")}};
    report.mtu = models::DoctorMtu{.pathMtu = 1500,
                                   .outerHeader = 20,
                                   .udpHeader = 8,
                                   .espHeader = 8,
                                   .iv = 16,
                                   .alignment = 16,
                                   .trailer = 2,
                                   .icv = 12,
                                   .fitsPath = 1422,
                                   .device = 1422,
                                   .computed = 1422,
                                   .isUdp = true,
                                   .suite = QStringLiteral("AES_CBC_128/HMAC_SHA1_96"),
                                   .found = 1372,
                                   .proposedMss = 1332};
    return report;
}

std::unique_ptr<QWidget> doctors(Site &site)
{
    auto page = std::make_unique<ui::DoctorPage>(site.bench().services());
    page->setConnection(site.connection());
    page->showReports({trafficReport(site.content() == Content::Long), pathReport(), mtuReport()});
    if (auto *counters = page->view(0)->findChild<ui::Disclosure *>())
        counters->setOpen(true);
    page->resize(900, 1500);
    return page;
}

std::unique_ptr<QWidget> doctorInWindow(Site &site, QSize size)
{
    auto window = windowOf(site, site.connection(), size);
    window->connectionsPage()->details()->showDoctor();
    if (site.content() == Content::Long)
        window->connectionsPage()->details()->doctorPage()->showReports({trafficReport(true)});
    return window;
}

} // namespace

QList<Scene> diagnosisScenes()
{
    return {
        {QStringLiteral("diagnosis"),
         {Content::Typical, Content::Error, Content::Long},
         [](Site &site) { return diagnosisOf(site, site.failedConnection()); }},
        {QStringLiteral("diagnosis-small"),
         {Content::Typical, Content::Long},
         [](Site &site) { return diagnosisOf(site, site.failedConnection(), kSmall); }},
        {QStringLiteral("diagnosis-up"),
         {Content::Typical},
         [](Site &site) { return diagnosisOf(site, site.connection()); }},
        {QStringLiteral("diagnosis-cards"), {Content::Typical, Content::Long}, cards},
        {QStringLiteral("doctor"),
         {Content::Typical, Content::Long},
         [](Site &site) { return doctorInWindow(site, kWindow); }},
        {QStringLiteral("doctor-small"),
         {Content::Typical, Content::Long},
         [](Site &site) { return doctorInWindow(site, kSmall); }},
        {QStringLiteral("doctors"), {Content::Typical, Content::Long}, doctors},
        {QStringLiteral("peer-report"),
         {Content::Typical},
         [](Site &site) {
             models::DiagnosisFacts facts;
             facts.draft = site.bench().draft(site.failedConnection());
             facts.ourAddress = QStringLiteral("203.0.113.10");
             facts.peerAddress = QStringLiteral("198.51.100.22");
             return std::make_unique<ui::PeerReportDialog>(facts, cipherMismatch(false));
         }},
        {QStringLiteral("symptoms"),
         {Content::Typical},
         [](Site &) {
             auto dialog = std::make_unique<ui::SymptomDialog>(QStringLiteral("hz-acme"));
             dialog->search(QStringLiteral("up but no traffic"));
             return dialog;
         }},
        {QStringLiteral("symptoms-all"),
         {Content::Typical},
         [](Site &) { return std::make_unique<ui::SymptomDialog>(QString()); }},
        {QStringLiteral("editor-filled-in"),
         {Content::Typical},
         [](Site &site) {
             auto editor = std::make_unique<ui::ConnectionEditor>(*site.bench().catalog,
                                                                  site.bench().draft(site.failedConnection()), false);
             editor->openAt(Field::IkeEncAlg, QStringLiteral("aes256"));
             return editor;
         }},
        {QStringLiteral("editor-preset"),
         {Content::Typical},
         [](Site &site) {
             auto editor = std::make_unique<ui::ConnectionEditor>(*site.bench().catalog,
                                                                  site.bench().draft(site.failedConnection()), false);
             editor->findChild<QAction *>(QStringLiteral("preset-h3c"))->trigger();
             for (ui::Disclosure *disclosure : editor->findChildren<ui::Disclosure *>())
                 disclosure->setOpen(true);
             editor->resize(editor->width(), 1500);
             return editor;
         }},
        {QStringLiteral("clock-jumped"),
         {Content::Typical},
         [](Site &site) {
             auto window = windowOf(site, site.failedConnection(), QSize(1024, 640));
             site.bench().clock.now.wall -= std::chrono::minutes(187);
             site.bench().clockWatch.look();
             return window;
         },
         true},
    };
}

} // namespace tw::gallery
