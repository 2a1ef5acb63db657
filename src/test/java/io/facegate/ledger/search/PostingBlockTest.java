package io.facegate.ledger.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.roaringbitmap.RoaringBitmap;

/** Sets of records, and what is read of a search file that somebody changed. */
class PostingBlockTest {
    @Test
    void whatIsStoredIsReadBack() throws Exception {
        var random = new Random(1);
        for (int many : new int[] {0, 1, 2, 100, 4096, 4097, 30_000, PostingBlock.SIZE}) {
            var expected = new TreeSet<Integer>();
            while (expected.size() < many) {
                expected.add(many == PostingBlock.SIZE ? expected.size() : random.nextInt(PostingBlock.SIZE));
            }
            var block = new PostingBlock();
            expected.forEach(block::add);
            var read = PostingBlock.of(block.stored());
            assertThat(read.count()).isEqualTo(many);
            assertThat(places(read, true)).isEqualTo(List.copyOf(expected));
            assertThat(places(read, false)).isEqualTo(List.copyOf(expected.descendingSet()));
            assertThat(block.stored().length).isLessThanOrEqualTo(PostingBlock.SIZE / Byte.SIZE + 64);
        }
    }

    @Test
    void onlyPositionsWithinThePeriodAreKept() {
        for (var bounds : List.of(new long[] {0, 0}, new long[] {5, 9}, new long[] {-7, 3}, new long[] {9, 1L << 40})) {
            var block = PostingBlock.whole();
            block.keep(bounds[0], bounds[1]);
            long expected = Math.clamp(bounds[1], 0, PostingBlock.SIZE) - Math.clamp(bounds[0], 0, PostingBlock.SIZE);
            assertThat(block.count()).isEqualTo((int) expected);
        }
    }

    /** Whatever bytes stand in the file: a block within its bounds, or an error that has the file rebuilt. */
    @Test
    void nothingElseThanABlockIsRead() {
        var random = new Random(2);
        var honest = new ArrayList<byte[]>();
        for (int many : new int[] {3, 200, 5000}) {
            var block = new PostingBlock();
            random.ints(many, 0, PostingBlock.SIZE).forEach(block::add);
            honest.add(block.stored());
        }
        honest.add(PostingBlock.whole().stored());
        int refused = 0;
        for (int round = 0; round < 40_000; round++) {
            var bytes = honest.get(round % honest.size()).clone();
            switch (random.nextInt(3)) {
                case 0 -> bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length + 20));
                case 1 -> bytes[random.nextInt(Math.min(bytes.length, 24))] = (byte) random.nextInt();
                default -> bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            }
            refused += isRefused(bytes) ? 1 : 0;
        }
        assertThat(refused).isGreaterThan(10_000);
    }

    @Test
    void whatIsTooLongOrOutsideTheBlockIsRefused() {
        assertThat(isRefused(null)).isTrue();
        assertThat(isRefused(new byte[0])).isTrue();
        assertThat(isRefused(new byte[1 << 20])).isTrue();
        assertThat(isRefused(stored(RoaringBitmap.bitmapOf(1, PostingBlock.SIZE))))
                .isTrue();
        assertThat(isRefused(stored(RoaringBitmap.bitmapOf(1, -1)))).isTrue();
        assertThat(isRefused(stored(RoaringBitmap.bitmapOf(1, PostingBlock.SIZE - 1))))
                .as("the control")
                .isFalse();
    }

    /** A header that claims 65,536 containers, and one whose list is not sorted. */
    @Test
    void aHeaderThatLiesTakesNoMemory() {
        var claims = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(isRefused(claims.putInt(12346).putInt(65_536).array())).isTrue();
        assertThat(isRefused(ByteBuffer.allocate(64)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putInt(12346)
                        .putInt(Integer.MAX_VALUE)
                        .array()))
                .isTrue();
        var unsorted = stored(RoaringBitmap.bitmapOf(1, 2));
        unsorted[unsorted.length - 4] = 9;
        assertThat(isRefused(unsorted)).isTrue();
    }

    private static byte[] stored(RoaringBitmap bitmap) {
        var bytes = ByteBuffer.allocate(bitmap.serializedSizeInBytes());
        bitmap.serialize(bytes);
        return bytes.array();
    }

    private static boolean isRefused(byte[] bytes) {
        PostingBlock block;
        try {
            block = PostingBlock.of(bytes);
        } catch (SQLException damaged) {
            return true;
        }
        var places = places(block, true);
        assertThat(places).isSorted().hasSize(block.count()).allMatch(place -> place >= 0 && place < PostingBlock.SIZE);
        return false;
    }

    private static List<Integer> places(PostingBlock block, boolean up) {
        var found = new ArrayList<Integer>();
        for (var places = block.places(up); places.hasNext(); ) {
            found.add(places.next());
        }
        return found;
    }
}
