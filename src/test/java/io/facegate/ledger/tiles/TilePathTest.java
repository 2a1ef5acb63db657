package io.facegate.ledger.tiles;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TilePathTest {
    /** The examples of the specification. */
    @Test
    void spellsPathsAsTheSpecificationDoes() {
        assertThat(new TilePath(0, 0, 256).path()).isEqualTo("tile/0/000");
        assertThat(new TilePath(0, 1234067, 256).path()).isEqualTo("tile/0/x001/x234/067");
        assertThat(new TilePath(TilePath.ENTRIES, 273, 112).path()).isEqualTo("tile/entries/273.p/112");
    }

    @Property
    void readsWhatItSpells(
            @ForAll @IntRange(min = -1, max = 7) int level,
            @ForAll @LongRange(min = 0, max = 999_999_999_999_999L) long number,
            @ForAll @IntRange(min = 1, max = 256) int width) {
        var tile = new TilePath(level, number, width);
        assertThat(TilePath.parse(tile.path())).contains(tile);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "tile/0/0",
                "tile/00/000",
                "tile/64/000",
                "tile/0/x000/000",
                "tile/0/000.p/256",
                "tile/0/000.p/0",
                "tile/0/000.p/01",
                "tile/0/000/",
                "tile/0/../entries/000",
                "tile/-1/000",
                "tile/data/000",
                "tile/entries/000.p/300",
                "tile/0/x999/x999/x999/x999/x999/x999/999"
            })
    void knowsNoOtherSpelling(String path) {
        assertThat(TilePath.parse(path)).isEmpty();
    }

    @Test
    void aTreeHasTheTilesOfItsSize() {
        assertThat(TilePath.find(0, 0, 0)).isEmpty();
        assertThat(TilePath.find(1, 0, 0)).contains(new TilePath(0, 0, 1));
        assertThat(TilePath.find(70_000, 0, 273)).contains(new TilePath(0, 273, 112));
        assertThat(TilePath.find(70_000, 0, 274)).isEmpty();
        assertThat(TilePath.find(70_000, 1, 0)).contains(new TilePath(1, 0, 256));
        assertThat(TilePath.find(70_000, 1, 1)).contains(new TilePath(1, 1, 17));
        assertThat(TilePath.find(70_000, 2, 0)).contains(new TilePath(2, 0, 1));
        assertThat(TilePath.find(70_000, 3, 0)).isEmpty();
    }
}
