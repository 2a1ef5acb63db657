package io.facegate.app.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/**
 * The policies of the demo's earlier days: the shipped ones, and two rules of the operator's own, so that answers wait
 * for two people, and a court is asked after the fact.
 *
 * @param folder a copy, which is deleted again
 */
record DemoHousePolicy(Path folder) {
    static final String PACK = "demo-house";

    private static final String RULES = """
            pack: demo-house
            title: The demo operator's own rules for searches
            binds: The demo's clearing house.
            rules:
              - id: two-people-look
                effect: oblige
                match:
                  organisation_id: great-lakes-clearing-house
                  purpose: trafficking_victim
                  capability: identify
                obligations: {reviewers: 2}
                reason: {text: Two people look at each match before anybody acts on it.}
                citation: {ref: "A rule that the demo made up", checked: 2026-11-28, evidence: unsure}
              - id: a-court-is-asked
                effect: oblige
                match:
                  organisation_id: great-lakes-clearing-house
                  purpose: deceased_identification
                  capability: identify
                obligations: {authorisation: PT72H}
                reason: {text: A court is asked afterwards to allow a search for the name of somebody who died.}
                citation: {ref: "A rule that the demo made up", checked: 2026-11-28, evidence: unsure}
            """;

    static DemoHousePolicy write(Path shipped) throws IOException {
        var folder = Files.createTempDirectory("facegate-demo-policies-");
        try (var files = Files.list(shipped)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, folder.resolve(file.getFileName().toString()));
            }
        }
        Files.writeString(folder.resolve(PACK + ".yaml"), RULES);
        return new DemoHousePolicy(folder);
    }

    void delete() throws IOException {
        List<Path> all;
        try (var files = Files.walk(folder)) {
            all = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (var file : all) {
            Files.delete(file);
        }
    }
}
