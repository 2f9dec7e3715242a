#!/usr/bin/env python3
"""Makes the certificates and keys in this folder anew, with nothing but the openssl command (3.0).

    python3 tests/certificates/make_certificates.py

They are for tests only: their private keys are public. Everything that is meant to be good is so from 2024 to 2044;
simulations live in 2025.
"""

import os
import pathlib
import subprocess
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
BEGIN, END = "20240101000000Z", "20440101000000Z"

CA = "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\nsubjectKeyIdentifier=hash\n"
END_ENTITY = ("basicConstraints=CA:FALSE\nkeyUsage=critical,digitalSignature\nsubjectKeyIdentifier=hash\n"
              "authorityKeyIdentifier=keyid\n")


def openssl(*arguments, **options):
    return subprocess.run(["openssl", *arguments], check=True, capture_output=True, **options).stdout


def new_key(name, kind):
    path = HERE / f"{name}.key.pem"
    if kind.startswith("rsa-pss"):
        openssl("genpkey", "-algorithm", "RSA-PSS", "-pkeyopt", "rsa_keygen_bits:2048", "-out", path)
    elif kind.startswith("rsa"):
        openssl("genpkey", "-algorithm", "RSA", "-pkeyopt", f"rsa_keygen_bits:{kind[3:]}", "-out", path)
    elif kind == "ed25519":
        openssl("genpkey", "-algorithm", "ED25519", "-out", path)
    else:
        openssl("genpkey", "-algorithm", "EC", "-pkeyopt", f"ec_paramgen_curve:{kind}", "-out", path)
    return path


def certificate(name, kind, subject, extensions, issuer=None, begin=BEGIN, end=END, digest="sha256", keep_key=True):
    """A certificate `name`.pem with a new key, signed by `issuer` or, without one, by itself."""
    key = new_key(name, kind)
    with tempfile.TemporaryDirectory() as folder:
        work = pathlib.Path(folder)
        (work / "index").write_text("")
        (work / "index.attr").write_text("unique_subject = no\n")
        (work / "extensions").write_text(extensions)
        (work / "config").write_text(
            "[ca]\ndefault_ca=one\n[one]\n"
            f"new_certs_dir={work}\ndatabase={work}/index\nrand_serial=yes\npolicy=any\n"
            "email_in_dn=yes\npreserve=yes\nunique_subject=no\n[any]\n"
            "countryName=optional\norganizationName=optional\ncommonName=optional\n"
            "[req]\ndistinguished_name=dn\nprompt=no\n[dn]\n")
        openssl("req", "-new", "-config", work / "config", "-key", key, "-subj", subject or "/", "-utf8",
                "-out", work / "request")
        signer = ["-selfsign", "-keyfile", key] if issuer is None else [
            "-cert", HERE / f"{issuer}.pem", "-keyfile", HERE / f"{issuer}.key.pem"]
        openssl("ca", "-batch", "-notext", "-utf8", "-config", work / "config", "-startdate", begin, "-enddate", end,
                "-md", digest, "-extfile", work / "extensions", "-in", work / "request", *signer,
                "-out", HERE / f"{name}.pem")
    if not keep_key:
        key.unlink()


def names(side, address):
    return f"subjectAltName=DNS:{side}.example.org,email:{side}@example.org,IP:{address},IP:2001:db8::2\n"


LEFT, RIGHT = names("left", "192.0.2.2"), names("right", "198.51.100.2")


def make_all():
    # Two houses: one of RSA with an intermediate CA, one of ECDSA.
    certificate("rsa-root", "rsa2048", "/C=CN/O=lab/CN=RSA root", CA)
    certificate("rsa-middle", "rsa2048", "/C=CN/O=lab/CN=RSA middle",
                CA.replace("CA:TRUE", "CA:TRUE,pathlen:0") + "authorityKeyIdentifier=keyid\n", "rsa-root")
    certificate("rsa-left", "rsa2048", "/C=CN/O=lab/CN=left", END_ENTITY + LEFT, "rsa-middle")
    certificate("rsa-right", "rsa2048", "/C=CN/O=lab/CN=right", END_ENTITY + RIGHT, "rsa-middle")
    certificate("ec-root", "P-384", "/C=CN/O=lab/CN=EC root", CA, digest="sha384")
    certificate("ec-left", "P-256", "/C=CN/O=lab/CN=left", END_ENTITY + LEFT, "ec-root")
    certificate("ec-right", "P-384", "/C=CN/O=lab/CN=right", END_ENTITY + RIGHT, "ec-root", digest="sha384")
    certificate("ec-left-521", "P-521", "/C=CN/O=lab/CN=left", END_ENTITY + LEFT, "ec-root", digest="sha512")
    certificate("pss-left", "rsa-pss", "/C=CN/O=lab/CN=left", END_ENTITY + LEFT, "rsa-root")

    # A root of the same name and another key; a peer who needs no authority.
    certificate("other-root", "P-256", "/C=CN/O=lab/CN=EC root", CA, keep_key=True)
    certificate("other-left", "P-256", "/C=CN/O=lab/CN=left", END_ENTITY + LEFT, "other-root", keep_key=False)
    certificate("self-left", "P-256", "/CN=left", "keyUsage=digitalSignature\n" + LEFT)

    # Each is wrong in one thing.
    wrong = dict(issuer="ec-root", keep_key=False)
    certificate("expired", "P-256", "/C=CN/O=lab/CN=left", END_ENTITY + LEFT, "ec-root", end="20240601120000Z")
    certificate("not-yet", "P-256", "/C=CN/O=lab/CN=left", END_ENTITY + LEFT, "ec-root", begin="20300101000000Z")
    certificate("may-not-sign", "P-256", "/C=CN/O=lab/CN=left",
                END_ENTITY.replace("digitalSignature", "keyEncipherment,keyAgreement") + LEFT, "ec-root")
    certificate("sha1-signed", "P-256", "/C=CN/O=lab/CN=left", END_ENTITY + LEFT, digest="sha1", **wrong)
    certificate("small-key", "rsa768", "/C=CN/O=lab/CN=left", END_ENTITY + LEFT, **wrong)
    certificate("weak-key", "rsa1024", "/C=CN/O=lab/CN=left", END_ENTITY + LEFT, "ec-root")  # usable, and told
    certificate("brainpool", "brainpoolP256r1", "/C=CN/O=lab/CN=left", END_ENTITY + LEFT, **wrong)
    certificate("ed25519", "ed25519", "/C=CN/O=lab/CN=left", END_ENTITY + LEFT, "ec-root")
    certificate("strange-extension", "P-256", "/C=CN/O=lab/CN=left",
                END_ENTITY + LEFT + "1.3.6.1.4.1.99999.1=critical,DER:0500\n", **wrong)
    certificate("nameless", "P-256", "/C=CN/O=lab/CN=left.example.org", END_ENTITY, "ec-root")
    certificate("no-subject", "P-256", "", END_ENTITY + LEFT.replace("Name=", "Name=critical,"), **wrong)
    certificate("wildcard", "P-256", "/CN=wild", END_ENTITY + "subjectAltName=DNS:*.example.org\n", **wrong)
    certificate("words", "P-256", "/C=CN/O=实验室, Ltd./CN=a\\+b=c + d=e", END_ENTITY + LEFT, **wrong)

    # Issuers without the right to be any.
    certificate("issued-by-peer", "P-256", "/CN=left", END_ENTITY + LEFT, "ec-left", keep_key=False)
    certificate("expired-ca", "P-256", "/CN=expired CA", CA + "authorityKeyIdentifier=keyid\n", "ec-root",
                end="20240601120000Z")
    certificate("by-expired-ca", "P-256", "/CN=left", END_ENTITY + LEFT, "expired-ca", keep_key=False)
    certificate("below-middle", "P-256", "/CN=below", CA + "authorityKeyIdentifier=keyid\n", "rsa-middle")
    certificate("too-deep", "P-256", "/CN=left", END_ENTITY + LEFT, "below-middle", keep_key=False)
    certificate("constrained-ca", "P-256", "/CN=constrained",
                CA + "nameConstraints=critical,permitted;DNS:example.net\n", "ec-root")
    certificate("outside", "P-256", "/CN=left", END_ENTITY + "subjectAltName=DNS:left.example.org\n",
                "constrained-ca", keep_key=False)
    issuer = "ec-root"
    for depth in range(1, 8):
        certificate(f"step-{depth}", "P-256", f"/CN=step {depth}", CA + "authorityKeyIdentifier=keyid\n", issuer)
        issuer = f"step-{depth}"
    certificate("at-the-end", "P-256", "/CN=left", END_ENTITY + LEFT, issuer, keep_key=False)
    for depth in range(1, 8):
        (HERE / f"step-{depth}.key.pem").unlink()


def without_mac(archive):
    """The PKCS#12 without its last element, the MAC over the others (RFC 7292, 4)."""
    size = int.from_bytes(archive[9:11], "big")  # behind four octets of header, the version, and two of the next header
    content = archive[4:11 + size]
    return archive[:2] + len(content).to_bytes(2, "big") + content


def make_files():
    """The same certificate and key in the forms in which they are handed around. The passphrase is "open sesame"."""
    certificate_file, key = HERE / "ec-left.pem", HERE / "ec-left.key.pem"
    secret = "pass:open sesame"
    openssl("pkcs8", "-topk8", "-in", key, "-passout", secret, "-out", HERE / "sealed.pkcs8.pem")
    openssl("pkcs8", "-topk8", "-in", key, "-passout", secret, "-outform", "DER", "-out", HERE / "sealed.pkcs8.der")
    openssl("ec", "-in", key, "-out", HERE / "old-ec.pem")
    openssl("ec", "-in", key, "-aes256", "-passout", secret, "-out", HERE / "sealed-old-ec.pem")
    openssl("rsa", "-in", HERE / "rsa-left.key.pem", "-traditional", "-out", HERE / "old-rsa.pem")
    openssl("rsa", "-in", HERE / "rsa-left.key.pem", "-traditional", "-outform", "DER", "-out", HERE / "old-rsa.der")
    openssl("x509", "-in", certificate_file, "-outform", "DER", "-out", HERE / "ec-left.der")
    chain = ["-certfile", HERE / "ec-root.pem", "-in", certificate_file, "-inkey", key]
    openssl("pkcs12", "-export", *chain, "-passout", secret, "-out", HERE / "sealed.p12")
    openssl("pkcs12", "-export", *chain, "-legacy", "-passout", secret, "-out", HERE / "sealed-old.p12")
    openssl("pkcs12", "-export", *chain, "-passout", "pass:", "-out", HERE / "open.p12")
    # Numbers of rounds in as many octets as too large ones take.
    archive = openssl("pkcs12", "-export", *chain, "-passout", secret, "-iter", "65536")
    (HERE / "slow.p12").write_bytes(without_mac(archive)) # "-nomac" would leave the certificates open
    openssl("pkcs12", "-export", *chain, "-passout", secret, "-iter", "65536", "-keypbe", "NONE", "-certpbe", "NONE",
            "-out", HERE / "slow-mac.p12")
    openssl("pkcs8", "-topk8", "-in", key, "-passout", secret, "-iter", "65536", "-outform", "DER", "-out",
            HERE / "slow.pkcs8.der")
    openssl("pkcs8", "-topk8", "-in", key, "-passout", secret, "-scrypt", "-outform", "DER", "-out",
            HERE / "slow-scrypt.pkcs8.der")


if __name__ == "__main__":
    os.environ.pop("OPENSSL_CONF", None)
    for old in list(HERE.glob("*.pem")) + list(HERE.glob("*.der")) + list(HERE.glob("*.p12")):
        old.unlink()
    make_all()
    make_files()
