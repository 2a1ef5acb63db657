package io.facegate.ledger.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.ledger.Filled;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.checkpoint.LogKey;
import io.facegate.ledger.note.VerificationException;
import io.facegate.ledger.note.VerifierKey;
import io.facegate.ledger.proof.OfflineAudit;
import io.facegate.ledger.proof.VerificationResult;
import io.facegate.ledger.proof.VerificationTarget;
import io.facegate.ledger.tiles.StoreLogSource;
import io.facegate.ledger.tiles.TilePath;
import io.facegate.ledger.tiles.UpperTileCache;
import io.facegate.ledger.witness.WitnessPolicy;
import io.facegate.vendor.rekognition.client.Moto;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

class LogPublicationTest {
    @TempDir
    private Path folder;

    @Test
    void whatIsPublishedVerifiesWithThePublicKeyAlone() throws Exception {
        var data = folder.resolve("data");
        var to = folder.resolve("published");
        for (int records : List.of(1, 2, 252, 1, 300, 512)) {
            Filled.quickly(data, records);
            publish(data, new FolderTarget(to));
            var size = Filled.signed(data).checkpoint().size();
            assertThat(audit(to, data))
                    .returns(true, VerificationResult::isIntact)
                    .returns(size, found -> found.records().size());
        }
        assertThat(to.resolve("tile/0/003")).hasSize(8192);
        assertThat(to.resolve("tile/1/000.p/4")).hasSize(128);
    }

    @Test
    void aTreeOfThreeLevelsIsPublished() throws Exception {
        var data = folder.resolve("data");
        var to = folder.resolve("published");
        Filled.quickly(data, 66_000);
        publish(data, new FolderTarget(to));
        assertThat(audit(to, data).isIntact()).isTrue();
        assertThat(to.resolve("tile/1/000")).hasSize(8192);
        assertThat(to.resolve("tile/2/000.p/1")).hasSize(32);
        var changed = Files.readAllBytes(to.resolve("tile/1/000"));
        changed[77 * 32] ^= 1;
        Files.write(to.resolve("tile/1/000"), changed);
        assertThat(audit(to, data).records().damage())
                .isNotNull()
                .satisfies(damage -> assertThat(damage.index()).isEqualTo(77 * 256));
    }

    @Test
    void onlyTheNewestPartialTilesStay() throws Exception {
        var data = folder.resolve("data");
        var shelf = new FolderTarget(folder.resolve("published"));
        Filled.with(data, 1);
        try (var log = StoreLogSource.open(data);
                var file = new UpperTileCache(data, log)) {
            var publication = new LogPublication(shelf, log, file);
            for (int i = 0; i < 4; i++) {
                Filled.with(data, 1);
                publication.publish(Filled.signed(data).note(), new LogKey(data).chain(), keys(data));
            }
        }
        try (var left = Files.list(shelf.folder().resolve("tile/entries/000.p"))) {
            assertThat(left.map(file -> file.getFileName().toString())).containsExactlyInAnyOrder("4", "5");
        }
    }

    @Test
    void anotherHistoryOfTheSameLogIsNotPublishedOverTheFirst() throws Exception {
        var data = folder.resolve("data");
        Filled.with(data, 2);
        var fork = Filled.copy(data, folder.resolve("fork"));
        var shelf = new FolderTarget(folder.resolve("published"));
        Filled.with(data, 2);
        Filled.with(fork, 3);
        publish(data, shelf);
        assertThatThrownBy(() -> publish(fork, shelf))
                .isInstanceOf(VerificationException.class)
                .hasMessageContaining("two histories");
        assertThat(audit(shelf.folder(), data).isIntact()).isTrue();
    }

    @Test
    void whoMayReadTheFolderMayReadWhatIsPublishedThere() throws Exception {
        var data = folder.resolve("data");
        Filled.with(data, 1);
        var to = Files.createDirectory(folder.resolve("published"));
        Files.setPosixFilePermissions(to, PosixFilePermissions.fromString("rwxr-x---"));
        publish(data, new FolderTarget(to));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(to.resolve("tile/entries/000.p/1"))))
                .isEqualTo("rw-r-----");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(to.resolve("tile/entries"))))
                .isEqualTo("rwxr-x---");
    }

    /** Moto is a store that speaks like S3 and that nobody here wrote. */
    @Test
    void theSameIsPublishedToABucket() throws Exception {
        var moto = Moto.start();
        System.setProperty("aws.accessKeyId", "GATEWAYKEY");
        System.setProperty("aws.secretAccessKey", "gateway-secret");
        try (var http = HttpClient.newHttpClient()) {
            http.send(
                    HttpRequest.newBuilder(moto.url().resolve("/bucket"))
                            .PUT(HttpRequest.BodyPublishers.noBody())
                            .build(),
                    BodyHandlers.discarding());
            var data = folder.resolve("data");
            var local = new FolderTarget(folder.resolve("published"));
            var place =
                    new PublicationTargets("s3://bucket/faces/log", moto.url().toString(), "us-east-1");
            assertThat(place.problem()).isNull();
            try (var bucket = place.open()) {
                for (int records : List.of(3, 300)) {
                    Filled.quickly(data, records);
                    publish(data, bucket);
                    publish(data, local);
                }
                for (var each : files(local.folder()).entrySet()) {
                    assertThat(bucket.get(each.getKey())).as(each.getKey()).isEqualTo(each.getValue());
                }
                try (var s3 = S3Client.builder()
                        .httpClientBuilder(UrlConnectionHttpClient.builder())
                        .region(Region.US_EAST_1)
                        .endpointOverride(moto.url())
                        .forcePathStyle(true)
                        .build()) {
                    var tile = s3.headObject(one -> one.bucket("bucket").key("faces/log/tile/0/000"));
                    assertThat(tile.cacheControl()).isEqualTo("public, max-age=31536000, immutable");
                }
                bucket.remove("tile/0/000");
                assertThat(bucket.get("tile/0/000")).isNull();
            }
        } finally {
            System.clearProperty("aws.accessKeyId");
            System.clearProperty("aws.secretAccessKey");
            moto.stop();
        }
    }

    @Test
    void aBucketThatIsNotThereIsAnError() throws Exception {
        var moto = Moto.start();
        System.setProperty("aws.accessKeyId", "GATEWAYKEY");
        System.setProperty("aws.secretAccessKey", "gateway-secret");
        var place = new PublicationTargets("s3://nobody", moto.url().toString(), "us-east-1");
        try (var bucket = place.open()) {
            assertThatThrownBy(() -> bucket.put("checkpoint", new byte[1]))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("could not be put into the bucket");
        } finally {
            System.clearProperty("aws.accessKeyId");
            System.clearProperty("aws.secretAccessKey");
            moto.stop();
        }
    }

    @Test
    void placesThatCannotBeAreSaid() throws Exception {
        var file = Files.writeString(folder.resolve("file"), "");
        assertThat(new PublicationTargets(file.toString(), null, null).problem())
                .contains("is a file");
        assertThat(new PublicationTargets("/srv/log", "http://127.0.0.1:9", null).problem())
                .contains("go with s3://");
        assertThat(new PublicationTargets("s3://", null, null).problem()).contains("s3://bucket/prefix");
        assertThat(new PublicationTargets("s3://bucket", "nowhere", null).problem())
                .contains("https://host");
        assertThat(new PublicationTargets("/srv/log", null, null).problem()).isNull();
    }

    /** What is served is what is published, and no more than the newest checkpoint needs. */
    @Test
    void servesWhatThePublishedFolderHolds() throws Exception {
        var data = folder.resolve("data");
        var shelf = new FolderTarget(folder.resolve("published"));
        Filled.quickly(data, 700);
        publish(data, shelf);
        var signed = Filled.signed(data);
        Filled.with(data, 5);
        try (var served = new HttpLogSource(LedgerAddress.ofFolder(data), signed::note)) {
            for (var each : files(shelf.folder()).entrySet()) {
                TilePath.parse(each.getKey())
                        .ifPresent(tile -> assertThat(served.tile(tile)).contains(each.getValue()));
            }
            assertThat(served.tile(new TilePath(0, 2, 189))).isEmpty();
            assertThat(served.tile(new TilePath(0, 2, 100))).isPresent();
            assertThat(served.tile(new TilePath(TilePath.ENTRIES, 3, 1))).isEmpty();
            assertThat(served.keys()).isEqualTo(keys(data));
        }
        try (var early = new HttpLogSource(LedgerAddress.ofFolder(data), () -> null)) {
            assertThat(early.checkpoint()).isEmpty();
            assertThat(early.tile(new TilePath(0, 0, 1))).isEmpty();
        }
    }

    @Test
    void aDeletedOrDamagedTreeFileIsMadeAgain() throws Exception {
        var data = folder.resolve("data");
        Filled.quickly(data, 1000);
        var first = Filled.signed(data);
        Files.delete(data.resolve(UpperTileCache.NAME));
        Filled.with(data, 1);
        assertThat(Filled.signed(data).checkpoint().size()).isEqualTo(1001);
        Files.writeString(
                data.resolve(UpperTileCache.NAME), "no database at all, and longer than nothing ".repeat(200));
        Filled.with(data, 1);
        assertThat(Filled.signed(data).checkpoint().size()).isEqualTo(1002);
        try (var log = StoreLogSource.open(data);
                var file = new UpperTileCache(data, log)) {
            assertThat(file.tree(1002).root(1000)).isEqualTo(first.checkpoint().root());
        }
    }

    private static TreeMap<String, byte[]> files(Path root) throws IOException {
        var found = new TreeMap<String, byte[]>();
        try (var files = Files.walk(root)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                found.put(root.relativize(file).toString(), Files.readAllBytes(file));
            }
        }
        return found;
    }

    private static String keys(Path data) throws IOException {
        return Files.readString(data.resolve(LogKey.CHAIN));
    }

    private static void publish(Path data, PublicationTarget shelf) throws Exception {
        var signed = Filled.signed(data);
        try (var log = StoreLogSource.open(data);
                var file = new UpperTileCache(data, log)) {
            new LogPublication(shelf, log, file).publish(signed.note(), new LogKey(data).chain(), keys(data));
        }
    }

    private static VerificationResult audit(Path what, Path data) throws Exception {
        VerifierKey key = new LogKey(data).prepare(null);
        return OfflineAudit.verify(new VerificationTarget(what, key.encoded(), null, WitnessPolicy.NONE, List.of()));
    }
}
