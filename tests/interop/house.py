"""An authority and certificates made on the spot, by the openssl command, and charon with them."""

import datetime
import json
import os
import pathlib
import subprocess

import lab

KINDS = {"RSA-2048": ["rsa:2048"], "RSA-4096": ["rsa:4096"], "P-256": ["ec", "-pkeyopt", "ec_paramgen_curve:P-256"],
         "P-384": ["ec", "-pkeyopt", "ec_paramgen_curve:P-384"]}

CONNECTION = """
connections {
  gw {
    version = 2
    local_addrs = 198.51.100.2
    remote_addrs = 192.0.2.2
    proposals = aes128-sha256-modp2048
    mobike = no
    @MORE@
    local {
      auth = pubkey
      certs = right.pem
      id = "@LOCAL_ID@"
    }
    remote {
      auth = @REMOTE_AUTH@
      id = "@REMOTE_ID@"
      cacerts = @ROOT@.pem
    }
    children {
      net {
        local_ts = 10.2.0.0/24
        remote_ts = 10.1.0.0/24
        esp_proposals = aes128-sha1
      }
    }
  }
}
"""


def openssl(*arguments):
    done = subprocess.run(["openssl", *map(str, arguments)], capture_output=True, text=True, check=False,
                          env={**os.environ, "OPENSSL_CONF": "/dev/null"})
    if done.returncode != 0:
        raise AssertionError(f"openssl {' '.join(map(str, arguments))}: {done.stderr}")


class House:
    """An authority and those below it, all with keys of one kind."""

    def __init__(self, directory, kind, digest="sha256"):
        self.directory = pathlib.Path(directory)
        self.directory.mkdir(parents=True, exist_ok=True)
        self.kind = kind
        self.digest = digest

    def path(self, name):
        return self.directory / f"{name}.pem"

    def key(self, name):
        return self.directory / f"{name}.key.pem"

    def make(self, name, extensions, issuer=None, begin=-1, end=365):
        """`begin` and `end`: days from now."""
        work = self.directory / f"{name}.work"
        work.mkdir()
        (work / "index").write_text("")
        (work / "extensions").write_text(extensions)
        (work / "config").write_text(
            "[ca]\ndefault_ca=one\n[one]\n"
            f"new_certs_dir={work}\ndatabase={work}/index\nrand_serial=yes\npolicy=any\nunique_subject=no\n"
            "[any]\ncountryName=optional\norganizationName=optional\ncommonName=optional\n"
            "[req]\ndistinguished_name=dn\nprompt=no\n[dn]\n")
        openssl("req", "-new", "-config", work / "config", "-newkey", *KINDS[self.kind], "-nodes",
                "-keyout", self.key(name), "-subj", f"/C=CN/O=lab {self.kind}/CN={name}", "-out", work / "request")
        signer = ["-selfsign", "-keyfile", self.key(name)] if issuer is None else [
            "-cert", self.path(issuer), "-keyfile", self.key(issuer)]
        now = datetime.datetime.now(datetime.timezone.utc)
        time = lambda days: (now + datetime.timedelta(days=days)).strftime("%Y%m%d%H%M%SZ")
        openssl("ca", "-batch", "-notext", "-config", work / "config", "-startdate", time(begin), "-enddate",
                time(end), "-md", self.digest, "-extfile", work / "extensions", "-in", work / "request", *signer,
                "-out", self.path(name))

    def make_root(self, name="root"):
        self.make(name, "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\n"
                        "subjectKeyIdentifier=hash\n")

    def make_middle(self, name="middle", issuer="root"):
        self.make(name, "basicConstraints=critical,CA:TRUE,pathlen:0\nkeyUsage=critical,keyCertSign,cRLSign\n"
                        "subjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n", issuer)

    def make_side(self, name, host, issuer="root", more="", **times):
        self.make(name, "basicConstraints=CA:FALSE\nkeyUsage=digitalSignature\nsubjectKeyIdentifier=hash\n"
                        f"authorityKeyIdentifier=keyid\nsubjectAltName=DNS:{host}{more}\n", issuer, **times)


class CertificateLab:
    """Of a lab.LabTest."""

    def house(self, kind, name="", digest="sha256"):
        house = House(self.lab.directory / f"ca-{kind}{name}", kind, digest)
        house.make_root()
        return house

    def load_house(self, house, root=None, local_id=lab.RIGHT_ID, remote_id=lab.LEFT_ID, more="", remote_auth="pubkey",
             intermediates=()):
        """`house` has charon's certificate "right"; `root`: the file that charon believes."""
        root = root or house.path("root")
        directory = self.charon.directory / "swanctl"
        for folder in ("x509", "x509ca", "private"):
            (directory / folder).mkdir(exist_ok=True)
            for old in (directory / folder).iterdir():
                old.unlink()
        (directory / "x509" / "right.pem").write_bytes(house.path("right").read_bytes())
        (directory / "private" / "right.pem").write_bytes(house.key("right").read_bytes())
        (directory / "x509ca" / "root.pem").write_bytes(root.read_bytes())
        for file in intermediates:
            (directory / "x509ca" / file.name).write_bytes(file.read_bytes())
        text = CONNECTION
        for key, value in {"@LOCAL_ID@": local_id, "@REMOTE_ID@": remote_id, "@MORE@": more, "@ROOT@": "root",
                           "@REMOTE_AUTH@": remote_auth}.items():
            text = text.replace(key, value)
        (directory / "swanctl.conf").write_text(text)
        lab.wait_until("charon takes its configuration",
                       lambda: self.charon.swanctl("--load-all", "--clear", check=False).returncode == 0)

    def import_file(self, *arguments):
        """Gives the fingerprints of the certificates in it."""
        done = self.console.command("--json", "import", *map(str, arguments))
        return [one["Id"] for one in json.loads(done.stdout)["Certificates"]]
