package org.closedform.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How channels are cut into lines of at most so many lanes. */
class ChannelTileTest {

    @ParameterizedTest
    @CsvSource({
        "1, 1, 1, 8",
        "20, 1, 1, 8",
        "7, 3, 1, 8",
        "7, 3, 2, 8",
        "3, 9, 1, 8",
        "3, 17, 2, 8",
        "2, 3, 8, 8",
        "2, 3, 21, 8",
        "4, 1, 9, 8",
        "0, 3, 2, 8",
        "3, 2, 0, 8",
        "100, 2, 1, 64",
        "30, 40, 1, 64",
        "5, 7, 100, 64"
    })
    void everyNumberIsInOneLaneOfItsChannel(int outer, int count, int inner, int lanes) {
        Channels channels = new Channels(outer, count, inner);
        int[] seen = new int[outer * count * inner];
        for (ChannelTile tile : ChannelTile.of(channels, lanes)) {
            assertTrue(tile.lanes() <= lanes, () -> tile.lanes() + " lanes");
            for (int line = 0; line < tile.lines(); line++) {
                int size = tile.size(line);
                assertEquals(size, tile.share(line) * (tile.end() - tile.first()), "of each channel as many");
                for (int i = 0; i < size; i++) {
                    int at = tile.offset(line) + i;
                    int channel = tile.first() + i / tile.run() % (tile.end() - tile.first());
                    seen[at]++;
                    if (tile.parts() == 1) {
                        assertEquals(at / inner % count, channel, "number " + at);
                    }
                }
            }
        }
        int[] once = new int[seen.length];
        Arrays.fill(once, 1);
        assertEquals(Arrays.toString(once), Arrays.toString(seen));
    }

    @Test
    void tilesHaveAboutTheSameWidth() {
        ChannelTile[] tiles = ChannelTile.of(new Channels(3, 9, 1), 8);
        assertEquals(2, tiles.length);
        assertEquals(5, tiles[0].lanes());
        assertEquals(4, tiles[1].lanes());
        assertEquals(3, tiles[0].lines());
    }

    @Test
    void aLineHasAsManyOuterIndicesAsFillItButNotMoreThanThereAre() {
        assertEquals(4, ChannelTile.of(new Channels(100, 2, 1), 8)[0].repeats());
        assertEquals(25, ChannelTile.of(new Channels(100, 2, 1), 8)[0].lines());
        assertEquals(2, ChannelTile.of(new Channels(7, 2, 1), 8)[0].repeats(), "four lines make a block");
        assertEquals(1, ChannelTile.of(new Channels(1, 2, 1), 8)[0].repeats());
    }

    @Test
    void constantsAreSetForTheRunOfEveryChannel() {
        ChannelTile tile = ChannelTile.of(new Channels(3, 2, 3), 8)[0];
        List<String> calls = new ArrayList<>();
        ChannelBlock block = ChannelBlock.of(Buffer.of(new double[0]));
        assertTrue(tile.set((channel, from, to) -> calls.add(channel + ": " + from + " to " + to), block));
        assertEquals(List.of("0: 0 to 3", "1: 3 to 6"), calls);
        assertFalse(tile.set((channel, from, to) -> channel != 0, block));
        assertFalse(tile.set((channel, from, to) -> channel != 1, block));
    }

    @Test
    void whatLanesAddUpToIsAddedUpByChannel() {
        for (int outer : new int[] {1, 3, 9, 20, 100}) {
            ChannelTile tile = ChannelTile.of(new Channels(outer, 3, 2), 64)[0];
            double[] sums = new double[tile.lanes()];
            double[] expected = new double[3];
            for (int lane = 0; lane < sums.length; lane++) {
                sums[lane] = 1 << lane % 40;
                expected[lane / 2 % 3] += sums[lane];
            }
            assertEquals(Arrays.toString(expected), Arrays.toString(Arrays.copyOf(tile.total(sums), 3)));
        }
    }

    @Test
    void linesBeyondTheLastHaveNoNumbers() {
        Channels channels = new Channels(3, 2, 1);
        ChannelTile tile = ChannelTile.of(channels, 2)[0];
        Buffer x = Buffer.of(new double[] {1, 2, 3, 4, 5, 6});
        ChannelBlock block = ChannelBlock.of(x);
        tile.set((channel, from, to) -> block.set(from, to, 0, 1, 0, 0), block);
        block.clearSums(tile.lanes());
        assertEquals(3, tile.load(0, 4, x, null, block));
        block.addDeviations(tile.lanes());
        assertEquals("[9.0, 12.0]", Arrays.toString(Arrays.copyOf(tile.total(block.sums(tile.lanes())), 2)));
        assertEquals(1, tile.load(2, 4, x, null, block));
    }
}
