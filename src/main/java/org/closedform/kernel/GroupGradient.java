package org.closedform.kernel;

import org.closedform.kernel.loops.Splitter;

/**
 * The gradient of x̂·γ in x, where x was standardised by groups, runs of the array, and a channel, which is in many groups, has one γ.
 * It is what {@link BatchNormalization#multiply} and then {@link BatchNormalization#backward} give; here a few groups are finished
 * before the next, so that γ·dy is still in a cache when its sums and dx need it.
 *
 * @param groups what was standardised
 * @param scaling of the channels
 * @param withMean whether the mean of a group is that of its numbers, not 0 by definition
 */
public record GroupGradient(BatchNormalization groups, BatchNormalization scaling, boolean withMean) {
    /** Fewer numbers stay in a cache by themselves. */
    public static final int WORTHWHILE = 1 << 19;

    /** About as many numbers are taken at a time: three arrays of float64 fit a cache of half a megabyte. */
    private static final int TOGETHER = 16384;

    /**
     * Fills dx, a buffer of its own. Returns false if the groups are too short or too long for this, or numbers need more care; dx is
     * undefined then.
     */
    public boolean differentiate(Buffer x, Buffer gamma, Buffer dy, Buffer dx) {
        Channels channels = groups.channels();
        int length = channels.length();
        ChannelMap map = new ChannelMap(channels, x);
        if (!map.areLong() || channels.outer() > 1) {
            return false;
        }
        ChannelMap factors = scaling.multiplication(gamma, dy);
        int unit = Math.max(1, factors.multiple() / length);
        if (unit * length > TOGETHER || factors.rejectsAny()) {
            return false;
        }
        int together = TOGETHER / (unit * length) * unit;
        double[] means = groups.means();
        ChannelSums.Totals totals = ChannelSums.Totals.of(channels.count());
        BatchNormalization.Sums sums = groups.emptySums(x);
        BatchNormalization.Sums used =
                withMean ? sums : new BatchNormalization.Sums(x.ofSize(channels.count()), sums.dGamma(), sums.isFast());
        Splitter.split(channels.count(), unit, 3 * length * ChannelMap.NANOSECONDS, (from, to) -> {
            for (int first = from, end; first < to; first = end) {
                end = Math.min(first + together, to);
                factors.normalize(dy, dx, first * length, end * length);
                ChannelSums.ofProducts(x, dx, channels, means, totals, first, end);
                groups.complete(totals, x, dx, sums, first, end);
                groups.setDerivative(map, x, group -> 1, used, length, first, end);
                map.differentiate(x, dx, dx, first * length, end * length);
            }
        });
        return !map.rejectsAny();
    }
}
