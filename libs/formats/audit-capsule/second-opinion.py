"""The hashes of a capsule once more, from its README and not from our code. Prints book, sequence, content hash and chain hash
of every journal, then the root; the test holds them against what the capsule says."""

import base64
import hashlib
import json
import sys


def sha256(data):
    return hashlib.sha256(data).digest()


def prefixed(parts):
    encoded = [part.encode("utf-8") for part in parts]
    return b"".join(b"%d:%s" % (len(part), part) for part in encoded)


def content_hash(journal):
    parts = ["asiento.journal.v1", journal["id"], journal["book"], journal["accounting"], journal["key"], journal["rule"]]
    parts += [str(journal["ruleVersion"]), journal["effectiveDate"], journal["tradeId"], journal["reverses"] or ""]
    parts += [journal["inputs"], str(len(journal["postings"]))]
    for posting in journal["postings"]:
        parts += [posting["account"], posting["detail"], posting["currency"], posting["minorUnits"]]
    return sha256(prefixed(parts))


def chain_hash(journal, content, previous):
    numbers = int(journal["sequence"]).to_bytes(8, "big") + int(journal["recordedAtMicros"]).to_bytes(8, "big")
    event = bytes.fromhex(journal["sourceEventId"].replace("-", ""))
    people = prefixed([journal["actor"] or "", journal["approver"] or "", journal["source"]])
    return sha256(b"asiento.chain.v1" + numbers + event + content + previous + people)


def root(leaves):
    if not leaves:
        return sha256(b"")
    if len(leaves) == 1:
        return sha256(b"\x00" + leaves[0])
    left = 1
    while left * 2 < len(leaves):
        left *= 2
    return sha256(b"\x01" + root(leaves[:left]) + root(leaves[left:]))


previous = {}
leaves = {}
with open(sys.argv[1] + "/openings.jsonl", "rb") as openings:
    for line in openings:
        opening = json.loads(line)
        previous[opening["book"]] = bytes.fromhex(opening["hash"])
with open(sys.argv[1] + "/journals.jsonl", "rb") as journals:
    for line in journals:
        journal = json.loads(line)
        content = content_hash(journal)
        link = chain_hash(journal, content, previous[journal["book"]])
        previous[journal["book"]] = link
        leaves[journal["id"]] = content
        print(json.dumps([journal["book"], journal["sequence"], content.hex(), link.hex()], ensure_ascii=True))
print(json.dumps(base64.b64encode(root([leaves[key] for key in sorted(leaves)])).decode()))
