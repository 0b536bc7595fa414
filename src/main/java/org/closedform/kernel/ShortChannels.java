package org.closedform.kernel;

import java.util.List;
import org.closedform.kernel.loops.Block;
import org.closedform.kernel.loops.Loops;

/**
 * Channels of a single block, such as the rows of a layer norm: as many at a time as the lanes have room for, each
 * with a quarter of its numbers in every line. Their classes are added up later, a lane for each channel.
 */
final class ShortChannels<A> extends ChannelLayout<A> {
    private final int used;

    /** How many lanes a channel has: as many as it uses, rounded up to a power of two. */
    private final int room;

    private int first;
    private int width;
    private double[] means;

    ShortChannels(ChannelScratch<A> scratch, Channels channels, List<Buffer> sources) {
        super(scratch, channels, sources);
        used = ChannelSums.CLASSES * Math.max(1, distance(channels.length()));
        room = used == Integer.highestOneBit(used) ? used : 2 * Integer.highestOneBit(used);
    }

    @Override
    void turnTo(int first, int width, double[] means) {
        this.first = first;
        this.width = width;
        this.means = means;
    }

    @Override
    int lanes() {
        return width;
    }

    @Override
    void clear() {
        scratch.clear(Loops.LANES);
    }

    @Override
    int blocks(int group) {
        return 1;
    }

    @Override
    void addBlock(int group, int block) {
        int together = Loops.LANES / room;
        for (int done = 0; done < width; done += together) {
            int count = Math.min(together, width - done);
            int channel = first + done;
            scratch.spread(means, channel, channel + count, room, scratch.mean, count * room);
            if (areWholeRows()) {
                scratch.addRows(sources, channels.offset(0, channel), count, room);
            } else {
                for (int line = 0; line < ChannelScratch.LINES; line++) {
                    loadLine(channel, count, line);
                }
                addLines(count * room);
            }
            scratch.sums.closeClasses(count, room, done);
            scratch.products.closeClasses(count, room, done);
        }
    }

    /** Whether channels follow each other and fill their lanes. */
    private boolean areWholeRows() {
        return channels.outer() == 1 && channels.length() == ChannelScratch.LINES * room;
    }

    private void loadLine(int channel, int count, int line) {
        int from = line * used;
        int numbers = Math.max(0, Math.min(used, channels.length() - from));
        for (int s = 0; s < sources.size() && numbers > 0; s++) {
            if (channels.outer() == 1) {
                Block rows = new Block(channels.offset(0, channel) + from, channels.length(), 1);
                Block lanes = new Block(line * Loops.LANES, room, 1);
                scratch.loops.copy(sources.get(s), rows, targets.get(s), lanes, count, numbers);
            } else {
                for (int i = 0; i < count; i++) {
                    load(sources.get(s), channel + i, from, numbers, targets.get(s), line * Loops.LANES + i * room);
                }
            }
        }
        for (int i = 0; i < count && numbers < room; i++) {
            scratch.pad(line, i * room + numbers, (i + 1) * room);
        }
    }

    @Override
    void addToTotals(LaneSums<A> sums) {
        sums.addClassesToTotals(width);
    }
}
