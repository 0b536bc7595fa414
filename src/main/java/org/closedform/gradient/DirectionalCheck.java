package org.closedform.gradient;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Tensor;

/** One directional derivative of a projected operator: as derived, as measured, and whether they agree. */
final class DirectionalCheck {
    private static final int ERROR_BARS = 4;
    private static final int ULPS = 16;
    private static final double RELATIVE_RESOLUTION = 1e-3;
    private static final double OTHER_LADDER = 0.703125;
    private static final double CLOSEST = 0x1p-60;

    private final ProjectedOperator<?, ?> f;
    private final Direction direction;
    private final double inputEpsilon;
    private final double outputEpsilon;
    private final double smallestOutput;
    private final double scale;
    private final double largestStep;
    private final boolean[] affected;

    DirectionalCheck(ProjectedOperator<?, ?> f, Direction direction) {
        this.f = f;
        this.direction = direction;
        Tensor part = f.part(direction);
        this.inputEpsilon = part.elementType().epsilon();
        this.outputEpsilon = f.outputType().epsilon();
        this.smallestOutput = f.outputType() == ElementType.FLOAT32 ? Float.MIN_VALUE : Double.MIN_VALUE;
        this.scale = Math.max(1, part.norm() / Math.sqrt(part.size()));
        this.largestStep = Math.scalb(4, Math.getExponent(scale));
        this.affected = new boolean[f.value().length];
    }

    /**
     * The verdict. A disagreement has to show from three largest steps: coincidences in one tableau do not repeat, and the last
     * is closer than a pole at 0.
     */
    Comparison run() {
        Comparison result = compare(largestStep);
        double[] others = {OTHER_LADDER * largestStep, OTHER_LADDER * smallestCoordinate() / 2};
        for (double step : others) {
            if (result.verdict() == Verdict.FAIL && step > 0) {
                result = compare(step);
            }
        }
        return result.verdict() == Verdict.FAIL && isKink(result.analytic())
                ? new Comparison(result.name(), result.analytic(), result.numeric(), result.error(), Verdict.KINK)
                : result;
    }

    private Comparison compare(double firstStep) {
        Estimate numeric = Extrapolation.derivative(this::centralDifference, firstStep);
        double analytic = 0;
        double rounding = 0;
        for (int k = 0; k < direction.steps().length; k++) {
            double entry = f.gradient()[direction.from() + k];
            analytic += entry * direction.steps()[k];
            rounding += f.gradientRounding()[direction.from() + k] + ULPS * inputEpsilon * Math.abs(entry);
        }
        double error = ERROR_BARS * numeric.error() + rounding;
        boolean agrees = Math.abs(analytic - numeric.value()) <= error;
        boolean resolved = error <= RELATIVE_RESOLUTION * Math.abs(analytic) || error <= absoluteResolution();
        Verdict verdict = Verdict.INCONCLUSIVE;
        if (agrees && resolved) {
            verdict = Verdict.PASS;
        } else if (!agrees && Double.isFinite(numeric.value())) {
            verdict = Verdict.FAIL;
        }
        return new Comparison(direction.name(), analytic, numeric.value(), error, verdict);
    }

    /** What a derivative that is rightly 0 is measured against: slopes elsewhere, and the size of the function around. */
    private double absoluteResolution() {
        double around = f.size(f.evaluate(f.moved(direction, scale)));
        double size = Math.max(f.size(f.value()), Double.isFinite(around) ? around : 0);
        double largest = Arrays.stream(f.gradient()).map(Math::abs).max().orElse(0);
        double resolution = Math.sqrt(Math.max(inputEpsilon, outputEpsilon));
        return resolution * Math.max(size / scale, largest) + 0x1p16 * smallestOutput;
    }

    /**
     * (φ(x + h) − φ(x − h)) / 2h, each output differenced first; a step that rounding shifts is corrected for. Where an output
     * cancels to less than the terms it was made of, it is as far off as a rounding of x would put it. An output that has
     * not moved since the largest step most likely does not depend on x at all, so its rounding counts as it did there.
     */
    private Estimate centralDifference(double h) {
        double[] right = f.moved(direction, h);
        double[] left = f.moved(direction, -h);
        double[] after = f.evaluate(right);
        double[] before = f.evaluate(left);
        double difference = 0;
        double rounding = 0;
        double largestCoordinate = largestCoordinate();
        for (int j = 0; j < after.length; j++) {
            double weight = f.weights()[j];
            difference += weight * (after[j] - before[j]);
            affected[j] |= after[j] != before[j];
            double larger = Math.max(Math.abs(after[j]), Math.abs(before[j]));
            double throughInput = largestCoordinate * Math.abs(after[j] - before[j]) / (2 * h);
            rounding += Math.abs(weight)
                    * Math.max(Math.max(outputEpsilon * larger, inputEpsilon * throughInput), smallestOutput)
                    / (affected[j] ? h : largestStep);
        }
        for (int k = 0; k < direction.steps().length; k++) {
            int i = direction.from() + k;
            double shift = (right[i] - left[i]) - 2 * h * direction.steps()[k];
            if (Math.abs(shift) > h / 8) {
                return Estimate.NONE; // the step is lost in the rounding of x: only the correction would be left
            }
            difference -= f.gradient()[i] * shift;
        }
        return new Estimate(difference / (2 * h), rounding);
    }

    /**
     * Whether the slopes to the right and left differ by the same gap however close we look, down to rounding, with the gradient
     * between them. Curvature closes the gap, and a pole widens it.
     */
    private boolean isKink(double analytic) {
        double lastGap = Double.NaN;
        double closest = Math.max(CLOSEST, 64 * inputEpsilon * smallestCoordinate());
        for (double h = Math.scalb(largestStep, -12); h >= closest; h /= 8) {
            double right = oneSided(h);
            double left = oneSided(-h);
            double gap = Math.abs(right - left);
            double rounding = outputEpsilon * f.size(f.value()) / h + RELATIVE_RESOLUTION * gap;
            if (!(gap > 8 * rounding)) {
                break;
            }
            boolean between =
                    analytic >= Math.min(left, right) - rounding && analytic <= Math.max(left, right) + rounding;
            if (!between || gap < lastGap / 2 || gap > lastGap * 2) {
                return false;
            }
            lastGap = gap;
        }
        return !Double.isNaN(lastGap);
    }

    private double oneSided(double h) {
        double[] after = f.evaluate(f.moved(direction, h));
        return IntStream.range(0, after.length)
                        .mapToDouble(j -> f.weights()[j] * (after[j] - f.value()[j]))
                        .sum()
                / h;
    }

    private double largestCoordinate() {
        return IntStream.range(0, direction.steps().length)
                .filter(k -> direction.steps()[k] != 0)
                .mapToDouble(k -> Math.abs(f.point()[direction.from() + k]))
                .max()
                .orElse(0);
    }

    /** A pole at 0 may be as near as that. */
    private double smallestCoordinate() {
        return IntStream.range(0, direction.steps().length)
                .mapToDouble(k -> Math.abs(f.point()[direction.from() + k]))
                .min()
                .orElse(0);
    }
}
