package org.closedform.kernel;

import org.closedform.kernel.loops.SafeRange;

/**
 * The {@link Moment} of every channel, from Σ (x − c) and Σ (x − c)² with a centre c near the mean (Chan, Golub, LeVeque 1983, eq.
 * 1.7). The first centre is the mean of a few numbers. If it is more than a standard deviation away from the mean that the sums
 * give, that mean is the next centre.
 */
public final class ChannelMoments {
    private static final int SAMPLES = 16;

    /** Channels whose samples are taken together: rows next to each other share a cache with them all. */
    private static final int TOGETHER = 128;

    private static final int MOST_CENTRES = 3;

    private ChannelMoments() {}

    public static Moment[] of(Buffer x, Channels channels) {
        double[] centre = centresOfSamples(x, channels);
        ChannelSums.Totals totals = ChannelSums.Totals.of(centre.length);
        int centres = 0;
        do {
            ChannelSums.ofDeviations(x, channels, centre, totals);
            centres++;
        } while (centres < MOST_CENTRES && moves(centre, x, channels, totals));
        SafeRange safe = SafeRange.of(x.isFloat64());
        Moment[] moments = new Moment[centre.length];
        for (int channel = 0; channel < moments.length; channel++) {
            double sum = totals.sums()[channel];
            double correction = sum / channels.length();
            double m2 = Math.fma(-sum, correction, totals.products()[channel]);
            Moment moment = Moment.about(centre[channel], correction, m2, 0);
            moments[channel] = safe.holdsMeanSquare(moment.mean(), moment.m2DividedBy(channels.length()))
                    ? moment
                    : Moment.of(channels.load(x, channel));
        }
        return moments;
    }

    /** The moments about 0, as if that were the mean of every channel: M2 is Σ x². */
    public static Moment[] aboutZero(Buffer x, Channels channels) {
        double[] squares = ChannelSums.ofDeviations(x, channels, new double[channels.count()])
                .products();
        SafeRange safe = SafeRange.of(x.isFloat64());
        Moment[] moments = new Moment[channels.count()];
        for (int channel = 0; channel < moments.length; channel++) {
            moments[channel] = safe.holdsMeanSquare(0, squares[channel] / channels.length())
                    ? Moment.about(0, 0, squares[channel], 0)
                    : Moment.aboutZero(channels.load(x, channel));
        }
        return moments;
    }

    /** A mean of samples for each channel, rounded to the element type. */
    private static double[] centresOfSamples(Buffer x, Channels channels) {
        int samples = Math.min(SAMPLES, channels.length());
        boolean areRuns = channels.outer() == 1 && samples == SAMPLES && channels.inner() % SAMPLES == 0;
        double[] sum = areRuns ? samplesOfRuns(x, channels) : samplesTogether(x, channels, samples);
        for (int channel = 0; channel < sum.length; channel++) {
            sum[channel] = x.rounded(sum[channel] / samples);
        }
        return sum;
    }

    /** The sums of a channel's samples after each other, where they are the same distance apart. */
    private static double[] samplesOfRuns(Buffer x, Channels channels) {
        double[] sum = new double[channels.count()];
        double[] sample = new double[SAMPLES];
        for (int channel = 0; channel < sum.length; channel++) {
            x.load(channels.offset(0, channel), channels.inner() / SAMPLES, SAMPLES, sample, 0);
            for (double value : sample) {
                sum[channel] += value;
            }
        }
        return sum;
    }

    /** The same sums, of many channels at a time. */
    private static double[] samplesTogether(Buffer x, Channels channels, int samples) {
        double[] sum = new double[channels.count()];
        double[] sample = new double[TOGETHER];
        for (int from = 0; from < sum.length; from += TOGETHER) {
            int count = Math.min(TOGETHER, sum.length - from);
            for (int i = 0; i < samples; i++) {
                int index = (int) ((long) i * channels.length() / samples);
                int first = channels.offset(index / channels.inner(), from) + index % channels.inner();
                x.load(first, channels.inner(), count, sample, 0);
                for (int channel = 0; channel < count; channel++) {
                    sum[from + channel] += sample[channel];
                }
            }
        }
        return sum;
    }

    /** Moves each centre that is too far from the mean to the mean that the sums about it give; whether there was one. */
    private static boolean moves(double[] centre, Buffer x, Channels channels, ChannelSums.Totals totals) {
        boolean moved = false;
        for (int channel = 0; channel < centre.length; channel++) {
            double sum = totals.sums()[channel];
            double correction = sum / channels.length();
            if (sum * correction > totals.products()[channel] / 2) {
                centre[channel] = x.rounded(centre[channel] + correction);
                moved = true;
            }
        }
        return moved;
    }
}
