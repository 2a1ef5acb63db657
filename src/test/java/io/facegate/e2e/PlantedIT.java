package io.facegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** What passes through a gateway and must not stay: pictures, names, tokens and secrets, looked for in everything it wrote. */
class PlantedIT {
    private static final String GALLERY = "planted-gallery-anna-maria-schmidt";
    private static final String SUBJECT = "planted-subject-john-q-doe";
    private static final String MATTER = "planted-case-0815-4711";
    private static final String PERSON = "planted-officer-mary-roe";
    private static final String TOKEN = "cGxhbnRlZA.cGxhbnRlZC10b2tlbg.c2lnbmF0dXJlLXBsYW50ZWQ";

    /**
     * What is kept on purpose, each where the documents say: the embedded engine's own galleries have their names
     * (docs/engine.md), and an API key is known by its hash (docs/identity.md).
     */
    private static final Predicate<String> KEPT = Pattern.compile(
                    "gallery: data/galleries\\.db(-wal|-shm)?|api key hashed: data/registry\\.db(-wal|-shm)?")
            .asMatchPredicate();

    @TempDir
    Path folder;

    @Test
    void nothingThatWasPlantedIsFoundInAnyFileLogOrExport() throws Exception {
        var data = folder.resolve("data");
        var picture = Photos.bytes(Photos.ONE);
        var planted = new Planted()
                .picture("picture", picture)
                .text("gallery", GALLERY)
                .text("subject", SUBJECT)
                .text("case", MATTER)
                .text("person", PERSON)
                .text("token", TOKEN);
        var cast = Cast.register(data);
        planted.text("secret", cast.hope().secret()).text("api key", cast.hope().apiKey());
        try (var gateway = Gateway.start(data)) {
            var image = "{\"Bytes\":\"" + Base64.getEncoder().encodeToString(picture) + "\"}";
            var gallery = "\"CollectionId\":\"" + GALLERY + "\"";
            call(gateway, cast.hope(), "DetectFaces", "{\"Image\":" + image + "}", 200);
            call(gateway, cast.hope(), "CreateCollection", "{" + gallery + "}", 200);
            call(
                    gateway,
                    cast.hope(),
                    "IndexFaces",
                    "{" + gallery + ",\"ExternalImageId\":\"" + SUBJECT + "\",\"Image\":" + image + "}",
                    200);
            call(gateway, cast.hope(), "SearchFacesByImage", "{" + gallery + ",\"Image\":" + image + "}", 200);
            call(gateway, cast.pd(), "SearchFacesByImage", "{" + gallery + ",\"Image\":" + image + "}", 400);
            call(gateway, cast.hope(), "No" + SUBJECT, "{\"Image\":" + image + "}", 400);
            Wire.bare(gateway.calls(), "DetectFaces", "{\"Image\":" + image + "}")
                    .with("Authorization", "Bearer " + TOKEN)
                    .send();
            hand(data, "jsonl");
            hand(data, "csv");
            hand(data, "cloudevents");
            hand(data, "ocsf");
            Gateway.run("ledger", "search", "--person", PERSON, "--data", data.toString(), "--by", PERSON)
                    .expect(0);
            Gateway.run("ledger", "search", "--org", SUBJECT, SUBJECT, "--data", data.toString())
                    .expect(2);
            assertThat(planted.under(folder)).allMatch(KEPT);
        }
        hand(data, null);
        assertThat(gatewayRecords(data)).isGreaterThan(8);
        assertThat(planted.under(folder)).allMatch(KEPT);
        broken(data, planted);
    }

    private static long gatewayRecords(Path data) {
        return Gateway.records(data).size();
    }

    private static void call(Gateway gateway, Gateway.Key key, String operation, String json, int status) {
        var answer = Wire.signed(
                        gateway.calls(),
                        AwsCredentialsIdentity.create(key.id(), key.secret()),
                        operation,
                        json,
                        Map.of("Facegate-Case", MATTER),
                        Wire.usual())
                .send();
        assertThat(answer.status()).as(operation).isEqualTo(status);
    }

    /** Exports everything, or makes a bundle of it and unpacks that. */
    private void hand(Path data, String format) throws Exception {
        var to = folder.resolve(format == null ? "bundle.zip" : "export." + format);
        var words = format == null ? List.of("ledger", "bundle") : List.of("ledger", "export", "--format", format);
        var all = new java.util.ArrayList<>(words);
        all.addAll(List.of("--to", to.toString(), "--by", PERSON, "--data", data.toString()));
        all.addAll("ocsf".equals(format) ? List.of("--case", MATTER) : List.of("--org", "hope"));
        Gateway.run(all.toArray(String[]::new)).expect(0);
        if (format == null) {
            unpack(to);
        }
    }

    private void unpack(Path bundle) throws Exception {
        try (var zip = new ZipInputStream(Files.newInputStream(bundle))) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                // The one who asks for a case by its number is shown it; nobody else has it.
                if (!entry.getName().equals("disclosures.jsonl")) {
                    var file = folder.resolve("bundle").resolve(entry.getName());
                    Files.createDirectories(file.getParent());
                    Files.write(file, zip.readAllBytes());
                }
            }
        }
    }

    /** A gateway that kept any of it, in its ledger or in a log, would have been found. */
    private void broken(Path data, Planted planted) throws Exception {
        var leaky = Files.createDirectories(folder.resolve("leaky"));
        for (var needle : planted.needles().entrySet()) {
            var log = leaky.resolve("log");
            Files.write(log, needle.getValue());
            assertThat(planted.under(leaky)).contains(needle.getKey() + ": log");
            Files.delete(log);
            var ledger = leaky.resolve("ledger.db");
            Files.copy(data.resolve("ledger.db"), ledger);
            try (var file = DriverManager.getConnection("jdbc:sqlite:" + ledger);
                    var change = file.prepareStatement("UPDATE batch SET lines = ? WHERE first = 0")) {
                change.setBytes(1, needle.getValue());
                change.executeUpdate();
            }
            assertThat(planted.under(leaky)).anyMatch(found -> found.startsWith(needle.getKey() + ": ledger.db"));
            for (var tail : List.of("", "-wal", "-shm")) {
                Files.deleteIfExists(leaky.resolve("ledger.db" + tail));
            }
        }
    }
}
