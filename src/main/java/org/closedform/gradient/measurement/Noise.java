package org.closedform.gradient.measurement;

/** How far each channel is off a smooth function along a path; measured only where the ladder has doubts. */
public final class Noise {
    private static final double EXPLAINS = 4;

    private final Path path;
    private final double largestStep;
    private final double[] level;
    private Roughness roughness;

    public Noise(Path path, double largestStep) {
        this.path = path;
        this.largestStep = largestStep;
        this.level = new double[path.channels().count()];
    }

    /** The noise of a channel as far as it has been measured. */
    public double of(int channel) {
        return level[channel];
    }

    /** Whether it is, measured now at the latest, as large as a doubtful difference between points h apart. */
    public boolean explains(int channel, double difference, double h) {
        raise(channel, h);
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
        if (channels.epsilon(channel) > path.f().outputEpsilon()) {
            found = Math.max(found, channels.epsilon(channel) * path.size(channel));
        }
        level[channel] = Math.max(level[channel], found);
    }

    private double[] values(double h) {
        double[] outputs = path.outputs(h);
        return outputs.length == 0 ? outputs : path.channels().values(outputs);
    }
}
