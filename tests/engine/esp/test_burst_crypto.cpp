#include "tests/engine/esp/esp_samples.h"

#include "engine/esp/burst_crypto.h"
#include "engine/esp/multi_buffer_verdict.h"
#include "engine/wire/esp_header.h"
#include "tests/support/vector_file.h"

#include <QTest>

#include <atomic>
#include <cstdlib>
#include <new>

#include <sys/mman.h>
#include <unistd.h>

namespace {

std::atomic<std::uint64_t> allocations = 0;

void *counted(void *memory)
{
    ++allocations;
    if (memory)
        return memory;
    throw std::bad_alloc();
}

} // namespace

// Every allocation of the C++ code in this test program passes here. The crypto libraries allocate by themselves.
void *operator new(std::size_t size) { return counted(std::malloc(size == 0 ? 1 : size)); }
void *operator new[](std::size_t size) { return counted(std::malloc(size == 0 ? 1 : size)); }
void *operator new(std::size_t size, std::align_val_t alignment)
{
    return counted(std::aligned_alloc(static_cast<std::size_t>(alignment), size));
}
void operator delete(void *memory) noexcept { std::free(memory); }
void operator delete[](void *memory) noexcept { std::free(memory); }
void operator delete(void *memory, std::size_t) noexcept { std::free(memory); }
void operator delete[](void *memory, std::size_t) noexcept { std::free(memory); }
void operator delete(void *memory, std::align_val_t) noexcept { std::free(memory); }
void operator delete(void *memory, std::size_t, std::align_val_t) noexcept { std::free(memory); }

using namespace tw;
using namespace tw::esp;
using api::Encryption;
using api::Integrity;
using samples::keysFor;
using samples::patternBytes;
using Backend = BurstCrypto::Backend;

namespace {

constexpr std::uint64_t kFirstSequence = 0x1fffffff0; // the high half is not zero, and will change
constexpr std::size_t kLargestBurst = 70;

std::vector<api::EspProposal> everySuite()
{
    std::vector<api::EspProposal> suites;
    const auto add = [&](Encryption encryption, Integrity integrity) {
        for (const bool extended : {false, true})
            suites.push_back({encryption, integrity, api::DhGroup::None, extended});
    };
    for (const auto encryption : {Encryption::Aes128Cbc, Encryption::Aes192Cbc, Encryption::Aes256Cbc,
                                  Encryption::DesCbc, Encryption::TripleDesCbc})
        for (const auto integrity : {Integrity::HmacMd5_96, Integrity::HmacSha1_96, Integrity::HmacSha256_128,
                                     Integrity::HmacSha384_192, Integrity::HmacSha512_256})
            add(encryption, integrity);
    for (const auto encryption :
         {Encryption::Aes128Gcm16, Encryption::Aes192Gcm16, Encryption::Aes256Gcm16, Encryption::ChaCha20Poly1305})
        add(encryption, Integrity::None);
    return suites;
}

std::string nameOf(const api::EspProposal &suite)
{
    return std::string(api::shortName(suite.encryption)) + " " + std::string(api::shortName(suite.integrity))
        + (suite.extendedSequenceNumbers ? " esn" : "");
}

// Both ends of one SA.
struct Sa
{
    explicit Sa(const api::EspProposal &proposal, std::uint8_t keySeed = 40)
        : keys(keysFor(proposal, keySeed)),
          sealer(*EspSealer::make(proposal, keys.encryption.view(), keys.integrity.view())),
          opener(*EspOpener::make(proposal, keys.encryption.view(), keys.integrity.view()))
    { }

    crypto::EspKeys keys;
    EspSealer sealer;
    EspOpener opener;
};

// The ESP packet of an SA before it is sealed, with `units` of the cipher's blocks to encrypt.
Bytes plainPacket(const Sa &sa, std::size_t units, std::size_t seed)
{
    const PacketLayout &layout = sa.sealer.layout();
    const std::size_t size = wire::kEspHeaderSize + layout.ivSize + units * layout.alignment + layout.icvSize;
    return patternBytes(size, static_cast<std::uint8_t>(seed));
}

Bytes toEncrypt(const Bytes &packet, const PacketLayout &layout)
{
    return toBytes(ByteView(packet)
                       .subspan(wire::kEspHeaderSize + layout.ivSize)
                       .first(packet.size() - wire::kEspHeaderSize - layout.ivSize - layout.icvSize));
}

// One burst: packets of several SAs, each sealed with the same number by whoever seals it.
struct Burst
{
    void add(Sa &sa, std::size_t units)
    {
        sas.push_back(&sa);
        plain.push_back(plainPacket(sa, units, plain.size() * 3));
    }

    std::vector<Bytes> sealedBy(BurstCrypto &crypto) const
    {
        std::vector<Bytes> packets = plain;
        std::vector<SealJob> jobs;
        for (std::size_t i = 0; i < packets.size(); ++i)
            jobs.push_back({&sas[i]->sealer, packets[i], kFirstSequence + i});
        crypto.seal(jobs);
        for (const SealJob &job : jobs)
            if (!job.isSealed)
                return {};
        return packets;
    }

    // What each packet gave: its plaintext, or nothing. `packets` are changed in place.
    std::vector<OpenJob> openedBy(BurstCrypto &crypto, std::vector<Bytes> &packets) const
    {
        std::vector<OpenJob> jobs;
        for (std::size_t i = 0; i < packets.size(); ++i)
            jobs.push_back({&sas[i]->opener, packets[i], kFirstSequence + i, {}});
        crypto.open(jobs);
        return jobs;
    }

    bool isOpenedBy(BurstCrypto &crypto, std::vector<Bytes> packets) const
    {
        const auto jobs = openedBy(crypto, packets);
        for (std::size_t i = 0; i < jobs.size(); ++i)
            if (!jobs[i].plain || !std::ranges::equal(*jobs[i].plain, toEncrypt(plain[i], sas[i]->sealer.layout())))
                return false;
        return true;
    }

    std::vector<Sa *> sas;
    std::vector<Bytes> plain;
};

// A page between two that no one may touch.
class GuardedPage
{
public:
    GuardedPage()
        : m_size(static_cast<std::size_t>(sysconf(_SC_PAGESIZE))),
          m_memory(
              static_cast<std::uint8_t *>(mmap(nullptr, 3 * m_size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)))
    {
        if (m_memory == MAP_FAILED || mprotect(m_memory + m_size, m_size, PROT_READ | PROT_WRITE) != 0)
            throw std::bad_alloc();
    }
    ~GuardedPage() { munmap(m_memory, 3 * m_size); }
    GuardedPage(const GuardedPage &) = delete;
    GuardedPage &operator=(const GuardedPage &) = delete;

    MutableByteView place(ByteView content, bool atEnd)
    {
        const MutableByteView page(m_memory + m_size, m_size);
        const MutableByteView placed = atEnd ? page.last(content.size()) : page.first(content.size());
        std::ranges::copy(content, placed.begin());
        return placed;
    }

private:
    std::size_t m_size;
    std::uint8_t *m_memory;
};

// Short ones, and now and then a long one: lanes that end at different times.
std::size_t unitsOf(std::size_t i, std::size_t alignment)
{
    return i % 11 == 3 ? 1504 / alignment + i % 5 : 1 + i * 7 % 23;
}

} // namespace

class TestBurstCrypto : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void backendsAgree_data() { addSuites(); }
    void backendsAgree();
    void suitesMixInABurst();
    void forgeriesFailAlone_data() { addSuites(); }
    void forgeriesFailAlone();
    void sizesThatCannotBeAreMalformed_data() { addSuites(); }
    void sizesThatCannotBeAreMalformed();
    void emptyBursts();
    void scapysPacketsPass_data();
    void scapysPacketsPass();
    void nothingOutsideIsTouched_data() { addSuites(); }
    void nothingOutsideIsTouched();
    void burstsAllocateNothing_data() { addSuites(); }
    void burstsAllocateNothing();
    void wrongSuitesAreLeftToOpenSsl_data();
    void wrongSuitesAreLeftToOpenSsl();
    void descriptionSaysWhatIsInUse();

private:
    static void addSuites();
    // The suite of this row; skips where OpenSSL has it not.
    bool fetchSuite(api::EspProposal &proposal);

    BurstCrypto m_openSsl{Backend::OpenSsl};
    BurstCrypto m_library{Backend::MultiBuffer};
    BurstCrypto m_fastest;
};

void TestBurstCrypto::addSuites()
{
    QTest::addColumn<std::size_t>("index");
    const auto suites = everySuite();
    for (std::size_t i = 0; i < suites.size(); ++i)
        QTest::newRow(nameOf(suites[i]).c_str()) << i;
}

bool TestBurstCrypto::fetchSuite(api::EspProposal &proposal)
{
    QFETCH(std::size_t, index);
    proposal = everySuite()[index];
    return crypto::isAvailable(proposal);
}

void TestBurstCrypto::initTestCase()
{
    qInfo("%s", m_fastest.description().c_str());
    if (!crypto::MultiBuffer::unavailableReason().empty())
        qWarning("Both back ends are OpenSSL: the comparison says nothing.");
}

void TestBurstCrypto::backendsAgree()
{
    api::EspProposal proposal;
    if (!fetchSuite(proposal))
        QSKIP("OpenSSL here lacks this suite.");
    Sa first(proposal, 40);
    Sa second(proposal, 77);
    proposal.extendedSequenceNumbers = !proposal.extendedSequenceNumbers;
    Sa third(proposal, 123);
    Sa *const sas[] = {&first, &second, &first, &third};
    for (std::size_t count = 1; count <= kLargestBurst; ++count) {
        Burst burst;
        for (std::size_t i = 0; i < count; ++i)
            burst.add(*sas[(count + i) % 4], unitsOf(count + i, first.sealer.layout().alignment));
        const auto expected = burst.sealedBy(m_openSsl);
        QCOMPARE(expected.size(), count);
        QCOMPARE(burst.sealedBy(m_library), expected);
        QCOMPARE(burst.sealedBy(m_fastest), expected);
        QVERIFY(burst.isOpenedBy(m_openSsl, expected));
        QVERIFY(burst.isOpenedBy(m_library, expected));
        QVERIFY(burst.isOpenedBy(m_fastest, expected));
    }
}

void TestBurstCrypto::suitesMixInABurst()
{
    std::vector<std::unique_ptr<Sa>> sas;
    for (const api::EspProposal &proposal : everySuite())
        if (crypto::isAvailable(proposal))
            sas.push_back(std::make_unique<Sa>(proposal, static_cast<std::uint8_t>(sas.size())));
    for (const std::size_t count : {1U, 5U, 127U, 128U, 129U, 300U, 700U}) {
        Burst burst;
        for (std::size_t i = 0; i < count; ++i) {
            Sa &sa = *sas[(i * 29 + i / 3) % sas.size()];
            burst.add(sa, unitsOf(i, sa.sealer.layout().alignment));
        }
        const auto expected = burst.sealedBy(m_openSsl);
        QCOMPARE(expected.size(), count);
        QCOMPARE(burst.sealedBy(m_library), expected);
        QCOMPARE(burst.sealedBy(m_fastest), expected);
        QVERIFY(burst.isOpenedBy(m_library, expected));
        QVERIFY(burst.isOpenedBy(m_fastest, expected));
    }
}

void TestBurstCrypto::forgeriesFailAlone()
{
    api::EspProposal proposal;
    if (!fetchSuite(proposal))
        QSKIP("OpenSSL here lacks this suite.");
    Sa sa(proposal);
    const PacketLayout &layout = sa.sealer.layout();
    constexpr std::size_t kCount = 21;
    Burst burst;
    for (std::size_t i = 0; i < kCount; ++i)
        burst.add(sa, unitsOf(i, layout.alignment));
    const auto sealed = burst.sealedBy(m_openSsl);
    QCOMPARE(sealed.size(), kCount);

    const std::size_t headerAndIv = wire::kEspHeaderSize + layout.ivSize;
    for (const std::size_t forged : {0U, 1U, 10U, 15U, 16U, 20U}) {
        const std::size_t size = sealed[forged].size();
        // SPI, IV, first and last octet that is encrypted, each octet of the ICV.
        std::vector<std::size_t> octets{0, 8, headerAndIv, size - layout.icvSize - 1};
        for (std::size_t i = size - layout.icvSize; i < size; ++i)
            octets.push_back(i);
        for (const std::size_t octet : octets) {
            for (BurstCrypto *crypto : {&m_library, &m_fastest}) {
                auto packets = sealed;
                packets[forged][octet] ^= static_cast<std::uint8_t>(1U << octet % 8);
                const Bytes before = packets[forged];
                const auto jobs = burst.openedBy(*crypto, packets);
                for (std::size_t i = 0; i < kCount; ++i) {
                    QCOMPARE(jobs[i].plain.has_value(), i != forged);
                    if (i != forged)
                        QVERIFY(std::ranges::equal(*jobs[i].plain, toEncrypt(burst.plain[i], layout)));
                }
                QCOMPARE(jobs[forged].fault, Fault::NotAuthentic);
                // A forgery stays what it was, or is gone: it is never plaintext.
                if (api::isAead(proposal.encryption)) {
                    const Bytes rest = toEncrypt(packets[forged], layout);
                    QCOMPARE(rest, Bytes(rest.size()));
                } else {
                    QCOMPARE(packets[forged], before);
                }
            }
        }
    }
}

void TestBurstCrypto::sizesThatCannotBeAreMalformed()
{
    api::EspProposal proposal;
    if (!fetchSuite(proposal))
        QSKIP("OpenSSL here lacks this suite.");
    Sa sa(proposal);
    Burst burst;
    for (std::size_t i = 0; i < 12; ++i)
        burst.add(sa, 3);
    auto packets = burst.sealedBy(m_openSsl);
    const Bytes whole = packets[0];
    for (std::size_t size = wire::kEspHeaderSize; size < whole.size(); ++size) {
        packets = burst.sealedBy(m_openSsl);
        packets[5].resize(size);
        auto reference = packets;
        const auto jobs = burst.openedBy(m_library, packets);
        const auto expected = burst.openedBy(m_openSsl, reference);
        for (std::size_t i = 0; i < jobs.size(); ++i)
            QCOMPARE(jobs[i].plain.has_value(), i != 5);
        QCOMPARE(jobs[5].fault, expected[5].fault);
    }
}

void TestBurstCrypto::emptyBursts()
{
    for (BurstCrypto *crypto : {&m_openSsl, &m_library, &m_fastest}) {
        crypto->seal({});
        crypto->open({});
    }
    Sa sa(samples::suite());
    Burst burst;
    burst.add(sa, 2);
    QVERIFY(burst.isOpenedBy(m_fastest, burst.sealedBy(m_library))); // and they still work
}

void TestBurstCrypto::scapysPacketsPass_data()
{
    QTest::addColumn<std::size_t>("index");
    const auto records = test::readVectors("esp_scapy.txt");
    for (std::size_t i = 0; i < records.size(); ++i)
        QTest::newRow(records[i].name().c_str()) << i;
}

// What Scapy made of the same key, in bursts of copies and of its neighbours.
void TestBurstCrypto::scapysPacketsPass()
{
    QFETCH(std::size_t, index);
    const auto records = test::readVectors("esp_scapy.txt");
    const auto &record = records[index];
    const api::EspProposal proposal{*api::parseEncryption(record.text("encryption")),
                                    *api::parseIntegrity(record.text("integrity")), api::DhGroup::None,
                                    record.text("esn") == "yes"};
    if (!crypto::isAvailable(proposal))
        QSKIP("OpenSSL here lacks this suite.");
    const Bytes key = record.bytes("encryption_key");
    const Bytes integrityKey = record.text("integrity_key").empty() ? Bytes() : record.bytes("integrity_key");
    auto sealer = EspSealer::make(proposal, key, integrityKey);
    auto opener = EspOpener::make(proposal, key, integrityKey);
    QVERIFY(sealer && opener);
    const auto numberIn = [&](const char *field) {
        std::uint64_t number = 0;
        for (const std::uint8_t octet : record.bytes(field))
            number = number << 8 | octet;
        return number;
    };
    const Bytes inner = record.bytes("inner");
    for (const std::size_t count : {1U, 2U, 3U, 7U, 16U, 17U, 40U}) {
        std::vector<Bytes> packets(count, record.bytes("sealed"));
        std::vector<OpenJob> openJobs;
        for (Bytes &packet : packets)
            openJobs.push_back({&*opener, packet, numberIn("sequence"), {}});
        m_library.open(openJobs);
        for (const OpenJob &job : openJobs) {
            QVERIFY(job.plain);
            QVERIFY(std::ranges::equal(ByteView(*job.plain).first(inner.size()), inner));
        }
        // What came out of them goes in again.
        std::vector<SealJob> sealJobs;
        for (Bytes &packet : packets)
            sealJobs.push_back({&*sealer, packet, numberIn("sequence")});
        m_library.seal(sealJobs);
        for (const Bytes &packet : packets)
            QCOMPARE(toHex(packet), toHex(record.bytes("sealed")));

        std::vector<Bytes> foreign(count, record.bytes("foreign"));
        openJobs.clear();
        for (Bytes &packet : foreign)
            openJobs.push_back({&*opener, packet, numberIn("foreign_sequence"), {}});
        m_library.open(openJobs);
        for (const OpenJob &job : openJobs) {
            QVERIFY(job.plain);
            QVERIFY(std::ranges::equal(ByteView(*job.plain).first(inner.size()), inner));
        }
    }
}

// Assembly reads and writes by registers of 64 octets, and no sanitizer watches it: packets stand right before and right
// behind memory that no one may touch.
void TestBurstCrypto::nothingOutsideIsTouched()
{
    api::EspProposal proposal;
    if (!fetchSuite(proposal))
        QSKIP("OpenSSL here lacks this suite.");
    Sa sa(proposal);
    constexpr std::size_t kCount = 17;
    std::vector<GuardedPage> pages(kCount);
    for (const bool atEnd : {false, true}) {
        for (std::size_t units = 1; units < 100; units += units < 40 ? 1 : 7) {
            Burst burst;
            for (std::size_t i = 0; i < kCount; ++i)
                burst.add(sa, units + i % 2);
            const auto expected = burst.sealedBy(m_openSsl);
            std::vector<SealJob> sealJobs;
            std::vector<OpenJob> openJobs;
            for (std::size_t i = 0; i < kCount; ++i) {
                const MutableByteView packet = pages[i].place(burst.plain[i], atEnd);
                sealJobs.push_back({&sa.sealer, packet, kFirstSequence + i});
                openJobs.push_back({&sa.opener, packet, kFirstSequence + i, {}});
            }
            m_library.seal(sealJobs);
            for (std::size_t i = 0; i < kCount; ++i)
                QVERIFY(std::ranges::equal(sealJobs[i].packet, expected[i]));
            m_library.open(openJobs);
            for (const OpenJob &job : openJobs)
                QVERIFY(job.plain);
        }
    }
}

void TestBurstCrypto::burstsAllocateNothing()
{
    api::EspProposal proposal;
    if (!fetchSuite(proposal))
        QSKIP("OpenSSL here lacks this suite.");
    Sa sa(proposal);
    Burst burst;
    for (std::size_t i = 0; i < 60; ++i)
        burst.add(sa, unitsOf(i, sa.sealer.layout().alignment));
    std::vector<SealJob> sealJobs;
    std::vector<OpenJob> openJobs;
    for (std::size_t i = 0; i < burst.plain.size(); ++i) {
        sealJobs.push_back({&sa.sealer, burst.plain[i], kFirstSequence + i});
        openJobs.push_back({&sa.opener, burst.plain[i], kFirstSequence + i, {}});
    }
    QVERIFY(allocations > 0); // it counts
    for (BurstCrypto *crypto : {&m_openSsl, &m_library, &m_fastest}) {
        const std::uint64_t before = allocations;
        crypto->seal(sealJobs);
        crypto->open(openJobs);
        QCOMPARE(allocations - before, std::uint64_t{0});
        QVERIFY(openJobs.back().plain);
    }
}

void TestBurstCrypto::wrongSuitesAreLeftToOpenSsl_data()
{
    QTest::addColumn<bool>("sealsWrong");
    QTest::addColumn<bool>("opensWrong");
    QTest::newRow("wrong ICV") << true << false;
    QTest::newRow("forgery taken for honest") << false << true;
}

// A library that gets AES-128-CBC with SHA-1 and ChaCha20-Poly1305 wrong, in one packet of many.
void TestBurstCrypto::wrongSuitesAreLeftToOpenSsl()
{
    QFETCH(bool, sealsWrong);
    QFETCH(bool, opensWrong);
    if (!crypto::MultiBuffer::unavailableReason().empty())
        QSKIP("There is no such library here.");
    const auto isHit = [](const auto &keys, std::size_t i, std::size_t count) {
        return i == 20 && count == 33
            && (keys.encryption() == Encryption::ChaCha20Poly1305
                || (keys.encryption() == Encryption::Aes128Cbc && keys.integrity() == Integrity::HmacSha1_96));
    };
    const auto verdict =
        MultiBufferVerdict::of({[&](std::span<SealJob> jobs) {
                                    m_library.seal(jobs);
                                    for (std::size_t i = 0; i < jobs.size(); ++i)
                                        if (sealsWrong && isHit(jobs[i].sealer->burstKeys(), i, jobs.size()))
                                            jobs[i].packet.back() ^= 1;
                                },
                                [&](std::span<OpenJob> jobs) {
                                    m_library.open(jobs);
                                    const bool hit =
                                        opensWrong && jobs.size() == 33 && isHit(jobs[0].opener->burstKeys(), 20, 33);
                                    for (OpenJob &job : jobs)
                                        if (hit && !job.plain)
                                            job.plain = job.packet;
                                }});
    QVERIFY(!verdict.allows(Encryption::Aes128Cbc));
    QVERIFY(!verdict.allows(Integrity::HmacSha1_96));
    const bool hasChaCha{EspSealer::make({Encryption::ChaCha20Poly1305, Integrity::None}, Bytes(36), {})->burstKeys()};
    QCOMPARE(verdict.allows(Encryption::ChaCha20Poly1305), !hasChaCha);
    QVERIFY(verdict.allows(Encryption::Aes256Cbc));
    QVERIFY(verdict.allows(Integrity::HmacSha256_128));
    QVERIFY(verdict.allows(Encryption::Aes128Gcm16));
    const auto description = QString::fromStdString(verdict.description());
    QVERIFY2(description.contains(u"OpenSSL after failed self-tests of aes-sha1"), qPrintable(description));
}

void TestBurstCrypto::descriptionSaysWhatIsInUse()
{
    QCOMPARE(m_openSsl.description(), std::string("OpenSSL"));
    const auto reason = crypto::MultiBuffer::unavailableReason();
    if (reason.empty())
        QVERIFY(m_fastest.description().starts_with("intel-ipsec-mb 1."));
    else
        QCOMPARE(m_fastest.description(), "OpenSSL: " + std::string(reason));
    // What the library gets wrong on any machine that runs this test is worth knowing.
    QVERIFY2(m_fastest.description().find("failed") == std::string::npos, m_fastest.description().c_str());
}

QTEST_GUILESS_MAIN(TestBurstCrypto)
#include "test_burst_crypto.moc"
