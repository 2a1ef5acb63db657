"""Writes snapshot.json: what a copy of OSV's advisories says of the libraries that the last build packaged.

  curl -fLO https://osv-vulnerabilities.storage.googleapis.com/Maven/all.zip
  python3 src/test/resources/advisories/renew.py all.zip [SBOM [SNAPSHOT]]
"""

import datetime
import json
import pathlib
import sys
import zipfile

HERE = pathlib.Path(__file__).parent
EVENTS = ("introduced", "fixed", "last_affected")


def libraries(sbom):
    for one in json.loads(pathlib.Path(sbom).read_text())["components"]:
        if one.get("purl", "").startswith("pkg:maven/"):
            yield f"{one.get('group', '')}:{one['name']}"


def affected(advisory, wanted):
    """What the advisory says of wanted libraries: pairs of events in their order, or single versions."""
    for one in advisory.get("affected", []):
        name = one.get("package", {}).get("name")
        if one.get("package", {}).get("ecosystem") != "Maven" or name not in wanted:
            continue
        events = [
            {key: event[key] for key in EVENTS if key in event}
            for ranged in one.get("ranges", [])
            if ranged.get("type") == "ECOSYSTEM"
            for event in ranged.get("events", [])
        ]
        yield {"package": name, "events": events, "versions": [] if events else one.get("versions", [])}


def advisories(archive, wanted):
    with zipfile.ZipFile(archive) as files:
        for name in sorted(files.namelist()):
            advisory = json.loads(files.read(name))
            found = list(affected(advisory, wanted))
            if found and "withdrawn" not in advisory:
                yield {
                    "id": advisory["id"],
                    "aliases": advisory.get("aliases", []),
                    "source": "https://osv.dev/vulnerability/" + advisory["id"],
                    "affected": found,
                }


def main(archive, sbom="target/quarkus-run-cyclonedx.json", snapshot=HERE / "snapshot.json"):
    wanted = set(libraries(sbom))
    found = list(advisories(archive, wanted))
    text = {
        "taken": datetime.date.today().isoformat(),
        "from": "OSV, Maven/all.zip: all advisories of the libraries that were packaged",
        "advisories": found,
    }
    pathlib.Path(snapshot).write_text(json.dumps(text, indent=1) + "\n")
    print(f"{len(found)} advisories of {len(wanted)} libraries")


if __name__ == "__main__":
    main(*sys.argv[1:])
