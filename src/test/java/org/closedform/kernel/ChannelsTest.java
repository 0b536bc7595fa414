package org.closedform.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How channels are cut into lines of at most so many lanes. */
class ChannelsTest {

    @ParameterizedTest
    @CsvSource({
        "1, 1, 1, 8",
        "20, 1, 1, 8",
        "7, 3, 1, 8",
        "7, 3, 2, 8",
        "3, 9, 1, 8",
        "3, 17, 2, 8",
        "2, 3, 8, 8",
        "0, 3, 2, 8",
        "3, 2, 0, 8",
        "100, 2, 1, 64",
        "30, 40, 1, 64"
    })
    void everyNumberIsInOneLaneOfItsChannel(int outer, int count, int inner, int lanes) {
        Channels channels = new Channels(outer, count, inner);
        int[] seen = new int[outer * count * inner];
        for (Channels.Tile tile : Channels.Tile.of(channels, lanes)) {
            assertTrue(tile.lanes() <= lanes, () -> tile.lanes() + " lanes");
            for (int line = 0; line < tile.lines(); line++) {
                for (int i = 0; i < tile.size(line); i++) {
                    int at = tile.offset(line) + i;
                    int channel = tile.first() + i / inner % (tile.end() - tile.first());
                    seen[at]++;
                    assertEquals(at / inner % count, channel, "number " + at);
                }
            }
        }
        int[] once = new int[seen.length];
        Arrays.fill(once, 1);
        assertEquals(Arrays.toString(once), Arrays.toString(seen));
    }

    @Test
    void tilesHaveAboutTheSameWidth() {
        Channels.Tile[] tiles = Channels.Tile.of(new Channels(3, 9, 1), 8);
        assertEquals(2, tiles.length);
        assertEquals(5, tiles[0].lanes());
        assertEquals(4, tiles[1].lanes());
        assertEquals(3, tiles[0].lines());
    }

    @Test
    void aLineHasAsManyOuterIndicesAsFillItButNotMoreThanThereAre() {
        assertEquals(4, Channels.Tile.of(new Channels(100, 2, 1), 8)[0].repeats());
        assertEquals(25, Channels.Tile.of(new Channels(100, 2, 1), 8)[0].lines());
        assertEquals(3, Channels.Tile.of(new Channels(3, 2, 1), 8)[0].repeats());
        assertEquals(1, Channels.Tile.of(new Channels(1, 2, 1), 8)[0].repeats());
    }
}
