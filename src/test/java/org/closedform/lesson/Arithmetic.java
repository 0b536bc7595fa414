package org.closedform.lesson;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.closedform.loss.CrossEntropyLoss;
import org.closedform.loss.Entropy;
import org.closedform.loss.KlDivergence;
import org.closedform.operator.LogSoftmax;
import org.closedform.operator.LogSumExp;
import org.closedform.operator.Operator;
import org.closedform.operator.Softmax;
import org.closedform.storage.Storage;
import org.closedform.tensor.NamedTensor;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;

/** What has been written down so far, by its symbol; a further line has to follow from it by the formula that it shows. */
final class Arithmetic {
    private static final Map<String, Function<Arithmetic, Tensor>> RULES = new HashMap<>();

    static {
        RULES.putAll(ElementwiseRules.RULES);
        RULES.putAll(ActivationRules.RULES);
        RULES.putAll(LayerRules.RULES);
        RULES.putAll(NormRules.RULES);
        RULES.putAll(AttentionRules.RULES);
        RULES.putAll(LossRules.RULES);
        RULES.putAll(RegressionRules.RULES);
        RULES.putAll(FocalRules.RULES);
        RULES.putAll(RecurrentRules.RULES);
        RULES.putAll(MaskRules.RULES);
    }

    final Operator<?, ?> operator;
    final Shape shape;
    /** Of the value that is to be explained. */
    Shape result;
    /** Which moment of a sequence the formula is about. */
    int time;

    private final Map<String, Tensor> known = new HashMap<>();
    /** What the rule for the present step asked for. */
    private final Set<String> used = new TreeSet<>();

    private Arithmetic(Operator<?, ?> operator, List<NamedTensor> given, List<NamedTensor> upstream) {
        this.operator = operator;
        this.shape = given.get(0).tensor().shape();
        given.forEach(part -> known.put(part.name(), part.tensor()));
        upstream.forEach(part -> known.put(part.name(), part.tensor()));
    }

    static Arithmetic of(Operator<?, ?> operator, List<NamedTensor> given, List<NamedTensor> upstream) {
        return new Arithmetic(operator, given, upstream);
    }

    /** Holds every step against those before it. */
    void check(List<Step> steps) {
        for (Step step : steps) {
            Function<Arithmetic, Tensor> rule = RULES.get(general(step.formula()));
            assertTrue(rule != null, () -> "no rule for the formula " + step.formula());
            result = step.value().shape();
            used.clear();
            Tensor expected = rule.apply(this);
            assertTrue(
                    step.dependsOn().containsAll(used),
                    () -> step.formula() + " uses " + used + ", but says " + step.dependsOn());
            assertTrue(
                    step.value().isClose(expected, 1e-11, 1e-13),
                    () -> step.name() + ": " + step.formula() + "\nshows " + step.value() + "\nbut it comes to "
                            + expected);
            known.put(step.symbol(), step.value());
        }
    }

    /** A formula without its settings, and about a moment t. */
    private String general(String formula) {
        Matcher moment = Pattern.compile("^(?:d?[a-zφ′(]+|[hc]Last = .)_(\\d+)").matcher(formula);
        if (!moment.find() || formula.startsWith("dx_1 =") || formula.matches("d[hc]_0 =.*")) {
            return formula.replaceAll(", [εsδγβT] = .*", "");
        }
        time = Integer.parseInt(moment.group(1));
        return formula.replaceAll("_" + time + "\\b", "_t")
                .replaceAll("_" + (time - 1) + "\\b", "_t-1")
                .replaceAll("_" + (time + 1) + "\\b", "_t+1");
    }

    /** A number found before. */
    Tensor get(String symbol) {
        Tensor value = known.get(symbol);
        used.add(symbol);
        assertTrue(
                value != null,
                () -> symbol + " is used, but among what was shown before there is only " + known.keySet());
        return value;
    }

    /** A symbol of the moment, or so many moments later. */
    Tensor at(String symbol, int later) {
        return get(symbol + "_" + (time + later));
    }

    Tensor at(String symbol) {
        return at(symbol, 0);
    }

    boolean has(String symbol) {
        return known.containsKey(symbol);
    }

    /** The axis of classes. */
    int axis() {
        if (operator instanceof Softmax softmax) {
            return Math.floorMod(softmax.axis(), shape.rank());
        }
        if (operator instanceof LogSoftmax softmax) {
            return Math.floorMod(softmax.axis(), shape.rank());
        }
        boolean loss = operator instanceof CrossEntropyLoss
                || operator instanceof Entropy
                || operator instanceof KlDivergence
                || FocalRules.hasClasses(operator);
        assertTrue(loss, () -> operator + " has no class axis");
        return 1;
    }

    int[] axes() {
        return operator instanceof LogSumExp sum
                ? Storage.axes(
                        shape,
                        "test",
                        sum.axes().stream().mapToInt(axis -> axis).toArray())
                : new int[] {axis()};
    }

    /** The shape with length 1 along the classes. */
    Shape kept() {
        int[] axes = axes();
        return Shape.of(IntStream.range(0, shape.rank())
                .map(i -> axes.length == 0 || IntStream.of(axes).anyMatch(axis -> axis == i) ? 1 : shape.dimension(i))
                .toArray());
    }

    /** x with its class axis last, one distribution a row. */
    Tensor rows(Tensor x) {
        int[] order = IntStream.concat(IntStream.range(0, x.rank()).filter(i -> i != axis()), IntStream.of(axis()))
                .toArray();
        return x.permute(order).reshape(-1, x.shape().dimension(axis()));
    }

    /** Σ over the classes, ready to be broadcast. */
    Tensor total(Tensor x) {
        return x.sum(axis()).expandDims(axis());
    }

    /** One number a channel, ready to be broadcast along axis 1. */
    Tensor channels(Tensor vector) {
        return vector.reshape(IntStream.range(0, shape.rank())
                .map(i -> i == 1 ? vector.size() : 1)
                .toArray());
    }

    int[] withoutChannels() {
        return IntStream.range(0, shape.rank()).filter(i -> i != 1).toArray();
    }
}
