package io.facegate.ledger.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class TreeTest {
    private static final HexFormat HEX = HexFormat.of();

    /** The inputs and roots that the Certificate Transparency projects publish for RFC 6962 trees. */
    private static final List<String> INPUTS =
            List.of("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f");

    private static final List<String> ROOTS = List.of(
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

    @Test
    void growsThePublishedRoots() {
        var range = new CompactRange();
        for (int size = 0; size <= INPUTS.size(); size++) {
            assertThat(HEX.formatHex(range.root())).as("size " + size).isEqualTo(ROOTS.get(size));
            if (size < INPUTS.size()) {
                range.append(new Rfc6962().leaf(HEX.parseHex(INPUTS.get(size))));
            }
        }
    }

    @Test
    void everySmallTreeIsWhatTheDefinitionSays() {
        var leaves = leaves(130);
        var range = new CompactRange();
        for (int size = 1; size <= leaves.size(); size++) {
            range.append(leaves.get(size - 1));
            assertThat(range.root()).isEqualTo(defined(leaves.subList(0, size)));
            var again = new CompactRange(size, range.subtreeRoots());
            assertThat(again.root()).isEqualTo(range.root());
            assertThat(again.subtreeRoots()).isEqualTo(range.subtreeRoots());
        }
    }

    @Test
    void everyPathOfEverySmallTreeLeadsToItsRootAndToNoOther() {
        var leaves = leaves(70);
        var paths = new AuditPath(index -> leaves.get((int) index), (_, _) -> null);
        for (int size = 1; size <= leaves.size(); size++) {
            var root = defined(leaves.subList(0, size));
            for (int index = 0; index < size; index++) {
                var path = paths.path(index, size);
                assertThat(AuditPath.computeRoot(leaves.get(index), index, size, path))
                        .isEqualTo(root);
                if (size > 1) {
                    int other = (index + 1) % size;
                    assertThat(AuditPath.computeRoot(leaves.get(index), other, size, path))
                            .isNotEqualTo(root);
                    assertThat(AuditPath.computeRoot(leaves.get(index), index, 2 * size, path))
                            .isNotEqualTo(root);
                }
            }
        }
    }

    @Test
    void refusesAPlaceOutsideTheTree() {
        var paths = new AuditPath(_ -> new byte[32], (_, _) -> null);
        assertThatThrownBy(() -> paths.path(3, 3)).isInstanceOf(IllegalArgumentException.class);
        assertThat(AuditPath.computeRoot(new byte[32], 1, 1, List.of())).isNull();
        assertThat(AuditPath.computeRoot(new byte[32], 0, 0, List.of())).isNull();
        assertThatThrownBy(() -> new CompactRange(3, new byte[32])).isInstanceOf(IllegalArgumentException.class);
    }

    @Property(tries = 50)
    void aRangeThatIsStoredHalfwayGrowsTheSameTree(
            @ForAll @IntRange(min = 0, max = 600) int half, @ForAll @IntRange(min = 0, max = 600) int more) {
        var leaves = leaves(half + more);
        var whole = new CompactRange();
        leaves.forEach(whole::append);
        var first = new CompactRange();
        leaves.subList(0, half).forEach(first::append);
        var second = new CompactRange(half, first.subtreeRoots());
        leaves.subList(half, half + more).forEach(second::append);
        assertThat(second.root()).isEqualTo(whole.root());
    }

    private static List<byte[]> leaves(int count) {
        var leaves = new ArrayList<byte[]>();
        for (int i = 0; i < count; i++) {
            leaves.add(new Rfc6962().leaf(("record " + i).getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
        }
        return leaves;
    }

    /** RFC 6962, section 2.1, as it stands there. */
    private static byte[] defined(List<byte[]> leaves) {
        if (leaves.size() == 1) {
            return leaves.getFirst();
        }
        int split = Integer.highestOneBit(leaves.size() - 1);
        return new Rfc6962().node(defined(leaves.subList(0, split)), defined(leaves.subList(split, leaves.size())));
    }
}
