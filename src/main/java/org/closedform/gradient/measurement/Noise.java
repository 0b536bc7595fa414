package org.closedform.gradient.measurement;

/** How far each channel is off a smooth function along a path; measured only where the ladder has doubts. */
public final class Noise {
    private static final double EXPLAINS = 4;
    /** Roundings of the input between two points whose outputs may be smooth. */
    private static final double CLOSEST_ULPS = 16;
    /** How close such points come, at most, beside those that they are between. */
    private static final double CLOSEST = 0x1p-40;
    /** A function that varies like noise is smooth if it jumps by at most this part of that between two such points. */
    private static final double SMOOTH = 0x1p-6;
    /** What varies by more roundings than that, and is smooth, is a ripple. */
    private static final double RIPPLE_ULPS = 0x1p10;
    /** A jump by more than that, beside the terms of the function, is a feature. */
    private static final double MOST_OF_TERMS = 0x1p-20;
    /** Between points on both sides, as many as a jump is looked for at. */
    private static final double SPACINGS = 4;

    private final Path path;
    private final double largestStep;
    private final double[] level;
    private final double[] ripple;
    private Roughness roughness;

    public Noise(Path path, double largestStep) {
        this.path = path;
        this.largestStep = largestStep;
        this.level = new double[path.channels().count()];
        this.ripple = new double[level.length];
    }

    /** The noise of a channel as far as it has been measured. */
    public double of(int channel) {
        return level[channel];
    }

    /** Whether the noise, which is measured now if it was not before, is as large as a doubtful difference between points h apart. */
    public boolean explains(int channel, double difference, double h) {
        raise(channel, h);
        return difference <= EXPLAINS * level[channel];
    }

    /** Whether a difference comes from a jump between points h apart that is so small, beside the terms of the channel, that it may be rounding. */
    public boolean jumps(int channel, double difference, double h) {
        double least = Math.max(EXPLAINS * level[channel], RIPPLE_ULPS * path.epsilon(channel) * path.size(channel));
        if (difference > least && difference <= MOST_OF_TERMS * path.terms(channel)) {
            double jump = jump(channel, Roughness.points(h / SPACINGS));
            level[channel] = jump > level[channel] ? jump : level[channel];
        }
        return difference <= EXPLAINS * level[channel];
    }

    /** Measures a channel's noise at spacings up to h. It stays at the most that was found. */
    public void raise(int channel, double h) {
        Channels channels = path.channels();
        double[] here = path.f().value();
        if (roughness == null) {
            double first = Roughness.firstSpacing(path.direction(), path.f().point(), largestStep);
            roughness = new Roughness(this::values, channels.values(here), first, largestStep);
        }
        double found = roughness.level(channel, h, path.largest(), path.f().outputEpsilon());
        found = isRipple(channel, found) ? 0 : found;
        if (channels.epsilon(channel) > path.f().outputEpsilon()) {
            found = Math.max(found, channels.epsilon(channel) * path.size(channel));
        }
        level[channel] = Math.max(level[channel], found);
    }

    /** Whether what varies by more than was known so far is a ripple, and no rounding. */
    private boolean isRipple(int channel, double found) {
        double rounding = path.epsilon(channel) * path.size(channel);
        if (found > Math.max(level[channel], ripple[channel]) && found > RIPPLE_ULPS * rounding) {
            boolean smooth = jump(channel, roughness.points(channel, found)) <= SMOOTH * found;
            ripple[channel] = smooth ? found : ripple[channel];
        }
        return found > level[channel] && found <= ripple[channel];
    }

    private double jump(int channel, double[] points) {
        Jump jump = new Jump(
                h -> {
                    double[] outputs = path.outputs(h);
                    return outputs.length == 0
                            ? Double.NaN
                            : path.channels()
                                    .difference(channel, outputs, path.f().value());
                },
                points);
        double ulps = CLOSEST_ULPS * path.direction().type().epsilon() * path.largest();
        return jump.height(Math.max(ulps, CLOSEST * (points[1] - points[0])));
    }

    private double[] values(double h) {
        double[] outputs = path.outputs(h);
        return outputs.length == 0 ? outputs : path.channels().values(outputs);
    }
}
