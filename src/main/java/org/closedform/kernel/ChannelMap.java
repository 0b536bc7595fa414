package org.closedform.kernel;

import java.util.function.IntFunction;
import org.closedform.kernel.Channels.Tile;
import org.closedform.kernel.loops.Loops;
import org.closedform.kernel.loops.SafeRange;
import org.closedform.kernel.loops.Splitter;

/**
 * A function of every number with constants of its channel: y = (x − mean)·scale + shift or dx = scale·((dy − shift) − (x −
 * mean)·slope). Long runs of a channel are processed in place, short ones in scratch, where every number of a line has the constants
 * of its channel beside it.
 *
 * <p>The constants are rounded to the element type. A channel whose constants are not safe is rejected: its numbers have to be replaced
 * by those of a fallback.
 */
final class ChannelMap {
    /** About how long a number takes. */
    static final double NANOSECONDS = 0.5;

    /** The most numbers of a line. */
    static final int WIDTH = 512;

    /** Runs at least this long are processed in place. */
    private static final int LONG = 256;

    /** The same where every channel is a single run, so that a line's constants would serve that line alone. */
    private static final int LONG_IF_SINGLE = 32;

    final Channels channels;
    final double[] mean;
    final double[] scale;
    final double[] shift;
    private final double[] slope;
    private final SafeRange safe;
    private final boolean[] isRejected;

    /** For numbers of the element type of a buffer. */
    ChannelMap(Channels channels, Buffer like) {
        this.channels = channels;
        mean = new double[channels.count()];
        scale = new double[channels.count()];
        shift = new double[channels.count()];
        slope = new double[channels.count()];
        safe = SafeRange.of(like.isFloat64());
        isRejected = new boolean[channels.count()];
    }

    /** Sets the constants of a channel, and rejects it unless they are safe. */
    void set(int channel, double mean, double scale, double shift, double slope) {
        this.mean[channel] = mean;
        this.scale[channel] = scale;
        this.shift[channel] = shift;
        this.slope[channel] = slope;
        isRejected[channel] =
                !(safe.holds(mean) && safe.holds(shift) && safe.holdsFactor(scale) && safe.holdsFactor(slope));
    }

    void rejectIf(boolean reason, int channel) {
        isRejected[channel] |= reason;
    }

    /** y = (x − mean)·scale + shift, or the fallback's numbers for a rejected channel. */
    Buffer normalize(Buffer x, IntFunction<double[]> fallback) {
        return normalize(x, x.ofSize(x.size()), fallback);
    }

    /** The same in a given buffer, or in another if that is x and the fallback still needs it. */
    Buffer normalize(Buffer x, Buffer target, IntFunction<double[]> fallback) {
        Buffer y = writable(target, x);
        if (areLong()) {
            splitRuns((from, to) -> onThisThread(x).normalizeRuns(x, y, from, to));
        } else {
            for (Tile tile : Tile.of(channels, WIDTH)) {
                splitLines(tile, (from, to) -> onThisThread(x).normalizeLines(x, tile, y, from, to));
            }
        }
        return replaceRejected(y, fallback);
    }

    /** dx = scale·((dy − shift) − (x − mean)·slope), or the fallback's numbers for a rejected channel. */
    Buffer differentiate(Buffer x, Buffer dy, IntFunction<double[]> fallback) {
        return differentiate(x, dy, x.ofSize(x.size()), fallback);
    }

    /** The same in a given buffer, or in another if that is dy and the fallback still needs it. */
    Buffer differentiate(Buffer x, Buffer dy, Buffer target, IntFunction<double[]> fallback) {
        Buffer dx = writable(target, dy);
        if (areLong()) {
            splitRuns((from, to) -> onThisThread(x).differentiateRuns(x, dy, dx, from, to));
        } else {
            for (Tile tile : Tile.of(channels, WIDTH)) {
                splitLines(tile, (from, to) -> onThisThread(x).differentiateLines(x, dy, tile, dx, from, to));
            }
        }
        return replaceRejected(dx, fallback);
    }

    /**
     * y = (x − mean)·scale + shift for the numbers [from … to), on this thread, whatever is rejected; they begin and end at multiples
     * of {@link #multiple}.
     */
    void normalize(Buffer x, Buffer y, int from, int to) {
        if (areLong()) {
            onThisThread(x).normalizeRuns(x, y, from, to);
            return;
        }
        for (Tile tile : Tile.of(channels, WIDTH)) {
            int ofLine = multiple(tile);
            onThisThread(x).normalizeLines(x, tile, y, from / ofLine, (to + ofLine - 1) / ofLine);
        }
    }

    /** dx = scale·((dy − shift) − (x − mean)·slope) for the numbers [from … to) of long runs, in the same way. */
    void differentiate(Buffer x, Buffer dy, Buffer dx, int from, int to) {
        onThisThread(x).differentiateRuns(x, dy, dx, from, to);
    }

    /** Where a range of numbers may begin and end. */
    int multiple() {
        return areLong() ? 1 : multiple(Tile.of(channels, WIDTH)[0]);
    }

    private int multiple(Tile tile) {
        return tile.repeats() * channels.count() * channels.inner();
    }

    private Buffer writable(Buffer target, Buffer source) {
        return target == source && rejectsAny() ? target.ofSize(target.size()) : target;
    }

    /** Whether a channel is rejected. */
    boolean rejectsAny() {
        for (boolean is : isRejected) {
            if (is) {
                return true;
            }
        }
        return false;
    }

    boolean areLong() {
        return channels.inner() >= (channels.outer() == 1 ? LONG_IF_SINGLE : LONG);
    }

    /** Does the work on ranges of the array. */
    private void splitRuns(Splitter.Range work) {
        Splitter.split(channels.outer() * channels.count() * channels.inner(), Loops.BLOCK, NANOSECONDS, work);
    }

    static void splitLines(Tile tile, Splitter.Range work) {
        Splitter.split(tile.lines(), 1, tile.lanes() * NANOSECONDS, work);
    }

    private Buffer replaceRejected(Buffer result, IntFunction<double[]> fallback) {
        for (int channel = 0; channel < channels.count(); channel++) {
            if (isRejected[channel]) {
                channels.store(result, channel, fallback.apply(channel));
            }
        }
        return result;
    }

    private Part<?> onThisThread(Buffer like) {
        return new Part<>(ChannelScratch.of(like));
    }

    /** Works on a range, with the scratch of its thread. */
    private final class Part<A> {
        private final ChannelScratch<A> scratch;
        private final Loops<A> loops;

        Part(ChannelScratch<A> scratch) {
            this.scratch = scratch;
            this.loops = scratch.loops;
        }

        void normalizeRuns(Buffer source, Buffer target, int begin, int end) {
            A x = scratch.values(source);
            A y = scratch.values(target);
            for (int from = begin, to; from < end; from = to) {
                int channel = from / channels.inner() % channels.count();
                to = Math.min(from - from % channels.inner() + channels.inner(), end);
                loops.normalize(x, mean[channel], scale[channel], shift[channel], y, from, to);
            }
        }

        void normalizeLines(Buffer source, Tile tile, Buffer target, int from, int to) {
            A x = scratch.values(source);
            A y = scratch.values(target);
            ChannelScratch<A> s = scratch;
            spread(tile);
            for (int line = from; line < to; line++) {
                loops.normalize(x, tile.offset(line), tile.size(line), s.mean, s.scale, s.shift, y, s.x, s.result);
            }
        }

        void differentiateRuns(Buffer source, Buffer upstream, Buffer target, int begin, int end) {
            A x = scratch.values(source);
            A dy = scratch.values(upstream);
            A dx = scratch.values(target);
            for (int from = begin, to; from < end; from = to) {
                int channel = from / channels.inner() % channels.count();
                to = Math.min(from - from % channels.inner() + channels.inner(), end);
                loops.differentiate(x, dy, mean[channel], scale[channel], shift[channel], slope[channel], dx, from, to);
            }
        }

        void differentiateLines(Buffer source, Buffer upstream, Tile tile, Buffer target, int from, int to) {
            A x = scratch.values(source);
            A dy = scratch.values(upstream);
            A dx = scratch.values(target);
            ChannelScratch<A> s = scratch;
            spread(tile);
            s.spread(slope, tile.first(), tile.end(), channels.inner(), s.slope, tile.lanes());
            for (int line = from; line < to; line++) {
                int at = tile.offset(line);
                int size = tile.size(line);
                loops.differentiate(x, dy, at, size, s.mean, s.scale, s.shift, s.slope, dx, s.x, s.dy, s.result);
            }
        }

        /** Gives every lane of a line the constants of its channel. */
        private void spread(Tile tile) {
            ChannelScratch<A> s = scratch;
            s.spread(mean, tile.first(), tile.end(), channels.inner(), s.mean, tile.lanes());
            s.spread(scale, tile.first(), tile.end(), channels.inner(), s.scale, tile.lanes());
            s.spread(shift, tile.first(), tile.end(), channels.inner(), s.shift, tile.lanes());
        }
    }
}
