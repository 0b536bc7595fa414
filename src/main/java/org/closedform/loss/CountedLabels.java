package org.closedform.loss;

import java.util.OptionalInt;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.closedform.kernel.Buffer;
import org.closedform.kernel.CrossEntropy;
import org.closedform.kernel.FusedCrossEntropy;
import org.closedform.kernel.Rows;
import org.closedform.kernel.SoftCrossEntropy;
import org.closedform.kernel.SoftTargets;
import org.closedform.storage.Storage;
import org.closedform.tensor.Labels;
import org.closedform.tensor.Shape;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;

/**
 * Class labels as the target of a cross-entropy: a position counts as much as it weighs, times its class, or not at all.
 *
 * @param labels the label of every row, which nobody may write to; −1 for those that do not count
 * @param weight how much a class counts
 * @param positionWeight how much a row counts that does, whatever its class
 * @param rowWeight how much a row counts that does
 */
record CountedLabels(
        Form form,
        double smoothing,
        Rows rows,
        CrossEntropy.Classes classes,
        int[] labels,
        IntToDoubleFunction weight,
        IntToDoubleFunction positionWeight,
        IntToDoubleFunction rowWeight,
        double divisor)
        implements CountedTarget {

    static CountedLabels of(
            CrossEntropyLoss loss,
            Labels labels,
            Tensor prediction,
            Shape positions,
            Rows rows,
            IntToDoubleFunction weight,
            IntToDoubleFunction positionWeight,
            Places places) {
        if (!labels.shape().equals(positions)) {
            throw new ShapeException("CrossEntropyLoss: labels have shape " + labels.shape() + ", but predictions "
                    + prediction.shape() + " take " + positions + hint(labels.shape(), prediction.shape(), positions));
        }
        int[] counted = counted(labels, loss.ignoreIndex(), rows.length(), places);
        IntToDoubleFunction rowWeight = weight == Weights.ONE && positionWeight == Weights.ONE
                ? Weights.ONE
                : row -> positionWeight.applyAsDouble(row) * weight.applyAsDouble(counted[row]);
        boolean allCountOne = rowWeight == Weights.ONE && loss.ignoreIndex().isEmpty() && places == Places.ALL;
        return new CountedLabels(
                loss.form(),
                loss.labelSmoothing(),
                rows,
                places.classesOf(prediction.shape(), rows),
                counted,
                weight,
                positionWeight,
                rowWeight,
                allCountOne ? rows.count() : PositionWeights.sum(counted.length, row -> counted[row] >= 0, rowWeight));
    }

    /** What would be right, for mistakes that are often made. */
    private static String hint(Shape labels, Shape prediction, Shape positions) {
        if (labels.equals(prediction)) {
            return "; one-hot rows are a Tensor, or Labels.fromOneHot(…)";
        }
        if (positions.rank() == 0 && labels.size() == 1) {
            return "; a single label is Labels.of(Shape.of(), label)";
        }
        return IntStream.range(0, prediction.rank())
                .filter(axis -> prediction.rank() > 2 && labels.equals(prediction.without(axis)))
                .mapToObj(axis -> "; if the classes are along axis " + axis + ", withAxis(" + axis + ") says so")
                .findFirst()
                .orElse(labels.size() == positions.size() ? "; reshape(…) gives them that shape" : "");
    }

    private static int[] counted(Labels labels, OptionalInt ignoreIndex, int classes, Places places) {
        if (ignoreIndex.isEmpty() && places == Places.ALL) {
            return Storage.indices(requireWithin(labels, classes, ignoreIndex));
        }
        int[] all = Storage.indices(labels);
        IntPredicate isCounted = isCounted(all, ignoreIndex, places);
        requireWithin(Labels.of(labels.shape(), where(all, isCounted, 0)), classes, ignoreIndex);
        return where(all, isCounted, -1);
    }

    private static IntPredicate isCounted(int[] labels, OptionalInt ignoreIndex, Places places) {
        IntPredicate isIgnored = i -> ignoreIndex.isPresent() && labels[i] == ignoreIndex.getAsInt();
        return places.isCounted().and(isIgnored.negate());
    }

    private static int[] where(int[] labels, IntPredicate isCounted, int otherwise) {
        return IntStream.range(0, labels.length)
                .map(i -> isCounted.test(i) ? labels[i] : otherwise)
                .toArray();
    }

    private static Labels requireWithin(Labels labels, int classes, OptionalInt ignoreIndex) {
        try {
            return labels.requireWithin(classes, "CrossEntropyLoss");
        } catch (IllegalArgumentException e) {
            throw ignoreIndex.isPresent()
                    ? e
                    : new IllegalArgumentException(
                            e.getMessage() + "; withIgnoreIndex(…) leaves out positions with a label that is no class",
                            e);
        }
    }

    /** What MEAN divides by, without a prediction. */
    static double divisor(CrossEntropyLoss loss, Labels labels, Target.Masked masked) {
        int[] all = Storage.indices(labels);
        Places places = Places.ofLabels("CrossEntropyLoss.meanDivisor", masked, labels.shape(), loss.axis());
        IntPredicate isCounted = isCounted(all, loss.ignoreIndex(), places);
        loss.weights().ifPresent(w -> Labels.of(IntStream.range(0, all.length)
                        .filter(isCounted)
                        .map(i -> all[i])
                        .toArray())
                .requireWithin(w.size(), "CrossEntropyLoss.meanDivisor: of the labels that count"));
        IntToDoubleFunction positionWeight = PositionWeights.of(masked.weights(), labels.shape());
        return PositionWeights.sum(
                all.length,
                isCounted,
                i -> positionWeight.applyAsDouble(i)
                        * loss.weights().map(w -> w.at(all[i])).orElse(1.0));
    }

    @Override
    public CrossEntropy.Coefficients coefficients() {
        return CrossEntropy.Coefficients.of(row -> labels[row], classes, weight, smoothing)
                .weighed(positionWeight);
    }

    /** On logits, loss and gradient come from the same exponentials; smoothed labels also have a coefficient for all classes. */
    @Override
    public CrossEntropy.Result evaluate(Buffer x, double gradientDivisor) {
        if (isFused()) {
            return FusedCrossEntropy.evaluate(x, rows, labels, rowWeight, gradientDivisor);
        }
        if (form == Form.LOGITS && classes == CrossEntropy.Classes.ALL && positionWeight == Weights.ONE) {
            SoftTargets<?> targets =
                    SoftTargets.ofLabels(labels, rows, SoftTargets.weights(x, rows, weight), smoothing);
            return SoftCrossEntropy.evaluate(x, rows, targets, coefficients(), gradientDivisor);
        }
        return CrossEntropy.evaluate(x, rows, coefficients(), CountedTarget.formulas(form), gradientDivisor);
    }

    @Override
    public CrossEntropy.Mean mean(Buffer x, double gradientDivisor, double lossDivisor) {
        return isFused()
                ? FusedCrossEntropy.mean(x, rows, labels, rowWeight, gradientDivisor, lossDivisor)
                : evaluate(x, gradientDivisor).mean(lossDivisor);
    }

    private boolean isFused() {
        return form == Form.LOGITS && smoothing == 0;
    }
}
