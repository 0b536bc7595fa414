package org.closedform.gradient.measurement;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.closedform.tensor.ElementType;

/**
 * What is watched while the input moves: each output by itself, or, where there are too many, their sum weighed by a random
 * upstream. Differences are formed for each output first, so that outputs that stay where they are add no rounding.
 */
public final class Channels {
    private static final int MOST_OUTPUTS = 1024;
    private static final int MOST_ENTRIES = 1 << 18;
    private static final int SUM_BARS = 4;

    private final FlatOperator<?, ?> f;
    private final double[] weights;
    private final boolean entrywise;
    private final double[][] rows;
    private final double[][] pulledBack;
    private final Coarseness coarseness;
    private final double smallestOutput;

    public Channels(FlatOperator<?, ?> f, RandomGenerator random) {
        this.f = f;
        int outputs = f.value().length;
        this.weights = upstream(outputs, random);
        this.entrywise = outputs == 1 || outputs <= MOST_OUTPUTS && (long) outputs * f.point().length <= MOST_ENTRIES;
        this.rows = new double[entrywise ? outputs : 1][];
        this.pulledBack = new double[rows.length][];
        Arrays.setAll(pulledBack, k -> f.pullBack(upstreamOf(k)));
        Arrays.setAll(rows, k -> f.isProduct() && rows.length > 1 ? column(k) : pulledBack[k]);
        this.coarseness = new Coarseness(f.value(), f.outputEpsilon());
        coarseness.seeGradients(rows);
        this.smallestOutput = f.outputEpsilon() == ElementType.FLOAT32.epsilon() ? Float.MIN_VALUE : Double.MIN_VALUE;
    }

    /** Weights whose size is between ½ and 1½, so that no output is left out. */
    public static double[] upstream(int outputs, RandomGenerator random) {
        double[] result = new double[outputs];
        for (int j = 0; j < outputs; j++) {
            double size = (128 + random.nextInt(256)) / 256.0;
            result[j] = random.nextBoolean() ? size : -size;
        }
        return result;
    }

    public int count() {
        return rows.length;
    }

    /** Whether each channel is one output. */
    public boolean isEntrywise() {
        return entrywise;
    }

    public double[] weights() {
        return weights;
    }

    /** The upstream that picks a channel. */
    public double[] upstreamOf(int channel) {
        if (!entrywise) {
            return weights;
        }
        double[] oneHot = new double[f.value().length];
        oneHot[channel] = 1;
        return oneHot;
    }

    /** Of a square matrix that is pulled back column by column, in the place of rows. */
    private double[] column(int k) {
        return Arrays.stream(pulledBack).mapToDouble(row -> row[k]).toArray();
    }

    /** The gradient of a channel: as the backward has it, or, of a product, a row of the matrix. */
    public double[] row(int channel) {
        return rows[channel];
    }

    /** The gradient of a channel as the backward has it: of a product a column, which should be the same as the row. */
    public double[] pulledBack(int channel) {
        return pulledBack[channel];
    }

    /** How large the terms of a channel are. */
    public double size(int channel, double[] outputs) {
        if (entrywise) {
            return Math.abs(outputs[channel]);
        }
        double sum = 0;
        for (int j = 0; j < outputs.length; j++) {
            sum += Math.abs(weights[j] * outputs[j]);
        }
        return sum;
    }

    /** The channels of some outputs, those of the point taken off. */
    public double[] values(double[] outputs) {
        if (entrywise) {
            return outputs;
        }
        return new double[] {difference(0, outputs, f.value())};
    }

    /** By how much a channel changes from before to after. */
    public double difference(int channel, double[] after, double[] before) {
        if (entrywise) {
            return after[channel] - before[channel];
        }
        double sum = 0;
        for (int j = 0; j < after.length; j++) {
            sum += weights[j] * (after[j] - before[j]);
        }
        return sum;
    }

    /** By how much each channel changes from the point to another input; empty where the function is not defined. */
    public double[] changes(double[] there) {
        double[] outputs = f.evaluate(there);
        double[] changes = new double[outputs.length == 0 ? 0 : rows.length];
        Arrays.setAll(changes, k -> difference(k, outputs, f.value()));
        return changes;
    }

    /** Whether a channel has the value that it has at the point. */
    public boolean isStill(int channel, double[] outputs) {
        return entrywise ? outputs[channel] == f.value()[channel] : Arrays.equals(outputs, f.value());
    }

    /** How far rounding of the outputs may move that difference; of outputs that have ever moved, or of the others. */
    public double rounding(int channel, double[] after, double[] before, boolean[] moved, boolean ofMoved) {
        if (entrywise) {
            moved[channel] |= after[channel] != before[channel];
            return moved[channel] == ofMoved ? rounding(channel, after, before) : 0;
        }
        double sum = 0;
        double squares = 0;
        for (int j = 0; j < after.length; j++) {
            moved[j] |= after[j] != before[j];
            if (moved[j] == ofMoved) {
                double term = Math.abs(weights[j]) * rounding(j, after, before);
                sum += term;
                squares += term * term;
            }
        }
        return Math.min(sum, SUM_BARS * Math.sqrt(squares));
    }

    private double rounding(int output, double[] after, double[] before) {
        double size = Math.max(Math.abs(after[output]), Math.abs(before[output]));
        return Math.max(coarseness.of(output) * size, smallestOutput);
    }

    /** The smallest number that an output may be, beside 0. */
    public double smallestOutput() {
        return smallestOutput;
    }

    /** Takes in the outputs at another point, from which it may show how coarse they are. */
    public void see(double[] outputs) {
        coarseness.see(outputs);
    }

    /** How coarse a channel is rounded: as its type says, or like a float where only those have been seen. */
    public double epsilon(int channel) {
        return entrywise ? coarseness.of(channel) : coarseness.ofAll();
    }
}
