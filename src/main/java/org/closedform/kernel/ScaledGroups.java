package org.closedform.kernel;

import org.closedform.kernel.Channels.Tile;
import org.closedform.kernel.loops.Loops;
import org.closedform.kernel.loops.Splitter;

/**
 * y = x̂·scale + shift in one pass, where x̂ has the constants of its group, a run of the array, and scale and shift are those of a
 * channel, which is in many groups. Neither map rejects anything. The numbers are those of two passes.
 */
final class ScaledGroups {
    /** Runs at least this long are processed in place. */
    private static final int LONG = 32;

    private final ChannelMap groups;
    private final ChannelMap scaling;
    private final int group;
    private final int run;

    ScaledGroups(ChannelMap groups, ChannelMap scaling) {
        this.groups = groups;
        this.scaling = scaling;
        this.group = groups.channels.inner();
        this.run = scaling.channels.inner();
    }

    Buffer normalize(Buffer x) {
        Buffer y = x.ofSize(x.size());
        if (run >= LONG) {
            Splitter.split(
                    x.size(),
                    Loops.BLOCK,
                    ChannelMap.NANOSECONDS,
                    (from, to) -> runs(ChannelScratch.of(x), x, y, from, to));
            return y;
        }
        for (Tile tile : Tile.of(scaling.channels, ChannelMap.WIDTH)) {
            ChannelMap.splitLines(tile, (from, to) -> lines(ChannelScratch.of(x), x, tile, y, from, to));
        }
        return y;
    }

    private <A> void runs(ChannelScratch<A> scratch, Buffer x, Buffer y, int begin, int end) {
        int piece = Math.min(group, run);
        for (int from = begin, to; from < end; from = to) {
            to = Math.min(from - from % piece + piece, end);
            int g = from / group;
            int c = from / run % scaling.channels.count();
            scratch.loops.normalizeAndScale(
                    scratch.values(x),
                    groups.mean[g],
                    groups.scale[g],
                    groups.shift[g],
                    scaling.scale[c],
                    scaling.shift[c],
                    scratch.values(y),
                    from,
                    to);
        }
    }

    private <A> void lines(ChannelScratch<A> s, Buffer x, Tile tile, Buffer y, int begin, int end) {
        s.spread(scaling.scale, tile.first(), tile.end(), run, s.scale, tile.lanes());
        s.spread(scaling.shift, tile.first(), tile.end(), run, s.shift, tile.lanes());
        for (int line = begin; line < end; line++) {
            s.loops.normalizeAndScale(
                    s.values(x),
                    tile.offset(line),
                    tile.size(line),
                    group,
                    groups.mean,
                    groups.scale,
                    groups.shift,
                    s.scale,
                    s.shift,
                    s.values(y),
                    s.x,
                    s.result);
        }
    }
}
