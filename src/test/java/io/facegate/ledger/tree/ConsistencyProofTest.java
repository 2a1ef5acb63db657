package io.facegate.ledger.tree;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.facegate.ledger.tree.ConsistencyProof.Tree;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.StreamSupport;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ConsistencyProofTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final BigInteger LARGEST = BigInteger.valueOf(Long.MAX_VALUE);

    /** The vectors that the transparency projects share; they lie beside the project where it is built for everybody. */
    private static final Path VECTORS =
            Path.of(System.getProperty("facegate.vectors", "../shared/reference/merkle-vectors"));

    private static final int LARGE = 70;

    private static final List<byte[]> LEAVES = leaves(600);
    private static final AuditPath PATHS = new AuditPath(index -> LEAVES.get((int) index), (_, _) -> null);

    @Test
    void everyPairOfSmallTreesIsConsistentAndNoProofServesAnother() {
        for (int later = 0; later < LARGE; later++) {
            for (int earlier = 0; earlier <= later; earlier++) {
                var proof = new ConsistencyProof(PATHS::root).proof(earlier, later);
                assertThat(ConsistencyProof.verify(tree(earlier), tree(later), proof))
                        .as(earlier + " to " + later)
                        .isTrue();
                refusesOtherSizes(earlier, later, proof);
                refusesChangedProofs(tree(earlier), tree(later), proof);
            }
        }
    }

    /** A size says how the hashes are combined: another one leads elsewhere, unless it is combined the same way. */
    private static void refusesOtherSizes(int earlier, int later, List<byte[]> proof) {
        for (int size = proof.isEmpty() ? 1 : 0; size <= later; size++) {
            if (size != earlier) {
                boolean same = proof.isEmpty() && size == later;
                assertThat(ConsistencyProof.verify(tree(size), tree(later), proof))
                        .isEqualTo(same);
            }
        }
        assertThat(ConsistencyProof.verify(tree(later + 1), tree(later), proof)).isFalse();
        if (earlier != later && earlier > 0) {
            assertThat(ConsistencyProof.verify(tree(later), tree(earlier), proof))
                    .isFalse();
            assertThat(ConsistencyProof.verify(changed(tree(earlier)), tree(later), proof))
                    .isFalse();
            assertThat(ConsistencyProof.verify(tree(earlier), changed(tree(later)), proof))
                    .isFalse();
        }
    }

    private static void refusesChangedProofs(Tree earlier, Tree later, List<byte[]> proof) {
        for (int i = 0; i < proof.size(); i++) {
            var without = new ArrayList<>(proof);
            without.remove(i);
            assertThat(ConsistencyProof.verify(earlier, later, without)).isFalse();
            var twice = new ArrayList<>(proof);
            twice.add(i, proof.get(i));
            assertThat(ConsistencyProof.verify(earlier, later, twice)).isFalse();
            var flipped = new ArrayList<>(proof);
            flipped.set(i, changed(proof.get(i)));
            assertThat(ConsistencyProof.verify(earlier, later, flipped)).isFalse();
            var shorter = new ArrayList<>(proof);
            shorter.set(i, Arrays.copyOf(proof.get(i), 31));
            assertThat(ConsistencyProof.verify(earlier, later, shorter)).isFalse();
        }
        var more = new ArrayList<>(proof);
        more.add(later.root());
        assertThat(ConsistencyProof.verify(earlier, later, more)).isFalse();
    }

    @Test
    void everyRecordOfEverySmallTreeHasOnePlaceOnly() {
        for (int size = 1; size < LARGE; size++) {
            for (int index = 0; index < size; index++) {
                var path = PATHS.path(index, size);
                for (int other = 0; other <= size; other++) {
                    var led = AuditPath.computeRoot(LEAVES.get(index), other, size, path);
                    assertThat(led != null && Arrays.equals(led, tree(size).root()))
                            .isEqualTo(other == index);
                }
            }
        }
    }

    @Property(tries = 300)
    void aLargerTreeBeginsWithEverySmallerOne(
            @ForAll @IntRange(min = 0, max = 600) int one, @ForAll @IntRange(min = 0, max = 600) int other) {
        int earlier = Math.min(one, other);
        int later = Math.max(one, other);
        var proof = new ConsistencyProof(PATHS::root).proof(earlier, later);
        assertThat(ConsistencyProof.verify(tree(earlier), tree(later), proof)).isTrue();
    }

    @Test
    void thePublicVectorsOfInclusionComeOutAsTheySay() throws IOException {
        assertThat(mistaken("inclusion", ConsistencyProofTest::includes)).isEmpty();
    }

    @Test
    void thePublicVectorsOfConsistencyComeOutAsTheySay() throws IOException {
        assertThat(mistaken("consistency", ConsistencyProofTest::consistent)).isEmpty();
    }

    private interface Verdict {
        boolean on(JsonNode vector);
    }

    private static List<String> mistaken(String kind, Verdict verdict) throws IOException {
        var mistaken = new ArrayList<String>();
        var folder = VECTORS.resolve(kind);
        if (!Files.isDirectory(folder)) {
            return mistaken;
        }
        int seen = 0;
        try (var files = Files.walk(folder)) {
            for (var file :
                    files.filter(file -> file.toString().endsWith(".json")).toList()) {
                var vector = JSON.readTree(file.toFile());
                seen++;
                boolean refused = vector.path("wantErr").asBoolean() || hasRootsThatAreNoHashes(vector);
                if (verdict.on(vector) == refused) {
                    mistaken.add(file.toString());
                }
            }
        }
        assertThat(seen).isEqualTo(98);
        return mistaken;
    }

    /** Some vectors of consistency have roots of 12 bytes, which the published verifiers take when they are equal. */
    private static boolean hasRootsThatAreNoHashes(JsonNode vector) {
        return vector.has("root1")
                && (bytes(vector.path("root1")).length != 32 || bytes(vector.path("root2")).length != 32);
    }

    private static boolean includes(JsonNode vector) {
        var root = bytes(vector.path("root"));
        var led = AuditPath.computeRoot(
                bytes(vector.path("leafHash")),
                size(vector.path("leafIdx")),
                size(vector.path("treeSize")),
                proof(vector));
        return led != null && Arrays.equals(led, root);
    }

    private static boolean consistent(JsonNode vector) {
        return ConsistencyProof.verify(
                new Tree(size(vector.path("size1")), bytes(vector.path("root1"))),
                new Tree(size(vector.path("size2")), bytes(vector.path("root2"))),
                proof(vector));
    }

    private static long size(JsonNode number) {
        var size = number.bigIntegerValue();
        return size.compareTo(LARGEST) > 0 ? -1 : size.longValueExact();
    }

    private static List<byte[]> proof(JsonNode vector) {
        return StreamSupport.stream(vector.path("proof").spliterator(), false)
                .map(ConsistencyProofTest::bytes)
                .toList();
    }

    private static byte[] bytes(JsonNode base64) {
        return base64.isNull() ? new byte[0] : Base64.getDecoder().decode(base64.asText());
    }

    private static Tree tree(int size) {
        return new Tree(size, size == 0 ? new Rfc6962().emptyRoot() : PATHS.root(0, size));
    }

    private static Tree changed(Tree tree) {
        return new Tree(tree.size(), changed(tree.root()));
    }

    private static byte[] changed(byte[] hash) {
        var other = hash.clone();
        other[7] ^= 4;
        return other;
    }

    private static List<byte[]> leaves(int count) {
        var leaves = new ArrayList<byte[]>();
        for (int i = 0; i < count; i++) {
            leaves.add(new Rfc6962().leaf(("record " + i).getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        }
        return leaves;
    }
}
