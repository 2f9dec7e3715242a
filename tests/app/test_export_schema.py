"""The cloud's JSON against its schema, by a checker that is not ours.

usage: test_export_schema.py TUNNELWRIGHTCTL SCHEMA [unittest's own arguments]
"""

import copy
import itertools
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

import jsonschema

PROGRAM, SCHEMA = sys.argv[1:3]
# Every character that a key may have.
KEY = "~!`@#$%^&*()_-+={}[]|;:',.<>/?aZ09"


def document():
    """Connections with every value that the cloud has, and one peer each, since those share nothing."""
    ciphers = ("aes", "aes192", "aes256", "des", "3des")
    hashes = ("md5", "sha1", "sha256", "sha384", "sha512")
    groups = ("group1", "group2", "group5", "group14", "group24")
    gateways, connections = [], []
    for number, (version, index) in enumerate(itertools.product(("ikev1", "ikev2"), range(5))):
        gateways.append({"Name": f"peer-{number}", "RegionId": "cn-hangzhou",
                         "IpAddress": f"192.0.2.{number + 10}" if number else "peer.example.com"})
        several = version == "ikev2"
        connections.append({
            "Name": f"site-{number}", "RegionId": "cn-hangzhou", "VpnGateway": "gw",
            "CustomerGateway": f"peer-{number}",
            "LocalSubnet": "10.1.0.0/24,10.2.0.0/24" if several else "10.1.0.0/24",
            "RemoteSubnet": f"172.16.{number}.0/24",
            "IkeConfig": {"Psk": KEY, "IkeVersion": version,
                          "IkeMode": "aggressive" if number in (0, 3) else "main",
                          "IkeEncAlg": ciphers[index], "IkeAuthAlg": hashes[index], "IkePfs": groups[index],
                          "IkeLifetime": 86400 - number},
            "IpsecConfig": {"IpsecEncAlg": ciphers[-1 - index], "IpsecAuthAlg": hashes[-1 - index],
                            "IpsecPfs": "disabled" if index == 1 else groups[-1 - index],
                            "IpsecLifetime": 1 + number}})
    return {"VpnGateways": [{"Name": "gw", "RegionId": "cn-hangzhou", "InternetIp": "198.51.100.1"}],
            "CustomerGateways": gateways, "VpnConnections": connections}


class ExportSchema(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.directory = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.directory.cleanup)
        cls.document = document()
        cls.run_program("apply", "-", given=json.dumps(cls.document))
        schema = json.loads(pathlib.Path(SCHEMA).read_text(encoding="utf-8"))
        jsonschema.Draft202012Validator.check_schema(schema)
        cls.validator = jsonschema.Draft202012Validator(schema)

    @classmethod
    def run_program(cls, *arguments, given=None):
        done = subprocess.run([PROGRAM, "--data-dir", cls.directory.name + "/data", *arguments], input=given,
                              capture_output=True, text=True, check=False, cwd=cls.directory.name)
        if done.returncode != 0:
            raise AssertionError(f"{arguments}: {done.returncode}\n{done.stderr}")
        return done.stdout

    def exported(self, *options):
        return [json.loads(self.run_program("export", connection["Name"], "--format", "alibaba", *options))
                for connection in self.document["VpnConnections"]]

    def test_exports_are_valid(self):
        for made, connection in zip(self.exported() + self.exported("--with-key"),
                                    2 * self.document["VpnConnections"], strict=True):
            with self.subTest(connection["Name"]):
                self.validator.validate(made)
                config = made["VpnConnectionConfig"]
                self.validator.validate(config)  # the shape without the wrapping
                # The device's point of view.
                self.assertEqual(config["LocalSubnet"], connection["RemoteSubnet"])
                self.assertEqual(config["RemoteSubnet"], connection["LocalSubnet"])
                self.assertEqual(config["Remote"], "198.51.100.1")
                self.assertEqual(config["IkeConfig"]["RemoteId"], "198.51.100.1")
                for part in ("IkeConfig", "IpsecConfig"):
                    for key in set(connection[part]) - {"Psk", "IkeMode"}:
                        self.assertEqual(config[part][key], connection[part][key], key)

    def test_the_key_survives(self):
        self.assertEqual(self.exported("--with-key")[1]["VpnConnectionConfig"]["IkeConfig"]["Psk"], KEY)
        self.assertEqual(self.exported()[1]["VpnConnectionConfig"]["IkeConfig"]["Psk"], "<PRE-SHARED-KEY>")

    def test_the_schema_refuses(self):
        """What the cloud would stumble over, one at a time."""
        def without(config, part, key):
            del config[part][key]

        def with_value(config, part, key, value):
            (config[part] if part else config)[key] = value

        damages = {
            "a missing key": lambda c: without(c, "IkeConfig", "Psk"),
            "a misspelt key": lambda c: with_value(c, None, "RemotSubnet", c.pop("RemoteSubnet")),
            "a lifetime in quotes": lambda c: with_value(c, "IkeConfig", "IkeLifetime", "86400"),
            "a lifetime beyond a day": lambda c: with_value(c, "IpsecConfig", "IpsecLifetime", 86401),
            "no lifetime": lambda c: with_value(c, "IpsecConfig", "IpsecLifetime", 0),
            "a cipher of ours": lambda c: with_value(c, "IkeConfig", "IkeEncAlg", "aes256gcm16"),
            "phase 1 without a group": lambda c: with_value(c, "IkeConfig", "IkePfs", "disabled"),
            "blanks between subnets": lambda c: with_value(c, None, "LocalSubnet", "10.1.0.0/24, 10.2.0.0/24"),
            "a key with a blank": lambda c: with_value(c, "IkeConfig", "Psk", "a b"),
            "a key too long": lambda c: with_value(c, "IkeConfig", "Psk", "x" * 101),
            "something more": lambda c: with_value(c, "IpsecConfig", "Comment", "x"),
        }
        sound = self.exported()[1]
        for name, damage in damages.items():
            with self.subTest(name):
                made = copy.deepcopy(sound)
                damage(made["VpnConnectionConfig"])
                self.assertFalse(self.validator.is_valid(made))


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]])
