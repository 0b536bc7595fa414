package org.closedform.gradient;

import org.closedform.tensor.ElementType;

/** How far each channel is off a smooth function along one direction; measured only where the ladder has doubts. */
final class Noise {
    private static final double EXPLAINS = 4;

    private final FlatOperator<?, ?> f;
    private final Channels channels;
    private final Direction direction;
    private final double largestStep;
    private final double[] level;
    private final boolean[] single;
    private Roughness roughness;

    Noise(FlatOperator<?, ?> f, Channels channels, Direction direction, double largestStep) {
        this.f = f;
        this.channels = channels;
        this.direction = direction;
        this.largestStep = largestStep;
        this.level = new double[channels.count()];
        this.single = new boolean[channels.count()];
    }

    /** The noise of a channel as far as it has been measured. */
    double of(int channel) {
        return level[channel];
    }

    /** How coarse a channel is rounded: as its type says, or like a float where only those have been seen. */
    double epsilon(int channel) {
        return single[channel] ? ElementType.FLOAT32.epsilon() : channels.outputEpsilon();
    }

    /** Whether it is, measured now at the latest, as large as a doubtful difference between points h apart. */
    boolean explains(int channel, double difference, double h) {
        raise(channel, h);
        return difference <= EXPLAINS * level[channel];
    }

    /** Measures a channel's noise at spacings up to h. It stays at the most that was found. */
    void raise(int channel, double h) {
        if (roughness == null) {
            double first = Roughness.firstSpacing(direction, f.point(), largestStep);
            roughness = new Roughness(this::values, channels.values(f.value()), first, largestStep);
        }
        double found = roughness.level(channel, h, direction.largest(f.point()), channels.outputEpsilon());
        if (channels.isEntrywise() && roughness.isSingle(channel)) {
            single[channel] = true;
            found = Math.max(found, ElementType.FLOAT32.epsilon() * Math.abs(f.value()[channel]));
        }
        level[channel] = Math.max(level[channel], found);
    }

    private double[] values(double h) {
        double[] outputs = f.evaluate(direction.move(f.point(), h));
        return outputs.length == 0 ? outputs : channels.values(outputs);
    }
}
